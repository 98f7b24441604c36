//! `bywhen import`: files in, one transaction, a report of what was read and what changed.
//!
//! The files are understood first (`crate::import`), then compared and written by the store. The first import makes the ledger.

mod desk;
mod files;
mod log;
mod rejects;
mod shape;
mod text;
pub mod unpack;

pub use desk::DeskFiles;
pub use files::{Reading, expand, load};

use super::args::{FileDateOrder, FileDecimal, ImportArgs};
use super::failure::{self, Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session, unexpected};
use crate::domain::money::Currency;
use crate::domain::staged::StagedFile;
use crate::import::{DateOrder, Decimal, InputFile, Profiles, ReadOptions};
use crate::store::protocol::{
    FileReport, ImportOrder, ImportReport, Intent, Progress, Reply, Request,
};
use crate::store::{Identity, Ledger};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Runs it.
pub fn run(session: &Session, args: &ImportArgs, out: &mut Out) -> Outcome {
    let reading = Reading::start(&session.paths)?;
    if let Some(wanted) = &args.profile {
        known_profile(&reading.profiles, wanted)?;
    }
    let paths = expand(&args.files)?;
    let inputs = match load(&paths) {
        Ok(inputs) => inputs,
        Err(failure) if session.json => {
            out.json(&shape::Document::new(&unread(&paths, failure.line())))?;
            return Err(failure);
        }
        Err(failure) => return Err(failure),
    };
    let bar = bar();
    // The ledger's own currency is read from it; a ledger that does not exist yet takes the files'.
    let existing = session
        .ledger
        .exists()
        .then(|| session.open())
        .transpose()?;
    let mut target = Target::new(session, existing)?;
    let options = options(session, args, target.currency);
    let staged = target.read((inputs, &paths), &options, &reading, &bar)?;
    let order = ImportOrder {
        files: staged,
        dry_run: args.dry_run,
        skip_errors: args.skip_errors,
        accept_mismatch: args.accept_mismatch,
        close_missing: args.close_missing,
    };
    let held_back = if args.skip_errors && !args.dry_run {
        rejects::write(&paths, &order.files)?
    } else {
        Vec::new()
    };
    let before = order.files.iter().map(FileReport::of).collect();
    let report = target.write(session, order, before, &bar);
    bar.finish_and_clear();
    let applied = report.as_ref().is_ok_and(|report| report.applied);
    if !applied {
        // Nothing was written: neither may these stay behind.
        rejects::take_back(&held_back);
        target.take_back(session);
    }
    let report = report?;
    if session.json {
        out.json(&shape::Document::new(&report))?;
    } else if args.quiet {
        log::line(&report, args.dry_run, &held_back, out)?;
    } else {
        text::print(&report, args.dry_run, session.as_of, &held_back, out)?;
    }
    match &report.refused {
        Some(why) => Err(Failure::Refused(why.clone())),
        // Not applied and not refused: a preview, or files that were imported before.
        None => Ok(()),
    }
}

fn known_profile(profiles: &Profiles, wanted: &str) -> Outcome {
    if profiles.ids().any(|id| id == wanted) {
        return Ok(());
    }
    let known: Vec<&str> = profiles.ids().collect();
    Err(Failure::Usage(format!(
        "there is no profile '{wanted}': choose one of {}",
        known.join(", ")
    )))
}

fn options(session: &Session, args: &ImportArgs, currency: Currency) -> ReadOptions {
    ReadOptions {
        profile: args.profile.clone(),
        encoding: args.encoding.clone(),
        date_order: args.date_order.map(|order| match order {
            FileDateOrder::Dmy => DateOrder::Dmy,
            FileDateOrder::Mdy => DateOrder::Mdy,
            FileDateOrder::Ymd => DateOrder::Ymd,
        }),
        decimal: args.decimal.map(|mark| match mark {
            FileDecimal::Dot => Decimal::Dot,
            FileDecimal::Comma => Decimal::Comma,
        }),
        as_of: session.as_of_given,
        currency,
    }
}

/// The ledger that the import goes to.
struct Target {
    desk: Option<Desk>,
    currency: Currency,
    /// The currency may still follow the files: a new ledger, and the settings name none.
    currency_is_open: bool,
    /// The file was made by this import.
    made: bool,
}

impl Target {
    fn new(session: &Session, existing: Option<Desk>) -> Outcome<Target> {
        let mut target = Target {
            desk: existing,
            currency: session.config.book_currency(),
            currency_is_open: false,
            made: false,
        };
        match &mut target.desk {
            Some(desk) => target.currency = desk.status(session.as_of)?.currency,
            None => target.currency_is_open = session.config.currency.is_none(),
        }
        Ok(target)
    }

    /// Understands the files; once more in their own currency when no row of them is in the guessed one.
    fn read(
        &mut self,
        (inputs, paths): (Vec<InputFile>, &[PathBuf]),
        options: &ReadOptions,
        reading: &Reading,
        bar: &ProgressBar,
    ) -> Outcome<Vec<StagedFile>> {
        let staged = reading.read(inputs, options, bar);
        let all: Vec<&StagedFile> = staged.iter().collect();
        match own_currency(&all, self.currency).filter(|_| self.currency_is_open) {
            Some(currency) => {
                self.currency = currency;
                let options = ReadOptions {
                    currency,
                    ..options.clone()
                };
                drop(staged);
                Ok(reading.read(load(paths)?, &options, bar))
            }
            None => Ok(staged),
        }
    }

