//! The places on the body, their groups, and which lie within a hand's width of each other.

use std::{collections::HashMap, sync::LazyLock};

/// Some places: one bit each, in the order of `NAMES`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(u128);

/// Sites on the midline.
const MIDDLE: &[&str] =
    &["head", "face", "spine-neck", "spine-upper", "spine-low", "sacrum", "tailbone", "neck-front", "abdomen"];

/// Sites that there are two of.
const PAIRED: &[&str] = &[
    "neck-back",
    "neck-side",
    "shoulder-top",
    "shoulder-blade",
    "between-blades",
    "mid-back",
    "low-ribs",
    "kidney",
    "low-back",
    "buttock",
    "notch",
    "hip",
    "armpit",
    "upper-arm-back",
    "upper-arm-front",
    "forearm",
    "hand",
    "thigh-back",
    "knee-back",
    "calf",
    "foot",
    "shoulder-front",
    "chest",
    "breast",
    "groin",
    "thigh-front",
    "thigh-inner",
    "knee-front",
    "shin",
];

/// The groups that the tables speak of.
const GROUPS: &[(&str, &[&str])] = &[
    ("spine", &["spine-neck", "spine-upper", "spine-low", "sacrum", "tailbone"]),
    ("neck", &["spine-neck", "neck-back", "neck-side", "neck-front"]),
    ("shoulder", &["shoulder-top", "shoulder-blade", "shoulder-front"]),
    ("upper-back", &["spine-upper", "between-blades", "shoulder-blade", "mid-back", "low-ribs"]),
    ("low-back-region", &["spine-low", "low-back", "kidney", "sacrum"]),
    ("pelvis", &["buttock", "notch", "hip", "sacrum", "tailbone"]),
    (
        "back",
        &[
            "spine-neck",
            "spine-upper",
            "spine-low",
            "neck-back",
            "shoulder-top",
            "shoulder-blade",
            "between-blades",
            "mid-back",
            "low-ribs",
            "kidney",
            "low-back",
            "sacrum",
            "tailbone",
            "buttock",
            "notch",
            "hip",
        ],
    ),
    (
        "trunk",
        &[
            "spine-upper",
            "spine-low",
            "shoulder-blade",
            "between-blades",
            "mid-back",
            "low-ribs",
            "kidney",
            "low-back",
            "sacrum",
            "tailbone",
            "chest",
            "breast",
            "abdomen",
        ],
    ),
    ("chest-all", &["chest", "breast", "shoulder-front"]),
    ("belly", &["abdomen", "groin"]),
    ("side-under-ribs", &["kidney", "low-ribs"]),
    ("head-all", &["head", "face"]),
    ("arms", &["shoulder-front", "upper-arm-back", "upper-arm-front", "forearm", "hand", "armpit"]),
    ("legs", &["thigh-back", "thigh-front", "thigh-inner", "knee-back", "knee-front", "calf", "shin", "foot", "groin"]),
];

/// Sites within a hand's width of each other on the same side, or across the midline.
const BESIDE: &[(&str, &[&str])] = &[
    ("head", &["face", "spine-neck", "neck-back"]),
    ("face", &["neck-front"]),
    ("spine-neck", &["spine-upper", "neck-back", "shoulder-top"]),
    ("spine-upper", &["spine-low", "between-blades", "mid-back"]),
    ("spine-low", &["sacrum", "mid-back", "low-back", "kidney"]),
    ("sacrum", &["tailbone", "low-back", "buttock"]),
    ("tailbone", &["buttock"]),
    ("neck-front", &["neck-side", "chest"]),
    ("abdomen", &["breast", "groin"]),
    ("neck-back", &["neck-side", "shoulder-top", "between-blades"]),
    ("neck-side", &["shoulder-top", "chest"]),
    ("shoulder-top", &["shoulder-blade", "between-blades", "shoulder-front", "upper-arm-back", "chest"]),
    ("shoulder-blade", &["between-blades", "mid-back", "armpit", "upper-arm-back"]),
    ("between-blades", &["mid-back"]),
    ("mid-back", &["low-ribs", "low-back", "kidney"]),
    ("low-ribs", &["kidney", "breast"]),
    ("kidney", &["low-back"]),
    ("low-back", &["buttock", "hip"]),
    ("buttock", &["notch", "hip", "thigh-back"]),
    ("notch", &["hip", "thigh-back"]),
    ("hip", &["thigh-back", "thigh-front"]),
    ("armpit", &["upper-arm-back", "upper-arm-front", "shoulder-front", "chest", "breast"]),
    ("upper-arm-back", &["upper-arm-front", "shoulder-front", "forearm"]),
    ("upper-arm-front", &["shoulder-front", "forearm"]),
    ("forearm", &["hand"]),
    ("thigh-back", &["knee-back", "thigh-inner"]),
    ("knee-back", &["calf", "knee-front"]),
    ("calf", &["foot", "shin"]),
    ("shoulder-front", &["chest"]),
    ("chest", &["breast"]),
    ("groin", &["thigh-front", "thigh-inner"]),
    ("thigh-front", &["knee-front", "thigh-inner"]),
    ("knee-front", &["shin"]),
    ("shin", &["foot"]),
];

