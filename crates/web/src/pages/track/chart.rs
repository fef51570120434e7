//! One chart as a drawing: dots over days. Colours and sizes stand in the style sheet; the numbers stand in the table below
//! it as well.

use std::fmt::Write;

use supple_care::Day;

/// The drawing's own units: as wide as a small phone, so that its letters keep their size there.
const WIDE: i32 = 360;
const HIGH: i32 = 190;
const LEFT: i32 = 26;
const RIGHT: i32 = 350;
const TOP: i32 = 12;
const BOTTOM: i32 = 164;
/// So far apart are two marks whose numbers do not touch.
const APART: i32 = 12;
/// Sixtieths of a point, as scores are kept.
const UNIT: i32 = supple_care::measure::Score::PER_POINT;

/// A dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dot {
    pub(crate) day: Day,
    /// The score, in sixtieths of a point.
    pub(crate) score: i32,
    /// The score before the session, where there is one.
    pub(crate) before: Option<i32>,
    /// Whether it belongs to a session in a practice; nothing without a session, or where nobody knows who gave it.
    pub(crate) practice: Option<bool>,
}

/// Everything that is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// What it shows, for those who hear it.
    pub(crate) title: String,
    /// In the order of their days.
    pub(crate) dots: Vec<Dot>,
    pub(crate) from: Day,
    pub(crate) to: Day,
    /// The lowest and the highest score, in points.
    pub(crate) bounds: (i32, i32),
    /// From where to where it is a change that matters, in sixtieths.
    pub(crate) band: Option<(i32, i32)>,
    /// What happened beside the massage: its day and its number in the list below.
    pub(crate) marks: Vec<(Day, usize)>,
    /// So many days without a dot are a gap.
    pub(crate) gap_days: i32,
    /// What stands below the first day, the middle and the last.
    pub(crate) labels: [String; 3],
}

/// A point of the drawing: across and down, in its own units.
pub(crate) type Point = (f32, f32);

/// The chart as lines and dots, for another medium than a page.
pub(crate) struct Drawn {
    pub(crate) high: f32,
    /// The lower left and the upper right corner.
    pub(crate) band: Option<(Point, Point)>,
    /// From, to, and the number that stands beside it.
    pub(crate) rules: Vec<(Point, Point, String)>,
    pub(crate) joins: Vec<(Point, Point)>,
    /// Whether it is filled.
    pub(crate) dots: Vec<(Point, bool)>,
    pub(crate) labels: Vec<(f32, String)>,
}

impl Chart {
    /// The chart as lines and dots.
    pub(crate) fn drawn(&self) -> Drawn {
        let shown = self.shown();
        let mut joins = Vec::new();
        for (dot, next) in shown.iter().zip(shown.iter().skip(1)) {
            if next.day.days_since(dot.day) <= self.gap_days && dot.before.is_none() && next.before.is_none() {
                joins.push((self.point(dot.day, dot.score), self.point(next.day, next.score)));
            }
        }
        let (low, high) = self.bounds;
        let rules = [low, (low + high) / 2, high].map(|value| {
            let y = float(self.y(value.saturating_mul(UNIT)));
            ((float(LEFT), y), (float(RIGHT), y), value.to_string())
        });
        let places = [LEFT, (LEFT + RIGHT) / 2, RIGHT].map(float);
        Drawn {
            high: float(HIGH),
            band: self.band.map(|(from, to)| {
                let (one, other) = (self.y(from), self.y(to));
                ((float(LEFT), float(one.max(other))), (float(RIGHT), float(one.min(other))))
            }),
            rules: rules.into(),
            joins,
            dots: shown.iter().map(|dot| (self.point(dot.day, dot.score), dot.practice != Some(false))).collect(),
            labels: places.into_iter().zip(self.labels.clone()).collect(),
        }
    }

    fn point(&self, day: Day, score: i32) -> Point {
        (float(self.x(day)), float(self.y(score)))
    }

    fn x(&self, day: Day) -> i32 {
        let days = self.to.days_since(self.from).max(1);
        let past = day.days_since(self.from).clamp(0, days);
        LEFT + scaled(past, RIGHT - LEFT, days)
    }

    fn y(&self, score: i32) -> i32 {
        let (low, high) = (self.bounds.0.saturating_mul(UNIT), self.bounds.1.saturating_mul(UNIT));
        let span = high.saturating_sub(low).max(1);
        BOTTOM - scaled(score.clamp(low, high).saturating_sub(low), BOTTOM - TOP, span)
    }

