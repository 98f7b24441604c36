//! Sheets of cells, packed: what a workbook, a web table or a listing is turned into before anybody asks what it means.
//!
//! A sheet is kept as one run of bytes and unpacked row by row, so that the largest that is allowed stays small in memory and
//! can cross a pipe as it is. Every cell is text and a [`Kind`]: what a spreadsheet knows of a cell and text cannot say.
//! `records` is the other source of rows, `rows` makes them one.

use super::records::Row;
use csv::StringRecord;

/// The most cells of one file.
pub(crate) const MAX_CELLS: u64 = 5_000_000;
/// The most columns of a sheet, as in text.
pub(crate) const MAX_COLUMNS: u32 = 1024;
/// The most bytes that the packed sheets of one file may take.
pub(crate) const MAX_PACKED: usize = 64 * 1024 * 1024;

/// What is known of a cell besides its text.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Kind {
    /// Text, a day as ISO, a truth value; an empty one is blank.
    #[default]
    Text = 0,
    /// A number, written with a point and without grouping, whatever the language of the sheet.
    Number = 1,
    /// A formula whose kept result is 0: as a number a 0, as a total maybe one that was never worked out.
    FormulaZero = 2,
    /// A formula without a kept result. Its text is empty, but the cell is not blank.
    Uncached = 3,
    /// An error; its text is what the sheet shows, `#N/A`.
    Error = 4,
    /// A number of more than 15 digits, of which the sheet has kept 15.
    LongNumber = 5,
    /// A day that never was.
    NoDay = 6,
}

impl Kind {
    const ALL: [Kind; 7] = [
        Kind::Text,
        Kind::Number,
        Kind::FormulaZero,
        Kind::Uncached,
        Kind::Error,
        Kind::LongNumber,
        Kind::NoDay,
    ];

    /// Why a cell of this kind cannot be used as data.
    pub(crate) const fn fault(self) -> Option<&'static str> {
        match self {
            Kind::Text | Kind::Number | Kind::FormulaZero => None,
            Kind::Uncached => Some(
                "the formula of this cell has no result in the file; open it in a spreadsheet, save it and import it again",
            ),
            Kind::Error => Some("the cell shows an error; correct it in the sheet"),
            Kind::LongNumber => Some(
                "a number of more than 15 digits, of which a sheet keeps only 15; format the column as text and export it again",
            ),
            Kind::NoDay => Some("this day does not exist (serial number 60 or out of range)"),
        }
    }
}

/// One sheet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) name: String,
    /// Not shown by the spreadsheet.
    pub(crate) hidden: bool,
    /// Days count from 1904.
    pub(crate) from_1904: bool,
    rows: u64,
    packed: Vec<u8>,
}

/// Why a sheet cannot be packed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Overfull {
    /// More cells than [`MAX_CELLS`].
    Cells,
    /// A cell right of [`MAX_COLUMNS`].
    Columns,
    /// More bytes than [`MAX_PACKED`].
    Bytes,
}

/// Packs the cells of one sheet after the other, row by row and from left to right.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    grid: Grid,
    line: u64,
    row: Vec<u8>,
    columns: u32,
    cells: u64,
    before: usize,
}

impl Packer {
    /// Begins a sheet.
    pub(crate) fn sheet(&mut self, name: &str, hidden: bool, from_1904: bool) {
        self.grid = Grid {
            name: name.to_owned(),
            hidden,
            from_1904,
            rows: 0,
            packed: Vec::new(),
        };
        self.line = 0;
    }

    /// Adds a cell. `line` counts from 1 and `column` from 0; neither goes back. Blank cells are left out.
    ///
    /// # Errors
    /// When the file is larger than any report.
    pub(crate) fn cell(
        &mut self,
        line: u64,
        column: u32,
        kind: Kind,
        text: &str,
    ) -> Result<(), Overfull> {
        if text.is_empty() && kind != Kind::Uncached {
            return Ok(());
        }
        if line != self.line {
            self.end_row();
            self.line = line;
        }
        if column >= MAX_COLUMNS {
            return Err(Overfull::Columns);
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(Overfull::Cells);
        }
        while self.columns < column {
            self.row.push(0);
            self.columns += 1;
        }
        put(&mut self.row, ((text.len() as u64) << 3) | kind as u64);
        self.row.extend_from_slice(text.as_bytes());
        self.columns += 1;
        if self.before + self.grid.packed.len() + self.row.len() > MAX_PACKED {
            return Err(Overfull::Bytes);
        }
        Ok(())
    }

    /// Ends the sheet.
    pub(crate) fn finish(&mut self) -> Grid {
        self.end_row();
        self.before += self.grid.packed.len();
        std::mem::take(&mut self.grid)
    }

