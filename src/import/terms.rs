//! When something is due by its terms, as books write them: `Net 30`, `2% 10 Net 30`, `COD`, `EOM`, `Net 30 EOM`, `10th prox`.
//!
//! Law: terms that are not wholly understood are not understood; the caller says so and falls back on what it knows better.
//! The discount of `2% 10 Net 30` is taken off first: the day of the discount is never the due date.

use chrono::{Datelike, Days, Months, NaiveDate};

/// More days than any terms.
const MOST_DAYS: u32 = 3650;

/// Terms, understood.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Terms {
    /// So many days after the invoice; 0 = at once.
    Days(u32),
    /// So many days after the end of the invoice's month (`EOM`, `Net 30 EOM`).
    AfterMonth(u32),
    /// On this day of the month after the invoice's (`10th prox`).
    DayOfNext(u32),
}

impl Terms {
    /// Understands terms, or not.
    pub(crate) fn read(text: &str) -> Option<Terms> {
        let lower = text.trim().to_lowercase();
        if lower.is_empty() || lower.len() > 60 {
            return None;
        }
        let mut lower = lower;
        for (phrase, word) in [
            ("end of the month", "eom"),
            ("end of month", "eom"),
            ("month end", "eom"),
            ("following month", "prox"),
            ("next month", "prox"),
        ] {
            lower = lower.replace(phrase, word);
        }
        let words = words(&lower);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if at_once(&lower, &words) {
            return Some(Terms::Days(0));
        }
        understand(without_discount(&words))
    }

    /// The due date of an invoice of that day.
    pub(crate) fn due(self, issued: NaiveDate) -> Option<NaiveDate> {
        match self {
            Terms::Days(days) => issued.checked_add_days(Days::new(days.into())),
            Terms::AfterMonth(days) => {
                let first = issued.with_day(1)?.checked_add_months(Months::new(1))?;
                first.pred_opt()?.checked_add_days(Days::new(days.into()))
            }
            Terms::DayOfNext(day) => {
                let first = issued.with_day(1)?.checked_add_months(Months::new(1))?;
                let last = first.checked_add_months(Months::new(1))?.pred_opt()?.day();
                first.with_day(day.min(last))
            }
        }
    }

    /// Days from invoice to due date, where that is a number.
    pub(crate) fn days(self) -> Option<u32> {
        match self {
            Terms::Days(days) => Some(days),
            Terms::AfterMonth(_) | Terms::DayOfNext(_) => None,
        }
    }
}