    /// The drawing.
    pub(crate) fn svg(&self) -> String {
        let mut out = String::with_capacity(4096);
        // INVARIANT: writing into a string does not fail.
        self.write(&mut out).unwrap_or_default();
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        write!(
            out,
            "<svg class=\"chart\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-label=\"{}\">",
            escaped(&self.title)
        )?;
        if let Some((from, to)) = self.band {
            let (one, other) = (self.y(from), self.y(to));
            let top = one.min(other);
            write!(
                out,
                "<rect class=\"band\" x=\"{LEFT}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>",
                RIGHT - LEFT,
                (one - other).abs()
            )?;
        }
        let (low, high) = self.bounds;
        for value in [low, (low + high) / 2, high] {
            let y = self.y(value.saturating_mul(UNIT));
            write!(
                out,
                "<path class=\"rule\" d=\"M{LEFT} {y}H{RIGHT}\"/><text x=\"{}\" y=\"{}\" class=\"end\">{value}</text>",
                LEFT - 5,
                y + 4
            )?;
        }
        for ((x, anchor), label) in
            [(LEFT, ""), ((LEFT + RIGHT) / 2, "mid"), (RIGHT, "end")].into_iter().zip(&self.labels)
        {
            write!(out, "<text x=\"{x}\" y=\"{}\" class=\"{anchor}\">{}</text>", HIGH - 7, escaped(label))?;
        }
        for (x, numbers) in self.marked() {
            write!(
                out,
                "<path class=\"event\" d=\"M{x} {TOP}V{BOTTOM}\"/><text class=\"mid num\" x=\"{x}\" y=\"{}\">{numbers}</text>",
                TOP - 2
            )?;
        }
        let shown = self.shown();
        write!(out, "<path class=\"line\" d=\"{}\"/>", self.line(&shown))?;
        for dot in &shown {
            let (x, y) = (self.x(dot.day), self.y(dot.score));
            if let Some(before) = dot.before {
                write!(out, "<path class=\"stem\" d=\"M{x} {}V{y}\"/>", self.y(before))?;
            }
            let class = match dot.practice {
                Some(true) => "at",
                Some(false) => "home",
                None => "own",
            };
            write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"4\"/>")?;
        }
        out.write_str("</svg>")
    }

    /// Where the marks stand, each with its number; those that would touch stand together.
    fn marked(&self) -> Vec<(i32, String)> {
        let mut marked: Vec<(i32, i32, String)> = Vec::new();
        for (day, number) in self.marks.iter().filter(|(day, _)| *day >= self.from && *day <= self.to) {
            let x = self.x(*day);
            match marked.last_mut() {
                Some((_, last, numbers)) if x - *last < APART => {
                    *last = x;
                    *numbers = format!("{numbers}, {number}");
                }
                _ => marked.push((x, x, number.to_string())),
            }
        }
        marked.into_iter().map(|(x, _, numbers)| (x, numbers)).collect()
    }

    /// The dots that are drawn: of those that fall on the same spot across, the last.
    fn shown(&self) -> Vec<Dot> {
        let mut shown: Vec<Dot> = Vec::new();
        for dot in self.dots.iter().filter(|dot| dot.day >= self.from && dot.day <= self.to) {
            match shown.last_mut() {
                Some(last) if self.x(last.day) == self.x(dot.day) => *last = *dot,
                _ => shown.push(*dot),
            }
        }
        shown
    }

    /// The line through the dots, broken where there are days without any. Stems are not joined: each is a session of its own.
    fn line(&self, shown: &[Dot]) -> String {
        let mut line = String::new();
        let mut last: Option<Day> = None;
        for dot in shown.iter().filter(|dot| dot.before.is_none()) {
            let joined = last.is_some_and(|last| dot.day.days_since(last) <= self.gap_days);
            let step = if joined { 'L' } else { 'M' };
            write!(line, "{step}{} {}", self.x(dot.day), self.y(dot.score)).unwrap_or_default();
            last = Some(dot.day);
        }
        line
    }
}

/// `part * length / whole`, rounded, without overflow.
fn scaled(part: i32, length: i32, whole: i32) -> i32 {
    let (part, length, whole) = (i64::from(part), i64::from(length), i64::from(whole.max(1)));
    let rounded = part.saturating_mul(length).saturating_add(whole / 2).checked_div(whole).unwrap_or(0);
    i32::try_from(rounded).unwrap_or(0)
}

/// A place in the drawing, which is a few hundred units wide.
fn float(place: i32) -> f32 {
    i16::try_from(place).map_or(0.0, f32::from)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use supple_care::Day;

    use super::{Chart, Dot};

    fn chart(dots: Vec<Dot>) -> Chart {
        let last = dots.last().map_or(Day(0), |dot| dot.day);
        Chart {
            title: "a < b".to_owned(),
            from: dots.first().map_or(Day(0), |dot| dot.day),
            to: last,
            dots,
            bounds: (0, 10),
            band: Some((0, 240)),
            marks: vec![(Day(3), 1)],
            gap_days: 10,
            labels: [String::new(), String::new(), String::new()],
        }
    }

    fn dot(day: i32, points: i32) -> Dot {
        Dot { day: Day(day), score: points * 60, before: None, practice: None }
    }

    #[test]
    fn days_without_an_answer_are_a_gap_and_never_zero() {
        let drawn = chart(vec![dot(0, 6), dot(7, 5), dot(40, 3)]).svg();
        let line = drawn.split("class=\"line\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(line.matches('M').count(), 2, "{line}");
        assert_eq!(line.matches('L').count(), 1, "{line}");
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert!(drawn.contains("a &lt; b"));
    }

    #[test]
    fn marks_stand_in_the_order_of_their_days_and_never_on_one_another() {
        let mut drawn = chart((0..30).map(|day| dot(day, 5)).collect());
        drawn.marks = vec![(Day(2), 1), (Day(2), 2), (Day(20), 3), (Day(-5), 4)];
        let drawn = drawn.svg();
        assert!(
            drawn.contains(">1, 2</text>") && drawn.contains(">3</text>") && !drawn.contains(">4</text>"),
            "{drawn}"
        );
        assert_eq!(drawn.matches("class=\"event\"").count(), 2);
    }

    #[test]
    fn ten_years_of_daily_answers_stay_light() {
        let dots = (0..3650).map(|day| dot(day, day % 11)).collect();
        assert!(chart(dots).svg().len() < 40_000);
    }

    #[test]
    fn scores_outside_and_a_single_day_are_drawn_inside() {
        let drawn = chart(vec![dot(5, 400), dot(5, -3)]).svg();
        assert_eq!(drawn.matches("<circle").count(), 1, "the last of a day");
        assert!(drawn.contains("cy=\"164\""));
    }
}
