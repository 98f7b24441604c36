//! How a file was recognised, for the eye: its columns with their first values, what was decided about dates and amounts and by which
//! cell, what can be read both ways, and a mapping to begin with where nobody knows the layout.
//!
//! Law: pure, over the first rows only; what it says about a file that was read comes from what was read, never from a second opinion.

use super::catalog::Profiles;
use super::clean::heading;
use super::container::{Contents, is_workbook};
use super::header::HEAD;
use super::marks::Mark;
use super::profile::{Columns, Profile};
use super::records::Records;
use super::rows::Rows;
use super::vocabulary::Field;
use super::{
    DateOrder, InputFile, ReadOptions, amounts, as_of, dates, delimiter, encoding, mapping, open,
};
use crate::domain::imports::{DecimalMark, SeenColumn, Sight, Trust, TwoAmounts, TwoDays};
use crate::domain::money::Currency;
use crate::domain::staged::{FileKind, StagedFile};
use std::collections::HashMap;

/// So much of a file is looked at.
const HEAD_BYTES: usize = 64 * 1024;
/// Values shown of a column.
const SAMPLES: usize = 3;
/// Cells that are shown read both ways.
const BOTH_WAYS: usize = 3;

/// A row of cells with its line.
type Line = (u64, Vec<String>);

/// The beginning of a file, up to the end of a line: enough to recognise it and to show its first rows.
#[must_use]
pub fn head(bytes: &[u8]) -> &[u8] {
    if bytes.len() <= HEAD_BYTES || is_workbook(bytes) {
        return bytes;
    }
    let head = &bytes[..HEAD_BYTES];
    // UTF-16 has a NUL beside each end of a line, before or behind it.
    let wide = head[..256].contains(&0);
    let end = match (wide, head[..256].iter().position(|b| *b == 0)) {
        (true, Some(first)) => head
            .chunks_exact(2)
            .rposition(|pair| {
                pair == if first % 2 == 0 {
                    [0, b'\n']
                } else {
                    [b'\n', 0]
                }
            })
            .map(|i| i * 2 + 2),
        _ => head.iter().rposition(|b| *b == b'\n').map(|i| i + 1),
    };
    &head[..end.unwrap_or(HEAD_BYTES)]
}

/// Looks at a file that was read with these options.
#[must_use]
pub(crate) fn look(
    input: &InputFile,
    contents: &Contents,
    options: &ReadOptions,
    profiles: &Profiles,
    staged: &StagedFile,
) -> Sight {
    let bytes = head(&input.bytes);
    let mut known: Option<&Profile> = None;
    let mut sight = match open::open(bytes, contents, options, profiles) {
        Ok(opened) => {
            let profile = opened.header.profile;
            known = Some(profile);
            let mut lines = rows(opened.rows(None), HEAD * 2);
            let below = lines.split_off((opened.header.row + 1).min(lines.len()));
            let columns = &opened.header.columns;
            let mut sight = Sight {
                title: profile.title.clone(),
                trust: trust(profile, options),
                header_line: lines.last().map_or(0, |(line, _)| *line),
                columns: seen(&opened.header.cells, &below, Some(columns)),
                dates_fixed: profile.date_order().is_some(),
                own_day: says_day(&opened, staged),
                ..Sight::default()
            };
            examples(&mut sight, &below, columns, staged);
            both_ways(&mut sight, &below, columns, options.currency);
            sight
        }
        Err(_) => unknown(bytes, contents, options, profiles),
    };
    sight.odd_name = odd_name(staged).or_else(|| {
        let cells = sight.columns.iter().flat_map(|c| &c.samples);
        cells.into_iter().find(|c| !c.is_ascii()).cloned()
    });
    if !sight.columns.is_empty() {
        let kind = match sight.trust {
            Trust::Unknown => FileKind::Snapshot,
            _ => staged.kind,
        };
        let title = match sight.trust {
            Trust::Saved => sight.title.clone(),
            _ => title_of(&input.name),
        };
        let mut guess = mapping::guess(&title, kind, &sight.columns, profiles);
        if let Some(profile) = known {
            mapping::follow(&mut guess, profile);
        }
        sight.guess = Some(Box::new(guess));
    }
    sight
}

/// A title for a mapping out of the file's name: `AR_export 2026-11.csv` is `AR export`.
fn title_of(name: &str) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().any(char::is_alphabetic))
        .collect();
    if words.is_empty() {
        "my report".to_owned()
    } else {
        words.join(" ")
    }
}

