//! What is due today. The times stand in knowledge/tracking.toml.

use supple_care::{
    Day, Knowledge, PlaceId, PlaceSet,
    measure::{Instrument, Moment, Scoring},
};

use crate::record::{Begun, Person};

/// One measure that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// Index of the measure.
    pub(crate) instrument: usize,
    pub(crate) moment: Moment,
}

/// The measure that speaks of a course and needs one.
const ABOUT_A_COURSE: &str = "global-change";
/// Measures that need a helper or another place: offered, never asked for.
const OFFERED: [&str; 1] = ["fingertip-floor"];
/// A week, for the weeks of the reviews.
const WEEK: i32 = 7;

/// The painful places.
pub(crate) fn places(person: &Person) -> PlaceSet {
    person.sheet.pain.marks.iter().fold(PlaceSet::NONE, |all, mark| all.or(PlaceSet::of(mark.place)))
}

/// The places that a measure is asked for: each painful one, or none for a measure of the whole.
pub(crate) fn asked_places(person: &Person, instrument: &Instrument) -> Vec<Option<PlaceId>> {
    let painful: Vec<Option<PlaceId>> = places(person).iter().map(Some).collect();
    if instrument.per_place && !painful.is_empty() { painful } else { vec![None] }
}

/// Whether a measure fits this person at all.
fn suits(person: &Person, instrument: &Instrument) -> bool {
    instrument.places.is_empty() || !instrument.places.and(places(person)).is_empty()
}

/// When a measure is asked for outside sessions.
pub(crate) fn moment(instrument: &Instrument) -> Option<Moment> {
    [Moment::Weekly, Moment::Review].into_iter().find(|moment| instrument.moments.contains(moment))
}

/// Measures that can be filled in at any time, though nobody asks for them.
pub(crate) fn offered(knowledge: &Knowledge, person: &Person) -> Vec<usize> {
    let all = knowledge.measures.instruments.iter().zip(0usize..);
    all.filter(|(it, _)| it.scoring == Scoring::Import || OFFERED.contains(&it.id.as_str()))
        .filter(|(it, _)| moment(it).is_some() && suits(person, it))
        .map(|(_, index)| index)
        .collect()
}

/// Everything that is due, the measure that judges first.
pub(crate) fn due(knowledge: &Knowledge, person: &Person, today: Day) -> Vec<Due> {
    let record = &person.record;
    if record.course().is_none() && record.sessions.is_empty() && places(person).is_empty() {
        return Vec::new();
    }
    let measures = &knowledge.measures;
    let began = record.course_sessions(knowledge).iter().map(|session| session.on).min();
    let mut all: Vec<Due> = Vec::new();
    for (instrument, index) in measures.instruments.iter().zip(0usize..) {
        let Some(moment) = moment(instrument) else { continue };
        let idle = instrument.scoring == Scoring::Import || OFFERED.contains(&instrument.id.as_str());
        if idle || !suits(person, instrument) || (instrument.id == ABOUT_A_COURSE && began.is_none()) {
            continue;
        }
        let last = record.outcomes.last_day(index).max(record.outcomes.put_off.get(&instrument.id).copied());
        let asked = match (moment, last, began) {
            (_, None, _) => instrument.id != ABOUT_A_COURSE || began.is_some_and(|began| began.plus(WEEK) <= today),
            (Moment::Weekly, Some(last), _) => last.plus(measures.tracking.weekly_days) <= today,
            (_, Some(last), Some(began)) => measures.tracking.review_weeks.iter().any(|weeks| {
                let on = began.plus(weeks.saturating_mul(WEEK));
                on <= today && last < on
            }),
            (_, Some(_), None) => false,
        };
        if asked {
            all.push(Due { instrument: index, moment });
        }
    }
    all.sort_by_key(|due| (due.instrument != measures.judge, due.moment, due.instrument));
    all
}

/// The measure that judges, where no session of the course was yet, and nobody has answered it for the beginning or put
/// it off today.
pub(crate) fn before_first<'k>(knowledge: &'k Knowledge, person: &Person, today: Day) -> Option<&'k Instrument> {
    let (record, measures) = (&person.record, &knowledge.measures);
    let instrument = measures.instruments.get(measures.judge)?;
    let last = record.outcomes.last_day(measures.judge);
    let known = last.is_some_and(|day| day.plus(measures.tracking.before_days) >= today);
    let later = record.outcomes.put_off.get(&instrument.id).is_some_and(|day| *day >= today);
    (record.course_sessions(knowledge).is_empty() && !known && !later).then_some(instrument)
}

/// The last session that is over, was on an earlier day, and is to be asked about.
pub(crate) fn morning<'p>(knowledge: &Knowledge, person: &'p Person, today: Day) -> Option<&'p Begun> {
    person
        .record
        .sessions
        .iter()
        .rfind(|begun| begun.over && begun.is_massage())
        .filter(|begun| begun.on < today && begun.asks_since(knowledge, today))
}

/// Whether there is something to answer for somebody who has a plan or had a session.
pub(crate) fn any(knowledge: &Knowledge, person: &Person, today: Day) -> bool {
    let under_way = person.record.course().is_some() || !person.record.sessions.is_empty();
    under_way && (morning(knowledge, person, today).is_some() || !due(knowledge, person, today).is_empty())
}
