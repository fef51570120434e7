//! A stroke as a picture: what it touches, its path, and what is closed to it.

use std::fmt::Write as _;

use kurbo::{BezPath, ParamCurve, ParamCurveDeriv, PathSeg, Point, Rect, Shape as _, Vec2};
use supple_care::{
    Knowledge, PlaceId, PlaceSet,
    permit::Touch,
    technique::{Stroke, Way},
};

use super::{
    Sweep,
    drawing::{View, cubic},
};

/// What is touched and the path of the middle, as SVG elements in the coordinates of the drawing.
///
/// The area is drawn as copies of the path that are as wide as the applicator, side by side along its long side. They
/// share one group (class `swept`), so that it can be made translucent as a whole. `id` names the path in the page.
#[must_use]
pub fn fragment(sweep: &Sweep, way: Way, id: &str) -> String {
    let mut svg = format!(
        "<defs><path id=\"{id}\" d=\"{}\"/></defs><g class=\"swept\" stroke-width=\"{}\">",
        visible(&sweep.path),
        number(sweep.half_width * 2.0)
    );
    for step in steps(sweep) {
        let _ = write!(svg, "<use href=\"#{id}\" x=\"{}\" y=\"{}\"/>", number(step.x), number(step.y));
    }
    svg.push_str("</g>");
    let _ = write!(svg, "<use class=\"line\" href=\"#{id}\"/>{}", mark(&sweep.path, way));
    svg
}

/// Where the copies of the path stand: close enough that their round ends leave no gap that an eye sees.
fn steps(sweep: &Sweep) -> Vec<Vec2> {
    let least = (sweep.half_length / (sweep.half_width * 0.35)).ceil().max(1.0);
    let mut steps = Vec::new();
    let mut at = -least;
    while at <= least {
        steps.push(sweep.along * (sweep.half_length * at / least));
        at += 1.0;
    }
    if sweep.half_length == 0.0 {
        steps.truncate(1);
    }
    steps
}

/// Path data that also shows where the path is a single point: a line without length is drawn by its round ends.
fn visible(path: &BezPath) -> String {
    let data = path.to_svg();
    if path.segments().next().is_some() { data } else { format!("{data}h0") }
}

/// An arrow at the end of the path; a dot for a hand that stays.
fn mark(path: &BezPath, way: Way) -> String {
    let segments: Vec<PathSeg> = path.segments().collect();
    let Some(last) = segments.last() else {
        let at = first(path);
        return format!("<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"6\"/>", number(at.x), number(at.y));
    };
    // A closed path goes on; its arrow stands where a quarter of it is done, so that the direction is seen.
    let (segment, at) = match way {
        Way::Round => (segments.get(segments.len() / 4).unwrap_or(last), 0.5),
        Way::Back | Way::Again | Way::Wander | Way::Still => (last, 1.0),
    };
    let curve = cubic(*segment);
    let tip = curve.eval(at);
    let heading = curve.deriv().eval(if at < 1.0 { at } else { 0.98 }).to_vec2();
    let ahead = heading / heading.hypot().max(1e-9);
    let across = Vec2::new(-ahead.y, ahead.x);
    let (left, right) = (tip - ahead * 13.0 + across * 8.0, tip - ahead * 13.0 - across * 8.0);
    let nose = tip + ahead * 3.0;
    format!(
        "<path class=\"arrow\" d=\"M{} {}L{} {}L{} {}z\"/>",
        number(left.x),
        number(left.y),
        number(nose.x),
        number(nose.y),
        number(right.x),
        number(right.y)
    )
}

fn first(path: &BezPath) -> Point {
    match path.elements().first() {
        Some(kurbo::PathEl::MoveTo(point)) => *point,
        Some(_) | None => Point::ZERO,
    }
}

/// What a page shows of a stroke: its area with room around it, not larger than the body.
#[must_use]
pub fn crop(sweep: &Sweep, view: &View) -> Rect {
    let body = view.outline.bounds().inflate(20.0, 20.0);
    let mut around = sweep.path.bounding_box();
    if sweep.path.segments().next().is_none() {
        let at = first(&sweep.path);
        around = Rect::from_points(at, at);
    }
    // Both sides of the body, so that one sees where it is.
    let half = (view.axis - around.x0).abs().max((around.x1 - view.axis).abs()) + 110.0;
    let half = half.max(230.0);
    let middle = around.center().y;
    let tall = (around.height() / 2.0 + 170.0).max(half * 0.9);
    Rect::new(view.axis - half, middle - tall, view.axis + half, middle + tall).intersect(body)
}

