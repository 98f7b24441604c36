//! Signals, on a thread of their own: the screen's thread may be stuck in a write to a dead terminal (FAULTS T1-T4).
//!
//! Law: on the way out the draft is saved and the terminal given back within half a second, then the process ends with
//! 128 + the signal, even when nobody reads its output. Ctrl-C comes this way too (the terminal makes a signal of it): a paste that never
//! ends swallows every key, but not a signal.

use super::clock::Deadline;
use super::drafts::Drafts;
use super::guard;
use super::input::Event;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::origin::WithOrigin;
use signal_hook::low_level::siginfo::Cause;
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
    let mut signals = SignalsInfo::<WithOrigin>::new([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGTSTP])?;
    let on_hang_up = drafts.clone();
    Builder::new().name("signals".into()).spawn(move || {
        let mut pressed = Presses::default();
        for origin in &mut signals {
            match origin.signal {
                // The screen's thread puts the terminal in order first.
                SIGTSTP => {
                    let _ = events.send(Event::Suspend);
                }
                // Pressed at the terminal: a key like any other, unless nobody takes it.
                SIGINT if matches!(origin.cause, Cause::Kernel) && !pressed.enough() => {
                    let _ = events.send(Event::Interrupt);
                }
                signal => leave(&drafts, signal),
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

/// Ctrl-C, pressed again and again.
#[derive(Default)]
struct Presses {
    count: u8,
    until: Option<Deadline>,
}

impl Presses {
    /// The third within two seconds: the screen's thread does not take them, so the desk is left without it.
    fn enough(&mut self) -> bool {
        if self.until.as_ref().is_none_or(|d| d.left().is_zero()) {
            self.count = 0;
        }
        self.until = Some(Deadline::after(Duration::from_secs(2)));
        self.count += 1;
        self.count >= 3
    }
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
