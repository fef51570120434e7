//! The drawing of the body: read once from knowledge/body.svg, painted for each page.

mod paths;

use std::fmt::Write as _;

use supple_care::{Intensity, Knowledge, Mark, PlaceId, PlaceSet};
use supple_knowledge::geometry::drawing::Rect;

use self::paths::{Piece, middle, mirror, pieces};
use crate::voice::Voice;

/// The parts of the drawing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figure {
    views: [View; 2],
    /// Where the arrow keys go from each place: up, down, left, right.
    arrows: Vec<[Option<u8>; 4]>,
}

#[derive(Clone, Debug, Default)]
struct View {
    crop: String,
    /// The middle of the body, across.
    axis: i32,
    outline: Vec<String>,
    shapes: Vec<Shape>,
    guides: Vec<(String, bool)>,
    labels: Vec<Label>,
}

#[derive(Clone, Debug)]
struct Shape {
    place: PlaceId,
    path: String,
    middle: (i32, i32),
    /// The place on the other side whose path this one mirrors: it is drawn once and used twice.
    mirrors: Option<PlaceId>,
}

impl Shape {
    /// The path, or the other side's turned round the axis.
    fn draw(&self, axis: i32) -> String {
        match self.mirrors {
            Some(_) => self.again(axis),
            None => format!("<path id=\"q{}\" d=\"{}\"/>", self.place.0, self.path),
        }
    }

    /// The shape once more, over what is drawn already.
    fn again(&self, axis: i32) -> String {
        match self.mirrors {
            Some(other) => format!("<use href=\"#q{}\" transform=\"matrix(-1 0 0 1 {} 0)\"/>", other.0, 2 * axis),
            None => format!("<use href=\"#q{}\"/>", self.place.0),
        }
    }
}

#[derive(Clone, Debug)]
struct Label {
    at: (String, String),
    words: String,
}

/// The hatch for places that are left alone, and the upright lines for numbness where both are shown. They stand in the first
/// drawing of a page.
const HATCH: &str = "<defs><pattern id=\"hatch\" width=\"16\" height=\"16\" patternUnits=\"userSpaceOnUse\" \
    patternTransform=\"rotate(45)\"><path class=\"hp\" d=\"M0 0h16v16H0z\"/><path class=\"hl\" d=\"M0 0v16\"/></pattern>\
    <pattern id=\"numb\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\"><path class=\"nl\" d=\"M6 0v12\"/></pattern></defs>";

impl Figure {
    /// Reads the drawing: one element a line, as its head comment says.
    pub(crate) fn read(svg: &str, knowledge: &Knowledge) -> Self {
        let mut figure = Self::default();
        let mut at = 0usize;
        for line in svg.lines() {
            if let Some([back, front]) = crops(line) {
                let [first, second] = &mut figure.views;
                let axis = |name| attribute(line, name).and_then(|axis| axis.parse().ok()).unwrap_or(0);
                (first.axis, second.axis) = (axis("data-axis-back"), axis("data-axis-front"));
                first.crop = back;
                second.crop = front;
            }
            if line.contains("id=\"view-front\"") {
                at = 1;
            }
            let Some(view) = figure.views.get_mut(at) else { continue };
            let path = attribute(line, "d").unwrap_or_default().to_owned();
            match attribute(line, "class") {
                Some("outline") => view.outline.push(path),
                Some("place") => {
                    let place = attribute(line, "data-place").and_then(|id| knowledge.place_id(id));
                    view.shapes.extend(place.map(|place| Shape { place, middle: middle(&path), path, mirrors: None }));
                }
                Some("guide") => view.guides.push((path, false)),
                Some("guide spine") => view.guides.push((path, true)),
                Some("side-label") => {
                    let text = |name| attribute(line, name).unwrap_or_default().to_owned();
                    view.labels.push(Label { at: (text("x"), text("y")), words: text("data-words") });
                }
                _ => {}
            }
        }
        for view in &mut figure.views {
            view.find_mirrors(knowledge);
        }
        figure.arrows = arrows(knowledge);
        figure
    }