    /// Writes the batch, in a ledger that is made now if there is none.
    fn write(
        &mut self,
        session: &Session,
        order: ImportOrder,
        before: Vec<FileReport>,
        bar: &ProgressBar,
    ) -> Outcome<ImportReport> {
        let identity = Identity {
            company: session.config.company_name().to_owned(),
            currency: self.currency,
        };
        if self.desk.is_none() {
            self.desk = Some(Desk(if order.dry_run {
                Ledger::in_memory(&identity, session.config.rules())?
            } else {
                make_folder(&session.ledger)?;
                let rules = session.config.rules();
                match Ledger::create(&session.ledger, &identity, rules) {
                    Ok(made) => {
                        self.made = true;
                        made
                    }
                    // Another import made it while this one was reading: theirs comes first, this one is compared with it.
                    Err(_) if session.ledger.exists() => self.theirs(session)?,
                    Err(e) => return Err(session.about_ledger(&e)),
                }
            }));
        }
        let Some(desk) = &mut self.desk else {
            return Err(Failure::Refused("the ledger could not be opened".into()));
        };
        let request = Request::Write(session.stamp(), Intent::Import(Box::new(order)));
        match desk.0.ask(request, &mut |progress| show(bar, &progress)) {
            Reply::Done(done) => match done.import {
                Some(report) => {
                    if report.applied {
                        failure::saved();
                    }
                    Ok(*report)
                }
                None => Err(Failure::Refused(
                    "the ledger gave no report of the import".into(),
                )),
            },
            // The report is owed all the same: programs read the findings from it.
            Reply::Failed(e) => Ok(ImportReport {
                batch: None,
                applied: false,
                currency: Some(self.currency),
                files: before,
                refused: Some(e.to_string()),
                doubts: Vec::new(),
            }),
            other => Err(unexpected(&other)),
        }
    }

    /// The ledger that somebody else has just made, when it is in the currency that the files were read in.
    fn theirs(&self, session: &Session) -> Outcome<Ledger> {
        let mut desk = session.open()?;
        let currency = desk.status(session.as_of)?.currency;
        if currency == self.currency {
            return Ok(desk.0);
        }
        Err(Failure::Refused(format!(
            "{} has just been made by another import, in {}: import again",
            session.ledger.display(),
            currency.code()
        )))
    }

    /// Removes a ledger that this import has made and nothing was written to.
    fn take_back(&mut self, session: &Session) {
        self.desk = None;
        if self.made {
            Ledger::discard(&session.ledger);
        }
    }
}

/// The currency of a book whose files say nothing in the guessed one: that of their totals and titles; else that of most rows; else the one
/// that rows were held back for.
fn own_currency(staged: &[&StagedFile], guess: Currency) -> Option<Currency> {
    if let Some(named) = complained_of(staged, "total_currency") {
        return Some(named);
    }
    let documents = staged
        .iter()
        .flat_map(|f| f.documents.iter().map(|d| d.currency));
    let payments = staged
        .iter()
        .flat_map(|f| f.payments.iter().map(|p| p.currency.unwrap_or(f.currency)));
    let mut rows: BTreeMap<Currency, u64> = BTreeMap::new();
    for currency in documents.chain(payments) {
        *rows.entry(currency).or_default() += 1;
    }
    if rows.contains_key(&guess) {
        return None;
    }
    if let Some((currency, _)) = rows.iter().max_by_key(|(_, count)| **count) {
        return Some(*currency);
    }
    complained_of(staged, "other_currency")
}

/// The one currency that all findings of a code name.
fn complained_of(staged: &[&StagedFile], code: &str) -> Option<Currency> {
    let mut found = staged
        .iter()
        .flat_map(|file| &file.issues)
        .filter(|issue| issue.code == code)
        .filter_map(|issue| Currency::parse(issue.value.as_deref()?).ok());
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The folder of the ledger, for its owner only (the process's umask sees to that).
pub(super) fn make_folder(ledger: &Path) -> Outcome {
    match ledger
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|e| {
            Failure::Refused(format!("cannot make the folder {}: {e}", folder.display()))
        }),
        None => Ok(()),
    }
}

/// The report that is owed when a file could not even be opened.
fn unread(paths: &[PathBuf], why: String) -> ImportReport {
    let file = |path: &PathBuf| FileReport {
        file: files::name(path),
        ..FileReport::default()
    };
    ImportReport {
        files: paths.iter().map(file).collect(),
        refused: Some(why),
        ..ImportReport::default()
    }
}

/// A progress line on standard error, only where a person sees it.
fn bar() -> ProgressBar {
    // `ProgressBar` draws on standard error and hides itself when that is not a terminal.
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {wide_bar} {percent}%") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    bar.set_message(progress.stage);
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}
