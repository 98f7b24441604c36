//! The screen in ASCII, for terminals that speak no UTF-8 (FAULTS T9): borders, glyphs and marks have plain stand-ins.
//!
//! Law: as many cells as before, so that no column moves. Whether it is needed is the edge's to decide.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Every glyph of the desk's own, and the commonest letters of names, with what stands for it.
const TABLE: [(&str, char); 22] = [
    ("─━−–—·╌", '-'),
    ("│▎", '|'),
    ("╭╮╰╯", '+'),
    ("▌▸→›", '>'),
    ("◂←", '<'),
    ("◉✓●", '*'),
    ("○", 'o'),
    ("✗×", 'x'),
    ("…▂", '.'),
    ("▁", '_'),
    ("░", '.'),
    ("▃▒", ':'),
    ("▓", '%'),
    ("◆", '@'),
    ("▄", '='),
    ("▅", '+'),
    ("▆▇█", '#'),
    ("‘’", '\''),
    ("“”", '"'),
    ("↑", '^'),
    ("↓", 'v'),
    ("°", '*'),
];

/// Glyphs that stand for a word: its first letter.
const LETTERS: [(char, char); 4] = [('☎', 'c'), ('✉', 'm'), ('✎', 'l'), ('⌂', 'v')];

/// Letters with marks, without them.
const BARE: [(&str, char); 14] = [
    ("àáâãäå", 'a'),
    ("ÀÁÂÃÄÅ", 'A'),
    ("ç", 'c'),
    ("Ç", 'C'),
    ("èéêë", 'e'),
    ("ÈÉÊË", 'E'),
    ("ìíîï", 'i'),
    ("ñ", 'n'),
    ("Ñ", 'N'),
    ("òóôõöø", 'o'),
    ("ÒÓÔÕÖØ", 'O'),
    ("ùúûü", 'u'),
    ("ÙÚÛÜ", 'U'),
    ("ýÿ", 'y'),
];

/// The text in ASCII, of the same width; what has no stand-in becomes `?`.
#[must_use]
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        let known = LETTERS
            .iter()
            .find(|(from, _)| *from == c)
            .map(|(_, to)| *to);
        let known = known.or_else(|| {
            let mut all = TABLE.iter().chain(&BARE);
            all.find(|(from, _)| from.contains(c)).map(|(_, to)| *to)
        });
        match known {
            Some(to) => out.push(to),
            None => out.extend(std::iter::repeat_n('?', c.width().unwrap_or(0))),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn everything_has_a_stand_in_of_the_same_width() {
        for (from, to) in [
            ("─ ✓ kept · 5d ☎ …", "- * kept - 5d c ."),
            ("Núñez Crème", "Nunez Creme"),
            ("東京", "????"),
            ("e\u{301}", "e"),
        ] {
            assert_eq!(ascii(from), to);
            assert_eq!(ascii(from).width(), from.width());
        }
    }
}
