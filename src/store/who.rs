//! Who this process is: its login name and which start of the machine it belongs to.
//!
//! Law: from the user id, never from the environment, because anybody can set that (FAULTS X10).

use std::path::Path;

/// The login name of the real user id; the id itself where the system has no name for it.
#[must_use]
pub fn login_name() -> String {
    let uid = rustix::process::getuid().as_raw();
    std::fs::read_to_string(Path::new("/etc/passwd"))
        .ok()
        .and_then(|list| name_in(&list, uid))
        .unwrap_or_else(|| format!("user {uid}"))
}

/// Names one start of the machine: process numbers mean something only within it. Empty where the system does not say.
pub(super) fn boot_id() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

/// A process of that number is running.
pub(super) fn is_running(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid)
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    else {
        return false;
    };
    // Not being allowed to ask is an answer too: it is somebody else's.
    matches!(
        rustix::process::test_kill_process(pid),
        Ok(()) | Err(rustix::io::Errno::PERM)
    )
}

fn name_in(list: &str, uid: u32) -> Option<String> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let id = fields.nth(1)?;
        (id.parse() == Ok(uid) && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_name_comes_from_the_user_id() {
        let list = "root:x:0:0:root:/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\n";
        assert_eq!(name_in(list, 1000).as_deref(), Some("ana"));
        assert_eq!(name_in(list, 7), None);
    }

    #[test]
    fn this_process_runs_and_number_zero_is_none() {
        assert!(is_running(std::process::id()));
        assert!(!is_running(0));
    }
}
