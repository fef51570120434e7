//! What stands behind the result: all sources of the reasons, what always holds, and self-care with its reasons.

use askama::Template;

use super::{
    parts::Cited,
    reasons::{self, Reason},
    result::{Always, Care, always, care, fears, headline},
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    f: Frame,
    v: Voice,
    headline: String,
    reasons: Vec<Reason>,
    /// Each source once; the reasons name it by its number.
    sources: Vec<Cited>,
    version: String,
}

#[derive(Template)]
#[template(path = "always_page.html")]
struct AlwaysPage {
    f: Frame,
    v: Voice,
    always: Vec<Always>,
}

#[derive(Template)]
#[template(path = "care_page.html")]
struct CarePage {
    f: Frame,
    v: Voice,
    care: Vec<Care>,
    fears: Vec<Care>,
}

/// Every reason with its sources in full.
pub(crate) fn why(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut reasons = reasons::all(knowledge, v, &person);
    let sources = numbered(&mut reasons);
    Reply::ok(&WhyPage {
        f: call.frame("why-page", Some("/result")).of(&person),
        headline: headline(v, &person),
        reasons,
        sources,
        version: knowledge.version.clone(),
        v: v.clone(),
    })
}

/// Gives each source a number, from 1 in the order in which reasons first name it.
fn numbered(reasons: &mut [Reason]) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for reason in reasons {
        for source in std::mem::take(&mut reason.sources) {
            let known = all.iter().position(|known| known.id == source.id);
            let at = known.unwrap_or(all.len());
            if known.is_none() {
                all.push(source);
            }
            reason.numbers.push(at + 1);
        }
    }
    all
}

/// What holds for everybody.
pub(crate) fn limits(call: &Call) -> Reply {
    let v = &call.voice;
    let back = if call.visit.open.is_some() { "/result" } else { "/" };
    Reply::ok(&AlwaysPage {
        f: call.frame("always-page", Some(back)),
        always: always(call.knowledge(), v),
        v: v.clone(),
    })
}

/// What somebody can do without a massage, with reasons.
pub(crate) fn self_care(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    Reply::ok(&CarePage {
        f: call.frame("care-page", Some("/result")),
        care: care(knowledge, v, &person),
        fears: fears(knowledge, v),
        v: v.clone(),
    })
}
