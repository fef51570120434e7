//! The engines, each tuned as its manual says: compiled once, the data parsed before, an arena or a machine that is used again.

use std::hint::black_box;

use cel::{Context, Program, Value};
use supple_care::{Bits, Decision, Reading, RuleId, Tri, screen_into};
use supple_population::{Outcome, Sliced, Word};
use zen_expression::{Variable, compile_expression, vm::VM};

use crate::{
    Speed,
    cohort::{Truths, base, expected, sheets, views},
    rules, timed,
};

/// An engine.
pub struct Engine {
    /// Its name.
    pub name: &'static str,
    /// Whether it has a third value.
    pub unknown: &'static str,
    /// Runs it.
    pub run: fn() -> Speed,
}

const fn of(name: &'static str, unknown: &'static str, run: fn() -> Speed) -> Engine {
    Engine { name, unknown, run }
}

/// Nothing that these have: they run twice, over what surely and over what possibly holds.
const TWICE: &str = "no: runs twice";

/// All of them; the first is what the others are compared with.
pub const ALL: [Engine; 9] = [
    of("Supple, one at a time", "yes", one_at_a_time),
    of("Supple, in planes", "yes", planes),
    of("Supple, given atoms as the others are", "yes", given_atoms),
    of("Supple, from sheets into planes", "yes", reading),
    of("datalogic-rs", TWICE, datalogic),
    of("zen-expression", TWICE, zen),
    of("cel", TWICE, common),
    of("regorus", TWICE, regorus),
    of("cedar", TWICE, cedar),
];

fn one_at_a_time() -> Speed {
    let sheets = sheets();
    let mut decision = Decision::default();
    timed(&expected(&views(&sheets)), |decided| {
        for sheet in black_box(&sheets) {
            screen_into(base(), sheet, Reading::Shown, &mut decision);
            let mut truths = Truths::default();
            let [sure, possible] = &mut truths;
            for finding in &decision.findings {
                possible.insert(finding.rule.0);
                if finding.truth == Tri::Yes {
                    sure.insert(finding.rule.0);
                }
            }
            decided.push(truths);
        }
    })
}

/// What the others are given, and what they come to.
fn given_atoms() -> Speed {
    let views = views(&sheets());
    timed(&expected(&views), |decided| {
        decided.extend(black_box(&views).iter().map(|view| Truths::from(base().program.rules(view))));
    })
}

fn truths(outcome: &Outcome, lane: usize) -> Truths {
    let whose = |wanted: fn(Tri) -> bool| {
        let mut bits = Bits::default();
        let rules = 0..base().rules.len() as u16;
        rules.filter(|rule| wanted(outcome.truth(RuleId(*rule), lane))).for_each(|rule| bits.insert(rule));
        bits
    };
    [whose(|truth| truth == Tri::Yes), whose(|truth| truth != Tri::No)]
}

/// Planes are what the counting of a cohort reads: they are taken apart once, to be compared.
fn planes() -> Speed {
    let (sheets, sliced) = (sheets(), Sliced::of(base()));
    let (mut block, mut outcome) = (sliced.read(base(), &sheets), Outcome::default());
    timed(&expected(&views(&sheets)), |decided| {
        sliced.run_into(black_box(&mut block), &mut outcome);
        if decided.capacity() == 0 {
            decided.extend((0..Word::LANES).map(|lane| truths(&outcome, lane)));
        }
        black_box(&outcome);
    })
}

fn reading() -> Speed {
    let (sheets, sliced) = (sheets(), Sliced::of(base()));
    timed(&expected(&views(&sheets)), |decided| {
        let (outcome, dispositions) = sliced.screen(base(), black_box(&sheets));
        if decided.capacity() == 0 {
            decided.extend((0..Word::LANES).map(|lane| truths(&outcome, lane)));
        }
        black_box(dispositions);
    })
}

/// The atoms of each person, what surely and what possibly holds, and the truths that follow.
fn people() -> (Vec<[Vec<bool>; 2]>, Vec<Truths>) {
    let views = views(&sheets());
    let count = (0..Bits::CAPACITY as u16).rev().find(|bit| base().program.atom_of(*bit).is_some()).unwrap_or(0) + 1;
    let list = |bits: &Bits| (0..count).map(|bit| bits.has(bit)).collect();
    (views.iter().map(|view| [list(&view.sure), list(&view.possible)]).collect(), expected(&views))
}

/// The rules that hold, in a list that an engine gave.
fn holding(list: impl Iterator<Item = bool>) -> Bits {
    let mut bits = Bits::default();
    for (rule, _) in (0u16..).zip(list).filter(|(_, holds)| *holds) {
        bits.insert(rule);
    }
    bits
}

