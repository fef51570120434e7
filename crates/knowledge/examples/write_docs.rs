//! Renews docs/rules and docs/TRACEABILITY.md.

use std::{path::Path, process::ExitCode};

use supple_knowledge::docs;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let knowledge = match supple_knowledge::load(&root.join("knowledge")) {
        Ok(knowledge) => knowledge,
        Err(errors) => {
            eprint!("{errors}");
            return ExitCode::FAILURE;
        }
    };
    match docs::write(&knowledge, &root) {
        Ok(count) => {
            println!("{count} pages in {}", docs::RULES);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
