//! Self-care, what to watch for, and the stop rules.

use supple_care::{
    Disposition, PlaceSet,
    expr::Expr,
    knowledge::{Fear, SelfCare, Watch},
    session::{Act, Rule, Texts},
    source::Evidence,
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
    pub(crate) texts: Option<Texts>,
    pub(crate) self_care: Vec<SelfCare>,
    pub(crate) fears: Vec<Fear>,
    pub(crate) watches: Vec<Watch>,
    /// Conditions of self-care, for the program.
    pub(crate) others: Vec<Expr>,
}

pub(crate) fn read(loader: &mut Loader<'_>) -> Care {
    let mut care =
        Care { texts: None, self_care: Vec::new(), fears: Vec::new(), watches: Vec::new(), others: Vec::new() };
    let Some(terms) = loader.raw_terms.take() else { return care };
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
            reactions: Vec::new(),
            with: None,
            call: false,
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
            reactions: after.reactions,
            with: after.with,
            call: after.call,
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
    if !(1..32).contains(&raw.code) {
        loader.at(file, &raw.sign, "expected a `code` from 1 to 31 that no other sign has");
    }
    if raw.still_after_minutes.is_some() != then.is_some() {
        loader.at(file, &raw.action, "`still_after_minutes` and `then` belong together");
    }
    Some(Rule {
        sign: raw.sign.get_ref().clone(),
        code: raw.code,
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
