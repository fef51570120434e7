//! Questions about rules, answered over all sheets, with a person where the answer is "not always".

use std::{fmt, rc::Rc};

use biodivine_lib_bdd::Bdd;
use supple_care::{Knowledge, RuleId};

use crate::prove::inner::{Logic, Read, Sheets, person};

/// What can be asked of one rule or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Does the first fire for everybody?
    AlwaysFires,
    /// Does the first fire for nobody?
    NeverFires,
    /// Does the second fire whenever the first does?
    Implies,
    /// Does the first fire whenever the second does?
    IsImplied,
    /// Do both fire for the same people?
    Equivalent,
    /// Do they never fire together?
    Disjoint,
}

impl Question {
    /// Those about one rule.
    pub const OF_ONE: [Self; 2] = [Self::AlwaysFires, Self::NeverFires];
    /// Those about two.
    pub const OF_TWO: [Self; 4] = [Self::Implies, Self::IsImplied, Self::Equivalent, Self::Disjoint];

    /// Its stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::AlwaysFires => "always-fires",
            Self::NeverFires => "never-fires",
            Self::Implies => "implies",
            Self::IsImplied => "is-implied",
            Self::Equivalent => "equivalent",
            Self::Disjoint => "disjoint",
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What was asked.
    pub question: Question,
    /// Nothing where it is so for every sheet; else somebody for whom it is not: what is not "no".
    pub unless: Option<Vec<String>>,
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unless {
            None => write!(f, "{}: yes", self.question.id()),
            Some(person) if person.is_empty() => write!(f, "{}: no; \"no\" to everything", self.question.id()),
            Some(person) => {
                write!(f, "{}: no; {}; \"no\" to everything else", self.question.id(), person.join(", "))
            }
        }
    }
}

/// Answers every question about a rule, and about a second one beside it. A rule fires where it is certain.
#[must_use]
pub fn about(knowledge: &Knowledge, first: RuleId, second: Option<RuleId>) -> Vec<Answered> {
    let mut read = Read::default();
    for id in [Some(first), second].into_iter().flatten() {
        if let Some(rule) = knowledge.rule(id) {
            read.expr(knowledge, &rule.when);
        }
    }
    let sheets = Rc::new(Sheets::over(knowledge, &read));
    let mut logic = Logic::new(knowledge, &sheets);
    let mut fires = |id: RuleId| match knowledge.rule(id) {
        Some(rule) => logic.expr(&rule.when).0,
        None => sheets.set.mk_false(),
    };
    let a = fires(first);
    let unless = |violation: Bdd| person(knowledge, &sheets, &sheets.valid.and(&violation));
    let mut all = vec![
        Answered { question: Question::AlwaysFires, unless: unless(a.not()) },
        Answered { question: Question::NeverFires, unless: unless(a.clone()) },
    ];
    if let Some(second) = second {
        let b = fires(second);
        for question in Question::OF_TWO {
            let violation = match question {
                Question::Implies => a.and_not(&b),
                Question::IsImplied => b.and_not(&a),
                Question::Equivalent => a.xor(&b),
                Question::Disjoint | Question::AlwaysFires | Question::NeverFires => a.and(&b),
            };
            all.push(Answered { question, unless: unless(violation) });
        }
    }
    all
}
