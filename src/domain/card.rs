//! Card numbers must never enter the ledger (FAULTS P1, DOMAIN §6): finds them in free text, and masks them.
//!
//! Every free-text field goes through `inspect` before it is saved (app for forms, cli for arguments, import for columns).
//! Pure; the digits themselves leave this file only masked.

/// What was found in a text.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum CardKind {
    /// A primary account number: 13 to 19 digits, a known issuer's prefix, a right check digit.
    Number,
    /// Three or four digits beside `cvv`, `cvc`, `csc` or `security code`: never allowed, by anybody.
    SecurityCode,
}

/// A card number or security code in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CardFound {
    /// The gravest thing found (a security code is graver than a number).
    pub kind: CardKind,
    /// The whole text with the digits masked (`****1111`), fit to be offered instead.
    pub masked: String,
}

impl CardFound {
    /// One line for the user: what is wrong and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        match self.kind {
            CardKind::Number => format!(
                "this looks like a card number, which may not be stored: save it as '{}'?",
                self.masked
            ),
            CardKind::SecurityCode => format!(
                "a card's security code may never be stored: take it out ('{}')",
                self.masked
            ),
        }
    }
}

/// A span of bytes to be masked.
struct Span {
    from: usize,
    to: usize,
    kind: CardKind,
    mask: String,
}

/// What a card's owner would not want to be written down here, or `None` when the text is fit to be saved.
#[must_use]
pub fn inspect(text: &str) -> Option<CardFound> {
    if !may_hold(text) {
        return None;
    }
    let mut spans = numbers(text);
    let codes: Vec<Span> = security_codes(text)
        .into_iter()
        .filter(|code| !spans.iter().any(|s| s.from < code.to && code.from < s.to))
        .collect();
    spans.extend(codes);
    if spans.is_empty() {
        return None;
    }
    spans.sort_by_key(|s| s.from);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in &spans {
        masked.push_str(&text[at..span.from]);
        masked.push_str(&span.mask);
        at = span.to;
    }
    masked.push_str(&text[at..]);
    let kind = if spans.iter().any(|s| s.kind == CardKind::SecurityCode) {
        CardKind::SecurityCode
    } else {
        CardKind::Number
    };
    Some(CardFound { kind, masked })
}

/// The cheap question, which an import asks of every text of its rows: thirteen digits, or three beside the beginning of a word for a code.
fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let begins = |pair: &[u8]| {
        CODE_WORDS
            .iter()
            .any(|word| word.as_bytes()[..2].eq_ignore_ascii_case(pair))
    };
    digits >= 13 || digits >= 3 && bytes.windows(2).any(begins)
}

/// More digits than so many of one number are not kept while it is being typed: six of the issuer and four of the holder may stand
/// in the open (PCI DSS 3.4.1).
const IN_THE_OPEN: usize = 10;

/// A text in which a number that ends at `at` (the cursor) may become a card's with the next digits: with it masked, and with every other
/// one too. `None` = nothing there looks like the beginning of one.
#[must_use]
pub fn unfinished(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    let run = runs(before).pop()?;
    let (first, last) = (run.first()?.0, run.last()?.0);
    let tail = &before[last + 1..];
    let typed = run.len() > IN_THE_OPEN && run.len() < 19 && tail.chars().all(is_separator);
    if !typed || !may_be_issued(&run) {
        return None;
    }
    let four: String = run[run.len() - 4..]
        .iter()
        .map(|(_, d)| char::from(b'0' + d))
        .collect();
    let masked = format!("{}****{four}{}", &text[..first], &text[last + 1..]);
    Some(inspect(&masked).map_or(masked, |found| found.masked))
}

/// The beginning of a number that some scheme issues.
fn may_be_issued(digits: &[(usize, u8)]) -> bool {
    let two = digits[..2]
        .iter()
        .fold(0u32, |sum, (_, d)| sum * 10 + u32::from(*d));
    matches!(two, 22..=27 | 30 | 34..=39 | 40..=49 | 50..=58 | 60 | 62..=65 | 67)
}

/// Runs of digits with single separators in between, each digit with its place in the text.
fn runs(text: &str) -> Vec<Vec<(usize, u8)>> {
    let mut out: Vec<Vec<(usize, u8)>> = Vec::new();
    let mut run: Vec<(usize, u8)> = Vec::new();
    // Bytes since the last digit that a separator may fill.
    let mut gap = 0;
    for (at, c) in text.char_indices() {
        if let Some(digit) = c.to_digit(10) {
            run.push((at, digit as u8));
            gap = 0;
        } else if !run.is_empty() && gap < 3 && is_separator(c) {
            gap += 1;
        } else if !run.is_empty() {
            out.push(std::mem::take(&mut run));
            gap = 0;
        }
    }
    if !run.is_empty() {
        out.push(run);
    }
    out
}

/// What people put between the groups of a card number. Newlines are not among them.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '.' | '_' | '/' | '\t' | '\u{a0}' | '\u{2007}' | '\u{2010}'
            ..='\u{2015}' | '\u{202f}'
    )
}

