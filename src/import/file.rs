//! One file through the whole pipeline: container, encoding, delimiter, header, plan, rows, totals, rejects.
//!
//! Every stage reports into the file's findings; a stage that cannot go on leaves a file with one fatal issue.

use super::accounts::{AccountBook, Accounts};
use super::catalog::Profiles;
use super::clean::heading;
use super::documents::Documents;
use super::encoding::{self, Decoded};
use super::findings::{Code, Fault, Findings};
use super::header::{self, HEAD, Header};
use super::held;
use super::layout::{Class, Classes, Seen, Tracker};
use super::payments::Payments;
use super::plan::{self, Plan};
use super::proof::{self, Proof, Total};
use super::records::{Broken, Records, Row};
use super::vocabulary::Records as Kind;
use super::{ReadOptions, container, delimiter};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{Covers, FileKind, Issue, Severity, StagedFile};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Rows between two calls of the progress.
const STEP: u64 = 8192;

/// A text that was cut into records, and its header.
struct Opened<'b, 'p> {
    decoded: &'b Decoded<'b>,
    delimiter: u8,
    skip: usize,
    first_line: u64,
    header: Header<'p>,
    titles: Vec<Vec<String>>,
}

impl Opened<'_, '_> {
    /// All records of the file, from its first line.
    fn records(&self) -> Records<'_> {
        let text = self.decoded.text.get(self.skip..).unwrap_or("");
        Records::new(text, self.delimiter, self.first_line)
    }
}

/// What stops a file.
struct Stop {
    code: Code,
    line: u64,
    message: String,
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

/// True when the file is one of customers, by its first bytes. Such files are read first, because the others of the set lean on them.
pub(crate) fn is_customers(bytes: &[u8], options: &ReadOptions, profiles: &Profiles) -> bool {
    let mut head = &bytes[..bytes.len().min(64 * 1024)];
    if head.len() < bytes.len()
        && let Some(end) = head.iter().rposition(|b| *b == b'\n')
    {
        head = &head[..=end];
    }
    let Ok(decoded) = decode(head, options) else {
        return false;
    };
    open(&decoded, options, profiles).is_ok_and(|o| o.header.profile.kind == FileKind::Customers)
}

/// Reads one file.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    profiles: &Profiles,
    accounts: &AccountBook,
    progress: &mut dyn FnMut(usize),
) -> StagedFile {
    let mut file = empty(name, bytes, options.currency);
    let stopped = decode(bytes, options).and_then(|decoded| {
        decoded.name.clone_into(&mut file.encoding);
        let opened = open(&decoded, options, profiles)?;
        read_opened(&opened, options, accounts, &mut file, progress)
    });
    if let Err(stop) = stopped {
        file.issues.push(Issue {
            line: stop.line,
            severity: Severity::Fatal,
            code: stop.code.name().to_owned(),
            field: None,
            value: None,
            message: stop.message,
        });
    }
    file
}

fn empty(name: &str, bytes: &[u8], currency: Currency) -> StagedFile {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(sha256, "{byte:02x}");
    }
    StagedFile {
        file: name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
        sha256,
        profile: String::new(),
        kind: FileKind::List,
        covers: Covers::Both,
        encoding: String::new(),
        as_of: None,
        rows: 0,
        currency,
        header: Vec::new(),
        declared_total: None,
        summed_total: Minor::ZERO,
        accounts: Vec::new(),
        documents: Vec::new(),
        payments: Vec::new(),
        issues: Vec::new(),
        rejects: Vec::new(),
    }
}

fn decode<'b>(bytes: &'b [u8], options: &ReadOptions) -> Result<Decoded<'b>, Stop> {
    container::refuse(bytes).map_err(|r| Stop {
        code: r.code,
        line: 0,
        message: r.message.to_owned(),
    })?;
    encoding::decode(bytes, options.encoding.as_deref()).map_err(|e| Stop {
        code: e.code,
        line: 0,
        message: e.message,
    })
}