    /// The map to touch: back and front. Each place is a link to its line in the list; the script makes it a checkbox.
    /// `data-p` is its number, and those of the places where the arrow keys go: up, down, left, right.
    pub(crate) fn touch(&self, voice: &Voice, knowledge: &Knowledge, marked: PlaceSet) -> [String; 2] {
        self.draw(voice, |svg, shape, inner| {
            let id = knowledge.place(shape.place).map_or("", |place| place.id.as_str());
            let on = if marked.has(shape.place) { " on" } else { "" };
            let index = usize::from(shape.place.0);
            let go: Vec<String> = self
                .arrows
                .get(index)
                .map(|ways| ways.iter().map(|way| way.map_or_else(String::new, |place| place.to_string())).collect())
                .unwrap_or_default();
            let _ = write!(
                svg,
                "<a class=\"r{on}\" href=\"#at-{id}\" tabindex=\"-1\" data-p=\"{index},{}\">{inner}</a>",
                go.join(",")
            );
        })
    }

    /// What is allowed at each place: the ceiling at home and the ceiling by a therapist. Over it, where it hurts: strength
    /// as a number and as depth of its spot, numbness as a hatch.
    pub(crate) fn allowed(&self, voice: &Voice, marks: &[Mark], ceilings: impl Fn(PlaceId) -> (u8, u8)) -> [String; 2] {
        let mut views = self.draw(voice, |svg, shape, inner| {
            let (home, care) = ceilings(shape.place);
            let _ = write!(svg, "<g class=\"r h{home} t{care}\">{inner}</g>");
        });
        for (view, svg) in self.views.iter().zip(&mut views) {
            let mut over = String::new();
            for shape in &view.shapes {
                let Some(mark) = marks.iter().find(|mark| mark.place == shape.place) else { continue };
                let hurt = if mark.numb { "hurt nb" } else { "hurt" };
                let _ = write!(over, "<g class=\"{hurt}\">{}</g>", shape.again(view.axis));
            }
            for shape in &view.shapes {
                let Some(mark) = marks.iter().find(|mark| mark.place == shape.place) else { continue };
                let (x, y) = shape.middle;
                let (depth, text) = (depth(mark), strength(mark));
                let _ = write!(
                    over,
                    "<circle class=\"spot s{depth}\" cx=\"{x}\" cy=\"{y}\" r=\"27\"/>\
                     <text class=\"n s{depth}\" x=\"{x}\" y=\"{y}\">{text}</text>"
                );
            }
            if let Some(end) = svg.rfind("</svg>") {
                svg.insert_str(end, &over);
            }
        }
        views
    }

    /// A plan: the ceiling at each of its places, 0 for what it leaves alone, nothing for what it does not speak of; and the
    /// number of each place in its order.
    pub(crate) fn planned(
        &self,
        voice: &Voice,
        ceilings: impl Fn(PlaceId) -> Option<u8>,
        order: &[(PlaceId, usize)],
    ) -> [String; 2] {
        let mut views = self.draw(voice, |svg, shape, inner| {
            let class = ceilings(shape.place).map_or_else(String::new, |ceiling| format!(" c{ceiling}"));
            let _ = write!(svg, "<g class=\"r{class}\">{inner}</g>");
        });
        for (view, svg) in self.views.iter().zip(&mut views) {
            let mut numbers = String::new();
            for shape in &view.shapes {
                let Some((_, number)) = order.iter().find(|(place, _)| *place == shape.place) else { continue };
                let (x, y) = shape.middle;
                let _ = write!(numbers, "<circle class=\"nc\" cx=\"{x}\" cy=\"{y}\" r=\"27\"/>");
                let _ = write!(numbers, "<text class=\"n\" x=\"{x}\" y=\"{y}\">{number}</text>");
            }
            if let Some(cut) = svg.rfind("</svg>") {
                svg.insert_str(cut, &numbers);
            }
        }
        views
    }

