//! XML Spreadsheet 2003, which NetSuite and others write under a name that ends in `.xls`.
//!
//! Values carry their type, so numbers and days are read as in a workbook. `xml_guard` watches the document first: no document
//! type, no entities of its own.

use super::container::Unreadable;
use super::grid::{Grid, Kind, Packer};
use super::markup::{Token, Tokens, attribute, plain};
use super::numbers;
use super::workbook::damaged;
use super::xml_guard::{Guard, MAX_TEXT, too_long};

/// A cell that is open.
#[derive(Debug, Default)]
struct Cell {
    column: u32,
    formula: bool,
    /// The type of its data, when it has any.
    data: Option<String>,
    text: String,
    /// Its data is open.
    reading: bool,
}

#[derive(Debug, Default)]
struct Book {
    packer: Packer,
    grids: Vec<Grid>,
    in_sheet: bool,
    hidden: bool,
    /// In `<Visible>`.
    visible: bool,
    line: u64,
    column: u32,
    cell: Option<Cell>,
    whole: bool,
}

/// Reads the sheets.
pub(crate) fn read(text: &str) -> Result<Vec<Grid>, Unreadable> {
    Guard::default().feed(text.as_bytes())?;
    let mut book = Book::default();
    for token in Tokens::new(text) {
        match token {
            Token::Open { name, rest, closed } => {
                book.open(&name, rest)?;
                if closed {
                    book.close(&name)?;
                }
            }
            Token::Close(name) => book.close(&name)?,
            Token::Text(text) => book.text(&plain(text))?,
            Token::Verbatim(text) => book.text(text)?,
        }
    }
    if !book.whole {
        return Err(Unreadable::new(
            "the workbook ends in the middle: it was cut off on its way; export it again"
                .to_owned(),
        ));
    }
    Ok(book.grids)
}

