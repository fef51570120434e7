//! The drawing of the body as geometry: the outline and the places of each view, from knowledge/body.svg.

use kurbo::{Affine, BezPath, CubicBez, PathSeg, Shape as _, Vec2};
pub use kurbo::{Point, Rect};

use super::{
    distance::{self, Care, Distance},
    piece::Piece,
};

/// One view of the drawing: 1 unit is 1 mm.
#[derive(Clone, Debug)]
pub struct View {
    /// `back` or `front`.
    pub id: String,
    /// The middle line: its x.
    pub axis: f64,
    /// The silhouette.
    pub outline: Region,
    /// The places, by id.
    pub places: Vec<(String, Region)>,
    /// Guides of anatomy, as path data.
    pub guides: Vec<String>,
}

/// A part of the plane inside closed curves.
#[derive(Clone, Debug)]
pub struct Region {
    path: BezPath,
    edges: Vec<Piece>,
    bounds: Rect,
}

/// Distances beyond this are not looked at more closely: no limit reaches so far.
pub(crate) const FAR_MM: f64 = 150.0;

impl Region {
    /// The inside of closed SVG path data.
    pub(crate) fn read(data: &str) -> Result<Self, String> {
        let path = BezPath::from_svg(data).map_err(|error| error.to_string())?;
        Ok(Self::of(path))
    }

    fn of(path: BezPath) -> Self {
        let edges: Vec<Piece> = path.segments().map(cubic).map(Piece::plain).collect();
        let bounds = path.bounding_box();
        Self { path, edges, bounds }
    }

    /// Whether a point lies inside. Exact for points that do not lie on the edge.
    #[must_use]
    pub fn has(&self, point: Point) -> bool {
        self.bounds.contains(point) && self.path.winding(point) != 0
    }

    /// The curves around it.
    pub(crate) fn edges(&self) -> &[Piece] {
        &self.edges
    }

    /// The box around it.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Path data.
    #[must_use]
    pub fn data(&self) -> String {
        self.path.to_svg()
    }

    /// It in a body of another width.
    #[must_use]
    pub fn wider(&self, axis: f64, width: f64) -> Self {
        Self::of(widen(&self.path, axis, width))
    }

    /// The distance from a connected set of pieces, as finely as it matters; none where they share a point.
    pub(crate) fn distance_within(&self, pieces: &[Piece], care: Care) -> Distance {
        let Some(first) = pieces.first() else { return Distance::FAR };
        let edge = distance::within(pieces, &self.edges, care);
        // INVARIANT: a connected set that stays clear of the edge is inside as a whole, or outside as a whole.
        if edge.low > 0.0 && self.has(first.middle()) { Distance::none(first.middle()) } else { edge }
    }

    /// The distance to another region of the same view, as finely as it matters.
    pub(crate) fn apart(&self, other: &Self, care: Care) -> Distance {
        let inside = other.distance_within(&self.edges, care);
        match other.edges.first() {
            Some(edge) if inside.low > 0.0 && self.has(edge.middle()) => Distance::none(edge.middle()),
            _ => inside,
        }
    }
}

/// Every distance from the middle line multiplied.
pub(crate) fn widen(path: &BezPath, axis: f64, width: f64) -> BezPath {
    let around = Vec2::new(axis, 0.0);
    let scale = Affine::translate(around) * Affine::scale_non_uniform(width, 1.0) * Affine::translate(-around);
    scale * path.clone()
}

/// Path data of a guide in a body of another width; as it is where it cannot be read.
fn widened(data: &str, axis: f64, width: f64) -> String {
    BezPath::from_svg(data).map_or_else(|_| data.to_owned(), |path| widen(&path, axis, width).to_svg())
}

/// A segment of a path as a cubic curve.
pub(crate) fn cubic(segment: PathSeg) -> CubicBez {
    match segment {
        PathSeg::Line(line) => {
            let third = (line.p1 - line.p0) / 3.0;
            CubicBez::new(line.p0, line.p0 + third, line.p1 - third, line.p1)
        }
        PathSeg::Quad(quad) => quad.raise(),
        PathSeg::Cubic(cubic) => cubic,
    }
}

impl View {
    /// The views of the drawing: back, then front. One element a line, as the drawing's head comment says.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub fn read(svg: &str) -> Result<Vec<Self>, String> {
        let axis = |name: &str| -> Result<f64, String> {
            let text = svg.lines().find_map(|line| attribute(line, name));
            text.and_then(|axis| axis.parse().ok()).ok_or_else(|| format!("the drawing has no `{name}`"))
        };
        let axes = [("back", axis("data-axis-back")?), ("front", axis("data-axis-front")?)];
        let (back, front) = svg.split_once("id=\"view-front\"").ok_or("the drawing has no `view-front`")?;
        [back, front].into_iter().zip(axes).map(|(part, (id, axis))| Self::of(id, axis, part)).collect()
    }

    fn of(id: &str, axis: f64, part: &str) -> Result<Self, String> {
        let mut outline = None;
        let (mut places, mut guides) = (Vec::new(), Vec::new());
        for line in part.lines() {
            let Some(data) = attribute(line, "d") else { continue };
            match attribute(line, "class") {
                Some("outline") => outline = Some(Region::read(data)?),
                Some("place") => {
                    let place = attribute(line, "data-place").ok_or("a place has no `data-place`")?;
                    places.push((place.to_owned(), Region::read(data)?));
                }
                Some("guide") => guides.push(data.to_owned()),
                Some(_) | None => {}
            }
        }
        let outline = outline.ok_or_else(|| format!("the view `{id}` has no outline"))?;
        Ok(Self { id: id.to_owned(), axis, outline, places, guides })
    }

    /// The view of a body of another width.
    #[must_use]
    pub fn wider(&self, width: f64) -> Self {
        Self {
            id: self.id.clone(),
            axis: self.axis,
            outline: self.outline.wider(self.axis, width),
            places: self.places.iter().map(|(id, place)| (id.clone(), place.wider(self.axis, width))).collect(),
            guides: self.guides.iter().map(|guide| widened(guide, self.axis, width)).collect(),
        }
    }

    /// A place by its id.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Region> {
        self.places.iter().find(|(known, _)| known == id).map(|(_, place)| place)
    }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let from = line.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = line.get(from..)?;
    rest.split_once('"').map(|(value, _)| value)
}