/// Paired sites whose left and right lie within a hand's width of each other.
const NEAR_MIDLINE: &[&str] =
    &["neck-back", "between-blades", "mid-back", "low-back", "buttock", "chest", "breast", "groin"];

/// Every place: the sites on the midline, then the left and right of the others.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let paired = PAIRED.iter().flat_map(|site| [format!("{site}-left"), format!("{site}-right")]);
    MIDDLE.iter().map(|site| (*site).to_owned()).chain(paired).collect()
});

/// Places, sites and groups by name.
static KNOWN: LazyLock<HashMap<&'static str, Places>> = LazyLock::new(|| {
    let mut known: HashMap<&'static str, Places> = HashMap::new();
    for (name, index) in NAMES.iter().zip(0u32..) {
        known.insert(name, Places(1 << index));
    }
    for site in PAIRED {
        let sides = [format!("{site}-left"), format!("{site}-right")];
        let both = sides.iter().fold(Places::default(), |all, side| all.or(known[side.as_str()]));
        known.insert(site, both);
    }
    for (group, sites) in GROUPS {
        let all = sites.iter().fold(Places::default(), |all, site| all.or(known[site]));
        known.insert(group, all);
    }
    known
});

impl Places {
    /// Whether there is none.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Either.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These without the others.
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether they have a place in common.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// One by one.
    pub(crate) fn each(self) -> impl Iterator<Item = Self> {
        (0..128).map(|index| Self(1 << index)).filter(move |one| self.meets(*one))
    }
}

/// The places of the named groups, sites and places.
pub(crate) fn places(names: &[&str]) -> Places {
    names.iter().fold(Places::default(), |all, name| {
        all.or(*KNOWN.get(name).unwrap_or_else(|| panic!("no such place as `{name}`")))
    })
}

/// Every place.
pub(crate) fn everywhere() -> Places {
    places(MIDDLE).or(places(PAIRED))
}

/// Which places lie within a hand's width of which.
pub(crate) struct Body {
    neighbours: Vec<Places>,
}

impl Body {
    /// A body with the neighbours that a drawing shows: pairs of one place and those beside it.
    pub(crate) fn drawn(beside: impl IntoIterator<Item = (Places, Places)>) -> Self {
        let mut neighbours = vec![Places::default(); 128];
        for (place, others) in beside {
            neighbours[place.0.trailing_zeros() as usize] = others;
        }
        Self { neighbours }
    }

    /// A body with the neighbours that anatomy suggests, for use without a drawing.
    pub(crate) fn anatomical() -> Self {
        let mut neighbours = vec![Places::default(); 128];
        let left = places_ending("-left");
        let right = places_ending("-right");
        let mut join = |a: Places, b: Places| {
            neighbours[a.0.trailing_zeros() as usize].0 |= b.0;
            neighbours[b.0.trailing_zeros() as usize].0 |= a.0;
        };
        for (site, beside) in BESIDE {
            for a in places(&[site]).each() {
                for b in places(beside).each() {
                    if !((left.meets(a) && right.meets(b)) || (right.meets(a) && left.meets(b))) {
                        join(a, b);
                    }
                }
            }
        }
        for site in NEAR_MIDLINE {
            let sides: Vec<Places> = places(&[site]).each().collect();
            join(sides[0], sides[1]);
        }
        Self { neighbours }
    }

    /// The places within a hand's width of these, and these. `None` is everywhere, and stays so.
    pub(crate) fn with_margin(&self, places: Option<Places>) -> Option<Places> {
        places
            .map(|known| known.each().fold(known, |all, one| all.or(self.neighbours[one.0.trailing_zeros() as usize])))
    }
}

fn places_ending(side: &str) -> Places {
    let names = NAMES.iter().filter(|name| name.ends_with(side));
    names.fold(Places::default(), |all, name| all.or(places(&[name])))
}
