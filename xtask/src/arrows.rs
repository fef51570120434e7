//! Which room may depend on which. Everything points inward; the loop depends on nothing at all.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::command::{cargo_command, output};

/// The allowed arrows, from a room to the rooms that it may use.
const ARROWS: [(&str, &[&str]); 11] = [
    ("supple-care", &[]),
    ("supple-practice", &[]),
    ("supple-knowledge", &["supple-care", "supple-practice"]),
    ("supple-interop", &["supple-care", "supple-practice"]),
    ("supple-population", &["supple-care"]),
    ("supple-store", &[]),
    ("supple-record", &["supple-care", "supple-interop", "supple-store"]),
    ("supple-words", &["supple-care"]),
    (
        "supple-web",
        &[
            "supple-care",
            "supple-knowledge",
            "supple-interop",
            "supple-practice",
            "supple-record",
            "supple-store",
            "supple-words",
        ],
    ),
    (
        "supple",
        &[
            "supple-care",
            "supple-knowledge",
            "supple-interop",
            "supple-population",
            "supple-practice",
            "supple-record",
            "supple-store",
            "supple-words",
            "supple-web",
        ],
    ),
    ("xtask", &[]),
];

/// The room that depends on next to nothing, so that it also runs where there is no operating system.
const PURE: &str = "supple-care";

/// What the pure room may use from outside: docs/decisions/0005 says why.
const PURE_MAY_USE: [&str; 1] = ["libm"];

/// Fails on every arrow that is not allowed.
pub(crate) fn check() -> Result<()> {
    let metadata = output(&mut cargo_command(&["metadata", "--format-version", "1", "--no-deps"]))?;
    let wrong = wrong(&serde_json::from_slice(&metadata)?)?;
    ensure!(wrong.is_empty(), "dependencies that point the wrong way:\n{}", wrong.join("\n"));
    Ok(())
}

/// The arrows of a workspace that are not allowed.
fn wrong(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("no packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package without a name")?;
        let Some((_, allowed)) = ARROWS.iter().find(|(room, _)| *room == name) else {
            wrong.push(format!("`{name}` is a room without arrows: say in xtask/src/arrows.rs what it may use"));
            continue;
        };
        let used = package["dependencies"].as_array().context("no dependencies")?;
        // What only tests use may point anywhere.
        for dependency in used.iter().filter(|dependency| dependency["kind"] != "dev") {
            let used = dependency["name"].as_str().context("a dependency without a name")?;
            let room = names.contains(&used);
            if (room && !allowed.contains(&used)) || (!room && name == PURE && !PURE_MAY_USE.contains(&used)) {
                wrong.push(format!("`{name}` uses `{used}`"));
            }
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::{check, wrong};
    use serde_json::json;

    #[test]
    fn dependencies_point_inward_only() {
        check().unwrap();
    }

    #[test]
    fn an_arrow_that_points_outward_is_named() {
        let metadata = json!({ "packages": [
            { "name": "supple-care", "dependencies": [{ "name": "supple-web", "kind": null }, { "name": "serde", "kind": null }] },
            { "name": "supple-web", "dependencies": [{ "name": "supple-care", "kind": null }, { "name": "supple", "kind": "dev" }] },
            { "name": "supple", "dependencies": [] },
            { "name": "supple-cellar", "dependencies": [] },
        ] });
        let wrong = wrong(&metadata).unwrap();
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong[0].contains("`supple-care` uses `supple-web`"));
        assert!(wrong[1].contains("`supple-care` uses `serde`"));
        assert!(wrong[2].contains("`supple-cellar`"));
    }
}
