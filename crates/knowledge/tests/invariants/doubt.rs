//! Two answers that cannot both be true: the more cautious of them counts until they were asked again.

use supple_care::{
    Answer, Disposition, Intensity, Knowledge, PlaceSet, QuestionId, Reading, Sheet, contradiction,
    expr::{Atom, Expr},
    interview::{same_outcome, standing},
    knowledge::Since,
    pain::MapState,
    question::{Kind, Polarity, Question},
    screen,
};

use crate::{
    draw::{Dice, drawn},
    people::{Person, base, mark, question},
};

/// How many sheets are drawn for each contradiction.
const DRAWN: u64 = 60;

/// Makes what a condition asks for so, wherever it can be chosen.
fn make_hold(knowledge: &Knowledge, expr: &Expr, sheet: &mut Sheet, dice: &mut Dice) {
    match expr {
        Expr::And(parts) => parts.iter().for_each(|part| make_hold(knowledge, part, sheet, dice)),
        Expr::Or(parts) | Expr::AtLeast(_, parts) => {
            let one = dice.one_of(parts).expect("a part");
            make_hold(knowledge, one, sheet, dice);
        }
        Expr::Fact(index) => make_hold(knowledge, &knowledge.facts[usize::from(*index)].is, sheet, dice),
        Expr::Atom(atom) => say(*atom, sheet, dice),
    }
}

fn say(atom: Atom, sheet: &mut Sheet, dice: &mut Dice) {
    let place = dice.place(PlaceSet::ALL);
    let mut one = mark(place, Intensity::Of(5));
    match atom {
        Atom::Yes(id) => return sheet.set(id, Answer::Yes),
        Atom::SaidNo(id) | Atom::NotYes(id) => {
            let choice = matches!(base().question(id).expect("a question").kind, Kind::Choice(_));
            return sheet.set(id, if choice { Answer::Choice(0) } else { Answer::No });
        }
        Atom::AtLeast(id, value) => return sheet.set(id, Answer::Number(value)),
        Atom::Below(id, value) => return sheet.set(id, Answer::Number(value - 1)),
        Atom::OneOf(id, mask) => {
            return sheet.set(id, Answer::Choice(u8::try_from(mask.trailing_zeros()).expect("an option")));
        }
        Atom::NamedAt(id, places) => return sheet.set(id, Answer::Places(with(sheet.get(id), dice.place(places)))),
        Atom::PainAt(places) => one.place = dice.place(places),
        Atom::NumbAt(places) => (one.place, one.numb) = (dice.place(places), true),
        Atom::SpreadsTo(places) => one.spreads = PlaceSet::of(dice.place(places)),
        Atom::PainMax(least) => one.intensity = Intensity::Of(least),
    }
    sheet.pain.state = MapState::Confirmed;
    sheet.pain.marks.push(one);
}

/// Places that were named, with one more.
fn with(named: Answer, place: supple_care::PlaceId) -> PlaceSet {
    let named = if let Answer::Places(places) = named { places } else { PlaceSet::NONE };
    named.or(PlaceSet::of(place))
}

/// Every other way in which a question may have been meant.
fn meant(question: &Question) -> Vec<Answer> {
    match &question.kind {
        Kind::YesNo => vec![Answer::No, Answer::Yes],
        Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).collect(),
        Kind::Number { min, max, .. } => [*min, 20, 45, 55, 61, 66, 75, *max].map(Answer::Number).to_vec(),
        Kind::Choices(_) | Kind::Places | Kind::Text => Vec::new(),
    }
}

/// A sheet on which this contradiction stands, with whatever else is drawn.
fn with_contradiction(index: usize, seed: u64) -> Sheet {
    let entry = &base().contradictions[index];
    let mut dice = Dice(seed ^ 0xd0b7);
    let mut sheet = drawn(seed).sheet();
    if entry.unmarked {
        sheet.pain.marks.clear();
    }
    make_hold(base(), &entry.when, &mut sheet, &mut dice);
    for needed in [entry.news, entry.maybe].into_iter().flatten() {
        sheet.set(needed, if seed.is_multiple_of(2) { Answer::Yes } else { Answer::Unknown });
    }
    if let Some(since) = entry.since {
        sheet.pain.state = MapState::Confirmed;
        sheet.pain.marks = vec![mark(dice.place(PlaceSet::ALL), Intensity::Of(5))];
        let days = match since {
            Since::Over(least) => least + 1,
            Since::Under(most) => most - 1,
        };
        sheet.pain.marks[0].since = Some(sheet.today.plus(-days));
    }
    sheet
}

