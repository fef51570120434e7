//! Reading and searching: one resource, a search, everything of a client.

use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{
        answer::{self, Refused},
        search::{self, Query},
        served::{Interaction, KINDS, Kind, Sort, Whose},
        versioned,
    },
    Sent,
    chart::Chart,
    clients::{Book, Client},
    gate::Door,
    kept, letter, times,
};
use crate::access::Right;

const PATIENT: Refused = Refused::new(StatusCode::BAD_REQUEST, "required", "fhir-patient");
/// Most clients whose records one search reads.
const MOST: usize = 20;

/// Answers what reads.
///
/// # Errors
/// What is not there, not allowed, or cannot be read.
pub(super) fn answer(door: &Door, kind: &'static Kind, sent: &Sent) -> Result<Response, Refused> {
    let steps: Vec<&str> = sent.steps.iter().map(String::as_str).collect();
    match (sent.is_post, steps.as_slice()) {
        (false, [_]) | (true, [_, "_search"]) if kind.does(Interaction::Search) => {
            let query = asked(door, kind, &sent.query, strict(&sent.headers))?;
            Ok(answer::resource(StatusCode::OK, &searched(door, &query)?))
        }
        (_, [_, id, "$everything"]) if kind.name == "Patient" => {
            Ok(answer::resource(StatusCode::OK, &everything(door, id, &sent.query)?))
        }
        (false, [_, id] | [_, id, "_history", _]) if !id.starts_with(['$', '_']) => {
            let found = one(door, kind, id)?;
            let version = found.pointer("/meta/versionId").and_then(Value::as_str).unwrap_or_default().to_owned();
            if steps.get(3).is_some_and(|wanted| *wanted != version) {
                return Err(Refused::NOT_FOUND);
            }
            Ok(versioned(&sent.headers, &version, found.to_string().into()))
        }
        _ => Err(Refused::UNSUPPORTED),
    }
}

/// Most resources that a chain may lead through: what is searched for names each of them.
const CHAINED: usize = 60;
/// Most chains of one search.
const CHAINS: usize = 4;
/// How many references a chain may follow.
const DEEPEST: usize = 2;

/// What a search asks for, chains followed: `patient.name=Cleo` names those who are called so.
///
/// # Errors
/// As for [`Query::read`]; a chain that leads nowhere, or through too many.
pub(super) fn asked(door: &Door, kind: &'static Kind, query: &str, strict: bool) -> Result<Query, Refused> {
    // What is too long, or asks for too much, is refused before anything is looked up.
    Query::fits_in(query)?;
    let chains = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name.contains('.')).count();
    if chains > CHAINS {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "too-costly", "fhir-chain").naming("?"));
    }
    Query::read(kind, &followed(door, kind, query, 0)?, strict)
}

fn followed(door: &Door, kind: &'static Kind, query: &str, deep: usize) -> Result<String, Refused> {
    let mut written = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let link = name.split_once('.').filter(|_| !name.starts_with('_')).and_then(|(link, rest)| {
            let (link, of) = link.split_once(':').map_or((link, None), |(link, of)| (link, Some(of)));
            let parameter = kind.all_parameters().find(|known| known.name == link && known.sort == Sort::Reference)?;
            Some((parameter, of, rest))
        });
        let Some((parameter, of, rest)) = link else {
            written.append_pair(&name, &value);
            continue;
        };
        let nowhere = || search::wrong(&name);
        let of = of.or(parameter.to).filter(|of| parameter.to.is_none_or(|to| to == *of)).ok_or_else(nowhere)?;
        let target = Kind::of(of).filter(|it| it.does(Interaction::Search) && it.whose != Whose::Everybodys);
        let target = target.filter(|_| deep < DEEPEST).ok_or_else(nowhere)?;
        let inner = form_urlencoded::Serializer::new(String::new()).append_pair(rest, &value).finish();
        // Strict: what is not known there would name everybody.
        let all = found(door, &Query::read(target, &followed(door, target, &inner, deep + 1)?, true)?)?;
        let most = if target.name == "Patient" && kind.whose == Whose::Persons { MOST } else { CHAINED };
        if all.len() > most {
            return Err(Refused::new(StatusCode::BAD_REQUEST, "too-costly", "fhir-chain").naming(name.into_owned()));
        }
        let ids = all.iter().filter_map(|one| one.get("id").and_then(Value::as_str));
        let named: Vec<String> = ids.map(|id| format!("{of}/{id}")).collect();
        // Nobody is called "-".
        let named = if named.is_empty() { format!("{of}/-") } else { named.join(",") };
        written.append_pair(parameter.name, &named);
    }
    Ok(written.finish())
}

