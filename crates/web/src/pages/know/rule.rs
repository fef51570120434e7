//! One rule or limit, and what the articles say about it.

use askama::Template;
use supple_care::{claim::UseKind, rule::Effect, source::Evidence};

use super::view::{FullBeside, ShortClaim, besides_of, claims_of};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::{
        parts::{Cited, cite},
        trouble,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "rule.html")]
struct Page {
    f: Frame,
    v: Voice,
    id: String,
    title: String,
    does: Option<String>,
    say: String,
    why: String,
    evidence: String,
    deviation: Option<String>,
    limits: Vec<String>,
    sources: Vec<Cited>,
    claims: Vec<ShortClaim>,
    beside: Vec<FullBeside>,
}

/// Shows a rule or an always-on limit by its id.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let (knowledge, v, id) = (call.knowledge(), &call.voice, call.last_part());
    let says = |indexes: &[u16]| -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for restriction in indexes.iter().filter_map(|index| knowledge.restrictions.get(usize::from(*index))) {
            let line = v.k(&restriction.say);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    };
    let level = |evidence: Evidence| v.t(&format!("evidence-{}", evidence.id()));
    let kind = if knowledge.rules.iter().any(|rule| rule.id == id) { UseKind::Rule } else { UseKind::Limit };
    let f = call.know("rule-page", "/claims");
    // Health does not stand in a title: that somebody looks at a rule may tell of an illness.
    let (claims_shown, beside) = (claims_of(claims, v, kind, id), besides_of(knowledge, claims, v, kind, id));
    let page = if let Some(rule) = knowledge.rules.iter().find(|rule| rule.id == id) {
        Page {
            does: Some(match rule.effect {
                Effect::Disposition(_) if rule.postpone_hours.is_some() => v.t("result-does-wait"),
                Effect::Disposition(reached) => v.s("result-does", "disposition", &v.disposition(reached)),
                Effect::Advice | Effect::Crisis => v.t("result-advice"),
            }),
            id: rule.id.clone(),
            title: v.k(&rule.title),
            say: v.k(&rule.say),
            why: v.k(&rule.why),
            evidence: level(rule.evidence),
            deviation: rule.deviation.as_deref().map(|text| v.k(text)),
            limits: says(&rule.restrictions),
            sources: cite(knowledge, v, &rule.sources),
            claims: claims_shown,
            beside,
            f,
            v: v.clone(),
        }
    } else if let Some(limit) = knowledge.limits.iter().find(|limit| limit.id == id) {
        Page {
            does: None,
            id: limit.id.clone(),
            title: v.k(&limit.title),
            say: v.k(&limit.say),
            why: v.k(&limit.why),
            evidence: level(limit.evidence),
            deviation: None,
            limits: says(&limit.restrictions),
            sources: cite(knowledge, v, &limit.sources),
            claims: claims_shown,
            beside,
            f,
            v: v.clone(),
        }
    } else if let Some(first) = knowledge.watches.iter().find(|watch| watch.id == id) {
        let lines = knowledge.watches.iter().filter(|watch| watch.id == id).map(|watch| match &watch.say {
            Some(say) => v.with("rule-watch", &[("event", v.k(&watch.event).into()), ("say", v.k(say).into())]),
            None => v.k(&watch.event),
        });
        Page {
            does: None,
            id: first.id.clone(),
            title: v.k(&first.event),
            say: first.say.as_deref().map_or_else(String::new, |say| v.k(say)),
            why: String::new(),
            evidence: level(first.evidence),
            deviation: None,
            limits: lines.collect(),
            sources: cite(knowledge, v, &first.sources),
            claims: claims_shown,
            beside,
            f,
            v: v.clone(),
        }
    } else {
        return trouble::not_found(call);
    };
    Reply::ok(&page)
}
