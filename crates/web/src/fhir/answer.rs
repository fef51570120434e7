//! How this door answers: FHIR JSON, and an OperationOutcome for everything that goes wrong.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use supple_interop::Problem;
use supple_words::Arg;

use crate::voice::Voice;

const KIND: &str = "application/fhir+json";
/// What clients call FHIR's JSON.
const JSON: [&str; 7] =
    ["application/fhir+json", "application/json", "application/json+fhir", "text/json", "json", "application/*", "*/*"];

/// An answer that is no success; the code is one of FHIR's issue types.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    /// The sentence's key.
    pub(super) key: &'static str,
    /// What the sentence names as `what`.
    what: String,
    /// Where, in FHIRPath.
    at: Option<String>,
}

/// An answer that is no success, with one or several issues.
#[derive(Clone, Debug)]
pub(super) enum Stated {
    One(Refused),
    /// Several issues, as an OperationOutcome.
    All(StatusCode, Value),
}

impl From<Refused> for Stated {
    fn from(refused: Refused) -> Self {
        Self::One(refused)
    }
}

impl Stated {
    pub(super) const fn new(status: StatusCode, outcome: Value) -> Self {
        Self::All(status, outcome)
    }

    /// The same of an entry of a bundle.
    pub(super) fn within(self, entry: usize) -> Self {
        match self {
            Self::One(refused) => {
                let at = refused.at.as_ref().map_or(String::new(), |at| format!(".{at}"));
                Self::One(refused.at(format!("Bundle.entry[{entry}].resource{at}")))
            }
            all @ Self::All(..) => all,
        }
    }

    /// The status and the OperationOutcome.
    pub(super) fn told(&self, voice: &Voice) -> (StatusCode, Value) {
        match self {
            Self::One(refused) => (refused.status, refused.outcome(voice)),
            Self::All(status, outcome) => (*status, outcome.clone()),
        }
    }

    pub(super) fn answer(&self, voice: &Voice) -> Response {
        match self {
            Self::One(refused) => refused.answer(voice),
            Self::All(status, outcome) => resource(*status, outcome),
        }
    }
}

/// An answer without content.
pub(super) fn empty(status: StatusCode) -> Response {
    status.into_response()
}

impl Refused {
    pub(super) const fn new(status: StatusCode, code: &'static str, key: &'static str) -> Self {
        Self { status, code, key, what: String::new(), at: None }
    }

    /// The same, naming something.
    pub(super) fn naming(self, what: impl Into<String>) -> Self {
        Self { what: what.into(), ..self }
    }

    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, "not-found", "fhir-not-found");
    pub(super) const UNSUPPORTED: Self = Self::new(StatusCode::NOT_FOUND, "not-supported", "fhir-not-served");

    /// The same at a place, in FHIRPath.
    pub(super) fn at(self, at: impl Into<String>) -> Self {
        Self { at: Some(at.into()), ..self }
    }

    /// The OperationOutcome of it.
    pub(super) fn outcome(&self, voice: &Voice) -> Value {
        let said = match self.what.as_str() {
            "" => voice.t(self.key),
            what => voice.s(self.key, "what", what),
        };
        outcome(&[issue("error", self.code, &said, self.at.clone())])
    }

    pub(super) fn answer(&self, voice: &Voice) -> Response {
        let mut answer = resource(self.status, &self.outcome(voice));
        if self.status == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}

/// A resource as an answer.
pub(super) fn resource(status: StatusCode, value: &Value) -> Response {
    bytes(status, Bytes::from(value.to_string()))
}

pub(super) fn bytes(status: StatusCode, bytes: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(KIND)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, bytes).into_response()
}

/// One issue of an OperationOutcome.
pub(super) fn issue(severity: &str, code: &str, say: &str, at: Option<String>) -> Value {
    let mut issue = json!({ "severity": severity, "code": code, "diagnostics": say });
    if let (Some(at), Value::Object(fields)) = (at, &mut issue) {
        fields.insert("expression".to_owned(), json!([at]));
    }
    issue
}

pub(super) fn outcome(issues: &[Value]) -> Value {
    json!({ "resourceType": "OperationOutcome", "issue": issues })
}

/// Every problem of a body, with its place in a response where it has one.
pub(super) fn problems(voice: &Voice, found: &[Problem]) -> Value {
    let issues: Vec<Value> = found
        .iter()
        .map(|problem| {
            let args: Vec<(&str, Arg<'_>)> =
                problem.args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
            let said = voice.with(&format!("problem-{}", problem.code), &args);
            issue("error", "invalid", &said, place(&problem.path))
        })
        .collect();
    outcome(&issues)
}

/// Where an item is, in FHIRPath.
fn place(path: &str) -> Option<String> {
    let id = path.strip_prefix("answers.").unwrap_or(path);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '.';
    let is_id = !id.is_empty() && id.chars().all(plain);
    is_id.then(|| format!("QuestionnaireResponse.descendants().where(linkId='{id}')"))
}

/// Whether whoever asks reads JSON: XML is not written here.
pub(super) fn reads_json(headers: &HeaderMap, format: Option<&str>) -> bool {
    let is = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        JSON.iter().any(|known| known.eq_ignore_ascii_case(kind))
    };
    match (format, headers.get(header::ACCEPT)) {
        (Some(format), _) => is(&format.replace(' ', "+")),
        (None, None) => true,
        // A browser that shows an address asks for anything in the end.
        (None, Some(accept)) => accept.to_str().is_ok_and(|accept| accept.split(',').any(is)),
    }
}

/// Whether a body is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["application/fhir+json", "application/json"].iter().any(|known| known.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_written() {
        let accept = |text: &'static str| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(text))]);
        assert!(reads_json(&HeaderMap::new(), None) && reads_json(&accept("text/html, */*;q=0.8"), None));
        assert!(reads_json(&accept("application/fhir+json; fhirVersion=4.0"), None));
        assert!(
            !reads_json(&accept("application/fhir+xml"), None)
                && !reads_json(&accept("application/fhir+json"), Some("xml"))
        );
        assert!(reads_json(&accept("application/fhir+xml"), Some("application/fhir json")));
        assert_eq!(
            place("answers.fever").as_deref(),
            Some("QuestionnaireResponse.descendants().where(linkId='fever')")
        );
        assert_eq!(place("pain[2].site"), None);
    }
}