impl Book {
    fn open(&mut self, name: &str, rest: &str) -> Result<(), Unreadable> {
        match name {
            "worksheet" => {
                let name = attribute(rest, "name").unwrap_or_default();
                self.packer.sheet(&name, false, false);
                (self.in_sheet, self.hidden, self.line) = (true, false, 0);
            }
            "row" => {
                let next = self.line + 1;
                self.line = index(rest)?.unwrap_or(next);
                self.column = 0;
                if self.line < next {
                    return Err(damaged());
                }
            }
            "cell" if self.in_sheet => {
                let next = self.column;
                let column = match index(rest)? {
                    Some(index) => u32::try_from(index - 1).map_err(|_| damaged())?,
                    None => next,
                };
                if column < next || self.line == 0 {
                    return Err(damaged());
                }
                let across = attribute(rest, "mergeacross").and_then(|n| n.parse::<u32>().ok());
                self.column = column.saturating_add(1).saturating_add(across.unwrap_or(0));
                self.cell = Some(Cell {
                    column,
                    formula: attribute(rest, "formula").is_some(),
                    ..Cell::default()
                });
            }
            "data" => {
                if let Some(cell) = &mut self.cell {
                    cell.data = Some(attribute(rest, "type").unwrap_or_default().into_owned());
                    cell.reading = true;
                }
            }
            "visible" => self.visible = true,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "data" => {
                if let Some(cell) = &mut self.cell {
                    cell.reading = false;
                }
            }
            "cell" => {
                if let Some(cell) = self.cell.take() {
                    let (kind, text) = value(&cell);
                    self.packer.cell(self.line, cell.column, kind, &text)?;
                }
            }
            "worksheet" if self.in_sheet => {
                let mut grid = self.packer.finish();
                grid.hidden = self.hidden;
                self.grids.push(grid);
                self.in_sheet = false;
            }
            "visible" => self.visible = false,
            "workbook" => self.whole = true,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        self.hidden |= self.visible && text.contains("Hidden");
        match &mut self.cell {
            Some(cell) if cell.reading => {
                cell.text.push_str(text);
                if cell.text.len() > MAX_TEXT && cell.text.chars().count() > MAX_TEXT {
                    return Err(too_long());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// `ss:Index`, which counts from 1.
fn index(rest: &str) -> Result<Option<u64>, Unreadable> {
    match attribute(rest, "index") {
        None => Ok(None),
        Some(said) => match said.trim().parse() {
            Ok(n @ 1..=16_777_216) => Ok(Some(n)),
            _ => Err(damaged()),
        },
    }
}

fn value(cell: &Cell) -> (Kind, String) {
    let text = cell.text.trim();
    let Some(data) = &cell.data else {
        return match cell.formula {
            true => (Kind::Uncached, String::new()),
            false => (Kind::Text, String::new()),
        };
    };
    match data.as_str() {
        "Number" => match text.parse::<f64>() {
            Ok(v) => match (numbers::number(v), cell.formula) {
                ((Kind::Number, zero), true) if zero == "0" => (Kind::FormulaZero, zero),
                (number, _) => number,
            },
            Err(_) if text.is_empty() && cell.formula => (Kind::Uncached, String::new()),
            Err(_) => (Kind::Error, text.to_owned()),
        },
        // 1899-12-31 is a time without a day.
        "DateTime" => match text.split_once('T').map_or(text, |(day, _)| day) {
            day if day.len() == 10 && !day.starts_with("1899") => (Kind::Text, day.to_owned()),
            _ => (Kind::NoDay, text.to_owned()),
        },
        "Boolean" => match text {
            "1" => (Kind::Text, "TRUE".to_owned()),
            _ => (Kind::Text, "FALSE".to_owned()),
        },
        "Error" => (Kind::Error, text.to_owned()),
        _ => (Kind::Text, cell.text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(sheets: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
            <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{sheets}</Workbook>"
        )
    }

    fn rows(grid: &Grid) -> Vec<(u64, Vec<(String, Kind)>)> {
        let mut rows = grid.rows();
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            let cells = row.cells.iter().map(str::to_owned);
            out.push((row.line, cells.zip(row.kinds.iter().copied()).collect()));
        }
        out
    }

    #[test]
    fn typed_values_are_read_where_their_indexes_put_them() {
        let text = book(
            "<Worksheet ss:Name=\"A&amp;R\"><Table><Row ss:Index=\"3\"><Cell ss:MergeAcross=\"1\"><Data ss:Type=\"String\">R&amp;D <B>Ltd</B></Data></Cell>\
            <Cell><Data ss:Type=\"Number\">1234.5600000000001</Data></Cell><Cell ss:Index=\"6\"><Data ss:Type=\"DateTime\">2026-11-20T00:00:00.000</Data></Cell></Row>\
            <Row><Cell ss:Formula=\"=SUM(A1)\"/><Cell ss:Formula=\"=1-1\"><Data ss:Type=\"Number\">0</Data></Cell><Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>\
            </Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
        );
        let grids = read(&text).expect("a workbook");
        assert_eq!((grids[0].name.as_str(), grids[0].hidden), ("A&R", true));
        let blank = || (String::new(), Kind::Text);
        assert_eq!(
            rows(&grids[0]),
            [
                (
                    3,
                    vec![
                        ("R&D Ltd".into(), Kind::Text),
                        blank(),
                        ("1234.56".into(), Kind::Number),
                        blank(),
                        blank(),
                        ("2026-11-20".into(), Kind::Text),
                    ]
                ),
                (
                    4,
                    vec![
                        (String::new(), Kind::Uncached),
                        ("0".into(), Kind::FormulaZero),
                        ("#N/A".into(), Kind::Error),
                    ]
                ),
            ]
        );
    }

    #[test]
    fn what_is_cut_off_goes_backwards_or_declares_entities_is_refused() {
        let whole = book("<Worksheet ss:Name=\"a\"><Table/></Worksheet>");
        assert!(read(&whole).is_ok());
        let cut = read(&whole[..whole.len() - 12]).expect_err("cut");
        assert!(cut.message.contains("cut off"), "{}", cut.message);
        let back = book(
            "<Worksheet><Table><Row ss:Index=\"5\"></Row><Row ss:Index=\"5\"></Row></Table></Worksheet>",
        );
        assert!(read(&back).is_err());
        let entity = format!("<!DOCTYPE a [<!ENTITY x \"y\">]>{whole}");
        assert!(
            read(&entity)
                .expect_err("entity")
                .message
                .contains("entities")
        );
    }
}
