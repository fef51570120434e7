//! The proof over all sheets, and that it speaks of the engine.

use supple_care::{Disposition, RuleId, Tri, rule::Effect, screen};
use supple_knowledge::prove::{self, Model};

use crate::{draw::everybody, people::base};

#[test]
fn every_statement_is_proved_over_all_sheets() {
    let mut done = 0;
    let mut total = 0;
    let proved = prove::all(base(), &mut |progress| {
        assert_eq!(progress.done, done);
        done += 1;
        total = progress.total;
    });
    assert_eq!(done, total);
    assert!(total > base().rules.len() && proved.len() == 12);
    for one in &proved {
        println!("{one} ({} variables, {} sheets)", one.variables, one.sheets);
        assert!(one.result.is_ok() && one.checks > 0, "{one}");
    }
}

#[test]
fn the_proof_speaks_of_the_engine() {
    let models: Vec<Model> =
        (0u16..).take(base().rules.len()).map(|rule| Model::of(base(), RuleId(rule)).unwrap()).collect();
    everybody(4_000, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        let mut most = (Disposition::Clear, None);
        for (rule, index) in base().rules.iter().zip(0u16..) {
            let model = &models[usize::from(index)];
            let found = decision.findings.iter().find(|finding| finding.rule == RuleId(index));
            let truth = found.map_or(Tri::No, |finding| finding.truth);
            let modelled = model.truth(base(), &sheet);
            if modelled != truth {
                return Err(format!("{}: the proof takes it as {modelled:?}, the engine as {truth:?}", rule.id));
            }
            let reached = model.reaches(base(), &sheet);
            let engine = found.and_then(|finding| match finding.does {
                Effect::Disposition(reached) => Some(reached),
                Effect::Advice | Effect::Crisis => None,
            });
            if reached.map(|(reached, _)| reached) != engine {
                return Err(format!("{}: the proof takes it to {reached:?}, the engine to {engine:?}", rule.id));
            }
            if let Some((disposition, within)) = reached {
                let sooner = |within: Option<u8>| within.map_or(0, |within| u8::MAX - within);
                if (disposition, sooner(within)) > (most.0, sooner(most.1)) {
                    most = (disposition, within);
                }
            }
        }
        // The lemma on which the proof rests: a decision is the greatest of what its rules add.
        let alone = (Disposition::MedicalFirst, base().nothing_left_timeframe);
        let expected = if decision.nothing_left { alone } else { most };
        if (decision.disposition, decision.timeframe) == expected {
            Ok(())
        } else {
            Err(format!("{:?} {:?} is not the greatest, {expected:?}", decision.disposition, decision.timeframe))
        }
    });
}
