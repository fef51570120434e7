//! What hands can do: techniques, the sites they are for, and strokes with their paths.

use crate::{PlaceSet, source::Evidence};

/// How a technique feels, which is the person's choice where no evidence separates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Firmness {
    /// Soothing, light to medium.
    Gentle,
    /// Slow and strong.
    Firm,
    /// Suits both.
    Either,
}

/// Whether a technique needs bare skin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clothing {
    /// Through clothes only.
    On,
    /// On bare skin only.
    Off,
    /// Either.
    Either,
}

/// How fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// Strokes a minute, from and to.
    Strokes(u16, u16),
    /// Held still: seconds at one point, from and to.
    Hold(u16, u16),
    /// A slow drag: millimetres a second, from and to.
    Drag(u16, u16),
    /// Shaking, rocking or drumming: times a second, from and to.
    Beats(u16, u16),
    /// As the receiver likes it.
    Free,
}

/// Who may use a technique, with what, how hard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Giver bit index.
    pub giver: u8,
    /// Applicator bits.
    pub applicators: u32,
    /// Device bits; bit 0 is "no device".
    pub devices: u32,
    /// The pressure it begins with, P1 to P5.
    pub start: u8,
    /// The highest pressure it is used with, P1 to P5; the person's ceiling may be lower, never higher.
    pub most: u8,
}

/// A technique as it is taught.
#[derive(Clone, Debug)]
pub struct Technique {
    /// Stable id.
    pub id: String,
    /// Title, with the field's term in brackets.
    pub title: String,
    /// Technique class: the bit index that restrictions speak of.
    pub class: u8,
    /// What it is, in one or two sentences.
    pub say: String,
    /// How it is done, step by step.
    pub how: Vec<String>,
    /// What the receiver should feel.
    pub feel: String,
    /// When to ease off.
    pub ease_off: String,
    /// What to take care of.
    pub cautions: Vec<String>,
    /// Who may use it; a giver who is not listed is not offered it.
    pub by: Vec<By>,
    /// Why the givers who are not listed are not.
    pub not_by: Option<String>,
    /// How fast.
    pub tempo: Tempo,
    /// How fast, in words.
    pub pace: String,
    /// Seconds at one site, from and to.
    pub seconds: (u16, u16),
    /// How it feels.
    pub firmness: Firmness,
    /// Whether it needs bare skin.
    pub clothing: Clothing,
    /// The techniques that it is made of (indexes), where it names a whole way of working.
    pub parts: Vec<usize>,
    /// Why Supple describes it but never plans it.
    pub not_offered: Option<String>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps.
    pub evidence: Evidence,
    /// Mission rows.
    pub mission: Vec<String>,
}

/// A site that a session can be about: the muscles of one region.
#[derive(Clone, Debug)]
pub struct Site {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The places that are worked on, both sides.
    pub places: PlaceSet,
    /// Where it hurts when this is a focus.
    pub pain_at: PlaceSet,
    /// Whether it is worked on when nothing hurts.
    pub default: bool,
    /// Whether it is of the back; else it is of arms, hips and legs, which come in only when they are wanted.
    pub back: bool,
    /// Its muscles (indexes).
    pub muscles: Vec<usize>,
    /// Why it is refused; then it has no places and no strokes.
    pub refused: Option<String>,
}

/// A muscle with what people should know of it.
#[derive(Clone, Debug)]
pub struct Muscle {
    /// Stable id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Where it is, in words.
    pub landmarks: String,
    /// Where its pain is classically felt; folklore of the field unless the source says otherwise.
    pub referral: String,
    /// What usually strains it.
    pub driver: String,
    /// What lies beside it that nobody presses.
    pub beside: String,
    /// The places it lies under, both sides.
    pub places: PlaceSet,
    /// The techniques that suit it (indexes).
    pub techniques: Vec<usize>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// An acupressure point.
#[derive(Clone, Debug)]
pub struct Point {
    /// Stable id, such as `BL25`.
    pub id: String,
    /// Where it is, in words.
    pub say: String,
    /// The place it lies in, both sides.
    pub places: PlaceSet,
    /// Givers who may press it (bits); none where it is not offered.
    pub givers: u32,
    /// What to take care of.
    pub caution: Option<String>,
    /// For whom it is left out: index of a condition. "I don't know" leaves it out as a yes does.
    pub not_when: Option<usize>,
    /// Why it is shown as text and never planned.
    pub not_offered: Option<String>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// When in a site's turn a stroke comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Warms: the first touch.
    WarmUp,
    /// Opens the site.
    Open,
    /// The work itself.
    Main,
    /// Closes the site.
    Close,
}

/// What happens at the end of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// The applicator glides back along the path with almost no weight, without leaving the skin.
    Back,
    /// It is lifted, and begins again.
    Again,
    /// The path is closed and goes round and round.
    Round,
    /// It goes from spot to spot: small circles, lifts or presses on the way along the path.
    Wander,
    /// It stays where it is.
    Still,
}

