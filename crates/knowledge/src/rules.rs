//! Rules, limits and their restrictions.

use supple_care::{
    Disposition, PlaceSet, RuleId,
    permit::{PRESSURES, Space},
    rule::{Effect, Limit, Named, Owner, Restriction, Review, Rule, UnknownEffect, Until},
    source::Evidence,
};
use toml::Spanned;

use crate::{
    Files,
    load::Loader,
    raw, tables,
    vocabulary::{index_of, mask_of},
};

/// The files of rules and limits, each parsed or with its mistake, in their order.
pub(crate) type Parsed<'a> = Vec<(&'a str, Result<raw::Rule, tables::Error>)>;

/// Parses the files of rules and limits. Needs nothing else, so that it may run beside everything else.
pub(crate) fn parse(files: &Files) -> Parsed<'_> {
    files.parse_all(|path| path.starts_with(RULES) || path.starts_with(LIMITS) && !path.starts_with(STOPS))
}

const RULES: &str = "rules/";
const LIMITS: &str = "limits/";
/// What to stop for is no limit and is read elsewhere.
const STOPS: &str = "limits/STOP-";

/// The rules, the limits, and the restrictions of both.
pub(crate) fn read(loader: &mut Loader<'_>, parsed: Parsed<'_>) -> (Vec<Rule>, Vec<Limit>, Vec<Restriction>) {
    let (of_rules, of_limits): (Vec<_>, Vec<_>) = parsed.into_iter().partition(|(file, _)| file.starts_with(RULES));
    let (mut rules, mut limits, mut restrictions) = (Vec::new(), Vec::new(), Vec::new());
    for (file, parsed) in of_rules {
        let Some(raw) = loader.parsed(file, parsed) else { continue };
        if raw.status.get_ref() == "retired" {
            continue;
        }
        let owner = Owner::Rule(RuleId(u16::try_from(rules.len()).unwrap_or(u16::MAX)));
        if let Some(rule) = rule(loader, file, raw, owner, &mut restrictions) {
            rules.push(rule);
        }
    }
    for (file, parsed) in of_limits {
        let Some(raw) = loader.parsed(file, parsed) else { continue };
        let owner = Owner::Limit(u16::try_from(limits.len()).unwrap_or(u16::MAX));
        if let Some(limit) = limit(loader, file, raw, owner, &mut restrictions) {
            limits.push(limit);
        }
    }
    (rules, limits, restrictions)
}

/// What rules and limits have in common.
struct Common {
    sources: Vec<usize>,
    evidence: Option<Evidence>,
    mission: Vec<String>,
    reviewed: Vec<Review>,
    restrictions: Vec<u16>,
}

fn common(loader: &mut Loader<'_>, file: &str, raw: &raw::Rule, owner: Owner, all: &mut Vec<Restriction>) -> Common {
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or("");
    if raw.id.get_ref() != stem {
        loader.at(file, &raw.id, crate::files::misnamed(file));
    }
    if !["draft", "reviewed", "active", "retired"].contains(&raw.status.get_ref().as_str()) {
        loader.at(file, &raw.status, "expected `draft`, `reviewed`, `active` or `retired`");
    }
    if raw.reviewed.is_empty() && ["reviewed", "active"].contains(&raw.status.get_ref().as_str()) {
        loader.at(file, &raw.status, "a reviewed rule names who reviewed it, and when");
    }
    if raw.sources.is_empty() {
        loader.at(file, &raw.id, "every statement has a source: `sources` is empty");
    }
    let evidence = Evidence::from_id(raw.evidence.get_ref());
    if evidence.is_none() {
        let marks: Vec<&str> = Evidence::ALL.iter().map(|mark| mark.id()).collect();
        loader.at(file, &raw.evidence, format!("expected one of: {}", marks.join(", ")));
    }
    for row in &raw.mission {
        let known = row.get_ref().strip_prefix('M').and_then(|number| number.parse::<u8>().ok());
        if !known.is_some_and(|number| (1..=39).contains(&number)) {
            loader.at(file, row, "expected a mission row, `M1` to `M39`");
        }
    }
    let mut restrictions = Vec::new();
    for entry in &raw.restrict {
        if let Some(restriction) = restriction(loader, file, entry, owner) {
            restrictions.push(u16::try_from(all.len()).unwrap_or(u16::MAX));
            all.push(restriction);
        }
    }
    Common {
        sources: loader.sources(file, &raw.sources),
        evidence,
        mission: raw.mission.iter().map(|row| row.get_ref().clone()).collect(),
        reviewed: raw
            .reviewed
            .iter()
            .map(|review| Review { by: review.by.clone(), on: review.on.to_string() })
            .collect(),
        restrictions,
    }
}

