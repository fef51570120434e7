//! The choice of the country whose emergency numbers are shown.

use crate::call::Call;

/// A country to choose.
pub(crate) struct Land {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) on: bool,
}

/// The choice of the country.
pub(crate) struct Chooser {
    pub(crate) lands: Vec<Land>,
    /// Whether another country than those listed was chosen.
    pub(crate) other: bool,
    /// What is chosen beforehand: the choice of before, or a suggestion.
    pub(crate) shown: Option<String>,
    /// Whether it is only suggested by the browser's language.
    pub(crate) suggested: bool,
}

/// The countries, with the chosen one marked; where nobody chose yet, the one that the browser's language suggests.
pub(crate) fn chooser(call: &Call, chosen: Option<&str>) -> Chooser {
    let suggested = chosen.is_none().then_some(call.country_hints.suggested.as_deref()).flatten();
    let shown = chosen.or(suggested);
    Chooser {
        lands: lands(call, shown),
        other: shown.is_some_and(|code| call.knowledge().country(code).is_none()),
        shown: shown.map(str::to_owned),
        suggested: suggested.is_some(),
    }
}

/// The countries with their numbers, the chosen one marked.
fn lands(call: &Call, chosen: Option<&str>) -> Vec<Land> {
    let mut lands: Vec<Land> = call
        .knowledge()
        .countries
        .iter()
        .map(|country| Land {
            code: country.code.clone(),
            name: call.voice.k(&country.name),
            on: Some(country.code.as_str()) == chosen,
        })
        .collect();
    lands.sort_by(|a, b| a.name.cmp(&b.name));
    lands
}
