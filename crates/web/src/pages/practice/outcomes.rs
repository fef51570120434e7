//! What became of the clients of a practice: counts with their ranges, in the order of names. Never a ranking.

use std::collections::BTreeMap;

use askama::Template;
use supple_practice::outcome::{Share, Tally, Treated, courses};

use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Counted, Office},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_outcomes.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    /// Nothing where no course is over.
    all: Option<Group>,
    under_way: String,
    by: Vec<(String, Vec<Group>)>,
    reactions: Vec<Rate>,
    /// Sessions that nobody reported on.
    unasked: Option<String>,
    least: String,
}

/// Some courses, in words and as a drawing.
struct Group {
    title: String,
    says: String,
    /// The share and its range, where there are enough.
    bar: Option<Bar>,
    /// Who left, and who did not tell, where anybody did.
    lost: Option<String>,
}

/// A share and its range, on a line of a hundred.
struct Bar {
    low: String,
    value: String,
    width: String,
    says: String,
    /// The same in a line among others.
    short: String,
}

/// How often something came after a session.
struct Rate {
    title: String,
    says: String,
    per: String,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Outcomes);
    office.and_then(|(office, _)| page(call, &office)).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let counted = office.counted(call)?;
    let found = courses(counted.iter().map(Counted::seen), call.moment());
    let tally = Tally::of(&found);
    let say = Say { v, least: knowledge.measures.tracking.count_least.map(u32::from) };
    let course = |id: &str| {
        let known = knowledge.courses.courses.iter().find(|course| course.id == id);
        known.map_or_else(|| v.k(id), |course| v.k(&course.title))
    };
    let technique = |id: &str| {
        let known = knowledge.techniques.techniques.iter().find(|technique| technique.id == id);
        known.map_or_else(|| v.k(id), |technique| v.k(&technique.title))
    };
    let of_course = say.groups(&found, |it| it.planned.map(|planned| course(&planned.course)));
    let of_technique =
        say.groups(&found, |it| it.planned.and_then(|planned| planned.technique.as_deref()).map(technique));
    let by = [("outcomes-by-course", of_course), ("outcomes-by-technique", of_technique)];
    Ok(Reply::ok(&Page {
        f: call.track("outcomes-page", &format!("/practice/{}", office.id())),
        v: v.clone(),
        name: office.page.name.clone(),
        all: (tally.over > 0).then(|| say.group(v.t("outcomes-all"), &tally)),
        under_way: v.n("outcomes-under-way", "count", tally.under_way),
        by: by.into_iter().filter(|(_, groups)| !groups.is_empty()).map(|(key, of)| (v.t(key), of)).collect(),
        reactions: if tally.asked > 0 {
            vec![say.rate("outcomes-any", tally.reacting()), say.rate("outcomes-serious", tally.reacting_badly())]
        } else {
            Vec::new()
        },
        unasked: (tally.sessions > 0).then(|| {
            let counts = [
                ("count", i64::from(tally.sessions.saturating_sub(tally.asked)).into()),
                ("sessions", i64::from(tally.sessions).into()),
            ];
            v.with("outcomes-unasked", &counts)
        }),
        least: match say.least {
            Some(least) => v.n("outcomes-least", "least", least),
            None => v.t("outcomes-no-least"),
        },
    }))
}

/// Counts in words.
struct Say<'v> {
    v: &'v Voice,
    /// Shares of fewer than so many are not put into percent; where nobody says how many it takes, none is.
    least: Option<u32>,
}

impl Say<'_> {
    /// The courses by a name, in the order of names; those without one come last.
    fn groups<'t>(&self, found: &'t [Treated<'t>], name: impl Fn(&Treated<'t>) -> Option<String>) -> Vec<Group> {
        let mut by: BTreeMap<(bool, String), Vec<&Treated<'t>>> = BTreeMap::new();
        for course in found {
            let name = name(course);
            let key = (name.is_none(), name.unwrap_or_else(|| self.v.t("outcomes-unnamed")));
            by.entry(key).or_default().push(course);
        }
        let counted = by.into_iter().map(|((_, name), courses)| (name, Tally::of(courses)));
        counted.filter(|(_, tally)| tally.over > 0).map(|(name, tally)| self.group(name, &tally)).collect()
    }

    fn group(&self, title: String, tally: &Tally) -> Group {
        let (share, number) = (tally.responders(), |count: u32| i64::from(count).into());
        let counts = [("better", number(share.some)), ("of", number(share.of))];
        Group {
            title,
            says: self.v.with("outcomes-better", &counts),
            bar: self.enough(share).then(|| self.bar(share)).flatten(),
            lost: (tally.left > 0 || tally.untold > 0).then(|| {
                self.v.with("outcomes-lost", &[("left", number(tally.left)), ("untold", number(tally.untold))])
            }),
        }
    }

    fn enough(&self, share: Share) -> bool {
        self.least.is_some_and(|least| share.of >= least)
    }

    fn bar(&self, share: Share) -> Option<Bar> {
        let (low, high) = share.range()?;
        let percent = |part: f64| format!("{:.0}", part * 100.0);
        let number = |count: u32| i64::from(count).into();
        let args = [
            ("percent", percent(share.value()?).into()),
            ("low", percent(low).into()),
            ("high", percent(high).into()),
            ("better", number(share.some)),
            ("of", number(share.of)),
        ];
        Some(Bar {
            says: self.v.with("outcomes-range", &args),
            short: self.v.with("outcomes-range-short", &args),
            low: format!("{:.1}", low * 100.0),
            width: format!("{:.1}", (high - low) * 100.0),
            value: format!("{:.1}", share.value()? * 100.0),
        })
    }

    fn rate(&self, key: &str, share: Share) -> Rate {
        let counts = [("some", i64::from(share.some).into()), ("of", i64::from(share.of).into())];
        let per = |part: f64| format!("{:.0}", part * 1000.0);
        let range = share.range().zip(share.value()).filter(|_| self.enough(share));
        Rate {
            title: self.v.t(key),
            says: self.v.with("outcomes-after", &counts),
            per: range.map_or_else(
                || self.v.t("outcomes-too-few"),
                |((low, high), value)| {
                    let args = [("rate", per(value).into()), ("low", per(low).into()), ("high", per(high).into())];
                    self.v.with("outcomes-per", &args)
                },
            ),
        }
    }
}