fn rule(loader: &mut Loader<'_>, file: &str, raw: raw::Rule, owner: Owner, all: &mut Vec<Restriction>) -> Option<Rule> {
    let common = common(loader, file, &raw, owner, all);
    let (Some(when), Some(effect), Some(say)) = (&raw.when, &raw.effect, raw.say.clone()) else {
        loader.at(file, &raw.id, "a rule needs `when`, `effect` and `say`");
        return None;
    };
    let expr = loader.expression(file, when, false);
    let does = match effect.get_ref().as_str() {
        "advice" => Some(Effect::Advice),
        "crisis" => Some(Effect::Crisis),
        other => Disposition::from_id(other).filter(|effect| *effect != Disposition::Clear).map(Effect::Disposition),
    };
    if does.is_none() {
        loader.at(file, effect, "expected `emergency`, `urgent`, `medical-first`, `modified`, `advice` or `crisis`");
    }
    let unknown = match &raw.unknown {
        None => Some(UnknownEffect::Default),
        Some(name) => {
            let exception = Disposition::from_id(name.get_ref());
            if exception.is_none() || raw.unknown_because.is_none() {
                loader.at(file, name, "expected a disposition, with `unknown_because`");
            }
            exception.map(UnknownEffect::Exactly)
        }
    };
    let timeframe = timeframe(loader, file, raw.timeframe.as_ref());
    let medical_first = does == Some(Effect::Disposition(Disposition::MedicalFirst));
    if (raw.critical || raw.liftable || raw.postpone_hours.is_some()) && !medical_first {
        loader.at(file, effect, "`critical`, `liftable` and `postpone_hours` belong to medical-first rules only");
    }
    let limited =
        does == Some(Effect::Disposition(Disposition::Modified)) || medical_first && (!raw.critical || raw.liftable);
    if limited && common.restrictions.is_empty() {
        loader.at(file, effect, "needs at least one [[restrict]]: the limits that hold when it is modified");
    }
    Some(Rule {
        cluster: raw.cluster.unwrap_or_else(|| row_of(raw.id.get_ref())),
        id: raw.id.into_inner(),
        line: loader.line(file, when.span().start),
        file: file.to_owned(),
        title: raw.title,
        status: raw.status.into_inner(),
        when_text: when.get_ref().clone(),
        when: expr?,
        effect: does?,
        unknown: unknown?,
        unknown_because: raw.unknown_because,
        critical: raw.critical,
        liftable: raw.liftable,
        timeframe,
        postpone_hours: raw.postpone_hours,
        say,
        why: raw.why,
        doctor: raw.doctor,
        deviation: raw.deviation,
        redundant_because: raw.redundant_because,
        note: raw.note,
        sources: common.sources,
        evidence: common.evidence?,
        mission: common.mission,
        reviewed: common.reviewed,
        restrictions: common.restrictions,
    })
}

/// `RF-CES-1` is of row `RF-CES`.
fn row_of(id: &str) -> String {
    match id.rsplit_once('-') {
        Some((row, _)) if row.contains('-') => row.to_owned(),
        _ => id.to_owned(),
    }
}

fn limit(
    loader: &mut Loader<'_>,
    file: &str,
    raw: raw::Rule,
    owner: Owner,
    all: &mut Vec<Restriction>,
) -> Option<Limit> {
    let common = common(loader, file, &raw, owner, all);
    if let Some(when) = &raw.when {
        loader.at(file, when, "a limit holds always: it has no `when`");
    }
    Some(Limit {
        id: raw.id.into_inner(),
        file: file.to_owned(),
        title: raw.title,
        status: raw.status.into_inner(),
        say: raw.say.unwrap_or_default(),
        why: raw.why,
        refused: raw.refused,
        sources: common.sources,
        evidence: common.evidence?,
        mission: common.mission,
        reviewed: common.reviewed,
        restrictions: common.restrictions,
    })
}

fn timeframe(loader: &mut Loader<'_>, file: &str, name: Option<&Spanned<String>>) -> Option<u8> {
    let name = name?;
    let terms = loader.raw_terms.take()?;
    let index = loader.sink(file, |sink| index_of(&terms.timeframe, name, "timeframe", sink)).flatten();
    loader.raw_terms = Some(terms);
    index
}

