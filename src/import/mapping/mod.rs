//! An unknown layout, mapped by hand: the best guesses to begin with, and the profile that comes of it.
//!
//! Law: pure. `domain::imports::Mapping` is what the desk edits; `profile_text` writes the TOML that `profile` reads back, so a mapping
//! made at the desk and one written by hand are the same thing. `look` calls `guess`.

mod text;

pub use text::profile_text;

use super::DateOrder;
use super::catalog::Profiles;
use super::clean::heading;
use super::labels::is_bucket;
use super::marks::Mark;
use super::profile::Profile;
use super::vocabulary::{Field, Level, Sign};
use super::{amounts, dates};
use crate::domain::imports::{DecimalMark, Mapping, Meaning, SeenColumn, SignRule};
use crate::domain::money::Currency;
use crate::domain::staged::FileKind;

/// A mapping to begin with: columns by words that any format knows for them, then by what stands in them.
pub(crate) fn guess(
    title: &str,
    kind: FileKind,
    columns: &[SeenColumn],
    profiles: &Profiles,
) -> Mapping {
    let mut mapping = Mapping {
        title: title.to_owned(),
        kind,
        headings: columns.iter().map(|c| c.heading.clone()).collect(),
        columns: vec![None; columns.len()],
        grouped: false,
        carried: false,
        aged: columns.iter().any(is_of_ages),
        sign: SignRule::Signed,
        decimal: None,
        date_order: None,
    };
    for (i, column) in columns.iter().enumerate() {
        if let Some(meaning) = column.field.and_then(Meaning::of_field) {
            mapping.assign(i, Some(meaning));
        }
    }
    by_words(&mut mapping, profiles);
    by_accounts(&mut mapping, columns);
    by_sides(&mut mapping);
    by_content(&mut mapping, columns);
    mapping
}

/// The settings of a profile that knows the file already.
pub(crate) fn follow(mapping: &mut Mapping, profile: &Profile) {
    mapping.grouped = profile.levels().contains(&Level::Customer);
    mapping.carried = profile.carry;
    mapping.sign = match profile.values.sign {
        // Which column tells the side is nothing that the screen asks for.
        Sign::Signed | Sign::ByColumn => SignRule::Signed,
        Sign::ByType => SignRule::ByType,
        Sign::ByFile => SignRule::ByFile,
        Sign::Minus => SignRule::Minus,
        Sign::Columns => SignRule::Columns,
    };
    mapping.date_order = profile.date_order().map(DateOrder::into);
    mapping.decimal = profile.mark().map(|mark| match mark {
        Mark::Dot => DecimalMark::Dot,
        Mark::Comma => DecimalMark::Comma,
    });
}

/// A column without a name that holds the ages of an aging report.
fn is_of_ages(column: &SeenColumn) -> bool {
    column.heading.trim().is_empty() && column.samples.iter().any(|s| is_bucket(s))
}

fn by_words(mapping: &mut Mapping, profiles: &Profiles) {
    let names: Vec<String> = mapping.headings.iter().map(|h| heading(h)).collect();
    // The plain words first: they are the commonest of all.
    let plain = profiles.all().iter().filter(|p| p.fallback);
    let others = profiles.all().iter().filter(|p| !p.fallback);
    for profile in plain.chain(others) {
        for &field in Field::ALL {
            let Some(meaning) = Meaning::of_field(field.name()) else {
                continue;
            };
            if mapping.has(meaning) || !meaning.fits(mapping.kind) {
                continue;
            }
            let free = |at: &usize| mapping.columns[*at].is_none();
            let at = profile
                .aliases(field)
                .iter()
                // A column without a name is known by its content only.
                .filter(|alias| !alias.is_empty())
                .find_map(|alias| names.iter().position(|n| n == alias).filter(free));
            if let Some(at) = at {
                mapping.columns[at] = Some(meaning);
            }
        }
    }
}