    /// Where it hurts: strength as a number and as depth, numbness as a hatch.
    pub(crate) fn pain(&self, voice: &Voice, marks: &[Mark]) -> [String; 2] {
        let of = |place: PlaceId| marks.iter().find(|mark| mark.place == place);
        let mut views = self.draw(voice, |svg, shape, inner| match of(shape.place) {
            None => {
                let _ = write!(svg, "<g class=\"r\">{inner}</g>");
            }
            Some(mark) => {
                let _ = write!(svg, "<g class=\"r on i{}\">{inner}</g>", depth(mark));
                if mark.numb {
                    let axis = self.views.get(self.view_of(shape.place)).map_or(0, |view| view.axis);
                    let _ = write!(svg, "<g class=\"nb\">{}</g>", shape.again(axis));
                }
            }
        });
        for (view, svg) in self.views.iter().zip(&mut views) {
            let mut numbers = String::new();
            for shape in &view.shapes {
                let Some(mark) = of(shape.place) else { continue };
                let (x, y) = shape.middle;
                let text = strength(mark);
                let _ = write!(numbers, "<text class=\"n d{}\" x=\"{x}\" y=\"{y}\">{text}</text>", depth(mark));
            }
            if let Some(cut) = svg.rfind("</svg>") {
                svg.insert_str(cut, &numbers);
            }
        }
        views
    }

    /// The back for the player, with the places that nobody presses hatched. What is touched is drawn into the first empty
    /// group, the hands into the second.
    pub(crate) fn stage(&self, closed: impl Fn(PlaceId) -> bool) -> String {
        let [view, _] = &self.views;
        let mut svg = format!("<svg class=\"bm fig-s\" viewBox=\"{}\" aria-hidden=\"true\">{HATCH}", view.crop);
        // The pillow under the head of a body that lies on its side; the player places it.
        svg.push_str("<g data-body><g data-pillow><rect class=\"pillow\" x=\"-52\" y=\"30\" width=\"104\" height=\"200\" rx=\"44\"/></g>");
        for path in &view.outline {
            let _ = write!(svg, "<path class=\"o\" d=\"{path}\"/>");
        }
        for shape in &view.shapes {
            let no = if closed(shape.place) { " no" } else { "" };
            let _ = write!(svg, "<g class=\"r{no}\">{}</g>", shape.draw(view.axis));
        }
        svg.push_str("<g data-under></g>");
        for (path, spine) in &view.guides {
            let _ = write!(svg, "<path class=\"g{}\" d=\"{path}\"/>", if *spine { " s" } else { "" });
        }
        svg.push_str("<g data-over></g></g></svg>");
        svg
    }

    /// Back and front with the places hatched that no hand goes to.
    pub(crate) fn no_go(&self, closed: impl Fn(PlaceId) -> bool) -> String {
        let mut svg = String::new();
        for (view, hatch) in self.views.iter().zip([HATCH, ""]) {
            let _ = write!(svg, "<svg class=\"bm\" viewBox=\"{}\" aria-hidden=\"true\">{hatch}", view.crop);
            for path in &view.outline {
                let _ = write!(svg, "<path class=\"o\" d=\"{path}\"/>");
            }
            for shape in &view.shapes {
                let no = if closed(shape.place) { " no" } else { "" };
                let _ = write!(svg, "<g class=\"r{no}\">{}</g>", shape.draw(view.axis));
            }
            svg.push_str("</svg>");
        }
        svg
    }

    /// A part of the body with a stroke on it: what is closed to it hatched.
    pub(crate) fn stroke(&self, at: usize, crop: Rect, closed: PlaceSet, stroke: &str) -> String {
        let Some(view) = self.views.get(at) else { return String::new() };
        let whole = |value: f64| value.round();
        let mut svg = format!(
            "<svg class=\"bm\" viewBox=\"{} {} {} {}\" aria-hidden=\"true\">{HATCH}",
            whole(crop.x0),
            whole(crop.y0),
            whole(crop.width()),
            whole(crop.height())
        );
        for path in &view.outline {
            let _ = write!(svg, "<path class=\"o\" d=\"{path}\"/>");
        }
        for shape in &view.shapes {
            let no = if closed.has(shape.place) { " no" } else { "" };
            let _ = write!(svg, "<g class=\"r{no}\">{}</g>", shape.draw(view.axis));
        }
        for (path, spine) in &view.guides {
            let _ = write!(svg, "<path class=\"g{}\" d=\"{path}\"/>", if *spine { " s" } else { "" });
        }
        svg.push_str(stroke);
        svg.push_str("</svg>");
        svg
    }

