//! The real program on a real pseudo-terminal: started, fed, read, killed.
#![allow(
    dead_code,
    missing_docs,
    reason = "each test binary uses its own part of it"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "waiting for another process needs a clock; nothing is asserted about time"
)]

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Whatever takes longer than this has hung.
pub const HUNG: Duration = Duration::from_secs(60);

pub fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("above zero")
}

pub struct Pty {
    pub master: Option<File>,
    pub slave: File,
    pub child: Child,
    pub screen: vt100::Parser,
    pub raw: Vec<u8>,
    pub home: Option<tempfile::TempDir>,
}

impl Pty {
    pub fn start(args: &[&str]) -> Pty {
        Pty::run(Command::new(env!("CARGO_BIN_EXE_bywhen")).args(args))
    }

    /// As `start`, in a session of its own that the terminal controls: as in a terminal window.
    pub fn in_a_session(args: &[&str]) -> Pty {
        let mut setsid = Command::new("setsid");
        setsid.args(["--ctty", "--wait", env!("CARGO_BIN_EXE_bywhen")]);
        Pty::run(setsid.args(args))
    }

    pub fn run(command: &mut Command) -> Pty {
        Pty::run_in(command, tempfile::tempdir().expect("a folder"))
    }

    /// As `start`, with the home of another that is gone.
    pub fn start_again(args: &[&str], home: tempfile::TempDir) -> Pty {
        let program = &mut Command::new(env!("CARGO_BIN_EXE_bywhen"));
        Pty::run_in(program.args(args), home)
    }

    fn run_in(command: &mut Command, home: tempfile::TempDir) -> Pty {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pty");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().expect("a path"))
            .expect("the other side");
        let side = || Stdio::from(slave.try_clone().expect("a handle"));
        let child = command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("HOME", home.path())
            .stdin(side())
            .stdout(side())
            .stderr(side())
            // Stopping its whole job must not stop the test.
            .process_group(0)
            .spawn()
            .expect("started");
        let pty = Pty {
            master: Some(File::from(master)),
            slave,
            child,
            screen: vt100::Parser::new(cells(36), cells(120), 0),
            raw: Vec::new(),
            home: Some(home),
        };
        pty.resize(120, 36);
        pty
    }

    pub fn demo() -> Pty {
        let mut pty = Pty::start(&["--as-of", "2026-11-23", "demo"]);
        pty.wait_for("Blue Heron");
        pty
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(self.master.as_ref().expect("open"), size).expect("resized");
        // The test's terminal is nobody's controlling one, so the kernel sends no word of it.
        self.signal(Signal::WINCH);
    }

    pub fn signal(&self, signal: Signal) {
        // Gone already is as good.
        let _ = kill_process(self.pid(), signal);
    }

    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub fn send(&mut self, bytes: &str) {
        let mut master = self.master.as_ref().expect("open");
        master.write_all(bytes.as_bytes()).expect("sent");
    }

    /// Reads what there is, waiting at most so long for it.
    pub fn read(&mut self, wait: Duration) -> bool {
        let Some(master) = &mut self.master else {
            return false;
        };
        let mut fds = [PollFd::new(&*master, PollFlags::IN)];
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: i64::from(wait.subsec_nanos()),
        };
        if !matches!(poll(&mut fds, Some(&wait)), Ok(n) if n > 0) {
            return false;
        }
        let mut bytes = [0; 65_536];
        match master.read(&mut bytes) {
            Ok(n) if n > 0 => {
                self.screen.process(&bytes[..n]);
                self.raw.extend_from_slice(&bytes[..n]);
                true
            }
            _ => false,
        }
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads on until nothing more comes: the frame is whole.
    pub fn settle(&mut self) {
        while self.read(Duration::from_millis(250)) {}
    }

    #[track_caller]
    pub fn wait_for(&mut self, what: &str) {
        let start = Instant::now();
        while !self.text().contains(what) {
            assert!(
                start.elapsed() < HUNG,
                "'{what}' never came:\n{}",
                self.text()
            );
            self.read(Duration::from_millis(50));
        }
    }

    /// A call with Cedar & Stone, where a note is being typed. They call: that is never a question of the hour at which this test runs.
    #[track_caller]
    pub fn note_at_cedar(&mut self) {
        self.wait_for("Blue Heron");
        self.send("I");
        self.wait_for("They call");
        self.send("Cedar & Stone");
        self.wait_for("name or number");
        self.send("\r");
        self.wait_for("They say");
        self.send("n");
        self.wait_for("Note");
    }

    /// The draft in the state folder of that home, as soon as there is one, holds a text.
    #[track_caller]
    pub fn wait_for_draft(&mut self, text: &str) {
        let home = self.home.as_ref().expect("a home");
        let state = home.path().join(".local/state/bywhen/drafts");
        let start = Instant::now();
        loop {
            let draft = walk(&state).into_iter().find(|p| p.ends_with("desk.json"));
            let draft = draft.and_then(|p| std::fs::read_to_string(p).ok());
            if draft.as_ref().is_some_and(|d| d.contains(text)) {
                return;
            }
            assert!(start.elapsed() < HUNG, "'{text}' is not in {draft:?}");
            self.read(Duration::from_millis(20));
        }
    }

    #[track_caller]
    pub fn wait_exit(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            self.read(Duration::from_millis(20));
            if let Some(status) = self.child.try_wait().expect("a child") {
                while self.read(Duration::from_millis(20)) {}
                return status;
            }
            assert!(start.elapsed() < HUNG, "it never ended:\n{}", self.text());
        }
    }

    /// Cooked again, the main screen, the cursor shown, no mouse, no bracketed paste.
    #[track_caller]
    pub fn is_given_back(&self) {
        let modes = tcgetattr(&self.slave).expect("a terminal").local_modes;
        assert!(
            modes.contains(LocalModes::ICANON | LocalModes::ECHO),
            "{modes:?}"
        );
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "left on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "paste is bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The sample ledger in a file, `l.db` in this folder.
pub fn kept_ledger() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let ledger = home.path().join("l.db");
    let ledger = ledger.to_str().expect("a path");
    let made = Command::new(env!("CARGO_BIN_EXE_bywhen"))
        .args(["--as-of", "2026-11-23", "demo", "--keep", ledger])
        .env("HOME", home.path())
        .output()
        .expect("ran");
    assert!(made.status.success());
    home
}

pub fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(Result::ok)
        .flat_map(|e| {
            if e.path().is_dir() {
                walk(&e.path())
            } else {
                vec![e.path()]
            }
        })
        .collect()
}
