//! Text to records: the `csv` crate splits, this file keeps count of physical lines and of limits.
//!
//! A record is reported by the physical line on which it begins; quoted cells may hold line ends. The crate forgives
//! everything, so the three things that must not be forgiven are looked for here: a quote that is never closed (it
//! swallows the rest of the file), a cell or record beyond any report's size, and a line of a million columns.

use super::clean::trim;
use super::findings::Code;
use super::grid::Kind;
use csv::StringRecord;
use std::io::{self, Read};

/// The longest cell.
pub(crate) const MAX_CELL: usize = 64 * 1024;
/// The longest record.
pub(crate) const MAX_RECORD: usize = 1024 * 1024;
/// The widest record.
pub(crate) const MAX_COLUMNS: usize = 1024;

const BUFFER: usize = 64 * 1024;

/// Why the splitting stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Broken {
    pub(crate) code: Code,
    pub(crate) line: u64,
    pub(crate) message: String,
}

/// A record on its way through.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Row<'r> {
    /// The physical line on which it begins, from 1.
    pub(crate) line: u64,
    /// How many lines it takes.
    pub(crate) lines: u64,
    /// Empty lines before it.
    pub(crate) blank_before: u64,
    /// The file ends here without a line end: the record may be cut off.
    pub(crate) cut: bool,
    /// Its cells.
    pub(crate) cells: &'r StringRecord,
    /// What each cell of a sheet is; empty for text.
    pub(crate) kinds: &'r [Kind],
    /// The cells stand where a sheet has them: a short row is no sign of a lost separator.
    pub(crate) placed: bool,
}

impl<'r> Row<'r> {
    /// A cell without the space around it; empty where the record is too short.
    pub(crate) fn cell(&self, column: usize) -> &'r str {
        unwrapped(trim(self.cells.get(column).unwrap_or("")))
    }

    /// What a cell of a sheet is; text is always text.
    pub(crate) fn kind(&self, column: usize) -> Kind {
        self.kinds.get(column).copied().unwrap_or_default()
    }

    /// True when something stands in the cell, be it a formula without a result.
    pub(crate) fn filled(&self, column: usize) -> bool {
        !self.cell(column).is_empty() || self.kind(column) == Kind::Uncached
    }
}

/// `="00042"`, by which programs keep a spreadsheet from reading a text as a number, is that text.
fn unwrapped(cell: &str) -> &str {
    let inner = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"'));
    inner
        .filter(|inner| !inner.contains('"'))
        .map_or(cell, trim)
}

/// The records of a text, one after the other.
pub(crate) struct Records<'t> {
    text: &'t [u8],
    delimiter: u8,
    reader: csv::Reader<Feed<'t>>,
    record: StringRecord,
    /// The physical line of the byte at `counted`.
    line: u64,
    counted: usize,
    /// Line of the last byte of the record before; 0 before the first.
    last_line: u64,
    /// Where `text` begins in its file, in lines.
    first_line: u64,
}

impl<'t> Records<'t> {
    /// The records of `text`, whose first line is `first_line` of the file.
    pub(crate) fn new(text: &'t str, delimiter: u8, first_line: u64) -> Records<'t> {
        let text = text.as_bytes();
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER)
            .from_reader(Feed {
                rest: text,
                given: 0,
                allowed: 0,
            });
        Records {
            text,
            delimiter,
            reader,
            record: StringRecord::new(),
            line: first_line,
            counted: 0,
            last_line: first_line - 1,
            first_line,
        }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        self.counted
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, Broken> {
        let before = self.position_in_reader();
        self.reader.get_mut().allowed = before.saturating_add(MAX_RECORD + BUFFER);
        let begin = self.skip_line_ends(before);
        let line = self.count_to(begin);
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(_) => return Err(self.endless(begin, line)),
        }
        let end = self.position_in_reader().min(self.text.len());
        self.check(begin, end, line)?;
        let blank_before = line.saturating_sub(self.last_line + 1);
        let mut last = end;
        while last > begin && matches!(self.text[last - 1], b'\n' | b'\r') {
            last -= 1;
        }
        self.last_line = self.count_to(last);
        Ok(Some(Row {
            line,
            lines: self.last_line - line + 1,
            blank_before,
            cut: last == self.text.len(),
            cells: &self.record,
            kinds: &[],
            placed: false,
        }))
    }

