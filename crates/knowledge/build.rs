//! Packs knowledge/ into the program: every file as it stands, its tables as they parse, and the version of all.
//!
//! A start then reads tables instead of TOML; what they mean is read and resolved as ever. A file that is no TOML is
//! packed without tables, so that the program itself says what is wrong with it. So are those that no start reads.

#[path = "src/tables/write.rs"]
mod write;

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Folders whose files are parsed when a practice asks for them: tables of them would only be weight.
const LATER: [&str; 2] = ["holidays/", "licences/"];

fn main() -> Result<(), Box<dyn Error>> {
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = manifest.join("../../knowledge").canonicalize()?;
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/tables/write.rs");
    let mut files = Vec::new();
    walk(&root, &root, &mut files)?;
    files.sort();
    let (mut list, mut tables, mut hash) = (String::new(), Vec::new(), Sha256::new());
    for (name, path) in &files {
        let text = fs::read_to_string(path)?;
        for part in [name, &text] {
            hash.update(u64::try_from(part.len())?.to_le_bytes());
            hash.update(part.as_bytes());
        }
        let from = tables.len();
        if name.ends_with(".toml") && !LATER.iter().any(|folder| name.starts_with(folder)) {
            tables.extend(write::file(&text).unwrap_or_default());
        }
        writeln!(list, "({name:?}, include_str!({:?}), {from}, {}),", path.display().to_string(), tables.len())?;
    }
    let version: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("tables.bin"), tables)?;
    let code = format!(
        "const VERSION: &str = {version:?};\nstatic TABLES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/tables.bin\"));\n\
         static FILES: &[(&str, &str, usize, usize)] = &[\n{list}];\n"
    );
    fs::write(out.join("embedded.rs"), code)?;
    Ok(())
}

/// Every text file below a directory that a knowledge base may hold: its name, with slashes, and its path.
fn walk(root: &Path, directory: &Path, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, files)?;
            continue;
        }
        let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        if [".toml", ".svg"].iter().any(|ending| name.ends_with(ending)) {
            files.push((name, path));
        }
    }
    Ok(())
}