    fn end_row(&mut self) {
        if self.columns == 0 {
            return;
        }
        put(&mut self.grid.packed, self.line);
        put(&mut self.grid.packed, u64::from(self.columns));
        self.grid.packed.append(&mut self.row);
        self.grid.rows += 1;
        self.columns = 0;
    }
}

impl Grid {
    /// Bytes of its rows.
    pub(crate) fn len(&self) -> usize {
        self.packed.len()
    }

    /// Its rows, from the first.
    pub(crate) fn rows(&self) -> GridRows<'_> {
        GridRows {
            rest: &self.packed,
            all: self.packed.len(),
            from_1904: self.from_1904,
            shape: None,
            record: StringRecord::new(),
            kinds: Vec::new(),
            last_line: 0,
        }
    }

    /// Adds it to what crosses a pipe.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        put(out, self.name.len() as u64);
        out.extend_from_slice(self.name.as_bytes());
        out.push(u8::from(self.hidden) | u8::from(self.from_1904) << 1);
        put(out, self.rows);
        put(out, self.packed.len() as u64);
        out.extend_from_slice(&self.packed);
    }

    /// Takes the next one back; `None` when the bytes are not what [`Grid::write`] writes.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Grid> {
        let length = take(bytes)?;
        let name = std::str::from_utf8(cut(bytes, length)?).ok()?.to_owned();
        let flags = cut(bytes, 1)?[0];
        let rows = take(bytes)?;
        let length = take(bytes)?;
        let packed = cut(bytes, length)?.to_vec();
        let grid = Grid {
            name,
            hidden: flags & 1 != 0,
            from_1904: flags & 2 != 0,
            rows,
            packed,
        };
        // Read once to the end, so that nothing later can meet a broken cell.
        let mut walk = grid.rows();
        let mut n = 0;
        let (mut record, mut kinds) = (StringRecord::new(), Vec::new());
        while !walk.rest.is_empty() {
            walk.step(&mut record, &mut kinds)?;
            n += 1;
        }
        (n == rows).then_some(grid)
    }
}

/// How the columns of a sheet are to be shown, once it is known what they mean.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Shape {
    /// The columns that count, by their place in the sheet; the others are spacers.
    pub(crate) keep: Vec<usize>,
    /// Of those: the column's amounts are written with a decimal comma.
    pub(crate) comma: Vec<bool>,
    /// Of those: the column holds days, so a plain number may be one.
    pub(crate) days: Vec<bool>,
}

/// The rows of a sheet, one after the other.
pub(crate) struct GridRows<'g> {
    rest: &'g [u8],
    all: usize,
    from_1904: bool,
    shape: Option<Shape>,
    record: StringRecord,
    kinds: Vec<Kind>,
    last_line: u64,
}

impl<'g> GridRows<'g> {
    /// The same rows with their columns so shown.
    pub(crate) fn shaped(mut self, shape: Shape) -> GridRows<'g> {
        self.shape = Some(shape);
        self
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        self.all - self.rest.len()
    }

    /// The next row that is not blank.
    pub(crate) fn next(&mut self) -> Option<Row<'_>> {
        let (mut record, mut kinds) = (
            std::mem::take(&mut self.record),
            std::mem::take(&mut self.kinds),
        );
        let line = self.step(&mut record, &mut kinds);
        (self.record, self.kinds) = (record, kinds);
        let line = line?;
        let blank_before = line.saturating_sub(self.last_line + 1);
        self.last_line = line;
        Some(Row {
            line,
            lines: 1,
            blank_before,
            cut: false,
            cells: &self.record,
            kinds: &self.kinds,
            placed: true,
        })
    }

    /// After the last row: lines in all, and the blank ones at the end (a sheet has none).
    pub(crate) fn at_end(&self) -> (u64, u64) {
        (self.last_line, 0)
    }

    fn step(&mut self, record: &mut StringRecord, kinds: &mut Vec<Kind>) -> Option<u64> {
        record.clear();
        kinds.clear();
        let line = take(&mut self.rest)?;
        let columns = take(&mut self.rest)?;
        let mut kept = 0;
        for column in 0..columns {
            let head = take(&mut self.rest)?;
            let kind = *Kind::ALL.get(usize::try_from(head & 7).ok()?)?;
            let text = std::str::from_utf8(cut(&mut self.rest, head >> 3)?).ok()?;
            match &self.shape {
                None => {
                    record.push_field(text);
                    kinds.push(kind);
                }
                Some(shape) => {
                    if shape.keep.get(kept).map(|k| *k as u64) != Some(column) {
                        continue;
                    }
                    push_shaped(record, kind, text, shape, kept, self.from_1904);
                    kinds.push(kind);
                    kept += 1;
                }
            }
        }
        Some(line)
    }
}

