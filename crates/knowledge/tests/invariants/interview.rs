//! The interview stops exactly when nothing that could still be answered matters.

use std::cell::RefCell;

use supple_care::{
    Answer, Disposition, Intensity, PlaceSet, QuestionId, Sheet, contradiction,
    interview::{Standing, same_outcome, standing},
    pain::{MapState, PainMap},
    question::{Kind, Polarity, Purpose},
    screen,
};

use crate::{
    draw::{Dice, everybody},
    people::{Person, base, mark, words},
    truth::applies,
};

/// How many people are interviewed.
const INTERVIEWED: u32 = 250;

/// How many completions of a settled sheet are drawn.
const COMPLETIONS: usize = 25;

/// A sheet on which nothing is answered, of somebody who would answer as on `full`.
pub(crate) fn blank(full: &Sheet) -> Sheet {
    let mut sheet = Sheet::new(full.today);
    sheet.proxy = full.proxy;
    sheet.rescreen = full.rescreen;
    sheet.clearances = full.clearances.clone();
    sheet
}

/// Whether a question is one of the interview, on a sheet.
fn is_asked(sheet: &Sheet, id: QuestionId) -> bool {
    match base().question(id).unwrap().purpose {
        Purpose::Safety => true,
        Purpose::Rescreen => sheet.rescreen,
        Purpose::Baseline => false,
    }
}

/// Part of a full sheet: whole pages in order, and some of the next one.
fn part(full: &Sheet, dice: &mut Dice) -> Sheet {
    let mut sheet = blank(full);
    if dice.percent(85) {
        sheet.pain = full.pain.clone();
    }
    let mut missing = dice.below(12);
    let pages = base().pages.len();
    let reached = if dice.percent(40) { dice.below(pages) } else { pages };
    for (question, index) in base().questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        let left_out = missing > 0 && dice.percent(4);
        if left_out {
            missing -= 1;
        }
        if question.page < reached && !left_out {
            sheet.set(id, full.get(id));
        }
    }
    sheet
}

/// An answer of any kind.
fn any_answer(dice: &mut Dice, id: QuestionId) -> Answer {
    let asked = base().question(id).unwrap();
    if dice.percent(15) {
        return Answer::Unknown;
    }
    match &asked.kind {
        Kind::YesNo => {
            if dice.percent(30) {
                Answer::Yes
            } else {
                Answer::No
            }
        }
        Kind::Choice(options) => Answer::Choice(u8::try_from(dice.below(options.len())).unwrap()),
        Kind::Number { min, max, .. } => {
            Answer::Number(min + i32::try_from(dice.below(usize::try_from(max - min + 1).unwrap())).unwrap())
        }
        Kind::Places => Answer::Places(PlaceSet::of(dice.place(PlaceSet::ALL))),
        Kind::Choices(_) | Kind::Text => Answer::Unknown,
    }
}

/// Everything that was not asked, answered in some way.
pub(crate) fn complete(
    sheet: &Sheet,
    mut answer: impl FnMut(QuestionId) -> Answer,
    map: impl FnOnce() -> PainMap,
) -> Sheet {
    let mut full = sheet.clone();
    if full.pain.state == MapState::NotAsked {
        let mut marked = map();
        marked.marks.extend(full.pain.marks.clone());
        full.pain = marked;
    }
    for id in (0u16..).take(base().questions.len()).map(QuestionId) {
        if is_asked(&full, id) && full.get(id) == Answer::NotAsked {
            full.set(id, answer(id));
        }
    }
    full
}

fn any_completion(sheet: &Sheet, dice: &mut Dice) -> Sheet {
    let map_seed = dice.below(usize::MAX);
    complete(
        sheet,
        |id| any_answer(dice, id),
        || {
            let mut dice = Dice(u64::try_from(map_seed).unwrap());
            let mut map = PainMap { state: MapState::Confirmed, marks: Vec::new() };
            for _ in 0..dice.below(3) {
                let strength = u8::try_from(dice.below(11)).unwrap();
                map.marks.push(mark(dice.place(PlaceSet::ALL), Intensity::Of(strength)));
            }
            map
        },
    )
}

/// The most cautious way to answer everything that is left.
pub(crate) fn most(sheet: &Sheet) -> Sheet {
    let answer = |id: QuestionId| match (&base().question(id).unwrap().kind, base().question(id).unwrap().polarity) {
        (Kind::YesNo, Polarity::Risk) => Answer::Yes,
        (Kind::YesNo, Polarity::Relief) => Answer::No,
        _ => Answer::Unknown,
    };
    complete(sheet, answer, || PainMap { state: MapState::Unknown, marks: Vec::new() })
}

