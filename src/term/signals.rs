//! Signals, on a thread of their own: the screen's thread may be stuck in a write to a dead terminal (FAULTS T1-T4).
//!
//! Law: on the way out the draft is saved and the terminal given back within half a second, then the process ends with
//! 128 + the signal, even when nobody reads its output.

use super::drafts::Drafts;
use super::guard;
use super::input::Event;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;
use std::time::Duration;

/// Time for giving the terminal back.
const PATIENCE: Duration = Duration::from_millis(300);

/// Starts the threads that watch for signals and for a terminal that has gone.
///
/// # Errors
/// When the handlers cannot be set, or a thread cannot be started.
pub fn watch(drafts: Drafts, events: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGTSTP])?;
    let on_hang_up = drafts.clone();
    Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            if signal == SIGTSTP {
                // The screen's thread puts the terminal in order first.
                let _ = events.send(Event::Suspend);
            } else {
                leave(&drafts, signal);
            }
        }
    })?;
    // With SIGHUP ignored by whoever started us, only the file tells that the terminal has gone.
    Builder::new().name("hang-up".into()).spawn(move || {
        loop {
            let mut fds = [PollFd::from_borrowed_fd(
                rustix::stdio::stdout(),
                PollFlags::empty(),
            )];
            match poll(&mut fds, None) {
                Ok(_) if !fds[0].revents().is_empty() => leave(&on_hang_up, SIGHUP),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    })?;
    Ok(())
}

/// Where the terminal has gone, waits for the watcher to end the process; else returns at once.
pub fn await_hang_up() {
    let mut fds = [PollFd::from_borrowed_fd(
        rustix::stdio::stdout(),
        PollFlags::empty(),
    )];
    let now = rustix::event::Timespec::default();
    if matches!(poll(&mut fds, Some(&now)), Ok(n) if n > 0) {
        std::thread::sleep(PATIENCE * 3);
    }
}

fn leave(drafts: &Drafts, signal: i32) {
    drafts.flush_now();
    let (done, waits) = channel();
    let restoring = Builder::new().name("restore".into()).spawn(move || {
        guard::restore();
        let _ = done.send(());
    });
    if restoring.is_ok() {
        let _ = waits.recv_timeout(PATIENCE);
    }
    signal_hook::low_level::exit(128 + signal);
}
