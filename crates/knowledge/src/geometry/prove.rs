//! The statements about strokes, for every side and every body shape.

use std::collections::BTreeMap;

use kurbo::Point;
use supple_care::{
    Knowledge, PlaceId, PlaceSet,
    permit::{PRESSURES, Space},
    technique::{Contact, Stroke},
};

use super::{
    Side, Sweep,
    around::{boxes, over},
    body::{Body, Drawn},
    distance::{self, Care, Distance},
};
use crate::Files;

/// A statement about all strokes, and whether it holds.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Its name.
    pub invariant: &'static str,
    /// What it means.
    pub says: &'static str,
    /// How many checks were made, each with intervals over the whole path.
    pub checks: u64,
    /// What is wrong; nothing if it holds.
    pub found: Vec<Found>,
}

/// Something that is wrong with a stroke, or with the neighbours of a place.
#[derive(Clone, Debug)]
pub struct Found {
    /// Id of the stroke, or of the place.
    pub what: String,
    /// Id of the body shape.
    pub shape: String,
    /// On which side.
    pub side: Side,
    /// The place that it is about, if there is one.
    pub place: Option<String>,
    /// What is wrong, for developers.
    pub message: String,
    /// Where, in the drawing of this body shape.
    pub at: Option<Point>,
}

/// The least room between a stroke and a place over all body shapes and both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Index of the stroke.
    pub stroke: usize,
    /// The place: of the drawn side.
    pub place: PlaceId,
    /// Never more than the truth, in millimetres; 0 or less where the place is touched.
    pub mm: f64,
}

/// Everything that was found out about strokes.
#[derive(Clone, Debug)]
pub struct Report {
    /// The statements.
    pub statements: Vec<Proved>,
    /// The least room between strokes and the places of their view.
    pub rooms: Vec<Room>,
}

impl Report {
    /// Whether every statement holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.statements.iter().all(|statement| statement.found.is_empty())
    }

    /// The first thing that is wrong, if any is.
    #[must_use]
    pub fn first(&self) -> Option<&Found> {
        self.statements.iter().find_map(|statement| statement.found.first())
    }
}

/// Names and meanings, in the order of [`Statement`].
const STATEMENTS: [(&str, &str); 6] = [
    ("every_hand_stays_on_the_body", "the middle of every applicator stays inside the silhouette"),
    (
        "no_stroke_presses_a_no_go_zone",
        "what always-on limits forbid is not touched, with the distance that they state",
    ),
    (
        "every_place_met_is_declared",
        "every place that a stroke touches in any body shape is among its places, and no other",
    ),
    (
        "pressure_stays_within_every_cap",
        "no giver presses harder at any place than its always-on limits allow for this touch",
    ),
    ("own_marks_keep_a_hand_width", "a stroke that stays open beside a closed place keeps a hand's width from it"),
    ("neighbours_cover_a_hand_width", "every place within a hand's width of another is listed as its neighbour"),
];

#[derive(Clone, Copy)]
enum Statement {
    OnBody,
    NoGo,
    Declared,
    Caps,
    HandWidth,
    Neighbours,
}

/// Collects what is found.
#[derive(Default)]
struct Book {
    sums: [(u64, Vec<Found>); 6],
}

impl Book {
    fn check(&mut self, statement: Statement, wrong: Option<Found>) {
        if let Some((checks, found)) = self.sums.get_mut(statement as usize) {
            *checks += 1;
            found.extend(wrong);
        }
    }
}

/// One stroke on one side of one body.
struct Case<'a> {
    knowledge: &'a Knowledge,
    stroke: &'a Stroke,
    body: &'a Body,
    drawn: &'a Drawn,
    side: Side,
    sweep: Sweep,
    /// The places that it is said to touch on this side.
    declared: PlaceSet,
}

impl Case<'_> {
    fn found(&self, place: Option<PlaceId>, at: Option<Point>, message: String) -> Found {
        let place = place.and_then(|place| self.knowledge.place(place)).map(|place| place.id.clone());
        let (what, shape) = (self.stroke.id.clone(), self.body.shape.clone());
        Found { what, shape, side: self.side, place, message, at }
    }
}

/// Proves every statement about every stroke, and about the neighbours of every place.
///
/// # Errors
/// A drawing that cannot be read, or a path that is none.
pub fn prove(files: &Files, knowledge: &Knowledge) -> Result<Report, String> {
    report(knowledge, &Body::all(files, knowledge)?, true)
}

