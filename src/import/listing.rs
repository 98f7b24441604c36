//! Lists printed to a file: columns by position, the heading on every page, rules of dashes. Read into a grid.
//!
//! Columns are where the heading (or the rule under it) has a name and *every* line with a date and an amount leaves the same
//! places blank between them. Where two columns touch in a single line, or something stands under no name, nothing is guessed:
//! the list is refused with that line. Headings that pages repeat are left out; a name that was cut is `open`'s to see.

use super::dates;
use super::grid::{Grid, Kind, Overfull, Packer};
use super::marks;

/// Lines in which the heading is looked for.
const HEAD: usize = 60;
/// The widest line of a printer.
const MAX_WIDTH: usize = 400;
/// The fewest columns.
const COLUMNS: usize = 4;

/// Why the columns cannot be decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unclear {
    pub(crate) line: u64,
    pub(crate) message: String,
}

/// Where a name or a value stands, in characters.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Span {
    from: usize,
    to: usize,
    text: String,
}

impl Span {
    fn overlap(&self, from: usize, to: usize) -> usize {
        self.to.min(to).saturating_sub(self.from.max(from))
    }
}

/// The heading: its lines, and the places of its columns.
struct Heading {
    /// Its last line, from 0.
    last: usize,
    first: usize,
    spans: Vec<Span>,
}

/// Reads a printed list. `None` = the text is none.
pub(crate) fn read(text: &str) -> Option<Result<Grid, Unclear>> {
    let lines: Vec<&str> = text
        .lines()
        .map(|l| l.trim_start_matches('\u{c}'))
        .collect();
    if text.contains('\t')
        || lines
            .iter()
            .take(HEAD)
            .any(|l| l.chars().count() > MAX_WIDTH)
    {
        return None;
    }
    let heading = find_heading(&lines)?;
    Some(columns(&lines, &heading).and_then(|columns| fill(&lines, &heading, &columns)))
}

/// So many spaces part two names of a heading, or two values; fewer stand within one.
const GAP: usize = 2;

/// Pieces of a line that are parted by that many spaces or more.
fn pieces(line: &str, gap: usize) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (at, c) in line.chars().enumerate() {
        if c.is_whitespace() || c == '\0' {
            continue;
        }
        match out.last_mut() {
            Some(last) if at - last.to < gap => {
                if at > last.to {
                    last.text.push(' ');
                }
                last.text.push(c);
                last.to = at + 1;
            }
            _ => out.push(Span {
                from: at,
                to: at + 1,
                text: c.to_string(),
            }),
        }
    }
    out
}

