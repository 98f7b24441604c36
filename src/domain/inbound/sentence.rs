//! Sentences of a line: what is said in one is about one thing, more often than what stands on one line.
//!
//! Law: pure. Where it is not sure that a sentence has ended, it goes on: two in one are read as a line was before.

use crate::domain::by_when::MONTHS;

/// Words that end with a dot inside a sentence.
const SHORT: [&str; 26] = [
    "no", "nr", "num", "ck", "chk", "inv", "ref", "mr", "mrs", "ms", "dr", "st", "ave", "co",
    "inc", "ltd", "corp", "approx", "ext", "tel", "acct", "vs", "e.g", "i.e", "a.m", "p.m",
];

/// The sentences of a line, in order; never an empty one.
pub(super) fn sentences(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut word_at = None;
    for (at, c) in line.char_indices() {
        if !c.is_whitespace() {
            word_at.get_or_insert(at);
            continue;
        }
        if let Some(begun) = word_at.take()
            && ends(&line[begun..at])
            && begins(&line[at..])
        {
            out.push(&line[from..at]);
            from = at;
        }
    }
    out.push(&line[from..]);
    out.retain(|sentence| !sentence.trim().is_empty());
    out
}

/// A sentence may end with that word.
fn ends(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '\'', ')', ']']);
    if word.ends_with(['!', '?']) {
        return true;
    }
    let Some(bare) = word.strip_suffix('.') else {
        return false;
    };
    let bare = bare.to_lowercase();
    let bare = bare.trim_start_matches(['(', '"', '\'', '#']);
    // `Nov.`, `Wed.`
    let cut = bare.len() == 3 && MONTHS.iter().any(|m| m.starts_with(bare))
        || bare.len() < 6 && bare.parse::<chrono::Weekday>().is_ok();
    bare.chars().count() > 1 && !cut && bare != "sept" && !SHORT.contains(&bare)
}

/// What follows begins like a sentence: with a capital, a figure, or a sign of money.
fn begins(rest: &str) -> bool {
    let first = rest.trim_start().trim_start_matches(['"', '\'', '(']);
    first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '$' | '#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_the_next_begins_and_not_at_an_abbreviation() {
        for (line, wanted) in [
            ("One. Two! Three? four", vec!["One.", "Two!", "Three? four"]),
            (
                "Ck. no. 44017 of Wed. Nov. 18 by Acme Inc. Thanks",
                vec!["Ck. no. 44017 of Wed. Nov. 18 by Acme Inc. Thanks"],
            ),
            (
                "for $7,600.00 on SI-1. SI-2 on Friday.",
                vec!["for $7,600.00 on SI-1.", "SI-2 on Friday."],
            ),
            ("see x.com. and more", vec!["see x.com. and more"]),
            ("  ", vec![]),
        ] {
            let found: Vec<&str> = sentences(line).into_iter().map(str::trim).collect();
            assert_eq!(found, wanted, "{line}");
        }
    }
}
