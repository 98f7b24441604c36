//! Dialling: the program of the settings is started with its arguments. Never a shell; what is put in is `+` and digits alone.

use super::desk::Desk;
use super::input::Event;
use crate::app::msg::Msg;
use std::process::{Child, Command, Stdio};

/// Stands for the number in an argument of the settings.
const NUMBER: &str = "{number}";

/// The program's arguments with the number in its place; behind them where they name none.
fn arguments(command: &[String], number: &str) -> Vec<String> {
    let mut out: Vec<String> = command
        .iter()
        .skip(1)
        .map(|argument| argument.replace(NUMBER, number))
        .collect();
    if !command.iter().skip(1).any(|a| a.contains(NUMBER)) {
        out.push(number.to_owned());
    }
    out
}

/// Starts the program; the terminal stays the desk's own.
fn start(command: &[String], number: &str) -> Result<Child, String> {
    let Some(program) = command.first().filter(|p| !p.trim().is_empty()) else {
        return Err("the settings name no program to dial with".into());
    };
    if !number
        .trim_start_matches('+')
        .bytes()
        .all(|b| b.is_ascii_digit())
    {
        return Err("that is no number".into());
    }
    Command::new(program)
        .args(arguments(command, number))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("{program} did not start: {e}; `dial` in the settings names it"))
}

impl Desk {
    /// Dials; a program that fails is told when it ends.
    pub(super) fn dial(&mut self, number: &str) {
        match start(&self.dial, number) {
            Ok(mut child) => {
                let events = self.events.clone();
                let program = self.dial.first().cloned().unwrap_or_default();
                self.on_thread("dial", move || {
                    let failed = match child.wait() {
                        Ok(status) if status.success() => return,
                        Ok(status) => status.to_string(),
                        Err(e) => e.to_string(),
                    };
                    let _ =
                        events.send(Event::Trouble(format!("not dialled: {program}: {failed}")));
                });
            }
            Err(why) => self.tell(Msg::Trouble(format!("not dialled: {why}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|p| (*p).to_owned()).collect()
    }

    #[test]
    fn the_number_is_one_argument_whatever_the_settings_say() {
        let command = strings(&["dialer", "--to", "tel:{number};ext"]);
        assert_eq!(arguments(&command, "5550142"), ["--to", "tel:5550142;ext"]);
        assert_eq!(arguments(&strings(&["dialer"]), "+15550142"), ["+15550142"]);
    }

    #[test]
    fn a_fake_program_gets_the_number_as_it_is_and_no_shell_sees_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let (program, seen) = (dir.path().join("dialer"), dir.path().join("seen"));
        let script = format!(
            "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" > '{}'\n",
            seen.display()
        );
        std::fs::write(&program, script).expect("a file");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("rights");
        let command = strings(&[&program.to_string_lossy(), "$(touch pwned)", "{number}"]);
        let status = start(&command, "+15035550142")
            .and_then(|mut child| child.wait().map_err(|e| e.to_string()));
        assert!(status.expect("it starts").success());
        let got = std::fs::read_to_string(&seen).expect("what it got");
        assert_eq!(got, "2|$(touch pwned)|+15035550142|");
    }

    /// FAULTS C10: what is started has no hand on the ledger, however it ends.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_that_is_started_holds_no_file_of_the_ledger() {
        use crate::domain::money::Currency;
        use crate::domain::rules::Rules;
        use crate::store::{Identity, Ledger};
        let dir = tempfile::tempdir().expect("a folder");
        let (path, seen) = (dir.path().join("ledger.db"), dir.path().join("seen"));
        let id = Identity {
            company: "Ridgeline Supply".into(),
            currency: Currency::USD,
        };
        let _open = Ledger::create(&path, &id, Rules::default()).expect("a ledger");
        let held = |process: &str| -> Vec<String> {
            let files = std::fs::read_dir(format!("/proc/{process}/fd")).expect("its files");
            let links = files.filter_map(|f| std::fs::read_link(f.ok()?.path()).ok());
            let links = links.map(|l| l.to_string_lossy().into_owned());
            links.filter(|l| l.contains("ledger.db")).collect()
        };
        assert!(held("self").len() >= 2, "this process has it open");
        let script = format!("ls -l /proc/self/fd > '{}'", seen.display());
        let status = start(&strings(&["sh", "-c", &script]), "5550142")
            .and_then(|mut child| child.wait().map_err(|e| e.to_string()));
        assert!(status.expect("it starts").success());
        let theirs = std::fs::read_to_string(&seen).expect("what it had open");
        assert!(theirs.contains("/dev/null"), "{theirs}");
        assert!(!theirs.contains("ledger.db"), "{theirs}");
    }

    #[test]
    fn what_is_no_number_or_no_program_never_starts() {
        for number in ["555;id", "--help", "$(id)", "555 0142"] {
            assert!(start(&strings(&["true"]), number).is_err(), "{number}");
        }
        let why = start(&strings(&["/nonexistent/dialer"]), "5550142").expect_err("no program");
        assert!(why.contains("/nonexistent/dialer did not start"), "{why}");
        assert!(start(&[], "5550142").is_err());
    }
}
