//! Which of two techniques does more for this person, in words: only between those that the screening allows today and that
//! the evidence does not separate.

use supple_care::{
    Cleared, Day, Knowledge, Sheet,
    closed::{Closed, Way},
    measure::Score,
    technique::Technique,
    track::{Compared, Said, Terms, Trial, within},
};

use super::said;
use crate::{
    record::{Begun, Record, TECHNIQUE},
    voice::Voice,
};

/// The measure that is asked before and after each session.
const MEASURE: &str = "pain-now";
/// Whose clearance it is: it is asked for here and used here, and goes nowhere.
const NOBODY: u128 = 0;

/// The comparison; nothing where two techniques were not tried, where one of them is closed today, and where the evidence
/// prefers one.
pub(crate) fn said(knowledge: &Knowledge, v: &Voice, record: &Record, sheet: &Sheet, today: Day) -> Option<String> {
    let trials: Vec<Trial> = record.sessions.iter().filter_map(|begun| trial(knowledge, begun)).collect();
    let giver = trials.iter().max_by_key(|trial| (trial.on, trial.order))?.giver;
    let cleared = Cleared::of(knowledge, sheet, NOBODY).ok()?;
    let decision = cleared.decision(knowledge, NOBODY, today).ok()?;
    let closed = Closed::of(knowledge, decision, sheet, giver);
    let technique = |index: usize| knowledge.techniques.techniques.get(index);
    let comparable = |first: usize, second: usize| {
        technique(first).zip(technique(second)).is_some_and(|(one, other)| one.evidence == other.evidence)
            && [first, second].into_iter().all(|index| is_open(knowledge, &closed, index))
    };
    let terms = terms(knowledge)?;
    let compared = within(&trials, &terms, comparable)?;
    words(v, &compared, terms.least, technique(compared.first)?, technique(compared.second)?)
}

/// A massage with its main technique and the pain before and after it; nothing where one of these is not known.
fn trial(knowledge: &Knowledge, begun: &Begun) -> Option<Trial> {
    let text = |name: &str| begun.order.get(name).and_then(serde_json::Value::as_str);
    let (technique, giver) = (text(TECHNIQUE)?, text("giver")?);
    let points = |pain: u8| Score::points(i32::from(pain));
    let (before, after) = begun.before.zip(begun.after).filter(|_| begun.over && begun.is_massage())?;
    Some(Trial {
        technique: knowledge.techniques.techniques.iter().position(|known| known.id == technique)?,
        giver: knowledge.terms.givers.iter().zip(0u8..).find(|(known, _)| known.id == giver)?.1,
        on: begun.on,
        order: begun.started_at,
        before: points(before),
        after: points(after),
    })
}

fn terms(knowledge: &Knowledge) -> Option<Terms> {
    let tracking = &knowledge.measures.tracking;
    let measure = knowledge.measures.instrument(MEASURE)?;
    let (start, margin) = tracking.compare_within?;
    Some(Terms {
        better: measure.better,
        noise: f64::from(measure.noise?.0) / f64::from(Score::PER_POINT),
        spread: tracking.compare_spread,
        least: tracking.compare_sessions,
        start,
        margin,
        sure: tracking.sure,
    })
}

/// Whether the screening leaves the technique open to the giver, anywhere and in any position.
fn is_open(knowledge: &Knowledge, closed: &Closed, technique: usize) -> bool {
    let class = knowledge.techniques.techniques.get(technique).map(|known| known.class);
    let positions = || (0u8..).take(knowledge.terms.positions.len());
    let mut strokes = knowledge.techniques.strokes.iter().filter(|stroke| stroke.technique == technique);
    class.is_some_and(|technique| {
        strokes.any(|stroke| {
            !closed.leaves_out(stroke)
                && positions().any(|position| {
                    let (applicator, device) = (stroke.applicator, stroke.device);
                    let way = Way { technique, applicator, position, product: 0, device };
                    !closed.open(&way, stroke.places).is_empty()
                })
        })
    })
}

fn words(v: &Voice, compared: &Compared, least: usize, first: &Technique, second: &Technique) -> Option<String> {
    let (key, hundred) = match compared.said {
        Said::TooFew => ("compare-too-few", 0),
        Said::OtherStart => ("compare-other-start", 0),
        Said::NoDifference => ("compare-none", 0),
        Said::First(sure) => ("compare-first", said::of_hundred(sure)),
        Said::Second(sure) => ("compare-second", said::of_hundred(sure)),
    };
    let args = [
        ("first", v.k(&first.title).into()),
        ("second", v.k(&second.title).into()),
        ("least", i64::try_from(least).ok()?.into()),
        ("hundred", hundred.into()),
    ];
    Some(v.with(key, &args))
}