    /// Which view a place is drawn in: 0 for the back, 1 for the front.
    pub(crate) fn view_of(&self, place: PlaceId) -> usize {
        self.views.iter().position(|view| view.shapes.iter().any(|shape| shape.place == place)).unwrap_or(0)
    }

    fn draw(&self, voice: &Voice, mut paint: impl FnMut(&mut String, &Shape, &str)) -> [String; 2] {
        let mut first = true;
        self.views.each_ref().map(|view| {
            let mut svg = format!("<svg class=\"bm\" viewBox=\"{}\" aria-hidden=\"true\">", view.crop);
            if first {
                svg.push_str(HATCH);
                first = false;
            }
            for path in &view.outline {
                let _ = write!(svg, "<path class=\"o\" d=\"{path}\"/>");
            }
            for shape in &view.shapes {
                paint(&mut svg, shape, &shape.draw(view.axis));
            }
            for (path, spine) in &view.guides {
                let _ = write!(svg, "<path class=\"g{}\" d=\"{path}\"/>", if *spine { " s" } else { "" });
            }
            for label in &view.labels {
                let (x, y) = &label.at;
                let _ = write!(svg, "<text x=\"{x}\" y=\"{y}\">{}</text>", voice.t(&label.words));
            }
            svg.push_str("</svg>");
            svg
        })
    }
}

/// How deep the colour of a mark is, from 1 to 4.
fn depth(mark: &Mark) -> u8 {
    match mark.intensity {
        Intensity::Of(0..=2) => 1,
        Intensity::Of(3..=4) => 2,
        Intensity::Of(5..=7) => 3,
        Intensity::Of(_) | Intensity::Unknown => 4,
    }
}

/// How strong a mark is, as it is drawn.
fn strength(mark: &Mark) -> String {
    match mark.intensity {
        Intensity::Unknown => "?".to_owned(),
        Intensity::Of(number) => number.to_string(),
    }
}

impl View {
    /// Finds the shapes that are another one's mirror image, number for number.
    fn find_mirrors(&mut self, knowledge: &Knowledge) {
        let known: Vec<(PlaceId, Vec<Piece>)> =
            self.shapes.iter().map(|shape| (shape.place, pieces(&shape.path))).collect();
        for shape in &mut self.shapes {
            let Some(place) = knowledge.place(shape.place).filter(|place| place.side == "right") else { continue };
            let other = known.iter().find(|(other, _)| {
                knowledge.place(*other).is_some_and(|other| other.site == place.site && other.side == "left")
            });
            let mirrored = other.map(|(_, path)| mirror(path, self.axis));
            if mirrored == Some(pieces(&shape.path)) {
                shape.mirrors = other.map(|(other, _)| *other);
            }
        }
    }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let from = line.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = line.get(from..)?;
    rest.split_once('"').map(|(value, _)| value)
}

fn crops(line: &str) -> Option<[String; 2]> {
    Some([attribute(line, "data-crop-back")?.to_owned(), attribute(line, "data-crop-front")?.to_owned()])
}

/// Where the arrow keys go, from knowledge/neighbours.toml: one `key = "place"` a line.
fn arrows(knowledge: &Knowledge) -> Vec<[Option<u8>; 4]> {
    let mut arrows = vec![[None; 4]; knowledge.places.len()];
    let files = supple_knowledge::Files::embedded();
    let mut from: Option<usize> = None;
    for line in files.get("neighbours.toml").unwrap_or_default().lines() {
        let Some((name, value)) = line.split_once('=') else { continue };
        let place = knowledge.place_id(value.trim().trim_matches('"'));
        let way = match name.trim() {
            "place" => {
                from = place.map(|place| usize::from(place.0));
                continue;
            }
            "up" => 0usize,
            "down" => 1,
            "left" => 2,
            "right" => 3,
            _ => continue,
        };
        if let Some(slot) = from.and_then(|from| arrows.get_mut(from)).and_then(|ways| ways.get_mut(way)) {
            *slot = place.map(|place| place.0);
        }
    }
    arrows
}
