//! One file through the whole pipeline: container, encoding, delimiter, header, plan, rows, totals, rejects.
//!
//! Every stage reports into the file's findings; a stage that cannot go on leaves a file with one fatal issue.

use super::ReadOptions;
use super::accounts::{AccountBook, Accounts};
use super::as_of;
use super::cards::Cards;
use super::catalog::Profiles;
use super::clean::heading;
use super::container::Contents;
use super::documents::Documents;
use super::findings::{Code, Fault, Findings};
use super::held;
use super::layout::{Class, Classes, Seen, Tracker};
use super::open::{self, Opened, Stop};
use super::payments::Payments;
use super::plan::Plan;
use super::profile::Profile;
use super::proof::{self, Proof, Total};
use super::records::Row;
use super::scope;
use super::units;
use super::vocabulary::{Field, Records as Kind};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{Covers, FileKind, Issue, Severity, StagedFile};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::ControlFlow;

/// Rows between two calls of the progress.
const STEP: u64 = 8192;

/// True when the file is one of customers, by its first bytes. Such files are read first, because the others of the set lean on them.
pub(crate) fn is_customers(
    bytes: &[u8],
    contents: &Contents,
    options: &ReadOptions,
    profiles: &Profiles,
) -> bool {
    open::open(head(bytes), contents, options, profiles)
        .is_ok_and(|o| o.header.profile.kind == FileKind::Customers)
}

/// The first whole lines of a file; the line ends of UTF-16 are two bytes, and either byte may be part of a letter.
fn head(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if head.len() == bytes.len() {
        return head;
    }
    let end = match head {
        [0xfe, 0xff, ..] | [0, ..] => last_line_end(head, [0, b'\n']),
        [0xff, 0xfe, ..] | [_, 0, ..] => last_line_end(head, [b'\n', 0]),
        _ => head.iter().rposition(|b| *b == b'\n').map(|at| at + 1),
    };
    &head[..end.unwrap_or(head.len())]
}

fn last_line_end(head: &[u8], end: [u8; 2]) -> Option<usize> {
    let at = head.chunks_exact(2).rposition(|unit| unit == end)?;
    Some((at + 1) * 2)
}

/// Reads one file.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    contents: &Contents,
    options: &ReadOptions,
    profiles: &Profiles,
    accounts: &AccountBook,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> StagedFile {
    let mut file = empty(name, bytes, options.currency);
    let stopped = open::open(bytes, contents, options, profiles).and_then(|opened| {
        opened.encoding().clone_into(&mut file.encoding);
        let mut step = |position| progress(opened.progress(position, bytes.len()));
        read_opened(&opened, options, accounts, &mut file, &mut step)
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
        scope: None,
        states_currency: false,
        declared_total: None,
        summed_total: Minor::ZERO,
        accounts: Vec::new(),
        documents: Vec::new(),
        voided: Vec::new(),
        payments: Vec::new(),
        issues: Vec::new(),
        rejects: Vec::new(),
    }
}

/// What takes the data rows of a file.
#[expect(clippy::large_enum_variant, reason = "there is one for each file")]
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
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<(), Stop> {
    let header = &opened.header;
    let profile = header.profile;
    profile.id.clone_into(&mut file.profile);
    file.kind = profile.kind;
    let mended = held::is_mended(&header.cells);
    // Of a list that goes on elsewhere nothing is known to be missing.
    file.covers = if mended || opened.others.is_some() {
        Covers::Nothing
    } else {
        profile.covers()
    };
    file.header.clone_from(&header.cells);
    let titled = as_of::in_titles(&opened.titles, &profile.layout.as_of);
    file.as_of = titled.day(None).or(options.as_of);
    file.states_currency = header.columns.of(Field::Currency).is_some();
    file.scope = scope::of(&opened.titles);
    if let Some(title) = scope::in_thousands(&opened.titles) {
        return Err(Stop {
            line: 0,
            code: Code::WrongReport,
            message: format!(
                "its title says '{title}': such amounts are not exact to the cent; export the report with whole amounts"
            ),
        });
    }

    let said = scope::currency(&opened.titles, options.currency)
        .map(|said| ("title", said))
        .or_else(|| {
            let said = units::currency(&header.cells, &header.columns, options.currency);
            said.filter(|_| profile.fallback)
                .map(|said| ("heading", said))
        });
    if let Some((place, (title, named))) = said
        && named != options.currency
        && header.columns.of(Field::Currency).is_none()
    {
        file.issues.push(Issue {
            line: 0,
            severity: Severity::Fatal,
            code: Code::TotalCurrency.name().to_owned(),
            field: Some("currency".to_owned()),
            value: Some(named.code().to_owned()),
            message: format!(
                "its {place} says '{title}', and the book is kept in {}: import it into a ledger of its own, made with currency = \"{}\" in the settings",
                options.currency.code(),
                named.code()
            ),
        });
        return Ok(());
    }

    let mut found = Findings::new(profile.kind);
    if let Some(sample) = opened.sample() {
        found.report(Code::EncodingGuessed, 0, "encoding", sample, || {
            format!(
                "read as {}: '{sample}' should look right; if not, give --encoding",
                opened.encoding()
            )
        });
    }
    if let Some((chosen, others)) = &opened.others {
        let others = others.join("', '");
        found.report(Code::OtherSheet, 0, "sheet", &others, || {
            format!(
                "the sheet '{chosen}' was read; '{others}' can be read as well and was not: if it belongs to the list, export it as a file of its own"
            )
        });
    }
    let below = if Plan::is_settled(header, options) {
        None
    } else {
        let mut records = opened.rows(None);
        for _ in 0..=header.row {
            records.next()?;
        }
        Some(records)
    };
    let plan = Plan::decide(header, options, &titled, &opened.titles, below, &mut found)?;
    file.as_of = plan.as_of;
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
        proof::check_end(&tracker, profile, header.row > 0, &mut found);
    }
    match sink {
        Sink::Documents(sink) => sink.finish(file, tracker.total_seen(), &mut found),
        Sink::Payments(sink) => sink.finish(file, &mut found),
        Sink::Accounts(sink) => sink.finish(file),
    }
    file.summed_total = proof::minor(tracker.summed());
    let (issues, held) = found.finish();
    file.issues = issues;
    say_where(profile, &mut file.issues);
    file.rejects = held::rejects(opened.rows(Some(&plan)), &plan, &held);
    Ok(())
}

