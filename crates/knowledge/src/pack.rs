//! A whole knowledge base as one piece, to be kept beside the decisions that were made with it.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use crate::Files;

/// More than this, unpacked, is no knowledge base of ours: 64 MiB.
const LIMIT: u64 = 64 << 20;

/// What does not come back as it was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAsPacked;

impl std::fmt::Display for NotAsPacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the packed knowledge does not have the version it was kept under")
    }
}

impl std::error::Error for NotAsPacked {}

impl Files {
    /// All files as one compressed piece.
    ///
    /// # Errors
    /// Never for files of memory; the compression may say so all the same.
    pub fn pack(&self) -> std::io::Result<Vec<u8>> {
        let all: Vec<(&str, &str)> = self.iter().collect();
        // Once for each version, while somebody waits for the first page: a third more bytes for a tenth of the time.
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&serde_json::to_vec(&all)?)?;
        packed.finish()
    }

    /// The files of a packed piece, if they have this version.
    ///
    /// # Errors
    /// When they were changed, or are something else.
    pub fn unpack(packed: &[u8], version: &str) -> Result<Self, NotAsPacked> {
        let mut text = Vec::new();
        DeflateDecoder::new(packed).take(LIMIT).read_to_end(&mut text).map_err(|_| NotAsPacked)?;
        let all: Vec<(String, String)> = serde_json::from_slice(&text).map_err(|_| NotAsPacked)?;
        let files = Self::new(all);
        if files.version() == version { Ok(files) } else { Err(NotAsPacked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_and_a_changed_piece_does_not() {
        let files = Files::embedded();
        let packed = files.pack().unwrap();
        assert!(packed.len() < 1 << 20, "{} bytes for each version", packed.len());
        let back = Files::unpack(&packed, &files.version()).unwrap();
        assert!(back.iter().eq(files.iter()));
        assert!(Files::unpack(&packed, "0000000000000000").is_err());
        let other = Files::new(vec![("a.toml".to_owned(), "changed".to_owned())]);
        assert!(Files::unpack(&other.pack().unwrap(), &files.version()).is_err());
        assert!(Files::unpack(b"nothing of the kind", &files.version()).is_err());
    }
}
