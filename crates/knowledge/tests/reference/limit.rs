//! What may not be done, or only so far.

use super::body::{Places, places};

/// Those who are no trained professionals.
pub(crate) const HOME: &[&str] = &["self", "partner", "partner-trained"];

/// Everything that warms.
pub(crate) const HEAT: &[&str] = &["heat-pack", "hot-bath"];

/// Some places, and the same with a margin.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    pub(crate) places: Option<Places>,
    pub(crate) wide: Option<Places>,
}

impl From<Option<Places>> for Site {
    fn from(places: Option<Places>) -> Self {
        Self { places, wide: places }
    }
}

/// One limit. A key that is `None` means "all".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// The row of the table that it comes from.
    pub(crate) row: &'static str,
    /// Where; `None` is everywhere.
    pub(crate) places: Option<Places>,
    /// The same with its margin, which a ban closes to bare hands; a ceiling and a device keep to the place itself.
    pub(crate) wide: Option<Places>,
    /// For which techniques.
    pub(crate) techniques: Option<&'static [&'static str]>,
    /// For which applicators.
    pub(crate) applicators: Option<&'static [&'static str]>,
    /// For which givers.
    pub(crate) givers: Option<&'static [&'static str]>,
    /// In which positions.
    pub(crate) positions: Option<&'static [&'static str]>,
    /// With which products.
    pub(crate) products: Option<&'static [&'static str]>,
    /// With which devices.
    pub(crate) devices: Option<&'static [&'static str]>,
    /// The highest pressure, P0 to P5; 0 is a ban.
    pub(crate) max_pressure: u8,
    /// The longest session, in minutes.
    pub(crate) max_minutes: Option<u16>,
}

/// A ceiling everywhere, for everything, that the builders below narrow down.
pub(crate) fn cap(max_pressure: u8) -> Limit {
    Limit {
        row: "",
        places: None,
        wide: None,
        techniques: None,
        applicators: None,
        givers: None,
        positions: None,
        products: None,
        devices: None,
        max_pressure,
        max_minutes: None,
    }
}

/// A ban everywhere, of everything, that the builders below narrow down.
pub(crate) fn ban() -> Limit {
    cap(0)
}

/// No gun.
pub(crate) fn no_gun() -> Limit {
    ban().devices(&["percussion-gun"])
}

/// What is left where a row asks for a clinician and names no limit of its own: light pressure, and nothing that drums.
pub(crate) fn gentle() -> Vec<Limit> {
    vec![cap(2), no_gun()]
}

/// The same where the spine or an organ may be ill: nor anything that goes deep or pulls.
pub(crate) fn careful() -> Vec<Limit> {
    vec![cap(2), no_gun(), ban().techniques(&["deep", "trigger-point", "percussion", "traction"])]
}

/// A limit of time only.
pub(crate) fn minutes(most: u16) -> Limit {
    Limit { max_minutes: Some(most), ..cap(5) }
}

impl Limit {
    /// At the places answered, with or without a margin; `None` is everywhere.
    pub(crate) fn at(self, site: impl Into<Site>) -> Self {
        let Site { places, wide } = site.into();
        Self { places, wide, ..self }
    }

    /// At the named groups and sites.
    pub(crate) fn on(self, names: &[&str]) -> Self {
        self.at(Some(places(names)))
    }

    /// For these techniques.
    pub(crate) fn techniques(self, these: &'static [&'static str]) -> Self {
        Self { techniques: Some(these), ..self }
    }

    /// For these applicators.
    pub(crate) fn applicators(self, these: &'static [&'static str]) -> Self {
        Self { applicators: Some(these), ..self }
    }

    /// For these givers.
    pub(crate) fn givers(self, these: &'static [&'static str]) -> Self {
        Self { givers: Some(these), ..self }
    }

    /// In these positions.
    pub(crate) fn positions(self, these: &'static [&'static str]) -> Self {
        Self { positions: Some(these), ..self }
    }

    /// With these products.
    pub(crate) fn products(self, these: &'static [&'static str]) -> Self {
        Self { products: Some(these), ..self }
    }

    /// With these devices.
    pub(crate) fn devices(self, these: &'static [&'static str]) -> Self {
        Self { devices: Some(these), ..self }
    }

    /// The same limit, known to come from this row.
    pub(crate) fn of(self, row: &'static str) -> Self {
        Self { row, ..self }
    }
}
