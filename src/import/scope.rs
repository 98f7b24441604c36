//! Titles that say a report shows a part of the book only: a filter, one customer, one location.
//!
//! Law: nothing is decided here. The store compares with the report before: a list of another scope must not close what it leaves out.

use super::currencies;
use crate::domain::money::Currency;

/// Beginnings of titles that name a part.
const PARTS: [&str; 16] = [
    "filter",
    "customer:",
    "customers:",
    "contact:",
    "contacts:",
    "group:",
    "class:",
    "location:",
    "department:",
    "branch:",
    "sales rep",
    "salesperson:",
    "project:",
    "tracking:",
    "selected ",
    "only ",
];

/// The titles that name a part, in one line; days and times do not count.
pub(crate) fn of(titles: &[Vec<String>]) -> Option<String> {
    let mut found = Vec::new();
    for row in titles {
        let line = row
            .iter()
            .map(|c| c.trim())
            .filter(|c| !c.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let folded = line.to_lowercase();
        let names = PARTS.iter().any(|p| folded.starts_with(p))
            || folded.contains("filtered")
            || folded.contains("filter:");
        // `Customer: all` is the whole book.
        if names && !folded.ends_with(" all") && !folded.contains(": all ") {
            found.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    let text: String = found.join("; ").chars().take(1000).collect();
    (!text.is_empty()).then_some(text)
}

/// Words by which a title says that amounts are shown in thousands or millions.
const UNITS: [&str; 18] = [
    "in thousands",
    "in millions",
    "(000s)",
    "(000's)",
    "in 000s",
    "in '000",
    "in 1000",
    "in 1,000",
    "x 1000",
    "x1000",
    "$000",
    "$'000",
    "divided by 1000",
    "divided by 1,000",
    "in tausend",
    "in teur",
    "en milliers",
    "en miles",
];

/// The title that says so: no amount of such a report is exact.
pub(crate) fn in_thousands(titles: &[Vec<String>]) -> Option<&str> {
    let mut cells = titles.iter().flatten().map(|c| c.trim());
    cells.find(|cell| {
        let folded = cell.to_lowercase();
        UNITS.iter().any(|unit| folded.contains(unit))
    })
}

/// Words before the currency of a whole report.
const AMOUNTS_IN: [&str; 10] = [
    "all amounts in",
    "all amounts are in",
    "amounts in",
    "amounts are in",
    "all figures in",
    "currency",
    "reporting currency",
    "beträge in",
    "währung",
    "devise",
];

/// The title that says which currency its amounts are in, and that currency; one that names none clearly says nothing.
pub(crate) fn currency(titles: &[Vec<String>], book: Currency) -> Option<(&str, Currency)> {
    let mut cells = titles.iter().flatten().map(|c| c.trim());
    cells.find_map(|cell| {
        let folded = cell.to_lowercase();
        let words = AMOUNTS_IN.iter().find(|words| {
            let rest = folded.strip_prefix(**words);
            rest.is_some_and(|rest| rest.starts_with([' ', ':']))
        })?;
        let rest = cell.get(words.len()..)?;
        let rest = rest.trim_matches(|c: char| c == ':' || c == '.' || c.is_whitespace());
        let named = currencies::of_cell(rest, book).ok().flatten()?;
        Some((cell, named))
    })
}

#[cfg(test)]
mod tests {
    use super::{currency, of};
    use crate::domain::money::Currency;

    #[test]
    fn a_title_names_the_currency_of_its_amounts_or_none() {
        let book = Currency::parse("USD").expect("code");
        let named = |title: &str| {
            let titles = [vec![title.to_owned(), String::new()]];
            currency(&titles, book).map(|(_, c)| c.code().to_owned())
        };
        assert_eq!(named("All amounts in EUR").as_deref(), Some("EUR"));
        assert_eq!(named("Currency: GBP").as_deref(), Some("GBP"));
        assert_eq!(named("Amounts are in US Dollars.").as_deref(), Some("USD"));
        for none in ["Currency Traders Inc", "EUR", "All amounts in thousands"] {
            assert_eq!(named(none), None, "{none}");
        }
    }

    #[test]
    fn a_title_that_names_a_part_is_told_and_others_are_not() {
        let titles = |lines: &[&str]| -> Vec<Vec<String>> {
            lines
                .iter()
                .map(|l| vec![(*l).to_owned(), String::new()])
                .collect()
        };
        assert_eq!(
            of(&titles(&[
                "Cascade Builders",
                "A/R Aging Detail",
                "As of Nov 20, 2026"
            ])),
            None
        );
        assert_eq!(of(&titles(&["Customer: All"])), None);
        assert_eq!(
            of(&titles(&["Customers", "A/R", "Location:  North"])).as_deref(),
            Some("Location: North")
        );
        assert_eq!(
            of(&titles(&["Filtered by: Class = Retail", "Only open"])).as_deref(),
            Some("Filtered by: Class = Retail; Only open")
        );
    }
}
