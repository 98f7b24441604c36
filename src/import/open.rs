//! A file opened: its text or its sheets, and where in them the table begins.
//!
//! Text is tried with one delimiter after the other, a workbook sheet by sheet; the best header wins, not the first. What
//! cannot be opened leaves one reason, the most exact that was met.

use super::catalog::Profiles;
use super::clean::heading;
use super::container::{Contents, Unreadable};
use super::delimiter;
use super::encoding::{self, Decoded};
use super::findings::Code;
use super::grid::{Grid, Shape};
use super::header::{self, HEAD, Head, Header, NoHeader};
use super::plan::Plan;
use super::profile::Profile;
use super::records::{Broken, Records};
use super::rows::Rows;
use super::vocabulary::Field;
use super::{ReadOptions, listing};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A file whose header is known.
pub(crate) struct Opened<'b, 'p> {
    source: Source<'b>,
    pub(crate) header: Header<'p>,
    /// The rows above the header.
    pub(crate) titles: Vec<Vec<String>>,
    /// The sheet that is read, and others that could be read as well, when there are any.
    pub(crate) others: Option<(String, Vec<String>)>,
}

enum Source<'b> {
    Text {
        decoded: Decoded<'b>,
        delimiter: u8,
        skip: usize,
        first_line: u64,
    },
    Sheet {
        grid: Cow<'b, Grid>,
        /// The columns that are no spacers.
        keep: Vec<usize>,
        /// What the container is called.
        name: &'static str,
    },
}

/// What stops a file.
pub(crate) struct Stop {
    pub(crate) code: Code,
    pub(crate) line: u64,
    pub(crate) message: String,
}

impl Stop {
    /// Whoever reads does not want it any more; nobody sees this.
    pub(crate) fn asked() -> Stop {
        Stop {
            code: Code::TruncatedFile,
            line: 0,
            message: "the reading was stopped".to_owned(),
        }
    }
}

impl From<Broken> for Stop {
    fn from(b: Broken) -> Stop {
        Stop {
            code: b.code,
            line: b.line,
            message: b.message,
        }
    }
}

impl From<NoHeader> for Stop {
    fn from(no: NoHeader) -> Stop {
        Stop {
            code: no.code,
            line: no.line,
            message: no.message,
        }
    }
}

impl From<&Unreadable> for Stop {
    fn from(refused: &Unreadable) -> Stop {
        Stop {
            code: refused.code,
            line: 0,
            message: refused.message.clone(),
        }
    }
}

