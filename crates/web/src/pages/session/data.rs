//! A timeline as the player reads it: everything that is shown and spoken, and the stop rules. No name, no complaint, no
//! answer.

use serde_json::{Map, Value, json};
use supple_care::{
    Knowledge, PlaceSet,
    session::{Ask, Does, Kind, Side, Step, Timeline, When, rules},
    technique::{Stroke, Tempo, Way},
};

use super::lying;
use crate::{call::Call, voice::Voice};

/// What the player has to know of a session beside its timeline.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The session's id.
    pub(crate) id: uuid::Uuid,
    /// The moment at which it was made, and the one from which it does not start any more: milliseconds since 1970, UTC.
    pub(crate) made: i64,
    pub(crate) until: i64,
    /// Whether the scores before it were given already. They stand in the record, never in the page.
    pub(crate) asked: bool,
    /// Whether it needs a clearance: breathing does not.
    pub(crate) cleared: bool,
    /// Whether it is a file of its own.
    pub(crate) file: bool,
    /// The width of the body in percent of the drawing.
    pub(crate) width: u16,
    /// The emergency number, if one is known.
    pub(crate) number: Option<String>,
}

/// The words of the player: the key in the page, and that in the language files.
const WORDS: [(&str, &str); 27] = [
    ("start", "player-start"),
    ("pause", "player-pause"),
    ("goOn", "player-go-on"),
    ("awake", "player-awake"),
    ("notAwake", "player-not-awake"),
    ("voiceThere", "player-voice-there"),
    ("noVoice", "player-no-voice"),
    ("last", "player-last"),
    ("breatheIn", "player-breathe-in"),
    ("breatheOut", "player-breathe-out"),
    ("lighter", "player-lighter"),
    ("leavePlace", "player-leave-place"),
    ("silent", "player-silent"),
    ("kept", "player-kept"),
    ("notKept", "player-not-kept"),
    ("tooOld", "player-too-old"),
    ("outdated", "player-outdated"),
    ("clockWrong", "player-clock-wrong"),
    ("withdrawn", "player-withdrawn"),
    ("steps", "player-steps"),
    ("ask", "player-ask"),
    ("stopTitle", "player-stop-title"),
    ("missing", "player-missing"),
    ("close", "player-close"),
    ("position", "player-position"),
    ("pressure", "player-pressure"),
    ("again", "player-away-again"),
];

/// Words with something to be filled in by the player.
const FILLED: [(&str, &str, &str); 3] =
    [("next", "player-next", "step"), ("comes", "player-comes", "what"), ("total", "player-total", "time")];

/// A step in words, for the list and for the player.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) cue: String,
    pub(crate) feel: String,
    pub(crate) ease_off: String,
    /// Where, with the side; empty where nothing is touched.
    pub(crate) place: String,
    /// On which side; empty where there is none.
    pub(crate) side: String,
    /// The pressure with which it begins, in words; empty where nothing is touched.
    pub(crate) pressure: String,
    pub(crate) direction: String,
    pub(crate) tempo: String,
    pub(crate) pacer: bool,
    pub(crate) at: u32,
    pub(crate) seconds: u16,
}

