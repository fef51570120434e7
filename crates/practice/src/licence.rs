//! What a place asks of somebody who gives massages, and what may truly be said of them on a date.
//!
//! "Licensed" is said only where there is a licence, it was checked, and it has not run out. What is not known is never
//! taken as allowed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a place regulates giving massages for money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regulation {
    /// A licence is required.
    Licence,
    /// Being on a register is required.
    Registration,
    /// Only some may practise at all, or treat at all; a licence of theirs is required.
    Restricted,
    /// A title is protected; the work is not.
    Title,
    /// A certificate can be had, and nobody needs it.
    Certificate,
    /// Nothing is required.
    Open,
    /// What is required is not known here.
    Unknown,
}

impl Regulation {
    /// What has to be there before somebody may be booked.
    #[must_use]
    pub const fn requires(self) -> Option<Kind> {
        match self {
            Self::Licence | Self::Restricted => Some(Kind::Licence),
            Self::Registration => Some(Kind::Registration),
            Self::Title | Self::Certificate | Self::Open | Self::Unknown => None,
        }
    }
}

/// What a place asks, with where that comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jurisdiction {
    /// Stable id: `us-ny`, `de`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it regulates.
    pub regulation: Regulation,
    /// The title that may be used, and by whom, in the words of the source; empty where it names none.
    pub title: String,
    /// Who keeps the register; empty where nobody is known.
    pub regulator: String,
    /// After how many years a licence has to be renewed, where it runs out at all.
    pub renewal_years: Option<u8>,
    /// How sure the entry is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// Of which year the source is, in its own words.
    pub source_year: String,
    /// When it was written down here.
    pub on: Date,
    /// What else there is to know; empty where nothing is.
    pub note: String,
}

/// How sure an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in a source that stands close to the law.
    High,
    /// Read second hand, or partly from memory.
    Medium,
    /// Hardly anything was found.
    Low,
}

/// What kind of paper it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// From a state that requires it.
    Licence,
    /// A place on a register that the law demands or keeps.
    Registration,
    /// From a school, a council or an association.
    Certificate,
}

/// That somebody looked whether a paper is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// When.
    pub on: Date,
    /// At which source.
    pub source: String,
    /// By whom.
    pub by: String,
}

/// A licence, a registration or a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// What it is.
    pub kind: Kind,
    /// The id of the place it is from; for a certificate, where it counts.
    pub place: String,
    /// The class, or the title it gives.
    pub class: String,
    /// Who gave it.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// The last day on which it counts; nothing where it is not known or it has no end.
    pub until: Option<Date>,
    /// Who looked.
    pub checked: Option<Checked>,
}

/// What may be said of somebody in a place on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A licence that was checked and has not run out.
    Licensed(Paper),
    /// A registration that was checked and has not run out.
    Registered(Paper),
    /// A certificate that was checked and has not run out, where none is required.
    Certified(Paper),
    /// Something is claimed that nobody has checked.
    Claims(Paper),
    /// A paper that the place renews, without the date on which it runs out.
    NoEnd(Paper),
    /// It has run out.
    Expired(Paper),
    /// What the place requires is not there.
    Missing(Kind),
    /// Nothing is required here, and nothing is claimed.
    NotRegulated,
    /// Only a title is protected here, and this person shows no right to it.
    NoTitle,
    /// What the place requires is not known here, and nobody said that it was looked up.
    LawUnknown,
    /// What the place requires is not known here; the practice looked it up and says that nothing is missing.
    LawLookedUp(Checked),
}

/// Everything that is known about somebody's right to work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// Licences, registrations and certificates.
    pub papers: Vec<Paper>,
    /// That the practice looked up what the place requires, where Supple does not know it.
    pub law_looked_up: Option<Checked>,
}

/// What may be said of somebody here on a date, and with it whether they may be booked: [`Standing::may_be_booked`].
#[must_use]
pub fn standing(papers: &Papers, place: &Jurisdiction, date: Date) -> Standing {
    let here = papers.papers.iter().filter(|paper| paper.place == place.id);
    let judged = here.map(|paper| judge(paper, place, date));
    match place.regulation.requires() {
        Some(kind) => {
            let of_kind = papers.papers.iter().filter(|paper| paper.place == place.id && paper.kind == kind);
            of_kind.map(|paper| judge(paper, place, date)).min_by_key(rank).unwrap_or(Standing::Missing(kind))
        }
        None => {
            let best = judged.min_by_key(rank);
            match (place.regulation, best) {
                (Regulation::Unknown, best) => match (best, &papers.law_looked_up) {
                    // What was looked up counts from the day on which somebody did.
                    (_, Some(looked)) if looked.on <= date => Standing::LawLookedUp(looked.clone()),
                    _ => Standing::LawUnknown,
                },
                (_, Some(best)) => best,
                (Regulation::Title, None) => Standing::NoTitle,
                (_, None) => Standing::NotRegulated,
            }
        }
    }
}

fn judge(paper: &Paper, place: &Jurisdiction, date: Date) -> Standing {
    let paper = paper.clone();
    if paper.until.is_some_and(|until| until < date) {
        return Standing::Expired(paper);
    }
    if paper.checked.is_none() {
        return Standing::Claims(paper);
    }
    if paper.until.is_none() && paper.kind != Kind::Certificate && place.renewal_years.is_some_and(|years| years > 0) {
        return Standing::NoEnd(paper);
    }
    match paper.kind {
        Kind::Licence => Standing::Licensed(paper),
        Kind::Registration => Standing::Registered(paper),
        Kind::Certificate => Standing::Certified(paper),
    }
}