/// One of its titles gives the day that it was read as of.
fn says_day(opened: &open::Opened<'_, '_>, staged: &StagedFile) -> bool {
    let titled = as_of::in_titles(&opened.titles, &opened.header.profile.layout.as_of);
    let orders = [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy)];
    staged.as_of.is_some() && orders.iter().any(|o| titled.day(*o) == staged.as_of)
}

fn trust(profile: &Profile, options: &ReadOptions) -> Trust {
    match (&options.profile, profile.is_mapped(), profile.fallback) {
        (Some(_), ..) => Trust::Told,
        (None, true, _) => Trust::Saved,
        (None, false, true) => Trust::Likely,
        (None, false, false) => Trust::Sure,
    }
}

fn rows(mut records: Rows<'_>, most: usize) -> Vec<Line> {
    let mut out = Vec::new();
    while out.len() < most
        && let Ok(Some(row)) = records.next()
    {
        out.push((row.line, row.cells.iter().map(str::to_owned).collect()));
    }
    out
}

/// The columns with what stands first in each.
fn seen(header: &[String], below: &[Line], columns: Option<&Columns>) -> Vec<SeenColumn> {
    let mut out: Vec<SeenColumn> = header
        .iter()
        .map(|cell| SeenColumn {
            heading: cell.split_whitespace().collect::<Vec<_>>().join(" "),
            ..SeenColumn::default()
        })
        .collect();
    for &field in Field::ALL {
        if let Some(at) = columns.and_then(|c| c.of(field))
            && let Some(column) = out.get_mut(at)
        {
            column.field = Some(field.name());
        }
    }
    for (at, column) in out.iter_mut().enumerate() {
        let values = below.iter().filter_map(|(_, cells)| {
            let cell = cells.get(at)?.trim();
            (!cell.is_empty()).then(|| cell.chars().take(80).collect::<String>())
        });
        for value in values {
            if column.samples.len() == SAMPLES {
                break;
            }
            if !column.samples.contains(&value) {
                column.samples.push(value);
            }
        }
    }
    // A column without a heading and without a value is a spacer.
    while out
        .last()
        .is_some_and(|c| c.heading.is_empty() && c.samples.is_empty())
    {
        out.pop();
    }
    out
}

fn cell<'l>(cells: &'l [String], columns: &Columns, field: Field) -> &'l str {
    columns
        .of(field)
        .and_then(|at| cells.get(at))
        .map_or("", |c| c.trim())
}

/// One date and one amount as written, with what was made of them.
fn examples(sight: &mut Sight, below: &[Line], columns: &Columns, staged: &StagedFile) {
    let documents = staged.documents.iter().take(HEAD * 2);
    let read: HashMap<u64, _> = documents
        .map(|d| (d.line, (d.issued, d.open, d.currency)))
        .chain(staged.payments.iter().take(HEAD * 2).map(|p| {
            let currency = p.currency.unwrap_or(staged.currency);
            (p.line, (p.on, p.amount, currency))
        }))
        .collect();
    for (line, cells) in below {
        let Some((day, amount, currency)) = read.get(line).copied() else {
            continue;
        };
        let written = cell(cells, columns, Field::Date);
        if sight.dates.is_none() && dates::parse(written, None).is_none() {
            let order = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd]
                .into_iter()
                .filter(|o| dates::parse(written, Some(*o)) == Some(day))
                .collect::<Vec<_>>();
            // `11/11/2026` reads the same both ways and proves nothing.
            if let [order] = order[..] {
                sight.dates = Some((order.into(), written.to_owned(), day));
            }
        }
        let written = [Field::Open, Field::Amount]
            .into_iter()
            .map(|f| cell(cells, columns, f))
            .find(|c| !c.is_empty())
            .unwrap_or("");
        if sight.amounts.is_none() && written.contains(['.', ',']) {
            let reads = |mark| {
                amounts::parse(written, mark, currency, true)
                    .is_ok_and(|(m, _)| m == amount || m.negated() == amount)
            };
            let mark = match (reads(Mark::Dot), reads(Mark::Comma)) {
                (true, false) => Some(DecimalMark::Dot),
                (false, true) => Some(DecimalMark::Comma),
                _ => None,
            };
            if let Some(mark) = mark {
                sight.amounts = Some((mark, written.to_owned(), amount));
            }
        }
    }
}