/// The least cautious ways: one for every combination of known values of the neutral questions.
pub(crate) fn least(sheet: &Sheet) -> Vec<Sheet> {
    let mut neutral: Vec<(QuestionId, Vec<Answer>)> = Vec::new();
    for (question, index) in base().questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        if question.polarity != Polarity::Neutral || !is_asked(sheet, id) || sheet.get(id) != Answer::NotAsked {
            continue;
        }
        let values = match &question.kind {
            Kind::Number { min, .. } => {
                supple_care::interview::cuts(base(), id, *min).into_iter().map(Answer::Number).collect()
            }
            Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).collect(),
            _ => vec![Answer::No],
        };
        neutral.push((id, values));
    }
    let mut sheets = vec![sheet.clone()];
    for (id, values) in neutral {
        let with = |sheet: &Sheet, value: &Answer| {
            let mut sheet = sheet.clone();
            sheet.set(id, *value);
            sheet
        };
        sheets =
            sheets.iter().flat_map(|sheet| values.iter().map(|value| with(sheet, value)).collect::<Vec<_>>()).collect();
    }
    // A place far from the back: a local limit there closes the least.
    let far = PlaceSet::of(base().place_id("hand-left").unwrap());
    let answer = |id: QuestionId| match (&base().question(id).unwrap().kind, base().question(id).unwrap().polarity) {
        (Kind::YesNo, Polarity::Relief) => Answer::Yes,
        (Kind::YesNo, _) => Answer::No,
        (Kind::Choice(_), _) => Answer::Choice(0),
        (Kind::Places, _) => Answer::Places(far),
        _ => Answer::Unknown,
    };
    let map = || PainMap { state: MapState::Confirmed, marks: Vec::new() };
    sheets.iter().map(|sheet| complete(sheet, answer, map)).collect()
}

/// What was and was not answered, where a full sheet is known.
fn answered(sheet: &Sheet) -> String {
    let open: Vec<&str> = (0u16..)
        .zip(&base().questions)
        .filter(|(index, _)| is_asked(sheet, QuestionId(*index)) && sheet.get(QuestionId(*index)) == Answer::NotAsked)
        .filter(|(index, _)| applies(base(), sheet, QuestionId(*index)))
        .map(|(_, question)| question.id.as_str())
        .collect();
    let first: Vec<&str> = open.iter().take(12).copied().collect();
    format!("map {:?}; {} questions open: {} ...", sheet.pain.state, open.len(), first.join(", "))
}

fn certain_emergency(sheet: &Sheet) -> bool {
    least(sheet).iter().all(|least| screen(base(), least).disposition == Disposition::Emergency)
}

fn stops_exactly(person: &Person, tally: &RefCell<[u32; 3]>) -> Result<(), String> {
    let seed =
        format!("{person:?}").bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut dice = Dice(seed);
    let sheet = part(&person.sheet(), &mut dice);
    let standing = standing(base(), &sheet);
    let consistent = contradiction::settle(base(), &mut sheet.clone()).is_empty();
    let fail = |what: String| Err(format!("{what}\n  with: {}", answered(&sheet)));
    let least_there_is = least(&sheet).iter().map(|least| screen(base(), least).disposition).min().unwrap();
    if standing.at_least != least_there_is {
        return fail(format!("at least {}, it says; but {least_there_is}", standing.at_least));
    }
    if standing.settled {
        let emergency = certain_emergency(&sheet);
        tally.borrow_mut()[if emergency { 0 } else { 1 }] += 1;
        if standing.next.is_some() || standing.map || standing.open > 0 {
            return fail("settled, but a question is proposed".to_owned());
        }
        let highest = most(&sheet);
        for _ in 0..COMPLETIONS {
            let other = any_completion(&sheet, &mut dice);
            let same = |other: &Sheet| {
                if emergency {
                    screen(base(), other).disposition == Disposition::Emergency
                } else {
                    same_outcome(base(), &highest, other)
                }
            };
            if !same(&other) || (consistent && !same(&asked_in_turn(&sheet, &other))) {
                return fail(format!(
                    "settled, but answers still change {} to {}",
                    screen(base(), &highest).disposition,
                    screen(base(), &other).disposition
                ));
            }
        }
        return Ok(());
    }
    tally.borrow_mut()[2] += 1;
    let highest = most(&sheet);
    let same = least(&sheet).iter().all(|least| same_outcome(base(), least, &highest));
    let marked = sheet.pain.state != MapState::NotAsked;
    if same && consistent && marked && !contradicts_later(&sheet, &highest) {
        return fail("not settled, but the least and the most cautious answers come to the same".to_owned());
    }
    let proposed = match &standing.next {
        Some((_, questions)) if !questions.is_empty() => questions.clone(),
        _ if standing.map => return Ok(()),
        _ => return fail("not settled, but nothing is proposed".to_owned()),
    };
    for id in proposed {
        if !is_asked(&sheet, id) || sheet.get(id) != Answer::NotAsked || !applies(base(), &sheet, id) {
            return fail(format!("proposes what is not to be asked: {}", words(id, sheet.get(id))));
        }
    }
    Ok(())
}

