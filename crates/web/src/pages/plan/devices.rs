//! What to know of devices, and what is refused.

use askama::Template;

use super::lines::{self, Sources};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::Cited,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "devices.html")]
struct Page {
    f: Frame,
    v: Voice,
    devices: Vec<Device>,
    refused: Vec<Refused>,
    sources: Vec<Cited>,
}

struct Device {
    title: String,
    suits: String,
    not_for: Vec<String>,
    how: Vec<String>,
    most: String,
    noise: Option<String>,
    evidence: String,
    refs: Vec<usize>,
}

struct Refused {
    title: String,
    why: String,
    instead: String,
    evidence: String,
    refs: Vec<usize>,
}

/// Shows the guide. It is the same for everybody.
pub(crate) fn show(call: &Call) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut sources = Sources::default();
    let mut devices = Vec::new();
    for device in &knowledge.courses.devices {
        let noise = device
            .noise
            .as_ref()
            .map(|(dba, say)| v.with("devices-noise", &[("dba", i64::from(*dba).into()), ("say", v.k(say).into())]));
        devices.push(Device {
            title: v.k(&device.title),
            suits: v.k(&device.suits),
            not_for: device.not_for.iter().map(|text| v.k(text)).collect(),
            how: device.how.iter().map(|text| v.k(text)).collect(),
            most: v.n("devices-most", "minutes", device.most_minutes),
            noise,
            evidence: lines::evidence(v, device.evidence),
            refs: sources.numbers(&device.sources),
        });
    }
    let mut refused = Vec::new();
    for one in &knowledge.courses.refused {
        refused.push(Refused {
            title: v.k(&one.title),
            why: v.k(&one.why),
            instead: v.s("devices-instead", "instead", &v.k(&one.instead)),
            evidence: lines::evidence(v, one.evidence),
            refs: sources.numbers(&one.sources),
        });
    }
    Reply::ok(&Page {
        f: call.frame("devices-page", Some("/")),
        v: v.clone(),
        devices,
        refused,
        sources: sources.cited(knowledge, v),
    })
}
