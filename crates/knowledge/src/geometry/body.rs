//! The body for which a proof is made: the drawing in every shape, where limbs join the trunk, and how round it is.

use kurbo::{BezPath, Rect};
use supple_care::{Knowledge, PlaceId, PlaceSet};

use super::{
    around::{self, Silhouette},
    distance::{self, Care},
    drawing::{FAR_MM, Region, View, cubic, widen},
    piece::Piece,
};
use crate::{Files, raw};

/// How finely ways to a cut are looked at.
const CARE: Care = Care { near: 0.0, far: FAR_MM };

/// A body of one shape.
pub(crate) struct Body {
    /// Id of the shape.
    pub(crate) shape: String,
    /// Its width, 1 is the drawing.
    pub(crate) width: f64,
    pub(crate) views: Vec<Drawn>,
    /// How far places end inside the silhouette at most, and how far the silhouettes of both views differ, in millimetres.
    pub(crate) rim: f64,
    limbs: Vec<Limb>,
    radii: Vec<(PlaceSet, f64)>,
    silhouette: Silhouette,
}

/// A view with its places.
pub(crate) struct Drawn {
    pub(crate) view: View,
    pub(crate) places: Vec<Spot>,
}

/// A place in a body of some shape.
pub(crate) struct Spot {
    pub(crate) place: PlaceId,
    pub(crate) region: Region,
    /// To each box of the silhouette, a length that no way over the skin is shorter than.
    pub(crate) ways: Vec<f64>,
}

/// Where a limb joins the body: whoever goes over the skin from its places to any other goes through the cut.
struct Limb {
    places: PlaceSet,
    cuts: Vec<(String, Vec<Piece>)>,
    /// Which boxes of the silhouette are its own.
    edges: Vec<bool>,
}

impl Body {
    /// The bodies of all shapes.
    ///
    /// # Errors
    /// A drawing or a cut that cannot be read.
    pub(crate) fn all(files: &Files, knowledge: &Knowledge) -> Result<Vec<Self>, String> {
        let svg = files.get("body.svg").unwrap_or("");
        let (views, rim) = (View::read(svg)?, rim(svg));
        let raw: raw::Neighbours =
            files.parse("neighbours.toml").ok_or("no neighbours.toml")?.map_err(|error| error.message().to_owned())?;
        let shapes = &knowledge.techniques.shapes;
        let width = |percent: u16| f64::from(percent) / 100.0;
        shapes
            .iter()
            .map(|shape| Self::of(&views, rim, &raw, knowledge, &shape.id, width(shape.width_percent)))
            .collect()
    }

    fn of(
        views: &[View],
        rim: f64,
        raw: &raw::Neighbours,
        knowledge: &Knowledge,
        shape: &str,
        width: f64,
    ) -> Result<Self, String> {
        let views: Vec<View> = views.iter().map(|view| view.wider(width)).collect();
        let [back, front] = views.as_slice() else { return Err("expected a back and a front view".to_owned()) };
        let silhouette = Silhouette::of(back, front);
        let mut radii = Vec::new();
        for round in &raw.round {
            let all = knowledge.places.iter().zip(0u8..);
            let of = all.filter(|(place, _)| round.sites.iter().any(|site| *site.get_ref() == place.site));
            radii.push((of.map(|(_, index)| PlaceId(index)).collect(), f64::from(round.radius_mm) * roundness(width)));
        }
        let mut body = Self {
            shape: shape.to_owned(),
            width,
            views: Vec::new(),
            // What lies beside each other moves apart with the body; what lies below each other does not.
            rim: rim * width.max(1.0),
            limbs: Vec::new(),
            radii,
            silhouette,
        };
        body.limbs = limbs(raw, knowledge, back, front, &body.silhouette, width)?;
        for view in &views {
            let mut places = Vec::new();
            for (id, region) in &view.places {
                let Some(place) = knowledge.place_id(id) else { continue };
                let (region, of) = (region.clone(), PlaceSet::of(place));
                let set = around::edge_boxes(&region);
                let ways = body.ways(view, &set, region.edges(), of);
                places.push(Spot { place, region, ways });
            }
            body.views.push(Drawn { view: view.clone(), places });
        }
        Ok(body)
    }

    pub(crate) fn view(&self, id: &str) -> Option<&Drawn> {
        self.views.iter().find(|drawn| drawn.view.id == id)
    }

    /// The other view.
    pub(crate) fn other(&self, id: &str) -> Option<&Drawn> {
        self.views.iter().find(|drawn| drawn.view.id != id)
    }

