//! What the process must be before anything else happens: private files, no signal for a full quota, no core dump.

use rustix::fs::Mode;

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
