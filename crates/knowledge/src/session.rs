//! The session for tonight, self-care and what to watch for.

use supple_care::{
    Disposition, PlaceSet,
    expr::Expr,
    knowledge::{Fear, Passage, SelfCare, Watch},
    session::{Act, Rule, Texts},
    source::Evidence,
    tonight::{Ask, Focus, Next, Position, Session, Step, Stroke},
};
use toml::Spanned;

use crate::{
    diagnostic::unknown,
    frame,
    load::Loader,
    raw, raw_session,
    vocabulary::{index_of, mask_of},
};

/// What the session files hold.
pub(crate) struct Care {
    pub(crate) tonight: Option<Session>,
    pub(crate) texts: Option<Texts>,
    pub(crate) self_care: Vec<SelfCare>,
    pub(crate) fears: Vec<Fear>,
    pub(crate) watches: Vec<Watch>,
    /// Conditions of self-care, for the program.
    pub(crate) others: Vec<Expr>,
}

pub(crate) fn read(loader: &mut Loader<'_>) -> Care {
    let mut care = Care {
        tonight: None,
        texts: None,
        self_care: Vec::new(),
        fears: Vec::new(),
        watches: Vec::new(),
        others: Vec::new(),
    };
    let Some(terms) = loader.raw_terms.take() else { return care };
    care.tonight = tonight(loader, &terms);
    care.texts = frame::read(loader, &terms);
    for file in ["session/instead.toml", "session/how-to-lie.toml", "session/drivers.toml"] {
        self_care(loader, &terms, file, &mut care);
    }
    for file in loader.folder("limits") {
        if file.starts_with("limits/STOP-") {
            watches(loader, &terms, file, &mut care.watches);
        }
    }
    loader.raw_terms = Some(terms);
    care
}

pub(crate) fn evidence(loader: &mut Loader<'_>, file: &str, name: &Spanned<String>) -> Evidence {
    Evidence::from_id(name.get_ref()).unwrap_or_else(|| {
        let marks: Vec<&str> = Evidence::ALL.iter().map(|mark| mark.id()).collect();
        loader.at(file, name, format!("expected one of: {}", marks.join(", ")));
        Evidence::Tradition
    })
}

pub(crate) fn index(
    loader: &mut Loader<'_>,
    file: &str,
    terms: &[raw::Term],
    name: &Spanned<String>,
    what: &str,
) -> u8 {
    // A name that is not found is recorded as a mistake, so nothing is compiled from it.
    loader.sink(file, |sink| index_of(terms, name, what, sink)).flatten().unwrap_or(u8::MAX)
}

pub(crate) fn mask(
    loader: &mut Loader<'_>,
    file: &str,
    terms: &[raw::Term],
    names: Option<&Vec<Spanned<String>>>,
    what: &str,
) -> u32 {
    loader.sink(file, |sink| mask_of(terms, names, what, sink)).unwrap_or(0)
}

fn tonight(loader: &mut Loader<'_>, terms: &raw::Terms) -> Option<Session> {
    const FILE: &str = "session/tonight.toml";
    let raw: raw_session::Tonight = loader.read(FILE)?;
    let names: Vec<String> = raw.focus.iter().map(|focus| focus.id.clone()).collect();
    let focuses_of = |loader: &mut Loader<'_>, list: &[Spanned<String>]| -> Vec<usize> {
        let mut indexes = Vec::new();
        for name in list {
            match names.iter().position(|known| known == name.get_ref()) {
                Some(index) => indexes.push(index),
                None => loader.at(FILE, name, unknown("focus", name.get_ref(), names.iter().map(String::as_str))),
            }
        }
        indexes
    };
    let positions = raw
        .position
        .iter()
        .map(|entry| Position {
            position: index(loader, FILE, &terms.position, &entry.id, "position"),
            say: entry.say.clone(),
            focuses: focuses_of(loader, &entry.focus),
        })
        .collect();
    let focuses = raw
        .focus
        .iter()
        .map(|entry| Focus {
            id: entry.id.clone(),
            title: entry.title.clone(),
            places: loader.place_set(FILE, &entry.pain_at),
            default: entry.default,
        })
        .collect();
    let mut steps = Vec::new();
    for entry in &raw.step {
        let in_focuses = focuses_of(loader, &entry.focus);
        steps.push(step(loader, FILE, terms, entry, in_focuses));
    }
    let asks = raw.ask.into_iter().map(|ask| Ask {
        id: ask.id,
        after: ask.when == "after",
        say: ask.say,
        range: ask.min.zip(ask.max),
    });
    let next = raw
        .next
        .iter()
        .map(|next| Next {
            id: next.id.clone(),
            change: next.change,
            say: next.say.clone(),
            sources: loader.sources(FILE, &next.sources),
        })
        .collect();
    loader.sources(FILE, &raw.breathing.sources);
    Some(Session {
        id: "tonight".to_owned(),
        title: raw.title,
        lead: raw.lead,
        expect: raw.expect,
        why: raw.why,
        max_minutes: raw.limits.max_minutes_session,
        stop_above: raw.limits.stop_above_discomfort,
        stop_places: raw.limits.stop_places,
        receiver: raw.roles.receiver,
        giver: raw.roles.giver,
        needs: raw.need.into_iter().map(|need| Passage { id: need.id, say: need.say, then: None }).collect(),
        positions,
        focuses,
        breath: (raw.breathing.in_seconds, raw.breathing.out_seconds),
        asks: asks.collect(),
        steps,
        next,
        sources: loader.sources(FILE, &raw.sources),
        evidence: evidence(loader, FILE, &raw.evidence),
    })
}