/// A completion as it is read: without what it hides, and of answers that contradict each other the more cautious.
fn asked_in_turn(sheet: &Sheet, full: &Sheet) -> Sheet {
    let mut said = full.clone();
    for id in (0u16..).take(base().questions.len()).map(QuestionId) {
        if sheet.get(id) == Answer::NotAsked && !applies(base(), full, id) {
            said.set(id, Answer::NotAsked);
        }
    }
    contradiction::settle(base(), &mut said);
    said
}

/// Whether some answer, beside the least of all others, contradicts what was said and so changes the outcome.
fn contradicts_later(sheet: &Sheet, highest: &Sheet) -> bool {
    let changes = |full: &Sheet| {
        let said = asked_in_turn(sheet, full);
        said.doubtful && !same_outcome(base(), &said, highest)
    };
    let open = (0u16..).take(base().questions.len()).map(QuestionId).filter(|id| sheet.get(*id) == Answer::NotAsked);
    let one_more = |least: &Sheet, id: QuestionId| {
        let answers: Vec<Answer> = match &base().question(id).unwrap().kind {
            Kind::YesNo => vec![Answer::Yes, Answer::No],
            Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).collect(),
            Kind::Number { max, .. } => vec![Answer::Number(*max)],
            Kind::Places | Kind::Choices(_) | Kind::Text => Vec::new(),
        };
        answers.into_iter().any(|answer| {
            let mut full = least.clone();
            full.set(id, answer);
            changes(&full)
        })
    };
    let least = least(sheet);
    least.iter().any(&changes) || open.into_iter().any(|id| least.iter().any(|least| one_more(least, id)))
}

#[test]
fn interview_stops_exactly_when_settled() {
    let tally = RefCell::new([0u32; 3]);
    everybody(INTERVIEWED * 8, |person| stops_exactly(person, &tally));
    let [emergency, settled, open] = *tally.borrow();
    println!("{emergency} settled as certain emergencies, {settled} settled otherwise, {open} open");
    assert!(emergency > 20 && settled > 20 && open > 100, "the draw is one-sided");
}

/// One interview: asks page by page what is proposed, and answers as on the full sheet.
pub(crate) struct Interview {
    pub(crate) pages: Vec<Vec<QuestionId>>,
    pub(crate) sheet: Sheet,
}

pub(crate) fn interviewed(full: &Sheet) -> Result<Interview, String> {
    let mut sheet = blank(full);
    let mut pages: Vec<Vec<QuestionId>> = Vec::new();
    loop {
        let Standing { settled, map, next, .. } = standing(base(), &sheet);
        if settled {
            return Ok(Interview { pages, sheet });
        }
        if map {
            sheet.pain = full.pain.clone();
            continue;
        }
        let Some((_, questions)) = next.filter(|(_, questions)| !questions.is_empty()) else {
            return Err(format!("not settled, and nothing to ask; {}", answered(&sheet)));
        };
        for id in &questions {
            if sheet.get(*id) != Answer::NotAsked {
                return Err(format!("asked twice: {}", words(*id, sheet.get(*id))));
            }
            if !is_asked(&sheet, *id) || !applies(base(), &sheet, *id) {
                return Err(format!("asked, though hidden or not of the interview: {}", words(*id, Answer::NotAsked)));
            }
        }
        for id in &questions {
            let answer = full.get(*id);
            sheet.set(*id, if answer == Answer::NotAsked { Answer::Unknown } else { answer });
        }
        pages.push(questions);
    }
}

#[test]
fn an_interview_ends_asks_nothing_twice_and_agrees_with_the_full_sheet() {
    let longest = RefCell::new(0usize);
    everybody(INTERVIEWED, |person| {
        let full = person.sheet();
        let interview = interviewed(&full)?;
        let pages = interview.pages.len();
        let so_far = *longest.borrow();
        *longest.borrow_mut() = pages.max(so_far);
        let emergency = screen(base(), &full).disposition == Disposition::Emergency;
        if emergency || same_outcome(base(), &full, &interview.sheet) {
            Ok(())
        } else {
            Err("the interview comes to something else than the full sheet".to_owned())
        }
    });
    println!("the longest interview has {} pages of questions", longest.borrow());
}
