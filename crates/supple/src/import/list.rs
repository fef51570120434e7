//! The list of therapists, written anew beside the old one.

use std::{
    collections::HashSet,
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use supple_practice::find::{Change, Listed, living};

/// A list that is being written.
pub(super) struct List {
    file: BufWriter<File>,
    /// Where it is written, and where it goes.
    part: PathBuf,
    whole: PathBuf,
    /// Who is listed by now.
    keys: HashSet<String>,
    line: String,
}

impl List {
    /// Begins with everybody who is listed until now.
    ///
    /// # Errors
    /// When the old list cannot be read, or the new one not be made.
    pub(super) fn beside(whole: &Path) -> io::Result<Self> {
        let mut part = OsString::from(whole);
        part.push(".part");
        let part = PathBuf::from(part);
        let old = match fs::read_to_string(whole) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            old => old?,
        };
        // One that a crash left behind is of no use to anybody.
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = BufWriter::with_capacity(1024 * 1024, crate::record::create_own(&part)?);
        let mut keys = HashSet::new();
        for (key, line) in living(&old) {
            file.write_all(line.as_bytes())?;
            keys.insert(key.to_owned());
        }
        Ok(Self { file, part, whole: whole.to_owned(), keys, line: String::new() })
    }

    /// Lists somebody; whether they were listed before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn add(&mut self, listed: &Listed) -> io::Result<bool> {
        self.line.clear();
        listed.write(&mut self.line);
        self.file.write_all(self.line.as_bytes())?;
        let known = self.keys.contains(&listed.key);
        if !known {
            self.keys.insert(listed.key.clone());
        }
        Ok(known)
    }

    /// Takes somebody out; whether they were listed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn remove(&mut self, key: &str) -> io::Result<bool> {
        let was = self.keys.remove(key);
        if was {
            self.file.write_all(Change::removal(key).as_bytes())?;
        }
        Ok(was)
    }

    /// Puts it into the place of the old one; how many are listed.
    ///
    /// # Errors
    /// When it cannot be written: then the old one stays.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        let kept = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        kept.and_then(|()| fs::rename(&self.part, &self.whole)).inspect_err(|_| drop(fs::remove_file(&self.part)))?;
        Ok(self.keys.len() as u64)
    }

    /// Leaves the old one as it is.
    pub(super) fn give_up(self) {
        // What cannot be taken away is overwritten by the next try.
        drop(fs::remove_file(&self.part));
    }
}
