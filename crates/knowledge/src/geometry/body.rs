//! The body for which a proof is made: the drawing in every shape, where limbs join the trunk, and how round it is.

use kurbo::{BezPath, Rect};
use supple_care::{Knowledge, PlaceId, PlaceSet};

use super::{
    around::{self, Silhouette},
    distance,
    drawing::{Region, View, cubic, widen},
    piece::Piece,
};
use crate::{Files, raw};

/// A body of one shape.
pub(crate) struct Body {
    /// Id of the shape.
    pub(crate) shape: String,
    /// Its width, 1 is the drawing.
    pub(crate) width: f64,
    pub(crate) views: Vec<Drawn>,
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
        let views = View::read(files.get("body.svg").unwrap_or(""))?;
        let raw: raw::Neighbours =
            toml::from_str(files.get("neighbours.toml").unwrap_or("")).map_err(|error| error.message().to_owned())?;
        let shapes = &knowledge.techniques.shapes;
        let width = |percent: u16| f64::from(percent) / 100.0;
        shapes.iter().map(|shape| Self::of(&views, &raw, knowledge, &shape.id, width(shape.width_percent))).collect()
    }

    fn of(
        views: &[View],
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
            radii.push((of.map(|(_, index)| PlaceId(index)).collect(), f64::from(round.radius_mm)));
        }
        let mut body = Self { shape: shape.to_owned(), width, views: Vec::new(), limbs: Vec::new(), radii, silhouette };
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
            let to_cut = distance::between(pieces, cut).low;
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
            .map(|limb| distance::between(pieces, limb.cut(view)).low + spot.region.distance(limb.cut(view)).low)
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
            let edges = own_edges(knowledge, back, silhouette, places);
            limbs.push(Limb { places, cuts, edges });
        }
    }
    Ok(limbs)
}

/// Which boxes of the silhouette lie nearer to the places of a limb than to any other place of the back view.
fn own_edges(knowledge: &Knowledge, back: &View, silhouette: &Silhouette, limb: PlaceSet) -> Vec<bool> {
    let sets: Vec<(bool, Vec<Rect>)> = back
        .places
        .iter()
        .filter_map(|(id, region)| knowledge.place_id(id).map(|place| (limb.has(place), around::edge_boxes(region))))
        .collect();
    let nearest = |edge: &Rect, of_limb: bool| {
        let of = sets.iter().filter(|(mine, _)| *mine == of_limb).flat_map(|(_, set)| set);
        of.map(|one| around::apart(one, edge)).fold(f64::INFINITY, f64::min)
    };
    silhouette.seen("back").iter().map(|edge| nearest(edge, true) < nearest(edge, false)).collect()
}

/// How far places end inside the silhouette at most, and how far the silhouettes of both views differ: from the drawing.
pub(crate) fn rim(svg: &str) -> f64 {
    let text = svg.split_once("data-rim=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(rim, _)| rim);
    text.and_then(|rim| rim.parse().ok()).unwrap_or(f64::INFINITY)
}
