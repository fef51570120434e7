//! What the five articles claim, what became of each claim, and what Supple does where they give a rule.
//!
//! Nothing here decides anything: it is what a person can read up on. It is loaded when somebody asks for it.

use crate::{
    PlaceSet,
    claim_guideline::{Benefit, Guideline, Line, Phase, Region, Truth},
    claim_visit::{Authority, Checklist},
    knowledge::Passage,
    source::Evidence,
};

/// One of the five articles.
#[derive(Clone, Debug)]
pub struct Article {
    /// Stable id, `A0` to `A4`.
    pub id: String,
    /// What it is about, in our words.
    pub title: String,
    /// What to know of the article as a whole.
    pub note: String,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Supported,
    /// It holds in part.
    Partly,
    /// One part holds or is open, another is contradicted.
    Mixed,
    /// Nothing was found that supports it.
    Unsupported,
    /// What was found speaks against it.
    Contradicted,
    /// It is true of something else than the article says.
    MisAttributed,
    /// It is a rule or a step, not a statement that could be true or false.
    Procedural,
    /// It says nothing about massage.
    NoClaim,
}

impl Verdict {
    /// All verdicts, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Supported,
        Self::Partly,
        Self::Mixed,
        Self::Unsupported,
        Self::Contradicted,
        Self::MisAttributed,
        Self::Procedural,
        Self::NoClaim,
    ];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Partly => "partly",
            Self::Mixed => "mixed",
            Self::Unsupported => "unsupported",
            Self::Contradicted => "contradicted",
            Self::MisAttributed => "mis-attributed",
            Self::Procedural => "procedural",
            Self::NoClaim => "no-claim",
        }
    }

    /// The verdict with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.id() == id)
    }
}

/// What kind of thing an article lays down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lays {
    /// Something to do or to know first.
    Rule,
    /// How long, how often, how many.
    Dose,
    /// Who gives it.
    Giver,
    /// What is not done, or not there, or not then.
    Limit,
}

impl Lays {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Rule, Self::Dose, Self::Giver, Self::Limit];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Dose => "dose",
            Self::Giver => "giver",
            Self::Limit => "limit",
        }
    }

    /// The kind with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// What kind of thing of Supple a claim is used in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UseKind {
    /// A screening rule.
    Rule,
    /// An always-on limit.
    Limit,
    /// A question of the interview.
    Question,
    /// Self-care, a driver or a fear.
    Care,
    /// A step of tonight's session.
    Step,
    /// A technique.
    Technique,
    /// A course.
    Course,
    /// A benefit people seek.
    Benefit,
    /// A guideline.
    Guideline,
    /// A page, by its address.
    Page,
}

impl UseKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Rule,
        Self::Limit,
        Self::Question,
        Self::Care,
        Self::Step,
        Self::Technique,
        Self::Course,
        Self::Benefit,
        Self::Guideline,
        Self::Page,
    ];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Limit => "limit",
            Self::Question => "question",
            Self::Care => "care",
            Self::Step => "step",
            Self::Technique => "technique",
            Self::Course => "course",
            Self::Benefit => "benefit",
            Self::Guideline => "guideline",
            Self::Page => "page",
        }
    }

    /// The kind with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// Where Supple uses something; written `kind:id` in the files.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Use {
    /// What kind of thing.
    pub kind: UseKind,
    /// Its id; for a page, its address.
    pub id: String,
}

/// One claim of an article.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Stable id, such as `S1.12`; the number before the point is the article's.
    pub id: String,
    /// Index into [`Claims::articles`].
    pub article: usize,
    /// What the article says, in our words. It may promise what nobody knows: it is shown as the article's.
    pub quote: String,
    /// What a program has to do that follows it, or refuses it.
    pub must: String,
    /// What became of it.
    pub verdict: Verdict,
    /// What the verdict is about, where it has parts.
    pub part: Option<String>,
    /// How sure the answer is; nothing where there is nothing to be sure of. With parts, the lowest.
    pub evidence: Option<Evidence>,
    /// The highest of the parts, where it differs from `evidence`.
    pub up_to: Option<Evidence>,
    /// Whether it is a fact about the world (how common, which law) and promises no benefit.
    pub fact: bool,
    /// Why: what was found.
    pub why: String,
    /// What of it an article lays down.
    pub lays: Vec<Lays>,
    /// Where Supple uses it; empty where it does not.
    pub used_in: Vec<Use>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// What Supple does with a rule, dose, giver or limit of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stand {
    /// As the article has it.
    Kept,
    /// Less strict than the article.
    Softened,
    /// Stricter than the article.
    Tightened,
    /// Not done.
    Refused,
}

impl Stand {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Softened, Self::Tightened, Self::Refused];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Softened => "softened",
            Self::Tightened => "tightened",
            Self::Refused => "refused",
        }
    }

    /// The one with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.id() == id)
    }
}

