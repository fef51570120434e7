//! Who notices a mutant.

use std::{env, sync::Mutex, thread};

use supple_knowledge::{diff, prove::Limits};

use crate::{
    agreement::{draw::Draw, judges::Judges, person::base},
    change::{Mutant, all},
};

/// How many mutants the test command tries.
const MUTANTS: usize = 20;
/// How many people the model looks at before a proof is asked for.
const PEOPLE: usize = 12_000;
/// Mutants that nothing here notices, each with the reason why that is no gap.
const HARMLESS: [(&str, &str); 0] = [];

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

/// The first difference that the proof finds between the base and the mutant, over all sheets; nothing where there is none.
fn difference(mutant: Mutant) -> Option<String> {
    let differences = diff::between(base(), &mutant.knowledge(), Limits::default()).unwrap();
    let spent = differences.spent.map(|spent| spent.to_string());
    differences.found.first().map(ToString::to_string).or(spent)
}

#[test]
fn every_mutant_is_noticed_or_changes_nothing() {
    let count = env::var("SUPPLE_MUTANTS").map_or(MUTANTS, |count| count.parse().unwrap());
    let all = all();
    assert!(all.len() >= 200, "only {} mutants", all.len());
    let tried: Vec<Mutant> = all.iter().copied().take(count).collect();
    let (unnoticed, same) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let half = tried.len().div_ceil(2);
    thread::scope(|scope| {
        for part in tried.chunks(half) {
            scope.spawn(|| {
                for mutant in part.iter().filter(|mutant| !is_noticed(**mutant)) {
                    println!("not noticed by the reference model: {}", mutant.words());
                    match difference(*mutant) {
                        None => same.lock().unwrap().push(mutant.words()),
                        Some(found) => unnoticed.lock().unwrap().push((mutant.words(), found)),
                    }
                }
            });
        }
    });
    let same = same.into_inner().unwrap();
    let (listed, unnoticed): (Vec<_>, Vec<_>) = unnoticed
        .into_inner()
        .unwrap()
        .into_iter()
        .partition(|(words, _)| HARMLESS.iter().any(|(known, _)| known == words));
    for (words, found) in &unnoticed {
        println!("nobody notices {words}:\n{found}");
    }
    println!(
        "{} of {} mutants: {} noticed by the reference model, {} proved to change nothing: {same:?}; {} listed as harmless",
        tried.len(),
        all.len(),
        tried.len() - same.len() - listed.len() - unnoticed.len(),
        same.len(),
        listed.len(),
    );
    assert!(unnoticed.is_empty(), "{} are not noticed", unnoticed.len());
}
