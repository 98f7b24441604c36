//! The day of a report, out of the titles above its table.
//!
//! A profile's own patterns come first. Then *As of*, *As at* and their like before a date in any notation; one whose day and month
//! could be either waits for the order that the dates of the file decide.

use super::DateOrder;
use super::dates;
use chrono::{Datelike, NaiveDate};

/// What the titles say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Titled {
    /// This day.
    Day(NaiveDate),
    /// This text, which needs the order of the file's dates; and the order that it has by itself, if any.
    Open(String),
    /// Nothing.
    Silent,
}

impl Titled {
    /// The day, under an order of day and month.
    pub(crate) fn day(&self, order: Option<DateOrder>) -> Option<NaiveDate> {
        match self {
            Titled::Day(day) => Some(*day),
            Titled::Open(text) => {
                let read = |order| dates::parse(text, Some(order));
                order.and_then(read).or_else(|| {
                    match (read(DateOrder::Dmy), read(DateOrder::Mdy)) {
                        (Some(day), None) | (None, Some(day)) => Some(day),
                        _ => None,
                    }
                })
            }
            Titled::Silent => None,
        }
    }

    /// The text of a numeric date: it is a date of the file like the others.
    pub(crate) fn numeric(&self) -> Option<&str> {
        match self {
            Titled::Open(text) => Some(text),
            Titled::Day(_) | Titled::Silent => None,
        }
    }
}

/// Words before the day of a report.
const BEFORE: [&str; 17] = [
    "as of",
    "as at",
    "as on",
    "aged as of",
    "aged as at",
    "aging as of",
    "ageing as of",
    "aging date",
    "ageing date",
    "stichtag",
    "stand",
    "zum",
    "a la fecha",
    "per",
    "au",
    "al",
    "op",
];

/// The day that a title names: by the profile's patterns, else behind the words that reports use.
pub(crate) fn in_titles(titles: &[Vec<String>], patterns: &[String]) -> Titled {
    // A title that has lost its quotes is spread over several cells.
    let whole = titles
        .iter()
        .map(|row| row.join(",").trim_matches(',').to_owned());
    // A label and its day, each in a cell.
    let pairs = titles.iter().filter_map(|row| {
        let mut words = row.iter().map(|c| c.trim()).filter(|c| !c.is_empty());
        match (words.next(), words.next(), words.next()) {
            (Some(label), Some(day), None) => {
                Some(format!("{} {day}", label.trim_end_matches(':')))
            }
            _ => None,
        }
    });
    let titles: Vec<String> = titles
        .iter()
        .flatten()
        .cloned()
        .chain(whole)
        .chain(pairs)
        .collect();
    let mut days = by_pattern(&titles, patterns);
    if let Some(day) = days.next() {
        // Of two days nobody knows which is the report's: then it has to be given.
        return match days.all(|other| other == day) {
            true => Titled::Day(day),
            false => Titled::Silent,
        };
    }
    for cell in &titles {
        let cell = squeezed(cell);
        let named = BEFORE.iter().find_map(|words| {
            let rest = cell.strip_prefix(words)?;
            rest.starts_with([' ', ':'])
                .then(|| rest.trim_start_matches([' ', ':', '-']))
        });
        let Some(text) = named else { continue };
        if let Some(day) = dates::parse(text, None) {
            return Titled::Day(day);
        }
        if dates::is_numeric(text) {
            return Titled::Open(text.to_owned());
        }
    }
    Titled::Silent
}

fn squeezed(cell: &str) -> String {
    let words: Vec<&str> = cell.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn by_pattern(titles: &[String], patterns: &[String]) -> impl Iterator<Item = NaiveDate> {
    let patterns: Vec<String> = patterns.iter().map(|p| lower_pattern(p)).collect();
    titles.iter().filter_map(move |cell| {
        let cell = squeezed(cell);
        patterns
            .iter()
            .find_map(|p| NaiveDate::parse_from_str(&cell, p).ok())
            // `Nov 20, 26` fits a pattern of four digits, as a day of the year 26.
            .filter(|day| dates::YEARS.contains(&day.year()))
    })
}

/// A date pattern in lower case, its `%X` as they are.
fn lower_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut keep = false;
    for c in pattern.chars() {
        if keep {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        keep = c == '%' && !keep;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_report_is_found_in_its_titles() {
        let title = |text: &str| {
            in_titles(
                &[vec!["Co".to_owned()], vec![String::new(), text.to_owned()]],
                &["Stand %d.%m.%Y".to_owned()],
            )
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 20);
        let spelled = in_titles(
            &[vec!["As of Nov 20, 26".to_owned()]],
            &["As of %b %d, %Y".to_owned()],
        );
        assert_eq!(spelled.day(None), day, "the year has two digits");
        for text in [
            "As of Nov 20, 2026",
            "AS OF  November 20, 2026",
            "As of 20-NOV-26",
            "As at 20 November 2026",
            "Aged as of: 2026-11-20",
            "Stand 20.11.2026",
            "Stichtag 20. November 2026",
            "As of November 20, 26",
        ] {
            assert_eq!(title(text).day(None), day, "{text}");
        }
        assert_eq!(title("As of 11/20/2026").day(None), day);
        let spread = ["As of Nov 20", " 2026", ""].map(str::to_owned).to_vec();
        assert_eq!(in_titles(&[spread], &[]).day(None), day);
        let two = ["Stand 20.11.2026", "Stand 13.11.2026"].map(|t| vec![t.to_owned()]);
        assert_eq!(
            in_titles(&two, &["Stand %d.%m.%Y".to_owned()]),
            Titled::Silent
        );
        let either = title("As of 11/05/26");
        assert_eq!(either.day(None), None);
        assert_eq!(
            either.day(Some(DateOrder::Mdy)),
            NaiveDate::from_ymd_opt(2026, 11, 5)
        );
        assert_eq!(
            either.day(Some(DateOrder::Dmy)),
            NaiveDate::from_ymd_opt(2026, 5, 11)
        );
        for text in [
            "As of today",
            "Per Hansen Bygg",
            "Al 5 Roofing",
            "As offered",
            "Report date: 11/20/2026",
        ] {
            assert_eq!(title(text), Titled::Silent, "{text}");
        }
    }
}
