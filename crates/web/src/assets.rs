//! Style sheet, script and picture: inside the program, named and allowed by their hash.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const CSS: &str = include_str!("../assets/supple.css");
const KNOW: &str = include_str!("../assets/know.css");
const SCRIPT: &str = include_str!("../assets/supple.js");
/// The little picture in the browser's tab.
pub(crate) const ICON: &str = include_str!("../assets/icon.svg");

/// What every page carries or links to.
#[derive(Clone, Debug)]
pub(crate) struct Assets {
    /// The style sheet, without comments and line breaks: it travels inside every page.
    pub(crate) css: String,
    /// What the pages to read up on carry beside it.
    pub(crate) know: String,
    /// The script, without indents and lines of comment.
    pub(crate) script: String,
    /// The script's address, which changes with its content.
    pub(crate) script_path: String,
    /// The content security policy that allows exactly these.
    pub(crate) policy: String,
}

impl Assets {
    pub(crate) fn new() -> Self {
        let (css, know) = (squeeze(CSS), squeeze(KNOW));
        let hashed = |style: &str| STANDARD.encode(Sha256::digest(style.as_bytes()));
        let (style, know_style) = (hashed(&css), hashed(&know));
        let script = dense(SCRIPT);
        let hash: String = Sha256::digest(script.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{style}' 'sha256-{know_style}'; script-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        Self { css, know, script, script_path: format!("/assets/{hash}.js"), policy }
    }
}

/// The style sheet without comments and without line breaks. Strings in it hold neither.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().map(str::trim).collect()
}

/// The script without indents, empty lines and lines of comment.
fn dense(script: &str) -> String {
    let kept = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_line_breaks_go() {
        assert_eq!(squeeze("/* a */\nb{c:d}\n/* e\n f */ g{h:i}\n"), "b{c:d}g{h:i}");
    }
}