/// Whoever has to export again is told where, in the words of the very system that the file is from.
fn say_where(profile: &Profile, issues: &mut [Issue]) {
    let Some(menu) = &profile.menu else { return };
    let again = [
        Code::PayablesFile,
        Code::WrongReport,
        Code::TruncatedFile,
        Code::MissingColumn,
    ];
    for issue in issues {
        if issue.severity == Severity::Fatal && again.iter().any(|c| c.name() == issue.code) {
            // Writing to a String cannot fail.
            let _ = write!(issue.message, " ({menu})");
        }
    }
}

/// All records of the file, each in its class; data goes to the sink, totals are compared with what was summed.
fn walk(
    opened: &Opened<'_, '_>,
    plan: &Plan<'_>,
    sink: &mut Sink<'_>,
    tracker: &mut Tracker<'_>,
    found: &mut Findings,
    file: &mut StagedFile,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Classes, Stop> {
    let mut classes = Classes::default();
    let mut records = opened.rows(Some(plan));
    // Empty cells at the end of the header are no columns.
    let width = plan
        .header
        .cells
        .iter()
        .rposition(|h| !heading(h).is_empty())
        .map_or(0, |i| i + 1);
    let has_nul = opened.has_nul();
    let mut index = 0_usize;
    // Line ends within records: they are lines, but no rows.
    let mut within = 0_u64;
    let mut due_report = STEP;
    let mut proof = Proof::default();
    let cards = Cards::new(plan);
    loop {
        let position = records.position();
        let Some(row) = records.next()? else { break };
        classes.add(Class::Blank, row.blank_before);
        within += row.lines - 1;
        due_report -= 1;
        if due_report == 0 {
            due_report = STEP;
            if progress(position).is_break() {
                return Err(Stop::asked());
            }
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
        if plan.is_title_again(row.line) && !tracker.total_seen() {
            classes.add(Class::Title, 1);
            continue;
        }
        let seen = tracker.see(&row);
        classes.add(seen.class(), 1);
        let taken = match seen {
            Seen::Data => match plan.unusable(&row).or_else(|| ragged(&row, width)) {
                Some(fault) => Err(fault),
                None => {
                    let masked = cards.masked(row.cells, row.line, &plan.header.cells, found);
                    let row = match &masked {
                        Some(cells) => Row { cells, ..row },
                        None => row,
                    };
                    match sink {
                        Sink::Documents(s) => s.take(&row, tracker, found),
                        Sink::Payments(s) => s.take(&row, tracker, found),
                        Sink::Accounts(s) => s.take(&row, found),
                    }
                }
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
            Seen::Group => {
                cards.in_label(row.cells, row.line, found);
                Ok(())
            }
            Seen::Blank | Seen::HeaderRepeat | Seen::Rule | Seen::Continuation | Seen::Footer => {
                Ok(())
            }
        };
        for head in tracker.parties().settled() {
            proof.compare_head(plan, &head, found);
        }
        if has_nul && row.cells.iter().any(|c| c.contains('\0')) {
            found.count(Code::ControlRemoved);
        }
        if let Err(fault) = taken {
            found.hold(row.line, fault);
        }
    }
    tracker.parties().close();
    for head in tracker.parties().settled() {
        proof.compare_head(plan, &head, found);
    }
    proof.finish(found);
    let (lines, blank_at_end) = records.at_end();
    classes.add(Class::Blank, blank_at_end);
    debug_assert_eq!(classes.sum() + within, lines, "every row has one class");
    Ok(classes)
}

/// Too few cells, or content beyond the last column.
fn ragged(row: &Row<'_>, width: usize) -> Option<Fault> {
    if row.placed {
        return None;
    }
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