/// The first cells that two readings give two values for.
fn both_ways(sight: &mut Sight, below: &[Line], columns: &Columns, currency: Currency) {
    for (line, cells) in below {
        for field in [Field::Date, Field::Due] {
            let written = cell(cells, columns, field);
            let day = |order| dates::parse(written, Some(order));
            if let (Some(dmy), Some(mdy)) = (day(DateOrder::Dmy), day(DateOrder::Mdy))
                && dmy != mdy
                && sight.two_days.len() < BOTH_WAYS
                && sight.two_days.iter().all(|d| d.cell != written)
            {
                sight.two_days.push(TwoDays {
                    line: *line,
                    cell: written.to_owned(),
                    dmy,
                    mdy,
                });
            }
        }
        for field in [Field::Open, Field::Amount, Field::Paid, Field::Applied] {
            let written = cell(cells, columns, field);
            let read = |mark| amounts::parse(written, mark, currency, true).map(|(m, _)| m);
            if let (Ok(dot), Ok(comma)) = (read(Mark::Dot), read(Mark::Comma))
                && dot != comma
                && sight.two_amounts.len() < BOTH_WAYS
                && sight.two_amounts.iter().all(|d| d.cell != written)
            {
                sight.two_amounts.push(TwoAmounts {
                    line: *line,
                    cell: written.to_owned(),
                    dot,
                    comma,
                });
            }
        }
    }
}

/// A customer's name with a letter that shows whether the encoding is right.
fn odd_name(staged: &StagedFile) -> Option<String> {
    let documents = staged.documents.iter().map(|d| &*d.account);
    let payments = staged.payments.iter().map(|p| &*p.account);
    let accounts = staged.accounts.iter().map(|a| &a.key);
    documents
        .chain(payments)
        .chain(accounts)
        .find_map(|key| key.name.clone().filter(|name| !name.is_ascii()))
}

/// Nobody knows the layout: the row that looks most like a header, and what stands below it.
fn unknown(bytes: &[u8], contents: &Contents, options: &ReadOptions, profiles: &Profiles) -> Sight {
    let mut tables: Vec<Vec<Line>> = Vec::new();
    match contents {
        Contents::Refused(_) => {}
        Contents::Sheets(_, grids) => {
            let shown = grids.iter().filter(|g| !g.hidden);
            tables.extend(shown.map(|g| rows(Rows::Grid(g.rows()), HEAD)));
        }
        Contents::Text => {
            let Ok(decoded) = encoding::decode(bytes, options.encoding.as_deref()) else {
                return Sight::default();
            };
            let cut = delimiter::find(&decoded.text);
            let first_line = if cut.skip > 0 { 2 } else { 1 };
            let text = decoded.text.get(cut.skip..).unwrap_or("");
            for mark in cut.delimiters {
                let records = Records::new(text, mark, first_line);
                tables.push(rows(Rows::Text(records), HEAD));
            }
        }
    }
    let mut best: Option<(usize, usize, Vec<Line>)> = None;
    for lines in tables {
        for at in 0..lines.len() {
            let score = header_score(&lines, at, profiles);
            if score > best.as_ref().map_or(0, |b| b.0) {
                best = Some((score, at, lines.clone()));
            }
        }
    }
    let Some((_, at, mut lines)) = best else {
        return Sight::default();
    };
    let below = lines.split_off(at + 1);
    let Some((line, header)) = lines.pop() else {
        return Sight::default();
    };
    Sight {
        header_line: line,
        columns: seen(&header, &below, None),
        ..Sight::default()
    }
}

