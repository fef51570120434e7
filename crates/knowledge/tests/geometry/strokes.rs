//! Strokes and the body they are drawn on: what is proved, and that planted mistakes are found.

use std::{path::Path, sync::OnceLock};

use kurbo::{ParamCurve, Point, Vec2};
use proptest::prelude::*;
use supple_care::{
    Knowledge, PlaceSet,
    technique::{Contact, Stroke},
};
use supple_knowledge::{
    Files, compile,
    geometry::{self, Found, Proved, Report, Side, Sweep, drawing::View, picture},
};

fn files() -> Files {
    Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")).unwrap()
}

/// A mistake that is planted: the site, the stroke, and what the proof has to find.
struct Planted {
    what: &'static str,
    site: &'static str,
    stroke: String,
    look: fn(&[(String, Found)]) -> bool,
}

/// The knowledge with strokes more, `planted-0` and so on, and only those.
fn planted(strokes: &[(&str, &str)]) -> (Files, Knowledge) {
    let mut texts: Vec<(String, String)> =
        files().iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect();
    for (number, (site, stroke)) in strokes.iter().enumerate() {
        let file = texts.iter_mut().find(|(file, _)| *file == format!("strokes/{site}.toml")).unwrap();
        file.1.push_str(&format!("\n[[stroke]]\nid = \"planted-{number}\"\n{stroke}"));
    }
    let files = Files::new(texts);
    let mut knowledge = compile(&files).unwrap_or_else(|errors| panic!("{errors}"));
    knowledge.techniques.strokes.retain(|stroke| stroke.id.starts_with("planted-"));
    (files, knowledge)
}

/// What is found about the planted stroke with this number.
fn found(report: &Report, number: usize) -> Vec<(String, Found)> {
    let id = format!("planted-{number}");
    let of = |statement: &Proved| {
        let found: Vec<_> = statement.found.iter().filter(|found| found.what == id).cloned().collect();
        found.into_iter().map(|found| (statement.invariant.to_owned(), found)).collect::<Vec<_>>()
    };
    report.statements.iter().flat_map(of).collect()
}

/// Whether a statement fails at a place in every body shape.
fn fails(found: &[(String, Found)], statement: &str, place: &str) -> bool {
    let mut shapes: Vec<&str> = found
        .iter()
        .filter(|(invariant, one)| invariant == statement && one.place.as_deref() == Some(place))
        .map(|(_, one)| one.shape.as_str())
        .collect();
    shapes.dedup();
    shapes.len() == 4
}

const NO_GO: &str = "no_stroke_presses_a_no_go_zone";
const DECLARED: &str = "every_place_met_is_declared";
const CAPS: &str = "pressure_stays_within_every_cap";
const ON_BODY: &str = "every_hand_stays_on_the_body";
const HAND_WIDTH: &str = "own_marks_keep_a_hand_width";

const TEXT: &str = "title = \"T\"\nrole = \"main\"\nway = \"back\"\ndirection = \"d\"\ncue = \"c\"\ncaption = \"p\"\n";

fn gliding(path: &str, places: &str, more: &str) -> String {
    format!(
        "{TEXT}technique = \"effleurage\"\ncontact = \"whole-hand\"\nfingers = 0\npath = \"{path}\"\nplaces = [{places}]\n{more}"
    )
}

const BY_PARTNER: &str = "givers = [\"partner\"]\npositions = [\"prone\"]\npressure = 1\n";
const BY_THERAPIST: &str = "givers = [\"therapist\"]\npositions = [\"prone\"]\npressure = 3\n";

#[test]
fn no_stroke_presses_a_no_go_zone() {
    let files = files();
    let knowledge = compile(&files).unwrap_or_else(|errors| panic!("{errors}"));
    let report = geometry::prove(&files, &knowledge).unwrap();
    for statement in &report.statements {
        let found: Vec<String> =
            statement.found.iter().map(|found| format!("{} {}: {}", found.what, found.shape, found.message)).collect();
        assert!(found.is_empty(), "{}: {}", statement.invariant, found.join("\n"));
        assert!(statement.checks > 100, "{} looked at hardly anything", statement.invariant);
    }
    assert_eq!(report.statements.len(), 6);
    let hands = &knowledge.techniques;
    assert!(hands.shapes.len() >= 3 && hands.strokes.len() >= 90);
    for site in hands.sites.iter().filter(|site| site.refused.is_none()) {
        let index = hands.sites.iter().position(|one| one.id == site.id).unwrap();
        let of = |role| hands.strokes.iter().any(|stroke| stroke.site == index && stroke.role == role);
        assert!(of(supple_care::technique::Role::Main), "{} has no work", site.id);
    }
}