fn strict(headers: &HeaderMap) -> bool {
    let prefer = headers.get("prefer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    prefer.split([',', ';']).any(|part| part.trim() == "handling=strict")
}

fn has_id(resource: &Value, id: &str) -> bool {
    resource.get("id").and_then(Value::as_str) == Some(id)
}

/// One resource, and that it was read.
///
/// # Errors
/// What is not there or not allowed.
pub(super) fn one(door: &Door, kind: &'static Kind, id: &str) -> Result<Value, Refused> {
    let book = Book::open(door)?;
    let found = resource(door, &book, kind, id)?;
    match kept::owner(id).and_then(|owner| book.clients.get(&owner)) {
        Some(client) if kind.whose == Whose::Persons => told(door, "read", kind.name, &[client])?,
        _ => door.noted("program-read", kind.name, client_of(&book, &found).map(|client| client.id))?,
    }
    Ok(found)
}

/// One resource as it is now.
///
/// # Errors
/// What is not there or not allowed.
pub(super) fn resource(door: &Door, book: &Book, kind: &'static Kind, id: &str) -> Result<Value, Refused> {
    if kind.whose == Whose::Persons {
        let client = kept::owner(id).and_then(|owner| book.clients.get(&owner)).ok_or(Refused::NOT_FOUND)?;
        door.may(kind.reads(), kind.name, Right::Read, Some(client))?;
        let chart = Chart::open(door, book, client).ok_or(Refused::NOT_FOUND)?;
        // A letter that cannot be written is not the same as none: it is said why.
        if kind.name == "Binary" && id == letter::id(&chart) {
            return letter::binary(&chart);
        }
        return chart.all(kind.name).into_iter().find(|one| has_id(one, id)).ok_or(Refused::NOT_FOUND);
    }
    door.may(kind.reads(), kind.name, Right::Read, None)?;
    times::all(door, book, kind.name)?.into_iter().find(|one| has_id(one, id)).ok_or(Refused::NOT_FOUND)
}

/// Whose a resource of the practice is, where it is a client's.
fn client_of<'b>(book: &'b Book, resource: &Value) -> Option<&'b Client> {
    let id = resource.get("id").and_then(Value::as_str)?;
    let own = || resource.get("resourceType").and_then(Value::as_str).filter(|kind| *kind == "Patient");
    own().and_then(|_| book.client(id))
}

/// Notes that records were read: in the practice's audit, and for each client.
pub(super) fn told(door: &Door, did: &str, kinds: &str, clients: &[&Client]) -> Result<(), Refused> {
    let what = format!("program-{did}");
    for client in clients {
        door.noted(&what, kinds, Some(client.id))?;
        door.looked(client.id, &what, kinds)?;
    }
    Ok(())
}

/// What a search finds, all of it.
///
/// # Errors
/// What is not allowed, or cannot be read.
pub(super) fn found(door: &Door, query: &Query) -> Result<Vec<Value>, Refused> {
    let book = Book::open(door)?;
    let mut found = Found { door, book: &book, read: Vec::new(), outcomes: Vec::new() };
    let mut all = found.of(query)?;
    all.retain(|one| query.fits(one));
    if found.read.is_empty() {
        door.noted("program-read", query.kind.name, None)?;
    }
    told(door, "read", query.kind.name, &found.read)?;
    Ok(all)
}