/// How much a row looks like a header: words that some format knows, names only, values below.
fn header_score(lines: &[Line], at: usize, profiles: &Profiles) -> usize {
    let is_value = |cell: &str| {
        dates::looks_like_one(cell)
            || (!cell.chars().any(char::is_alphabetic) && cell.bytes().any(|b| b.is_ascii_digit()))
    };
    let names: Vec<&str> = lines[at]
        .1
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    if names.len() < 3 || names.iter().any(|n| is_value(n)) {
        return 0;
    }
    let headings: Vec<String> = names.iter().map(|n| heading(n)).collect();
    let known = profiles.all().iter().map(|p| p.known(&headings)).max();
    let values = lines[at + 1..]
        .iter()
        .take(3)
        .flat_map(|(_, cells)| cells)
        .filter(|c| is_value(c.trim()))
        .count();
    if values == 0 {
        return 0;
    }
    known.unwrap_or(0) * 10 + names.len() + values.min(9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::imports::Meaning;
    use crate::import::{read_and_look, unpack};
    use std::ops::ControlFlow;

    fn sight(text: &[u8], options: &ReadOptions) -> Sight {
        let input = InputFile {
            name: "AR_export 2026-11.csv".into(),
            bytes: text.to_vec(),
        };
        let profiles = Profiles::embedded();
        let files = std::slice::from_ref(&input);
        let mut read = read_and_look(files, options, &profiles, &mut unpack, &mut |_| {
            ControlFlow::Continue(())
        })
        .expect("not stopped");
        read.remove(0).1
    }

    fn usd() -> ReadOptions {
        ReadOptions::new(Currency::USD)
    }

    const PLAIN: &str = "Customer,Invoice no,Date,Due date,Open balance,Branch\n\
        N\u{fa}\u{f1}ez,1,11/2/2026,12/25/2026,\"1,234.50\",West\n";

    #[test]
    fn a_known_file_tells_its_columns_and_what_was_decided_by_which_cell() {
        let seen = sight(
            PLAIN.as_bytes(),
            &ReadOptions {
                as_of: "2026-11-20".parse().ok(),
                ..usd()
            },
        );
        assert_eq!(seen.trust, Trust::Likely);
        assert_eq!(seen.header_line, 1);
        assert_eq!(seen.odd_name.as_deref(), Some("N\u{fa}\u{f1}ez"));
        let fields: Vec<_> = seen.columns.iter().map(|c| c.field.unwrap_or("")).collect();
        assert_eq!(fields, ["customer", "number", "date", "due", "open", ""]);
        let (order, written, day) = seen.dates.expect("a date");
        assert_eq!(
            (order, written.as_str(), day.to_string().as_str()),
            (
                crate::domain::by_when::DateOrder::Mdy,
                "11/2/2026",
                "2026-11-02"
            )
        );
        let (mark, written, amount) = seen.amounts.expect("an amount");
        assert_eq!(
            (mark, written.as_str(), amount.get()),
            (DecimalMark::Dot, "1,234.50", 123_450)
        );
        assert!(!seen.own_day);
    }

    #[test]
    fn what_can_be_read_both_ways_is_shown_both_ways() {
        let text = "Customer,Invoice no,Date,Open balance\nA,1,1/2/2026,1.234\nB,2,5/5/2026,7\n";
        let seen = sight(text.as_bytes(), &usd());
        assert_eq!(seen.two_days.len(), 1, "5/5 is the same both ways");
        assert_eq!(seen.two_days[0].dmy.to_string(), "2026-02-01");
        assert_eq!(seen.two_amounts[0].comma.get(), 123_400);
        assert_eq!(seen.two_amounts[0].dot.get(), 123);
    }

    #[test]
    fn an_unknown_layout_is_offered_with_its_best_guesses() {
        let text = "Hausbank\n\nKunde;Beleg;Belegdatum;Offen\nBau GmbH;7001;01.09.2026;1.234,00\n";
        let seen = sight(text.as_bytes(), &usd());
        assert_eq!((seen.trust, seen.header_line), (Trust::Unknown, 3));
        let guess = seen.guess.expect("a guess");
        assert_eq!(guess.title, "AR export");
        assert_eq!(
            guess.columns,
            [
                Some(Meaning::Customer),
                Some(Meaning::Number),
                Some(Meaning::Date),
                Some(Meaning::Open)
            ]
        );
    }

    #[test]
    fn noise_has_no_header() {
        for text in ["", "hello\nworld\n", "1,2,3\n4,5,6\n", "\0\0\0\0"] {
            let seen = sight(text.as_bytes(), &usd());
            assert_eq!(seen.guess, None, "{text:?}");
        }
    }

    #[test]
    fn the_beginning_of_a_file_ends_with_a_line_in_any_encoding() {
        let text = "Customer,Open\r\n".repeat(20_000);
        let utf8 = head(text.as_bytes());
        assert!(utf8.len() <= HEAD_BYTES && utf8.ends_with(b"\r\n"));
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(head(&le).ends_with(b"\n\0") && head(&le).len().is_multiple_of(2));
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(head(&be).ends_with(b"\0\n") && head(&be).len().is_multiple_of(2));
        assert_eq!(head(b"short"), b"short");
    }
}
