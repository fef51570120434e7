//! How fast the disk keeps what it is told to keep: the measure of every durable write.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::Instant,
};

use anyhow::Result;

/// As much as one page of the database.
const BLOCK: usize = 4096;
const TIMES: u32 = 2_000;

/// Writes a block and waits until it is on the disk, again and again.
pub(super) fn run(directory: &Path) -> Result<()> {
    let path = directory.join(format!("bench-{}.block", std::process::id()));
    let mut file = File::create(&path)?;
    let block = [0u8; BLOCK];
    let began = Instant::now();
    for _ in 0..TIMES {
        file.write_all(&block)?;
        file.sync_data()?;
    }
    let seconds = began.elapsed().as_secs_f64();
    fs::remove_file(&path)?;
    println!("disk, {BLOCK} bytes and fdatasync: {:.0} a second", f64::from(TIMES) / seconds);
    Ok(())
}
