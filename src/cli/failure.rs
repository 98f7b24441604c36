//! How a command can fail, and the one line that says so.

use crate::config::ConfigError;
use crate::domain::clean::clean;
use crate::store::protocol::StoreError;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a command comes to.
pub type Outcome<T = ()> = Result<T, Failure>;

/// The exit code of a fault of ours (`EX_SOFTWARE`).
pub const FAULT: u8 = 70;

/// Something was written: a process runs one command, and from here on it cannot say any more that nothing was.
static SAVED: AtomicBool = AtomicBool::new(false);

/// Remembers that something was written into the ledger, or into the file that was asked for.
pub fn saved() {
    SAVED.store(true, Ordering::Relaxed);
}

/// Says what somebody should look at, in one line; the command goes on.
pub fn warn(line: &str, to: &mut dyn Write) {
    // Standard error may be closed: what is warned of is in `bywhen check` as well.
    let _ = writeln!(to, "bywhen: warning: {}", clean(line));
}

/// Why a command was not done. Each text is one line: what is wrong, where, what to do.
#[derive(Debug)]
pub enum Failure {
    /// Refused or failed; nothing was written. Exit 1.
    Refused(String),
    /// The command was not understood. Exit 2.
    Usage(String),
    /// A fault of ours, reported already. Exit 70, as sysexits has it.
    Fault(String),
    /// Standard output could not be written. A reader that left early (`| head`) is no failure. Exit 1, but 70 where something was
    /// saved before: 1 would say that nothing was, and a script would do it a second time.
    Output(io::Error),
}

impl Failure {
    /// Says it on `to`, and gives the exit code.
    pub fn report(&self, to: &mut dyn Write) -> ExitCode {
        let code = match self {
            Failure::Output(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Failure::Output(_) if SAVED.load(Ordering::Relaxed) => FAULT,
            Failure::Refused(_) | Failure::Output(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Fault(_) => FAULT,
        };
        // Standard error may be closed as well; the exit code still tells.
        let _ = writeln!(to, "bywhen: {}", clean(&self.line()));
        ExitCode::from(code)
    }

    /// The line.
    pub fn line(&self) -> String {
        match self {
            Failure::Refused(line) | Failure::Usage(line) | Failure::Fault(line) => line.clone(),
            Failure::Output(e) if SAVED.load(Ordering::Relaxed) => format!(
                "standard output: {e}: the answer is lost, but what was asked for is saved; do not repeat it"
            ),
            Failure::Output(e) => format!("standard output: {e}"),
        }
    }
}

impl From<io::Error> for Failure {
    /// Only output is written with `?`; every other file names its path in a `Refused`.
    fn from(e: io::Error) -> Self {
        Failure::Output(e)
    }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        match e {
            // Exit 1 would say that nothing was written, and a script would do it a second time.
            StoreError::Unknown(line) => Failure::Fault(line),
            other => Failure::Refused(other.to_string()),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(e: ConfigError) -> Self {
        Failure::Refused(e.to_string())
    }
}
