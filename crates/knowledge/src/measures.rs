//! Outcome measures, how change is judged, and what follows from it, read and resolved.

mod raw;

use supple_care::{
    Disposition,
    adapt::{Act, Adapt, Needs},
    measure::{
        Beside, Better, Change, Instrument, Item, Lasted, Level, Measures, Moment, Reaction, Score, Scoring, Tracking,
    },
    source::Evidence,
    track::Prior,
};
use toml::Spanned;

use crate::{
    load::Loader,
    techniques::{once, sources, word},
};

const TRACKING: &str = "tracking.toml";
const SCORINGS: [(&str, Scoring); 5] = [
    ("one", Scoring::One),
    ("mean", Scoring::Mean),
    ("sum", Scoring::Sum),
    ("ticks", Scoring::Ticks),
    ("import", Scoring::Import),
];

/// Reads the folders and resolves them.
pub(crate) fn read(loader: &mut Loader<'_>) -> Option<Measures> {
    let mut instruments: Vec<Instrument> = Vec::new();
    for file in loader.folder("instruments") {
        let Some(raw) = loader.read::<raw::Instrument>(file) else { continue };
        named(loader, file, "instruments", &raw.id);
        instruments.extend(instrument(loader, file, raw));
    }
    let mut adapts: Vec<Adapt> = Vec::new();
    for file in loader.folder("adapt") {
        let Some(raw) = loader.read::<raw::Adapt>(file) else { continue };
        named(loader, file, "adapt", &raw.id);
        adapts.extend(adapt(loader, file, raw));
    }
    let judges: Vec<usize> =
        instruments.iter().zip(0usize..).filter(|(one, _)| one.judges).map(|(_, index)| index).collect();
    let [judge] = judges[..] else {
        loader.sink(TRACKING, |sink| sink.whole("exactly one instrument has `judges = true`"));
        return None;
    };
    let tracking = loader.read::<raw::Tracking>(TRACKING).map(|raw| tracking(loader, raw))?;
    Some(Measures { instruments, judge, adapt: adapts, tracking })
}

fn named(loader: &mut Loader<'_>, file: &str, folder: &str, id: &Spanned<String>) {
    if format!("{folder}/{}.toml", id.get_ref()) != file {
        loader.at(file, id, crate::files::misnamed(file));
    }
}

fn instrument(loader: &mut Loader<'_>, file: &str, raw: raw::Instrument) -> Option<Instrument> {
    let scoring = word(loader, file, &raw.scoring, &SCORINGS)?;
    let better = word(loader, file, &raw.better, &[("lower", Better::Lower), ("higher", Better::Higher)])?;
    if raw.min.get_ref() >= raw.max.get_ref() {
        loader.at(file, &raw.max, "expected a `max` above `min`");
    }
    let count = raw.item.len();
    let fits = match scoring {
        Scoring::One | Scoring::Import => count == 1,
        // A sixtieth of a point holds the mean of so many whole numbers exactly.
        Scoring::Mean => (2..=6).contains(&count),
        Scoring::Sum | Scoring::Ticks => count >= 1,
    };
    if !fits {
        loader.at(file, &raw.scoring, format!("{count} items do not fit this scoring"));
    }
    if raw.decimal && !matches!(scoring, Scoring::One | Scoring::Import) {
        loader.at(file, &raw.scoring, "a decimal fits one number only, not several that are added up");
    }
    let mut items: Vec<Item> = Vec::new();
    for item in raw.item {
        once(loader, file, &item.id, items.iter().map(|known| known.id.as_str()));
        let steps = usize::try_from(raw.max.get_ref() - raw.min.get_ref() + 1).unwrap_or(0);
        if !item.names.is_empty() && item.names.len() != steps {
            loader.at(file, &item.id, format!("expected {steps} names, one for each answer, or none"));
        }
        items.push(Item {
            id: item.id.into_inner(),
            pain: item.pain,
            ask: item.ask,
            lowest: item.lowest,
            highest: item.highest,
            names: item.names,
            loinc: item.loinc,
        });
    }
    let moments = raw.moments.iter().filter_map(|name| moment(loader, file, name)).collect();
    let change = raw.change.and_then(|change| self::change(loader, file, &change));
    let noise = raw.noise.and_then(|noise| points(loader, file, &noise));
    let prior = raw.prior.and_then(|prior| self::prior(loader, file, &prior));
    if raw.judges && (change.is_none() || noise.is_none() || prior.is_none()) {
        loader.at(file, &raw.id, "the measure that judges courses has `change`, `noise` and `prior`");
    }
    let levels = raw
        .level
        .into_iter()
        .filter_map(|level| Some(Level { at_least: points(loader, file, &level.at_least)?, say: level.say }))
        .collect();
    Some(Instrument {
        places: loader.place_set(file, &raw.places),
        sources: sources(loader, file, &raw.id, &raw.sources),
        evidence: evidence(loader, file, &raw.evidence)?,
        id: raw.id.into_inner(),
        title: raw.title,
        recall: raw.recall,
        lead: raw.lead,
        items,
        range: (raw.min.into_inner(), raw.max.into_inner()),
        scoring,
        better,
        change,
        noise,
        decimal: raw.decimal,
        unit: raw.unit,
        prior,
        levels,
        moments,
        per_place: raw.per_place,
        judges: raw.judges,
        loinc: raw.loinc,
        cite: raw.cite,
        licence: raw.licence,
        validated: raw.validated,
    })
}