    /// For each box of the silhouette, a length that no way over the skin to it from pieces at these places is shorter than.
    pub(crate) fn ways(&self, view: &View, set: &[Rect], pieces: &[Piece], at: PlaceSet) -> Vec<f64> {
        let radius = self.radius(at);
        let seen = self.silhouette.seen(&view.id);
        let mut ways = around::ways(set, seen, radius);
        for limb in &self.limbs {
            let (mine, cut) = (!at.and(limb.places).is_empty(), limb.cut(&view.id));
            if cut.is_empty() || (mine && !at.without(limb.places).is_empty()) {
                continue;
            }
            let to_cut = distance::within(pieces, cut, CARE).low;
            let cut_boxes = around::boxes(cut);
            for ((way, edge), on_limb) in ways.iter_mut().zip(seen).zip(&limb.edges) {
                if *on_limb != mine {
                    let from_cut = cut_boxes.iter().map(|cut| around::apart(cut, edge)).fold(f64::INFINITY, f64::min);
                    *way = way.max(to_cut + from_cut);
                }
            }
        }
        ways
    }

    /// The least radius of the places; 0, which is flat, where one has none.
    fn radius(&self, at: PlaceSet) -> f64 {
        let of = |place: PlaceId| {
            let known = self.radii.iter().find(|(places, _)| places.has(place));
            known.map_or(0.0, |(_, radius)| *radius)
        };
        if at.is_empty() { 0.0 } else { at.iter().map(of).fold(f64::INFINITY, f64::min) }
    }

    /// How long a way over the skin of one view is at least that goes through the cut of a limb, from pieces that touch
    /// the places `here`; 0 where no limb lies between.
    pub(crate) fn through_a_cut(&self, view: &str, pieces: &[Piece], here: PlaceSet, spot: &Spot) -> f64 {
        let there = PlaceSet::of(spot.place);
        let between = |limb: &&Limb| {
            let (from, to) = (here.and(limb.places), there.and(limb.places));
            // One end lies wholly on the limb, the other wholly beside it.
            !limb.cut(view).is_empty() && ((from == here && to.is_empty()) || (from.is_empty() && !to.is_empty()))
        };
        self.limbs
            .iter()
            .filter(between)
            .map(|limb| {
                let cut = limb.cut(view);
                distance::within(pieces, cut, CARE).low + spot.region.distance_within(cut, CARE).low
            })
            .fold(0.0, f64::max)
    }
}

impl Limb {
    fn cut(&self, view: &str) -> &[Piece] {
        self.cuts.iter().find(|(id, _)| id == view).map_or(&[], |(_, cut)| cut.as_slice())
    }
}

fn limbs(
    raw: &raw::Neighbours,
    knowledge: &Knowledge,
    back: &View,
    front: &View,
    silhouette: &Silhouette,
    width: f64,
) -> Result<Vec<Limb>, String> {
    let mut limbs = Vec::new();
    let nearest = nearest_places(knowledge, back, silhouette);
    for limb in &raw.limb {
        for (side, turn) in [("left", 1.0), ("right", -1.0)] {
            let id = |name: &str| format!("{name}-{side}");
            let places: PlaceSet =
                limb.sites.iter().filter_map(|site| knowledge.place_id(&id(site.get_ref()))).collect();
            let mut cuts = Vec::new();
            for (view, cut) in [(back, &limb.cut_back), (front, &limb.cut_front)] {
                let path = BezPath::from_svg(cut.get_ref()).map_err(|error| error.to_string())?;
                let path = widen(&path, view.axis, width * turn);
                cuts.push((view.id.clone(), path.segments().map(cubic).map(Piece::plain).collect()));
            }
            let edges = nearest.iter().map(|place| place.is_some_and(|place| places.has(place))).collect();
            limbs.push(Limb { places, cuts, edges });
        }
    }
    Ok(limbs)
}

/// For each box of the silhouette, the place of the back view that lies nearest.
fn nearest_places(knowledge: &Knowledge, back: &View, silhouette: &Silhouette) -> Vec<Option<PlaceId>> {
    let known = |(id, region): &(String, Region)| {
        knowledge.place_id(id).map(|place| (place, region.bounds(), around::edge_boxes(region)))
    };
    let places: Vec<(PlaceId, Rect, Vec<Rect>)> = back.places.iter().filter_map(known).collect();
    let nearest = |edge: &Rect| {
        let mut best = (f64::INFINITY, None);
        for (place, bounds, boxes) in &places {
            if around::apart(bounds, edge) < best.0 {
                let least = boxes.iter().map(|one| around::apart(one, edge)).fold(f64::INFINITY, f64::min);
                if least < best.0 {
                    best = (least, Some(*place));
                }
            }
        }
        best.1
    };
    silhouette.seen("back").iter().map(nearest).collect()
}