/// Proves the statements about strokes only.
///
/// # Errors
/// As [`prove`].
pub fn prove_strokes(files: &Files, knowledge: &Knowledge) -> Result<Report, String> {
    report(knowledge, &Body::all(files, knowledge)?, false)
}

/// A hand's width in millimetres, which is kept from a person's own marks.
fn hand_width(knowledge: &Knowledge) -> f64 {
    let hand = knowledge.terms.margins.iter().find(|margin| margin.id == "hand-width");
    hand.map_or(f64::INFINITY, |margin| f64::from(margin.mm))
}

/// What was found out on one body.
struct Part {
    book: Book,
    rooms: BTreeMap<(usize, PlaceId), f64>,
    /// What each stroke touches on the drawn side.
    met: Vec<PlaceSet>,
}

fn report(knowledge: &Knowledge, bodies: &[Body], and_neighbours: bool) -> Result<Report, String> {
    // A thread for each body; what they found is put together in the order of the shapes.
    let parts: Result<Vec<Part>, String> = std::thread::scope(|scope| {
        let begin = |body| scope.spawn(move || of_body(knowledge, body, and_neighbours));
        let running: Vec<_> = bodies.iter().map(begin).collect();
        let stopped = |_| Err("a proof stopped before its end".to_owned());
        running.into_iter().map(|one| one.join().unwrap_or_else(stopped)).collect()
    });
    let mut book = Book::default();
    let mut rooms: BTreeMap<(usize, PlaceId), f64> = BTreeMap::new();
    let mut ever = vec![PlaceSet::NONE; knowledge.techniques.strokes.len()];
    for part in parts? {
        for ((checks, found), (more, others)) in book.sums.iter_mut().zip(part.book.sums) {
            *checks += more;
            found.extend(others);
        }
        for (key, mm) in part.rooms {
            let least = rooms.entry(key).or_insert(f64::INFINITY);
            *least = least.min(mm);
        }
        for (ever, met) in ever.iter_mut().zip(part.met) {
            *ever = ever.or(met);
        }
    }
    for (stroke, ever) in knowledge.techniques.strokes.iter().zip(ever) {
        never_touched(knowledge, stroke, ever, &mut book);
    }
    let statements = STATEMENTS
        .into_iter()
        .zip(book.sums)
        .map(|((invariant, says), (checks, found))| Proved { invariant, says, checks, found })
        .collect();
    let rooms = rooms.into_iter().map(|((stroke, place), mm)| Room { stroke, place, mm }).collect();
    Ok(Report { statements, rooms })
}

/// Every stroke, on both sides of one body.
fn of_body(knowledge: &Knowledge, body: &Body, and_neighbours: bool) -> Result<Part, String> {
    let hand = hand_width(knowledge);
    let mut part = Part { book: Book::default(), rooms: BTreeMap::new(), met: Vec::new() };
    if and_neighbours {
        neighbours(knowledge, body, hand, &mut part.book);
    }
    for (index, stroke) in knowledge.techniques.strokes.iter().enumerate() {
        let mut of_drawn = PlaceSet::NONE;
        for side in [Side::Drawn, Side::Mirrored] {
            let Some(contact) = knowledge.techniques.contacts.get(stroke.contact) else { continue };
            let Some(case) = case(knowledge, stroke, contact, body, side)? else { continue };
            let rooms = &mut part.rooms;
            let met = strokes_places(&case, &mut part.book, hand, &mut |place, mm| {
                let place = if side == Side::Mirrored { other_side(knowledge, place) } else { place };
                let least = rooms.entry((index, place)).or_insert(f64::INFINITY);
                *least = least.min(mm);
            });
            if side == Side::Drawn {
                of_drawn = met;
            }
        }
        part.met.push(of_drawn);
    }
    Ok(part)
}

/// What a stroke is said to touch and never does, in any shape.
fn never_touched(knowledge: &Knowledge, stroke: &Stroke, ever: PlaceSet, book: &mut Book) {
    for place in stroke.places.without(ever).iter() {
        let id = knowledge.place(place).map(|place| place.id.clone());
        let message = format!("`{}` is said to touch `{}` and never does", stroke.id, id.clone().unwrap_or_default());
        let (what, side) = (stroke.id.clone(), Side::Drawn);
        let found = Found { what, shape: String::new(), side, place: id, message, at: None };
        book.check(Statement::Declared, Some(found));
    }
}

