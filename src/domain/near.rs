//! The nearest known name to a misspelled one, for messages that say "did you mean".

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
}