/// The customer's account, by words that mean an account of the books elsewhere: only where its rows differ, for all receivables have one
/// account in the books. A person looks at it, so it may be proposed here where no file is read by it unseen.
fn by_accounts(mapping: &mut Mapping, columns: &[SeenColumn]) {
    const WORDS: [&str; 20] = [
        "kto",
        "kto.",
        "konto",
        "ktonr",
        "ktonr.",
        "kto-nr.",
        "kontonr",
        "kontonr.",
        "kontonummer",
        "konto-nr.",
        "personenkonto",
        "debitorenkonto",
        "kd-nr.",
        "kdnr",
        "kdnr.",
        "compte",
        "cuenta",
        "conto",
        "rekening",
        "account",
    ];
    if mapping.has(Meaning::CustomerId) || !Meaning::CustomerId.fits(mapping.kind) {
        return;
    }
    let differ = |column: &SeenColumn| {
        let mut samples = column.samples.iter();
        samples
            .next()
            .is_some_and(|first| samples.any(|s| s != first))
            && column
                .samples
                .iter()
                .all(|s| s.chars().any(|c| c.is_ascii_digit()))
    };
    let at = columns.iter().enumerate().position(|(i, column)| {
        mapping.columns[i].is_none()
            && WORDS.contains(&heading(&column.heading).as_str())
            && (column.samples.len() < 2 || differ(column))
    });
    if let Some(at) = at {
        mapping.columns[at] = Some(Meaning::CustomerId);
    }
}

/// What is owed in one column and what is credited in another, by the commonest names of such columns.
fn by_sides(mapping: &mut Mapping) {
    let documents = matches!(mapping.kind, FileKind::Snapshot | FileKind::List);
    let names: Vec<String> = mapping.headings.iter().map(|h| heading(h)).collect();
    let at = |words: &[&str]| names.iter().position(|n| words.contains(&n.as_str()));
    let owed = at(&["debit", "debits", "dr", "soll", "debe", "débit"]);
    let credited = at(&["credit", "credits", "cr", "haben", "haber", "crédit"]);
    if let (true, false, Some(owed), Some(credited)) =
        (documents, mapping.has(Meaning::Open), owed, credited)
    {
        mapping.assign(owed, Some(Meaning::Open));
        mapping.assign(credited, Some(Meaning::Credit));
        mapping.sign = SignRule::Columns;
    }
}

/// What the samples of a column look like.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Look {
    Nothing,
    Dates,
    Money,
    Figures,
    Words,
}

fn look(samples: &[String]) -> Look {
    let all = |test: &dyn Fn(&str) -> bool| !samples.is_empty() && samples.iter().all(|s| test(s));
    let is_date = |s: &str| {
        [
            None,
            Some(DateOrder::Dmy),
            Some(DateOrder::Mdy),
            Some(DateOrder::Ymd),
        ]
        .into_iter()
        .any(|order| dates::parse(s, order).is_some())
    };
    let is_number = |s: &str| {
        [Mark::Dot, Mark::Comma]
            .into_iter()
            .any(|mark| amounts::parse(s, mark, Currency::USD, true).is_ok())
    };
    if samples.is_empty() {
        Look::Nothing
    } else if all(&is_date) {
        Look::Dates
    } else if all(&is_number) {
        // A number without cents in any row rather counts or names something.
        if samples.iter().any(|s| s.contains(['.', ','])) {
            Look::Money
        } else {
            Look::Figures
        }
    } else if all(&|s| s.chars().any(char::is_alphabetic)) {
        Look::Words
    } else {
        Look::Figures
    }
}

