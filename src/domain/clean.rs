//! Text from outside, made visible and harmless for any terminal.
//!
//! Names, memos and file names come from other people's systems; an escape sequence in one must never reach a terminal, and
//! an invisible character must never change how an amount or a name reads. Nothing is dropped (dropping would join
//! `PAID\rDUE` into `PAIDDUE`): every such character becomes a token that can be seen. Used at the edge, by
//! every screen, every line of output, every log. Idempotent.

use std::borrow::Cow;
use std::fmt::Write as _;

/// More combining marks than this on one base are counted, not drawn: real scripts need at most four.
const MARKS_PER_BASE: usize = 4;

/// `text` with every character that could act on a terminal or hide from a reader shown as a token:
/// `␛` for the C0 controls and DEL (`␊`, `␍`, `␉` for newline, return and tab), `<U+202E>` for C1, bidirectional
/// controls, line separators, zero-width characters, tags and variation selectors, `<+12 marks>` for stacked accents.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut marks = 0;
    for c in text.chars() {
        if is_mark(c) {
            marks += 1;
            if marks <= MARKS_PER_BASE {
                out.push(c);
            }
            continue;
        }
        say_excess(&mut out, marks);
        marks = 0;
        push_visible(&mut out, c);
    }
    say_excess(&mut out, marks);
    Cow::Owned(out)
}

/// As `clean`, but keeps newlines (as `\n`) so that a note of several lines stays one: for places that lay out
/// lines themselves. `\r\n` counts as one newline.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text
        .split('\n')
        .map(|line| clean(line.strip_suffix('\r').unwrap_or(line)))
        .collect();
    lines.join("\n")
}

/// True when `clean` would change nothing.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    // The common case: plain ASCII without controls, decided without decoding.
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return true;
    }
    let mut marks = 0;
    text.chars().all(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks <= MARKS_PER_BASE && !is_control(c) && !is_invisible(c)
    })
}

fn push_visible(out: &mut String, c: char) {
    match c {
        // The control pictures mirror C0 in order.
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\x7f' => out.push('\u{2421}'),
        _ if is_control(c) || is_invisible(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "<U+{:04X}>", c as u32);
        }
        _ => out.push(c),
    }
}

fn say_excess(out: &mut String, marks: usize) {
    if marks > MARKS_PER_BASE {
        let _ = write!(out, "<+{} marks>", marks - MARKS_PER_BASE);
    }
}

/// C0, DEL and C1.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x1f' | '\x7f'..='\u{9f}')
}

/// Characters without a shape of their own that reorder, join, separate or carry hidden text.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'                      // soft hyphen
        | '\u{34f}'                   // grapheme joiner
        | '\u{61c}'                   // Arabic letter mark
        | '\u{115f}' | '\u{1160}'     // Hangul fillers
        | '\u{17b4}' | '\u{17b5}'     // Khmer inherent vowels
        | '\u{180b}'..='\u{180f}'     // Mongolian selectors
        | '\u{200b}'..='\u{200f}'     // zero-width space, joiners, direction marks
        | '\u{2028}'..='\u{202e}'     // line and paragraph separators, embeddings, overrides
        | '\u{2060}'..='\u{206f}'     // joiners, invisible operators, isolates
        | '\u{3164}' | '\u{ffa0}'     // Hangul fillers
        | '\u{fe00}'..='\u{fe0f}'     // variation selectors
        | '\u{feff}'                  // byte order mark
        | '\u{fff9}'..='\u{fffb}'     // interlinear annotation
        | '\u{fffe}' | '\u{ffff}'     // not characters
        | '\u{1bca0}'..='\u{1bca3}'   // shorthand controls
        | '\u{1d173}'..='\u{1d17a}'   // musical controls
        | '\u{e0000}'..='\u{e0fff}'   // tags, further selectors
    )
}

/// Marks that stack on the character before them, in the scripts that a name may be written in.
fn is_mark(c: char) -> bool {
    !is_invisible(c)
        && matches!(
            c,
            '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
            | '\u{711}' | '\u{730}'..='\u{74a}'
            | '\u{93c}' | '\u{94d}' | '\u{951}'..='\u{957}'
            | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
            | '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}'
            | '\u{f18}'..='\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{f39}' | '\u{f71}'..='\u{f84}'
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20f0}'
            | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
            | '\u{a66f}'..='\u{a67d}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{1d165}'..='\u{1d169}'
        )
}

