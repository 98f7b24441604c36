//! XML watched byte by byte as it is unpacked: no document types, no entities of its own, no bottomless nesting, no endless text.
//!
//! The reader that comes after expands nothing and opens nothing; this refuses what only an attack would contain, before the
//! reader has to hold it.

use super::container::Unreadable;

/// The deepest nesting.
const MAX_DEPTH: u32 = 64;
/// The longest text of a cell, as in Excel.
pub(crate) const MAX_TEXT: usize = 32_767;
/// The longest run of text or of a tag: a cell's text, all of it written in character references.
const MAX_RUN: usize = MAX_TEXT * 10;

#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
enum At {
    #[default]
    Text,
    /// Just after `<`.
    Open,
    /// In `<name …`; the quote that is open.
    Tag(Option<u8>),
    /// In `</name`.
    End,
    /// In `<?…`.
    Instruction,
    /// In `<!…`, not yet known what.
    Bang,
    Comment,
    Cdata,
}

/// Watches one document.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    at: At,
    depth: u32,
    run: usize,
    /// The last bytes, as far as they decide something.
    last: [u8; 8],
    begun: bool,
}

impl Guard {
    /// Watches the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        for &b in bytes {
            if b == 0 || (!self.begun && b >= 0xfe) {
                return Err(Unreadable::new(
                    "the XML of the workbook is not UTF-8; save it again in a spreadsheet"
                        .to_owned(),
                ));
            }
            self.begun = true;
            self.run += 1;
            if self.run > MAX_RUN {
                return Err(too_long());
            }
            self.last.rotate_left(1);
            self.last[7] = b;
            self.at = self.step(b)?;
        }
        Ok(())
    }

    fn step(&mut self, b: u8) -> Result<At, Unreadable> {
        Ok(match (self.at, b) {
            (At::Text, b'<') => {
                self.run = 0;
                At::Open
            }
            (At::Text, _) => At::Text,
            (At::Open, b'/') => At::End,
            (At::Open, b'?') => At::Instruction,
            (At::Open, b'!') => At::Bang,
            (At::Open, b'>') => At::Text,
            (At::Open, _) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Unreadable::new(format!(
                        "the XML is nested deeper than {MAX_DEPTH} levels: this is no report"
                    )));
                }
                At::Tag(None)
            }
            (At::Tag(None), b'>') => {
                if self.last[6] == b'/' {
                    self.depth = self.depth.saturating_sub(1);
                }
                self.text()
            }
            (At::Tag(None), b'"' | b'\'') => At::Tag(Some(b)),
            (At::Tag(Some(quote)), b) if b == quote => At::Tag(None),
            (At::Tag(quote), _) => At::Tag(quote),
            (At::End, b'>') => {
                self.depth = self.depth.saturating_sub(1);
                self.text()
            }
            (At::End, _) => At::End,
            (At::Instruction, b'>') if self.last[6] == b'?' => self.text(),
            (At::Instruction, _) => At::Instruction,
            (At::Bang, b'-') => At::Comment,
            (At::Bang, b'[') => At::Cdata,
            (At::Bang, _) => {
                return Err(Unreadable::new(
                    "the XML declares a document type or entities, which no report does; export it again as CSV or Excel".to_owned(),
                ));
            }
            (At::Comment, b'>') if self.last[5..7] == *b"--" => self.text(),
            (At::Comment, _) => At::Comment,
            (At::Cdata, b'>') if self.last[5..7] == *b"]]" => self.text(),
            (At::Cdata, _) => At::Cdata,
        })
    }

    fn text(&mut self) -> At {
        self.run = 0;
        At::Text
    }
}

pub(crate) fn too_long() -> Unreadable {
    Unreadable::too_large(format!(
        "a cell holds more than {MAX_TEXT} characters: this is not a list of open items"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(text: &str) -> Result<(), String> {
        let mut guard = Guard::default();
        // In pieces, as it comes.
        for piece in text.as_bytes().chunks(3) {
            guard.feed(piece).map_err(|e| e.message)?;
        }
        Ok(())
    }

    #[test]
    fn ordinary_xml_passes() {
        let text = "<?xml version=\"1.0\"?><!-- <!x> --><a b='>' c=\"</a>\"><b/><![CDATA[<!DOCTYPE]]>x &amp; y</a>";
        assert_eq!(watch(text), Ok(()));
        let flat = format!("<a>{}</a>", "<b><c/></b>".repeat(5000));
        assert_eq!(watch(&flat), Ok(()));
    }

    #[test]
    fn document_types_depth_and_endless_text_are_refused() {
        let bomb = "<!DOCTYPE lolz [<!ENTITY a \"lol\">]><a>&a;</a>";
        assert!(watch(bomb).expect_err("type").contains("document type"));
        assert!(watch(&"<a>".repeat(65)).expect_err("depth").contains("64"));
        assert_eq!(watch(&"<a>".repeat(64)), Ok(()));
        let long = format!("<a>{}", "x".repeat(MAX_RUN + 1));
        assert!(watch(&long).expect_err("text").contains("32767"));
        assert!(watch("<a>\0").expect_err("nul").contains("UTF-8"));
    }
}
