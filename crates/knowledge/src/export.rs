//! What Supple knows in the standards of the field: screening as Clinical Quality Language, the questionnaire and its
//! plan as FHIR R4. Written from the conditions as they are written, not from the compiled form.

mod cql;

pub use cql::library as cql;