/// What a spreadsheet takes for the beginning of a formula, in ASCII and in full width.
const FORMULA: [char; 10] = [
    '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// Words that no spreadsheet takes for a formula and no terminal for a command: an apostrophe goes before what begins like a formula or
/// with an apostrophe, so that reading back can take exactly one away.
#[must_use]
pub fn harmless(text: &str) -> String {
    // A tab within a text moves a cursor and nothing else, and reading back needs it as it is.
    let line = |line: &str| -> String {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let words: Vec<Cow<'_, str>> = line.split('\t').map(clean).collect();
        words.join("\t")
    };
    let text = text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    if text.starts_with('\'') || text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes in, and what a terminal may see of it.
    const PAYLOADS: [(&str, &str, &str); 33] = [
        (
            "clipboard by OSC 52",
            "\x1b]52;c;cm0gLXJm\x07",
            "␛]52;c;cm0gLXJm␇",
        ),
        (
            "window title by OSC 0",
            "\x1b]0;owned\x1b\\",
            "␛]0;owned␛\\",
        ),
        (
            "link by OSC 8",
            "\x1b]8;;http://x\x07Pay\x1b]8;;\x07",
            "␛]8;;http://x␇Pay␛]8;;␇",
        ),
        ("color by CSI", "\x1b[31mACME\x1b[0m", "␛[31mACME␛[0m"),
        ("clear screen by CSI", "\x1b[2J\x1b[H", "␛[2J␛[H"),
        ("report of position by CSI", "\x1b[6n", "␛[6n"),
        ("CSI as one C1 character", "\u{9b}31mred", "<U+009B>31mred"),
        (
            "OSC as one C1 character",
            "\u{9d}52;c;eA==\u{9c}",
            "<U+009D>52;c;eA==<U+009C>",
        ),
        (
            "device control string",
            "\x1bPq#0;2;0;0;0\x1b\\",
            "␛Pq#0;2;0;0;0␛\\",
        ),
        ("DCS as one C1 character", "\u{90}q", "<U+0090>q"),
        (
            "application command",
            "\x1b_Gf=100;AAAA\x1b\\",
            "␛_Gf=100;AAAA␛\\",
        ),
        (
            "privacy message and start of string",
            "\x1b^x\x1bXy",
            "␛^x␛Xy",
        ),
        ("full reset", "\x1bc", "␛c"),
        ("carriage return overwrite", "DUE 900\rPAID", "DUE 900␍PAID"),
        ("line feed", "Acme\nTotal 0.00", "Acme␊Total 0.00"),
        ("next line", "Acme\u{85}Total", "Acme<U+0085>Total"),
        ("tab", "a\tb", "a␉b"),
        ("backspace overwrite", "900\x08\x08\x08100", "900␈␈␈100"),
        ("bell, null, shift out", "\x07\0\x0e", "␇␀␎"),
        ("vertical tab and form feed", "a\x0bb\x0cc", "a␋b␌c"),
        ("delete", "Acme\x7f", "Acme␡"),
        (
            "right-to-left override",
            "inv\u{202e}gpj.exe",
            "inv<U+202E>gpj.exe",
        ),
        ("bidi isolate", "\u{2067}900\u{2069}", "<U+2067>900<U+2069>"),
        (
            "right-to-left mark and Arabic letter mark",
            "a\u{200f}b\u{61c}",
            "a<U+200F>b<U+061C>",
        ),
        ("line separator", "Acme\u{2028}Paid", "Acme<U+2028>Paid"),
        (
            "paragraph separator",
            "Acme\u{2029}Paid",
            "Acme<U+2029>Paid",
        ),
        (
            "zero-width space in a number",
            "1\u{200b}000",
            "1<U+200B>000",
        ),
        ("zero-width joiner", "a\u{200d}b", "a<U+200D>b"),
        ("byte order mark", "\u{feff}Acme", "<U+FEFF>Acme"),
        ("soft hyphen", "pay\u{ad}pal", "pay<U+00AD>pal"),
        (
            "tag characters",
            "\u{e0041}\u{e007f}x",
            "<U+E0041><U+E007F>x",
        ),
        ("Hangul filler as a blank name", "\u{3164}", "<U+3164>"),
        ("variation selector", "\u{2764}\u{fe0f}", "\u{2764}<U+FE0F>"),
    ];

    #[test]
    fn hostile_text_becomes_visible_tokens_and_nothing_is_dropped() {
        for (what, evil, shown) in PAYLOADS {
            assert_eq!(clean(evil), shown, "{what}");
            assert!(!is_clean(evil), "{what}");
        }
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        let zalgo = format!("Z{}", "\u{301}".repeat(40));
        for evil in PAYLOADS.iter().map(|p| p.1).chain([zalgo.as_str()]) {
            let once = clean(evil);
            assert!(is_clean(&once), "{once}");
            assert!(matches!(clean(&once), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn no_character_of_any_kind_leaves_a_control_behind() {
        for code in 0..=0x10_ffff {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            let mut buffer = [0; 4];
            let raw: &str = c.encode_utf8(&mut buffer);
            let shown = clean(raw);
            assert!(!shown.is_empty());
            assert!(!shown.chars().any(char::is_control), "U+{code:04X}");
        }
    }

    #[test]
    fn names_of_real_people_and_places_stay_as_they_are() {
        for name in [
            "Harbor Framing LLC",
            "Müller & Söhne GmbH",
            "Cafe\u{301} Zoe\u{308}",
            "株式会社カクイチ",
            "Nguyễn Thị Hòa",
            "שלום בע״מ",
            "ООО «Ромашка»",
            "Pier 9 — Phase II",
            "🏗 Site 4",
            "a\u{a0}b",
            "",
        ] {
            assert!(matches!(clean(name), Cow::Borrowed(_)), "{name}");
        }
    }

    #[test]
    fn stacked_accents_are_counted_instead_of_drawn() {
        let zalgo = format!("Z{}a", "\u{301}".repeat(20));
        let shown = clean(&zalgo);
        assert_eq!(shown, "Z\u{301}\u{301}\u{301}\u{301}<+16 marks>a");
        assert!(is_clean("e\u{301}\u{302}\u{303}\u{304}"));
    }

    #[test]
    fn notes_of_several_lines_keep_their_lines_only() {
        assert_eq!(clean_lines("a\r\nb\x1b[2J\nc\rd"), "a\nb␛[2J\nc␍d");
    }
}
