//! Names that are near to each other: the known word next to a misspelled one ("did you mean"), and customers that may be the same.
//!
//! Law: nearness is only ever offered to a person, never acted upon.

/// The known name with the fewest edits away, when that is few enough to be a slip of the fingers.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (edits(name, candidate), candidate))
        .min()
        .filter(|(steps, _)| *steps <= 3.min(1 + name.chars().count() / 3))
        .map(|(_, candidate)| candidate)
}

/// Edits between two short names (Levenshtein's distance).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}

/// Words that say what a company is by law, not who it is.
const LEGAL: [&str; 28] = [
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "pllc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "pty",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "ohg",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "oy",
    "ab",
];

/// What of a customer's name two people would say: from a folded name, without punctuation, `the`, `and` and the legal form. Two
/// customers may share it; it is for offering, never an identity.
#[must_use]
pub fn customer_key(folded: &str) -> String {
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '\'' | '\u{2019}' | '.' => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let mut words: Vec<&str> = plain
        .split_whitespace()
        .filter(|w| !matches!(*w, "the" | "and"))
        .collect();
    while words.len() > 1 && words.last().is_some_and(|w| LEGAL.contains(w)) {
        words.pop();
    }
    words.join(" ")
}

/// The digits of a key: two keys that may be one agree in them.
pub fn digits_of(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars().filter(char::is_ascii_digit)
}

/// Two customer keys may mean one customer: the same words, a slip of the fingers, or one cut off or with words added. Numbers in them
/// must agree: `Lot 12` is not `Lot 13`.
#[must_use]
pub fn may_be_one(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    // Many pairs are asked about, so nothing is written down that a look at the letters can tell.
    if !digits_of(a).eq(digits_of(b)) {
        return false;
    }
    let sorted = |text: &str| {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let letters = |text: &'_ str| text.bytes().filter(|c| *c != b' ').count();
    if letters(a) == letters(b)
        && (a.len() == b.len() && sorted(a) == sorted(b)
            || a.bytes()
                .filter(|c| *c != b' ')
                .eq(b.bytes().filter(|c| *c != b' ')))
    {
        return true;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    let length = short.chars().count();
    if let Some(rest) = long.strip_prefix(short) {
        let whole_words = rest.starts_with(' ') && short.contains(' ');
        return whole_words || length >= 15;
    }
    let allowed = match length {
        0..=5 => 0,
        6..=11 => 1,
        _ => 2,
    };
    long.chars().count() - length <= allowed && edits(a, b) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognized_and_a_guess_is_not() {
        let known = ["promise", "promises", "pay", "grace_days"];
        assert_eq!(nearest("grace_day", known), Some("grace_days"));
        assert_eq!(nearest("promisse", known), Some("promise"));
        assert_eq!(nearest("pya", known), Some("pay"));
        assert_eq!(nearest("zzzzzz", known), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn customers_that_two_people_would_call_the_same_are_near_and_others_are_not() {
        let near = |a: &str, b: &str| may_be_one(&customer_key(a), &customer_key(b));
        for (a, b) in [
            ("harbor framing, llc", "harbor framing inc."),
            ("the cedar & stone co.", "cedar and stone company"),
            ("o'brien roofing", "obrien roofing l.l.c."),
            ("harbour framing", "harbor framing"),
            ("framing harbor", "harbor framing"),
            ("pacific coast construc", "pacific coast construction group"),
            ("harbor framing", "harbor framing sons"),
            ("deck masters", "deckmasters"),
        ] {
            assert!(near(a, b), "{a} / {b}");
            assert!(near(b, a), "{b} / {a}");
        }
        for (a, b) in [
            ("lot 12 homes", "lot 13 homes"),
            ("abc co", "abd co"),
            ("harbor", "harbor framing"),
            ("smith electric", "jones electric"),
            ("", ""),
            ("llc", "inc"),
        ] {
            assert!(!near(a, b), "{a} / {b}");
        }
    }
}