/// A step in the person's language.
pub(crate) fn shown(knowledge: &Knowledge, v: &Voice, step: &Step) -> Shown {
    let base = Shown { at: step.at, seconds: step.seconds, ..Shown::default() };
    match step.does {
        Does::Part(index) => knowledge.session.parts.get(index).map_or(base.clone(), |part| Shown {
            title: v.k(&part.title),
            say: v.k(&part.say),
            cue: v.k(&part.cue),
            feel: v.k(&part.feel),
            ease_off: v.k(&part.ease_off),
            pacer: part.pacer,
            ..base
        }),
        Does::Take(index, top) => knowledge.session.positions.get(index).map_or(base.clone(), |position| {
            let term = knowledge.terms.positions.get(usize::from(position.position));
            let top = top.map(|side| v.t(&format!("player-side-up-{}", side.id()))).unwrap_or_default();
            let cue = [v.k(&position.cue), top.clone()].join(" ").trim().to_owned();
            Shown {
                title: term.map(|term| v.k(&term.say)).unwrap_or_default(),
                say: [v.k(&position.say), top].join(" ").trim().to_owned(),
                cue,
                feel: position.giver.as_ref().map(|giver| v.k(giver)).unwrap_or_default(),
                ..base
            }
        }),
        Does::Stroke { stroke, side, start, .. } => {
            let Some(known) = knowledge.techniques.strokes.get(stroke) else { return base };
            let site = knowledge.techniques.sites.get(known.site).map(|site| v.k(&site.title)).unwrap_or_default();
            let side = match side_of(known, side) {
                "" => String::new(),
                side @ ("left" | "right") => v.t(&format!("player-side-{side}")),
                _ => v.t("player-both"),
            };
            let place = match side.as_str() {
                "" => site,
                side => v.with("player-step-where", &[("site", site.into()), ("side", side.into())]),
            };
            Shown {
                title: v.k(&known.title),
                say: v.k(&known.caption),
                cue: v.k(&known.cue),
                feel: v.k(&known.feel),
                ease_off: v.k(&known.ease_off),
                place,
                side,
                pressure: v.pressure(start),
                direction: v.k(&known.direction),
                tempo: v.k(&known.pace),
                ..base
            }
        }
        Does::Activity(index) => knowledge.courses.activities.get(index).map_or(base.clone(), |activity| Shown {
            title: v.k(&activity.title),
            say: activity.how.iter().map(|how| v.k(how)).collect::<Vec<_>>().join(" "),
            cue: v.k(&activity.title),
            feel: v.k(&activity.dose),
            ease_off: v.k(&activity.stop),
            ..base
        }),
    }
}

/// `left`, `right`, `both`, or nothing for a stroke over the middle.
fn side_of(stroke: &Stroke, side: Option<Side>) -> &'static str {
    match (side, stroke.mirrored) {
        (Some(side), _) => side.id(),
        (None, Some(_)) => "both",
        (None, None) => "",
    }
}

/// The whole session.
pub(crate) fn data(call: &Call, timeline: &Timeline, about: &About) -> Value {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut steps: Vec<Value> = timeline.steps.iter().map(|one| step(knowledge, v, timeline, one)).collect();
    lying::mark(knowledge, v, timeline, &mut steps);
    let home = knowledge.terms.givers.get(usize::from(timeline.giver)).is_some_and(|giver| giver.home);
    let stop = knowledge.watches.iter().find(|watch| watch.rule.as_ref().is_some_and(|rule| rule.sign == "stop"));
    let short: String =
        about.id.simple().to_string().chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    json!({
        "id": about.id.to_string(),
        "short": short,
        "knowledge": knowledge.version,
        "made": about.made,
        "until": about.until,
        "lang": v.lang(),
        "home": home,
        "file": about.file,
        "kept": !about.id.is_nil(),
        "cleared": about.cleared,
        "axis": AXIS,
        "width": about.width,
        "breath": [knowledge.session.breath.0, knowledge.session.breath.1],
        "steps": steps,
        "checks": timeline.checks,
        "checkSay": v.k(&knowledge.session.check_say),
        "wait": knowledge.session.check_wait_seconds,
        "silentEnds": knowledge.session.silent_ends_after,
        "most": timeline.most,
        "rules": rules_of(knowledge, v, timeline.giver),
        "stopSay": stop.and_then(|watch| watch.say.as_deref()).map(|say| v.k(say)).unwrap_or_default(),
        "number": about.number,
        "asks": { "before": asks(knowledge, v, When::Before), "after": asks(knowledge, v, When::After) },
        "next": next(knowledge, v),
        "words": words(v),
    })
}

/// The middle of the back view, across, in the drawing's millimetres: `data-axis-back` of body.svg.
const AXIS: i32 = 370;

