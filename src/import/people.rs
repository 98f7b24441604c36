//! People and addresses in the cells of customers files: several numbers in one cell, names and addresses in parts.
//!
//! Nothing is normalised: a number or an address stays as the book writes it. `accounts` puts the parts into a row.

use super::clean::text;

/// The numbers of a cell such as `Phone:(360) 555-0141 Mobile:(360) 555-0199 Fax:…`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Phones {
    /// The number to call.
    pub(crate) phone: Option<String>,
    /// A mobile number that is marked as one.
    pub(crate) mobile: Option<String>,
}

/// Takes a cell's numbers apart by the words before them; a cell without such words is one number.
pub(crate) fn phones(cell: &str) -> Phones {
    const WORDS: [&str; 4] = ["phone:", "mobile:", "fax:", "other:"];
    let lower = cell.to_ascii_lowercase();
    let mut marks: Vec<(usize, &str)> = WORDS
        .iter()
        .flat_map(|word| lower.match_indices(word))
        .collect();
    marks.sort_unstable();
    if marks.is_empty() {
        return Phones {
            phone: text(cell),
            mobile: None,
        };
    }
    let mut found = Phones::default();
    for (i, (at, word)) in marks.iter().enumerate() {
        let end = marks.get(i + 1).map_or(cell.len(), |m| m.0);
        let number = cell.get(at + word.len()..end).and_then(text);
        let place = match *word {
            "phone:" => &mut found.phone,
            "mobile:" => &mut found.mobile,
            _ => continue,
        };
        if place.is_none() {
            *place = number;
        }
    }
    found
}

/// Parts of a name or an address in one line, without the empty ones; nothing when all are empty.
pub(crate) fn joined<'c>(parts: impl Iterator<Item = &'c str>, between: &str) -> Option<String> {
    let parts: Vec<String> = parts.filter_map(text).collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(cell: &str) -> (Option<String>, Option<String>) {
        let p = phones(cell);
        (p.phone, p.mobile)
    }

    #[test]
    fn a_cell_of_several_numbers_is_taken_apart_by_its_words() {
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(both("Phone:(360) 555-0141"), (some("(360) 555-0141"), None));
        assert_eq!(
            both("Phone:(360) 555-0141 Mobile:(360) 555-0199 Fax:1"),
            (some("(360) 555-0141"), some("(360) 555-0199"))
        );
        assert_eq!(both("Mobile: 5 Phone: 6"), (some("6"), some("5")));
        assert_eq!(both("360.555.0119 x12"), (some("360.555.0119 x12"), None));
        assert_eq!(both("Fax:1"), (None, None));
        assert_eq!(both(""), (None, None));
    }

    #[test]
    fn parts_are_joined_without_the_empty_ones() {
        assert_eq!(
            joined(["1 Main St", "", " ", "Bend", "OR"].into_iter(), ", ").as_deref(),
            Some("1 Main St, Bend, OR")
        );
        assert_eq!(joined(["", " "].into_iter(), ", "), None);
    }
}