    /// After the last record: physical lines in all, and the empty ones at the end.
    pub(crate) fn at_end(&mut self) -> (u64, u64) {
        let ends_open = !matches!(self.text.last(), None | Some(b'\n' | b'\r'));
        let line = self.count_to(self.text.len());
        let lines = line - u64::from(!ends_open);
        (
            lines - (self.first_line - 1),
            lines.saturating_sub(self.last_line),
        )
    }

    fn position_in_reader(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    fn skip_line_ends(&self, from: usize) -> usize {
        let tail = self.text.get(from..).unwrap_or_default();
        from + tail
            .iter()
            .take_while(|b| matches!(**b, b'\n' | b'\r'))
            .count()
    }

    /// The line of the byte at `to`, which is not before the last one asked for.
    fn count_to(&mut self, to: usize) -> u64 {
        let between = self.text.get(self.counted..to).unwrap_or_default();
        let ends: usize = between.iter().map(|b| usize::from(*b == b'\n')).sum();
        self.line += (ends + lone_returns(between)) as u64;
        self.counted = self.counted.max(to);
        self.line
    }

    /// A record beyond the limit: most often a quote that swallows what follows.
    fn endless(&self, begin: usize, line: u64) -> Broken {
        let raw = self.text.get(begin..).unwrap_or_default();
        let head = &raw[..raw.len().min(MAX_RECORD)];
        if quoting(head, self.delimiter, true) == Quoting::Open {
            return unclosed(line);
        }
        Broken {
            code: Code::RecordTooLong,
            line,
            message: format!(
                "the line is longer than {MAX_RECORD} bytes: this is not a list of open items"
            ),
        }
    }

    fn check(&self, begin: usize, end: usize, line: u64) -> Result<(), Broken> {
        let broken = |code, message| {
            Err(Broken {
                code,
                line,
                message,
            })
        };
        let raw = self.text.get(begin..end).unwrap_or_default();
        // Only a record with a quote and a line end in it can have swallowed something.
        let several_lines = raw.trim_ascii_end().contains(&b'\n');
        if (several_lines || end == self.text.len())
            && quoting(raw, self.delimiter, several_lines) == Quoting::Open
        {
            return Err(unclosed(line));
        }
        if raw.len() > MAX_RECORD {
            return Err(self.endless(begin, line));
        }
        if self.record.len() > MAX_COLUMNS {
            return broken(
                Code::TooManyColumns,
                format!(
                    "{} columns, at most {MAX_COLUMNS} are read: this is not a list of open items",
                    self.record.len()
                ),
            );
        }
        if raw.len() > MAX_CELL && self.record.iter().any(|c| c.len() > MAX_CELL) {
            return broken(
                Code::FieldTooLong,
                format!(
                    "a cell is longer than {MAX_CELL} bytes: look for a quote that is not closed"
                ),
            );
        }
        Ok(())
    }
}

fn unclosed(line: u64) -> Broken {
    Broken {
        code: Code::UnterminatedQuote,
        line,
        message: "a quote opens in this record and is never closed, so what follows cannot be told apart; close it or export the file again".to_owned(),
    }
}

/// Returns that are no part of a `\r\n`.
fn lone_returns(text: &[u8]) -> usize {
    if !text.contains(&b'\r') {
        return 0;
    }
    let next = text.iter().skip(1).chain(std::iter::once(&0));
    text.iter()
        .zip(next)
        .map(|(b, next)| usize::from(*b == b'\r' && *next != b'\n'))
        .sum()
}

/// How the quotes of a record stand.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Quoting {
    Sound,
    /// A quote is never closed; or, with `strict`, it is closed by one that has text behind it: the opening quote of
    /// a later cell, so that everything between was swallowed.
    Open,
}