fn step(knowledge: &Knowledge, v: &Voice, timeline: &Timeline, step: &Step) -> Value {
    let words = shown(knowledge, v, step);
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    put("t", words.title.into());
    put("c", words.say.into());
    put("q", words.cue.into());
    put("f", words.feel.into());
    put("e", words.ease_off.into());
    put("w", words.place.into());
    put("z", words.side.into());
    put("s", step.seconds.into());
    match step.does {
        Does::Part(_) => {
            put("k", "part".into());
            put("pacer", words.pacer.into());
        }
        Does::Take(..) => put("k", "take".into()),
        Does::Activity(index) => {
            put("k", "activity".into());
            put("n", index.into());
        }
        Does::Stroke { stroke, side, start, ceiling } => {
            let Some(known) = knowledge.techniques.strokes.get(stroke) else { return Value::Object(map) };
            put("k", "stroke".into());
            put("n", stroke.into());
            put("id", known.id.as_str().into());
            put("side", side_of(known, side).into());
            put("start", start.into());
            put("ceiling", ceiling.into());
            put("site", known.site.into());
            put("tempo", words.tempo.into());
            put("marks", json!(marks(knowledge, timeline.giver, known, side)));
            if known.view == "back" {
                put("path", known.path.as_str().into());
            }
            put("way", way(known.way).into());
            put("fingers", known.fingers.into());
            pace(&mut map, known.tempo);
            if let Some(contact) = knowledge.techniques.contacts.get(known.contact) {
                let mut put = |name: &str, value: Value| {
                    map.insert(name.to_owned(), value);
                };
                put("tool", contact.id.as_str().into());
                put("wide", contact.width_mm.into());
                put("long", contact.length_mm.into());
            }
        }
    }
    Value::Object(map)
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Back => "back",
        Way::Again => "again",
        Way::Round => "round",
        Way::Wander => "wander",
        Way::Still => "still",
    }
}

/// Seconds of a round, a beat or a drag's millimetres a second: the middle of what the stroke has.
fn pace(map: &mut Map<String, Value>, tempo: Tempo) {
    let middle = |from: u16, to: u16| f64::from(from.midpoint(to).max(1));
    let (name, value) = match tempo {
        Tempo::Strokes(from, to) => ("period", 60.0 / middle(from, to)),
        Tempo::Drag(from, to) => ("drag", middle(from, to)),
        Tempo::Beats(from, to) => ("beat", 1.0 / middle(from, to)),
        Tempo::Hold(..) | Tempo::Free => return,
    };
    map.insert(name.to_owned(), json!((value * 100.0).round() / 100.0));
}

/// The codes of the rules whose places a stroke meets.
fn marks(knowledge: &Knowledge, giver: u8, stroke: &Stroke, side: Option<Side>) -> Vec<u8> {
    let mirrored = stroke.mirrored.unwrap_or(PlaceSet::NONE);
    let places = match side {
        Some(Side::Left) => stroke.places,
        Some(Side::Right) => mirrored,
        None => stroke.places.or(mirrored),
    };
    rules(knowledge, giver)
        .filter(|(_, _, rule)| !rule.places.and(places).is_empty())
        .map(|(_, _, rule)| rule.code)
        .collect()
}

fn rules_of(knowledge: &Knowledge, v: &Voice, giver: u8) -> Vec<Value> {
    rules(knowledge, giver)
        .map(|(_, watch, rule)| {
            let leave: Vec<u8> = if rule.places.is_empty() { Vec::new() } else { vec![rule.code] };
            json!({
                "code": rule.code,
                "id": rule.sign,
                "ev": v.k(&watch.event),
                "say": watch.say.as_deref().map(|say| v.k(say)).unwrap_or_default(),
                "act": rule.act.id(),
                "above": rule.above,
                "atLeast": rule.at_least,
                "again": rule.again.map(supple_care::session::Act::id),
                "stillMinutes": rule.still_after_minutes,
                "then": rule.then.map(supple_care::session::Act::id),
                "leave": leave,
                "tap": rule.tap,
                "silent": rule.silent,
            })
        })
        .collect()
}

fn asks(knowledge: &Knowledge, v: &Voice, when: When) -> Vec<Value> {
    let of = |ask: &&Ask| ask.when == when;
    let scale = |ask: &Ask| matches!(ask.kind, Kind::Scale(_));
    let asks = knowledge.session.asks.iter().filter(of);
    asks.map(|ask| json!({ "id": ask.id, "say": v.k(&ask.say), "scale": scale(ask) })).collect()
}

fn next(knowledge: &Knowledge, v: &Voice) -> Vec<Value> {
    let next = knowledge.session.next.iter();
    next.map(|next| json!({ "id": next.id, "change": next.change, "say": v.k(&next.say) })).collect()
}

