//! `bywhen report NAME`: the supervisor's reports as text, CSV, JSON or a workbook, as of any day.
//!
//! The same tables as at the desk. What is written into a file leaves the ledger, so it is written into its log like every export.

use super::args::{ReportArgs, ReportFormat};
use super::failure::{Failure, Outcome};
use super::files;
use super::out::{Out, Style};
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table as Text};
use super::{outbox, place};
use crate::domain::account::AccountKind;
use crate::domain::metrics::tenths;
use crate::domain::money::Currency;
use crate::domain::placement::PackageJob;
use crate::domain::reports::{
    Cell, Figure, ReportName, Reports, Role, Scope, Table, drilled, table,
};
use crate::domain::say;
use crate::export::{self, Format, Sheet};
use crate::store::protocol::{Exported, Intent, Reply, ReportAsk, Reported, Request};
use crate::term::ReportFiles;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Runs it.
pub fn run(session: &Session, args: &ReportArgs, out: &mut Out) -> Outcome {
    let format = match (args.format, session.json) {
        (None | Some(ReportFormat::Json), true) => ReportFormat::Json,
        (Some(_), true) => {
            return Err(Failure::Usage(
                "--json and --format contradict each other: give one of them".into(),
            ));
        }
        (format, false) => format.unwrap_or(ReportFormat::Table),
    };
    if format == ReportFormat::Xlsx && args.output.is_none() && out.is_terminal() {
        return Err(Failure::Usage(
            "a workbook is no text for a terminal: name its file with -o FILE".into(),
        ));
    }
    if let Some(path) = &args.output {
        files::is_free(path)?;
    }
    let name = ReportName::from_name(&args.name)
        .ok_or_else(|| Failure::Usage(format!("there is no report '{}'", args.name)))?;
    let mut scope =
        Scope::new(session.as_of, args.from, args.to).map_err(|e| Failure::Usage(e.to_string()))?;
    // A forecast looks ahead; of what lies ahead nothing can be measured.
    if let Some(from) = args.from
        && from > session.as_of
        && name != ReportName::Forecast
    {
        return Err(Failure::Usage(format!(
            "the period begins on {from}, and nothing is known after {}: give a day up to then, or ask for the forecast",
            session.as_of
        )));
    }
    scope.collector.clone_from(&args.collector);
    scope.segment = args.segment.as_deref().and_then(AccountKind::from_name);
    let mut desk = session.open()?;
    let reports = reports(&mut desk, scope)?;
    let currency = match &args.currency {
        Some(code) => Currency::parse(code).map_err(|e| Failure::Usage(e.to_string()))?,
        None => reports.currency,
    };
    let mut shown = table(&reports, name, currency);
    if let Some(line) = args.rows {
        shown = rows(&mut desk, &reports, &shown, line, currency)?;
    }
    write(session, args, format, &mut desk, &shown, out)?;
    if format == ReportFormat::Table && args.output.is_none() {
        let others: Vec<String> = reports
            .currencies()
            .into_iter()
            .filter(|c| *c != currency)
            .map(|c| c.to_string())
            .collect();
        if !others.is_empty() {
            let line = format!("also in {}: --currency {}", say::list(&others), others[0]);
            out.line(line)?;
        }
    }
    Ok(())
}

/// Every report of a scope.
pub fn reports(desk: &mut Desk, scope: Scope) -> Outcome<Reports> {
    let ask = ReportAsk {
        scope,
        figure: None,
    };
    loop {
        match desk.ask(Request::Report(Box::new(ask.clone())))? {
            Reply::Reported(Reported::Working(_)) => {}
            Reply::Reported(Reported::Ready(reports)) => return Ok(Arc::unwrap_or_clone(reports)),
            other => return Err(unexpected(&other)),
        }
    }
}

/// The rows behind a line.
fn rows(
    desk: &mut Desk,
    reports: &Reports,
    shown: &Table,
    line: usize,
    currency: Currency,
) -> Outcome<Table> {
    let count = shown.lines.len();
    let found = line.checked_sub(1).and_then(|n| shown.lines.get(n));
    let figure = match found.map(|l| l.figure.clone()) {
        Some(Some(figure)) => figure,
        Some(None) => {
            return Err(Failure::Usage(format!("nothing lies behind line {line}")));
        }
        None => {
            let has = say::plural(count as u64, "line");
            return Err(Failure::Usage(format!(
                "the report has {has}: there is no line {line}"
            )));
        }
    };
    if let Figure::Account(_) = figure {
        return Err(Failure::Usage(
            "behind this line is an account: `bywhen show` has all of it".into(),
        ));
    }
    if let Some(kept) = reports.rows(&figure, currency) {
        return Ok(drilled(&kept, &reports.scope));
    }
    let ask = ReportAsk {
        scope: reports.scope.clone(),
        figure: Some((figure, currency)),
    };
    loop {
        match desk.ask(Request::Report(Box::new(ask.clone())))? {
            Reply::Reported(Reported::Working(_)) => {}
            Reply::Reported(Reported::Rows(rows)) => return Ok(drilled(&rows, &reports.scope)),
            other => return Err(unexpected(&other)),
        }
    }
}