/// Card numbers in a text, longest first at each place, never overlapping.
fn numbers(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    for run in runs(text) {
        if is_of_a_digest(text, &run) {
            continue;
        }
        let mut start = 0;
        while start + 13 <= run.len() {
            let found = (13..=19)
                .rev()
                .filter(|len| start + len <= run.len())
                .find(|len| {
                    let piece = &run[start..start + len];
                    on_edge(&run, start, *len) && issuer_allows(piece) && luhn(piece)
                });
            let Some(len) = found else {
                start += 1;
                continue;
            };
            let piece = &run[start..start + len];
            let last_four: String = piece[len - 4..]
                .iter()
                .map(|(_, d)| char::from(b'0' + d))
                .collect();
            out.push(Span {
                from: piece[0].0,
                to: piece[len - 1].0 + 1,
                kind: CardKind::Number,
                mask: format!("****{last_four}"),
            });
            start += len;
        }
    }
    out
}

/// Hexadecimal digits of the shortest sum anybody writes down (MD5).
const SHORTEST_DIGEST: usize = 32;

/// Digits in the middle of a sum in hexadecimal: of a thousand such sums some hold a run that passes for a card.
fn is_of_a_digest(text: &str, run: &[(usize, u8)]) -> bool {
    let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else {
        return false;
    };
    if last - first + 1 != run.len() {
        return false;
    }
    let hex = |c: &char| c.is_ascii_hexdigit();
    let before = text[..*first].chars().rev().take_while(hex).count();
    let after = text[last + 1..].chars().take_while(hex).count();
    before + after > 0 && before + run.len() + after >= SHORTEST_DIGEST
}

/// A number starts and ends where a group of digits does: eighteen digits in one block that happen to hold sixteen good ones
/// are a reference, not a card.
fn on_edge(run: &[(usize, u8)], start: usize, len: usize) -> bool {
    let apart = |i: usize| run[i].0 > run[i - 1].0 + 1;
    (start == 0 || apart(start)) && (start + len == run.len() || apart(start + len))
}

/// ISO/IEC 7812 prefixes of the card schemes in use, with the lengths that each of them issues.
fn issuer_allows(digits: &[(usize, u8)]) -> bool {
    let prefix = |n: usize| {
        digits[..n]
            .iter()
            .fold(0u32, |sum, (_, d)| sum * 10 + u32::from(*d))
    };
    let len = digits.len();
    let (two, three, four, six) = (prefix(2), prefix(3), prefix(4), prefix(6));
    match digits[0].1 {
        // Visa.
        4 => matches!(len, 13 | 16 | 19),
        // Mastercard, Maestro.
        5 => {
            (matches!(two, 51..=55) && len == 16)
                || (matches!(two, 50 | 56..=58) && (13..=19).contains(&len))
        }
        2 => matches!(four, 2221..=2720) && len == 16,
        // American Express; Diners Club; JCB.
        3 => {
            (matches!(two, 34 | 37) && len == 15)
                || ((matches!(three, 300..=305) || matches!(two, 36 | 38 | 39))
                    && (14..=19).contains(&len))
                || (matches!(four, 3528..=3589) && (16..=19).contains(&len))
        }
        // Discover, UnionPay, Maestro.
        6 => {
            ((four == 6011
                || matches!(three, 644..=649)
                || two == 65
                || matches!(six, 622_126..=622_925))
                && (16..=19).contains(&len))
                || (two == 62 && (16..=19).contains(&len))
                || (matches!(four, 6304 | 6759 | 6761..=6763) && (13..=19).contains(&len))
        }
        _ => false,
    }
}

