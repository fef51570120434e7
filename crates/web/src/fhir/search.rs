//! Searching: what an address asks for, what fits it, in which order, and page by page.

mod compare;

use axum::http::StatusCode;
use serde_json::{Value, json};

pub(super) use compare::values;

use super::{
    answer::Refused,
    served::{Kind, Parameter, Sort},
};

/// As many results as one page holds when nobody says how many.
const PAGE: usize = 50;
/// Most that one page holds.
const MOST: usize = 500;
/// Longest query that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// Most values of one parameter, and most parameters.
const MANY: usize = 100;

/// One condition of a search.
pub(super) struct Asked {
    pub(super) parameter: &'static Parameter,
    modifier: String,
    /// What was written; of several between commas, one is enough.
    pub(super) wanted: String,
}

/// What a search asks for.
pub(super) struct Query {
    pub(super) kind: &'static Kind,
    pub(super) asked: Vec<Asked>,
    count: usize,
    skip: usize,
    sort: Vec<(&'static Parameter, bool)>,
    /// Whether only how many there are is asked for.
    only_count: bool,
    /// `Type:parameter` of what comes along, and of what refers to it.
    pub(super) includes: Vec<&'static str>,
    pub(super) revincludes: Vec<&'static str>,
    sort_as: String,
}

pub(super) fn wrong(what: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-search").naming(what.chars().take(200).collect::<String>())
}

impl Query {
    /// Reads the part of an address behind the question mark.
    ///
    /// # Errors
    /// A parameter that is not known, where it was asked to be strict; a modifier, a date or a number that cannot be read.
    pub(super) fn read(kind: &'static Kind, query: &str, strict: bool) -> Result<Self, Refused> {
        Self::fits_in(query)?;
        let mut read = Self {
            kind,
            asked: Vec::new(),
            count: PAGE,
            skip: 0,
            sort: Vec::new(),
            only_count: false,
            includes: Vec::new(),
            revincludes: Vec::new(),
            sort_as: String::new(),
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            read.take(&name, &value, strict)?;
        }
        Ok(read)
    }

    /// Whether a query is no longer, and has no more parameters, than is looked at: none of them is passed over.
    ///
    /// # Errors
    /// It is longer, or has more.
    pub(super) fn fits_in(query: &str) -> Result<(), Refused> {
        if query.len() > LONGEST || form_urlencoded::parse(query.as_bytes()).count() > MANY {
            return Err(Refused::new(StatusCode::URI_TOO_LONG, "too-long", "fhir-search").naming("?"));
        }
        Ok(())
    }

    fn take(&mut self, name: &str, value: &str, strict: bool) -> Result<(), Refused> {
        let (bare, modifier) = name.split_once(':').unwrap_or((name, ""));
        let number = || value.parse::<usize>().map_err(|_| wrong(name));
        match bare {
            "_count" => self.count = number()?.min(MOST),
            "_skip" => self.skip = number()?,
            "_format" => {}
            "_summary" if value == "count" => self.only_count = true,
            "_summary" if value == "false" => {}
            "_sort" => self.sort_by(value, strict)?,
            "_include" => take_known(self.kind.includes, value, strict, &mut self.includes)?,
            "_revinclude" => take_known(self.kind.revincludes, value, strict, &mut self.revincludes)?,
            _ => match self.kind.all_parameters().find(|known| known.name == bare) {
                Some(parameter) if compare::knows(parameter, modifier) => {
                    if !compare::reads(parameter, modifier, value) {
                        return Err(wrong(name));
                    }
                    self.asked.push(Asked { parameter, modifier: modifier.to_owned(), wanted: value.to_owned() });
                }
                // A modifier may turn the question round: it is never passed over.
                Some(_) => return Err(wrong(name)),
                None if strict => return Err(not_known(name)),
                // As the standard has it: passed over, and missing in the link that says what was searched for.
                None => {}
            },
        }
        Ok(())
    }

    fn sort_by(&mut self, value: &str, strict: bool) -> Result<(), Refused> {
        for one in value.split(',').filter(|one| !one.is_empty()) {
            let (name, down) = one.strip_prefix('-').map_or((one, false), |name| (name, true));
            match self.kind.all_parameters().find(|known| known.name == name) {
                Some(parameter) => self.sort.push((parameter, down)),
                None if strict => return Err(not_known(one)),
                None => continue,
            }
            let comma = if self.sort_as.is_empty() { "" } else { "," };
            self.sort_as.push_str(comma);
            self.sort_as.push_str(one);
        }
        Ok(())
    }

    /// Whether a resource is asked for.
    pub(super) fn fits(&self, resource: &Value) -> bool {
        self.asked.iter().all(|asked| compare::holds(asked.parameter, &asked.modifier, &asked.wanted, resource))
    }

