//! How long composing a session takes: a clearance and wishes in, a massage second by second out.

#![expect(clippy::panic, reason = "a benchmark that cannot begin has nothing better to do")]

use divan::{AllocProfiler, Bencher};
use supple_care::{
    Answer, Cleared, Day, Intensity, Knowledge, Mark, QuestionId, Sheet,
    pain::MapState,
    plan::{History, Wishes, plan},
    question::{Kind, Polarity, Purpose},
    session::{Order, compose},
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const SOMEBODY: u128 = 7;
const TODAY: Day = Day(20_778);

fn knowledge() -> Knowledge {
    supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

/// Somebody of 30 who answers no to everything, with pain at these places.
fn healthy(knowledge: &Knowledge, places: &[&str]) -> Sheet {
    let mut sheet = Sheet::new(TODAY);
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let answer = match &question.kind {
            _ if question.purpose != Purpose::Safety => continue,
            Kind::YesNo => Answer::No,
            Kind::Choice(_) => Answer::Choice(0),
            Kind::Number { .. } if question.id == "age" => Answer::Number(30),
            Kind::Number { min, max, .. } if question.polarity == Polarity::Neutral => {
                Answer::Number(i32::midpoint(*min, *max))
            }
            Kind::Number { .. } | Kind::Places | Kind::Choices(_) | Kind::Text => continue,
        };
        sheet.set(QuestionId(index), answer);
    }
    sheet.pain.state = MapState::Confirmed;
    for place in places {
        let place = knowledge.place_id(place).unwrap_or_else(|| panic!("there is no {place}"));
        let intensity = Intensity::Of(4);
        sheet.pain.marks.push(Mark { place, intensity, numb: false, spreads: Default::default(), since: None });
    }
    sheet
}

fn wishes(knowledge: &Knowledge, giver: &str, minutes: u16) -> Wishes {
    let giver = knowledge.terms.givers.iter().position(|known| known.id == giver);
    let giver = giver.and_then(|giver| u8::try_from(giver).ok()).unwrap_or_else(|| panic!("there is no such giver"));
    Wishes { minutes: Some(minutes), ..Wishes::of(giver) }
}

fn composing(bencher: Bencher<'_, '_>, giver: &str, minutes: u16, places: &[&str], planned: bool) {
    let knowledge = knowledge();
    let sheet = healthy(&knowledge, places);
    let cleared = Cleared::of(&knowledge, &sheet, SOMEBODY).unwrap_or_else(|why| panic!("not cleared: {why:?}"));
    let wishes = wishes(&knowledge, giver, minutes);
    let made = plan(&knowledge, &cleared, &sheet, SOMEBODY, TODAY, &wishes, &History::default());
    let made = made.unwrap_or_else(|why| panic!("no plan: {why:?}"));
    let order = if planned { Order::Plan(&made) } else { Order::Wishes(&wishes) };
    let once = compose(&knowledge, &cleared, &sheet, SOMEBODY, TODAY, order);
    let length = once.unwrap_or_else(|why| panic!("no session: {why:?}")).minutes;
    assert!(planned || length == minutes, "{length} minutes instead of {minutes}");
    bencher.bench_local(|| {
        compose(divan::black_box(&knowledge), &cleared, divan::black_box(&sheet), SOMEBODY, TODAY, order)
    });
}

const EVERYWHERE: [&str; 5] =
    ["low-back-left", "low-back-right", "between-blades-left", "neck-back-right", "shoulder-top-left"];

#[divan::bench]
fn session_of_40_minutes(bencher: Bencher<'_, '_>) {
    composing(bencher, "therapist", 40, &EVERYWHERE, false);
}

#[divan::bench]
fn session_of_a_plan(bencher: Bencher<'_, '_>) {
    composing(bencher, "therapist", 40, &EVERYWHERE, true);
}

#[divan::bench]
fn session_of_a_partner(bencher: Bencher<'_, '_>) {
    composing(bencher, "partner", 15, &["low-back-left"], false);
}
