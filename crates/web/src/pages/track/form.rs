//! A measure as a form, and what comes back from it.

use supple_care::{
    Knowledge, PlaceId,
    measure::{Instrument, Item, Scoring},
};

use crate::{
    call::Call,
    frame::{Trouble, beside},
    pages::typed::Choice,
    record::Person,
    voice::Voice,
};

/// The longest name of an own activity, in characters.
const LONGEST_NAME: usize = 80;

/// The field that says that nothing of a list fits.
pub(super) const NONE: &str = "none";

/// The side of zero that is below it, as a form says it.
const BELOW: &str = "below";
/// The other side.
const ABOVE: &str = "above";

/// One question of a measure as it is shown.
pub(super) struct Field {
    /// The name of its field.
    pub(super) name: String,
    pub(super) ask: String,
    pub(super) kind: &'static str,
    pub(super) low: String,
    pub(super) high: String,
    /// What can be chosen: names of numbers, or the two sides of zero.
    pub(super) options: Vec<Choice>,
    pub(super) chosen: String,
    /// What the person calls it, where it is asked for.
    pub(super) own: Option<String>,
    pub(super) own_error: Option<String>,
    pub(super) range: (i32, i32),
    /// Whether one decimal is taken.
    pub(super) decimal: bool,
    pub(super) error: Option<String>,
}

/// One set of answers.
pub(super) struct Given {
    pub(super) place: Option<PlaceId>,
    /// In tenths of a point.
    pub(super) answers: Vec<Option<i32>>,
    pub(super) names: Vec<String>,
}

/// Whether the person names the items: their activities.
pub(super) fn named(instrument: &Instrument) -> bool {
    instrument.id == "activities"
}

/// The field of what the person calls an item.
fn own_name(item: usize) -> String {
    format!("n-{item}")
}

fn field_name(place: Option<PlaceId>, item: usize) -> String {
    place.map_or_else(|| format!("a-{item}"), |place| format!("p-{}-{item}", place.0))
}

/// The field beside a number that says on which side of zero it lies.
fn side_name(name: &str) -> String {
    format!("side-{name}")
}

/// The two sides of zero by what they mean, the usual one first.
fn sides<'i>(item: &'i Item) -> impl Iterator<Item = (&'static str, &'i str)> {
    let named = |id, say: &'i Option<String>| say.as_deref().map(|say| (id, say));
    named(ABOVE, &item.highest).into_iter().chain(named(BELOW, &item.lowest))
}

fn kind(instrument: &Instrument, item: &Item) -> &'static str {
    match (instrument.scoring, instrument.range) {
        (Scoring::Ticks, _) => "tick",
        (Scoring::Import, _) => "number",
        _ if !item.names.is_empty() => "names",
        (_, (0, 10)) => "scale",
        // The keys for numbers of a phone may have no minus.
        (_, (..0, _)) if sides(item).count() == 2 => "sided",
        _ => "number",
    }
}

/// The fields of a measure, with what was typed.
pub(super) fn fields(
    call: &Call,
    person: &Person,
    instrument: &Instrument,
    places: &[Option<PlaceId>],
    troubles: &[Trouble],
) -> Vec<Field> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let before = names_before(knowledge, person, instrument);
    let mut fields = Vec::new();
    for place in places {
        for (item, index) in instrument.items.iter().zip(0usize..) {
            let name = field_name(*place, index);
            // Of two different values none is taken for the one that is meant.
            let one = twice(call, &name).is_none();
            let chosen = call.form.get(&name).filter(|_| one).unwrap_or_default().to_owned();
            let kind = kind(instrument, item);
            let values = instrument.range.0..=instrument.range.1;
            let choice = |value: String, say: &str, chosen: &str| Choice { on: chosen == value, value, say: v.k(say) };
            let options = if kind == "sided" {
                let side = call.form.get(&side_name(&name)).unwrap_or_default();
                sides(item).map(|(id, say)| choice(id.to_owned(), say, side)).collect()
            } else {
                let names = item.names.iter().zip(values);
                names.map(|(say, value)| choice(value.to_string(), say, &chosen)).collect()
            };
            let ask = match place.and_then(|place| knowledge.place(place)) {
                Some(place) => {
                    let args = [("place", v.place(place).into()), ("ask", v.k(&item.ask).into())];
                    v.with("track-place-ask", &args)
                }
                None => v.k(&item.ask),
            };
            let own = named(instrument).then(|| {
                let typed = call.form.get(&own_name(index)).map(str::to_owned);
                typed.or_else(|| before.get(index).cloned()).unwrap_or_default()
            });
            fields.push(Field {
                ask,
                kind,
                low: item.lowest.as_ref().map_or_else(String::new, |say| v.k(say)),
                high: item.highest.as_ref().map_or_else(String::new, |say| v.k(say)),
                options,
                chosen,
                own_error: beside(troubles, &own_name(index)),
                own,
                range: instrument.range,
                decimal: instrument.decimal,
                error: beside(troubles, &name),
                name,
            });
        }
    }
    fields
}