/// Follows the quotes of one record by the rules of the splitter.
fn quoting(raw: &[u8], delimiter: u8, strict: bool) -> Quoting {
    #[derive(Copy, Clone, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::Start;
    for &b in raw {
        at = match (at, b) {
            (At::Start, b'"') | (At::QuoteInQuoted, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) => At::Quoted,
            (_, b'\n' | b'\r') => At::Start,
            (_, b) if b == delimiter => At::Start,
            (At::QuoteInQuoted, _) if strict => return Quoting::Open,
            (At::Start | At::Plain | At::QuoteInQuoted, _) => At::Plain,
        };
    }
    if at == At::Quoted {
        Quoting::Open
    } else {
        Quoting::Sound
    }
}

/// Hands out the text up to what is allowed: a record without an end then stops the splitter instead of filling memory.
struct Feed<'t> {
    rest: &'t [u8],
    given: usize,
    allowed: usize,
}

impl Read for Feed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.allowed && !self.rest.is_empty() {
            return Err(io::Error::other("record too long"));
        }
        let n = self.rest.len().min(out.len());
        let (now, later) = self.rest.split_at(n);
        out[..n].copy_from_slice(now);
        self.rest = later;
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, u64, Vec<String>)> {
        let mut records = Records::new(text, b',', 1);
        let mut out = Vec::new();
        while let Some(row) = records.next().expect("splits") {
            let cells = row.cells.iter().map(str::to_owned).collect();
            out.push((row.line, row.blank_before, cells));
        }
        out
    }

    fn code(text: &str) -> (Code, u64) {
        let mut records = Records::new(text, b',', 1);
        loop {
            match records.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("nothing broken"),
                Err(broken) => return (broken.code, broken.line),
            }
        }
    }

    #[test]
    fn lines_are_physical_over_blank_lines_and_quoted_line_ends() {
        for eol in ["\n", "\r\n"] {
            let text = ["title", "", "", "a,\"two", "lines\",b", "c,d,e", "", "f,,"].join(eol);
            let got: Vec<(u64, u64)> = rows(&text).iter().map(|r| (r.0, r.1)).collect();
            assert_eq!(got, [(1, 0), (4, 2), (6, 0), (8, 1)], "{eol:?}");
            let mut records = Records::new(&text, b',', 1);
            while records.next().expect("splits").is_some() {}
            assert_eq!(records.at_end(), (8, 0));
            let text = text + eol + eol;
            let mut records = Records::new(&text, b',', 1);
            while records.next().expect("splits").is_some() {}
            assert_eq!(records.at_end(), (9, 1));
        }
    }

    #[test]
    fn a_return_alone_ends_a_line_too() {
        let got: Vec<u64> = rows("a,b\rc,d\r\n\re,f\n").iter().map(|r| r.0).collect();
        assert_eq!(got, [1, 2, 4]);
    }

    #[test]
    fn doubled_quotes_stay_one() {
        assert_eq!(rows("\"Al \"\"Big Al\"\"\",1")[0].2[0], "Al \"Big Al\"");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_at_the_line_where_its_record_begins() {
        assert_eq!(code("a,b\nc,\"d\ne,f\ng,h\n"), (Code::UnterminatedQuote, 2));
        // Closed by the opening quote of a later row: what stands between would be lost, and money with it.
        assert_eq!(
            code("C1,\"Alder,5\nC2,\"Bob\",7\nC3,Cid,9\n"),
            (Code::UnterminatedQuote, 1)
        );
        assert_eq!(rows("a,\"b\"").len(), 1);
        assert_eq!(rows("a,5\" pipe").len(), 1);
        assert_eq!(rows("a,\"b\"\"\"").len(), 1);
    }

    #[test]
    fn limits_stop_the_splitting_where_it_would_fill_memory() {
        let long = format!("a,b\n{}", "x".repeat(5 * MAX_RECORD));
        assert_eq!(code(&long), (Code::RecordTooLong, 2));
        let cell = format!("a,b\n{},c\n", "x".repeat(MAX_CELL + 1));
        assert_eq!(code(&cell), (Code::FieldTooLong, 2));
        let wide = ",".repeat(MAX_COLUMNS);
        assert_eq!(code(&wide), (Code::TooManyColumns, 1));
        let open = format!("a,\"{}", "x,\n".repeat(MAX_RECORD));
        assert_eq!(code(&open), (Code::UnterminatedQuote, 1));
        let fits = format!("{},c\n", "x".repeat(MAX_CELL));
        assert_eq!(rows(&fits).len(), 1);
    }
}
