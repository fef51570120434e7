//! The places on the body, their groups, and which lie within a hand's width of each other.

use std::collections::{BTreeMap, BTreeSet};

/// Some places, by id.
pub(crate) type Places = BTreeSet<String>;

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
    ("belly", &["abdomen", "groin"]),
    ("side-under-ribs", &["kidney", "low-ribs"]),
    ("head-all", &["head", "face"]),
    ("arms", &["shoulder-front", "upper-arm-back", "upper-arm-front", "forearm", "hand", "armpit"]),
    ("legs", &["thigh-back", "thigh-front", "thigh-inner", "knee-back", "knee-front", "calf", "shin", "foot", "groin"]),
    // Where a fracture, an infection or a growth of the spine is felt: the spine, and what lies beside it.
    ("spinal", &["spine", "neck-back", "between-blades", "mid-back", "low-ribs", "kidney", "low-back"]),
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

/// The two places of a paired site, or the one of a midline site.
fn of_site(site: &str) -> Vec<String> {
    if MIDDLE.contains(&site) {
        vec![site.to_owned()]
    } else if PAIRED.contains(&site) {
        vec![format!("{site}-left"), format!("{site}-right")]
    } else {
        Vec::new()
    }
}

/// The places of the named groups, sites and places.
pub(crate) fn places(names: &[&str]) -> Places {
    let mut found = Places::new();
    for name in names {
        let group = GROUPS.iter().find(|(group, _)| group == name).map(|(_, sites)| *sites);
        // "spine" within "spinal" is a group again; a group never holds itself.
        match group {
            Some(sites) => found.extend(places(sites)),
            None => found.extend(of_site(name)),
        }
        let sided = name.strip_suffix("-left").or_else(|| name.strip_suffix("-right"));
        if sided.is_some_and(|site| PAIRED.contains(&site)) {
            found.insert((*name).to_owned());
        }
    }
    assert!(!found.is_empty(), "no such place among {names:?}");
    found
}

/// Every place.
pub(crate) fn everywhere() -> Places {
    MIDDLE.iter().chain(PAIRED).flat_map(|site| of_site(site)).collect()
}

/// Whether a place belongs to one of the groups or sites.
pub(crate) fn is_in(place: &str, names: &[&str]) -> bool {
    places(names).contains(place)
}

/// Which places lie within a hand's width of which.
pub(crate) struct Body {
    neighbours: BTreeMap<String, Places>,
}

impl Body {
    /// A body with the neighbours that a drawing shows.
    pub(crate) fn drawn(neighbours: BTreeMap<String, Places>) -> Self {
        Self { neighbours }
    }

    /// A body with the neighbours that anatomy suggests, for use without a drawing.
    pub(crate) fn anatomical() -> Self {
        let mut neighbours: BTreeMap<String, Places> = BTreeMap::new();
        let mut join = |a: &str, b: &str| {
            neighbours.entry(a.to_owned()).or_default().insert(b.to_owned());
            neighbours.entry(b.to_owned()).or_default().insert(a.to_owned());
        };
        for (site, beside) in BESIDE {
            for other in *beside {
                for a in of_site(site) {
                    for b in of_site(other) {
                        let opposite = (a.ends_with("-left") && b.ends_with("-right"))
                            || (a.ends_with("-right") && b.ends_with("-left"));
                        if !opposite {
                            join(&a, &b);
                        }
                    }
                }
            }
        }
        for site in NEAR_MIDLINE {
            join(&format!("{site}-left"), &format!("{site}-right"));
        }
        Self { neighbours }
    }

    /// The places and those within a hand's width of them. `None` is everywhere, and stays so.
    pub(crate) fn with_margin(&self, places: Option<Places>) -> Option<Places> {
        places.map(|known| {
            let beside = known.iter().filter_map(|place| self.neighbours.get(place)).flatten().cloned();
            let wide: Places = beside.collect();
            known.union(&wide).cloned().collect()
        })
    }
}
