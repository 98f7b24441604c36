//! A text of sixteen bytes: up to fourteen of them stand in it, a longer one lies beside. An import holds millions of numbers, terms and
//! orders, nearly all of them short, and each text of its own would cost three times as much.
//!
//! It reads and compares like any other text; it is made once and never changed.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// So many bytes stand in it.
const INSIDE: usize = 14;

/// A text that is mostly short.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ShortText(Kept);

#[derive(Clone)]
enum Kept {
    Inside(u8, [u8; INSIDE]),
    Beside(Box<Long>),
}

/// One pointer to it instead of two words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Long(Box<str>);

impl ShortText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Always whole: it was made of a text.
            Kept::Inside(length, bytes) => {
                let text = bytes.get(..usize::from(*length)).unwrap_or_default();
                std::str::from_utf8(text).unwrap_or_default()
            }
            Kept::Beside(long) => &long.0,
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Inside(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Kept::Beside(long) => long.0.as_bytes(),
        }
    }
}

/// A text that most rows do not have: one pointer, so that a row without it loses eight bytes and not sixteen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct RareText(Box<Long>);

impl Deref for RareText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.0
    }
}

impl From<&str> for RareText {
    fn from(text: &str) -> RareText {
        RareText(Box::new(Long(text.into())))
    }
}

impl From<String> for RareText {
    fn from(text: String) -> RareText {
        RareText(Box::new(Long(text.into())))
    }
}

impl From<RareText> for String {
    fn from(text: RareText) -> String {
        text.0.0.into_string()
    }
}

impl fmt::Display for RareText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> ShortText {
        let mut bytes = [0; INSIDE];
        match (u8::try_from(text.len()), bytes.get_mut(..text.len())) {
            (Ok(length), Some(inside)) => {
                inside.copy_from_slice(text.as_bytes());
                ShortText(Kept::Inside(length, bytes))
            }
            _ => ShortText(Kept::Beside(Box::new(Long(text.into())))),
        }
    }
}

impl From<String> for ShortText {
    fn from(text: String) -> ShortText {
        ShortText::from(text.as_str())
    }
}

impl From<ShortText> for String {
    fn from(text: ShortText) -> String {
        text.as_str().to_owned()
    }
}

impl Default for ShortText {
    fn default() -> ShortText {
        ShortText::from("")
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for ShortText {
    fn eq(&self, other: &ShortText) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for ShortText {}

impl PartialEq<str> for ShortText {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for ShortText {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<String> for ShortText {
    fn eq(&self, other: &String) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialOrd for ShortText {
    fn partial_cmp(&self, other: &ShortText) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ShortText {
    fn cmp(&self, other: &ShortText) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for ShortText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_reads_as_it_was_written() {
        for n in 0..40 {
            for letter in ["a", "é", "中", "🦀"] {
                let text = letter.repeat(n);
                let short = ShortText::from(text.as_str());
                assert_eq!(short.as_str(), text);
                assert_eq!(short, text);
                assert_eq!(String::from(short.clone()), text);
                assert_eq!(
                    format!("{short:?} {short:>3}"),
                    format!("{text:?} {text:>3}")
                );
            }
        }
    }

    #[test]
    fn texts_compare_and_order_as_texts_do() {
        let all = [
            "",
            "INV-00000001",
            "INV-00000002",
            "exactly 14 byt",
            "a text of 15 by",
            "zz",
        ];
        for a in all {
            for b in all {
                let (x, y) = (ShortText::from(a), ShortText::from(b));
                assert_eq!(x == y, a == b, "{a} {b}");
                assert_eq!(x.cmp(&y), a.cmp(b), "{a} {b}");
            }
        }
    }

    #[test]
    fn it_takes_sixteen_bytes_and_no_more_where_it_may_be_missing() {
        assert_eq!(size_of::<ShortText>(), 16);
        assert_eq!(size_of::<Option<ShortText>>(), 16);
    }
}