/// A line of dashes with a gap between columns.
fn rules(line: &str) -> Option<Vec<Span>> {
    let mut out: Vec<Span> = Vec::new();
    for (at, c) in line.chars().enumerate() {
        match c {
            '-' | '=' | '_' | '\u{2500}' => match out.last_mut() {
                Some(last) if last.to == at => last.to = at + 1,
                _ => out.push(Span {
                    from: at,
                    to: at + 1,
                    text: String::new(),
                }),
            },
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_amount(text: &str) -> bool {
    let mut seen = marks::Evidence::default();
    seen.see(text, 1);
    seen.decide() != marks::Decision::Either
}

/// A line of the list: a date and an amount stand in it.
fn is_data(line: &str) -> bool {
    let words = || line.split_whitespace();
    words().any(dates::looks_like_one) && words().any(is_amount)
}

fn find_heading(lines: &[&str]) -> Option<Heading> {
    let head = &lines[..lines.len().min(HEAD)];
    // A rule tells the columns best.
    for (at, line) in head.iter().enumerate().skip(1) {
        let Some(mut ruled) = rules(line) else {
            continue;
        };
        if ruled.len() < COLUMNS || is_data(head[at - 1]) {
            continue;
        }
        // The heading may take two lines; a title above it pays no heed to the columns.
        let mut first = at - 1;
        if first > 0 && within(&pieces(head[first - 1], GAP), &ruled) {
            first -= 1;
        }
        for heading in &head[first..at] {
            for name in pieces(heading, 1) {
                let best = ruled.iter_mut().max_by_key(|r| name.overlap(r.from, r.to));
                if let Some(column) = best.filter(|r| name.overlap(r.from, r.to) > 0) {
                    if !column.text.is_empty() {
                        column.text.push(' ');
                    }
                    column.text.push_str(&name.text);
                }
            }
        }
        let next = lines.get(at + 1..)?.iter().take(HEAD);
        if next.into_iter().any(|l| is_data(l)) {
            return Some(Heading {
                last: at,
                first,
                spans: ruled,
            });
        }
    }
    for (at, line) in head.iter().enumerate() {
        let names = pieces(line, GAP);
        if names.len() < COLUMNS || !names_only(line) {
            continue;
        }
        if lines[at + 1..].iter().take(8).any(|l| is_data(l)) {
            return Some(Heading {
                last: at,
                first: at,
                spans: names,
            });
        }
    }
    None
}

/// Every piece is words and stands over one column.
fn within(pieces: &[Span], columns: &[Span]) -> bool {
    pieces.len() >= 2
        && pieces.iter().all(|piece| {
            !piece.text.contains(|c: char| c.is_ascii_digit())
                && columns
                    .iter()
                    .any(|c| c.from <= piece.from && piece.to <= c.to)
        })
}

fn names_only(line: &str) -> bool {
    rules(line).is_none()
        && pieces(line, GAP).iter().all(|s| {
            s.text.chars().any(char::is_alphabetic)
                && !dates::looks_like_one(&s.text)
                && !is_amount(&s.text)
        })
}

/// The extent of every column: what is not blank in the heading and in every line of the list.
fn columns(lines: &[&str], heading: &Heading) -> Result<Vec<Span>, Unclear> {
    let mut used = vec![false; MAX_WIDTH];
    for span in &heading.spans {
        used[span.from..span.to.min(MAX_WIDTH)].fill(true);
    }
    let body = || {
        let all = lines.iter().enumerate().skip(heading.last + 1);
        all.filter(|(_, l)| is_data(l))
    };
    for (at, line) in body() {
        for (i, c) in line.trim_end().chars().enumerate() {
            match used.get_mut(i) {
                Some(used) => *used |= !c.is_whitespace(),
                None => {
                    return Err(Unclear {
                        line: at as u64 + 1,
                        message: format!(
                            "a line of more than {MAX_WIDTH} characters: this is no printed list; export CSV"
                        ),
                    });
                }
            }
        }
    }
    let mut bands: Vec<Span> = Vec::new();
    for (i, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        match bands.last_mut() {
            Some(band) if band.to == i => band.to = i + 1,
            _ => bands.push(Span {
                from: i,
                to: i + 1,
                text: String::new(),
            }),
        }
    }
    let mut out: Vec<Span> = Vec::new();
    for mut band in bands {
        let mut names = heading
            .spans
            .iter()
            .filter(|s| s.overlap(band.from, band.to) > 0);
        match (names.next(), names.next()) {
            (Some(name), None) => {
                band.text.clone_from(&name.text);
                out.push(band);
            }
            (Some(one), Some(other)) => return Err(touching(body(), &band, one, other)),
            (None, _) => {
                // What continues a text belongs to it; a number under no name could be anybody's.
                let stray = body().find(|(_, l)| {
                    let cell = cut(l, band.from, band.to);
                    cell.contains(|c: char| c.is_ascii_digit())
                });
                if let Some((at, line)) = stray {
                    return Err(Unclear {
                        line: at as u64 + 1,
                        message: format!(
                            "'{}' stands under no column of the heading, so the columns of this printed list are not certain; export CSV or Excel",
                            cut(line, band.from, band.to).trim()
                        ),
                    });
                }
                if let Some(left) = out.last_mut() {
                    left.to = band.to;
                }
            }
        }
    }
    Ok(out)
}

fn touching<'l>(
    mut body: impl Iterator<Item = (usize, &'l &'l str)>,
    band: &Span,
    one: &Span,
    other: &Span,
) -> Unclear {
    let between = one.to..other.from;
    let at = body.find(|(_, l)| !cut(l, between.start, between.end).trim().is_empty());
    Unclear {
        line: at.map_or(0, |(at, _)| at as u64 + 1),
        message: format!(
            "the columns '{}' and '{}' of this printed list run into each other (characters {} to {}); export CSV or Excel",
            one.text,
            other.text,
            band.from + 1,
            band.to
        ),
    }
}

fn cut(line: &str, from: usize, to: usize) -> String {
    line.chars().skip(from).take(to - from).collect()
}

fn fill(lines: &[&str], heading: &Heading, columns: &[Span]) -> Result<Grid, Unclear> {
    let repeats: Vec<String> = lines[..=heading.last].iter().map(|l| shape(l)).collect();
    let mut packer = Packer::default();
    packer.sheet("", false, false);
    for (at, line) in lines.iter().enumerate() {
        let cells = if at < heading.first {
            pieces(line, GAP).into_iter().map(|s| s.text).collect()
        } else if at < heading.last {
            // Upper lines of the heading: the names stand in its last.
            continue;
        } else if at == heading.last {
            columns.iter().map(|c| c.text.clone()).collect()
        } else if line.trim().is_empty() || repeats.contains(&shape(line)) {
            continue;
        } else if is_data(line) {
            let cell = |c: &Span| cut(line, c.from, c.to).trim().to_owned();
            columns.iter().map(cell).collect()
        } else {
            label(line, columns)
        };
        for (column, text) in cells.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            packer
                .cell(at as u64 + 1, column, Kind::Text, text)
                .map_err(|_: Overfull| Unclear {
                    line: at as u64 + 1,
                    message: "more cells than any list of open items".to_owned(),
                })?;
        }
    }
    Ok(packer.finish())
}

/// A line that is none of the list, a total or a label: its pieces, each in the column under which it begins, numbers in the
/// one under which they end.
fn label(line: &str, columns: &[Span]) -> Vec<String> {
    let mut cells = vec![String::new(); columns.len()];
    for piece in pieces(line, GAP) {
        let place = match is_amount(&piece.text) {
            true => columns.iter().position(|c| piece.to <= c.to),
            false => columns.iter().rposition(|c| c.from <= piece.from),
        };
        let last = columns.len().saturating_sub(1);
        if let Some(cell) = cells.get_mut(place.unwrap_or(last)) {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&piece.text);
        }
    }
    cells
}

