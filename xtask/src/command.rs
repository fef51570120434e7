//! Running other programs.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cargo that runs this.
fn cargo_program() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs cargo.
pub(crate) fn cargo(args: &[&str]) -> Result<()> {
    run(&mut with(&cargo_program(), args))
}

/// A cargo command, to be changed before it runs.
pub(crate) fn cargo_command(args: &[&str]) -> Command {
    with(&cargo_program(), args)
}

/// A command.
pub(crate) fn with(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}

/// Says what runs, runs it, and fails if it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    eprintln!("$ {line}");
    let status = command.status().with_context(|| format!("cannot run `{line}`"))?;
    ensure!(status.success(), "`{line}` failed: {status}");
    Ok(())
}

/// Runs a command and gives each line that it prints to `see`; prints it as well. Whether it succeeded.
pub(crate) fn watched(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let line = line(command);
    eprintln!("$ {line}");
    // Both streams into one pipe, so that neither fills up while the other is read.
    let (read, write) = std::io::pipe()?;
    let mut child = command
        .stdout(write.try_clone()?)
        .stderr(write)
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run `{line}`"))?;
    // The command keeps the writing ends open: without this the reading would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(read).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        see(&line);
    }
    Ok(child.wait()?.success())
}

/// What a command prints.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot run `{line}`"))?;
    ensure!(output.status.success(), "`{line}` failed: {}", output.status);
    Ok(output.stdout)
}

/// Whether a program is installed.
pub(crate) fn installed(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|directory| directory.join(program).is_file())
}

/// Installs packages of Debian that are missing: with the rights of root, else it says what to install.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let wanted = packages.join(" ");
    let root = output(&mut with("id", &["-u"])).is_ok_and(|id| id.trim_ascii() == b"0");
    let sudo: &[&str] = match (root, installed("sudo")) {
        _ if !installed("apt-get") => bail!("please install: {wanted}"),
        (true, _) => &[],
        (false, true) => &["sudo", "-n"],
        (false, false) => bail!("please run as root: apt-get install {wanted}"),
    };
    let apt = |args: &[&str]| {
        let all: Vec<&str> = sudo.iter().chain(&["apt-get"]).chain(args).copied().collect();
        let (program, args) = all.split_first().context("an empty command")?;
        run(with(program, args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    let install: Vec<&str> =
        ["install", "-y", "--no-install-recommends"].into_iter().chain(packages.iter().copied()).collect();
    apt(&install).with_context(|| format!("please install: {wanted}"))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
