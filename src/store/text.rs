//! What may be stored as text: length limits, no NUL, no card number; and the folded forms that names are found by.

use super::fault::{Res, refuse};
use crate::domain::card;
use crate::domain::local_time;
use unicode_normalization::UnicodeNormalization;

/// A text as it may be stored: trimmed, within `limit` characters, without NUL and without a card number.
pub(super) fn checked(field: &str, text: &str, limit: usize) -> Res<String> {
    let text = text.trim();
    if text.contains('\0') {
        return refuse(format!(
            "the {field} holds a NUL character: nothing was saved; type it again"
        ));
    }
    let length = text.chars().count();
    if length > limit {
        return refuse(format!(
            "the {field} has {length} characters, and {limit} are kept: nothing was saved; shorten it"
        ));
    }
    if let Some(found) = card::inspect(text) {
        return refuse(format!("the {field}: {}", found.message()));
    }
    Ok(text.to_owned())
}

/// A text that must not be empty.
pub(super) fn required(field: &str, text: &str, limit: usize) -> Res<String> {
    let text = checked(field, text, limit)?;
    if text.is_empty() {
        return refuse(format!("the {field} is empty: nothing was saved; type it"));
    }
    Ok(text)
}

/// An optional text; empty counts as none.
pub(super) fn optional(field: &str, text: Option<&str>, limit: usize) -> Res<Option<String>> {
    match text {
        None => Ok(None),
        Some(text) => {
            let text = checked(field, text, limit)?;
            Ok((!text.is_empty()).then_some(text))
        }
    }
}

/// The key that names are the same by: NFKC, folded case, spaces collapsed. `Inc` and `LLC` stay (IMPORT §3.6).
pub(super) fn name_key(name: &str) -> String {
    // Most names are plain letters, which no form of Unicode changes.
    let folded = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfkc().flat_map(char::to_lowercase).collect()
    };
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The form that searches look through: as `name_key`, without accents, so that `nunez` finds `Núñez`.
pub(super) fn search_key(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A time zone that is one: a misspelled one would make every local hour wrong.
pub(super) fn zone(zone: Option<&str>) -> Res<Option<String>> {
    match optional("time zone", zone, 60)? {
        Some(name) if local_time::zone(&name).is_none() => refuse(format!(
            "'{name}' is no time zone: write one like America/Chicago; nothing was saved"
        )),
        checked => Ok(checked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whatever_their_case_and_spaces() {
        assert_eq!(
            name_key("  Harbor\u{a0}FRAMING,  LLC "),
            "harbor framing, llc"
        );
        assert_ne!(name_key("Harbor Framing LLC"), name_key("Harbor Framing"));
        assert_eq!(name_key("Cafe\u{301}"), name_key("Café"));
        assert_eq!(search_key("Núñez Concrete"), "nunez concrete");
    }

    #[test]
    fn plain_letters_fold_as_all_letters_do() {
        let all: String = (0..128u8).map(char::from).collect();
        let folded: String = all.nfkc().flat_map(char::to_lowercase).collect();
        assert_eq!(all.to_ascii_lowercase(), folded);
    }

    #[test]
    fn a_card_number_and_a_nul_are_refused() {
        assert!(checked("note", "card 4111 1111 1111 1111", 100).is_err());
        assert!(checked("note", "a\0b", 100).is_err());
        assert!(checked("note", "abc", 2).is_err());
        assert_eq!(checked("note", " fine ", 10).expect("a note"), "fine");
    }
}
