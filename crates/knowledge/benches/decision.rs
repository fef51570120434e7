//! How long one decision takes: answers in, disposition and the ids of all reasons out.
//!
//! The people are synthetic and deterministic: every yes-no risk is a yes with one chance in twenty, an "I don't know" with
//! one in fifty, else a no; choices and numbers are spread over their cells. `healthy` answers no to everything, `median`
//! and `worst` are people of that population by the number of rules that speak, and `everything` says "I don't know" to
//! every question.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a benchmark that cannot begin has nothing better to do")]

use divan::{AllocProfiler, Bencher};
use supple_care::{
    Answer, Day, Decision, Intensity, Knowledge, Mark, PlaceId, QuestionId, Reading, Sheet, interview,
    pain::MapState,
    question::{Kind, Purpose},
    screen, screen_into,
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A small deterministic generator (SplitMix64), so that every run sees the same people.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn knowledge() -> Knowledge {
    supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

fn person(knowledge: &Knowledge, dice: &mut Dice, one_in: u64) -> Sheet {
    let mut sheet = Sheet::new(Day(20_778));
    sheet.pain.state = MapState::Confirmed;
    let place = PlaceId(u8::try_from(dice.below(knowledge.places.len() as u64)).unwrap_or(0));
    let intensity = Intensity::Of(u8::try_from(dice.below(9)).unwrap_or(0));
    sheet.pain.marks.push(Mark { place, intensity, numb: false, spreads: Default::default(), since: None });
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        if question.purpose != Purpose::Safety {
            continue;
        }
        let answer = match &question.kind {
            Kind::YesNo => match dice.below(one_in) {
                0 => Answer::Yes,
                1 if dice.below(3) == 0 => Answer::Unknown,
                _ => Answer::No,
            },
            Kind::Choice(options) if dice.below(one_in) == 0 => {
                Answer::Choice(u8::try_from(dice.below(options.len() as u64)).unwrap_or(0))
            }
            Kind::Choice(_) => Answer::Choice(0),
            Kind::Number { min, max, .. } => {
                Answer::Number(min + i32::try_from(dice.below(u64::from(max.abs_diff(*min)))).unwrap_or(0))
            }
            Kind::Places => Answer::Places(place_set(place)),
            Kind::Choices(_) | Kind::Text => continue,
        };
        sheet.set(QuestionId(index), answer);
    }
    sheet
}

fn place_set(place: PlaceId) -> supple_care::PlaceSet {
    supple_care::PlaceSet::of(place)
}

/// The people of the population, from the fewest to the most rules that speak.
fn population(knowledge: &Knowledge) -> Vec<Sheet> {
    let mut dice = Dice(7);
    let mut people: Vec<Sheet> = (0..2_001).map(|_| person(knowledge, &mut dice, 20)).collect();
    people.sort_by_cached_key(|sheet| screen(knowledge, sheet).findings.len());
    people
}

fn decide(bencher: Bencher<'_, '_>, knowledge: &Knowledge, sheet: &Sheet) {
    let mut decision = Decision::default();
    screen_into(knowledge, sheet, Reading::Shown, &mut decision);
    bencher.bench_local(|| {
        screen_into(divan::black_box(knowledge), divan::black_box(sheet), Reading::Shown, &mut decision);
        decision.findings.len()
    });
}

#[divan::bench]
fn decision_healthy(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let sheet = person(&knowledge, &mut Dice(1), u64::MAX);
    decide(bencher, &knowledge, &sheet);
}

#[divan::bench]
fn decision_median(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let people = population(&knowledge);
    decide(bencher, &knowledge, &people[people.len() / 2]);
}

#[divan::bench]
fn decision_worst(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let people = population(&knowledge);
    decide(bencher, &knowledge, &people[people.len() - 1]);
}

#[divan::bench]
fn decision_everything_unknown(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let mut sheet = Sheet::new(Day(20_778));
    sheet.pain.state = MapState::Unknown;
    for index in 0..u16::try_from(knowledge.questions.len()).unwrap_or(0) {
        sheet.set(QuestionId(index), Answer::Unknown);
    }
    decide(bencher, &knowledge, &sheet);
}

#[divan::bench]
fn population_per_person(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let people = population(&knowledge);
    let mut decision = Decision::default();
    bencher.counter(divan::counter::ItemsCount::new(people.len())).bench_local(|| {
        people
            .iter()
            .map(|sheet| {
                screen_into(&knowledge, sheet, Reading::Shown, &mut decision);
                decision.findings.len()
            })
            .sum::<usize>()
    });
}

#[divan::bench]
fn interview_step(bencher: Bencher<'_, '_>) {
    let knowledge = knowledge();
    let sheet = Sheet::new(Day(20_778));
    bencher.bench_local(|| interview::standing(divan::black_box(&knowledge), divan::black_box(&sheet)).open);
}

#[divan::bench]
fn compile_knowledge(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| knowledge().rules.len());
}