/// A picture that stands alone: for a file. `closed` says which places nobody may touch in this stroke; `at` marks where
/// something is wrong.
#[must_use]
pub fn alone(sweep: &Sweep, way: Way, view: &View, closed: &dyn Fn(&str) -> bool, at: Option<Point>) -> String {
    let seen = crop(sweep, view);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" width=\"{}\" style=\"max-width:100%;max-height:100vh;height:auto\">\n<style>{STYLE}</style>\n{HATCH}\n",
        number(seen.x0),
        number(seen.y0),
        number(seen.width()),
        number(seen.height()),
        number(seen.width() * 2.0),
    );
    let _ = writeln!(svg, "<path class=\"outline\" d=\"{}\"/>", view.outline.data());
    for (id, place) in &view.places {
        let class = if closed(id) { "place closed" } else { "place" };
        let _ = writeln!(svg, "<path class=\"{class}\" d=\"{}\"><title>{id}</title></path>", place.data());
    }
    for guide in &view.guides {
        let _ = writeln!(svg, "<path class=\"guide\" d=\"{guide}\"/>");
    }
    let _ = writeln!(svg, "{}", fragment(sweep, way, "stroke"));
    if let Some(at) = at {
        let _ = writeln!(svg, "<circle class=\"wrong\" cx=\"{}\" cy=\"{}\" r=\"14\"/>", number(at.x), number(at.y));
    }
    svg.push_str("</svg>\n");
    svg
}

const STYLE: &str = ".outline{fill:#efe6d8;stroke:#1d4e54;stroke-width:4;stroke-linejoin:round}\
.place{fill:#dfeae6;stroke:#efe6d8;stroke-width:4}.closed{fill:url(#hatch)}\
.guide{fill:none;stroke:#1d4e54;stroke-width:3;stroke-linecap:round;opacity:.35}\
.swept{fill:none;stroke:#a4472a;stroke-linecap:round;stroke-linejoin:round;opacity:.4}\
.line{fill:none;stroke:#6d2a17;stroke-width:4;stroke-linecap:round;stroke-linejoin:round}\
.arrow,.dot{fill:#6d2a17}.wrong{fill:none;stroke:#9b1c1c;stroke-width:5}";

const HATCH: &str = "<defs><pattern id=\"hatch\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\" \
patternTransform=\"rotate(45)\"><path fill=\"#f7f1e4\" d=\"M0 0h12v12H0z\"/>\
<path stroke=\"#8a7f6d\" stroke-width=\"4\" d=\"M0 0v12\"/></pattern></defs>";

/// A small text drawing for a terminal: `.` the body, `/` closed places, `o` what is touched, `X` both.
#[must_use]
pub fn sketch(sweep: &Sweep, view: &View, closed: &dyn Fn(&str) -> bool) -> String {
    const COLUMNS: u32 = 66;
    let seen = crop(sweep, view);
    let cell = seen.width() / f64::from(COLUMNS);
    // A letter is about twice as tall as it is wide.
    let rows = (seen.height() / (2.0 * cell)).floor();
    let mut drawing = String::new();
    let mut row = 0.0;
    while row < rows {
        let y = seen.y0 + (row + 0.5) * 2.0 * cell;
        let line: String = (0..COLUMNS)
            .map(|column| {
                let point = Point::new(seen.x0 + (f64::from(column) + 0.5) * cell, y);
                let forbidden = view.places.iter().any(|(id, place)| closed(id) && place.has(point));
                match (sweep.touches(point), forbidden, view.outline.has(point)) {
                    (true, true, _) => 'X',
                    (true, false, _) => 'o',
                    (false, true, _) => '/',
                    (false, false, true) => '.',
                    (false, false, false) => ' ',
                }
            })
            .collect();
        let _ = writeln!(drawing, "{}", line.trim_end());
        row += 1.0;
    }
    drawing
}

/// A coordinate to a tenth of a millimetre.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The picture of what a proof found: the stroke on the body of that shape. Nothing if it is not about a stroke.
#[must_use]
pub fn of_found(knowledge: &Knowledge, views: &[View], found: &super::Found) -> Option<(String, String)> {
    let hands = &knowledge.techniques;
    let stroke = hands.strokes.iter().find(|stroke| stroke.id == found.what)?;
    let contact = hands.contacts.get(stroke.contact)?;
    let shape = hands.shapes.iter().find(|shape| shape.id == found.shape);
    let width = shape.map_or(1.0, |shape| f64::from(shape.width_percent) / 100.0);
    let view = views.iter().find(|view| view.id == stroke.view)?.wider(width);
    let sweep = Sweep::of(stroke, contact, &view, width, found.side).ok()?;
    let none = closed_to(knowledge, stroke);
    let closed = |id: &str| knowledge.place_id(id).is_some_and(|place| none.has(place));
    Some((alone(&sweep, stroke.way, &view, &closed, found.at), sketch(&sweep, &view, &closed)))
}

/// The places where always-on limits leave nothing for anybody who gives this stroke, in any of its positions.
#[must_use]
pub fn closed_to(knowledge: &Knowledge, stroke: &Stroke) -> PlaceSet {
    let taken: Vec<_> = knowledge.always_on().map(|in_force| in_force.space).collect();
    let technique = knowledge.techniques.techniques.get(stroke.technique).map_or(u8::MAX, |technique| technique.class);
    let bits = |mask: u32| (0u8..32).filter(move |index| mask & 1u32.checked_shl(u32::from(*index)).unwrap_or(0) != 0);
    let all = knowledge.places.iter().zip(0u8..).map(|(_, index)| PlaceId(index));
    let closed = |place: &PlaceId| {
        bits(stroke.givers).all(|giver| {
            bits(stroke.positions).all(|position| {
                let (applicator, device) = (stroke.applicator, stroke.device);
                let touch = Touch { place: *place, technique, applicator, giver, position, product: 0, device };
                touch.ceiling(&taken) == 0
            })
        })
    };
    all.filter(closed).collect()
}