fn case<'a>(
    knowledge: &'a Knowledge,
    stroke: &'a Stroke,
    contact: &Contact,
    body: &'a Body,
    side: Side,
) -> Result<Option<Case<'a>>, String> {
    let declared = match (side, stroke.mirrored) {
        (Side::Drawn, _) => stroke.places,
        (Side::Mirrored, Some(mirrored)) => mirrored,
        // A stroke across the middle has one side only.
        (Side::Mirrored, None) => return Ok(None),
    };
    let Some(drawn) = body.view(&stroke.view) else { return Ok(None) };
    let sweep = Sweep::of(stroke, contact, &drawn.view, body.width, side)
        .map_err(|error| format!("`{}`: {error}", stroke.id))?;
    Ok(Some(Case { knowledge, stroke, body, drawn, side, sweep, declared }))
}

/// Checks one stroke against every place, and says which it touches, or may touch as far as is known.
fn strokes_places(case: &Case<'_>, book: &mut Book, hand: f64, note: &mut dyn FnMut(PlaceId, f64)) -> PlaceSet {
    let pieces = case.sweep.pieces();
    let inside = pieces.first().is_some_and(|piece| case.drawn.view.outline.has(piece.middle()));
    // A part of a millimetre is enough to know that the silhouette is not crossed.
    let edge = distance::within(pieces, case.drawn.view.outline.edges(), Care { near: 0.0, far: 0.5 });
    let off = !inside || edge.low <= 0.0;
    book.check(
        Statement::OnBody,
        off.then(|| case.found(None, Some(edge.shown_by.0), "the middle of the hand leaves the body".to_owned())),
    );
    let mut met = PlaceSet::NONE;
    for spot in &case.drawn.places {
        let room = case.sweep.room(&spot.region);
        note(spot.place, room.low);
        if room.low <= 0.0 {
            met = met.or(PlaceSet::of(spot.place));
        }
        declared(case, spot.place, &room, book);
        keep_off(case, spot.place, &room, book);
        let cut = || case.body.through_a_cut(&case.stroke.view, pieces, case.declared, spot) - case.sweep.half_width;
        let wide = spoken_for(case, spot.place) || room.low >= hand || cut() >= hand;
        own_marks(case, spot.place, wide, room.shown_by.0, hand, book);
    }
    // What lies round the side is never touched by what stays on this side of it, and keeps its distance as well.
    if let Some(other) = case.body.other(&case.stroke.view) {
        let set = boxes(pieces);
        let ways = case.body.ways(&case.drawn.view, &set, pieces, case.declared);
        for spot in &other.places {
            let way = over(&ways, &spot.ways) - case.body.rim;
            let touched = way <= case.sweep.half_width;
            if touched {
                met = met.or(PlaceSet::of(spot.place));
            }
            let wrong = touched && !case.declared.has(spot.place);
            book.check(
                Statement::Declared,
                wrong.then(|| case.found(Some(spot.place), None, "it may reach round the side of the body".to_owned())),
            );
            let far = way >= case.sweep.half_width + hand;
            let at = pieces.first().map_or(Point::ZERO, super::piece::Piece::middle);
            own_marks(case, spot.place, far || spoken_for(case, spot.place), at, hand, book);
        }
    }
    caps(case, met, book);
    met
}

fn declared(case: &Case<'_>, place: PlaceId, room: &Distance, book: &mut Book) {
    let wrong = room.low <= 0.0 && !case.declared.has(place);
    let message = || format!("touched (at least {:.1} mm deep is not excluded), but not among its places", -room.low);
    book.check(Statement::Declared, wrong.then(|| case.found(Some(place), Some(room.shown_by.0), message())));
}

/// The always-on limits with a margin, and those that allow nothing at all to anybody who gives this stroke.
fn keep_off(case: &Case<'_>, place: PlaceId, room: &Distance, book: &mut Book) {
    for in_force in case.knowledge.always_on() {
        let restriction = in_force.restriction;
        if !restriction.ban
            || !restriction.places_named
            || !in_force.places.has(place)
            || !speaks(case, &in_force.space)
        {
            continue;
        }
        let wanted = restriction.margin.and_then(|margin| case.knowledge.terms.margins.get(usize::from(margin)));
        let wanted = wanted.map_or(0.0, |margin| f64::from(margin.mm));
        let wrong = room.low <= 0.0 || room.low < wanted;
        let message = || format!("{:.1} mm of room, {wanted:.0} mm wanted: {}", room.low, restriction.say);
        book.check(Statement::NoGo, wrong.then(|| case.found(Some(place), Some(room.shown_by.0), message())));
    }
}