/// The better of several papers first.
const fn rank(standing: &Standing) -> u8 {
    match standing {
        Standing::Licensed(_) => 0,
        Standing::Registered(_) => 1,
        Standing::Certified(_) => 2,
        Standing::NoEnd(_) => 3,
        Standing::Claims(_) => 4,
        Standing::Expired(_) => 5,
        _ => 6,
    }
}

impl Standing {
    /// Whether somebody may be booked with this standing in a place that regulates like this. What is required has to be
    /// checked and in force; what is not required stands in nobody's way.
    #[must_use]
    pub const fn may_be_booked(&self, regulation: Regulation) -> bool {
        match self {
            Self::Licensed(_) | Self::Registered(_) | Self::LawLookedUp(_) => true,
            Self::Missing(_) | Self::LawUnknown => false,
            Self::Certified(_)
            | Self::Claims(_)
            | Self::NoEnd(_)
            | Self::Expired(_)
            | Self::NotRegulated
            | Self::NoTitle => match regulation {
                Regulation::Title | Regulation::Certificate | Regulation::Open => true,
                Regulation::Licence | Regulation::Registration | Regulation::Restricted | Regulation::Unknown => false,
            },
        }
    }

    /// The id of its sentence.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Licensed(_) => "licensed",
            Self::Registered(_) => "registered",
            Self::Certified(_) => "certified",
            Self::Claims(_) => "claims",
            Self::NoEnd(_) => "no-end",
            Self::Expired(_) => "expired",
            Self::Missing(_) => "missing",
            Self::NotRegulated => "not-regulated",
            Self::NoTitle => "no-title",
            Self::LawUnknown => "law-unknown",
            Self::LawLookedUp(_) => "law-looked-up",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    pub(crate) fn place(regulation: Regulation) -> Jurisdiction {
        Jurisdiction {
            id: "us-xx".to_owned(),
            name: "Somewhere".to_owned(),
            regulation,
            title: String::new(),
            regulator: String::new(),
            renewal_years: Some(2),
            confidence: Confidence::High,
            source: "made up".to_owned(),
            source_year: "2026".to_owned(),
            on: date(2026, 11, 21),
            note: String::new(),
        }
    }

    pub(crate) fn licence(until: Option<Date>, checked: bool) -> Paper {
        Paper {
            kind: Kind::Licence,
            place: "us-xx".to_owned(),
            class: "LMT".to_owned(),
            issuer: "the board".to_owned(),
            number: "1".to_owned(),
            until,
            checked: checked.then(|| Checked {
                on: date(2026, 11, 1),
                source: "the board".to_owned(),
                by: "the owner".to_owned(),
            }),
        }
    }

    fn papers(papers: Vec<Paper>) -> Papers {
        Papers { papers, law_looked_up: None }
    }

    fn on(papers: &Papers, regulation: Regulation, day: Date) -> (&'static str, bool) {
        let standing = standing(papers, &place(regulation), day);
        (standing.id(), standing.may_be_booked(regulation))
    }

    #[test]
    fn licensed_is_said_only_of_what_was_checked_and_has_not_run_out() {
        let last = date(2026, 12, 31);
        let good = papers(vec![licence(Some(last), true)]);
        assert_eq!(on(&good, Regulation::Licence, last), ("licensed", true));
        assert_eq!(on(&good, Regulation::Licence, date(2027, 1, 1)), ("expired", false), "in the middle of a course");
        assert_eq!(on(&papers(vec![licence(Some(last), false)]), Regulation::Licence, last), ("claims", false));
        assert_eq!(on(&papers(vec![licence(None, true)]), Regulation::Licence, last), ("no-end", false));
        assert_eq!(on(&papers(vec![]), Regulation::Licence, last), ("missing", false));
        let elsewhere = Paper { place: "us-yy".to_owned(), ..licence(Some(last), true) };
        assert_eq!(on(&papers(vec![elsewhere]), Regulation::Licence, last), ("missing", false));
    }

    #[test]
    fn a_renewed_licence_beats_the_old_one() {
        let both = papers(vec![licence(Some(date(2026, 1, 1)), true), licence(Some(date(2028, 1, 1)), true)]);
        assert_eq!(on(&both, Regulation::Licence, date(2026, 12, 1)), ("licensed", true));
    }

    #[test]
    fn a_certificate_is_no_licence() {
        let certificate = Paper { kind: Kind::Certificate, ..licence(Some(date(2027, 1, 1)), true) };
        let held = papers(vec![certificate]);
        let day = date(2026, 12, 1);
        assert_eq!(on(&held, Regulation::Licence, day), ("missing", false));
        assert_eq!(on(&held, Regulation::Registration, day), ("missing", false));
        assert_eq!(on(&held, Regulation::Certificate, day), ("certified", true));
        assert_eq!(on(&papers(vec![]), Regulation::Certificate, day), ("not-regulated", true));
        assert_eq!(on(&papers(vec![]), Regulation::Title, day), ("no-title", true));
        assert_eq!(on(&papers(vec![]), Regulation::Open, day), ("not-regulated", true));
    }

    #[test]
    fn a_law_that_is_not_known_clears_nobody_until_somebody_looked_it_up() {
        let day = date(2026, 12, 1);
        let mut held = papers(vec![licence(Some(date(2027, 1, 1)), true)]);
        assert_eq!(on(&held, Regulation::Unknown, day), ("law-unknown", false));
        held.law_looked_up = Some(Checked { on: day, source: "the town".to_owned(), by: "the owner".to_owned() });
        assert_eq!(on(&held, Regulation::Unknown, day), ("law-looked-up", true));
        assert_eq!(on(&held, Regulation::Unknown, date(2026, 11, 30)), ("law-unknown", false));
        assert_eq!(on(&papers(vec![]), Regulation::Restricted, day), ("missing", false));
    }
}
