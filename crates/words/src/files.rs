//! The language files, inside the program.

/// A file's name and its text.
pub(crate) type File = (&'static str, &'static str);

macro_rules! files {
    ($lang:literal: $($name:literal),+ $(,)?) => {
        &[$((concat!($lang, "/", $name), include_str!(concat!("../lang/", $lang, "/", $name)))),+]
    };
}

const EN: &[File] = files!("en":
    "common.ftl", "start.ftl", "map.ftl", "ask.ftl", "result.ftl", "help.ftl", "tonight.ftl", "record.ftl",
    "trouble.ftl", "doors.ftl", "claims.ftl", "api.ftl", "cli.ftl", "keep.ftl", "plan.ftl", "player.ftl", "session.ftl",
    "techniques.ftl", "progress.ftl", "practice.ftl", "book.ftl", "account.ftl", "cds.ftl", "programs.ftl",
    "mail.ftl", "import.ftl", "money.ftl", "find.ftl", "busy.ftl",
);

/// The languages there are files for.
pub const LANGUAGES: &[&str] = &["en"];

pub(crate) fn of(lang: &str) -> Option<&'static [File]> {
    match lang {
        "en" => Some(EN),
        _ => None,
    }
}
