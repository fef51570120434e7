//! Section 3, for everyone, with the ceilings by giver; and the lowest ceiling of all that applies to one touch.

use std::sync::LazyLock;

use super::Verdict;
use super::body::{Places, everywhere, places};
use super::limit::{HOME, Limit, ban, cap, minutes};

/// Hands alone.
const BARE: &str = "no-device";

/// Those who are trained.
const TRAINED: &[&str] = &["therapist", "physiotherapist"];

/// Every applicator but the flat hand.
const NOT_FLAT: &[&str] = &["fingers", "thumbs", "knuckles", "forearm", "elbow", "feet", "tool"];

/// Every technique but gliding.
const NOT_GLIDING: &[&str] = &[
    "holding",
    "rubbing",
    "kneading",
    "friction",
    "trigger-point",
    "deep",
    "percussion",
    "vibration",
    "stretching",
    "traction",
    "myofascial",
];

/// Every technique but still hands.
const NOT_HOLDING: &[&str] = &[
    "stroking",
    "rubbing",
    "kneading",
    "friction",
    "trigger-point",
    "deep",
    "percussion",
    "vibration",
    "stretching",
    "traction",
    "myofascial",
];

/// What goes deep, turns or pulls.
const FIRM: &[&str] = &["traction", "stretching", "deep", "trigger-point", "friction"];

/// One way to touch: where, how, with what, by whom, in which position.
pub(crate) struct Touch<'a> {
    pub(crate) place: Places,
    pub(crate) technique: &'a str,
    pub(crate) applicator: &'a str,
    pub(crate) giver: &'a str,
    pub(crate) position: &'a str,
    pub(crate) product: &'a str,
    pub(crate) device: &'a str,
}

/// The endangerment sites. Where semantics.md settles a site, it wins over the table.
fn sites() -> Vec<Limit> {
    const FORBIDDEN: &[&str] = &[
        "spine-neck",
        "spine-upper",
        "spine-low",
        "tailbone",
        "neck-front",
        "neck-side",
        "armpit",
        "breast",
        "groin",
        "thigh-inner",
        "knee-back",
        "abdomen",
        "face",
    ];
    const NOTHING_HARD: &[&str] = &["neck", "kidney", "low-ribs", "spine", "notch"];
    const NO_CUPS: &[&str] = &["neck-back", "kidney", "low-ribs", "sacrum", "notch", "calf"];
    const FRONT: &[&str] = &["shoulder-front", "chest"];
    vec![
        ban().on(FORBIDDEN),
        ban().on(NOTHING_HARD).techniques(&["percussion"]),
        ban().on(NOTHING_HARD).devices(&["percussion-gun", "ball", "roller"]),
        ban().on(NO_CUPS).devices(&["cupping"]),
        // Under the back of the head: still hands.
        ban().on(&["head"]).techniques(NOT_HOLDING),
        ban().on(&["head"]).applicators(&["thumbs", "knuckles", "forearm", "elbow", "feet", "tool"]),
        cap(2).on(&["head"]),
        cap(1).on(&["head"]).givers(HOME),
        cap(3).on(&["neck-back"]),
        cap(2).on(&["neck-back"]).givers(HOME),
        ban().on(&["neck-back"]).techniques(FIRM).givers(HOME),
        cap(2).on(&["kidney", "low-ribs"]),
        ban().on(&["kidney", "low-ribs"]).techniques(NOT_GLIDING),
        cap(2).on(&["sacrum", "notch"]),
        ban().on(&["sacrum", "notch"]).applicators(NOT_FLAT),
        ban().on(&["notch"]).techniques(&["deep", "trigger-point", "friction"]),
        ban().on(FRONT).givers(HOME),
        ban().on(FRONT).techniques(&["percussion"]),
        cap(2).on(FRONT),
        cap(2).on(&["calf"]),
        ban().on(&["calf"]).techniques(&["deep", "trigger-point", "friction", "percussion"]),
        ban().on(&["calf"]).devices(&["roller", "percussion-gun"]),
    ]
}

/// The ceilings by giver.
fn givers() -> Vec<Limit> {
    const SELF_MAY: &[&str] = &["shoulder-blade", "between-blades", "mid-back", "low-back", "buttock"];
    const NOT_BY_SELF: &[&str] =
        &["kneading", "friction", "deep", "percussion", "vibration", "stretching", "traction", "myofascial"];
    const NOT_BY_LESSON: &[&str] =
        &["friction", "trigger-point", "deep", "percussion", "vibration", "stretching", "traction", "myofascial"];
    const PARTNERS: &[&str] = &["partner", "partner-trained"];
    let not_buttock = everywhere().without(places(&["buttock"]));
    let not_self = everywhere().without(places(SELF_MAY));
    vec![
        cap(3).givers(&["self"]),
        cap(2).givers(&["self"]).at(Some(not_self)),
        // Soft circles are gentler than the ball, which is allowed.
        cap(2).givers(&["self"]).techniques(&["rubbing"]),
        ban().givers(&["self"]).techniques(NOT_BY_SELF).devices(&["no-device", "ball", "roller"]),
        ban().givers(&["self"]).applicators(&["forearm", "elbow", "feet"]),
        ban().givers(&["self"]).devices(&["cupping"]),
        cap(2).givers(PARTNERS),
        ban().givers(PARTNERS).techniques(NOT_BY_LESSON),
        ban().givers(PARTNERS).applicators(&["knuckles", "forearm", "elbow", "feet", "tool"]),
        ban().givers(PARTNERS).devices(&["ball", "roller", "percussion-gun", "cupping"]),
        ban().givers(&["partner"]).techniques(&["holding"]),
        cap(4).givers(TRAINED).at(Some(not_buttock)),
        minutes(10).givers(&["self"]),
        minutes(15).givers(&["partner"]),
        minutes(30).givers(&["partner-trained"]),
        minutes(60).givers(TRAINED),
    ]
}

