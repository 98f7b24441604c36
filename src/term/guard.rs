//! The terminal as the desk uses it, and as it is given back: step by step, whatever happens (FAULTS T1-T6).
//!
//! Law: every way out comes through `restore`: the end of `run`, a panic on the screen's thread, a signal, suspending.

use super::clock::Deadline;
use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

/// Presses, releases and the wheel with their cells, no motion: the terminal's own selection stays within reach (Shift).
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// The terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Held while the screen writes, so that giving the terminal back comes between two writes and not into one.
static WRITING: Mutex<()> = Mutex::new(());

/// How long giving it back waits for a write that is under way: one that is stuck in a dead terminal never ends.
const ONE_WRITE: Duration = Duration::from_millis(150);

/// Where the screen is drawn to. What comes after the terminal was given back goes nowhere: a frame that was half written when a signal
/// came would hide the cursor again, or draw over the shell.
pub struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(bytes.len());
        }
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            // The terminal has gone: whoever watches for that ends the process as a hang-up. An error here would first be reported on
            // a standard error that has gone with it, which is a fault.
            Err(rustix::io::Errno::IO) => Ok(bytes.len()),
            wrote => Ok(wrote?),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync + 'static;

/// While it lives, the terminal is ours.
pub struct Guard {
    before: Arc<Hook>,
}

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When the terminal refuses; whatever was taken is given back.
    pub fn enter() -> io::Result<Guard> {
        let before: Arc<Hook> = Arc::from(panic::take_hook());
        let screen = thread::current().id();
        let report = Arc::clone(&before);
        panic::set_hook(Box::new(move |info| {
            // A fault in another thread must not touch the screen: the loop notices and says so.
            if thread::current().id() == screen {
                restore();
                report(info);
            }
        }));
        let guard = Guard { before };
        take()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
        if !thread::panicking() {
            let before = Arc::clone(&self.before);
            panic::set_hook(Box::new(move |info| before(info)));
        }
    }
}

/// Takes the terminal (again, after it was suspended).
///
/// # Errors
/// When the terminal refuses.
pub fn take() -> io::Result<()> {
    enable_raw_mode()?;
    let _ = interrupts();
    TAKEN.store(true, Ordering::SeqCst);
    let mut codes = String::new();
    ansi(&mut codes, EnterAlternateScreen);
    ansi(&mut codes, EnableBracketedPaste);
    codes.push_str(MOUSE_ON);
    ansi(&mut codes, Hide);
    let mut out = io::stdout();
    out.write_all(codes.as_bytes())?;
    out.flush()
}

/// Ctrl-C makes a signal again, and nothing else does: keys may be stuck in a paste that never ends (FAULTS T8). Only on the terminal
/// that controls this process: on any other the kernel would drop the key and signal nobody.
fn interrupts() -> rustix::io::Result<()> {
    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcgetpgrp, tcsetattr,
    };
    let terminal = rustix::stdio::stdin();
    tcgetpgrp(terminal)?;
    let mut modes = tcgetattr(terminal)?;
    modes.local_modes |= LocalModes::ISIG | LocalModes::NOFLSH;
    // "No such key": 255 where the kernel comes from BSD.
    let none = if cfg!(target_os = "linux") { 0 } else { 255 };
    for key in [SpecialCodeIndex::VQUIT, SpecialCodeIndex::VSUSP] {
        modes.special_codes[key] = none;
    }
    tcsetattr(terminal, OptionalActions::Now, &modes)
}

/// Gives the terminal back. Each step is tried even when another one fails; a second call does nothing.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = disable_raw_mode();
    let patience = Deadline::after(ONE_WRITE);
    let _between = loop {
        match WRITING.try_lock() {
            Err(TryLockError::WouldBlock) if !patience.left().is_zero() => {
                thread::sleep(Duration::from_millis(1));
            }
            // Had, or not to be had: a fault in the middle of a write, or a write that is stuck.
            tried => break tried,
        }
    };
    let codes = leaving();
    // Straight to the file: the buffered handle may be locked by a thread that is stuck in it.
    let mut rest = codes.as_bytes();
    while !rest.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), rest) {
            Ok(n) if n > 0 => rest = rest.get(n..).unwrap_or(&[]),
            _ => break,
        }
    }
}

fn leaving() -> String {
    let mut codes = String::new();
    codes.push_str(MOUSE_OFF);
    ansi(&mut codes, DisableBracketedPaste);
    ansi(&mut codes, Show);
    ansi(&mut codes, LeaveAlternateScreen);
    codes
}

fn ansi(codes: &mut String, command: impl Command) {
    // Writing to a String cannot fail.
    let _ = command.write_ansi(codes);
}
