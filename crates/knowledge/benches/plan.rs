//! How long one plan takes: a clearance, answers and wishes in, the plan out.
//!
//! `low_back` has pain at two places and a therapist; `everything` hurts at every site of the back and wishes for arms, hips
//! and legs as well; `limits` takes a blood thinner, so that more is closed.

#![expect(clippy::panic, reason = "a benchmark that cannot begin has nothing better to do")]

use divan::{AllocProfiler, Bencher};
use supple_care::{
    Answer, Cleared, Day, Intensity, Knowledge, Mark, PlaceSet, QuestionId, Sheet,
    pain::MapState,
    plan::{History, Plan, Wishes, plan},
    question::{Kind, Polarity, Purpose},
    week::week,
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// The day on which everybody answers.
const TODAY: Day = Day(20_778);
/// The person whose clearance it is.
const SOMEBODY: u128 = 7;

fn main() {
    divan::main();
}

fn knowledge() -> Knowledge {
    supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

/// Somebody of 30 who says no to everything, with pain at these places.
fn sheet(knowledge: &Knowledge, pain: &[(&str, u8)], yes: &[&str]) -> Sheet {
    let mut sheet = Sheet::new(TODAY);
    sheet.pain.state = MapState::Confirmed;
    for (place, intensity) in pain {
        let place = knowledge.place_id(place).unwrap_or_else(|| panic!("no `{place}`"));
        let intensity = Intensity::Of(*intensity);
        sheet.pain.marks.push(Mark { place, intensity, numb: false, spreads: PlaceSet::NONE, since: None });
    }
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let answer = match &question.kind {
            _ if question.purpose == Purpose::Baseline => continue,
            Kind::YesNo if yes.contains(&question.id.as_str()) => Answer::Yes,
            Kind::YesNo => Answer::No,
            Kind::Choice(_) => Answer::Choice(0),
            Kind::Number { .. } if question.id == "age" => Answer::Number(30),
            Kind::Number { min, .. } if question.polarity == Polarity::Neutral => Answer::Number(*min),
            Kind::Number { .. } | Kind::Choices(_) | Kind::Text => continue,
            Kind::Places => Answer::Places(knowledge.place_id("calf-left").map_or(PlaceSet::NONE, PlaceSet::of)),
        };
        sheet.set(QuestionId(index), answer);
    }
    sheet
}

fn giver(knowledge: &Knowledge, id: &str) -> u8 {
    let at = knowledge.terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == id);
    at.map_or_else(|| panic!("no `{id}`"), |(_, index)| index)
}

fn made(knowledge: &Knowledge, cleared: &Cleared, sheet: &Sheet, wishes: &Wishes) -> Plan {
    plan(knowledge, cleared, sheet, SOMEBODY, TODAY, wishes, &History::default()).unwrap_or_else(|no| panic!("{no:?}"))
}

fn measure(bencher: Bencher<'_, '_>, pain: &[(&str, u8)], yes: &[&str], sites: u64) {
    let knowledge = knowledge();
    let sheet = sheet(&knowledge, pain, yes);
    let cleared = Cleared::of(&knowledge, &sheet, SOMEBODY).unwrap_or_else(|not| panic!("{not:?}"));
    let wishes = Wishes { sites, ..Wishes::of(giver(&knowledge, "therapist")) };
    bencher.bench_local(|| {
        made(divan::black_box(&knowledge), &cleared, divan::black_box(&sheet), divan::black_box(&wishes))
    });
}

#[divan::bench]
fn plan_low_back(bencher: Bencher<'_, '_>) {
    measure(bencher, &[("low-back-left", 6), ("between-blades-right", 3)], &[], 0);
}

#[divan::bench]
fn plan_limits(bencher: Bencher<'_, '_>) {
    measure(bencher, &[("low-back-left", 6), ("between-blades-right", 3)], &["blood_thinner"], 0);
}

#[divan::bench]
fn plan_everything(bencher: Bencher<'_, '_>) {
    let pain = [
        ("low-back-left", 6),
        ("buttock-left", 4),
        ("mid-back-left", 3),
        ("between-blades-right", 3),
        ("shoulder-blade-left", 2),
        ("shoulder-top-left", 2),
        ("neck-back-left", 2),
    ];
    // Hips, arms and legs stand after the seven sites of the back.
    measure(bencher, &pain, &[], 0b11_1000_0000);
}

#[divan::bench]
fn plan_relax(bencher: Bencher<'_, '_>) {
    measure(bencher, &[], &[], 0);
}

#[divan::bench]
fn week_of_a_plan(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let sheet = sheet(&knowledge, &[("low-back-left", 6)], &[]);
    let cleared = Cleared::of(&knowledge, &sheet, SOMEBODY).unwrap_or_else(|not| panic!("{not:?}"));
    let plan = made(&knowledge, &cleared, &sheet, &Wishes::of(giver(&knowledge, "therapist")));
    bencher.bench_local(|| week(divan::black_box(&knowledge), divan::black_box(&plan), TODAY, 0).len());
}