fn write(
    session: &Session,
    args: &ReportArgs,
    format: ReportFormat,
    desk: &mut Desk,
    shown: &Table,
    out: &mut Out,
) -> Outcome {
    let sheet = export::report(shown);
    let as_file = match format {
        ReportFormat::Table => None,
        ReportFormat::Csv => Some(Format::Csv),
        ReportFormat::Json => Some(Format::Json),
        ReportFormat::Xlsx => Some(Format::Xlsx),
    };
    let mut bytes = Vec::new();
    match as_file {
        Some(format) => export::write(&sheet, format, &mut bytes)
            .map_err(|e| Failure::Refused(e.to_string()))?,
        None if args.output.is_some() => {
            bytes = lines(shown, None, |_, w| w.to_owned()).into_bytes()
        }
        None => {
            let columns = out.columns();
            let text = lines(shown, columns, |style, word| out.style(style, word));
            return out.raw(text.as_bytes());
        }
    }
    let Some(path) = &args.output else {
        return match as_file {
            Some(Format::Json) => out.json(&sheet),
            _ => out.raw(&bytes),
        };
    };
    files::write_new(path, &bytes)?;
    let exported = exported(&sheet, as_file, &bytes);
    if let Err(failure) = desk.write(session.stamp(), Intent::Exported(exported)) {
        // What is not in the log must not have left.
        let _ = std::fs::remove_file(path);
        return Err(failure);
    }
    if session.json {
        return Ok(());
    }
    let count = say::plural(sheet.rows.len() as u64, "row");
    out.line(format!("{}: {count} of {}", path.display(), sheet.name))
}

/// The files that the desk writes reports into.
pub struct DeskReports;

impl ReportFiles for DeskReports {
    fn write(&self, path: &str, table: &Table) -> Result<Exported, String> {
        let told = |failure: Failure| failure.line();
        let path = Path::new(path);
        files::is_free(path).map_err(told)?;
        let sheet = export::report(table);
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let format = match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            "json" => Some(Format::Json),
            _ => None,
        };
        let mut bytes = Vec::new();
        match format {
            Some(format) => {
                export::write(&sheet, format, &mut bytes).map_err(|e| e.to_string())?;
            }
            None => bytes = lines(table, None, |_, w| w.to_owned()).into_bytes(),
        }
        files::write_new(path, &bytes).map_err(told)?;
        Ok(exported(&sheet, format, &bytes))
    }

    fn package(&self, path: &str, job: &PackageJob) -> Result<Exported, String> {
        place::make(&job.prep, &job.company, &job.by, Path::new(path)).map_err(|f| f.line())
    }

    fn find(&self, path: &str) -> Result<String, String> {
        outbox::attachable(Path::new(path)).map_err(|f| f.line())
    }

    fn drop_file(&self, path: &str) {
        match Path::new(path).is_dir() {
            true => place::take_away(Path::new(path)),
            false => {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// What goes into the log about a report that has left.
fn exported(sheet: &Sheet, format: Option<Format>, bytes: &[u8]) -> Exported {
    Exported {
        what: format!("report {}", sheet.name),
        format: format.map_or("text", Format::name).to_owned(),
        rows: sheet.rows.len() as u64,
        sha256: super::export::hex(&Sha256::digest(bytes)),
    }
}

/// A report as lines of text: columns that do not fit go, the least telling first; amounts are never cut.
fn lines(shown: &Table, room: Option<usize>, style: impl Fn(Style, &str) -> String) -> String {
    let mut text = format!(
        "{}\n",
        style(Style::Strong, &crate::domain::clean::clean(&shown.title))
    );
    let mut kept: Vec<usize> = (0..shown.columns.len())
        .filter(|c| shown.columns[*c].keep > 0)
        .collect();
    loop {
        let columns: Vec<(&'static str, Align)> = kept
            .iter()
            .map(|c| {
                let column = &shown.columns[*c];
                let align = match (column.right, column.name) {
                    (true, _) => Align::Right,
                    (false, "account" | "made_of" | "what") => Align::Shrink,
                    (false, _) => Align::Left,
                };
                (column.label, align)
            })
            .collect();
        let mut table = Text::new(&columns);
        for line in &shown.lines {
            table.row(kept.iter().map(|c| word(&line.cells[*c])));
            let set_off = match line.role {
                Role::Total => Some(Style::Strong),
                Role::Good => Some(Style::Good),
                Role::Warn => Some(Style::Warn),
                Role::Bad => Some(Style::Bad),
                Role::Plain => None,
            };
            if let Some(style) = set_off {
                table.set_off(0, style);
            }
        }
        if let Some(room) = room
            && table.least() > room
            && let Some(goes) = kept
                .iter()
                .copied()
                .filter(|c| shown.columns[*c].keep < 9)
                .min_by_key(|c| shown.columns[*c].keep)
        {
            kept.retain(|c| *c != goes);
            continue;
        }
        text.push_str(&table.text(room, &style));
        break;
    }
    if shown.lines.is_empty() {
        text.push_str("Nothing in this period.\n");
    }
    for note in &shown.notes {
        text.push_str(&style(Style::Dim, note));
        text.push('\n');
    }
    text
}

/// A value as a person reads it.
pub fn word(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Money(amount, currency) => amount.show(*currency),
        Cell::Count(n) => n.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Percent(Some(n)) => format!("{} %", tenths(Some(*n))),
        Cell::Percent(None) | Cell::Tenths(None) => "n/a".to_owned(),
        Cell::Tenths(n) => tenths(*n),
        Cell::Empty => String::new(),
    }
}
