//! For whom a change of the knowledge changes anything, and in which direction.
//!
//! Both versions are read over the same sheets ([`join`]). For every rule of one version, and everything that it can add,
//! somebody is looked for to whom the other version says less; by the same argument as in [`crate::prove`] it is enough to
//! look among quiet people, so that "nobody" is a proof over all sheets. Compared are the disposition with its timeframe,
//! the crisis page, and what is taken away where both versions permit a massage. Words, advice and the order of questions
//! are not compared; that several limits together may leave nothing shows as a difference of these limits.

mod intended;
mod join;
mod kept;
mod person;

use std::{fmt, rc::Rc};

use biodivine_lib_bdd::Bdd;
use join::Joined;
use person::Seen;

pub(crate) use person::shortened;

use supple_care::{
    Knowledge, RuleId,
    rule::{Effect, Restriction},
};

use crate::prove::{
    Limits, in_words,
    inner::{self, Budget, Meaning, Part, Read, Sheets, Spent, Whole},
};

pub use intended::Intended;
pub use kept::{NO_CAUTION_IS_LOST, no_caution_is_lost};

/// Why two versions cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomparable(&'static str);

impl fmt::Display for Incomparable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "these two cannot be compared: {}", self.0)
    }
}

impl std::error::Error for Incomparable {}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The disposition, or how soon.
    Disposition,
    /// The crisis page.
    Crisis,
    /// What is taken away.
    Limit,
}

impl What {
    /// The spelling used in the list of intended changes.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Disposition => "disposition",
            Self::Crisis => "crisis",
            Self::Limit => "limit",
        }
    }
}

/// A difference, with the smallest person found who sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whether the new version is less cautious there.
    pub less: bool,
    /// What differs.
    pub what: What,
    /// The rule or always-on limit that says more: of the old version where the new one is less cautious.
    pub rule: String,
    /// File and line of its condition.
    pub place: String,
    /// What the old version comes to, by its rules.
    pub old: String,
    /// What the new version comes to, by its rules.
    pub new: String,
    /// The limit that one version has and the other has not, in the words for the person.
    pub limit: Option<String>,
    /// The person: what is not "no". Nothing where it is so for everybody.
    pub person: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = if self.less { "LESS CAUTION" } else { "more caution" };
        write!(f, "{way}, {}: {} ({})", self.what.id(), self.rule, self.place)?;
        write!(f, "\n  {}", in_words(&self.person))?;
        match &self.limit {
            Some(limit) if self.less => write!(f, "\n  no longer limited: {limit}"),
            Some(limit) => write!(f, "\n  newly limited: {limit}"),
            None => write!(f, "\n  was: {}\n  is:  {}", self.old, self.new),
        }
    }
}

/// All differences, less caution first, and over how many sheets they were looked for.
#[derive(Clone, Debug)]
pub struct Differences {
    /// At most one for each rule, direction and kind.
    pub found: Vec<Difference>,
    /// How many sheets the two versions tell apart, in decimal digits.
    pub sheets: String,
    /// How many yes-or-no variables such a sheet has.
    pub variables: u16,
    /// What ran out, if anything did: then more may differ than was found.
    pub spent: Option<Spent>,
}

/// What differs between two versions.
///
/// # Errors
/// Where their vocabularies cannot be brought together.
pub fn between(old: &Knowledge, new: &Knowledge, limits: Limits) -> Result<Differences, Incomparable> {
    let joined = join::join(old, new)?;
    let budget = Rc::new(Budget::new(limits));
    let sheets = Rc::new(Sheets::over(&joined.both, &read(&joined)));
    let old = Whole::over(&joined.old, &sheets, &budget);
    let new = Whole::over(&joined.new, &sheets, &budget);
    let mut found = milder(&old, &new, true);
    found.extend(milder(&new, &old, false));
    found.sort_by_key(|one| (!one.less, one.what));
    let variables = sheets.set.num_vars();
    let sheets = sheets.valid.exact_cardinality().to_string();
    Ok(Differences { found, sheets, variables, spent: budget.spent() })
}

/// Everything that either version reads.
fn read(joined: &Joined) -> Read {
    let mut read = Read::default();
    for side in [&joined.old, &joined.new] {
        for (rule, index) in side.rules.iter().zip(0u16..) {
            read.rule(&joined.both, RuleId(index), rule);
        }
        for gate in side.questions.iter().filter_map(|question| question.applies.as_ref()) {
            read.expr(&joined.both, gate);
        }
    }
    read
}

/// Where `to` says less than `from`.
fn milder(from: &Whole<'_>, to: &Whole<'_>, less: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    for meaning in &from.rules {
        let Some(rule) = from.rule(meaning) else { continue };
        if meaning.possible.is_false() {
            continue;
        }
        let pair = Pair { from, to, less, meaning, quiet: from.quiet(&from.reads(meaning)) };
        let ways = match rule.effect {
            Effect::Disposition(_) => [pair.disposition(), pair.limit()],
            Effect::Crisis => [pair.crisis(), None],
            Effect::Advice => [None, pair.limit()],
        };
        found.extend(ways.into_iter().flatten());
    }
    let limits: Vec<_> = to.knowledge.always_on().map(|limit| limit.space).collect();
    for one in from.knowledge.always_on().filter(|one| !one.space.covered_by(&limits)) {
        found.push(always(from, one.restriction, less));
    }
    found
}