#[test]
fn a_contradiction_reads_as_the_more_cautious_answer() {
    let knowledge = base();
    for (entry, index) in knowledge.contradictions.iter().zip(0usize..) {
        let mut stood = 0;
        for seed in 0..DRAWN {
            let given = with_contradiction(index, seed + DRAWN * u64::try_from(index).expect("few"));
            let mut settled = given.clone();
            if !contradiction::settle(knowledge, &mut settled).contains(&index) {
                continue;
            }
            stood += 1;
            let read = screen(knowledge, &settled);
            assert!(
                !standing(knowledge, &settled).settled
                    || standing(knowledge, &settled).at_least == Disposition::Emergency
            );
            assert!(read.disposition >= screen(knowledge, &given).disposition, "{}: milder than as given", entry.id);
            for doubted in entry.doubt.iter().filter(|_| !entry.unsure) {
                for answer in meant(knowledge.question(*doubted).expect("a question")) {
                    let mut other = given.clone();
                    other.set(*doubted, answer);
                    let as_meant = screen(knowledge, &other).disposition;
                    let id = &entry.id;
                    assert!(read.disposition >= as_meant, "{id}: {:?} below {as_meant:?}", read.disposition);
                }
            }
        }
        assert!(stood >= 10, "{} stood on {stood} sheets only", entry.id);
    }
}

#[test]
fn nobody_is_said_to_have_said_yes() {
    let knowledge = base();
    let fever = well().hurts("low-back-left", 4).with("fever", Answer::Yes);
    let mut sheet = fever.with("operation_when", Answer::Choice(3)).sheet();
    contradiction::settle(knowledge, &mut sheet);
    assert!(sheet.is_doubted(question("infection_recent")));
    assert_eq!(screen(knowledge, &sheet).disposition, Disposition::Emergency);
    assert!(standing(knowledge, &sheet).at_least < Disposition::Emergency, "once asked again it may be less");
    sheet.set(question("infection_recent"), Answer::No);
    assert!(!sheet.is_doubted(question("infection_recent")));
}

#[test]
fn only_risks_that_a_yes_speaks_of_are_read_as_a_yes() {
    let knowledge = base();
    for entry in knowledge.contradictions.iter().filter(|entry| entry.unsure) {
        let risk = |id: &QuestionId| knowledge.question(*id).is_some_and(|asked| asked.polarity == Polarity::Risk);
        assert!(!entry.doubt.is_empty() && entry.doubt.iter().all(risk), "{}", entry.id);
    }
}

/// What a person comes to, with everything else answered with no.
fn comes_to(person: Person) -> (Disposition, bool) {
    let mut sheet = person.sheet();
    contradiction::settle(base(), &mut sheet);
    (screen(base(), &sheet).disposition, standing(base(), &sheet).settled)
}

/// Somebody without a complaint, and without weeks of a pregnancy that there is not.
fn well() -> Person {
    Person::healthy().with("pregnancy_weeks", Answer::NotAsked)
}

/// Somebody of an age with a sore low back who says yes to these.
fn sore(age: i32, yes: &[&str]) -> Person {
    let person = well().hurts("low-back-left", 4).with("age", Answer::Number(age));
    yes.iter().fold(person, |person, id| person.with(id, Answer::Yes))
}

#[test]
fn what_was_said_elsewhere_counts_beside_a_no() {
    let emergencies = [
        sore(40, &["sharp_on_breathing", "spine_surgery"]).with("spine_surgery_when", Answer::Choice(2)),
        sore(40, &["sharp_on_breathing", "spine_surgery"]).with("spine_surgery_when", Answer::Choice(1)),
        sore(40, &["fever", "steroids_long"]),
        sore(40, &["fever", "wound", "wound_infected"]),
        sore(40, &["fever", "skin_hot_spreading"]),
        sore(40, &["fever", "lung_disease", "lung_flare"]),
        sore(40, &["new_head_neck_pain", "infection_recent"]),
        sore(40, &["any_injury", "neck_crash"]),
        sore(40, &["spots_rash"]),
        sore(40, &["sight_lost"]),
        sore(40, &["both_legs", "ces_old_assessed", "spreading_numbness"]),
    ];
    for person in emergencies {
        assert_eq!(comes_to(person.clone()).0, Disposition::Emergency, "{person:?}");
    }
    for person in [sore(50, &["jaw_chewing", "scalp_sore"]), sore(70, &["jaw_chewing", "headache_now"])] {
        assert_eq!(comes_to(person.clone()).0, Disposition::Urgent, "{person:?}");
    }
    // The same without the other answer is milder: it is that answer that counts.
    assert!(comes_to(sore(40, &["sharp_on_breathing", "spine_surgery"])).0 < Disposition::Emergency);
    assert!(comes_to(sore(40, &["fever"])).0 < Disposition::Emergency);
    assert!(comes_to(sore(40, &["new_head_neck_pain"])).0 < Disposition::Emergency);
    assert!(comes_to(sore(60, &["jaw_chewing"])).0 < Disposition::Urgent);
}

