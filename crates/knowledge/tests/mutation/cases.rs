//! The people of examples/, each of whom must come to what is expected.

use std::fs;

use supple_care::Knowledge;
use supple_interop::{
    answers::{Request, read_json},
    assessment::assess,
};

use crate::{
    agreement::person::{TODAY, base},
    expected::{Example, examples, matches, root},
};

/// Everybody, read once.
pub(crate) struct Cases(Vec<(Example, Request)>);

impl Cases {
    pub(crate) fn read() -> Self {
        let read = |example: Example| {
            let text = fs::read(root().join("examples").join(&example.file)).unwrap();
            let request = read_json(base(), &text, TODAY).unwrap();
            (example, request)
        };
        Self(examples().into_iter().map(read).collect())
    }

    /// The first who comes to something else with this knowledge.
    pub(crate) fn missed(&self, knowledge: &Knowledge) -> Option<&str> {
        let is_met = |example: &Example, request: &Request| {
            let assessment = assess(knowledge, request);
            let told = serde_json::to_value(&assessment).unwrap();
            let disposition = told["disposition"].as_str().unwrap();
            let restrictions = told["restrictions"].as_array().unwrap();
            example.acceptable.iter().any(|acceptable| acceptable == disposition)
                && example.restrictions.iter().all(|expected| {
                    restrictions.iter().any(|given| given["always"] == false && matches(given, expected))
                })
        };
        self.0.iter().find(|(example, request)| !is_met(example, request)).map(|(example, _)| example.file.as_str())
    }
}