/// Tries the delimiters, the likeliest first, until a header is found.
fn open<'b, 'p>(
    decoded: &'b Decoded<'b>,
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
                    decoded,
                    delimiter,
                    skip: cut.skip,
                    first_line,
                    header,
                    titles,
                });
            }
            // The likeliest delimiter gives the reason; but one that knows more than "no header" is better.
            Err(no) => {
                let stop = broken.unwrap_or(Stop {
                    code: no.code,
                    line: no.line,
                    message: no.message,
                });
                let vague = |s: &Stop| s.code == Code::NoHeader;
                if why.as_ref().is_none_or(|w| vague(w) && !vague(&stop)) {
                    why = Some(stop);
                }
            }
        }
    }
    Err(why.unwrap_or_else(|| Stop {
        code: Code::NotATable,
        line: 0,
        message: "this is text without columns; export the report as CSV".to_owned(),
    }))
}

/// What takes the data rows of a file.
enum Sink<'p> {
    Documents(Documents<'p>),
    Payments(Payments<'p>),
    Accounts(Accounts<'p>),
}

fn read_opened(
    opened: &Opened<'_, '_>,
    options: &ReadOptions,
    accounts: &AccountBook,
    file: &mut StagedFile,
    progress: &mut dyn FnMut(usize),
) -> Result<(), Stop> {
    let header = &opened.header;
    let profile = header.profile;
    profile.id.clone_into(&mut file.profile);
    file.kind = profile.kind;
    let mended = held::is_mended(&header.cells);
    file.covers = if mended {
        Covers::Nothing
    } else {
        profile.covers()
    };
    file.header.clone_from(&header.cells);
    file.as_of = plan::as_of_in(&opened.titles, &profile.layout.as_of).or(options.as_of);

    let mut found = Findings::new(profile.kind);
    if let Some(sample) = &opened.decoded.sample {
        found.report(Code::EncodingGuessed, 0, "encoding", sample, || {
            format!(
                "read as {}: '{sample}' should look right; if not, give --encoding",
                opened.decoded.name
            )
        });
    }
    let below = if Plan::is_settled(header, options) {
        None
    } else {
        let mut records = opened.records();
        for _ in 0..=header.row {
            records.next()?;
        }
        Some(records)
    };
    let plan = Plan::decide(header, options, file.as_of, below, &mut found)?;
    let undecided = found.any(&[
        Code::AmbiguousDates,
        Code::AmbiguousDecimals,
        Code::MixedDateOrders,
    ]);
    if undecided {
        file.issues = found.finish().0;
        return Ok(());
    }
    let mut sink = match profile.records() {
        Kind::Documents => Sink::Documents(Documents::new(&plan, accounts)),
        Kind::Payments => Sink::Payments(Payments::new(&plan, accounts)),
        Kind::Accounts => Sink::Accounts(Accounts::new(&plan)),
    };
    let mut tracker = Tracker::new(profile, &header.columns, &header.cells);
    let classes = walk(
        opened,
        &plan,
        &mut sink,
        &mut tracker,
        &mut found,
        file,
        progress,
    )?;
    file.rows = classes.of(Class::Data);
    // Rows out of a report come without its totals.
    if !mended {
        proof::check_end(&tracker, profile, &mut found);
    }
    match sink {
        Sink::Documents(sink) => sink.finish(file, &mut found),
        Sink::Payments(sink) => sink.finish(file, &mut found),
        Sink::Accounts(sink) => sink.finish(file),
    }
    file.summed_total = proof::minor(tracker.summed());
    let (issues, held) = found.finish();
    file.issues = issues;
    file.rejects = held::rejects(opened.records(), &plan, &held);
    Ok(())
}

/// All records of the file, each in its class; data goes to the sink, totals are compared with what was summed.
fn walk(
    opened: &Opened<'_, '_>,
    plan: &Plan<'_>,
    sink: &mut Sink<'_>,
    tracker: &mut Tracker<'_>,
    found: &mut Findings,
    file: &mut StagedFile,
    progress: &mut dyn FnMut(usize),
) -> Result<Classes, Stop> {
    let mut classes = Classes::default();
    let mut records = opened.records();
    // Empty cells at the end of the header are no columns.
    let width = plan
        .header
        .cells
        .iter()
        .rposition(|h| !heading(h).is_empty())
        .map_or(0, |i| i + 1);
    let has_nul = opened.decoded.text.contains('\0');
    let mut index = 0_usize;
    // Line ends within records: they are lines, but no rows.
    let mut within = 0_u64;
    let mut due_report = STEP;
    let mut proof = Proof::default();
    loop {
        let position = records.position();
        let Some(row) = records.next()? else { break };
        classes.add(Class::Blank, row.blank_before);
        within += row.lines - 1;
        due_report -= 1;
        if due_report == 0 {
            due_report = STEP;
            progress(position);
        }
        index += 1;
        if index <= plan.header.row + 1 {
            let empty = row.cells.iter().all(|c| c.trim().is_empty());
            classes.add(
                match (index > plan.header.row, empty) {
                    (true, _) => Class::HeaderRow,
                    (false, true) => Class::Blank,
                    (false, false) => Class::Title,
                },
                1,
            );
            continue;
        }
        let seen = tracker.see(&row);
        classes.add(seen.class(), 1);
        let taken = match seen {
            Seen::Data => match ragged(&row, width) {
                Some(fault) => Err(fault),
                None => match sink {
                    Sink::Documents(s) => s.take(&row, tracker, found),
                    Sink::Payments(s) => s.take(&row, found),
                    Sink::Accounts(s) => s.take(&row, found),
                },
            },
            Seen::Unclassified(why) => Err(Fault::new(
                Code::UnclassifiedRow,
                "",
                row.cells
                    .iter()
                    .map(str::trim)
                    .find(|c| !c.is_empty())
                    .unwrap_or(""),
                format!("this row is not understood: {why}"),
            )),
            Seen::Subtotal {
                group,
                said,
                summed,
            } => {
                let total = Total {
                    group: &group,
                    line: row.line,
                    said,
                    summed,
                };
                proof.compare(plan, &total, found);
                Ok(())
            }
            Seen::GrandTotal { said, summed } => {
                let total = Total {
                    group: "TOTAL",
                    line: row.line,
                    said,
                    summed,
                };
                file.declared_total = proof.compare(plan, &total, found);
                Ok(())
            }
            Seen::Blank | Seen::HeaderRepeat | Seen::Rule | Seen::Group | Seen::Footer => Ok(()),
        };
        if has_nul && row.cells.iter().any(|c| c.contains('\0')) {
            found.count(Code::ControlRemoved);
        }
        if let Err(fault) = taken {
            found.hold(row.line, fault);
        }
    }
    proof.finish(found);
    let (lines, blank_at_end) = records.at_end();
    classes.add(Class::Blank, blank_at_end);
    debug_assert_eq!(classes.sum() + within, lines, "every row has one class");
    Ok(classes)
}

/// Too few cells, or content beyond the last column.
fn ragged(row: &Row<'_>, width: usize) -> Option<Fault> {
    let cells = row.cells.len();
    let beyond = row.cells.iter().skip(width).any(|c| !c.trim().is_empty());
    if cells >= width && !beyond {
        return None;
    }
    if cells < width && row.cut {
        return Some(Fault::new(
            Code::TruncatedFile,
            "",
            "",
            format!(
                "the file ends within this row, after {cells} of {width} cells; export it again"
            ),
        ));
    }
    Some(Fault::new(
        Code::RaggedRow,
        "",
        "",
        format!(
            "{cells} cells where the header has {width}: an unquoted comma in a name, or a line that is cut"
        ),
    ))
}
