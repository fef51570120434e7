//! What lies round the side of the body: from one view over the silhouette into the other.
//!
//! Both views show the same silhouette, so a way over the skin from a point at the back to a point at the front crosses it
//! somewhere. Up to there and from there on it is at least as long as what is drawn of it, because a projection makes no way
//! longer. It is longer still where the body is round: between the silhouette and a point that is drawn `u` inside it, the
//! skin turns away from the picture. Where it does so at least as much as a circle of radius `r`, the way is at least as
//! long as the arc of that circle over `u`. The radii are knowledge (neighbours.toml).

use kurbo::{Affine, BezPath, Rect};

use super::{
    drawing::{FAR_MM, Region, View, cubic},
    piece::{Piece, ROUNDING},
};

/// How finely curves are cut into boxes, in millimetres.
const GRAIN: f64 = 5.0;

/// The silhouette of the back view, cut into boxes, as it is drawn in both views.
pub(crate) struct Silhouette {
    back: Vec<Rect>,
    front: Vec<Rect>,
}

impl Silhouette {
    pub(crate) fn of(back: &View, front: &View) -> Self {
        let path = BezPath::from_svg(&back.outline.data()).unwrap_or_default();
        let pieces: Vec<Piece> = path.segments().map(cubic).map(Piece::plain).collect();
        let boxes = boxes(&pieces);
        // What is on the left of one picture is on the right of the other.
        let turn = Affine::new([-1.0, 0.0, 0.0, 1.0, back.axis + front.axis, 0.0]);
        let turned = boxes.iter().map(|rect| turn.transform_rect_bbox(*rect)).collect();
        Self { back: boxes, front: turned }
    }

    /// Its boxes in a view.
    pub(crate) fn seen(&self, view: &str) -> &[Rect] {
        if view == "front" { &self.front } else { &self.back }
    }
}

/// Pieces as boxes that hold them, none much larger than [`GRAIN`].
pub(crate) fn boxes(pieces: &[Piece]) -> Vec<Rect> {
    let mut boxes = Vec::new();
    let mut open = pieces.to_vec();
    while let Some(piece) = open.pop() {
        let bounds = piece.bounds();
        if bounds.width().max(bounds.height()) <= GRAIN {
            boxes.push(bounds);
        } else {
            open.extend(piece.split());
        }
    }
    boxes
}

/// The edge of a region as boxes.
pub(crate) fn edge_boxes(region: &Region) -> Vec<Rect> {
    boxes(region.edges())
}

/// The distance of two boxes.
pub(crate) fn apart(a: &Rect, b: &Rect) -> f64 {
    let across = (b.x0 - a.x1).max(a.x0 - b.x1).max(0.0);
    let down = (b.y0 - a.y1).max(a.y0 - b.y1).max(0.0);
    (across.hypot(down) - ROUNDING).max(0.0)
}

/// For each box of the silhouette, a length that no way over the skin from any of `set` to it is shorter than.
///
/// `radius` is that of the body's side where the set lies; 0 leaves it flat, which makes the ways shorter.
pub(crate) fn ways(set: &[Rect], silhouette: &[Rect], radius: f64) -> Vec<f64> {
    let Some(first) = set.first() else { return vec![f64::INFINITY; silhouette.len()] };
    let whole = set.iter().fold(*first, |whole, one| whole.union(*one));
    // Most of the silhouette is too far away to matter; a rough bound is a bound as well.
    let rough: Vec<f64> = silhouette.iter().map(|edge| apart(&whole, edge)).collect();
    let near: Vec<&Rect> =
        silhouette.iter().zip(&rough).filter(|(_, rough)| **rough < FAR_MM).map(|(edge, _)| edge).collect();
    let inside = |one: &Rect| near.iter().map(|edge| apart(one, edge)).fold(FAR_MM, f64::min);
    let arcs: Vec<(&Rect, f64)> = set.iter().map(|one| (one, arc(inside(one), radius))).collect();
    silhouette
        .iter()
        .zip(rough)
        .map(|(edge, rough)| match rough < FAR_MM {
            true => arcs.iter().map(|(one, arc)| apart(one, edge).max(*arc)).fold(f64::INFINITY, f64::min),
            false => rough,
        })
        .collect()
}

/// The arc of a circle that is drawn `inside` millimetres wide, from its rim.
pub(crate) fn arc(inside: f64, radius: f64) -> f64 {
    if radius <= 0.0 {
        inside
    } else if inside >= radius {
        radius * std::f64::consts::FRAC_PI_2 + (inside - radius)
    } else {
        radius * (1.0 - inside / radius).acos()
    }
}

/// The shortest of the ways over the silhouette from one set to another.
pub(crate) fn over(from: &[f64], to: &[f64]) -> f64 {
    from.iter().zip(to).map(|(from, to)| from + to).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use kurbo::{Point, Rect};

    use super::{super::drawing::View, arc, over, ways};

    #[test]
    fn a_quarter_of_a_circle_is_a_quarter_of_its_way_round() {
        assert!((arc(60.0, 60.0) - 94.2477796).abs() < 1e-6);
        assert!((arc(70.0, 60.0) - 104.2477796).abs() < 1e-6);
        assert!(arc(30.0, 60.0) > 30.0);
        assert_eq!(arc(30.0, 0.0), 30.0);
    }

    #[test]
    fn the_way_over_the_edge_is_both_ways_together() {
        let edge = [Rect::new(10.0, 0.0, 10.0, 100.0)];
        let here = ways(&[Rect::new(0.0, 0.0, 4.0, 4.0)], &edge, 0.0);
        let there = ways(&[Rect::new(13.0, 50.0, 14.0, 60.0)], &edge, 0.0);
        assert!((over(&here, &there) - 9.0).abs() < 1e-5);
    }

    #[test]
    fn both_views_show_the_same_silhouette() {
        let views = View::read(crate::BODY_SVG).unwrap();
        let [back, front] = views.as_slice() else { panic!("two views") };
        let rim = super::super::body::rim(crate::BODY_SVG);
        // Head and hands are drawn differently; the trunk is what strokes come near to.
        for y in (330..900).step_by(10).map(f64::from) {
            let reach = |view: &View, y: f64| {
                let inside = |step: &u32| view.outline.has(Point::new(view.axis + f64::from(*step) * 0.5, y));
                (1..400u32).take_while(inside).count() as f64 * 0.5
            };
            let at_back = reach(back, y);
            // The fold of the armpit may begin a little higher in one view: near is near in both directions.
            let shifts = [0.0, -rim / 2.0, rim / 2.0, -rim, rim];
            let at_front = shifts.map(|shift| reach(front, y + shift));
            assert!(at_front.iter().any(|one| (at_back - one).abs() <= rim), "at {y}: {at_back} and {at_front:?}");
        }
    }
}