/// The devices, for everyone.
fn devices() -> Vec<Limit> {
    const NOT_UNDER_THE_GUN: &[&str] = &[
        "neck",
        "head-all",
        "spine",
        "low-ribs",
        "chest-all",
        "kidney",
        "belly",
        "knee-front",
        "knee-back",
        "hip",
        "hand",
        "foot",
        "thigh-inner",
        "armpit",
    ];
    vec![
        ban().on(NOT_UNDER_THE_GUN).devices(&["percussion-gun"]),
        cap(2).devices(&["percussion-gun"]),
        ban().on(&["head-all", "chest-all", "belly", "armpit", "knee-back"]).devices(&["ball", "roller"]),
        ban().on(&["low-back"]).devices(&["roller"]),
        minutes(15).devices(&["percussion-gun", "massage-chair", "magnetic-mat"]),
        minutes(20).devices(&["heat-pack", "hot-bath"]),
    ]
}

/// Everything that holds for everyone, put together once.
static ALWAYS: LazyLock<Vec<Limit>> = LazyLock::new(|| {
    let of = |row: &'static str, limits: Vec<Limit>| limits.into_iter().map(move |limit| limit.of(row));
    of("ES", sites()).chain(of("GV", givers())).chain(of("DV", devices())).collect()
});

/// Everything that holds for everyone.
pub(crate) fn limits() -> &'static [Limit] {
    &ALWAYS
}

/// Whether a list names this; no list names everything.
fn speaks(these: Option<&[&str]>, this: &str) -> bool {
    these.is_none_or(|these| these.contains(&this))
}

/// Whether the limit speaks of this touch, its place aside.
fn speaks_of(limit: &Limit, touch: &Touch<'_>) -> bool {
    speaks(limit.techniques, touch.technique)
        && speaks(limit.applicators, touch.applicator)
        && speaks(limit.givers, touch.giver)
        && speaks(limit.positions, touch.position)
        && speaks(limit.products, touch.product)
        && speaks(limit.devices, touch.device)
}

/// Whether the limit speaks of this touch.
fn matches(limit: &Limit, touch: &Touch<'_>) -> bool {
    let reach = if limit.max_pressure == 0 && touch.device == BARE { limit.wide } else { limit.places };
    reach.is_none_or(|places| places.meets(touch.place)) && speaks_of(limit, touch)
}

fn lowest<'a>(limits: impl Iterator<Item = &'a Limit>, touch: &Touch<'_>) -> u8 {
    limits.filter(|limit| matches(limit, touch)).map(|limit| limit.max_pressure).min().unwrap_or(5)
}

/// The highest pressure that is left for this touch.
pub(crate) fn ceiling(verdict: &Verdict, touch: &Touch<'_>) -> u8 {
    lowest(limits().iter().chain(&verdict.limits), touch)
}

/// The longest session with this touch, in minutes, where a limit of the rows speaks of time.
pub(crate) fn longest(verdict: &Verdict, touch: &Touch<'_>) -> Option<u16> {
    let all = verdict.limits.iter().filter(|limit| matches(limit, touch));
    all.filter_map(|limit| limit.max_minutes).min()
}

/// Whether any place of the back is left for the flat hand of anybody, in any position. A margin takes no whole place.
pub(crate) fn something_is_left(verdict: &Verdict) -> bool {
    let back = places(&["back"]);
    let left = |giver: &str, position: &str, technique: &str| {
        let touch =
            Touch { place: back, technique, applicator: "flat-hand", giver, position, product: "none", device: BARE };
        let bans = limits().iter().chain(&verdict.limits).filter(|limit| limit.max_pressure == 0);
        let closed = bans.filter(|ban| speaks_of(ban, &touch)).map(|ban| ban.places.unwrap_or(back));
        !back.without(closed.fold(Places::default(), Places::or)).is_empty()
    };
    ["self", "partner", "partner-trained", "therapist", "physiotherapist"].iter().any(|giver| {
        ["prone", "supine", "side-lying", "semi-reclined", "seated"].iter().any(|position| {
            ["holding", "stroking", "rubbing", "kneading"].iter().any(|technique| left(giver, position, technique))
        })
    })
}
