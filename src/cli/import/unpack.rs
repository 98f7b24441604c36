//! Workbooks are unpacked in a process of their own: this program again, with little memory and time and nothing else open.
//!
//! A workbook is a program's worth of formats written by strangers; what it does to its reader ends with the child, and the
//! desk lives on. The child reads the file from its standard input and writes the sheets in `import::to_pipe`'s form.

use crate::import::{self, MAX_FILE, Unreadable, Workbook};
use rustix::process::{Resource, Rlimit, setrlimit};
#[cfg(target_os = "linux")]
use rustix::process::{Signal, set_parent_process_death_signal};
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

/// The word that makes this program the child. It is no command: nobody types it, no help names it.
pub const WORD: &str = "__unpack-workbook";
/// The child's memory.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// The child's computing time in seconds.
const SECONDS: u64 = 60;
/// The most bytes that are taken from the child: what may be packed, and the names of the sheets.
const MAX_ANSWER: u64 = 80 * 1024 * 1024;

/// Unpacks a workbook in a child.
pub fn unpack(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let (answer, status) = ask_child(bytes).map_err(|e| {
        Unreadable::new(format!(
            "the workbook could not be unpacked ({e}); try again, or save the sheet as CSV UTF-8"
        ))
    })?;
    if answer.len() as u64 > MAX_ANSWER {
        return Err(Unreadable::too_large(
            "the workbook holds more than any list of open items".to_owned(),
        ));
    }
    match import::from_pipe(&answer) {
        Some(unpacked) if status.success() => unpacked,
        _ => Err(died(status)),
    }
}

fn ask_child(bytes: &[u8]) -> io::Result<(Vec<u8>, ExitStatus)> {
    // The running program itself, be its file replaced meanwhile.
    let program = match std::path::Path::new("/proc/self/exe") {
        path if path.exists() => path.to_owned(),
        _ => std::env::current_exe()?,
    };
    let mut child = Command::new(program)
        .arg(WORD)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A child that dies early breaks the pipe: its end tells why.
        let _ = stdin.write_all(bytes);
    }
    let mut answer = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(MAX_ANSWER + 1).read_to_end(&mut answer)?;
    }
    let status = child.wait()?;
    Ok((answer, status))
}

fn died(status: ExitStatus) -> Unreadable {
    // The numbers are those of the two signals on every system that we build for: XCPU and KILL after too much computing.
    match status.signal() {
        Some(24 | 9) => Unreadable::too_large(format!(
            "the workbook took more than {SECONDS} seconds to unpack: this is not a list of open items"
        )),
        Some(_) => Unreadable::too_large(format!(
            "the workbook needs more than {} MiB of memory to unpack: this is not a list of open items",
            MEMORY / (1024 * 1024)
        )),
        None => Unreadable::new(
            "the workbook is damaged; open it in a spreadsheet, save it again or as CSV UTF-8"
                .to_owned(),
        ),
    }
}

/// What the child does.
pub fn child() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer() -> io::Result<()> {
    let limit = |to| Rlimit {
        current: Some(to),
        maximum: Some(to),
    };
    setrlimit(Resource::As, limit(MEMORY))?;
    setrlimit(Resource::Cpu, limit(SECONDS))?;
    // Whoever waits for the answer may be ended meanwhile.
    #[cfg(target_os = "linux")]
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)?;
    let mut stdout = io::stdout().lock();
    stdout.write_all(&import::to_pipe(&import::unpack(&bytes)))?;
    stdout.flush()
}