fn datalogic() -> Speed {
    let (people, expected) = people();
    let engine = datalogic_rs::Engine::new();
    let logic = engine.compile(rules::json_logic().to_string().as_str()).unwrap();
    let parsed =
        |atoms: Vec<bool>| datalogic_rs::ParsedData::from_json(&serde_json::to_string(&atoms).unwrap()).unwrap();
    let people: Vec<_> = people.into_iter().map(|both| both.map(parsed)).collect();
    let mut session = engine.session();
    timed(&expected, |decided| {
        for both in black_box(&people) {
            decided.push(both.each_ref().map(|atoms| {
                let list = session.eval_borrowed(&logic, atoms).unwrap().as_array().unwrap();
                let bits = holding(list.iter().map(|one| one.as_bool().unwrap()));
                session.reset();
                bits
            }));
        }
    })
}

fn zen() -> Speed {
    let (people, expected) = people();
    let expression = compile_expression(&rules::expression("and", "or")).unwrap();
    let people: Vec<[Variable; 2]> =
        people.into_iter().map(|both| both.map(|atoms| Variable::from(serde_json::json!({ "a": atoms })))).collect();
    let mut machine = VM::new();
    timed(&expected, |decided| {
        for both in black_box(&people) {
            decided.push(both.each_ref().map(|atoms| {
                let list = expression.evaluate_with(atoms.clone(), &mut machine).unwrap();
                let list = list.as_array().unwrap();
                holding(list.borrow().iter().map(|one| one.as_bool().unwrap()))
            }));
        }
    })
}

fn common() -> Speed {
    let (people, expected) = people();
    let program = Program::compile(&rules::expression("&&", "||")).unwrap();
    let context = |atoms: Vec<bool>| {
        let mut context = Context::default();
        context.add_variable_from_value("a", atoms);
        context
    };
    let people: Vec<[Context<'_, '_>; 2]> = people.into_iter().map(|both| both.map(context)).collect();
    timed(&expected, |decided| {
        for both in black_box(&people) {
            decided.push(both.each_ref().map(|context| {
                let Value::List(list) = program.execute(context).unwrap() else { panic!("no list") };
                holding(list.iter().map(|one| matches!(one, Value::Bool(true))))
            }));
        }
    })
}

fn regorus() -> Speed {
    use regorus::{Engine, Rc, Value, languages::rego::compiler::Compiler, rvm::RegoVM};

    let (people, expected) = people();
    let mut engine = Engine::new();
    engine.add_policy("rules.rego".to_owned(), rules::rego()).unwrap();
    let wanted = Rc::from("data.s.holds");
    let compiled = engine.compile_with_entrypoint(&wanted).unwrap();
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&compiled, &[wanted.as_ref()]).unwrap());
    let input = |atoms: Vec<bool>| Value::from_json_str(&serde_json::json!({ "a": atoms }).to_string()).unwrap();
    let people: Vec<[Value; 2]> = people.into_iter().map(|both| both.map(input)).collect();
    timed(&expected, |decided| {
        for both in black_box(&people) {
            decided.push(both.each_ref().map(|atoms| {
                machine.set_input(atoms.clone());
                let mut bits = Bits::default();
                let held = machine.execute().unwrap();
                held.as_set().unwrap().iter().for_each(|rule| bits.insert(rule.as_u16().unwrap()));
                bits
            }));
        }
    })
}

/// Cedar names the policies that a decision rests on: with nothing but permits, all that hold.
fn cedar() -> Speed {
    use cedar_policy::{Authorizer, Context, Entities, Policy, PolicyId, PolicySet, Request, RestrictedExpression};

    let (people, expected) = people();
    let mut policies = PolicySet::new();
    for (rule, text) in rules::cedar().iter().enumerate() {
        policies.add(Policy::parse(Some(PolicyId::new(rule.to_string())), text).unwrap()).unwrap();
    }
    let request = |atoms: Vec<bool>| {
        let atoms = atoms.into_iter().zip(0u16..);
        let pairs = atoms.map(|(holds, bit)| (format!("a{bit}"), RestrictedExpression::new_bool(holds)));
        let [person, asks, rules] =
            ["Person::\"one\"", "Action::\"screen\"", "Rules::\"all\""].map(|name| name.parse().unwrap());
        Request::new(person, asks, rules, Context::from_pairs(pairs).unwrap(), None).unwrap()
    };
    let people: Vec<[Request; 2]> = people.into_iter().map(|both| both.map(request)).collect();
    let (authorizer, nobody) = (Authorizer::new(), Entities::empty());
    timed(&expected, |decided| {
        for both in black_box(&people) {
            decided.push(both.each_ref().map(|request| {
                let response = authorizer.is_authorized(request, &policies, &nobody);
                assert_eq!(response.diagnostics().errors().count(), 0);
                let mut bits = Bits::default();
                let held = response.diagnostics().reason().map(|id| AsRef::<str>::as_ref(id).parse().unwrap());
                held.for_each(|rule| bits.insert(rule));
                bits
            }));
        }
    })
}
