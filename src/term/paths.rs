//! Ways to go on with a path that is being typed.

use std::fs;
use std::path::Path;

/// At most so many are offered.
const MOST: usize = 200;

/// Files and folders that begin with what was typed, folders with a slash at their end.
#[must_use]
pub fn complete(typed: &str) -> Vec<String> {
    let (folder, start) = match typed.rfind('/') {
        Some(i) => typed.split_at(i + 1),
        None => ("", typed),
    };
    let place = match folder.strip_prefix("~/") {
        Some(rest) => std::env::home_dir().map(|h| h.join(rest)),
        None if folder.is_empty() => Some(Path::new(".").to_owned()),
        None => Some(Path::new(folder).to_owned()),
    };
    let Some(entries) = place.and_then(|p| fs::read_dir(p).ok()) else {
        return Vec::new();
    };
    let mut found: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !start.starts_with('.');
            if hidden || !name.starts_with(start) {
                return None;
            }
            let slash = if e.path().is_dir() { "/" } else { "" };
            Some(format!("{folder}{name}{slash}"))
        })
        .take(MOST)
        .collect();
    found.sort();
    found
}

/// A typed path with the home folder put in for `~`.
#[must_use]
pub fn expand(typed: &str) -> String {
    let rest = match typed {
        "~" => Some(""),
        other => other.strip_prefix("~/"),
    };
    match (rest, std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_on_with_what_begins_like_it() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("aging.csv"), b"").expect("a file");
        fs::write(dir.path().join(".hidden"), b"").expect("a file");
        fs::create_dir(dir.path().join("archive")).expect("a folder");
        let base = dir.path().display();
        assert_eq!(
            complete(&format!("{base}/ag")),
            [format!("{base}/aging.csv")]
        );
        assert_eq!(
            complete(&format!("{base}/")),
            [format!("{base}/aging.csv"), format!("{base}/archive/")]
        );
        assert!(complete(&format!("{base}/nowhere/x")).is_empty());
    }
}
