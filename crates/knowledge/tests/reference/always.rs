//! Section 3, for everyone, with the ceilings by giver; and the lowest ceiling of all that applies to one touch.

use std::sync::LazyLock;

use super::Verdict;
use super::body::{everywhere, places};
use super::limit::{HOME, Limit, ban, cap, minutes};

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

/// One way to touch: where, how, with what, by whom, in which position.
pub(crate) struct Touch<'a> {
    pub(crate) place: &'a str,
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
    vec![
        ban().on(FORBIDDEN),
        ban().on(NOTHING_HARD).techniques(&["percussion"]),
        ban().on(NOTHING_HARD).devices(&["percussion-gun", "ball"]),
        // Under the back of the head: still hands.
        ban().on(&["head"]).techniques(NOT_HOLDING),
        cap(2).on(&["head"]),
        cap(1).on(&["head"]).givers(HOME),
        cap(3).on(&["neck-back"]),
        cap(2).on(&["neck-back"]).givers(HOME),
        ban().on(&["neck-back"]).techniques(&["traction"]).givers(HOME),
        cap(2).on(&["kidney", "low-ribs"]),
        cap(1).on(&["low-ribs"]).givers(HOME),
        ban().on(&["kidney", "low-ribs"]).techniques(NOT_GLIDING),
        cap(2).on(&["sacrum", "notch"]),
        ban().on(&["sacrum", "notch"]).applicators(NOT_FLAT),
        ban().on(&["shoulder-front", "chest"]).givers(HOME),
        cap(2).on(&["shoulder-front", "chest"]),
        cap(2).on(&["calf"]),
        ban().on(&["calf"]).techniques(&["deep"]),
    ]
}

/// The ceilings by giver.
fn givers() -> Vec<Limit> {
    const SELF_MAY: &[&str] = &["shoulder-blade", "between-blades", "mid-back", "low-back", "buttock"];
    const NOT_BY_SELF: &[&str] =
        &["rubbing", "kneading", "friction", "deep", "percussion", "vibration", "stretching", "traction", "myofascial"];
    const NOT_BY_LESSON: &[&str] =
        &["friction", "trigger-point", "deep", "percussion", "vibration", "stretching", "traction", "myofascial"];
    let not_buttock = everywhere().difference(&places(&["buttock"])).cloned().collect();
    let not_self = everywhere().difference(&places(SELF_MAY)).cloned().collect();
    vec![
        cap(3).givers(&["self"]),
        cap(2).givers(&["self"]).at(Some(not_self)),
        ban().givers(&["self"]).techniques(NOT_BY_SELF),
        cap(2).givers(&["partner", "partner-trained"]),
        ban().givers(&["partner", "partner-trained"]).techniques(NOT_BY_LESSON),
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
    const HARD_UNDER_THE_GUN: &[&str] = &[
        "neck",
        "head-all",
        "spine",
        "low-ribs",
        "chest",
        "breast",
        "kidney",
        "abdomen",
        "knee-front",
        "knee-back",
        "hip",
        "shoulder-front",
    ];
    vec![
        ban().on(HARD_UNDER_THE_GUN).devices(&["percussion-gun"]),
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

/// Whether the limit speaks of this touch.
fn matches(limit: &Limit, touch: &Touch<'_>) -> bool {
    limit.places.as_ref().is_none_or(|places| places.contains(touch.place))
        && speaks(limit.techniques, touch.technique)
        && speaks(limit.applicators, touch.applicator)
        && speaks(limit.givers, touch.giver)
        && speaks(limit.positions, touch.position)
        && speaks(limit.products, touch.product)
        && speaks(limit.devices, touch.device)
}

fn lowest<'a>(limits: impl Iterator<Item = &'a Limit>, touch: &Touch<'_>) -> u8 {
    limits.filter(|limit| matches(limit, touch)).map(|limit| limit.max_pressure).min().unwrap_or(5)
}

/// The highest pressure that is left for this touch.
pub(crate) fn ceiling(verdict: &Verdict, touch: &Touch<'_>) -> u8 {
    lowest(limits().iter().chain(&verdict.limits), touch)
}

/// Whether any place of the back is left for the flat hand of anybody, in any position, with any product or none.
pub(crate) fn something_is_left(verdict: &Verdict) -> bool {
    let (applicator, device) = ("flat-hand", "no-device");
    // Only a ban on bare flat hands can take the last bit away.
    let bites = |limit: &&Limit| {
        limit.max_pressure == 0 && speaks(limit.applicators, applicator) && speaks(limit.devices, device)
    };
    let bans: Vec<&Limit> = limits().iter().chain(&verdict.limits).filter(bites).collect();
    let back = places(&["back"]);
    let left = |giver: &str, position: &str, technique: &str, product: &str| {
        back.iter().any(|place| {
            let touch = Touch { place, technique, applicator, giver, position, product, device };
            !bans.iter().any(|ban| matches(ban, &touch))
        })
    };
    let techniques = ["holding", "stroking", "rubbing", "kneading"];
    ["self", "partner", "partner-trained", "therapist", "physiotherapist"].iter().any(|giver| {
        ["prone", "supine", "side-lying", "semi-reclined", "seated"].iter().any(|position| {
            techniques.iter().any(|technique| {
                ["none", "plain-lotion"].iter().any(|product| left(giver, position, technique, product))
            })
        })
    })
}
