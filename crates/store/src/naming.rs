//! Giving a file its name once it is whole.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// Gives the file at `aside` the name `to`, and never replaces what is there: then it says so.
pub(crate) fn name_new(aside: &Path, to: &Path) -> io::Result<()> {
    name_with(aside, to, |from, to| fs::hard_link(from, to))
}

fn name_with(aside: &Path, to: &Path, link: impl FnOnce(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    match link(aside, to) {
        Ok(()) => fs::remove_file(aside),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // A file system without links, such as that of a memory stick: the name is taken first, and then replaced.
        Err(_) => {
            OpenOptions::new().write(true).create_new(true).open(to)?;
            fs::rename(aside, to).inspect_err(|_| drop(fs::remove_file(to)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_its_name_with_links_and_without_and_replaces_none() {
        for works in [true, false] {
            let dir = tempfile::tempdir().unwrap();
            let (aside, to) = (dir.path().join("aside"), dir.path().join("to"));
            let name = || {
                name_with(&aside, &to, |from, to| match works {
                    true => fs::hard_link(from, to),
                    false => Err(io::ErrorKind::Unsupported.into()),
                })
            };
            fs::write(&aside, "whole").unwrap();
            name().unwrap();
            assert!(fs::read_to_string(&to).unwrap() == "whole" && !aside.exists());
            fs::write(&aside, "other").unwrap();
            assert_eq!(name().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_to_string(&to).unwrap(), "whole");
        }
    }
}