fn change(loader: &mut Loader<'_>, file: &str, raw: &raw::Change) -> Option<Change> {
    let percent_from = match (&raw.percent, &raw.percent_from) {
        (Some(_), Some(from)) => points(loader, file, from)?,
        (None, None) => Score(0),
        (Some(given), None) => {
            loader.at(file, given, "`percent` needs `percent_from`: the beginning from which percent count");
            return None;
        }
        (None, Some(given)) => {
            loader.at(file, given, "`percent_from` needs `percent`");
            return None;
        }
    };
    let smallest = points(loader, file, &raw.points)?;
    if smallest.0 <= 0 {
        loader.at(file, &raw.points, "expected more than 0");
    }
    Some(Change { points: smallest, percent: raw.percent.as_ref().map(|percent| *percent.get_ref()), percent_from })
}

fn prior(loader: &mut Loader<'_>, file: &str, raw: &raw::Prior) -> Option<Prior> {
    if raw.spread.get_ref().is_nan() || *raw.spread.get_ref() <= 0.0 {
        loader.at(file, &raw.spread, "expected more than 0");
        return None;
    }
    Some(Prior { mean: *raw.mean.get_ref(), spread: *raw.spread.get_ref() })
}

fn adapt(loader: &mut Loader<'_>, file: &str, raw: raw::Adapt) -> Option<Adapt> {
    let act = word(loader, file, &raw.act, &Act::ALL.map(|(act, id)| (id, act)))?;
    let needs = raw.needs;
    if let (None, Some(longer)) = (needs.days, &needs.days_chronic) {
        loader.at(file, longer, "`days_chronic` needs `days`");
    }
    let disposition = needs.disposition.as_ref().and_then(|given| {
        let known = Disposition::from_id(given.get_ref());
        if known.is_none() {
            loader.at(file, given, "expected the spelling of a disposition");
        }
        known
    });
    let mut level = |given: &Option<Spanned<f64>>| given.as_ref().and_then(|given| points(loader, file, given));
    let (at_least, at_most, risen) = (level(&needs.at_least), level(&needs.at_most), level(&needs.risen));
    let pain_at_most = level(&needs.pain_at_most);
    Some(Adapt {
        needs: Needs {
            sessions: needs.sessions,
            days: needs.days,
            days_chronic: needs.days_chronic.map(Spanned::into_inner),
            response: needs.response,
            confirmed: needs.confirmed,
            helped: needs.helped,
            sure: needs.sure,
            worse: needs.worse,
            disposition,
            open: needs.open,
            alone: needs.alone,
            worse_hours: needs.worse_hours,
            worse_sessions: needs.worse_sessions,
            at_least,
            at_most,
            pain_at_most,
            risen,
            new_sign: needs.new_sign,
            reaction: needs.reaction,
            course_ended: needs.course_ended,
            relapses: needs.relapses,
            not_enough: needs.not_enough,
        },
        act,
        rank: raw.rank.into_inner(),
        sources: sources(loader, file, &raw.id, &raw.sources),
        evidence: evidence(loader, file, &raw.evidence)?,
        id: raw.id.into_inner(),
        title: raw.title,
        say: raw.say,
        why: raw.why,
    })
}

