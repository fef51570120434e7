//! What must hold before a push.

use anyhow::Result;

use crate::{
    arrows,
    command::{self, cargo, cargo_command, installed},
    test,
};

/// Runs every check, the quick ones first.
pub(crate) fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    arrows::check()?;
    unused()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    let mut doc = cargo_command(&["doc", "--workspace", "--no-deps", "--document-private-items"]);
    command::run(doc.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links"))?;
    let released = ["knowledge", "diff", "knowledge-released", "knowledge", "--deny-less-caution", "--intended"];
    let mut diff = cargo_command(&["run", "--quiet", "-p", "supple", "--"]);
    command::run(diff.args(released).arg("knowledge-released/intended.toml"))?;
    let counts = test::rust()?;
    counts.close()
}

/// Dependencies that nothing uses.
fn unused() -> Result<()> {
    if installed("cargo-machete") {
        return cargo(&["machete"]);
    }
    eprintln!("cargo-machete is not installed: unused dependencies were not looked for");
    Ok(())
}