fn words(v: &Voice) -> Value {
    let mut words: Map<String, Value> =
        WORDS.iter().map(|(name, key)| ((*name).to_owned(), Value::from(v.t(key)))).collect();
    for (name, key, argument) in FILLED {
        words.insert(name.to_owned(), v.s(key, argument, &format!("{{{argument}}}")).into());
    }
    let pressures: Vec<String> = (0..=5u8).map(|pressure| v.pressure(pressure)).collect();
    words.insert("pressures".to_owned(), json!(pressures));
    Value::Object(words)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use serde_json::{Value, json};
    use supple_care::{
        Cleared, Knowledge,
        plan::Wishes,
        session::{Check, Does, Order, Timeline, compose, react, rules},
    };
    use supple_interop::answers;
    use supple_words::Words;

    use super::{rules_of, step};
    use crate::voice::Voice;

    const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/fixtures/stop-rules.json");

    fn session(knowledge: &Knowledge) -> Timeline {
        let example = include_bytes!("../../../../../examples/a31-gardening-back.json");
        let today = supple_interop::dates::parse("2026-11-21").unwrap();
        let sheet = answers::read_json(knowledge, example, today).unwrap().sheet;
        let cleared = Cleared::of(knowledge, &sheet, 1).unwrap();
        let giver = knowledge.terms.givers.iter().position(|giver| giver.id == "partner").unwrap();
        let wishes = Wishes::of(u8::try_from(giver).unwrap());
        compose(knowledge, &cleared, &sheet, 1, today, Order::Wishes(&wishes)).unwrap()
    }

    /// Answers at some moments of a session, each after what may have been said before; the same grid stands in the spec.
    fn grid(knowledge: &Knowledge, timeline: &Timeline) -> Vec<(Vec<Check>, Check, u8)> {
        let strokes: Vec<_> = timeline.steps.iter().filter(|step| matches!(step.does, Does::Stroke { .. })).collect();
        let times = [strokes[0].at + 5, strokes[strokes.len() / 2].at + 5];
        let signs: Vec<usize> = rules(knowledge, timeline.giver).map(|(index, ..)| index).collect();
        let mut grid = Vec::new();
        for at in times {
            for discomfort in [None, Some(3), Some(5), Some(8)] {
                for sign in [None].into_iter().chain(signs.iter().copied().map(Some)) {
                    let now = Check { at, discomfort, signs: sign.into_iter().collect() };
                    let befores = [
                        Vec::new(),
                        vec![Check { at: at - 2, ..now.clone() }],
                        vec![Check { at: at.saturating_sub(660), ..now.clone() }],
                        vec![Check { at: at - 3, ..Check::default() }],
                    ];
                    for before in befores {
                        for pressure in [1, 2] {
                            grid.push((before.clone(), now.clone(), pressure));
                        }
                    }
                }
            }
        }
        grid
    }

    #[test]
    fn the_player_reads_the_stop_rules_as_the_program_does() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let v = Voice::new(Arc::new(Words::load("en").unwrap()));
        let timeline = session(&knowledge);
        let code = |index: usize| knowledge.watches[index].rule.as_ref().unwrap().code;
        let mut outcomes = String::new();
        for (before, now, pressure) in grid(&knowledge, &timeline) {
            let does = react(&knowledge, &timeline, &before, &now, pressure);
            let left: Vec<String> = does.leave.iter().map(usize::to_string).collect();
            let rule = does.because.map_or(0, code);
            writeln!(outcomes, "{} {rule} {}", does.act.id(), left.join(",")).unwrap();
        }
        let mut steps: Vec<Value> = Vec::new();
        for one in &timeline.steps {
            let full = step(&knowledge, &v, &timeline, one);
            let kept = ["k", "s", "n", "site", "side", "marks"];
            let kept = kept.iter().filter_map(|name| Some(((*name).to_owned(), full.get(*name)?.clone())));
            let mut kept: serde_json::Map<String, Value> = kept.collect();
            kept.insert("at".to_owned(), one.at.into());
            steps.push(Value::Object(kept));
        }
        let mut rules = rules_of(&knowledge, &v, timeline.giver);
        for rule in rules.iter_mut().filter_map(Value::as_object_mut) {
            rule.remove("say");
            rule.remove("ev");
        }
        let made = json!({
            "steps": steps,
            "rules": rules,
            "silentEnds": knowledge.session.silent_ends_after,
            "outcomes": outcomes.lines().collect::<Vec<_>>(),
        });
        let made = serde_json::to_string_pretty(&made).unwrap() + "\n";
        if std::env::var_os("SUPPLE_RENEW").is_some() {
            std::fs::create_dir_all(std::path::Path::new(KEPT).parent().unwrap()).unwrap();
            std::fs::write(KEPT, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(KEPT).unwrap_or_default(), made, "renew it: SUPPLE_RENEW=1 cargo test");
    }
}
