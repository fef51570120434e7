//! The three-valued truth of a condition, straight from semantics: one function per kind of part, no compiled bits.

use supple_care::{
    Answer, Intensity, Knowledge, PlaceSet, QuestionId, Sheet, Tri,
    expr::{Atom, Expr},
    pain::MapState,
    question::Purpose,
};

/// The truth of a condition on a sheet, where what was not asked is unknown.
pub(crate) fn truth(knowledge: &Knowledge, sheet: &Sheet, expr: &Expr) -> Tri {
    match expr {
        Expr::And(parts) => parts.iter().map(|part| truth(knowledge, sheet, part)).fold(Tri::Yes, Tri::and),
        Expr::Or(parts) => parts.iter().map(|part| truth(knowledge, sheet, part)).fold(Tri::No, Tri::or),
        Expr::AtLeast(count, parts) => {
            let all: Vec<Tri> = parts.iter().map(|part| truth(knowledge, sheet, part)).collect();
            let from = |least: Tri| all.iter().filter(|tri| **tri >= least).count() >= usize::from(*count);
            Tri::from_bounds(from(Tri::Yes), from(Tri::Unknown))
        }
        Expr::Fact(index) => truth(knowledge, sheet, &knowledge.facts[usize::from(*index)].is),
        Expr::Atom(atom) => of_atom(knowledge, sheet, *atom),
    }
}

/// Whether a question applies: its gate is not known to be false.
pub(crate) fn applies(knowledge: &Knowledge, sheet: &Sheet, id: QuestionId) -> bool {
    match &knowledge.question(id).unwrap().applies {
        None => true,
        Some(gate) => truth(knowledge, sheet, gate) != Tri::No,
    }
}

fn of_atom(knowledge: &Knowledge, sheet: &Sheet, atom: Atom) -> Tri {
    let Some(id) = atom.question() else { return certain(of_map(sheet, atom)) };
    let question = knowledge.question(id).unwrap();
    let answer = if applies(knowledge, sheet, id) { sheet.get(id) } else { Answer::No };
    let asked = match question.purpose {
        Purpose::Safety => true,
        Purpose::Rescreen => sheet.rescreen,
        Purpose::Baseline => false,
    };
    match atom {
        Atom::Yes(_) => match answer {
            Answer::Yes => Tri::Yes,
            Answer::No if sheet.proxy && question.private => Tri::Unknown,
            Answer::No => Tri::No,
            Answer::NotAsked if !asked => Tri::No,
            _ => Tri::Unknown,
        },
        // What only the person can feel is not relieved by somebody else's yes.
        Atom::NotYes(_) => certain(answer != Answer::Yes || sheet.proxy && question.private),
        Atom::SaidNo(_) => certain(sheet.get(id) == Answer::No),
        Atom::AtLeast(_, least) => in_cells(answer, asked, |value| value >= least),
        Atom::Below(_, limit) => in_cells(answer, asked, |value| value < limit),
        Atom::OneOf(_, mask) => certain(match answer {
            Answer::Choice(option) => mask >> option & 1 == 1,
            Answer::Choices(options) => mask & options != 0,
            Answer::No => false,
            Answer::NotAsked => asked,
            _ => true,
        }),
        Atom::NamedAt(_, places) => match answer {
            Answer::Places(named) if !named.is_empty() => certain(named.iter().any(|place| places.has(place))),
            // Masked by its gate.
            Answer::No => Tri::No,
            Answer::NotAsked => certain(asked),
            _ => Tri::Yes,
        },
        Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_) => certain(of_map(sheet, atom)),
    }
}

fn in_cells(answer: Answer, asked: bool, holds: impl Fn(i32) -> bool) -> Tri {
    certain(match answer {
        Answer::Number(value) => holds(value),
        // Masked by its gate.
        Answer::No => false,
        Answer::NotAsked => asked,
        _ => true,
    })
}

fn of_map(sheet: &Sheet, atom: Atom) -> bool {
    if sheet.pain.state != MapState::Confirmed {
        return true;
    }
    let hits = |places: PlaceSet, marked: PlaceSet| !places.and(marked).is_empty();
    sheet.pain.marks.iter().any(|mark| match atom {
        Atom::PainAt(places) => mark.intensity != Intensity::Of(0) && places.has(mark.place),
        Atom::NumbAt(places) => mark.numb && places.has(mark.place),
        Atom::SpreadsTo(places) => hits(places, mark.spreads),
        Atom::PainMax(least) => match mark.intensity {
            Intensity::Unknown => true,
            Intensity::Of(value) => value >= least,
        },
        _ => false,
    })
}

fn certain(holds: bool) -> Tri {
    if holds { Tri::Yes } else { Tri::No }
}