/// Whether a restriction speaks of this stroke at all.
fn speaks(case: &Case<'_>, space: &Space) -> bool {
    let stroke = case.stroke;
    let class = case.knowledge.techniques.techniques.get(stroke.technique).map_or(u8::MAX, |technique| technique.class);
    space.givers & stroke.givers != 0
        && space.techniques & bit(class) != 0
        && space.applicators & bit(stroke.applicator) != 0
        && space.devices & bit(stroke.device) != 0
        && space.positions & stroke.positions != 0
        && space.minutes & 1 != 0
        && pressures_up_to(stroke.pressure) & space.pressures != 0
}

fn pressures_up_to(highest: u8) -> u32 {
    Space::ALL.pressures & !Space::pressures_above(highest.min(PRESSURES))
}

fn bit(index: u8) -> u32 {
    1u32.checked_shl(u32::from(index)).unwrap_or(0)
}

/// No giver of this stroke, in any of its positions, is capped below its pressure at a place that it touches.
fn caps(case: &Case<'_>, met: PlaceSet, book: &mut Book) {
    for in_force in case.knowledge.always_on() {
        let wrong = if speaks(case, &in_force.space) { in_force.space.places.and(met) } else { PlaceSet::NONE };
        if wrong.is_empty() {
            book.check(Statement::Caps, None);
        }
        for place in wrong.iter() {
            let say = &in_force.restriction.say;
            let message = format!("P{} is too much or not allowed there: {say}", case.stroke.pressure);
            book.check(Statement::Caps, Some(case.found(Some(place), None, message)));
        }
    }
}

/// Whether closing a place with a margin closes this stroke too.
fn spoken_for(case: &Case<'_>, place: PlaceId) -> bool {
    let beside = case.knowledge.place(place).map_or(PlaceSet::NONE, |place| place.adjacent);
    !beside.or(PlaceSet::of(place)).and(case.declared).is_empty()
}

fn own_marks(case: &Case<'_>, place: PlaceId, wide: bool, at: Point, hand: f64, book: &mut Book) {
    let wrong = !wide;
    let message = || format!("nearer than {hand:.0} mm, and none of its places is listed as a neighbour");
    book.check(Statement::HandWidth, wrong.then(|| case.found(Some(place), Some(at), message())));
}

/// Every place within a hand's width of another is its neighbour, in the same view and round the side.
fn neighbours(knowledge: &Knowledge, body: &Body, hand: f64, book: &mut Book) {
    for drawn in &body.views {
        for spot in &drawn.places {
            let Some(known) = knowledge.place(spot.place) else { continue };
            let mut look = |other: PlaceId, near: &dyn Fn() -> bool| {
                let wrong = other != spot.place && !known.adjacent.has(other) && near();
                let name = knowledge.place(other).map_or("", |other| other.id.as_str());
                let found = || Found {
                    what: known.id.clone(),
                    shape: body.shape.clone(),
                    side: Side::Drawn,
                    place: Some(name.to_owned()),
                    message: format!("`{name}` is within {hand:.0} mm and not listed as a neighbour"),
                    at: None,
                };
                book.check(Statement::Neighbours, wrong.then(found));
            };
            for beside in &drawn.places {
                look(beside.place, &|| {
                    let edges = spot.region.edges();
                    spot.region.apart(&beside.region, Care { near: hand, far: hand }).low < hand
                        && body.through_a_cut(&drawn.view.id, edges, PlaceSet::of(spot.place), beside) < hand
                });
            }
            for round in body.other(&drawn.view.id).into_iter().flat_map(|other| &other.places) {
                look(round.place, &|| over(&spot.ways, &round.ways) - body.rim < hand);
            }
        }
    }
}

fn other_side(knowledge: &Knowledge, place: PlaceId) -> PlaceId {
    let Some(known) = knowledge.place(place) else { return place };
    let side = match known.side.as_str() {
        "left" => "right",
        "right" => "left",
        _ => return place,
    };
    knowledge.place_id(&format!("{}-{side}", known.site)).unwrap_or(place)
}