/// The check digit (ISO/IEC 7812-1 annex B).
fn luhn(digits: &[(usize, u8)]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, (_, d))| {
            let d = u32::from(*d);
            match i % 2 {
                0 => d,
                _ if d > 4 => d * 2 - 9,
                _ => d * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// What a security code is called.
const CODE_WORDS: [&str; 6] = ["cvv", "cvc", "csc", "cvn", "security code", "card code"];

/// How far from its word a security code may stand, in bytes: `CVV on the back is 123`.
const CODE_REACH: usize = 24;

fn security_codes(text: &str) -> Vec<Span> {
    // ASCII lowering keeps byte places.
    let lower = text.to_ascii_lowercase();
    let groups = digit_groups(text);
    let mut out: Vec<Span> = Vec::new();
    for word in CODE_WORDS {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            if !stands_alone(&lower, at, end) {
                continue;
            }
            let near = groups.iter().filter(|(from, to)| {
                let size = to - from;
                let close =
                    (*from >= end && from - end <= CODE_REACH) || (*to <= at && at - to <= 4);
                // `CVV2` names the code; its figure is none.
                close && (size == 3 || size == 4)
            });
            for (from, to) in near {
                if !out.iter().any(|s| s.from == *from) {
                    out.push(Span {
                        from: *from,
                        to: *to,
                        kind: CardKind::SecurityCode,
                        mask: "***".to_owned(),
                    });
                }
            }
        }
    }
    out
}

/// A word by itself (`cvv`, `CVV2:`, `cvv123`), not the middle of another (`mcvcx`).
fn stands_alone(lower: &str, from: usize, to: usize) -> bool {
    let before = lower[..from].chars().next_back();
    let after = lower[to..].chars().next();
    !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
}

/// Unbroken groups of digits, as byte ranges; amounts and dates (`12.50`, `11/28`) are not codes.
fn digit_groups(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let joined = |i: usize, next: usize| {
            matches!(bytes.get(i), Some(b'.' | b',' | b'/' | b'-'))
                && bytes.get(next).is_some_and(u8::is_ascii_digit)
        };
        let is_part = joined(at, at + 1) || (from > 1 && joined(from - 1, from - 2));
        if !is_part {
            out.push((from, at));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> Option<String> {
        inspect(text).map(|f| f.masked)
    }

    #[test]
    fn card_numbers_are_found_however_they_are_written() {
        for (typed, shown) in [
            ("4111 1111 1111 1111", "****1111"),
            ("4111-1111-1111-1111", "****1111"),
            ("4111.1111.1111.1111", "****1111"),
            ("4111111111111111", "****1111"),
            ("4111  1111  1111  1111", "****1111"),
            ("4111\u{a0}1111\u{a0}1111\u{a0}1111", "****1111"),
            (
                "pay with 5500 0000 0000 0004 please",
                "pay with ****0004 please",
            ),
            (
                "amex 3782 822463 10005 exp 11/28",
                "amex ****0005 exp 11/28",
            ),
            ("2223003122003222", "****3222"),
            ("6011111111111117", "****1117"),
            ("3530111333300000", "****0000"),
            ("30569309025904", "****5904"),
            ("visa 4222222222222", "visa ****2222"),
            (
                "one 4111111111111111, two 5500000000000004",
                "one ****1111, two ****0004",
            ),
            ("card 4012888888881881 1128", "card ****1881 1128"),
        ] {
            let found = inspect(typed).expect("a card");
            assert_eq!(found.masked, shown);
            assert_eq!(found.kind, CardKind::Number, "{typed}");
            assert!(
                inspect(&found.masked).is_none(),
                "the mask is fit to be saved"
            );
        }
    }

    #[test]
    fn security_codes_are_found_beside_their_word() {
        for (typed, shown) in [
            ("cvv 123", "cvv ***"),
            ("CVV2: 123", "CVV2: ***"),
            ("cvc is 1234", "cvc is ***"),
            ("123 cvv", "*** cvv"),
            (
                "the security code on the back: 987",
                "the security code on the back: ***",
            ),
            ("csc=042", "csc=***"),
            ("4111111111111111 cvv 123", "****1111 cvv ***"),
        ] {
            let found = inspect(typed).expect("a code");
            assert_eq!(found.masked, shown);
            assert_eq!(found.kind, CardKind::SecurityCode, "{typed}");
        }
    }

    #[test]
    fn what_a_collector_really_types_is_left_alone() {
        for note in [
            "",
            "call (503) 555-0142 ext 12",
            "check 1182 for 7,310.00 was mailed 11/18",
            "SI-10432, SI-10467 and SI-10502: 18,420.55",
            "PO 4500012345, trace 021000021234567",
            "4111111111111112",
            "ACH trace 4000123412341235",
            "invoice 1234567890123456",
            "UPS 1Z 999 AA1 01 2345 6784",
            "VIN 1HGCM82633A004352",
            "account 40-555 cvs pharmacy 123",
            "mcvcx 123",
            "cvv not given, owes 12.50",
            "2026-11-22 14:30 2026-11-23 15:00",
            "ſharp İstanbul ٤١١١",
        ] {
            assert_eq!(masked(note), None, "{note}");
        }
    }

    #[test]
    fn sixteen_good_digits_inside_a_longer_block_are_a_reference() {
        assert_eq!(masked("ref 94111111111111111"), None);
        assert_eq!(
            masked("1234 4111 1111 1111 1111"),
            Some("1234 ****1111".to_owned())
        );
    }

    #[test]
    fn digits_in_the_middle_of_a_sum_in_hexadecimal_are_no_card() {
        let sum = "b9577aa2f4111111111111111ad0cef7ef1c83861714f61ae08b9bf9d78ba39f";
        assert_eq!(masked(&format!("seal {sum}, kept")), None);
        assert_eq!(
            masked(&format!("4111111111111111 {sum}")),
            Some(format!("****1111 {sum}"))
        );
        assert_eq!(
            masked("card4111111111111111 paid"),
            Some("card****1111 paid".to_owned())
        );
    }

    #[test]
    fn the_message_never_repeats_the_digits() {
        let found = inspect("Dana: 4111 1111 1111 1111, cvv 123").expect("a card");
        let said = found.message();
        assert!(!said.contains("4111") && !said.contains("123"), "{said}");
        assert!(said.contains("never"));
    }
}
