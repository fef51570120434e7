//! Who notices a mutant.

use std::{env, fs, sync::Mutex, thread};

use supple_knowledge::{diff, prove::Limits};

use crate::{
    agreement::{draw::Draw, judges::Judges, person::base},
    cases::Cases,
    change::{Mutant, all},
    expected::root,
    harmless::reason,
    page,
};

/// How many mutants the test command tries.
const MUTANTS: usize = 20;
/// How many people the model looks at before a proof is asked for.
const PEOPLE: usize = 12_000;

/// Who noticed a mutant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Noticed {
    /// An example comes to something that is not expected, and whether the model noticed as well.
    Case { model: bool },
    /// The reference model judges somebody otherwise.
    Model,
    /// The proof that no caution was lost, which the check runs against the released knowledge, finds somebody.
    Proof(String),
    /// Nobody: it is proved to change nothing for anybody, for this reason.
    Nobody(Option<String>),
    /// Nobody, though it makes a difference: what the proof found.
    Gap(String),
}

/// Whether the model judges somebody otherwise than the mutant does: every other person is drawn about the changed rule, the
/// others about a rule of its cluster, which share its exceptions.
fn is_noticed(mutant: Mutant) -> bool {
    let knowledge = mutant.knowledge();
    let judges = Judges::of(&knowledge);
    let mut draw = Draw::new(0x5eed ^ mutant.rule as u64);
    let cluster = &base().rules[mutant.rule].cluster;
    let near: Vec<usize> = (0..base().rules.len()).filter(|at| base().rules[*at].cluster == *cluster).collect();
    (0..PEOPLE).any(|number| {
        let about = if number % 2 == 0 { mutant.rule } else { near[number / 2 % near.len()] };
        let person = draw.person(Some(about));
        let touches = draw.touches();
        judges.judge(&person, &touches).1.is_some()
    })
}

/// What a proof over all sheets says of a mutant that neither an example nor the model noticed.
fn proved(mutant: Mutant) -> Noticed {
    let differences = diff::between(base(), &mutant.knowledge(), Limits::default()).unwrap();
    let first = differences.found.first();
    match (first, differences.spent) {
        (Some(found), _) if found.less => Noticed::Proof(found.to_string()),
        (Some(found), _) => Noticed::Gap(found.to_string()),
        (None, Some(spent)) => Noticed::Gap(spent.to_string()),
        (None, None) => Noticed::Nobody(reason(mutant)),
    }
}

fn who_notices(mutant: Mutant, cases: &Cases) -> Noticed {
    let (case, model) = (cases.missed(&mutant.knowledge()).is_some(), is_noticed(mutant));
    match (case, model) {
        (true, model) => Noticed::Case { model },
        (false, true) => Noticed::Model,
        (false, false) => proved(mutant),
    }
}

#[test]
fn every_mutant_is_noticed_or_changes_nothing() {
    let count = env::var("SUPPLE_MUTANTS").map_or(MUTANTS, |count| count.parse().unwrap());
    let all = all();
    assert!(all.len() >= 200, "only {} mutants", all.len());
    let tried: Vec<Mutant> = all.iter().copied().take(count).collect();
    let (left, done, cases) = (Mutex::new(tried.iter()), Mutex::new(Vec::new()), Cases::read());
    assert_eq!(cases.missed(base()), None, "the examples fit the knowledge as it stands");
    let next = || left.lock().unwrap().next().copied();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(mutant) = next() {
                    let noticed = who_notices(mutant, &cases);
                    if matches!(noticed, Noticed::Nobody(_) | Noticed::Gap(_) | Noticed::Proof(_)) {
                        println!("neither an example nor the model notices {}: {noticed:?}", mutant.words());
                    }
                    done.lock().unwrap().push((mutant.words(), noticed));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort();
    let page = page::of(&done, all.len());
    println!("{page}");
    if env::var("SUPPLE_MUTANTS").is_ok() {
        fs::write(root().join("docs/MUTANTS.md"), page).unwrap();
    }
    let is_gap = |noticed: &Noticed| matches!(noticed, Noticed::Gap(_) | Noticed::Nobody(None));
    let gaps: Vec<_> = done.iter().filter(|(_, noticed)| is_gap(noticed)).collect();
    assert!(gaps.is_empty(), "noticed by nobody, with no reason why that is harmless: {gaps:#?}");
}