/// A technique at a site along a path on the drawing of the body.
///
/// What is touched is the whole of the applicator, wherever its middle is on the path: [`Contact`] says how large it is
/// and `fingers` how it lies. It is proved for every body shape; see `supple_knowledge::geometry`.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Index of the technique.
    pub technique: usize,
    /// Index of the site.
    pub site: usize,
    /// When it comes.
    pub role: Role,
    /// Every place that the swept area meets, in every body shape: on the left side, or in the middle. Proved.
    pub places: PlaceSet,
    /// The same places mirrored to the right; nothing for a stroke across the middle.
    pub mirrored: Option<PlaceSet>,
    /// Whether both sides may be done at the same time, one hand on each; else one side comes after the other.
    pub together: bool,
    /// The path of the applicator's middle: SVG path data in the coordinates of body.svg, 1 unit is 1 mm, on the
    /// person's left side. A still hand is a single point.
    pub path: String,
    /// The view in which the path is drawn: `back` or `front`.
    pub view: String,
    /// What happens at the end of the path.
    pub way: Way,
    /// Where the long side of the applicator points, in degrees: 0 to the head, 90 outwards, away from the spine, 180 to
    /// the feet.
    pub fingers: u16,
    /// Index of the contact: applicator, device and their size.
    pub contact: usize,
    /// Giver bits.
    pub givers: u32,
    /// Applicator bit index: that of the contact.
    pub applicator: u8,
    /// Device bit index: that of the contact; 0 is "no device".
    pub device: u8,
    /// Position bits in which it can be done.
    pub positions: u32,
    /// The highest pressure of this stroke, P1 to P5.
    pub pressure: u8,
    /// Seconds on one side, from and to.
    pub seconds: (u16, u16),
    /// How fast: its own, or that of the technique.
    pub tempo: Tempo,
    /// How fast, in words.
    pub pace: String,
    /// Index of the acupressure point that it holds.
    pub point: Option<usize>,
    /// Direction in words.
    pub direction: String,
    /// What is spoken before it begins.
    pub cue: String,
    /// What to do, on the screen.
    pub caption: String,
    /// What the receiver should feel.
    pub feel: String,
    /// When to ease off.
    pub ease_off: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps.
    pub evidence: Evidence,
}

/// How large the part of an applicator is that touches: a strip with round ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Applicator bit index.
    pub applicator: u8,
    /// Device bit index; 0 is "no device".
    pub device: u8,
    /// Its short side in millimetres.
    pub width_mm: u16,
    /// Its long side in millimetres, its round ends included; never less than the short one.
    pub length_mm: u16,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// A body shape: every distance from the middle line is multiplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Width in percent of the drawing.
    pub width_percent: u16,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// Everything that hands can do.
#[derive(Clone, Debug, Default)]
pub struct Techniques {
    /// Techniques.
    pub techniques: Vec<Technique>,
    /// Sites, in the order in which a session goes through them.
    pub sites: Vec<Site>,
    /// Muscles.
    pub muscles: Vec<Muscle>,
    /// Acupressure points.
    pub points: Vec<Point>,
    /// Strokes.
    pub strokes: Vec<Stroke>,
    /// Sizes of applicators.
    pub contacts: Vec<Contact>,
    /// Body shapes.
    pub shapes: Vec<Shape>,
}