/// A search.
pub(super) fn searched(door: &Door, query: &Query) -> Result<Value, Refused> {
    let book = Book::open(door)?;
    let mut found = Found { door, book: &book, read: Vec::new(), outcomes: Vec::new() };
    let all = found.of(query)?;
    let fitting: Vec<&Value> = all.iter().filter(|one| query.fits(one)).collect();
    let bundle = query.bundle(&door.base, fitting, |page| found.along(query, page));
    let Found { read, .. } = found;
    if read.is_empty() {
        door.noted("program-read", query.kind.name, None)?;
    }
    told(door, "read", query.kind.name, &read)?;
    Ok(bundle)
}

/// What is gathered for a search.
struct Found<'d> {
    door: &'d Door,
    book: &'d Book,
    /// The clients whose records were read.
    read: Vec<&'d Client>,
    /// What has to be said beside what was found.
    outcomes: Vec<Value>,
}

impl<'d> Found<'d> {
    /// Every resource that a search looks through.
    fn of(&mut self, query: &Query) -> Result<Vec<Value>, Refused> {
        let kind = query.kind;
        if kind.whose != Whose::Persons {
            self.door.may(kind.reads(), kind.name, Right::Search, None)?;
            return times::all(self.door, self.book, kind.name);
        }
        let mut all = Vec::new();
        for id in self.about(query)? {
            // Who is nobody's client here is not there: nothing is found of them.
            let Some(client) = self.book.client(&id) else { continue };
            match self.door.may(kind.reads(), kind.name, Right::Search, Some(client)) {
                Ok(()) => {}
                // That a client has not agreed is said beside what was found.
                Err(refused) if self.door.scoped(kind.name, Right::Search) => {
                    self.outcomes.push(refused.outcome(&self.door.call.voice));
                    continue;
                }
                Err(refused) => return Err(refused),
            }
            let Some(chart) = Chart::open(self.door, self.book, client) else { continue };
            all.extend(chart.all(kind.name));
            self.read.push(client);
        }
        Ok(all)
    }

    /// The clients that a search of records is about: it names them, or something of theirs.
    fn about(&self, query: &Query) -> Result<Vec<String>, Refused> {
        // Without a scope nothing is said, not even what is missing.
        if !self.door.scoped(query.kind.name, Right::Search) {
            self.door.may(query.kind.reads(), query.kind.name, Right::Search, None)?;
        }
        if let Some(only) = self.door.patient() {
            return Ok(vec![only.to_string()]);
        }
        let owners = |all: Vec<String>| all.iter().filter_map(|id| kept::owner(id)).map(|id| id.to_string()).collect();
        let named = query.named("patient").or_else(|| query.named("subject"));
        let named = named.or_else(|| query.named("_id").or_else(|| query.named("target")).map(owners));
        let mut named: Vec<String> = named.ok_or(PATIENT.naming(query.kind.name))?;
        named.sort_unstable();
        named.dedup();
        named.truncate(MOST);
        Ok(named)
    }

    /// What comes along with a page of results, and what has to be said.
    fn along(&mut self, query: &Query, page: &[&Value]) -> Vec<Value> {
        let mut more: Vec<Value> = Vec::new();
        let known = |more: &[Value], kind: &str, id: &str| {
            let is = |one: &Value| one.get("resourceType").and_then(Value::as_str) == Some(kind) && has_id(one, id);
            more.iter().any(is) || page.iter().any(|one| is(one))
        };
        for include in &query.includes {
            let name = include.split_once(':').map_or("", |(_, name)| name);
            for reference in page.iter().flat_map(|one| search::references(query.kind, name, one)) {
                let Some((kind, id)) = reference.split_once('/') else { continue };
                let found = if known(&more, kind, id) { None } else { self.resolve(kind, id) };
                more.extend(found);
            }
        }
        for include in &query.revincludes {
            let Some((kind, name)) = include.split_once(':') else { continue };
            let Some(kind) = Kind::of(kind) else { continue };
            for one in self.beside(kind) {
                let refers = search::references(kind, name, &one).iter().any(|reference| {
                    reference
                        .split_once('/')
                        .is_some_and(|(of, id)| of == query.kind.name && page.iter().any(|one| has_id(one, id)))
                });
                let id = one.get("id").and_then(Value::as_str).unwrap_or_default();
                if refers && !known(&more, kind.name, id) {
                    more.push(one);
                }
            }
        }
        more.append(&mut self.outcomes);
        more
    }