impl Opened<'_, '_> {
    /// All rows of the file, from its first line. With a plan the numbers of a sheet are shown as the plan reads them.
    pub(crate) fn rows(&self, plan: Option<&Plan<'_>>) -> Rows<'_> {
        match &self.source {
            Source::Text {
                decoded,
                delimiter,
                skip,
                first_line,
            } => {
                let text = decoded.text.get(*skip..).unwrap_or("");
                Rows::Text(Records::new(text, *delimiter, *first_line))
            }
            Source::Sheet { grid, keep, .. } => {
                let shape = match plan {
                    Some(plan) => plan.shape(keep.clone()),
                    None => Shape {
                        keep: keep.clone(),
                        ..Shape::default()
                    },
                };
                Rows::Grid(grid.rows().shaped(shape))
            }
        }
    }

    /// What the file is written in.
    pub(crate) fn encoding(&self) -> &str {
        match &self.source {
            Source::Text { decoded, .. } => &decoded.name,
            Source::Sheet { name, .. } => name,
        }
    }

    /// A word to look at, when the encoding was guessed.
    pub(crate) fn sample(&self) -> Option<&str> {
        match &self.source {
            Source::Text { decoded, .. } => decoded.sample.as_deref(),
            Source::Sheet { .. } => None,
        }
    }

    /// True when some cell may hold a NUL.
    pub(crate) fn has_nul(&self) -> bool {
        match &self.source {
            Source::Text { decoded, .. } => decoded.text.contains('\0'),
            Source::Sheet { .. } => true,
        }
    }

    /// How far the rows are, in the measure of the file's own bytes.
    pub(crate) fn progress(&self, position: usize, bytes: usize) -> usize {
        match &self.source {
            Source::Text { .. } => position.min(bytes),
            Source::Sheet { grid, .. } => {
                let part = position as u128 * bytes as u128 / grid.len().max(1) as u128;
                usize::try_from(part).unwrap_or(bytes).min(bytes)
            }
        }
    }
}

/// Opens a file: finds its table.
pub(crate) fn open<'b, 'p>(
    bytes: &'b [u8],
    contents: &'b Contents,
    options: &ReadOptions,
    profiles: &'p Profiles,
) -> Result<Opened<'b, 'p>, Stop> {
    let forced = match &options.profile {
        None => None,
        Some(id) => Some(profiles.get(id).ok_or_else(|| Stop {
            code: Code::UnknownProfile,
            line: 0,
            message: format!(
                "there is no profile '{id}'; known: {}",
                profiles.ids().collect::<Vec<_>>().join(", ")
            ),
        })?),
    };
    match contents {
        Contents::Refused(refused) => Err(refused.into()),
        Contents::Text => {
            let decoded =
                encoding::decode(bytes, options.encoding.as_deref()).map_err(|e| Stop {
                    code: e.code,
                    line: 0,
                    message: e.message,
                })?;
            open_text(decoded, profiles, forced)
        }
        Contents::Sheets(name, grids) => open_sheets(name, grids, profiles, forced),
    }
}

/// Tries the delimiters, the likeliest first, until a header is found; then the fixed columns of a printed list.
fn open_text<'b, 'p>(
    decoded: Decoded<'b>,
    profiles: &'p Profiles,
    forced: Option<&'p Profile>,
) -> Result<Opened<'b, 'p>, Stop> {
    let cut = delimiter::find(&decoded.text);
    let text = decoded.text.get(cut.skip..).unwrap_or("");
    let first_line = if cut.skip > 0 { 2 } else { 1 };
    let mut why: Option<Stop> = None;
    for delimiter in cut.delimiters {
        let mut records = Records::new(text, delimiter, first_line);
        let mut head = Vec::new();
        let mut broken = None;
        while head.len() < HEAD {
            match records.next() {
                Ok(Some(row)) => {
                    head.push((row.line, row.cells.iter().map(str::to_owned).collect()));
                }
                Ok(None) => break,
                // The header may well stand above; the rows will meet it again.
                Err(b) => {
                    broken = Some(Stop::from(b));
                    break;
                }
            }
        }
        match header::find(&head, profiles, forced) {
            Ok(header) => {
                let titles = head.into_iter().take(header.row).map(|(_, c)| c).collect();
                return Ok(Opened {
                    source: Source::Text {
                        decoded,
                        delimiter,
                        skip: cut.skip,
                        first_line,
                    },
                    header,
                    titles,
                    others: None,
                });
            }
            // The likeliest delimiter gives the reason; but one that knows more than "no header" is better.
            Err(no) => {
                let stop = broken.unwrap_or_else(|| no.into());
                if why.as_ref().is_none_or(|w| vague(w) && !vague(&stop)) {
                    why = Some(stop);
                }
            }
        }
    }
    let why = why.unwrap_or_else(|| Stop {
        code: Code::NotATable,
        line: 0,
        message: "this is text without columns; export the report as CSV or Excel".to_owned(),
    });
    let exact = !vague(&why);
    let printed = match listing::read(&decoded.text) {
        None => return Err(why),
        Some(Ok(grid)) => open_listing(grid, profiles, forced),
        Some(Err(unclear)) => Err(Stop {
            code: Code::NotATable,
            line: unclear.line,
            message: unclear.message,
        }),
    };
    match printed {
        Err(_) if exact => Err(why),
        printed => printed,
    }
}

/// A printed list, whose names may have been cut to the width of their column: then only a number tells customers apart.
fn open_listing<'b, 'p>(
    grid: Grid,
    profiles: &'p Profiles,
    forced: Option<&'p Profile>,
) -> Result<Opened<'b, 'p>, Stop> {
    let opened = open_sheet(Cow::Owned(grid), "print listing", profiles, forced)?;
    let columns = &opened.header.columns;
    let (None, Some(name)) = (columns.of(Field::CustomerId), columns.of(Field::Customer)) else {
        return Ok(opened);
    };
    let mut names: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut rows = opened.rows(None);
    let mut index = 0;
    while let Some(row) = rows.next()? {
        index += 1;
        let cell = row.cell(name);
        if index > opened.header.row + 1 && !cell.is_empty() {
            let same_length = names.entry(cell.chars().count()).or_default();
            same_length.insert(cell.to_owned());
        }
    }
    drop(rows);
    match names.last_key_value() {
        Some((width, cut)) if cut.len() > 1 => Err(Stop {
            code: Code::MissingColumn,
            line: 0,
            message: format!(
                "the names of this printed list seem to be cut to {width} characters, and two customers could become one; add the customer number to the report, or export CSV"
            ),
        }),
        _ => Ok(opened),
    }
}

fn vague(stop: &Stop) -> bool {
    stop.code == Code::NoHeader || stop.code == Code::NotATable
}

/// Reads the sheet with the best header.
fn open_sheets<'b, 'p>(
    name: &'static str,
    grids: &'b [Grid],
    profiles: &'p Profiles,
    forced: Option<&'p Profile>,
) -> Result<Opened<'b, 'p>, Stop> {
    let mut best: Option<Opened<'b, 'p>> = None;
    let mut readable = Vec::new();
    let mut why: Option<Stop> = None;
    let mut hidden = None;
    for grid in grids {
        match open_sheet(Cow::Borrowed(grid), name, profiles, forced) {
            Ok(_) if grid.hidden => hidden = Some(grid.name.clone()),
            Ok(opened) => {
                if has_rows(&opened) {
                    readable.push(grid.name.clone());
                }
                let worth = |o: &Opened<'_, '_>| {
                    let header = &o.header;
                    (
                        has_rows(o),
                        !header.profile.fallback,
                        header.columns.mapped(),
                    )
                };
                // Of equals the first.
                if best.as_ref().is_none_or(|b| worth(&opened) > worth(b)) {
                    best = Some(opened);
                }
            }
            Err(stop) if !grid.hidden => {
                if why.as_ref().is_none_or(|w| vague(w) && !vague(&stop)) {
                    why = Some(stop);
                }
            }
            Err(_) => {}
        }
    }
    let Some(mut opened) = best else {
        return Err(match (hidden, why) {
            (Some(hidden), _) => Stop {
                code: Code::NoHeader,
                line: 0,
                message: format!(
                    "the list stands on the sheet '{hidden}', which is hidden; show it, save and import again"
                ),
            },
            (None, Some(why)) => why,
            (None, None) => Stop {
                code: Code::NotATable,
                line: 0,
                message: "the workbook has no sheet with cells; export the report again".to_owned(),
            },
        });
    };
    let chosen = match &opened.source {
        Source::Sheet { grid, .. } => grid.name.clone(),
        Source::Text { .. } => String::new(),
    };
    readable.retain(|name| *name != chosen);
    if !readable.is_empty() {
        opened.others = Some((chosen, readable));
    }
    Ok(opened)
}

fn open_sheet<'b, 'p>(
    grid: Cow<'b, Grid>,
    name: &'static str,
    profiles: &'p Profiles,
    forced: Option<&'p Profile>,
) -> Result<Opened<'b, 'p>, Stop> {
    let mut rows = grid.rows();
    let mut head: Head = Vec::new();
    while head.len() < HEAD
        && let Some(row) = rows.next()
    {
        head.push((row.line, row.cells.iter().map(str::to_owned).collect()));
    }
    let found = header::find(&head, profiles, forced)?;
    let titles = head
        .iter()
        .take(found.row)
        .map(|(_, c)| c.clone())
        .collect();
    let keep = columns_in_use(&grid, &found);
    let kept = head
        .into_iter()
        .map(|(line, cells)| {
            let last = cells.len();
            let cells = keep
                .iter()
                .take_while(|k| **k < last)
                .map(|k| cells[*k].clone());
            (line, cells.collect())
        })
        .collect();
    let header = header::find(&kept, profiles, forced)?;
    Ok(Opened {
        source: Source::Sheet { grid, keep, name },
        header,
        titles,
        others: None,
    })
}

/// The columns that have a name or, at or below the header, any content: between them reports for the eye have spacers.
fn columns_in_use(grid: &Grid, header: &Header<'_>) -> Vec<usize> {
    let mut used: Vec<bool> = header
        .cells
        .iter()
        .map(|h| !heading(h).is_empty())
        .collect();
    let mut rows = grid.rows();
    let mut index = 0;
    while let Some(row) = rows.next() {
        index += 1;
        if index <= header.row + 1 {
            continue;
        }
        if row.cells.len() > used.len() {
            used.resize(row.cells.len(), false);
        }
        for (column, used) in used.iter_mut().enumerate() {
            *used = *used || row.filled(column);
        }
    }
    used.iter()
        .enumerate()
        .filter_map(|(column, used)| used.then_some(column))
        .collect()
}

/// Something stands below the header.
fn has_rows(opened: &Opened<'_, '_>) -> bool {
    let mut rows = opened.rows(None);
    for _ in 0..=opened.header.row {
        if !matches!(rows.next(), Ok(Some(_))) {
            return false;
        }
    }
    matches!(rows.next(), Ok(Some(_)))
}