    /// The references that a parameter names; nothing where it is not asked for as they are.
    pub(super) fn named(&self, name: &str) -> Option<Vec<String>> {
        let asked = self.asked.iter().find(|asked| asked.parameter.name == name && asked.modifier != "missing")?;
        Some(asked.wanted.split(',').map(|one| one.rsplit('/').next().unwrap_or(one).to_owned()).collect())
    }

    /// A page of what was found, as a bundle. `more` are the resources that come along with those of the page.
    pub(super) fn bundle(
        &self,
        base: &str,
        mut found: Vec<&Value>,
        more: impl FnOnce(&[&Value]) -> Vec<Value>,
    ) -> Value {
        for (parameter, down) in self.sort.iter().rev() {
            let key = |resource: &Value| compare::key(parameter, resource);
            found.sort_by(|one, other| if *down { key(other).cmp(&key(one)) } else { key(one).cmp(&key(other)) });
        }
        let count = if self.only_count { 0 } else { self.count };
        let page: Vec<&Value> = found.iter().skip(self.skip).take(count).copied().collect();
        let more = more(&page);
        let matches = page.iter().map(|one| entry(base, one, "match"));
        let beside = more.iter().map(|one| {
            let is_outcome = one.get("resourceType").and_then(Value::as_str) == Some("OperationOutcome");
            entry(base, one, if is_outcome { "outcome" } else { "include" })
        });
        let entries: Vec<Value> = matches.chain(beside).collect();
        let mut links = vec![json!({ "relation": "self", "url": self.address(base, self.skip) })];
        let next = self.skip.saturating_add(count);
        if next < found.len() && count > 0 {
            links.push(json!({ "relation": "next", "url": self.address(base, next) }));
        }
        if self.skip > 0 && count > 0 {
            links.push(json!({ "relation": "previous", "url": self.address(base, self.skip.saturating_sub(count)) }));
        }
        let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": found.len(), "link": links });
        if let (false, Value::Object(fields)) = (entries.is_empty(), &mut bundle) {
            fields.insert("entry".to_owned(), Value::Array(entries));
        }
        bundle
    }

    /// The address of a page of results, with what was used of the query.
    fn address(&self, base: &str, skip: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for Asked { parameter, modifier, wanted } in &self.asked {
            let colon = if modifier.is_empty() { "" } else { ":" };
            query.append_pair(&format!("{}{colon}{modifier}", parameter.name), wanted);
        }
        for include in &self.includes {
            query.append_pair("_include", include);
        }
        for include in &self.revincludes {
            query.append_pair("_revinclude", include);
        }
        if !self.sort_as.is_empty() {
            query.append_pair("_sort", &self.sort_as);
        }
        if self.only_count {
            query.append_pair("_summary", "count");
        }
        query.append_pair("_count", &self.count.to_string());
        if skip > 0 {
            query.append_pair("_skip", &skip.to_string());
        }
        format!("{base}/fhir/{}?{}", self.kind.name, query.finish())
    }
}

fn not_known(name: &str) -> Refused {
    let what: String = name.chars().take(200).collect();
    Refused::new(StatusCode::BAD_REQUEST, "not-supported", "fhir-strict").naming(what)
}

/// Takes what is asked to come along, if it can.
fn take_known(
    known: &'static [&'static str],
    value: &str,
    strict: bool,
    into: &mut Vec<&'static str>,
) -> Result<(), Refused> {
    // A third part names the type of what is referred to: there is one for each.
    let asked = value.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
    match known.iter().find(|known| **known == asked) {
        Some(known) if !into.contains(known) => into.push(known),
        None if strict => return Err(not_known(value)),
        Some(_) | None => {}
    }
    Ok(())
}

fn entry(base: &str, resource: &Value, mode: &str) -> Value {
    let text = |name: &str| resource.get(name).and_then(Value::as_str);
    let mut entry = json!({ "resource": resource, "search": { "mode": mode } });
    if let (Some(kind), Some(id), Value::Object(fields)) = (text("resourceType"), text("id"), &mut entry) {
        fields.insert("fullUrl".to_owned(), json!(format!("{base}/fhir/{kind}/{id}")));
    }
    entry
}

/// The references of a resource that a parameter reads, as `Type/id`.
pub(super) fn references<'v>(kind: &Kind, name: &str, resource: &'v Value) -> Vec<&'v str> {
    let parameter = kind.all_parameters().find(|known| known.name == name && known.sort == Sort::Reference);
    let at = parameter.map_or(&[][..], |parameter| parameter.at);
    let all = at.iter().flat_map(|at| values(resource, at));
    let fits = |reference: &&str| parameter.and_then(|it| it.to).is_none_or(|to| reference.starts_with(to));
    all.filter_map(compare::reference).filter(fits).collect()
}
