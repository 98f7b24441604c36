//! What an import costs beside a bare load of the same files into the same schema: CPU of the whole process, and its peak memory.
//!
//! `cargo bench --bench load` makes a book of its own (`-- S` the small one, `-- L` the one of millions); with `BYWHEN_BENCH_FILES` set it
//! takes the four files of that folder. Each load is a process of its own; bare and bywhen take turns, so that both see the same
//! machine, and the least of the runs counts. Linux only: CPU and memory are read from `/proc`. It asserts nothing: machines differ.

#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "support/bare.rs"]
mod bare;
#[path = "support/book.rs"]
mod book;

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    words.retain(|word| word != "--bench");
    if let [first, files, ledger] = words.as_slice()
        && first == "--bare"
    {
        return bare::load(Path::new(files), Path::new(ledger));
    }
    let out = &mut io::stdout().lock();
    if let Some(files) = std::env::var_os("BYWHEN_BENCH_FILES") {
        return measure(out, "given files", Path::new(&files));
    }
    let home = tempfile::tempdir()?;
    for size in [book::S, book::M, book::L] {
        let asked = words.iter().any(|word| word == size.name);
        if asked || (words.is_empty() && size.name != "L") {
            let files = home.path().join(size.name);
            book::write(&files, size)?;
            measure(out, size.name, &files)?;
            std::fs::remove_dir_all(&files)?;
        }
    }
    Ok(())
}

/// What a process took.
#[derive(Copy, Clone)]
struct Cost {
    /// User and system, in hundredths of a second.
    cpu: u64,
    /// The most memory that it held, in KiB.
    peak: u64,
}

fn measure(out: &mut impl Write, name: &str, files: &Path) -> Answer<()> {
    let runs = std::env::var("BYWHEN_BENCH_RUNS").map_or(Ok(5), |n| n.parse::<usize>())?;
    let home = tempfile::tempdir()?;
    let copies = home.path().join("files");
    std::fs::create_dir(&copies)?;
    for file in ["accounts", "invoices", "payments", "credits"] {
        let file = format!("{file}.csv");
        std::fs::copy(files.join(&file), copies.join(&file))?;
    }
    let ledger = |name: &str| home.path().join(name);
    let (mut bare, mut first, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        remove(&ledger("bare.db"));
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--bare").arg(&copies).arg(ledger("bare.db"));
        bare.push(cost(command)?);
        remove(&ledger("ours.db"));
        first.push(cost(import(home.path(), &copies))?);
        // An empty line more, so that every row is read and compared rather than the file recognized.
        let mut text = std::fs::OpenOptions::new()
            .append(true)
            .open(copies.join("accounts.csv"))?;
        text.write_all(b"\n")?;
        drop(text);
        again.push(cost(import(home.path(), &copies))?);
    }
    let (bare, first, again) = (least(&bare), least(&first), least(&again));
    writeln!(out, "# {name}, least of {runs} runs")?;
    for (what, cost) in [
        ("bare load", bare),
        ("first import", first),
        ("re-import, unchanged rows", again),
    ] {
        writeln!(
            out,
            "{what:<28} {:>4}.{:02} s of CPU  {:>8.1} MiB at the peak",
            cost.cpu / 100,
            cost.cpu % 100,
            cost.peak as f64 / 1024.0
        )?;
    }
    let ratio = |of: Cost, to: Cost| of.cpu as f64 / to.cpu.max(1) as f64;
    writeln!(
        out,
        "first import / bare load     {:.2}",
        ratio(first, bare)
    )?;
    writeln!(
        out,
        "re-import / first import     {:.2}",
        ratio(again, first)
    )?;
    Ok(())
}

fn import(home: &Path, files: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bywhen"));
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("BYWHEN_LEDGER", home.join("ours.db"))
        .args(["import", "--as-of", &book::as_of().to_string()])
        .arg(files);
    command
}

/// The least of each.
fn least(costs: &[Cost]) -> Cost {
    Cost {
        cpu: costs.iter().map(|c| c.cpu).min().unwrap_or_default(),
        peak: costs.iter().map(|c| c.peak).min().unwrap_or_default(),
    }
}

fn remove(ledger: &Path) {
    for tail in ["", "-wal", "-shm", ".head"] {
        let mut path = ledger.as_os_str().to_owned();
        path.push(tail);
        let _ = std::fs::remove_file(PathBuf::from(path));
    }
}

/// Runs a process to its end.
fn cost(mut command: Command) -> Answer<Cost> {
    let before = of_children()?;
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        // Once it has ended, what it held is no longer told: the last answer before counts.
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let held = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = held.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        peak = held.map_or(peak, |now: u64| now.max(peak));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    if !ended.success() {
        return Err(format!("{command:?} ended with {ended}").into());
    }
    Ok(Cost {
        cpu: of_children()? - before,
        peak,
    })
}

/// CPU of all processes that ended, in hundredths of a second (Linux counts them so on every machine).
fn of_children() -> Answer<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit_once(')').ok_or("no process")?.1;
    let words: Vec<&str> = after.split_whitespace().collect();
    let at = |i: usize| -> Answer<u64> { Ok(words.get(i).ok_or("a short line")?.parse()?) };
    Ok(at(13)? + at(14)?)
}
