//! Which clinics a record may be fetched from: those that whoever runs the program has named, and no other.

use std::fmt;

use serde::Deserialize;

/// A clinic.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Clinic {
    /// What people call it.
    pub(crate) name: String,
    /// The address of its FHIR server, by which it names itself.
    pub(crate) iss: String,
    /// The name under which it knows this program.
    pub(crate) client_id: String,
    /// What the program shows itself by, where the clinic gave it something.
    pub(super) secret: Option<String>,
}

/// Shows no secret: it does not reach a log.
impl fmt::Debug for Clinic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clinic").field("iss", &self.iss).finish_non_exhaustive()
    }
}

/// As it stands in the settings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    name: String,
    iss: String,
    client_id: String,
    secret: Option<String>,
}

impl Clinic {
    /// Reads an entry.
    ///
    /// # Errors
    /// What is wrong with it, for whoever wrote it.
    pub(crate) fn of(entry: Entry) -> Result<Self, String> {
        let Entry { name, iss, client_id, secret } = entry;
        if name.trim().is_empty() || client_id.is_empty() {
            return Err(format!("the clinic `{iss}` needs a `name` and a `client_id`"));
        }
        if !is_address(&iss) || iss.contains('?') {
            return Err(format!("`{iss}` is no address of a FHIR server, as in https://ehr.example/fhir"));
        }
        Ok(Self { name: name.trim().to_owned(), iss, client_id, secret })
    }
}

/// Whether something is an address that may be gone to: encrypted, a host, no name or password, no fragment.
pub(super) fn is_address(url: &str) -> bool {
    let uri = url.parse::<axum::http::Uri>().ok().filter(|_| !url.contains('#') && url.len() <= 2000);
    uri.is_some_and(|uri| {
        let authority = uri.authority().map_or("", |it| it.as_str());
        uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| !host.is_empty()) && !authority.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::{Clinic, Entry};

    #[test]
    fn a_clinic_is_named_with_its_encrypted_address() {
        let entry = |iss: &str, client_id: &str| Entry {
            name: "Hospital".to_owned(),
            iss: iss.to_owned(),
            client_id: client_id.to_owned(),
            secret: Some("hidden".to_owned()),
        };
        let clinic = Clinic::of(entry("https://ehr.example/fhir", "supple")).unwrap();
        assert!(!format!("{clinic:?}").contains("hidden"));
        for (iss, id) in [
            ("http://ehr.example/fhir", "supple"),
            ("https://a:b@ehr.example", "supple"),
            ("https://ehr.example/fhir?x=y", "supple"),
            ("https://ehr.example/#x", "supple"),
            ("ehr", "supple"),
            ("https://ehr.example/fhir", ""),
        ] {
            assert!(Clinic::of(entry(iss, id)).is_err(), "{iss} {id}");
        }
    }
}
