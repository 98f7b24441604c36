//! A terminal without a screen: starts a program on a pseudo-terminal, sends keys, and times the bytes that come back.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program on a pseudo-terminal.
pub struct Terminal {
    master: File,
    child: Child,
    started: Instant,
    seen: Vec<u8>,
}

impl Terminal {
    /// Starts `command` on a terminal of that size.
    pub fn start(mut command: Command, columns: u16, rows: u16) -> io::Result<Terminal> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        tcsetwinsize(
            &master,
            Winsize {
                ws_row: rows,
                ws_col: columns,
                ws_xpixel: 0,
                ws_ypixel: 0,
            },
        )?;
        let name = ptsname(&master, Vec::new())?;
        let path = PathBuf::from(name.to_string_lossy().into_owned());
        let side = OpenOptions::new().read(true).write(true).open(path)?;
        command
            .stdin(Stdio::from(side.try_clone()?))
            .stdout(Stdio::from(side.try_clone()?))
            .stderr(Stdio::null())
            .env("TERM", "xterm-256color");
        let started = Instant::now();
        let child = command.spawn()?;
        drop(command);
        drop(side);
        Ok(Terminal {
            master: File::from(master),
            child,
            started,
            seen: Vec::new(),
        })
    }

    /// Reads what comes within `wait`; false when nothing did.
    fn read_some(&mut self, wait: Duration) -> io::Result<bool> {
        let wait = Timespec {
            tv_sec: wait.as_secs() as i64,
            tv_nsec: i64::from(wait.subsec_nanos()),
        };
        let mut fds = [PollFd::new(&self.master, PollFlags::IN)];
        if poll(&mut fds, Some(&wait))? == 0 {
            return Ok(false);
        }
        let mut buffer = [0_u8; 65_536];
        let n = self.master.read(&mut buffer)?;
        self.seen.extend_from_slice(&buffer[..n]);
        Ok(n > 0)
    }

    /// Waits until the bytes so far hold `text`; gives the time since the start.
    pub fn until(&mut self, text: &str) -> io::Result<Duration> {
        loop {
            if self.seen.windows(text.len()).any(|w| w == text.as_bytes()) {
                return Ok(self.started.elapsed());
            }
            if !self.read_some(Duration::from_secs(30))? {
                return Err(io::Error::other(format!("'{text}' never came")));
            }
        }
    }

    /// Reads until nothing has come for `quiet`.
    pub fn settle(&mut self, quiet: Duration) -> io::Result<()> {
        while self.read_some(quiet)? {}
        Ok(())
    }

    /// Sends a key and gives the time to the last byte of the answer; `None` when nothing came.
    pub fn key(&mut self, bytes: &[u8], quiet: Duration) -> io::Result<Option<Duration>> {
        let sent = Instant::now();
        self.master.write_all(bytes)?;
        let mut last = None;
        let mut wait = Duration::from_millis(250);
        while self.read_some(wait)? {
            last = Some(sent.elapsed());
            wait = quiet;
        }
        Ok(last)
    }

    /// Resident memory now, in KiB, as the kernel counts it.
    pub fn resident_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Quits by key, and waits for the end.
    pub fn quit(mut self) -> io::Result<()> {
        self.master.write_all(b"q")?;
        let _ = self.settle(Duration::from_millis(50));
        self.child.wait().map(|_| ())
    }
}
