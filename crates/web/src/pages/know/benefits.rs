//! What massage is said to do: what is known, what is not.

use askama::Template;
use supple_care::claim::UseKind;

use super::view::{ShortClaim, claims_of};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::{Cited, cite},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "benefits.html")]
struct Page {
    f: Frame,
    v: Voice,
    benefits: Vec<Benefit>,
    truths: Vec<Truth>,
}

/// Something people seek.
struct Benefit {
    id: String,
    title: String,
    short: String,
    known: String,
    unknown: String,
    evidence: String,
    against: bool,
    claims: Vec<ShortClaim>,
    sources: Vec<Cited>,
}

/// Something that averages hide.
pub(crate) struct Truth {
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) why: String,
    pub(crate) sources: Vec<Cited>,
}

/// Shows all of them.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let benefits = claims.benefits.iter().map(|benefit| Benefit {
        id: benefit.id.clone(),
        title: v.k(&benefit.title),
        short: v.k(&benefit.short),
        known: v.k(&benefit.known),
        unknown: v.k(&benefit.unknown),
        evidence: v.t(&format!("evidence-{}", benefit.evidence.id())),
        against: benefit.against,
        claims: claims_of(claims, v, UseKind::Benefit, &benefit.id),
        sources: cite(knowledge, v, &benefit.sources),
    });
    let truths = claims.truths_for(None).map(|truth| Truth {
        title: v.k(&truth.title),
        say: v.k(&truth.say),
        why: v.k(&truth.why),
        sources: cite(knowledge, v, &truth.sources),
    });
    Reply::ok(&Page {
        f: call.know("benefits-page", "/claims"),
        benefits: benefits.collect(),
        truths: truths.collect(),
        v: v.clone(),
    })
}
