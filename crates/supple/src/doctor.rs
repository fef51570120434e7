//! `supple doctor`: looks at everything the records depend on, and says what to do about what is wrong.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::SystemTime,
};

use jiff::tz::TimeZone;
use supple_store::MasterKey;
use supple_words::{Arg, Words};

use crate::{
    args::Mail,
    home::{Home, KeySource, OPEN, SERVING},
    mail::Post,
    record,
};

/// With less room than this, in MiB, writing may soon stop.
const LITTLE_ROOM_MIB: u64 = 200;
/// A zone whose data every computer with time-zone data has.
const KNOWN_ZONE: &str = "Europe/Paris";

/// What was found, line by line.
struct Findings<'a> {
    words: &'a Words,
    fine: bool,
}

impl Findings<'_> {
    fn good(&self, key: &str, args: &[(&str, Arg<'_>)]) {
        let text = self.words.get(key, args);
        println!("{}", self.words.get("doctor-good", &[("text", text.into())]));
    }

    fn note(&self, key: &str, args: &[(&str, Arg<'_>)]) {
        let text = self.words.get(key, args);
        println!("{}", self.words.get("doctor-note", &[("text", text.into())]));
    }

    fn bad(&mut self, key: &str, args: &[(&str, Arg<'_>)]) {
        self.fine = false;
        let text = self.words.get(key, args);
        println!("{}", self.words.get("doctor-bad", &[("text", text.into())]));
    }
}

/// Looks at directory, disk, clock, time zones, key, database, records and witness. Whether all is in order.
///
/// # Errors
/// When the records cannot be looked at.
pub(crate) fn run(words: &Words, home: &Home, mails: &Mail, new_witness: bool) -> anyhow::Result<bool> {
    let mut found = Findings { words, fine: true };
    directory(&mut found, &home.directory);
    room(&mut found, &home.directory);
    clock(&mut found, &home.database);
    zones(&mut found);
    mail(&mut found, home, mails)?;
    if !home.database.exists() && home.servers.is_empty() && !home.witness.exists() {
        found.note("doctor-no-records", &[("directory", home.directory.display().to_string().into())]);
        return Ok(found.fine);
    }
    // Whoever looks makes nothing: a key that cannot be read is not replaced by a new one.
    if !key(&mut found, home) {
        return Ok(found.fine);
    }
    kept(&mut found, home);
    // One that works is kept: it knows who was erased.
    if new_witness {
        match home.open(words) {
            Ok(store) => store.witness_unseen()?,
            Err(_) => {
                // Nobody else may be following the one that is set aside.
                let _alone = home.alone(words)?;
                drop(home.open_with(words, home.new_witness(words)?)?);
            }
        }
    }
    match home.open(words) {
        Err(refused) => found.bad("doctor-as-it-is", &[("text", refused.0.into())]),
        Ok(store) => {
            found.good("doctor-opens", &[]);
            let report = store.verify_all()?;
            let knowledge = record::knowledge_wrong(words, &store)?;
            let text = record::reported_with(words, &report, &knowledge);
            if report.is_whole() && knowledge.is_empty() {
                found.good("doctor-as-it-is", &[("text", text.into())]);
            } else {
                found.bad("doctor-as-it-is", &[("text", text.into())]);
            }
            let kept = i64::try_from(store.knowledge_versions()?.len()).unwrap_or(i64::MAX);
            found.good("doctor-knowledge", &[("count", kept.into())]);
            let erased = i64::try_from(store.erased_before()?.len()).unwrap_or(i64::MAX);
            let file = home.witness.display().to_string();
            found.good("doctor-witness", &[("file", file.into()), ("count", erased.into())]);
            if let Some(began) = record::began(words, &store)? {
                found.note("doctor-as-it-is", &[("text", began.into())]);
            }
            if home.witness.parent() == home.database.parent() {
                found.note("doctor-witness-beside", &[]);
            }
        }
    }
    Ok(found.fine)
}

/// Copies and keys that were kept, and what follows from that.
fn kept(found: &mut Findings<'_>, home: &Home) {
    // A key that cannot be looked at may be sealed: then an open old one would undo it.
    let sealed = match &home.key {
        KeySource::File(path) => !matches!(MasterKey::needs_passphrase(path), Ok(false)),
        KeySource::Command(_) | KeySource::Variable => true,
    };
    let old = home.old_keys();
    for copy in home.kept_copies() {
        let shown = ("file", copy.display().to_string().into());
        match old.first() {
            Some(old) => found.bad("doctor-copy-old-key", &[shown, ("key", old.display().to_string().into())]),
            None => found.note("doctor-kept-copy", &[shown]),
        }
    }
    // One that cannot be looked at is taken for an open one: nobody knows.
    for key in old.iter().filter(|key| sealed && !matches!(MasterKey::needs_passphrase(key), Ok(true))) {
        found.bad("doctor-old-key-open", &[("file", key.display().to_string().into())]);
    }
}

fn directory(found: &mut Findings<'_>, directory: &Path) {
    let shown = directory.display().to_string();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let open = |path: &Path| fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0);
        if open(directory) {
            found.bad("doctor-open", &[("file", (&shown).into()), ("mode", "700".into())]);
        }
        for file in fs::read_dir(directory).into_iter().flatten().flatten() {
            // The locks hold nothing.
            let is_lock = [SERVING, OPEN].iter().any(|lock| file.file_name() == *lock);
            if !is_lock && open(&file.path()) && file.path().is_file() {
                let file = file.path().display().to_string();
                found.bad("doctor-open", &[("file", file.into()), ("mode", "600".into())]);
            }
        }
    }
    let probe = directory.join(format!(".doctor-{}", std::process::id()));
    let written = File::create(&probe).and_then(|mut file| file.write_all(b"x").and_then(|()| file.sync_all()));
    // It may not have been made at all.
    drop(fs::remove_file(&probe));
    match written {
        Ok(()) => found.good("doctor-directory", &[("directory", shown.into())]),
        Err(error) => {
            let why = error.to_string();
            found.bad("doctor-unwritable", &[("directory", shown.into()), ("why", why.into())]);
        }
    }
}

fn room(found: &mut Findings<'_>, directory: &Path) {
    #[cfg(unix)]
    if let Ok(disk) = rustix::fs::statvfs(directory) {
        let mebibytes = disk.f_bavail.saturating_mul(disk.f_frsize) >> 20;
        let shown = [("mebibytes", i64::try_from(mebibytes).unwrap_or(i64::MAX).into())];
        if mebibytes < LITTLE_ROOM_MIB {
            found.bad("doctor-little-room", &shown);
        } else {
            found.good("doctor-room", &shown);
        }
    }
}

/// A clock that stands before what was written last has been set back, or is wrong.
fn clock(found: &mut Findings<'_>, database: &Path) {
    let now = SystemTime::now();
    let ahead = fs::metadata(database).and_then(|meta| meta.modified()).is_ok_and(|written| written > now);
    let shown = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M %Z").to_string();
    if ahead {
        found.bad("doctor-clock-back", &[("now", shown.into())]);
    } else {
        found.good("doctor-clock", &[("now", shown.into())]);
    }
}

fn zones(found: &mut Findings<'_>) {
    let here = TimeZone::system();
    match (TimeZone::get(KNOWN_ZONE), here.iana_name()) {
        (Err(_), _) => found.bad("doctor-no-zones", &[]),
        (Ok(_), None) => found.bad("doctor-zone-unknown", &[]),
        (Ok(_), Some(zone)) => found.good("doctor-zone", &[("zone", zone.into())]),
    }
}

/// Whether mail goes out, and through what; a server is signed in to.
fn mail(found: &mut Findings<'_>, home: &Home, mails: &Mail) -> anyhow::Result<()> {
    match Post::of(found.words, mails, &home.directory)? {
        Post::Outbox { folder, .. } => {
            let letters = fs::read_dir(&folder).into_iter().flatten().flatten();
            let count = letters.filter(|file| file.path().extension().is_some_and(|end| end == "eml")).count();
            let folder = folder.display().to_string();
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            found.note("doctor-outbox", &[("folder", folder.into()), ("count", count.into())]);
        }
        Post::Server(server) => {
            let named = [("host", (&server.host).into()), ("from", (&server.from).into())];
            match server.try_it() {
                Ok(()) => found.good("doctor-mail", &named),
                Err(why) => found.bad("doctor-no-mail", &[("host", (&server.host).into()), ("why", why.into())]),
            }
        }
    }
    Ok(())
}

/// Whether there is a key, as far as that shows without asking for it.
fn key(found: &mut Findings<'_>, home: &Home) -> bool {
    match &home.key {
        KeySource::Command(_) => found.good("doctor-key-command", &[]),
        KeySource::Variable => found.good("doctor-key-variable", &[]),
        KeySource::File(path) => {
            let file = [("file", path.display().to_string().into())];
            match MasterKey::needs_passphrase(path) {
                Ok(true) => found.good("doctor-key-sealed", &file),
                Ok(false) if path.parent() == home.database.parent() => found.note("doctor-key-beside", &file),
                Ok(false) => found.good("doctor-key-file", &file),
                Err(error) => {
                    let args = [("file", path.display().to_string().into()), ("why", error.to_string().into())];
                    found.bad("cli-unreadable", &args);
                    return false;
                }
            }
        }
    }
    true
}