/// How a radius of the body's side changes in a body that is so many times as wide, and as deep as before.
///
/// A circle becomes an ellipse. A wider one is at its rim as round as a circle of `r / width`, and flatter farther in; no way
/// round a narrower one is shorter than `width` times the way before. Circles of these radii lie inside, so that ways are
/// rather too short than too long.
fn roundness(width: f64) -> f64 {
    width.min(width.recip())
}

/// How far places end inside the silhouette at most, and how far the silhouettes of both views differ: from the drawing.
pub(crate) fn rim(svg: &str) -> f64 {
    let text = svg.split_once("data-rim=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(rim, _)| rim);
    text.and_then(|rim| rim.parse().ok()).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use kurbo::Rect;
    use supple_care::PlaceSet;

    use super::{super::piece::Piece, Body, rim, roundness};
    use crate::{Files, compile};

    /// A box with its distances from the middle line multiplied.
    fn stretched(rect: Rect, axis: f64, width: f64) -> Rect {
        let across = |x: f64| axis + (x - axis) * width;
        Rect::new(across(rect.x0), rect.y0, across(rect.x1), rect.y1)
    }

    fn near(a: Rect, b: Rect, mm: f64) -> bool {
        let pairs = [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)];
        pairs.into_iter().all(|(a, b)| (a - b).abs() < mm)
    }

    fn same(a: Rect, b: Rect) -> bool {
        near(a, b, 1e-5)
    }

    fn around(pieces: &[Piece]) -> Rect {
        let mut boxes = pieces.iter().map(Piece::bounds);
        let first = boxes.next().unwrap();
        boxes.fold(first, |all, one| all.union(one))
    }

    #[test]
    fn a_body_shape_stretches_everything_that_is_drawn() {
        let files = Files::embedded();
        let knowledge = compile(&files).unwrap_or_else(|errors| panic!("{errors}"));
        let bodies = Body::all(&files, &knowledge).unwrap();
        let medium = bodies.iter().find(|body| body.shape == "medium").unwrap();
        assert!(bodies.len() >= 3 && medium.width == 1.0);
        for body in &bodies {
            let width = body.width;
            for (drawn, plain) in body.views.iter().zip(&medium.views) {
                let axis = plain.view.axis;
                assert_eq!(drawn.view.axis, axis);
                assert!(same(drawn.view.outline.bounds(), stretched(plain.view.outline.bounds(), axis, width)));
                assert_eq!(drawn.places.len(), plain.places.len());
                for (spot, before) in drawn.places.iter().zip(&plain.places) {
                    assert!(same(spot.region.bounds(), stretched(before.region.bounds(), axis, width)));
                    assert_eq!(spot.place, before.place);
                }
                let seen = |body: &Body| body.silhouette.seen(&drawn.view.id).iter().copied().reduce(|a, b| a.union(b));
                // Its boxes hold the curve loosely, by what is left where it is cut no finer.
                assert!(near(seen(body).unwrap(), stretched(seen(medium).unwrap(), axis, width), 1.0));
                for (limb, before) in body.limbs.iter().zip(&medium.limbs) {
                    let (cut, plain) = (limb.cut(&drawn.view.id), before.cut(&drawn.view.id));
                    assert!(same(around(cut), stretched(around(plain), axis, width)), "{}", body.shape);
                }
            }
            for place in knowledge.places.iter().filter_map(|place| knowledge.place_id(&place.id)) {
                let (radius, before) = (body.radius(PlaceSet::of(place)), medium.radius(PlaceSet::of(place)));
                assert!((radius - before * width.min(1.0 / width)).abs() < 1e-9 && radius <= before);
            }
            assert!(body.rim >= medium.rim && body.rim >= medium.rim * width - 1e-9);
        }
        assert_eq!(medium.rim, rim(crate::BODY_SVG));
    }

    #[test]
    fn no_way_round_an_ellipse_is_shorter_than_that_round_its_circle() {
        let radius = 75.0;
        for width in [0.7f64, 0.86, 1.0, 1.15, 1.3, 1.8] {
            let circle = radius * roundness(width);
            // Along the ellipse from its rim, in small chords, which are never longer than the arc.
            let (mut way, mut last) = (0.0, (0.0f64, 0.0f64));
            for step in 1..=900 {
                let angle = f64::from(step) / 900.0 * std::f64::consts::FRAC_PI_2;
                let here = (width * radius * (1.0 - angle.cos()), radius * angle.sin());
                way += (here.0 - last.0).hypot(here.1 - last.1);
                last = here;
                let shortest = super::super::around::arc(here.0, circle);
                assert!(shortest <= way + 1e-3, "{width}: {shortest} round the circle, {way} round the ellipse");
            }
        }
    }
}