fn restriction(loader: &mut Loader<'_>, file: &str, raw: &raw::Restrict, owner: Owner) -> Option<Restriction> {
    let terms = loader.raw_terms.take()?;
    let built = build(loader, file, raw, owner, &terms);
    loader.raw_terms = Some(terms);
    built
}

fn build(
    loader: &mut Loader<'_>,
    file: &str,
    raw: &raw::Restrict,
    owner: Owner,
    terms: &raw::Terms,
) -> Option<Restriction> {
    let ban = raw.ban == Some(true);
    let what = usize::from(ban) + usize::from(raw.max_pressure.is_some()) + usize::from(raw.max_minutes.is_some());
    if what != 1 {
        loader.at(file, &raw.say, "expected exactly one of `ban = true`, `max_pressure` and `max_minutes`");
    }
    if let Some(pressure) = raw.max_pressure.as_ref().filter(|pressure| *pressure.get_ref() > PRESSURES) {
        loader.at(file, pressure, "expected a pressure from 0 to 5");
    }
    let (places, places_from) = places(loader, file, raw);
    let (pressures, minutes) = match (&raw.max_pressure, &raw.max_minutes) {
        (Some(highest), _) => (Space::pressures_above(*highest.get_ref()), u64::MAX),
        (None, Some(longest)) => (Space::ALL.pressures, Space::minutes_after(*longest.get_ref())),
        (None, None) => (Space::ALL.pressures, u64::MAX),
    };
    let space = loader.sink(file, |sink| Space {
        places,
        techniques: mask_of(&terms.technique, raw.techniques.as_ref(), "technique", sink),
        applicators: mask_of(&terms.applicator, raw.applicators.as_ref(), "applicator", sink),
        givers: mask_of(&terms.giver, raw.givers.as_ref(), "giver", sink),
        positions: mask_of(&terms.position, raw.positions.as_ref(), "position", sink),
        products: mask_of(&terms.product, raw.products.as_ref(), "product", sink),
        devices: mask_of(&terms.device, raw.devices.as_ref(), "device", sink),
        pressures,
        minutes,
    })?;
    let margin = match &raw.margin {
        None => None,
        Some(name) => loader.sink(file, |sink| index_of(&terms.margin, name, "margin", sink)).flatten(),
    };
    let names = |list: &Option<Vec<Spanned<String>>>| -> Vec<String> {
        list.iter().flatten().map(|name| name.get_ref().clone()).collect()
    };
    Some(Restriction {
        owner,
        space,
        places_from,
        places,
        places_named: raw.places.is_some(),
        margin,
        named: Named {
            places: names(&raw.places),
            techniques: names(&raw.techniques),
            applicators: names(&raw.applicators),
            givers: names(&raw.givers),
            positions: names(&raw.positions),
            products: names(&raw.products),
            devices: names(&raw.devices),
        },
        ban,
        max_pressure: raw.max_pressure.as_ref().map(|pressure| *pressure.get_ref()),
        max_minutes: raw.max_minutes.as_ref().map(|minutes| *minutes.get_ref()),
        until: match (&raw.until, raw.until_days) {
            (Some(words), _) => Until::Words(words.clone()),
            (None, Some(days)) => Until::Days(days),
            (None, None) => Until::Open,
        },
        say: raw.say.get_ref().clone(),
    })
}

/// The fixed places, or the question that gives them.
fn places(loader: &mut Loader<'_>, file: &str, raw: &raw::Restrict) -> (PlaceSet, Option<supple_care::QuestionId>) {
    let Some(names) = &raw.places else { return (PlaceSet::ALL, None) };
    let from = names.iter().find_map(|name| name.get_ref().strip_prefix('@').map(|id| (name, id.to_owned())));
    match from {
        Some((name, id)) => {
            if names.len() > 1 {
                loader.at(file, name, "a place taken from an answer stands alone: write a second [[restrict]]");
            }
            let found = loader.questions.iter().zip(0u16..).find(|(question, _)| question.id == id);
            let found = found.filter(|(question, _)| question.kind == supple_care::question::Kind::Places);
            let found = found.map(|(_, index)| supple_care::QuestionId(index));
            if found.is_none() {
                loader.at(file, name, format!("`{id}` is no question of kind `places`"));
            }
            (PlaceSet::ALL, found)
        }
        None => (loader.place_set(file, names), None),
    }
}
