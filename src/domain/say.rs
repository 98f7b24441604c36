//! How the house says dates, money and counts: one place, so that every screen, letter and message says them alike.
//!
//! A date carries its weekday because a person will say it aloud; the year only when it is not the year of `as_of`.
//! Pure text, English, no locale.

use super::money::{Currency, Minor};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// Months as they are said on screen, January first.
pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Weekdays as they are said on screen, Monday first.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Fri 20 Nov`, or `Fri 8 Jan 2027` when the year is not the one of `as_of`.
#[must_use]
pub fn day(date: NaiveDate, as_of: NaiveDate) -> String {
    format!("{} {}", weekday(date), short_day(date, as_of))
}

/// `20 Nov`, or `8 Jan 2027` when the year is not the one of `as_of`: where a weekday would only be noise.
#[must_use]
pub fn short_day(date: NaiveDate, as_of: NaiveDate) -> String {
    let month = MONTHS[date.month0() as usize];
    if date.year() == as_of.year() {
        format!("{} {month}", date.day())
    } else {
        format!("{} {month} {}", date.day(), date.year())
    }
}

/// `Fri`.
#[must_use]
pub fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

/// `09:00` or `14:30`: the 24-hour clock, always as wide.
#[must_use]
pub fn time(at: NaiveTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// How far away a date is: `today`, `tomorrow`, `in 5 days`, `yesterday`, `5 days ago`.
#[must_use]
pub fn distance(date: NaiveDate, as_of: NaiveDate) -> String {
    match date.signed_duration_since(as_of).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        n if n > 0 => format!("in {n} days"),
        n => format!("{} days ago", -n),
    }
}

/// A past date the way one says it: `today`, `yesterday`, `since Tue` within the week, else `Fri 20 Nov`.
/// Gives only the day's name; the sentence around it is the caller's.
#[must_use]
pub fn near_day(date: NaiveDate, as_of: NaiveDate) -> String {
    match as_of.signed_duration_since(date).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => weekday(date).to_owned(),
        _ => day(date, as_of),
    }
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`.
#[must_use]
pub fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// `first`, `second` … `tenth`; figures beyond that.
#[must_use]
pub fn ordinal_word(n: u32) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    match n.checked_sub(1).and_then(|i| WORDS.get(i as usize)) {
        Some(word) => (*word).to_owned(),
        None => ordinal(n),
    }
}

/// `18,420.55`: for columns and lists, where the currency is said once.
#[must_use]
pub fn money(amount: Minor, currency: Currency) -> String {
    amount.show(currency)
}

/// `$18,420.55`, `-$5.00`, `EUR 18,420.55`: for sentences that stand alone.
#[must_use]
pub fn money_signed(amount: Minor, currency: Currency) -> String {
    let minus = if amount.is_negative() { "-" } else { "" };
    // The sign goes before the currency; `show` would put it after.
    let size = amount.show(currency);
    format!(
        "{minus}{}{}",
        currency.prefix(),
        size.trim_start_matches('-')
    )
}

/// What an import did with documents, without what it did not: `4 new, 1 closed`; of nothing at all `0 new, 0 changed, 0 closed`.
#[must_use]
pub fn brought(new: u64, changed: u64, closed: u64) -> String {
    let none = new + changed + closed == 0;
    let said: Vec<String> = [(new, "new"), (changed, "changed"), (closed, "closed")]
        .into_iter()
        .filter(|(count, _)| none || *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    said.join(", ")
}

/// `1 invoice`, `2 invoices`, `0 invoices`. The plural is made with `-s`, `-es` or `-ies`.
#[must_use]
pub fn plural(n: u64, one: &str) -> String {
    if n == 1 {
        return format!("1 {one}");
    }
    let vowel_before_y = one
        .strip_suffix('y')
        .is_none_or(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if !vowel_before_y {
        return format!("{n} {}ies", &one[..one.len() - 1]);
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| one.ends_with(e));
    format!("{n} {one}{}", if hissing { "es" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_day_has_its_weekday_and_the_year_only_when_it_differs() {
        let today = d("2026-11-22");
        assert_eq!(day(d("2026-11-20"), today), "Fri 20 Nov");
        assert_eq!(day(d("2027-01-08"), today), "Fri 8 Jan 2027");
        assert_eq!(short_day(d("2026-10-03"), today), "3 Oct");
        assert_eq!(short_day(d("2025-10-03"), today), "3 Oct 2025");
    }

    #[test]
    fn near_days_are_said_as_people_say_them() {
        let today = d("2026-11-22");
        assert_eq!(near_day(today, today), "today");
        assert_eq!(near_day(d("2026-11-21"), today), "yesterday");
        assert_eq!(near_day(d("2026-11-17"), today), "Tue");
        assert_eq!(near_day(d("2026-11-15"), today), "Sun 15 Nov");
        assert_eq!(distance(d("2026-11-27"), today), "in 5 days");
        assert_eq!(distance(d("2026-11-21"), today), "yesterday");
        assert_eq!(distance(d("2026-11-12"), today), "10 days ago");
    }

    #[test]
    fn ordinals_know_the_teens() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111]
            .into_iter()
            .map(ordinal)
            .collect();
        assert_eq!(
            said.join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th"
        );
        assert_eq!(ordinal_word(2), "second");
        assert_eq!(ordinal_word(12), "12th");
        assert_eq!(ordinal_word(0), "0th");
    }

    #[test]
    fn money_in_a_sentence_has_its_sign_before_the_currency() {
        let eur = Currency::parse("EUR").expect("a code");
        assert_eq!(
            money_signed(Minor::new(340_000), Currency::USD),
            "$3,400.00"
        );
        assert_eq!(money_signed(Minor::new(-500), Currency::USD), "-$5.00");
        assert_eq!(money_signed(Minor::new(500), eur), "EUR 5.00");
    }

    #[test]
    fn plurals_and_lists_read_naturally() {
        assert_eq!(plural(1, "invoice"), "1 invoice");
        assert_eq!(plural(0, "day"), "0 days");
        assert_eq!(plural(2, "reply"), "2 replies");
        assert_eq!(plural(2, "batch"), "2 batches");
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(list(&words), "a, b and c");
        assert_eq!(list(&words[..1]), "a");
        assert_eq!(list::<String>(&[]), "");
    }
}