fn step(loader: &mut Loader<'_>, file: &str, terms: &raw::Terms, raw: &raw_session::Step, focuses: Vec<usize>) -> Step {
    if !["open", "focus", "close"].contains(&raw.part.get_ref().as_str()) {
        loader.at(file, &raw.part, "expected `open`, `focus` or `close`");
    }
    let touch = match (raw.sides.get_ref().as_str(), &raw.technique, &raw.applicator, raw.pressure) {
        ("none", None, None, None) => None,
        (sides @ ("both" | "both-in-turn"), Some(technique), Some(applicator), Some(pressure @ 1..=5)) => {
            Some(Stroke {
                places: loader.place_set(file, &raw.places),
                in_turn: sides == "both-in-turn",
                technique: index(loader, file, &terms.technique, technique, "technique"),
                applicator: index(loader, file, &terms.applicator, applicator, "applicator"),
                pressure,
                positions: mask(loader, file, &terms.position, raw.positions.as_ref(), "position"),
                direction: raw.direction.clone().unwrap_or_default(),
                tempo: raw.tempo.clone().unwrap_or_default(),
            })
        }
        _ => {
            loader.at(file, &raw.id, "a step has sides `none` and no touch; or `both` or `both-in-turn` with technique, applicator and a pressure from 1 to 5");
            None
        }
    };
    Step {
        id: raw.id.get_ref().clone(),
        part: raw.part.get_ref().clone(),
        title: raw.title.clone(),
        givers: mask(loader, file, &terms.giver, Some(&raw.givers), "giver"),
        focuses,
        say: raw.say.clone(),
        cue: raw.cue.clone(),
        feel: raw.feel.clone(),
        ease_off: raw.ease_off.clone(),
        seconds: raw.seconds,
        pacer: raw.pacer,
        touch,
        sources: loader.sources(file, &raw.sources),
        evidence: evidence(loader, file, &raw.evidence),
    }
}

fn self_care(loader: &mut Loader<'_>, terms: &raw::Terms, file: &str, care: &mut Care) {
    let Some(raw) = loader.read::<raw_session::Instead>(file) else { return };
    let kinds =
        [("", raw.item, None), ("how-to", raw.advice, Some("worse_with")), ("driver", raw.driver, Some("drivers"))];
    for (kind, entries, question) in kinds {
        for entry in entries {
            let mut not_at = dispositions(loader, file, &raw.not_at);
            not_at.extend(dispositions(loader, file, &entry.not_at));
            let places = match entry.regions.iter().any(|region| region.get_ref() == "any") || entry.regions.is_empty()
            {
                true => PlaceSet::ALL,
                false => loader.place_set(file, &entry.regions),
            };
            let not_when = entry.not_when.as_ref().and_then(|when| loader.expression(file, when, false)).map(|expr| {
                care.others.push(expr);
                care.others.len() - 1
            });
            let answers = match (question, &entry.option) {
                (Some(question), Some(option)) => option_of(loader, file, question, option),
                _ => None,
            };
            let why = [entry.why, entry.rests_on].into_iter().flatten().collect::<Vec<_>>();
            let say = match &entry.attempt {
                Some(attempt) => format!("{} {attempt}", entry.say),
                None => entry.say,
            };
            let option_id = entry.option.as_ref().map(|option| option.get_ref().clone());
            care.self_care.push(SelfCare {
                id: entry.id.or(option_id).unwrap_or_default(),
                kind: entry.kind.unwrap_or_else(|| kind.to_owned()),
                title: entry.title,
                say,
                dose: entry.dose,
                why: if why.is_empty() { None } else { Some(why.join(" ")) },
                sure: entry.sure,
                watch: entry.watch,
                instead: entry.instead,
                places,
                device: entry.device.as_ref().map(|device| index(loader, file, &terms.device, device, "device")),
                not_at,
                not_when,
                answers,
                sources: loader.sources(file, &entry.sources),
                evidence: evidence(loader, file, &entry.evidence),
            });
        }
    }
    for fear in raw.fear {
        care.fears.push(Fear {
            id: fear.id,
            question: fear.question,
            say: fear.say,
            but: fear.but,
            sure: fear.sure,
            sources: loader.sources(file, &fear.sources),
            evidence: evidence(loader, file, &fear.evidence),
        });
    }
}

