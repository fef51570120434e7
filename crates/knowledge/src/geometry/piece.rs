//! Pieces of curves, bounded and split.

use kurbo::{CubicBez, ParamCurve, Point, Rect, Vec2};

/// Everything that rounding can add to or take from a distance, in millimetres.
///
/// Coordinates stay below 2048 and are halved at most some fifty times, so rounding errors stay below a thousandth of
/// this. Every lower bound is lowered by it: bounds are rounded outwards.
pub(crate) const ROUNDING: f64 = 1e-6;

/// A cubic curve that is moved along a straight line: the points `curve(t) + s * along` for `t` in 0..1 and `s` in
/// `from..to`. A plain curve has no `along`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) curve: CubicBez,
    along: Vec2,
    from: f64,
    to: f64,
}

impl Piece {
    pub(crate) fn plain(curve: CubicBez) -> Self {
        Self { curve, along: Vec2::ZERO, from: 0.0, to: 0.0 }
    }

    /// The curve moved by up to `half` millimetres forwards and backwards along a unit vector.
    pub(crate) fn moved(curve: CubicBez, along: Vec2, half: f64) -> Self {
        Self { curve, along, from: -half, to: half }
    }

    /// Points whose convex hull holds the piece.
    pub(crate) fn hull(&self) -> [Point; 8] {
        let CubicBez { p0, p1, p2, p3 } = self.curve;
        let (a, b) = (self.along * self.from, self.along * self.to);
        [p0 + a, p1 + a, p2 + a, p3 + a, p0 + b, p1 + b, p2 + b, p3 + b]
    }

    pub(crate) fn bounds(&self) -> Rect {
        let [first, rest @ ..] = self.hull();
        rest.into_iter().fold(Rect::from_points(first, first), |rect, point| rect.union_pt(point))
    }

    /// A point of it, in its middle.
    pub(crate) fn middle(&self) -> Point {
        self.curve.eval(0.5) + self.along * f64::midpoint(self.from, self.to)
    }

    /// How far its hull reaches, roughly: what to split first.
    pub(crate) fn size(&self) -> f64 {
        self.length() + self.width()
    }

    fn length(&self) -> f64 {
        let CubicBez { p0, p1, p2, p3 } = self.curve;
        (p1 - p0).hypot() + (p2 - p1).hypot() + (p3 - p2).hypot()
    }

    fn width(&self) -> f64 {
        (self.to - self.from) * self.along.hypot()
    }

    /// Its two halves, across its longer direction.
    pub(crate) fn split(&self) -> [Self; 2] {
        if self.width() > self.length() {
            let middle = f64::midpoint(self.from, self.to);
            [Self { to: middle, ..*self }, Self { from: middle, ..*self }]
        } else {
            let (first, second) = self.curve.subdivide();
            [Self { curve: first, ..*self }, Self { curve: second, ..*self }]
        }
    }

    /// A direction across it: what separates it best from a neighbour that runs beside it.
    fn across(&self) -> Vec2 {
        let chord = self.curve.p3 - self.curve.p0;
        Vec2::new(-chord.y, chord.x)
    }
}

/// A number that the distance of two pieces is never below: the widest gap between their hulls, seen from a few sides.
pub(crate) fn gap(a: &Piece, b: &Piece) -> f64 {
    let between = b.middle() - a.middle();
    let sides = [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0), a.across(), b.across(), between];
    let (of_a, of_b) = (a.hull(), b.hull());
    let widest = sides.into_iter().filter_map(|side| seen_from(side, &of_a, &of_b)).fold(0.0, f64::max);
    (widest - ROUNDING).max(0.0)
}

/// The gap between two hulls along a direction; nothing if the direction is none.
fn seen_from(side: Vec2, a: &[Point], b: &[Point]) -> Option<f64> {
    let length = side.hypot();
    if length < 1e-9 {
        return None;
    }
    let side = side / length;
    let range = |points: &[Point]| {
        points
            .iter()
            .map(|point| point.to_vec2().dot(side))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((a_low, a_high), (b_low, b_high)) = (range(a), range(b));
    Some((b_low - a_high).max(a_low - b_high))
}

#[cfg(test)]
mod tests {
    use kurbo::{CubicBez, Line, Point, Vec2};

    use super::{Piece, gap};

    fn line(from: (f64, f64), to: (f64, f64)) -> CubicBez {
        let line = Line::new(from, to);
        CubicBez::new(line.p0, line.p0 + (line.p1 - line.p0) / 3.0, line.p1 - (line.p1 - line.p0) / 3.0, line.p1)
    }

    #[test]
    fn parallel_lines_are_told_apart_at_once() {
        let a = Piece::plain(line((0.0, 0.0), (10.0, 10.0)));
        let b = Piece::plain(line((2.0, 0.0), (12.0, 10.0)));
        assert!((gap(&a, &b) - 2f64.sqrt()).abs() < 1e-5, "{}", gap(&a, &b));
    }

    #[test]
    fn the_halves_hold_what_the_whole_holds() {
        let whole = Piece::moved(line((0.0, 0.0), (4.0, 0.0)), Vec2::new(0.0, 1.0), 10.0);
        let [first, second] = whole.split();
        assert_eq!(first.bounds().union(second.bounds()), whole.bounds());
        assert!(first.bounds().area() < whole.bounds().area());
        assert_eq!(whole.middle(), Point::new(2.0, 0.0));
    }
}
