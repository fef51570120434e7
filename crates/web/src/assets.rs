//! Style sheet, script and picture: inside the program, named and allowed by their hash.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const CSS: &str = include_str!("../assets/supple.css");
const FIGURE: &str = include_str!("../assets/figure.css");
const KNOW: &str = include_str!("../assets/know.css");
const TRACK: &str = include_str!("../assets/track.css");
const PLAN: &str = include_str!("../assets/plan.css");
const SCRIPT: &str = include_str!("../assets/supple.js");
const HELD: &str = include_str!("../assets/held.js");
const PASSKEY: &str = include_str!("../assets/passkey.js");
const PLAYER_CSS: &str = include_str!("../assets/player.css");
const KEEP: &str = include_str!("../assets/player/keep.js");
const SEND: &str = include_str!("../assets/player/send.js");
/// The player's modules, each after those that it imports.
const PLAYER: [&str; 11] = [
    include_str!("../assets/player/time.js"),
    include_str!("../assets/player/rules.js"),
    include_str!("../assets/player/session.js"),
    include_str!("../assets/player/figure.js"),
    include_str!("../assets/player/voice.js"),
    include_str!("../assets/player/sound.js"),
    KEEP,
    SEND,
    include_str!("../assets/player/code.js"),
    include_str!("../assets/player/qr.js"),
    include_str!("../assets/player/main.js"),
];
const WORKER: [&str; 3] = [KEEP, SEND, include_str!("../assets/player/sw.js")];
/// What makes the player installable.
pub(crate) const MANIFEST: &str = include_str!("../assets/player/player.webmanifest");
/// The little picture in the browser's tab.
pub(crate) const ICON: &str = include_str!("../assets/icon.svg");

/// What every page carries or links to.
#[derive(Clone, Debug)]
pub(crate) struct Assets {
    /// The style sheet, without comments and line breaks: it travels inside every page.
    pub(crate) css: String,
    /// What the pages with a figure of the body carry beside it.
    pub(crate) figure: String,
    /// What the pages to read up on carry beside it.
    pub(crate) know: String,
    /// What the pages about progress carry beside it.
    pub(crate) track: String,
    /// What the pages of the plan carry beside it.
    pub(crate) plan: String,
    /// The script, without indents and lines of comment.
    pub(crate) script: String,
    /// The script's address, which changes with its content.
    pub(crate) script_path: String,
    /// The script that counts down what is left of a time that is held.
    pub(crate) held: String,
    /// Its address.
    pub(crate) held_path: String,
    /// The script that asks the browser for a passkey.
    pub(crate) passkey: String,
    /// Its address.
    pub(crate) passkey_path: String,
    /// The style sheet of the player, on top of the other.
    pub(crate) player_css: String,
    /// The player's script.
    pub(crate) player: String,
    /// Its address.
    pub(crate) player_path: String,
    /// The script that keeps the player without a network; its store carries the hash of the player.
    pub(crate) worker: String,
    /// The content security policy that allows exactly these.
    pub(crate) policy: String,
    /// The policy of a session in a file of its own: nothing but what stands in it.
    pub(crate) file_policy: String,
}

impl Assets {
    pub(crate) fn new() -> Self {
        let [css, figure, know, track, plan, player_css] = [CSS, FIGURE, KNOW, TRACK, PLAN, PLAYER_CSS].map(squeeze);
        let styles = [&css, &figure, &know, &track, &plan, &player_css]
            .map(|sheet| format!("'sha256-{}'", digest(sheet)))
            .join(" ");
        let (script, held, passkey) = (dense(SCRIPT), dense(HELD), dense(PASSKEY));
        let player = bundle(&PLAYER);
        let policy = format!(
            "default-src 'none'; style-src {styles}; script-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; \
             manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        let file_policy = format!(
            "default-src 'none'; style-src {styles}; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            digest(&player)
        );
        Self {
            css,
            figure,
            know,
            track,
            plan,
            player_css,
            script_path: format!("/assets/{}.js", short(&script)),
            script,
            held_path: format!("/assets/{}.js", short(&held)),
            held,
            passkey_path: format!("/assets/{}.js", short(&passkey)),
            passkey,
            player_path: format!("/assets/{}.js", short(&player)),
            worker: bundle(&WORKER).replace("VERSION", &short(&player)),
            player,
            policy,
            file_policy,
        }
    }
}

/// The hash of a text as policies write it.
fn digest(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// The beginning of a text's hash, for its address.
fn short(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Modules as one script: their imports and exports go, since all of them stand in one room.
fn bundle(modules: &[&str]) -> String {
    let mut script = String::from("(()=>{\"use strict\";\n");
    for module in modules {
        for line in dense(module).lines().filter(|line| !line.starts_with("import ")) {
            script.push_str(line.strip_prefix("export ").unwrap_or(line));
            script.push('\n');
        }
    }
    script.push_str("})();");
    script
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
    let comment =
        |line: &str| line.starts_with("//") || line.starts_with("/*") || line.starts_with("* ") || line == "*/";
    let kept = script.lines().map(str::trim).filter(|line| !line.is_empty() && !comment(line));
    kept.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{PLAYER, WORKER, squeeze};

    /// The modules share one room: a name that two of them have would stop the whole script.
    #[test]
    fn no_two_modules_of_a_script_have_the_same_name() {
        for modules in [PLAYER.as_slice(), &WORKER] {
            let mut names: Vec<&str> = Vec::new();
            for line in modules.iter().flat_map(|module| module.lines()) {
                let line = line.strip_prefix("export ").unwrap_or(line);
                let line = line.strip_prefix("async ").unwrap_or(line);
                let word = ["const ", "let ", "class ", "function "].iter().find_map(|word| line.strip_prefix(word));
                let name =
                    word.and_then(|rest| rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next());
                if let Some(name) = name {
                    assert!(!names.contains(&name), "{name} stands in two modules");
                    names.push(name);
                }
            }
            assert!(names.len() > 3);
        }
    }

    #[test]
    fn comments_and_line_breaks_go() {
        assert_eq!(squeeze("/* a */\nb{c:d}\n/* e\n f */ g{h:i}\n"), "b{c:d}g{h:i}");
    }

    /// What draws a figure of the body carries the sheet that colours it; nothing else pays for it.
    #[test]
    fn every_page_with_a_figure_carries_its_style() {
        let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut drawn = 0;
        for file in std::fs::read_dir(templates).expect("templates") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            if text.contains("class=\"fig ") || text.contains("class=\"figs\"") {
                drawn += 1;
                let carried = text.contains("f.figure|safe");
                assert!(carried, "{} draws without its style", path.display());
            }
        }
        assert!(drawn >= 8, "{drawn} pages draw");
    }
}
