//! What follows from how it went: continue, change, ease off, stop, refer. The rules are data; the most pressing wins.

use crate::{
    Day, Disposition, Tri,
    measure::{Better, Instrument, Score},
    source::Evidence,
    track::{NotEnough, Verdict},
};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Screen again at once; sessions that are booked wait.
    Rescreen,
    /// No session until the screening has been done again.
    Pause,
    /// End the course and see a clinician.
    Stop,
    /// See a clinician; the course waits.
    Refer,
    /// Another treatment, not only another technique.
    Switch,
    /// Softer or shorter.
    EaseOff,
    /// Fewer sessions, with a date on which they end.
    Upkeep,
    /// Answer the weekly questions first: without them nothing can be said.
    Measure,
    /// Go on as planned.
    Continue,
}

/// The three buttons of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Go on.
    Continue,
    /// Change something.
    Change,
    /// See a doctor.
    Doctor,
}

impl Act {
    /// All acts with their stable spelling.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Rescreen, "rescreen"),
        (Self::Pause, "pause"),
        (Self::Stop, "stop"),
        (Self::Refer, "refer"),
        (Self::Switch, "switch"),
        (Self::EaseOff, "ease-off"),
        (Self::Upkeep, "upkeep"),
        (Self::Measure, "measure"),
        (Self::Continue, "continue"),
    ];

    /// The act with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, spelling)| *spelling == id).map(|(act, _)| act)
    }

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.into_iter().find(|(act, _)| *act == self).map_or("", |(_, spelling)| spelling)
    }

    /// The button that it highlights.
    #[must_use]
    pub fn way(self) -> Way {
        match self {
            Self::Rescreen | Self::Pause | Self::Stop | Self::Refer => Way::Doctor,
            Self::Switch | Self::EaseOff => Way::Change,
            Self::Upkeep | Self::Measure | Self::Continue => Way::Continue,
        }
    }

    /// Whether sessions may go on meanwhile.
    #[must_use]
    pub fn holds_sessions(self) -> bool {
        match self {
            Self::Rescreen | Self::Pause | Self::Stop | Self::Refer => true,
            Self::Switch | Self::EaseOff | Self::Upkeep | Self::Measure | Self::Continue => false,
        }
    }
}

/// What an adapt rule needs; everything that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// At least so many sessions in this course, or since a response was lost; or the days below.
    pub sessions: Option<u16>,
    /// At least so many days since the first session, or since a response was lost; or the sessions above.
    pub days: Option<u16>,
    /// The same for pain that has lasted for long; without it `days` holds for all.
    pub days_chronic: Option<u16>,
    /// Whether there is a response on the measure that judges.
    pub response: Option<bool>,
    /// A response that rests on one answer alone counts as none.
    pub confirmed: bool,
    /// Whether there was a response at any time in this course, on more than one answer.
    pub helped: Option<bool>,
    /// The response is beyond the jitter of answers.
    pub sure: bool,
    /// It is worse than at the beginning by what matters.
    pub worse: bool,
    /// The screening says at least this.
    pub disposition: Option<Disposition>,
    /// The screening calls for less than that, unless an answer that has grown old, or was not given yet, holds no more.
    pub open: bool,
    /// No other rule holds.
    pub alone: bool,
    /// Worse for at least so many hours after a session, or the sessions below.
    pub worse_hours: Option<u16>,
    /// Worse after so many sessions in a row, or the hours above.
    pub worse_sessions: Option<u16>,
    /// The last score is at least so bad, however old it is.
    pub at_least: Option<Score>,
    /// The scores of the last days are at most so bad.
    pub at_most: Option<Score>,
    /// The strongest pain that the answers of the last days tell of is at most so bad.
    pub pain_at_most: Option<Score>,
    /// The last score has gone up by so much from the best that it was.
    pub risen: Option<Score>,
    /// Something new was said.
    pub new_sign: bool,
    /// A warning that came after a session was told, and not yet that it has gone.
    pub reaction: bool,
    /// The course has come to its planned end.
    pub course_ended: bool,
    /// So many courses with relapse within a year.
    pub relapses: Option<u16>,
    /// Nothing can be said because an answer is missing, on the day of the review or later.
    pub not_enough: bool,
}