#[test]
fn something_new_is_not_settled_until_it_is_named() {
    let nothing_hurts = well().with("new_symptom", Answer::Yes);
    for person in [nothing_hurts, sore(30, &["new_symptom"]), sore(30, &["new_injury"])] {
        let mut sheet = person.sheet();
        let found = contradiction::settle(base(), &mut sheet);
        let asked: Vec<_> = found.iter().flat_map(|index| &base().contradictions[*index].ask).collect();
        let (disposition, settled) = comes_to(person.clone());
        assert!(!settled && asked.len() >= 5, "{person:?}: {asked:?}");
        // A new pain or nerve sign may be any of them; an injury that hurts nowhere new is only asked for.
        let injury = person.speaks_of(question("new_injury"));
        assert!(injury || disposition > Disposition::Clear, "{person:?}");
    }
    // Named, it is what it is.
    assert!(comes_to(sore(30, &["new_symptom", "pain_new"])).1);
    assert_eq!(comes_to(sore(30, &["new_symptom", "saddle_numbness"])).0, Disposition::Emergency);
    assert!(comes_to(sore(30, &["new_injury", "any_injury", "pain_new"])).1);
    // A pain of less than six weeks since an injury is new, whatever was said.
    let mut old = sore(30, &["any_injury"]).sheet();
    let found = contradiction::settle(base(), &mut old);
    assert!(found.iter().any(|index| base().contradictions[*index].id == "X-55"));
    assert!(old.is_doubted(question("pain_new")));
}

/// The questions of a contradiction that are answered on a sheet.
fn answered_ones(index: usize, sheet: &Sheet) -> Vec<QuestionId> {
    let mut read = Vec::new();
    base().contradictions[index].when.atoms(&base().facts, &mut |atom| read.extend(atom.question()));
    read.retain(|id| sheet.get(*id) != Answer::NotAsked);
    read.dedup();
    read
}

#[test]
fn what_is_settled_stays_so_where_a_later_answer_contradicts() {
    let knowledge = base();
    let (mut settled, mut held_open) = (0, 0);
    for index in 0..knowledge.contradictions.len() {
        for seed in 0..DRAWN {
            let given = with_contradiction(index, seed ^ 0x5e77_1ed0);
            let mut dice = Dice(seed);
            let mut open = given.clone();
            let read = answered_ones(index, &given);
            let mut taken = Vec::new();
            for _ in 0..=dice.below(2) {
                if let Some(id) = dice.one_of(&read) {
                    open.set(*id, Answer::NotAsked);
                    taken.push(*id);
                }
            }
            if seed.is_multiple_of(7) {
                open.pain.state = MapState::NotAsked;
            }
            contradiction::settle(knowledge, &mut open);
            // What is hidden is not asked.
            let view = knowledge.program.view(&open, Reading::Most);
            if taken.iter().any(|id| view.hidden.has(id.0)) {
                continue;
            }
            let stands = standing(knowledge, &open);
            if !stands.settled {
                assert!(open.doubtful || stands.map || stands.next.is_some(), "not settled, and nothing to ask");
                held_open += 1;
                continue;
            }
            settled += 1;
            let mut full = given.clone();
            contradiction::settle(knowledge, &mut full);
            let id = &knowledge.contradictions[index].id;
            let emergency = stands.at_least == Disposition::Emergency;
            assert!(
                emergency || same_outcome(knowledge, &open, &full),
                "{id}, {seed}: a later answer changed what was settled"
            );
        }
    }
    println!("{settled} settled, {held_open} held open");
    assert!(settled > 100 && held_open > 100, "{settled} settled, {held_open} held open");
}