/// A line without its numbers and spaces: the heading of page 2 is that of page 1.
fn shape(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        match c {
            c if c.is_ascii_digit() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let grid = read(text).expect("a list").expect("certain");
        let mut rows = grid.rows();
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            out.push((row.line, row.cells.iter().map(str::to_owned).collect()));
        }
        out
    }

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| (*t).to_owned()).collect()
    }

    const RULED: &str = "\
ACME SUPPLY          AGED OPEN ITEMS               PAGE 1

CUST   CUSTOMER         INVOICE   INVOICE
NO     NAME             NUMBER    DATE           BALANCE
-----  ---------------  --------  --------  ------------
C1001  HARBOR FRAMING,  INV-3407  11/01/26      5,159.07
C1003  TOTAL HOME BUIL  INV-3347  08/20/26         97.96-
C1004  3 RIVERS GUTTER  CM 12     08/21/26         10.00 CR
\u{c}ACME SUPPLY          AGED OPEN ITEMS               PAGE 2

CUST   CUSTOMER         INVOICE   INVOICE
NO     NAME             NUMBER    DATE           BALANCE
-----  ---------------  --------  --------  ------------
C1005  BUILD            INV-9     08/22/26          1.00
                                            ------------
       TOTAL                                    5,052.11
";

    #[test]
    fn a_ruled_list_is_read_over_its_pages_with_signs_after_the_number() {
        let got = rows(RULED);
        assert_eq!(
            got[1],
            (
                5,
                cells(&[
                    "CUST NO",
                    "CUSTOMER NAME",
                    "INVOICE NUMBER",
                    "INVOICE DATE",
                    "BALANCE"
                ])
            )
        );
        assert_eq!(
            got[3],
            (
                7,
                cells(&["C1003", "TOTAL HOME BUIL", "INV-3347", "08/20/26", "97.96-"])
            )
        );
        assert_eq!(got[4].1[4], "10.00 CR");
        assert_eq!(got[5].0, 14, "the heading of page 2 is left out");
        assert_eq!(
            got.last(),
            Some(&(16, cells(&["", "TOTAL", "", "", "5,052.11"])))
        );
    }

    #[test]
    fn without_rules_the_blanks_that_all_lines_share_part_the_columns() {
        let text = "\
 Customer            Number     Date        Due date       Open
 Alder Roofing Ltd   1001       2026-01-05  2026-02-05    10.00
 Bob and Sons        1002       2026-01-06  2026-02-06  1,000.00
";
        assert_eq!(
            rows(text)[1].1,
            [
                "Alder Roofing Ltd",
                "1001",
                "2026-01-05",
                "2026-02-05",
                "10.00"
            ]
        );
    }

    #[test]
    fn columns_that_touch_or_stand_under_no_name_are_refused_with_their_line() {
        let touching = "\
Customer            Number     Date        Due date       Open
Alder Roofing Ltd   1001       2026-01-05  2026-02-05    10.00
Bob and Sons of Lon don 1002   2026-01-06  2026-02-06 1,000.00
Bob and Sons and Brothers 1002 2026-01-06  2026-02-06 1,000.00
";
        let why = read(touching).expect("a list").expect_err("unclear");
        assert!(
            why.message.contains("run into each other"),
            "{}",
            why.message
        );
        let stray = "\
Customer            Number     Date                       Open
Alder Roofing Ltd   1001       2026-01-05  2026-02-05    10.00
";
        let why = read(stray).expect("a list").expect_err("unclear");
        assert_eq!(why.line, 2);
        assert!(why.message.contains("under no column"), "{}", why.message);
    }

    #[test]
    fn prose_and_tables_of_other_kinds_are_no_printed_lists() {
        for text in [
            "",
            "Dear Sir,\nyour invoice of 11/01/26 over 5,159.07 is open.\n",
            "a,b,c,d\n1,2,3,4\n",
            "one  two  three  four\nno date here  5.00\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
