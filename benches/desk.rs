//! What the desk feels like from outside: import, queue, first frame, key to last byte, at the sizes S and M.
//!
//! `cargo bench --bench desk` runs it; `-- S` only the small one, `-- L` the one of millions. Wall-clock times of the release binary on a pseudo-terminal, five runs,
//! the figures of `docs/performance.md`. It asserts nothing: machines differ.

#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "support/book.rs"]
mod book;
#[path = "support/pty.rs"]
mod pty;

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let out = &mut io::stdout().lock();
    for size in [book::S, book::M, book::L] {
        let asked = wanted.iter().any(|w| w == size.name);
        if asked || (wanted.is_empty() && size.name != "L") {
            measure(out, size)?;
        }
    }
    Ok(())
}

fn bywhen(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bywhen"));
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("BYWHEN_LEDGER", home.join("bench.db"));
    command
}

fn timed(mut command: Command) -> io::Result<Duration> {
    let start = Instant::now();
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.success() {
        Ok(start.elapsed())
    } else {
        Err(io::Error::other(format!("{command:?} ended with {status}")))
    }
}

fn line(out: &mut impl Write, what: &str, mut times: Vec<Duration>) -> io::Result<()> {
    times.sort();
    let ms = |d: Duration| d.as_secs_f64() * 1_000.0;
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return writeln!(out, "{what:<34} no answer");
    };
    let p99 = times[(times.len() * 99 / 100).min(times.len() - 1)];
    writeln!(
        out,
        "{what:<34} min {:9.2}  p50 {:9.2}  p99 {:9.2}  max {:9.2} ms  (n={})",
        ms(*first),
        ms(times[times.len() / 2]),
        ms(p99),
        ms(*last),
        times.len()
    )
}

fn measure(out: &mut impl Write, size: book::Size) -> io::Result<()> {
    let home = tempfile::tempdir()?;
    let files = home.path().join("files");
    book::write(&files, size)?;
    let as_of = book::as_of().to_string();
    writeln!(
        out,
        "# {}: {} accounts, {} open and {} paid invoices",
        size.name, size.accounts, size.open, size.paid
    )?;

    let import = |home: &Path| {
        let mut command = bywhen(home);
        command.args(["import", "--as-of", &as_of]).arg(&files);
        command
    };
    let mut first = Vec::new();
    for _ in 0..RUNS {
        for tail in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(home.path().join(format!("bench.db{tail}")));
        }
        first.push(timed(import(home.path()))?);
    }
    line(out, "first import", first)?;
    // A changed byte, so that the whole file is read and compared rather than recognized.
    let notes = files.join("accounts.csv");
    let mut again = Vec::new();
    for _ in 0..RUNS {
        let mut text = std::fs::read(&notes)?;
        text.push(b'\n');
        std::fs::write(&notes, text)?;
        again.push(timed(import(home.path()))?);
    }
    line(out, "re-import, unchanged rows", again)?;

    let mut pages = Vec::new();
    for _ in 0..RUNS {
        let mut command = bywhen(home.path());
        command.args(["queue", "--limit", "50", "--json", "--as-of", &as_of]);
        pages.push(timed(command)?);
    }
    line(out, "queue --limit 50, whole process", pages)?;

    let mut frames = Vec::new();
    let mut keys = Vec::new();
    let mut memory = 0;
    for _ in 0..RUNS {
        let mut command = bywhen(home.path());
        command.args(["--as-of", &as_of]);
        let mut desk = pty::Terminal::start(command, 200, 50)?;
        // The first row of the queue has no rank to wait for; its amounts come with the prep, the last thing drawn.
        frames.push(desk.until("past due")?);
        desk.settle(Duration::from_millis(300))?;
        for key in [&b"j"[..], b"\x1b[B", b"k", b"j"].iter().cycle().take(100) {
            if let Some(time) = desk.key(key, Duration::from_millis(12))? {
                keys.push(time);
            }
        }
        memory = memory.max(desk.resident_kib().unwrap_or(0));
        desk.quit()?;
    }
    line(out, "first frame with the queue", frames)?;
    line(out, "key to last byte, queue and prep", keys)?;
    writeln!(out, "peak memory of the desk            {memory} KiB\n")
}