/// Letters and digits apart from each other: `net30` is two words; `10th` and `2%` stay one.
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut joins = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '.' && chars.peek().is_some_and(char::is_ascii_digit) && ends_in_digit(&out) {
            // `1.5%`
            push(&mut out, c, true);
            joins = true;
            continue;
        }
        if !c.is_alphanumeric() && c != '%' {
            joins = false;
            continue;
        }
        let before = out.last().and_then(|w| w.chars().last());
        let same = before.is_some_and(|b| b.is_ascii_digit() == c.is_ascii_digit())
            || (joins && before == Some('.'));
        push(&mut out, c, joins && (same || c == '%'));
        joins = c != '%';
    }
    // `10` and `th` belong together.
    let mut joined: Vec<String> = Vec::new();
    for word in out {
        match joined.last_mut() {
            Some(last) if matches!(word.as_str(), "st" | "nd" | "rd" | "th") && is_number(last) => {
                last.push_str(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

fn ends_in_digit(words: &[String]) -> bool {
    words
        .last()
        .is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()))
}

fn push(words: &mut Vec<String>, c: char, joins: bool) {
    match words.last_mut() {
        Some(last) if joins => last.push(c),
        _ => words.push(c.to_string()),
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Paid before or with the goods, or on sight of the invoice.
fn at_once(text: &str, words: &[&str]) -> bool {
    const PHRASES: [&str; 17] = [
        "due on receipt",
        "due upon receipt",
        "payable on receipt",
        "upon receipt",
        "on receipt",
        "due immediately",
        "due now",
        "cash on delivery",
        "cash in advance",
        "cash before delivery",
        "payment in advance",
        "zahlbar sofort",
        "à réception",
        "a la vista",
        "a vista",
        "al contado",
        "direct betalen",
    ];
    const WORDS: [&str; 16] = [
        "cod",
        "cia",
        "cbd",
        "cwo",
        "cash",
        "prepaid",
        "prepay",
        "prepayment",
        "immediate",
        "immediately",
        "sofort",
        "comptant",
        "contado",
        "receipt",
        "contant",
        "immediato",
    ];
    // Where a number stands, it is more than that: "2% cash 10 days".
    let plain = !words
        .iter()
        .any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    (plain && (PHRASES.iter().any(|p| text.contains(p)) || text.replace('.', "") == "cod"))
        || matches!(words, [one] if WORDS.contains(one))
        || matches!(
            words,
            ["c", "o", "d"]
                | ["net", "cash"]
                | ["cash", "only"]
                | ["cash", "sale"]
                | ["net", "due"]
        )
}

/// Without `2% 10`, `2/10`, `2% 10 days,`, `1.5% 10th`: what is left is the net part.
fn without_discount<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    let rest = match words {
        [rate, "/", rest @ ..] | [rate, rest @ ..] if rate.ends_with('%') => rest,
        // `2/10 n/30`, `2 10 net 30`: a rate without its sign, before a net part.
        [rate, day, rest @ ..]
            if is_number(rate)
                && is_number(day)
                && rest.iter().any(|w| matches!(*w, "n" | "net" | "netto")) =>
        {
            return skip_days(rest);
        }
        _ => return words,
    };
    match rest {
        [day, rest @ ..] if is_number(day) || ordinal(day).is_some() => skip_days(rest),
        _ => rest,
    }
}

fn skip_days<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    match words {
        ["days" | "day" | "d" | "tage" | "jours" | "dagen", rest @ ..] => rest,
        _ => words,
    }
}

/// `10th`, `1st`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: u32 = digits.parse().ok()?;
    (digits.len() < word.len() && (1..=31).contains(&day)).then_some(day)
}

fn understand(words: &[&str]) -> Option<Terms> {
    /// Words that say nothing.
    const FILLING: [&str; 20] = [
        "net", "n", "netto", "due", "in", "within", "the", "of", "on", "after", "days", "day", "d",
        "s", "terms", "by", "from", "invoice", "bill", "date",
    ];
    const DAYS: [&str; 10] = [
        "tage",
        "tagen",
        "jours",
        "días",
        "dias",
        "dagen",
        "giorni",
        "gg",
        "dgn",
        "daysafterbilldate",
    ];
    const MONTH_END: [&str; 3] = ["eom", "me", "daysafterbillmonth"];
    const NEXT: [&str; 3] = ["prox", "proximo", "offollowingmonth"];
    let (mut number, mut day, mut end, mut next) = (None, None, false, false);
    for word in words {
        if MONTH_END.contains(word) {
            end = true;
        } else if NEXT.contains(word) {
            next = true;
        } else if is_number(word) {
            if number.replace(word.parse::<u32>().ok()?).is_some() {
                return None;
            }
        } else if let Some(d) = ordinal(word) {
            if day.replace(d).is_some() {
                return None;
            }
        } else if !FILLING.contains(word) && !DAYS.contains(word) {
            return None;
        }
    }
    match (number, day, end, next) {
        (Some(days), None, false, false) if days <= MOST_DAYS => Some(Terms::Days(days)),
        (days, None, true, false) if days.unwrap_or(0) <= MOST_DAYS => {
            Some(Terms::AfterMonth(days.unwrap_or(0)))
        }
        // `Net 10th` is the tenth of the next month, as statements are paid.
        (None, Some(day), false, _) => Some(Terms::DayOfNext(day)),
        (Some(day), None, false, true) if (1..=31).contains(&day) => Some(Terms::DayOfNext(day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn terms_are_understood_as_books_write_them() {
        use Terms::{AfterMonth, DayOfNext, Days};
        for (text, terms) in [
            ("Net 30", Days(30)),
            ("net45", Days(45)),
            ("NET-30", Days(30)),
            ("N30", Days(30)),
            ("N/30", Days(30)),
            ("n 30", Days(30)),
            ("30", Days(30)),
            ("30 days", Days(30)),
            ("30D", Days(30)),
            ("30 days net", Days(30)),
            ("Net 30 days", Days(30)),
            ("Due in 15 days", Days(15)),
            ("Net due in 30 days", Days(30)),
            ("30 Tage netto", Days(30)),
            ("30 jours", Days(30)),
            ("30 días", Days(30)),
            ("2% 10 Net 30", Days(30)),
            ("2% 10, Net 30", Days(30)),
            ("2%10 N30", Days(30)),
            ("2/10 n/30", Days(30)),
            ("2/10, net 30", Days(30)),
            ("1.5% 10 days, net 45 days", Days(45)),
            ("1% 10 Net 30", Days(30)),
            ("30 day(s) after the invoice date", Days(30)),
            ("20 days after bill date", Days(20)),
            ("20 DAYSAFTERBILLDATE", Days(20)),
            ("30 days from invoice date", Days(30)),
            ("Net 0", Days(0)),
            ("Due on receipt", Days(0)),
            ("Due Upon Receipt", Days(0)),
            ("COD", Days(0)),
            ("C.O.D.", Days(0)),
            ("Cash", Days(0)),
            ("Prepaid", Days(0)),
            ("Immediate", Days(0)),
            ("sofort", Days(0)),
            ("à réception", Days(0)),
            ("20 OFFOLLOWINGMONTH", DayOfNext(20)),
            ("EOM", AfterMonth(0)),
            ("Net EOM", AfterMonth(0)),
            ("End of month", AfterMonth(0)),
            ("Due end of month", AfterMonth(0)),
            ("Net 30 EOM", AfterMonth(30)),
            ("15 EOM", AfterMonth(15)),
            ("EOM + 10", AfterMonth(10)),
            ("30 days end of month", AfterMonth(30)),
            ("10th of next month", DayOfNext(10)),
            ("10th of the following month", DayOfNext(10)),
            ("10th prox", DayOfNext(10)),
            ("Prox 10", DayOfNext(10)),
            ("Net 10th", DayOfNext(10)),
            ("2% 10th Net 25th", DayOfNext(25)),
        ] {
            assert_eq!(Terms::read(text), Some(terms), "{text}");
        }
    }

    #[test]
    fn what_is_not_wholly_understood_is_not_terms() {
        for text in [
            "",
            "Net",
            "99999",
            "See contract",
            "Net 30/60/90",
            "30 60 90",
            "30 jours fin de mois",
            "2% 10",
            "40% deposit, balance on delivery 30",
            "Special",
            "Credit card",
            "10th Net 30",
            "next month",
            "30th of this month",
            "Net 30 or cash",
            "50% on order",
        ] {
            assert_eq!(Terms::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_due_date_follows_over_the_ends_of_months() {
        let due = |text: &str, issued: &str| {
            let issued = issued.parse().expect("day");
            Terms::read(text)
                .and_then(|t| t.due(issued))
                .map(|d| d.to_string())
        };
        for (terms, issued, want) in [
            ("Net 30", "2026-01-31", "2026-03-02"),
            ("EOM", "2026-02-01", "2026-02-28"),
            ("EOM", "2028-02-29", "2028-02-29"),
            ("Net 30 EOM", "2026-01-15", "2026-03-02"),
            ("EOM + 10", "2026-12-31", "2027-01-10"),
            ("10th prox", "2026-12-03", "2027-01-10"),
            ("31st prox", "2026-01-31", "2026-02-28"),
            ("30th of next month", "2027-12-01", "2028-01-30"),
        ] {
            assert_eq!(
                due(terms, issued).as_deref(),
                Some(want),
                "{terms} {issued}"
            );
        }
        assert_eq!(Terms::DayOfNext(10).days(), None);
        assert_eq!(Terms::Days(7).days(), Some(7));
    }

    proptest! {
        #[test]
        fn no_terms_panic(text in "\\PC*") {
            if let Some(terms) = Terms::read(&text) {
                let _ = terms.due(NaiveDate::MAX);
                let _ = terms.due(NaiveDate::MIN);
            }
        }
    }
}