    /// All resources of a type, of the clients whose records are read already; none where a scope does not hold them.
    fn beside(&self, kind: &'static Kind) -> Vec<Value> {
        if kind.whose != Whose::Persons {
            let allowed = self.door.may(kind.reads(), kind.name, Right::Search, None).is_ok();
            return if allowed { times::all(self.door, self.book, kind.name).unwrap_or_default() } else { Vec::new() };
        }
        let allowed = |client: &&&Client| self.door.may(kind.reads(), kind.name, Right::Search, Some(client)).is_ok();
        let charts = self.read.iter().filter(allowed).filter_map(|client| Chart::open(self.door, self.book, client));
        charts.flat_map(|chart| chart.all(kind.name)).collect()
    }

    fn resolve(&self, kind: &str, id: &str) -> Option<Value> {
        self.beside(Kind::of(kind)?).into_iter().find(|one| has_id(one, id))
    }
}

/// Everything of a client: who they are, their times, and their record where they let programs read it.
fn everything(door: &Door, id: &str, query: &str) -> Result<Value, Refused> {
    let book = Book::open(door)?;
    let client = book.client(id).ok_or(Refused::NOT_FOUND)?;
    let patient = Kind::of("Patient").ok_or(Refused::UNSUPPORTED)?;
    door.may(patient.reads(), patient.name, Right::Read, Some(client))?;
    let wished = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_type").map(|(_, value)| value);
    let wanted = |kind: &&Kind| wished.as_ref().is_none_or(|all| all.split(',').any(|one| one == kind.name));
    let chart = Chart::open(door, &book, client);
    let mut all = vec![times::patient(door, client)];
    let mut outcomes = Vec::new();
    let mut read = false;
    for kind in KINDS.iter().filter(wanted).filter(|kind| kind.name != "Binary" && kind.name != "Patient") {
        match kind.whose {
            Whose::Everybodys => {}
            Whose::Practices => {
                if door.may(kind.reads(), kind.name, Right::Search, None).is_ok() {
                    all.extend(times::all(door, &book, kind.name)?.into_iter().filter(|one| is_about(one, client.id)));
                }
            }
            Whose::Persons => match (door.may(kind.reads(), kind.name, Right::Search, Some(client)), &chart) {
                (Ok(()), Some(chart)) => {
                    all.extend(chart.all(kind.name));
                    read = true;
                }
                (Err(refused), _) if door.scoped(kind.name, Right::Search) && outcomes.is_empty() => {
                    outcomes.push(refused.outcome(&door.call.voice));
                }
                _ => {}
            },
        }
    }
    if read {
        told(door, "read", "$everything", &[client])?;
    } else {
        door.noted("program-read", "Patient", Some(client.id))?;
    }
    let entry = |one: &Value, mode: &str| {
        let text = |name: &str| one.get(name).and_then(Value::as_str);
        let url = text("resourceType").zip(text("id")).map(|(kind, id)| format!("{}/fhir/{kind}/{id}", door.base));
        match url {
            Some(url) => json!({ "fullUrl": url, "resource": one, "search": { "mode": mode } }),
            None => json!({ "resource": one, "search": { "mode": mode } }),
        }
    };
    let entries: Vec<Value> = all.iter().map(|one| entry(one, "match")).collect();
    let beside = outcomes.iter().map(|one| entry(one, "outcome"));
    let total = entries.len();
    let entries: Vec<Value> = entries.into_iter().chain(beside).collect();
    let link = json!([{ "relation": "self", "url": format!("{}/fhir/Patient/{id}/$everything", door.base) }]);
    Ok(json!({ "resourceType": "Bundle", "type": "searchset", "total": total, "link": link, "entry": entries }))
}

/// Whether a resource of the practice is about a client.
fn is_about(resource: &Value, client: Uuid) -> bool {
    let wanted = format!("Patient/{client}");
    ["participant.actor.reference", "actor.reference", "patient.reference"]
        .iter()
        .any(|at| search::values(resource, at).iter().any(|found| found.as_str() == Some(&wanted)))
}
