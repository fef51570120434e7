//! Mail on its way out: through a server, or as files in a folder where none is set.

mod server;
mod written;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use supple_web::{App, Carrier, Letter, NotCarried};
use supple_words::Words;

use crate::{args::Mail, trouble::BadInput};
pub(crate) use server::Server;
pub(crate) use written::written;

/// The folder of what is not sent by a server, in the directory of the records.
pub(crate) const OUTBOX: &str = "outbox";
/// How often is looked what is due.
const EVERY: Duration = Duration::from_secs(10);

/// How mail goes out.
pub(crate) enum Post {
    /// Nobody has set a server: as files in this folder, for somebody to see or another program to send.
    Outbox { folder: PathBuf, from: String },
    /// Through a server.
    Server(Server),
}

impl Post {
    /// What the command line and the environment ask for.
    ///
    /// # Errors
    /// An address of a server or a sender that is none; a password in the address of the server; a file that cannot be read.
    pub(crate) fn of(words: &Words, given: &Mail, directory: &Path) -> Result<Self, BadInput> {
        Ok(match Server::of(words, given)? {
            Some(server) => Self::Server(server),
            None => {
                let from = given.from(words)?.unwrap_or_else(|| "outbox@supple.invalid".to_owned());
                Self::Outbox { folder: directory.join(OUTBOX), from }
            }
        })
    }
}

impl Carrier for Post {
    fn from(&self) -> &str {
        match self {
            Self::Outbox { from, .. } => from,
            Self::Server(server) => &server.from,
        }
    }

    fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        let bytes = written(letter, Carrier::from(self)).map_err(|_| NotCarried::Never)?;
        match self {
            Self::Outbox { folder, .. } => put(folder, &letter.id, &bytes).map_err(|_| NotCarried::Later),
            Self::Server(server) => server.send(&letter.to, bytes),
        }
    }
}

/// A file that is whole or not there, for its owner alone. Its name is that of the message: once more, it replaces itself.
fn put(folder: &Path, id: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let draft = folder.join(format!(".{id}"));
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(draft, folder.join(format!("{id}.eml")))
}

/// Sends what is due, again and again, beside everything else until the program ends.
pub(crate) fn start(app: App, post: Post) {
    let post = Arc::new(post);
    thread::spawn(move || {
        loop {
            // What cannot be read now is looked at the next time; `supple doctor` says whether the records are whole.
            drop(supple_web::send_due(&app, post.as_ref()));
            // A beat, not a wait: what is due is due by the clock, and another process may have put it there.
            thread::sleep(EVERY);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_in_the_outbox_is_whole_and_replaces_itself() {
        let directory = tempfile::tempdir().unwrap();
        let post = Post::Outbox { folder: directory.path().join(OUTBOX), from: "desk@example.org".to_owned() };
        let letter = written::tests::letter();
        post.carry(&letter).unwrap();
        post.carry(&Letter { text: "Again".to_owned(), ..letter }).unwrap();
        let files: Vec<_> =
            fs::read_dir(directory.path().join(OUTBOX)).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert!(fs::read_to_string(&files[0]).unwrap().contains("Again"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