/// An adapt rule.
#[derive(Clone, Debug)]
pub struct Adapt {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it needs.
    pub needs: Needs,
    /// What it does.
    pub act: Act,
    /// Its place: of the rules that hold, the lowest is highlighted.
    pub rank: u16,
    /// What to do, in plain words.
    pub say: String,
    /// Why.
    pub why: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// How a course stands. Scores are those of the measure that judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// Sessions done in this course; where it has helped and the response is lost, those since.
    pub sessions: u16,
    /// The day of the first one, or the day on which the response was lost.
    pub began: Day,
    /// Today.
    pub today: Day,
    /// The day of the review that the plan promised.
    pub review: Day,
    /// Whether the pain has lasted for long.
    pub chronic: Tri,
    /// What the scores say.
    pub verdict: Verdict,
    /// Whether a response rests on more than one answer, or is the first that there is and nothing speaks against it.
    pub confirmed: bool,
    /// Whether there was a response at any time in this course, on more than one answer.
    pub helped: bool,
    /// What the answers of today call for, whatever is still answered.
    pub disposition: Disposition,
    /// Whether they call for a doctor unless an answer that has grown old, or was not given yet, still holds.
    pub open: bool,
    /// The median of the answers that count as now; nothing where all are older.
    pub now: Option<Score>,
    /// The strongest pain that the answers of the last days tell of, whatever they come to as a score; nothing where there are none.
    pub pain: Option<Score>,
    /// The last score; nothing where a clinician has looked at it since.
    pub last: Option<Score>,
    /// Whether the pain was examined, by an answer that still holds: then no score sends to a doctor by its height alone.
    pub examined: bool,
    /// The best that it was since the first session, of at least two answers.
    pub best: Option<Score>,
    /// The longest time in hours that it stayed worse after a session; nothing where nobody said.
    pub worse_hours: Option<u16>,
    /// Sessions in a row, up to the last one, after which it was worse.
    pub worse_sessions: u16,
    /// Whether something new was said since the last screening.
    pub new_sign: bool,
    /// Whether a warning that came after a session has neither gone nor been looked at.
    pub reaction: bool,
    /// Whether all planned sessions are done.
    pub course_ended: bool,
    /// Courses in the last year after which the pain came back.
    pub relapses: u16,
}

/// A rule that holds, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Index of the rule.
    pub rule: usize,
    /// What it does.
    pub act: Act,
}

/// Every rule that holds, the highlighted one first.
#[must_use]
pub fn adapt(rules: &[Adapt], judged_by: &Instrument, situation: &Situation) -> Vec<Advice> {
    let mut held: Vec<(u16, Advice)> = Vec::new();
    // Those that hold alone come after all others.
    for alone in [false, true] {
        if alone && !held.is_empty() {
            break;
        }
        let rules = rules.iter().zip(0usize..).filter(|(rule, _)| rule.needs.alone == alone);
        let now = rules.filter(|(rule, _)| rule.needs.hold(judged_by.better, situation));
        held.extend(now.map(|(rule, index)| (rule.rank, Advice { rule: index, act: rule.act })));
    }
    held.sort_by_key(|(rank, advice)| (*rank, advice.rule));
    held.into_iter().map(|(_, advice)| advice).collect()
}

impl Needs {
    /// Whether the screening itself decides this: it refuses sessions with words of its own.
    #[must_use]
    pub fn is_screening(&self) -> bool {
        self.new_sign || self.open || self.disposition.is_some()
    }

    fn hold(&self, better: Better, now: &Situation) -> bool {
        let days = now.today.days_since(now.began);
        // Where nobody knows how long it has lasted, the shorter time counts: a doctor is seen sooner, not later.
        let patience = match (now.chronic, self.days_chronic) {
            (Tri::Yes, Some(longer)) => Some(longer),
            (Tri::Yes | Tri::No | Tri::Unknown, _) => self.days,
        };
        let long = either(
            self.sessions.map(|sessions| now.sessions >= sessions),
            patience.map(|patience| days >= i32::from(patience)),
        );
        let worse = either(
            self.worse_hours.map(|hours| now.worse_hours.is_some_and(|was| was >= hours)),
            self.worse_sessions.map(|sessions| now.worse_sessions >= sessions),
        );
        let response = match now.verdict {
            Verdict::NotEnough(_) => None,
            Verdict::Better { .. } => Some(!self.confirmed || now.confirmed),
            Verdict::Worse(_) | Verdict::NoClearChange(_) | Verdict::BetterBelow(_) => Some(false),
        };
        // Where there was nothing to gain no answer is missing.
        let idle = now.verdict == Verdict::NotEnough(NotEnough::NothingToGain);
        // How much worse the second score is than the first.
        let loss = |from: Score, to: Score| better.gain(to, from);
        let at = |limit: Option<Score>, score: Option<Score>, holds: &dyn Fn(Score) -> bool| {
            limit.is_none_or(|limit| score.is_some_and(|score| holds(loss(limit, score))))
        };
        let surely = matches!(now.verdict, Verdict::Better { sure: true, .. });
        long != Some(false)
            && worse != Some(false)
            && self.response.is_none_or(|wanted| response == Some(wanted))
            && self.helped.is_none_or(|wanted| now.helped == wanted)
            && (!self.sure || surely)
            && (!self.worse || matches!(now.verdict, Verdict::Worse(_)))
            && self.disposition.is_none_or(|least| now.disposition >= least)
            && (!self.open || now.open)
            && (self.at_least.is_none() || !now.examined)
            && at(self.at_least, now.last, &|loss| loss.0 >= 0)
            && at(self.at_most, now.now, &|loss| loss.0 <= 0)
            && at(self.pain_at_most, now.pain, &|loss| loss.0 <= 0)
            && self.risen.is_none_or(|by| now.last.zip(now.best).is_some_and(|(last, best)| loss(best, last) >= by))
            && (!self.new_sign || now.new_sign)
            && (!self.course_ended || now.course_ended)
            && self.relapses.is_none_or(|relapses| now.relapses >= relapses)
            && (!self.not_enough || (response.is_none() && !idle && now.today >= now.review))
            && (!self.reaction || now.reaction)
    }
}

/// Whether one of two conditions holds, of those that are set; nothing if none is.
fn either(first: Option<bool>, second: Option<bool>) -> Option<bool> {
    match (first, second) {
        (None, None) => None,
        (one, other) => Some(one == Some(true) || other == Some(true)),
    }
}