fn push_shaped(
    record: &mut StringRecord,
    kind: Kind,
    text: &str,
    shape: &Shape,
    at: usize,
    from_1904: bool,
) {
    if !matches!(kind, Kind::Number | Kind::FormulaZero) {
        record.push_field(text);
    } else if shape.days.get(at) == Some(&true)
        && let Some(day) = super::numbers::day_of_plain_number(text, from_1904)
    {
        record.push_field(&day.to_string());
    } else if shape.comma.get(at) == Some(&true) && text.contains('.') {
        record.push_field(&text.replace('.', ","));
    } else {
        record.push_field(text);
    }
}

/// Writes a number in groups of seven bits, the lowest first.
fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or(0) | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or(0));
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0_u64;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

fn cut<'b>(bytes: &mut &'b [u8], length: u64) -> Option<&'b [u8]> {
    let (head, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(cells: &[(u64, u32, Kind, &str)]) -> Grid {
        let mut packer = Packer::default();
        packer.sheet("Sheet", false, false);
        for (line, column, kind, text) in cells {
            packer.cell(*line, *column, *kind, text).expect("fits");
        }
        packer.finish()
    }

    fn shown(mut rows: GridRows<'_>) -> Vec<(u64, u64, Vec<String>)> {
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            let cells = row.cells.iter().map(str::to_owned).collect();
            out.push((row.line, row.blank_before, cells));
        }
        out
    }

    #[test]
    fn cells_come_back_where_they_stood_with_the_lines_of_the_sheet() {
        let grid = packed(&[
            (2, 1, Kind::Text, "b"),
            (2, 2, Kind::Text, ""),
            (2, 3, Kind::Uncached, ""),
            (7, 0, Kind::Number, "1.5"),
        ]);
        assert_eq!(
            shown(grid.rows()),
            [
                (
                    2,
                    1,
                    vec![String::new(), "b".into(), String::new(), String::new()]
                ),
                (7, 4, vec!["1.5".into()]),
            ]
        );
        let mut rows = grid.rows();
        let row = rows.next().expect("a row");
        assert!(row.filled(3) && !row.filled(2) && !row.filled(9));
    }

    #[test]
    fn a_shape_drops_spacers_and_shows_numbers_as_their_column_means_them() {
        let grid = packed(&[
            (1, 1, Kind::Number, "234.567"),
            (1, 3, Kind::Number, "46337"),
            (1, 5, Kind::Text, "234.567"),
        ]);
        let shape = Shape {
            keep: vec![1, 3, 5],
            comma: vec![true, false, true],
            days: vec![false, true, false],
        };
        assert_eq!(
            shown(grid.rows().shaped(shape))[0].2,
            ["234,567", "2026-11-11", "234.567"]
        );
    }

    #[test]
    fn limits_hold_over_all_sheets_of_a_file() {
        let mut packer = Packer::default();
        packer.sheet("a", false, false);
        assert_eq!(
            packer.cell(1, MAX_COLUMNS, Kind::Text, "x"),
            Err(Overfull::Columns)
        );
        packer.cells = MAX_CELLS;
        assert_eq!(packer.cell(1, 0, Kind::Text, "x"), Err(Overfull::Cells));
        packer.cells = 0;
        packer.before = MAX_PACKED - 1;
        assert_eq!(packer.cell(1, 0, Kind::Text, "xy"), Err(Overfull::Bytes));
    }

    proptest! {
        #[test]
        fn what_crosses_a_pipe_comes_back_equal_and_noise_is_refused(
            cells in proptest::collection::vec((0u64..5, 0u32..7, 0usize..7, "\\PC{0,9}"), 0..12),
            noise in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let mut packer = Packer::default();
            packer.sheet("Blätter", true, true);
            let (mut line, mut next) = (1, 0);
            for (down, right, kind, text) in cells {
                if down > 0 {
                    (line, next) = (line + down, 0);
                }
                packer.cell(line, next + right, Kind::ALL[kind], &text).expect("fits");
                next += right + 1;
            }
            let grid = packer.finish();
            let mut bytes = Vec::new();
            grid.write(&mut bytes);
            let mut rest = &bytes[..];
            prop_assert_eq!(Grid::read(&mut rest), Some(grid));
            prop_assert!(rest.is_empty());
            let _ = Grid::read(&mut &noise[..]);
            for cut in 0..bytes.len() {
                prop_assert_eq!(Grid::read(&mut &bytes[..cut]), None);
            }
        }
    }
}
