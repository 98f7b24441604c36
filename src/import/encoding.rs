//! Bytes to text: byte order marks, UTF-16 without one, strict UTF-8, else Windows-1252; or the encoding that was asked for.
//!
//! Windows-1252 reads any bytes, so it is the last resort and is reported with a word from the file to look at. What is
//! no text at all is found before, by its share of control characters.

use super::container::Unreadable;
use super::findings::Code;
use std::borrow::Cow;

/// A file's text and how it was found.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    /// The text, without its byte order mark, lines ended by `\n` or `\r\n`.
    pub(crate) text: Cow<'b, str>,
    /// `utf-8`, `utf-8-bom`, `utf-16le` …
    pub(crate) name: String,
    /// A word with a letter beyond ASCII, when the encoding was guessed.
    pub(crate) sample: Option<String>,
}

/// Why there is no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NoText {
    pub(crate) code: Code,
    pub(crate) message: String,
}

/// Reads the bytes as text.
pub(crate) fn decode<'b>(bytes: &'b [u8], asked: Option<&str>) -> Result<Decoded<'b>, NoText> {
    let mut decoded = match asked {
        Some(label) => decode_as(bytes, label)?,
        None => find_out(bytes)?,
    };
    if looks_binary(decoded.text.as_bytes()) {
        return Err(NoText {
            code: Code::NotATable,
            message: "this is not a text file; export the report as CSV".to_owned(),
        });
    }
    // Lines of old Macs: nothing after this has to know of them.
    if decoded.text.contains('\r') && !decoded.text.contains('\n') {
        decoded.text = Cow::Owned(decoded.text.replace('\r', "\n"));
    }
    // Files that were joined: each brought its mark, and within a line it would be a part of a name.
    if decoded.text.contains('\u{feff}') {
        let text = decoded.text.replace("\n\u{feff}", "\n");
        decoded.text = Cow::Owned(text.trim_start_matches('\u{feff}').to_owned());
    }
    Ok(decoded)
}

/// The text of XML or HTML: by its mark, as UTF-8, else in the encoding that its head names.
pub(crate) fn of_markup(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let named = ["encoding=", "charset="].iter().find_map(|key| {
        let value = head.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c));
        encoding_rs::Encoding::for_label(&value.as_bytes()[..end.unwrap_or(value.len())])
    });
    let decoded = match find_out(bytes) {
        Ok(found) if found.name == "windows-1252" => match named {
            Some(named) => decode_as(bytes, named.name()),
            None => Ok(found),
        },
        other => other,
    };
    match decoded {
        Ok(decoded) => Ok(decoded.text),
        Err(no) => Err(Unreadable {
            code: no.code,
            message: no.message,
        }),
    }
}

fn decode_as<'b>(bytes: &'b [u8], label: &str) -> Result<Decoded<'b>, NoText> {
    let Some(encoding) = encoding_rs::Encoding::for_label(label.trim().as_bytes()) else {
        return Err(NoText {
            code: Code::UnknownEncoding,
            message: format!(
                "'{label}' is no encoding that we know; write utf-8, windows-1252, utf-16le or latin1"
            ),
        });
    };
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    if malformed {
        return Err(not_in(&encoding.name().to_ascii_lowercase()));
    }
    Ok(Decoded {
        text,
        name: encoding.name().to_ascii_lowercase(),
        sample: None,
    })
}

fn find_out(bytes: &[u8]) -> Result<Decoded<'_>, NoText> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok(plain(text, "utf-8-bom")),
            Err(_) => Err(not_in("utf-8")),
        };
    }
    if bytes.starts_with(b"\xff\xfe") {
        return decode_as(bytes, "utf-16le");
    }
    if bytes.starts_with(b"\xfe\xff") {
        return decode_as(bytes, "utf-16be");
    }
    if let Some(label) = utf16_by_its_nuls(bytes) {
        return decode_as(bytes, label);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(plain(text, "utf-8"));
    }
    let mut decoded = decode_as(bytes, "windows-1252")?;
    decoded.sample = decoded
        .text
        .split([',', ';', '\t', '|', '"', '\n', '\r'])
        .find(|cell| !cell.is_ascii())
        .map(|cell| cell.trim().chars().take(60).collect());
    Ok(decoded)
}

fn plain<'b>(text: &'b str, name: &str) -> Decoded<'b> {
    Decoded {
        text: Cow::Borrowed(text),
        name: name.to_owned(),
        sample: None,
    }
}

fn not_in(name: &str) -> NoText {
    NoText {
        code: Code::BadEncoding,
        message: format!(
            "the file is damaged: some bytes are not {name}; export it again, or name its encoding with --encoding"
        ),
    }
}

/// UTF-16 of mostly Western text has a NUL in every second byte, on one side only.
fn utf16_by_its_nuls(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let nuls = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    if odd * 10 >= pairs * 6 && even * 10 < pairs {
        Some("utf-16le")
    } else if even * 10 >= pairs * 6 && odd * 10 < pairs {
        Some("utf-16be")
    } else {
        None
    }
}

/// More than 2 % control characters in the first 64 KiB: not a report.
fn looks_binary(text: &[u8]) -> bool {
    let head = &text[..text.len().min(64 * 1024)];
    let controls = head
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a))
        .count();
    controls > 2 && controls * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_and_text(bytes: &[u8]) -> (String, String) {
        let d = decode(bytes, None).expect("text");
        (d.name, d.text.into_owned())
    }

    #[test]
    fn byte_order_marks_decide() {
        assert_eq!(
            name_and_text(b"\xef\xbb\xbfName,1"),
            ("utf-8-bom".into(), "Name,1".into())
        );
        let le: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("Núñez,1".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(name_and_text(&le), ("utf-16le".into(), "Núñez,1".into()));
        let be: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain("Núñez,1".encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        assert_eq!(name_and_text(&be), ("utf-16be".into(), "Núñez,1".into()));
    }

    #[test]
    fn utf_16_without_a_mark_shows_by_its_nuls() {
        let le: Vec<u8> = "Customer,Open balance\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(name_and_text(&le).0, "utf-16le");
    }

    #[test]
    fn what_is_not_utf_8_is_read_as_windows_1252_with_a_sample() {
        let d = decode(b"name,open\nN\xfa\xf1ez Concrete,5\x80\n", None).expect("text");
        assert_eq!(d.name, "windows-1252");
        assert_eq!(d.sample.as_deref(), Some("Núñez Concrete"));
        assert!(d.text.contains("5€"));
    }

    #[test]
    fn the_encoding_that_is_asked_for_is_used_or_refused() {
        let latin = decode(b"Caf\xe9", Some("latin1")).expect("text");
        assert_eq!(latin.text, "Café");
        assert_eq!(
            decode(b"x", Some("klingon")).map_err(|e| e.code).err(),
            Some(Code::UnknownEncoding)
        );
        assert_eq!(
            decode(b"Caf\xe9", Some("utf-8")).map_err(|e| e.code).err(),
            Some(Code::BadEncoding)
        );
    }

    #[test]
    fn nuls_and_noise_are_not_text() {
        for bytes in [vec![0u8; 4096], (0..=255).cycle().take(4000).collect()] {
            assert_eq!(
                decode(&bytes, None).map_err(|e| e.code).err(),
                Some(Code::NotATable)
            );
        }
    }

    #[test]
    fn lines_of_old_macs_become_lines() {
        assert_eq!(name_and_text(b"a,b\rc,d\r").1, "a,b\nc,d\n");
    }
}
