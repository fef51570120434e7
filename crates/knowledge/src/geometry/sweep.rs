//! What a stroke touches: the whole applicator, wherever its middle is on the path.

use kurbo::{BezPath, CubicBez, PathEl, Point, Vec2};
use supple_care::technique::{Contact, Stroke};

use super::{
    distance::{Care, Distance},
    drawing::{FAR_MM, Region, View, cubic, widen},
    piece::Piece,
};

/// The area that a stroke touches on one side of one body: all points within half a width of its pieces.
///
/// The applicator is a strip with round ends that keeps its direction. Its middle line is moved along the path, which
/// gives the pieces; half its width around them is what it touches.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The path of the middle, for drawing.
    pub path: BezPath,
    /// The direction of the long side, in the picture: a unit vector.
    pub along: Vec2,
    /// How far the middle line of the strip reaches from its middle, in millimetres.
    pub half_length: f64,
    /// Half the width in millimetres.
    pub half_width: f64,
    pieces: Vec<Piece>,
}

/// On which side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// As it is drawn: on the person's left, or in the middle.
    Drawn,
    /// Turned round the middle line, to the person's right.
    Mirrored,
}

impl Sweep {
    /// The area of a stroke in a view of a body that is `width` times as wide as the drawing.
    ///
    /// # Errors
    /// A path that cannot be read.
    pub fn of(stroke: &Stroke, contact: &Contact, view: &View, width: f64, side: Side) -> Result<Self, String> {
        let path = read(&stroke.path)?;
        let turn = match side {
            Side::Drawn => 1.0,
            Side::Mirrored => -1.0,
        };
        let path = widen(&path, view.axis, width * turn);
        // Outwards on the person's left is to the left of the picture in the back view, and to its right in the front.
        let outwards = if view.id == "front" { 1.0 } else { -1.0 };
        let angle = f64::from(stroke.fingers).to_radians();
        let along = Vec2::new(outwards * turn * angle.sin(), -angle.cos());
        let half_width = f64::from(contact.width_mm) / 2.0;
        let half_length = f64::from(contact.length_mm) / 2.0 - half_width;
        let pieces = curves(&path).into_iter().map(|curve| Piece::moved(curve, along, half_length)).collect();
        Ok(Self { path, along, half_length, half_width, pieces })
    }

    /// The pieces of the strip's middle line.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How much room is left between what is touched and a region, in millimetres; negative where it is touched. What
    /// is farther than anything that matters is only known to be so.
    #[must_use]
    pub fn room(&self, region: &Region) -> Distance {
        let mut distance = region.distance_within(&self.pieces, Care { near: self.half_width, far: FAR_MM });
        distance.low -= self.half_width;
        distance.high -= self.half_width;
        distance
    }

    /// Whether a point is touched: for drawing, not for proofs.
    #[must_use]
    pub fn touches(&self, point: Point) -> bool {
        let here = [Piece::plain(CubicBez::new(point, point, point, point))];
        super::distance::between(&self.pieces, &here).high <= self.half_width
    }
}

/// Path data as curves. A path that is a single point is allowed: a still hand.
///
/// # Errors
/// What is wrong with the data.
pub(crate) fn read(data: &str) -> Result<BezPath, String> {
    let path = BezPath::from_svg(data).map_err(|error| format!("no SVG path data: {error}"))?;
    let moves = path.elements().iter().filter(|element| matches!(element, PathEl::MoveTo(_))).count();
    if moves != 1 {
        return Err(format!("expected one path in one go, found {moves}"));
    }
    Ok(path)
}

fn curves(path: &BezPath) -> Vec<CubicBez> {
    let curves: Vec<CubicBez> = path.segments().map(cubic).collect();
    match (curves.is_empty(), path.elements().first()) {
        (true, Some(PathEl::MoveTo(point))) => vec![CubicBez::new(*point, *point, *point, *point)],
        (true, _) | (false, _) => curves,
    }
}