#[test]
fn a_stroke_across_the_spine_is_found_and_drawn() {
    let stroke = gliding("M300 660L440 660", "\"low-back-left\", \"kidney-left\", \"low-back-right\"", BY_PARTNER);
    let (files, knowledge) = planted(&[("low-back", &stroke)]);
    let report = geometry::prove_strokes(&files, &knowledge).unwrap();
    let found = found(&report, 0);
    assert!(fails(&found, NO_GO, "spine-low"));
    assert!(fails(&found, CAPS, "spine-low"));
    assert!(!report.holds());
    let views = View::read(files.get("body.svg").unwrap()).unwrap();
    let first = &found.iter().find(|(statement, _)| statement == NO_GO).unwrap().1;
    let (svg, sketch) = picture::of_found(&knowledge, &views, first).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("class=\"place closed\"") && svg.contains("class=\"wrong\""));
    assert!(sketch.contains('X') && sketch.contains('o') && sketch.contains('/'), "{sketch}");
}

/// Mistakes, one by one. They are proved together, because reading the knowledge takes longer than proving.
fn mistakes() -> Vec<Planted> {
    let low = |what, path: &str, places: &str, more: &str, look| Planted {
        what,
        site: "low-back",
        stroke: gliding(path, places, more),
        look,
    };
    vec![
        // The edge of the hand lies 10 mm beside the strip of the spine on a medium body: off it, but not by a thumb's width.
        low(
            "a hand too near the spine",
            "M298 690L298 650",
            "\"low-back-left\", \"kidney-left\"",
            BY_PARTNER,
            |found| {
                let near = |(statement, one): &&(String, Found)| {
                    statement == NO_GO && one.shape == "medium" && one.place.as_deref() == Some("spine-low")
                };
                found.iter().find(near).is_some_and(|(_, one)| one.message.starts_with("10."))
                    && !found.iter().any(|(statement, one)| statement == CAPS && one.shape == "medium")
            },
        ),
        Planted {
            what: "a ball over the kidney",
            site: "low-back",
            stroke: format!(
                "{TEXT}technique = \"ball\"\ncontact = \"ball\"\nfingers = 0\npath = \"M262 665\"\n\
                 places = [\"kidney-left\"]\ngivers = [\"self\"]\npositions = [\"seated\"]\npressure = 2\n"
            ),
            look: |found| fails(found, NO_GO, "kidney-left") && fails(found, CAPS, "kidney-left"),
        },
        Planted {
            what: "drumming on the ribs",
            site: "mid-back",
            stroke: format!(
                "{TEXT}technique = \"tapotement\"\ncontact = \"finger-flats\"\nfingers = 0\n\
                 path = \"M256 550L256 570\"\nplaces = [\"low-ribs-left\", \"mid-back-left\"]\n\
                 givers = [\"therapist\"]\npositions = [\"prone\"]\npressure = 1\n"
            ),
            look: |found| fails(found, NO_GO, "low-ribs-left"),
        },
        Planted {
            what: "a hand into the armpit",
            site: "blades",
            stroke: format!(
                "{TEXT}technique = \"effleurage\"\ncontact = \"finger-flats\"\nfingers = 0\n\
                 path = \"M250 440L210 462\"\n\
                 places = [\"shoulder-blade-left\", \"low-ribs-left\", \"upper-arm-back-left\"]\n{BY_PARTNER}"
            ),
            look: |found| fails(found, DECLARED, "armpit-left") && fails(found, CAPS, "armpit-left"),
        },
        low(
            "too much pressure over the kidneys",
            "M270 700L270 650",
            "\"kidney-left\", \"low-back-left\"",
            BY_THERAPIST,
            |found| fails(found, CAPS, "kidney-left") && !found.iter().any(|(statement, _)| statement == NO_GO),
        ),
        low("a place that is kept quiet about", "M270 700L270 650", "\"low-back-left\"", BY_PARTNER, |found| {
            fails(found, DECLARED, "kidney-left")
        }),
        low(
            "a place that is never touched",
            "M270 700L270 650",
            "\"low-back-left\", \"kidney-left\", \"calf-left\"",
            BY_PARTNER,
            |found| {
                let calf = |(statement, one): &&(String, Found)| {
                    statement == DECLARED && one.place.as_deref() == Some("calf-left")
                };
                found.iter().filter(calf).count() == 1
            },
        ),
        low("a hand beside the body", "M190 640L190 600", "\"low-ribs-left\"", BY_PARTNER, |found| {
            found.iter().any(|(statement, one)| statement == ON_BODY && one.shape == "medium")
        }),
        // A stroke that hides where it goes would stay open when the place beside it is closed.
        low(
            "a stroke that stays open beside a mark",
            "M270 700L270 650",
            "\"shoulder-top-left\"",
            BY_PARTNER,
            |found| fails(found, HAND_WIDTH, "kidney-left") && fails(found, HAND_WIDTH, "low-ribs-left"),
        ),
    ]
}

