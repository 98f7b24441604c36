//! Files beside mail: copies found by a pattern, names made safe, messages left in a folder.

use super::{Delivered, Message};
use crate::domain::outbox::AttemptEnd;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The largest copy that is attached.
const LARGEST: u64 = 15 * 1024 * 1024;

/// What a pattern has found.
#[derive(Debug)]
pub enum Found {
    /// Its bytes.
    File(Vec<u8>),
    /// Nothing is there under that name.
    Nothing(PathBuf),
}

/// Letters, digits, dot, dash and underscore; anything else, paths and dots in front included, becomes an underscore.
#[must_use]
pub fn safe(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c,
            _ => '_',
        })
        .collect();
    let mut out = String::new();
    for c in kept.trim_start_matches(['.', '_', '-']).chars() {
        if !(c == '_' && out.ends_with('_')) {
            out.push(c);
        }
    }
    out.truncate(120);
    if out.is_empty() {
        "file".to_owned()
    } else {
        out
    }
}

/// The file's name for a document's number: `SI-10432.pdf`.
#[must_use]
pub fn file_name(number: &str, ending: &str) -> String {
    format!("{}.{ending}", safe(number))
}

/// The copy of an invoice by the pattern of the settings, `{number}` replaced by its number. The number is one part of a path: one
/// that could climb out of the folder is not looked for.
///
/// # Errors
/// When the file is there but cannot be read, or is larger than mail takes.
pub fn find(pattern: &str, number: &str) -> io::Result<Found> {
    let climbs = number.is_empty()
        || number.starts_with('.')
        || number.contains(['/', '\\', '\0'])
        || number.chars().any(char::is_control);
    let path = PathBuf::from(pattern.replace("{number}", number));
    if climbs {
        return Ok(Found::Nothing(path));
    }
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing(path)),
        Err(e) => return Err(e),
    };
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::other("is no file"));
    }
    if about.len() > LARGEST {
        return Err(io::Error::other("is larger than 15 MiB"));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Found::File(bytes))
}

/// Leaves a message in the folder. One that lies there already is the same letter, written before: nothing is sent twice.
pub(super) fn deliver(folder: &Path, message: &Message) -> Delivered {
    let path = folder.join(&message.file);
    let write = || -> io::Result<bool> {
        std::fs::create_dir_all(folder)?;
        if path.symlink_metadata().is_ok() {
            return Ok(false);
        }
        // Under another name first: a mail program that watches the folder never sees half of one.
        let draft = folder.join(format!(".{}.part", message.file));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(&message.bytes)?;
        file.sync_all()?;
        std::fs::hard_link(&draft, &path)?;
        std::fs::remove_file(&draft)?;
        Ok(true)
    };
    match write() {
        Ok(true) => Delivered::of(AttemptEnd::Sent, format!("written to {}", path.display())),
        Ok(false) => Delivered::of(
            AttemptEnd::Sent,
            format!("lay in {} already", path.display()),
        ),
        Err(e) => Delivered::of(
            AttemptEnd::PutOff,
            format!("{} cannot be written: {e}", path.display()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_whatever_could_be_a_path_a_header_or_an_option() {
        for (name, wanted) in [
            ("SI-10432.pdf", "SI-10432.pdf"),
            ("../../etc/passwd", "etc_passwd"),
            ("x.pdf\"\r\nBcc: e", "x.pdf_Bcc_e"),
            ("-rf", "rf"),
            ("Rechnung 7/2026", "Rechnung_7_2026"),
            ("漢字", "file"),
            ("", "file"),
        ] {
            assert_eq!(safe(name), wanted, "{name:?}");
        }
        assert_eq!(safe(&"a".repeat(500)).len(), 120);
    }

    #[test]
    fn a_copy_is_found_by_its_number_and_no_number_leaves_the_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let inside = dir.path().join("copies");
        std::fs::create_dir(&inside).expect("made");
        std::fs::write(inside.join("SI-1.pdf"), b"%PDF").expect("written");
        std::fs::write(dir.path().join("secret.pdf"), b"no").expect("written");
        let pattern = format!("{}/{{number}}.pdf", inside.display());
        let found = find(&pattern, "SI-1").expect("read");
        assert!(matches!(found, Found::File(bytes) if bytes == b"%PDF"));
        for number in ["SI-2", "../secret", "", ".", "..", "a/b", "x\0"] {
            assert!(
                matches!(find(&pattern, number), Ok(Found::Nothing(_))),
                "{number:?}"
            );
        }
    }
}