fn dispositions(loader: &mut Loader<'_>, file: &str, names: &[Spanned<String>]) -> Vec<Disposition> {
    let mut all = Vec::new();
    for name in names {
        match Disposition::from_id(name.get_ref()) {
            Some(disposition) => all.push(disposition),
            None => loader.at(file, name, "expected a disposition"),
        }
    }
    all
}

fn option_of(
    loader: &mut Loader<'_>,
    file: &str,
    question: &str,
    option: &Spanned<String>,
) -> Option<(supple_care::QuestionId, u8)> {
    let found = loader.questions.iter().zip(0u16..).find(|(known, _)| known.id == question);
    let (question, id) = found.map(|(question, index)| (question, supple_care::QuestionId(index)))?;
    let names: Vec<String> = question.options().iter().map(|option| option.id.clone()).collect();
    match names.iter().position(|name| name == option.get_ref()).and_then(|index| u8::try_from(index).ok()) {
        Some(index) => Some((id, index)),
        None => {
            loader.at(file, option, unknown("option", option.get_ref(), names.iter().map(String::as_str)));
            None
        }
    }
}

fn watches(loader: &mut Loader<'_>, terms: &raw::Terms, file: &str, all: &mut Vec<Watch>) {
    let Some(raw) = loader.read::<raw_session::Stops>(file) else { return };
    let sources = loader.sources(file, &raw.sources);
    let evidence = evidence(loader, file, &raw.evidence);
    let id = raw.id.into_inner();
    for stop in raw.stop {
        let rule = rule(loader, file, &stop);
        all.push(Watch {
            id: id.clone(),
            after: false,
            rule,
            event: stop.event,
            action: Some(stop.action.into_inner()),
            say: Some(stop.say),
            givers: mask(loader, file, &terms.giver, stop.givers.as_ref(), "giver"),
            sources: sources.clone(),
            evidence,
        });
    }
    for after in raw.after {
        let Some(event) = after.warning.or(after.normal) else { continue };
        all.push(Watch {
            id: id.clone(),
            after: true,
            rule: None,
            event,
            action: after.action,
            say: after.say,
            givers: u32::MAX,
            sources: sources.clone(),
            evidence,
        });
    }
}

/// The rule that a session follows when this is noticed.
fn rule(loader: &mut Loader<'_>, file: &str, raw: &raw_session::Stop) -> Option<Rule> {
    let mut act = |name: &Spanned<String>| {
        let found = Act::from_id(name.get_ref());
        if found.is_none() {
            loader.at(file, name, unknown("action", name.get_ref(), Act::ALL.into_iter().map(Act::id)));
        }
        found
    };
    let does = act(&raw.action)?;
    let again = raw.again.as_ref().and_then(&mut act);
    let then = raw.then.as_ref().and_then(&mut act);
    if raw.still_after_minutes.is_some() != then.is_some() {
        loader.at(file, &raw.action, "`still_after_minutes` and `then` belong together");
    }
    Some(Rule {
        sign: raw.sign.get_ref().clone(),
        act: does,
        above: raw.above,
        at_least: raw.at_least,
        again,
        still_after_minutes: raw.still_after_minutes,
        then,
        places: match &raw.leave {
            Some(names) => loader.place_set(file, names),
            None => PlaceSet::NONE,
        },
        tap: raw.tap,
        silent: raw.silent,
    })
}