#[test]
fn every_planted_mistake_is_found() {
    let mistakes = mistakes();
    let strokes: Vec<_> = mistakes.iter().map(|planted| (planted.site, planted.stroke.as_str())).collect();
    let (files, knowledge) = planted(&strokes);
    let report = geometry::prove_strokes(&files, &knowledge).unwrap();
    for (mistake, number) in mistakes.iter().zip(0usize..) {
        let found = found(&report, number);
        assert!((mistake.look)(&found), "{}: {found:#?}", mistake.what);
    }
}

/// Everything that the samples need, read once.
struct Drawn {
    knowledge: Knowledge,
    views: Vec<View>,
}

fn drawn() -> &'static Drawn {
    static DRAWN: OnceLock<Drawn> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let files = files();
        let knowledge = compile(&files).unwrap_or_else(|errors| panic!("{errors}"));
        Drawn { views: View::read(files.get("body.svg").unwrap()).unwrap(), knowledge }
    })
}

/// A point that the stroke touches: `along` the path, along the strip, and within half a width of its middle line.
fn touched(sweep: &Sweep, along: f64, strip: f64, reach: f64, turn: f64) -> Point {
    let segments: Vec<_> = sweep.path.segments().collect();
    let middle = if segments.is_empty() {
        match sweep.path.elements().first() {
            Some(kurbo::PathEl::MoveTo(point)) => *point,
            _ => panic!("a path begins with a point"),
        }
    } else {
        let at = along * segments.len() as f64;
        let index = (at.floor() as usize).min(segments.len() - 1);
        segments[index].eval((at - index as f64).clamp(0.0, 1.0))
    };
    let (sin, cos) = (turn * std::f64::consts::TAU).sin_cos();
    middle + sweep.along * (strip * sweep.half_length) + Vec2::new(cos, sin) * (reach * sweep.half_width)
}

fn of(drawn: &'static Drawn, stroke: usize, shape: usize, side: Side) -> (View, Sweep, &'static Stroke, PlaceSet) {
    let hands = &drawn.knowledge.techniques;
    let stroke = &hands.strokes[stroke % hands.strokes.len()];
    let contact: &Contact = &hands.contacts[stroke.contact];
    let width = f64::from(hands.shapes[shape % hands.shapes.len()].width_percent) / 100.0;
    let view = drawn.views.iter().find(|view| view.id == stroke.view).unwrap().wider(width);
    let side = if stroke.mirrored.is_none() { Side::Drawn } else { side };
    let declared = if side == Side::Drawn { stroke.places } else { stroke.mirrored.unwrap() };
    let sweep = Sweep::of(stroke, contact, &view, width, side).unwrap();
    (view, sweep, stroke, declared)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Samples know nothing of intervals: they ask where a single point lies.
    #[test]
    fn no_touched_point_contradicts_the_proof(
        stroke in 0usize..1000,
        shape in 0usize..4,
        right in any::<bool>(),
        along in 0.0f64..1.0,
        strip in -1.0f64..1.0,
        reach in 0.0f64..1.0,
        turn in 0.0f64..1.0,
    ) {
        let drawn = drawn();
        let side = if right { Side::Mirrored } else { Side::Drawn };
        let (view, sweep, stroke, declared) = of(drawn, stroke, shape, side);
        let point = touched(&sweep, along, strip, reach, turn);
        for (id, place) in &view.places {
            let index = drawn.knowledge.place_id(id).unwrap();
            if place.has(point) {
                prop_assert!(declared.has(index), "{} touches {id} at {point:?}", stroke.id);
            }
            let spine = id.starts_with("spine-");
            let thumb = |way: f64| point + Vec2::new((way * std::f64::consts::TAU).cos(), (way * std::f64::consts::TAU).sin()) * 19.99;
            if spine {
                prop_assert!(!place.has(point));
                prop_assert!(!(0..16).any(|way| place.has(thumb(f64::from(way) / 16.0))), "{} at {point:?}", stroke.id);
            }
        }
    }

    /// The room that is printed is never more than what a sample shows.
    #[test]
    fn no_printed_room_is_more_than_a_sample_shows(
        stroke in 0usize..1000,
        place in 0usize..60,
        along in 0.0f64..1.0,
        strip in -1.0f64..1.0,
        edge in 0.0f64..1.0,
    ) {
        let (view, sweep, stroke, _) = of(drawn(), stroke, 1, Side::Drawn);
        let (id, region) = &view.places[place % view.places.len()];
        let room = sweep.room(region);
        let middle = touched(&sweep, along, strip, 0.0, 0.0);
        let path = kurbo::BezPath::from_svg(&region.data()).unwrap();
        let segments: Vec<_> = path.segments().collect();
        let at = edge * segments.len() as f64;
        let index = (at.floor() as usize).min(segments.len() - 1);
        let there = segments[index].eval(at - index as f64);
        let seen = middle.distance(there) - sweep.half_width;
        prop_assert!(room.low <= seen + 1e-6, "{} and {id}: {} is more than {seen}", stroke.id, room.low);
    }
}