/// What no word tells: the first column of dates is the document's, money at the end is what is open.
fn by_content(mapping: &mut Mapping, columns: &[SeenColumn]) {
    use Meaning as M;
    let looks: Vec<Look> = columns.iter().map(|c| look(&c.samples)).collect();
    let documents = matches!(mapping.kind, FileKind::Snapshot | FileKind::List);
    let free = |mapping: &Mapping, wanted: Look| -> Vec<usize> {
        (0..looks.len())
            .filter(|i| {
                mapping.columns[*i].is_none()
                    && looks[*i] == wanted
                    && !columns[*i].heading.trim().is_empty()
            })
            .collect()
    };
    let give = |mapping: &mut Mapping, at: Option<usize>, meaning: M| {
        if let Some(at) = at
            && !mapping.has(meaning)
            && meaning.fits(mapping.kind)
        {
            mapping.columns[at] = Some(meaning);
        }
    };
    let first = |found: Vec<usize>| found.first().copied();
    let days = free(mapping, Look::Dates);
    give(mapping, first(days), M::Date);
    let days = free(mapping, Look::Dates);
    if documents {
        give(mapping, first(days), M::Due);
    }
    let money = free(mapping, Look::Money);
    if documents && mapping.sign != SignRule::Minus {
        give(mapping, money.last().copied(), M::Open);
        let rest = first(free(mapping, Look::Money));
        give(mapping, rest, M::Amount);
    } else {
        give(mapping, first(money), M::Amount);
    }
    // Beside a customer's number only the words next to it are likely its name.
    let words = free(mapping, Look::Words);
    let named = match mapping
        .columns
        .iter()
        .position(|m| *m == Some(M::CustomerId))
    {
        Some(number) => words.into_iter().find(|at| *at == number + 1),
        None => first(words),
    };
    give(mapping, named, M::Customer);
    let figures = free(mapping, Look::Figures);
    give(mapping, first(figures), M::Number);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str, samples: &[&str]) -> SeenColumn {
        SeenColumn {
            heading: heading.into(),
            samples: samples.iter().map(|s| (*s).to_owned()).collect(),
            field: None,
        }
    }

    fn guessed(columns: &[SeenColumn]) -> Vec<Option<Meaning>> {
        guess("x", FileKind::Snapshot, columns, &Profiles::embedded()).columns
    }

    #[test]
    fn every_meaning_is_a_field_of_profiles() {
        for meaning in Meaning::ALL {
            let known = Field::ALL.iter().any(|f| f.name() == meaning.field());
            assert!(known, "{meaning:?}");
        }
    }

    #[test]
    fn columns_are_guessed_by_their_words_first() {
        use Meaning as M;
        let columns = [
            column("Cust No", &["7"]),
            column("Customer Name", &["A"]),
            column("Doc No", &["1"]),
            column("Whatever", &["zz 9"]),
            column("Invoice Date", &["1/2/2026"]),
            column("Balance Due", &["5.00"]),
        ];
        assert_eq!(
            guessed(&columns),
            [
                Some(M::CustomerId),
                Some(M::Customer),
                Some(M::Number),
                None,
                Some(M::Date),
                Some(M::Open)
            ]
        );
    }

    #[test]
    fn what_no_word_tells_is_guessed_by_what_stands_there() {
        use Meaning as M;
        let columns = [
            column("Kunde", &["Bau Ärger GmbH", "Holz & Co"]),
            column("Beleg", &["7001", "7002"]),
            column("Belegdatum", &["01.09.2026", "02.09.2026"]),
            column("Fällig", &["01.10.2026"]),
            column("Betrag", &["1.234,00", "50,00"]),
            column("Rest", &["1.000,00", "50,00"]),
            column("", &["x"]),
        ];
        assert_eq!(
            guessed(&columns),
            [
                Some(M::Customer),
                Some(M::Number),
                Some(M::Date),
                Some(M::Due),
                Some(M::Amount),
                Some(M::Open),
                None
            ]
        );
    }

    #[test]
    fn an_account_is_the_customers_where_its_rows_differ_and_never_the_number_of_a_document() {
        use Meaning as M;
        let columns = |accounts: &[&str]| {
            [
                column("Kto", accounts),
                column("Wer", &["Bau Ärger GmbH", "Holz & Co"]),
                column("Beleg", &["7001", "7002"]),
                column("Datum", &["01.09.2026"]),
                column("Saldo", &["1.234,00", "50,00"]),
            ]
        };
        let found = guessed(&columns(&["10042", "10077"]));
        assert_eq!(
            found[..3],
            [Some(M::CustomerId), Some(M::Customer), Some(M::Number)]
        );
        // The account of all receivables.
        let found = guessed(&columns(&["1400", "1400"]));
        assert_ne!(found[0], Some(M::CustomerId));
    }
}