/// What an article lays down, beside what Supple advises.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Stable id, such as `A1-spasm-course`.
    pub id: String,
    /// Index into [`Claims::articles`].
    pub article: usize,
    /// What kinds of thing it is.
    pub lays: Vec<Lays>,
    /// What the article says, in our words; shown as the article's.
    pub quote: String,
    /// What Supple does with it.
    pub stand: Stand,
    /// What Supple advises instead, or the same.
    pub advises: String,
    /// Why.
    pub why: String,
    /// How sure that is.
    pub evidence: Evidence,
    /// The claims it belongs to (indexes into [`Claims::claims`]).
    pub claims: Vec<usize>,
    /// Where it stands in Supple.
    pub at: Vec<Use>,
    /// Names of the tests that show it.
    pub tests: Vec<String>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// Everything that can be read up on.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// The articles.
    pub articles: Vec<Article>,
    /// Their claims, in the articles' order.
    pub claims: Vec<Claim>,
    /// What they lay down, beside what Supple advises.
    pub beside: Vec<Beside>,
    /// The benefits people seek.
    pub benefits: Vec<Benefit>,
    /// What guidelines say.
    pub guidelines: Vec<Guideline>,
    /// What averages hide.
    pub truths: Vec<Truth>,
    /// Before a visit.
    pub checklists: Vec<Checklist>,
    /// Who looks after massage in a country or state.
    pub authorities: Vec<Authority>,
    /// The pages that claims are used on: `id` is the address, `say` what a link to it says.
    pub pages: Vec<Passage>,
    /// Which option of the question how long the pain has lasted is which age of a pain.
    pub phases: Vec<(String, Phase)>,
    /// The places of each region that guidelines speak of.
    pub regions: Vec<(Region, PlaceSet)>,
}

impl Claims {
    /// The claim with this id.
    #[must_use]
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// The place of the article with this id, in any case: `A1`, `a1`.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<usize> {
        self.articles.iter().position(|article| article.id.eq_ignore_ascii_case(id))
    }

    /// The claims of an article, or of all, with a verdict, or with any.
    pub fn matching(&self, article: Option<usize>, verdict: Option<Verdict>) -> impl Iterator<Item = &Claim> {
        self.claims
            .iter()
            .filter(move |claim| article.is_none_or(|article| claim.article == article))
            .filter(move |claim| verdict.is_none_or(|verdict| claim.verdict == verdict))
    }

    /// How many claims have each verdict, in the order in which they are shown.
    #[must_use]
    pub fn tally(&self) -> Vec<(Verdict, usize)> {
        Verdict::ALL.into_iter().map(|verdict| (verdict, self.matching(None, Some(verdict)).count())).collect()
    }

    /// The claims that something of Supple answers, such as a rule or a course.
    pub fn used_by<'a>(&'a self, kind: UseKind, id: &'a str) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(move |claim| claim.used_in.iter().any(|used| used.kind == kind && used.id == id))
    }

    /// What articles lay down about something of Supple, such as a course or a technique.
    pub fn beside<'a>(&'a self, kind: UseKind, id: &'a str) -> impl Iterator<Item = &'a Beside> {
        self.beside.iter().filter(move |row| row.at.iter().any(|at| at.kind == kind && at.id == id))
    }

    /// What every body says about a complaint, newest first. A body that says nothing about it has no row; nothing is averaged.
    #[must_use]
    pub fn guidelines_for(&self, region: Region, phase: Phase) -> Vec<(&Guideline, &Line)> {
        let about = |line: &&Line| line.regions.contains(&region) && line.phases.contains(&phase);
        let mut rows: Vec<(&Guideline, &Line)> = self
            .guidelines
            .iter()
            .flat_map(|guideline| guideline.lines.iter().filter(about).map(move |line| (guideline, line)))
            .collect();
        rows.sort_by(|(a, _), (b, _)| b.year.cmp(&a.year).then_with(|| a.id.cmp(&b.id)));
        rows
    }

    /// How old a pain is, by the chosen option of the question how long it has lasted.
    #[must_use]
    pub fn phase_of(&self, option: &str) -> Option<Phase> {
        self.phases.iter().find(|(known, _)| known == option).map(|(_, phase)| *phase)
    }

    /// The regions in which places lie, in the order of [`Region::ALL`].
    #[must_use]
    pub fn regions_of(&self, places: PlaceSet) -> Vec<Region> {
        self.regions.iter().filter(|(_, inside)| !inside.and(places).is_empty()).map(|(region, _)| *region).collect()
    }

    /// What averages hide, for a pain of this age; nothing known about its age gives all.
    pub fn truths_for(&self, phase: Option<Phase>) -> impl Iterator<Item = &Truth> {
        self.truths.iter().filter(move |truth| phase.is_none_or(|phase| truth.phases.contains(&phase)))
    }

    /// The checklist with this id.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.checklists.iter().find(|list| list.id == id)
    }
}
