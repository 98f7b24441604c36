//! What the process must be before anything else happens: private files, no signal for a full quota, no core dump, and a fault
//! of ours that is said in one line.

use rustix::fs::Mode;
use std::io::Write;

/// Sets the umask to owner-only (the ledger, its journal and every export hold customers' data), makes a file that outgrows its
/// limit an error instead of a death (a write that fails is rolled back; a process killed in the middle tells nobody), and
/// switches core dumps off (they would hold the ledger's pages).
pub fn prepare_process() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    // A handler that only sets a flag: the write then returns EFBIG. Failing to set it changes nothing else.
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
    #[cfg(target_os = "linux")]
    {
        let _ =
            rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }
}

/// Says where a fault of ours happened, without what was worked on: a panic's own text may hold customers' data.
pub fn say_faults_plainly() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        // Standard error may be closed; the exit code still tells.
        let _ = writeln!(
            std::io::stderr().lock(),
            "bywhen: stopped on a fault of its own{place}; what was not confirmed was not written; please report it"
        );
    }));
}