fn always(from: &Whole<'_>, restriction: &Restriction, less: bool) -> Difference {
    let limit = match restriction.owner {
        supple_care::rule::Owner::Limit(index) => from.knowledge.limits.get(usize::from(index)),
        supple_care::rule::Owner::Rule(_) => None,
    };
    Difference {
        less,
        what: What::Limit,
        rule: limit.map_or_else(String::new, |limit| limit.id.clone()),
        place: limit.map_or_else(String::new, |limit| limit.file.clone()),
        old: String::new(),
        new: String::new(),
        limit: Some(restriction.say.clone()),
        person: Vec::new(),
    }
}

/// One rule of one version beside the whole of the other.
struct Pair<'a> {
    from: &'a Whole<'a>,
    to: &'a Whole<'a>,
    less: bool,
    meaning: &'a Meaning,
    quiet: Part,
}

impl Pair<'_> {
    /// The sheets in a diagram, of quiet people.
    fn quiet(&self, diagram: &Bdd) -> Bdd {
        self.from.sheets.valid.restrict(&self.quiet).and(&diagram.restrict(&self.quiet))
    }

    /// The rule of the other version with the same id comes first: most often it says the same, and all is done.
    fn counterpart(&self) -> Option<&Meaning> {
        self.to.rules.iter().find(|other| other.rule == self.meaning.rule)
    }

    fn disposition(&self) -> Option<Difference> {
        Whole::ranks(self.meaning).into_iter().find_map(|rank| {
            let mut left = self.quiet(&self.from.at_least(self.meaning, rank));
            if let Some(same) = self.counterpart() {
                left = left.and_not(&self.to.at_least(same, rank).restrict(&self.quiet));
            }
            let left = self.to.unbeaten(left, rank, None, &self.quiet);
            self.somebody(&left, What::Disposition, None)
        })
    }

    fn crisis(&self) -> Option<Difference> {
        let mut left = self.quiet(&self.meaning.possible);
        let crisis = |other: &&Meaning| self.to.rule(other).is_some_and(|rule| rule.effect == Effect::Crisis);
        for other in self.to.rules.iter().filter(crisis) {
            left = left.and_not(&other.possible.restrict(&self.quiet));
        }
        self.somebody(&left, What::Crisis, None)
    }

    fn limit(&self) -> Option<Difference> {
        let mut within = self.quiet(&self.meaning.possible);
        let own: Vec<&Restriction> = inner::limits_of(self.from.knowledge, self.meaning.rule).collect();
        if own.is_empty() || within.is_false() || self.same_limits(&within, &own) {
            return None;
        }
        within = inner::permitted(self.from, within, &self.quiet);
        within = inner::permitted(self.to, within, &self.quiet);
        own.into_iter().find_map(|one| {
            let alone = inner::alone(self.to, &within, &self.quiet, one, &|_| false)?;
            self.somebody(&alone, What::Limit, Some(one.say.clone()))
        })
    }

    /// Whether the same rule of the other version may hold wherever this one may, with the same limits.
    fn same_limits(&self, within: &Bdd, own: &[&Restriction]) -> bool {
        self.counterpart().is_some_and(|same| {
            let theirs: Vec<&Restriction> = inner::limits_of(self.to.knowledge, same.rule).collect();
            let has = |one: &&Restriction| {
                theirs.iter().any(|other| (other.space, other.places_from) == (one.space, one.places_from))
            };
            own.iter().all(has) && within.and_not(&same.possible.restrict(&self.quiet)).is_false()
        })
    }

    fn somebody(&self, left: &Bdd, what: What, limit: Option<String>) -> Option<Difference> {
        if left.is_false() {
            return None;
        }
        let rule = self.from.rule(self.meaning)?;
        let setting = inner::setting(&self.from.sheets, left, &self.quiet)?;
        let said = [self.from, self.to].map(|whole| comes_to(whole, &setting));
        let [from, to] = said;
        let (old, new) = if self.less { (from, to) } else { (to, from) };
        Some(Difference {
            less: self.less,
            what,
            rule: rule.id.clone(),
            place: format!("{}:{}", rule.file, rule.line),
            old,
            new,
            limit,
            person: {
                let short = person::shortened([self.from, self.to], setting);
                inner::say(self.from.knowledge, &self.from.sheets, &short)
            },
        })
    }
}

/// What a version says on one sheet, by its rules: the disposition, how soon, and the rules that bring it about.
fn comes_to(whole: &Whole<'_>, setting: &Part) -> String {
    let seen = Seen::of(whole, setting);
    let (disposition, soon) = seen.rank;
    let within = whole.knowledge.terms.timeframes.get(usize::from(u8::MAX - soon));
    let when = within.filter(|_| soon > 0).map_or_else(String::new, |term| format!(", {}", term.id));
    let rules = seen.by.iter().filter_map(|id| whole.knowledge.rule(*id));
    let ids: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
    let by = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
    format!("{disposition}{when}{by}")
}
