//! The shares that people are made with.

use std::collections::BTreeMap;

use serde::Deserialize;
use supple_care::{
    Knowledge, QuestionId,
    question::{Kind, Polarity, Question},
};

/// The shares inside the program.
const TEXT: &str = include_str!("../../data/people.toml");
/// From this age on people are more often in poor health.
const OLDER: i32 = 65;

/// Shares that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WrongShares {
    /// Not in the form that is expected.
    #[error("the shares of made-up people are broken: {0}")]
    Form(#[from] toml::de::Error),
    /// A question that this knowledge does not ask, or not with yes and no.
    #[error("the shares of made-up people speak of `{0}`, which is no yes-no question of this knowledge")]
    Question(String),
    /// A share that names no source, or one that is not known.
    #[error("a share of made-up people rests on `{0}`, which is neither assumed nor a known source")]
    Basis(String),
    /// The shares of the ages do not make a thousand.
    #[error("the ages of made-up people are `{0}` in a thousand")]
    Ages(u64),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    notice: String,
    health: Health,
    answers: Answers,
    default: Otherwise,
    ages: Vec<Band>,
    share: Vec<Share>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Health {
    poor_below_65: u64,
    poor_from_65: u64,
    times_poor: u64,
    times_other: u64,
    basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    unknown: u64,
    proxy: u64,
    map_unknown: u64,
    no_pain: u64,
    basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Otherwise {
    risk: u64,
    relief: u64,
    choice: u64,
    basis: String,
}

/// People of some ages, in a thousand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Band {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) share: u64,
    basis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    questions: Vec<String>,
    yes: u64,
    #[serde(default)]
    acute: bool,
    basis: String,
    source: Option<String>,
}

/// The shares, ready for use: in a thousand, unless it says otherwise.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    pub(super) notice: String,
    pub(super) ages: Vec<Band>,
    pub(super) unknown: u64,
    pub(super) proxy: u64,
    pub(super) map_unknown: u64,
    pub(super) no_pain: u64,
    poor: [u64; 2],
    /// By what the risks of people in other and in poor health are multiplied, in tenths.
    times: [u64; 2],
    default: [u64; 3],
    /// By question: the share, and whether it has nothing to do with health before.
    named: BTreeMap<QuestionId, (u64, bool)>,
}

impl Shares {
    pub(super) fn read(knowledge: &Knowledge) -> Result<Self, WrongShares> {
        let raw: Raw = toml::from_str(TEXT)?;
        let bases = [&raw.health.basis, &raw.answers.basis, &raw.default.basis];
        for basis in bases.into_iter().chain(raw.ages.iter().map(|band| &band.basis)) {
            rests_on(knowledge, basis, None)?;
        }
        let mut named = BTreeMap::new();
        for share in &raw.share {
            rests_on(knowledge, &share.basis, share.source.as_deref())?;
            for name in &share.questions {
                let id = knowledge.question_id(name);
                let asked = id.and_then(|id| knowledge.question(id)).filter(|asked| asked.kind == Kind::YesNo);
                let Some(id) = id.filter(|_| asked.is_some()) else {
                    return Err(WrongShares::Question(name.clone()));
                };
                named.insert(id, (share.yes, share.acute));
            }
        }
        let everybody: u64 = raw.ages.iter().map(|band| band.share).sum();
        if everybody != 1_000 {
            return Err(WrongShares::Ages(everybody));
        }
        Ok(Self {
            notice: raw.notice,
            ages: raw.ages,
            unknown: raw.answers.unknown,
            proxy: raw.answers.proxy,
            map_unknown: raw.answers.map_unknown,
            no_pain: raw.answers.no_pain,
            poor: [raw.health.poor_below_65, raw.health.poor_from_65],
            times: [raw.health.times_other, raw.health.times_poor],
            default: [raw.default.risk, raw.default.relief, raw.default.choice],
            named,
        })
    }

    /// How many of this age are in poor health.
    pub(super) fn poor_at(&self, age: i32) -> u64 {
        let [younger, older] = self.poor;
        if age >= OLDER { older } else { younger }
    }

    /// How many say yes to a question, or something else than its mildest option.
    pub(super) fn of(&self, id: QuestionId, question: &Question, poor: bool) -> u64 {
        let [risk, relief, choice] = self.default;
        let [other, times_poor] = self.times;
        let times = |share: u64| share * if poor { times_poor } else { other } / 10;
        match (self.named.get(&id), &question.kind, question.polarity) {
            (Some((share, true)), ..) => *share,
            (Some((share, false)), ..) => times(*share),
            (None, _, Polarity::Relief) => relief,
            (None, Kind::Choice(_) | Kind::Number { .. }, _) => times(choice),
            (None, _, Polarity::Risk | Polarity::Neutral) => times(risk),
        }
    }
}

fn rests_on(knowledge: &Knowledge, basis: &str, source: Option<&str>) -> Result<(), WrongShares> {
    match (basis, source) {
        ("assumed", None) => Ok(()),
        ("source", Some(id)) if knowledge.sources.iter().any(|known| known.id == id) => Ok(()),
        (_, Some(id)) => Err(WrongShares::Basis(id.to_owned())),
        (_, None) => Err(WrongShares::Basis(basis.to_owned())),
    }
}
