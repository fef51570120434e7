//! Reads knowledge/, checks it, compiles it, proves it, prints it.
//!
//! [`embedded`] gives what is compiled into the program; [`load()`] reads a directory. Both give every mistake at once, each
//! with file, line, column and what was expected.

pub mod ask;
mod check;
mod claims;
mod codes;
mod courses;
mod diagnostic;
pub mod diff;
pub mod docs;
pub mod export;
mod expression;
mod files;
mod folder;
mod frame;
pub mod geometry;
mod holidays;
mod licences;
mod load;
mod measures;
mod pack;
pub mod prove;
mod raw;
mod raw_frame;
mod raw_session;
mod rules;
mod session;
pub mod simulate;
mod tables;
mod techniques;
mod vocabulary;

pub use claims::{Library, claims};
pub use codes::codes;
pub use diagnostic::{Diagnostic, Errors};
pub use files::Files;
pub use holidays::holidays;
pub use licences::licences;
pub use load::compile;
pub use pack::NotAsPacked;

use std::path::Path;

use supple_care::Knowledge;

/// The drawing of the body: paths named by place, in body coordinates.
pub const BODY_SVG: &str = include_str!("../../../knowledge/body.svg");

/// The knowledge that is compiled into the program. Its sentences were checked by a test when it was built.
///
/// # Errors
/// Every mistake in it; a test keeps this from happening in a release.
pub fn embedded() -> Result<Knowledge, Errors> {
    load::compile_checked(&Files::embedded())
}

/// The knowledge in a directory.
///
/// # Errors
/// Every mistake in it, each with file, line, column and what was expected.
pub fn load(directory: &Path) -> Result<Knowledge, Errors> {
    compile(&Files::read(directory)?)
}

#[cfg(test)]
mod tests {
    use super::{Files, compile, embedded};

    #[test]
    fn the_embedded_knowledge_passes_every_check() {
        let checked = compile(&Files::embedded()).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(embedded().unwrap().version, checked.version);
    }
}