fn tracking(loader: &mut Loader<'_>, raw: raw::Tracking) -> Tracking {
    if !(51..=99).contains(raw.sure_percent.get_ref()) {
        loader.at(TRACKING, &raw.sure_percent, "expected 51 to 99");
    }
    if *raw.now_days.get_ref() == 0 {
        loader.at(TRACKING, &raw.now_days, "expected at least 1 day");
    }
    let known = [("source", true), ("proposal", false)];
    let status = raw.upkeep_status.as_ref().map(|status| word(loader, TRACKING, status, &known));
    let upkeep_sourced = status.flatten().is_some_and(|sourced| sourced);
    let severe = raw.severe_from.as_ref().and_then(|given| points(loader, TRACKING, given));
    Tracking {
        severe,
        severe_unless: raw.severe_unless.map(Spanned::into_inner),
        since_days: raw.since_days.map(i32::from),
        sure: f64::from(*raw.sure_percent.get_ref()) / 100.0,
        before_days: i32::from(raw.before_days),
        now_days: i32::from(*raw.now_days.get_ref()),
        now_least: usize::from(raw.now_least),
        now_reach: i32::from(raw.now_reach),
        compare_spread: *raw.compare_spread.get_ref(),
        compare_within: raw.compare_within.map(|within| (within.start, within.margin)),
        chronic_days: i32::from(raw.chronic_days),
        recovery_days: i32::from(raw.recovery_days),
        weekly_days: i32::from(raw.weekly_days),
        review_weeks: raw.review_weeks.into_iter().map(i32::from).collect(),
        gap_days: i32::from(raw.gap_days),
        compare_sessions: usize::from(raw.compare_sessions),
        longest_days: i32::from(raw.longest_years).saturating_mul(366),
        upkeep_every: raw.upkeep_every,
        upkeep_until: raw.upkeep_until,
        upkeep_sourced,
        count_least: raw.count_least,
        reactions: raw
            .reaction
            .into_iter()
            .map(|one| Reaction {
                id: one.id,
                say: one.say,
                worse: one.worse,
                sign: one.sign,
                sign_hours: one.sign_hours,
                stays: one.stays,
                offered: one.offered,
            })
            .collect(),
        lasted: raw.lasted.into_iter().map(|one| Lasted { id: one.id, say: one.say, hours: one.hours }).collect(),
        events: raw.event.into_iter().map(|one| Beside { id: one.id, say: one.say, rescreen: one.rescreen }).collect(),
        sources: loader.sources(TRACKING, &raw.sources),
    }
}

fn moment(loader: &mut Loader<'_>, file: &str, name: &Spanned<String>) -> Option<Moment> {
    word(loader, file, name, &Moment::ALL.map(|moment| (moment.id(), moment)))
}

/// How sure thresholds are: unlike benefit they may be well known.
fn evidence(loader: &mut Loader<'_>, file: &str, name: &Spanned<String>) -> Option<Evidence> {
    word(loader, file, name, &Evidence::ALL.map(|mark| (mark.id(), mark)))
}

/// Points with at most one decimal.
fn points(loader: &mut Loader<'_>, file: &str, given: &Spanned<f64>) -> Option<Score> {
    let tenths = (given.get_ref() * 10.0).round();
    // A tenth has no exact form in binary: what is read back has to be what was written.
    if !((tenths / 10.0 - given.get_ref()).abs() < 1e-9 && tenths.abs() <= 10_000.0) {
        loader.at(file, given, "expected points with at most one decimal, at most 1000");
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within ten thousand")]
    Some(Score::tenths(tenths as i32))
}