/// What the person called the items the last time.
fn names_before(knowledge: &Knowledge, person: &Person, instrument: &Instrument) -> Vec<String> {
    let index = knowledge.measures.instruments.iter().position(|known| known.id == instrument.id);
    let given = person.record.outcomes.scores.iter().filter(|scored| Some(scored.instrument) == index);
    given.max_by_key(|scored| scored.entry.order).map(|scored| scored.names.clone()).unwrap_or_default()
}

/// Reads the answers, or every problem: what is missing and what is out of range. Missing is never zero.
pub(super) fn read(
    call: &Call,
    instrument: &Instrument,
    places: &[Option<PlaceId>],
) -> Result<Vec<Given>, Vec<Trouble>> {
    let v = &call.voice;
    let mut troubles = Vec::new();
    let mut all = Vec::new();
    for place in places {
        let mut answers = Vec::new();
        for (item, index) in instrument.items.iter().zip(0usize..) {
            let name = field_name(*place, index);
            if let Some(short) = twice(call, &name) {
                let args = [("question", v.k(&item.ask).into()), ("problem", short.clone().into())];
                troubles.push(Trouble { field: name, text: v.with("form-summary", &args), short });
                answers.push(None);
                continue;
            }
            let typed = call.form.text(&name);
            let side = call.form.get(&side_name(&name));
            let is_sided = kind(instrument, item) == "sided";
            let signed = typed.map(|text| if is_sided { on_side(text, side) } else { Ok(text.to_owned()) });
            let number = signed.clone().and_then(Result::ok).and_then(|text| instrument.typed(&text));
            // A tick is there or not; a box that sends something else is a wrong number.
            if (instrument.scoring != Scoring::Ticks || typed.is_some()) && number.is_none() {
                let short = match signed {
                    None => v.t("track-missing"),
                    Some(Err(key)) => v.t(key),
                    Some(Ok(_)) => range(v, instrument),
                };
                let args = [("question", v.k(&item.ask).into()), ("problem", short.clone().into())];
                troubles.push(Trouble { field: name, text: v.with("form-summary", &args), short });
            }
            answers.push(number);
        }
        // A form that nobody touched is no answer: that nothing fits has to be said.
        let untouched = answers.iter().all(Option::is_none) && !call.form.has(NONE);
        if instrument.scoring == Scoring::Ticks && untouched && troubles.is_empty() {
            troubles.push(Trouble::new(NONE, v.t("track-none-missing")));
        }
        let names = if named(instrument) { names(call, instrument, &mut troubles) } else { Vec::new() };
        all.push(Given { place: *place, answers, names });
    }
    if troubles.is_empty() { Ok(all) } else { Err(troubles) }
}

/// What the person calls the items: a number without what it is about says nothing.
fn names(call: &Call, instrument: &Instrument, troubles: &mut Vec<Trouble>) -> Vec<String> {
    let v = &call.voice;
    let mut names = Vec::new();
    for (item, index) in instrument.items.iter().zip(0usize..) {
        let name = call.form.text(&own_name(index)).unwrap_or_default();
        let wrong = twice(call, &own_name(index)).or_else(|| name.is_empty().then(|| v.t("track-own-missing")));
        if let Some(short) = wrong {
            let args = [("question", v.k(&item.ask).into()), ("problem", short.clone().into())];
            troubles.push(Trouble { field: own_name(index), text: v.with("form-summary", &args), short });
        }
        names.push(name.chars().take(LONGEST_NAME).collect());
    }
    names
}

/// That a field came more than once with different values: nobody knows which one is meant.
fn twice(call: &Call, name: &str) -> Option<String> {
    let mut values: Vec<&str> = Vec::new();
    for value in call.form.all(name).map(str::trim).filter(|value| !value.is_empty()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let shown: Vec<String> = values.iter().map(|value| value.chars().take(LONGEST_NAME).collect()).collect();
    (shown.len() > 1).then(|| call.voice.s("track-twice", "values", &call.voice.comma(&shown)))
}

/// A typed number with the sign that its side gives it; the sentence to say where that is open, or both say something else.
fn on_side(text: &str, side: Option<&str>) -> Result<String, &'static str> {
    let size = text.strip_prefix('-');
    match (size, side) {
        // Neither side of it.
        _ if size.unwrap_or(text).bytes().all(|letter| matches!(letter, b'0' | b'.' | b',')) => Ok(text.to_owned()),
        (Some(_), Some(ABOVE)) => Err("track-side-other"),
        (None, Some(BELOW)) => Ok(format!("-{text}")),
        (Some(_), _) | (None, Some(ABOVE)) => Ok(text.to_owned()),
        (None, _) => Err("track-side-missing"),
    }
}

/// Which numbers are taken.
fn range(v: &Voice, instrument: &Instrument) -> String {
    let (low, high) = instrument.range;
    let key = if instrument.decimal { "track-range-decimal" } else { "track-range" };
    v.with(key, &[("low", i64::from(low).into()), ("high", i64::from(high).into())])
}
