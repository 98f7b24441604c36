//! Labels of report rows by their words: ages, footers, rules. What is not here is a name.

/// Dashes under a column, a form feed between pages, the end mark of old systems.
pub(crate) fn is_rule(cell: &str) -> bool {
    cell.chars().all(|c| {
        c.is_whitespace() || matches!(c, '-' | '_' | '=' | '*' | '\u{2500}' | '\u{c}' | '\u{1a}')
    })
}

/// One space where there are several.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `CURRENT (12)` without its count.
pub(crate) fn without_count(label: &str) -> &str {
    match label.rsplit_once('(') {
        Some((name, count))
            if count
                .trim_end()
                .trim_end_matches(')')
                .bytes()
                .all(|b| b.is_ascii_digit()) =>
        {
            name.trim_end()
        }
        _ => label,
    }
}

/// A label that names an age.
pub(crate) fn is_bucket(label: &str) -> bool {
    let mut shape = String::new();
    for c in without_count(label.trim()).chars() {
        match c {
            c if c.is_whitespace() => {}
            c if c.is_ascii_digit() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            c => shape.extend(c.to_lowercase()),
        }
    }
    let ages = ["current", "notdue", "notyetdue"];
    let spans = ["#-#", ">#", "#+", "over#", "#andover", "#ormore"];
    let ends = ["", "days", "dayspastdue", "pastdue", "daysoverdue"];
    ages.contains(&shape.as_str())
        || spans.iter().any(|span| {
            shape
                .strip_prefix(span)
                .is_some_and(|end| ends.contains(&end))
        })
}

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What reports print below or between: a time stamp, the accounting basis, a page number.
pub(crate) fn is_footer(label: &str) -> bool {
    let lower = label.trim().to_lowercase();
    // Customers may be called so too: the words are a footer's only alone, or with the time or day that follows there.
    let alone = [
        "accrual basis",
        "cash basis",
        "percentage of total",
        "end of report",
    ];
    if alone.contains(&lower.trim_matches(['*', '-', ' ', '.', ':'])) {
        return true;
    }
    for basis in ["accrual basis", "cash basis"] {
        if let Some(stamp) = lower.strip_prefix(basis) {
            // Without its quotes the time ends at its first comma.
            return DAYS.contains(&stamp.trim()) || is_footer(stamp);
        }
    }
    let begins = ["report generated", "generated on", "printed on"];
    if begins.iter().any(|b| lower.starts_with(b)) {
        return lower.bytes().any(|b| b.is_ascii_digit());
    }
    let words: Vec<&str> = lower.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        // `Friday, November 20, 2026 …` and `Friday, 20 November, 2026 …`
        [day, a, b, ..] if DAYS.contains(day) => (digits(a) != digits(b)) && words.len() >= 4,
        ["page", number, rest @ ..] => {
            let goes_on = |w: &&str| *w == "of" || w.starts_with(|c: char| c.is_ascii_digit());
            digits(number) && rest.iter().all(goes_on)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_from_names_that_begin_like_them() {
        for age in [
            "Current",
            "CURRENT (12)",
            "Not due",
            "1 - 30",
            "1-30 days past due",
            "91 or more days past due",
            "> 90",
            "over 90 days",
            "90+",
            "91 and over",
        ] {
            assert!(is_bucket(age), "{age}");
        }
        for name in [
            "3 Rivers Gutter Supply",
            "Current Electric & Lighting",
            "Over 90 Ltd",
            "",
            "90",
        ] {
            assert!(!is_bucket(name), "{name}");
        }
    }

    #[test]
    fn footers_are_time_stamps_bases_and_pages() {
        for footer in [
            " Friday, November 20, 2026 04:19 PM GMT-08:00",
            "Accrual Basis Friday, November 20, 2026",
            "Friday, 20 November, 2026 04:19 PM GMT+0",
            "Page 2 of 3",
            "Percentage of total",
            "*** End of report ***",
            "Printed on 11/20/2026",
            "Cash Basis",
            "Page 3",
        ] {
            assert!(is_footer(footer), "{footer}");
        }
        for name in [
            "Friday Harbor Marina",
            "Sunday 7 Club",
            "Page Brothers Roofing",
            "Accrual Street Partners",
            "Accrual Basis Books",
            "Cash Basis Co",
            "Percentage of Total Fitness",
            "End of Report Editing LLC",
            "Printed on Demand Inc",
            "Page 2 Printing",
        ] {
            assert!(!is_footer(name), "{name}");
        }
    }
}
