//! Searching what is published.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    answer::Refused,
    served::{PARAMETERS, Sort},
    shelf::{Published, Shelf},
};

/// Most that one page of results holds, and as many as it holds when nobody says how many.
const PAGE: usize = 50;
/// Longest query that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

/// What a search asks for.
struct Query {
    /// Name, modifier and value of each parameter that is used.
    used: Vec<(usize, String, String)>,
    count: usize,
    skip: usize,
}

/// The results as a bundle.
///
/// # Errors
/// A parameter that is not known, where it was asked to be strict; a modifier or a number that cannot be read.
pub(super) fn search(shelf: &Shelf, base: &str, kind: &str, query: &str, strict: bool) -> Result<Value, Refused> {
    let read = read(query, strict)?;
    let fits = |one: &&Published| {
        one.text("resourceType") == kind
            && read.used.iter().all(|(at, modifier, wanted)| holds(one, *at, modifier, wanted))
    };
    let found: Vec<&Published> = shelf.all.iter().filter(fits).collect();
    let page: Vec<Value> = found
        .iter()
        .skip(read.skip)
        .take(read.count)
        .map(|one| {
            let url = format!("{base}/fhir/{kind}/{}", one.text("id"));
            json!({ "fullUrl": url, "resource": one.value, "search": { "mode": "match" } })
        })
        .collect();
    let mut links = vec![json!({ "relation": "self", "url": address(base, kind, &read, read.skip) })];
    let next = read.skip.saturating_add(read.count);
    if next < found.len() && read.count > 0 {
        links.push(json!({ "relation": "next", "url": address(base, kind, &read, next) }));
    }
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": found.len(), "link": links });
    if let (false, Value::Object(fields)) = (page.is_empty(), &mut bundle) {
        fields.insert("entry".to_owned(), Value::Array(page));
    }
    Ok(bundle)
}

fn wrong() -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-search")
}

fn read(query: &str, strict: bool) -> Result<Query, Refused> {
    if query.len() > LONGEST {
        return Err(Refused::new(StatusCode::URI_TOO_LONG, "too-long", "fhir-search"));
    }
    let mut read = Query { used: Vec::new(), count: PAGE, skip: 0 };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let (bare, modifier) = name.split_once(':').unwrap_or((&name, ""));
        match bare {
            "_count" => read.count = value.parse::<usize>().map_err(|_| wrong())?.min(PAGE),
            "_skip" => read.skip = value.parse().map_err(|_| wrong())?,
            "_format" => {}
            _ => match PARAMETERS.iter().position(|(known, ..)| *known == bare) {
                Some(at) if knows(at, modifier) => read.used.push((at, modifier.to_owned(), value.into_owned())),
                // A modifier may turn the question round: it is never passed over.
                Some(_) => return Err(wrong()),
                None if strict => return Err(Refused::new(StatusCode::BAD_REQUEST, "not-supported", "fhir-strict")),
                // As the standard has it: passed over, and missing in the link that says what was searched for.
                None => {}
            },
        }
    }
    Ok(read)
}

fn knows(at: usize, modifier: &str) -> bool {
    match PARAMETERS.get(at) {
        Some((.., Sort::Text)) => ["", "exact", "contains"].contains(&modifier),
        Some(_) => modifier.is_empty(),
        None => false,
    }
}

fn holds(one: &Published, at: usize, modifier: &str, wanted: &str) -> bool {
    let Some((_, field, sort)) = PARAMETERS.get(at) else { return false };
    let value = one.text(field);
    // One of several, between commas, is enough.
    wanted.split(',').any(|wanted| match (sort, modifier) {
        (Sort::Text, "exact") => value == wanted,
        (Sort::Text, "contains") => value.to_lowercase().contains(&wanted.to_lowercase()),
        (Sort::Text, _) => value.to_lowercase().starts_with(&wanted.to_lowercase()),
        (Sort::Uri, _) => value == wanted,
        (Sort::Token, _) => value == wanted.rsplit('|').next().unwrap_or(wanted),
    })
}

/// The address of a page of results, with what was used of the query.
fn address(base: &str, kind: &str, read: &Query, skip: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (at, modifier, value) in &read.used {
        let name = PARAMETERS.get(*at).map_or("", |(name, ..)| name);
        let name = if modifier.is_empty() { name.to_owned() } else { format!("{name}:{modifier}") };
        query.append_pair(&name, value);
    }
    query.append_pair("_count", &read.count.to_string());
    if skip > 0 {
        query.append_pair("_skip", &skip.to_string());
    }
    format!("{base}/fhir/{kind}?{}", query.finish())
}
