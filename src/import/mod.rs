//! From the bytes of a file to [`StagedFile`]: what an accounting system exports, read as it came.
//!
//! Law: domain and format crates only; no SQL, no clock, no file system (the caller hands over bytes). Nothing here
//! panics on any input: what cannot be read becomes an issue that says where, what, and what to do.
//! The other half is `store`, which compares what is staged with the ledger and writes it in one transaction.

mod accounts;
mod ages;
mod amounts;
mod archive;
mod as_of;
mod aside;
mod cards;
mod catalog;
mod classes;
mod clean;
mod codes;
mod coins;
mod container;
mod currencies;
mod date_order;
mod dates;
mod delimiter;
mod documents;
mod duplicates;
mod encoding;
mod excel;
mod file;
mod findings;
mod flags;
mod grid;
mod grouping;
mod groups;
mod header;
mod held;
mod labels;
mod layout;
mod lines;
mod listing;
mod look;
mod mapping;
mod marks;
mod markup;
mod mixed;
mod months;
mod naming;
mod numbers;
mod open;
mod pages;
mod parties;
mod payments;
mod people;
mod plan;
mod profile;
mod proof;
mod records;
mod rows;
mod scope;
mod sizes;
mod suspect;
mod swapped;
mod terms;
mod units;
mod vocabulary;
mod web_table;
mod who;
mod workbook;
mod xml_guard;
mod xml_sheet;

pub use catalog::{ProfileError, Profiles};
pub use container::{MAX_FILE, Unreadable, is_workbook};
pub use look::head;
pub use mapping::profile_text;
pub use marks::Mark as Decimal;
pub use workbook::{Workbook, from_pipe, to_pipe, unpack};

use crate::domain::by_when;
use crate::domain::imports::{Choices, Sight};
use crate::domain::money::Currency;
use crate::domain::staged::StagedFile;
use accounts::AccountBook;
use chrono::NaiveDate;
use container::Contents;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// A file as it was handed over.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InputFile {
    /// Its name; a folder before it is cut off.
    pub name: String,
    /// Its bytes, untouched.
    pub bytes: Vec<u8>,
}

/// In which order a numeric date names its parts.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// `31/12/2026`.
    Dmy,
    /// `12/31/2026`.
    Mdy,
    /// `2026/12/31`.
    Ymd,
}

impl DateOrder {
    /// Reads `dmy`, `mdy` or `ymd`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<DateOrder> {
        match name.trim().to_ascii_lowercase().as_str() {
            "dmy" => Some(DateOrder::Dmy),
            "mdy" => Some(DateOrder::Mdy),
            "ymd" => Some(DateOrder::Ymd),
            _ => None,
        }
    }
}

impl From<by_when::DateOrder> for DateOrder {
    fn from(order: by_when::DateOrder) -> DateOrder {
        match order {
            by_when::DateOrder::Dmy => DateOrder::Dmy,
            by_when::DateOrder::Mdy => DateOrder::Mdy,
            by_when::DateOrder::Ymd => DateOrder::Ymd,
        }
    }
}

impl From<DateOrder> for by_when::DateOrder {
    fn from(order: DateOrder) -> by_when::DateOrder {
        match order {
            DateOrder::Dmy => by_when::DateOrder::Dmy,
            DateOrder::Mdy => by_when::DateOrder::Mdy,
            DateOrder::Ymd => by_when::DateOrder::Ymd,
        }
    }
}

/// What the user decides for all files of one import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadOptions {
    /// Read with this profile instead of looking for one that fits.
    pub profile: Option<String>,
    /// The encoding's label (`windows-1252`, `utf-16le` …) instead of finding it out.
    pub encoding: Option<String>,
    /// The order of numeric dates, where the file does not decide it.
    pub date_order: Option<DateOrder>,
    /// The decimal mark, where the columns of the file do not decide it.
    pub decimal: Option<Decimal>,
    /// The day of a report that does not say its own.
    pub as_of: Option<NaiveDate>,
    /// The book's currency.
    pub currency: Currency,
}

impl ReadOptions {
    /// Nothing decided: everything is found out from the files.
    #[must_use]
    pub const fn new(currency: Currency) -> ReadOptions {
        ReadOptions {
            profile: None,
            encoding: None,
            date_order: None,
            decimal: None,
            as_of: None,
            currency,
        }
    }

    /// What was decided at the desk.
    #[must_use]
    pub fn chosen(choices: &Choices, currency: Currency) -> ReadOptions {
        ReadOptions {
            profile: choices.profile.clone(),
            encoding: choices.encoding.clone(),
            date_order: choices.date_order.map(DateOrder::from),
            decimal: choices.decimal.map(Decimal::from),
            as_of: choices.as_of,
            currency,
        }
    }
}

/// How far the reading is, over all files.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Which of the files, from 0.
    pub file: usize,
    /// Bytes read of all files.
    pub done: u64,
    /// Bytes of all files.
    pub total: u64,
}

/// Reads a set of files of one book, in whatever order they are named. The answer has one entry per file, in that
/// order; a file that cannot be read is an entry with a fatal issue.
pub fn read(
    files: &[InputFile],
    options: &ReadOptions,
    profiles: &Profiles,
    progress: &mut dyn FnMut(Progress),
) -> Vec<StagedFile> {
    read_with(files, options, profiles, &mut unpack, progress)
}

/// The same, with workbooks unpacked by the caller: in a process of its own, where hostile ones harm nobody.
pub fn read_with(
    files: &[InputFile],
    options: &ReadOptions,
    profiles: &Profiles,
    unpack: &mut Unpack<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<StagedFile> {
    let contents = opened(files, unpack);
    let kept = files.iter().map(Given::kept).collect();
    read_contents(kept, &contents, options, profiles, &mut going_on(progress)).unwrap_or_default()
}

/// The same of files that nobody needs any more: each is let go as soon as it is understood.
pub fn read_and_let_go(
    files: Vec<InputFile>,
    options: &ReadOptions,
    profiles: &Profiles,
    unpack: &mut Unpack<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<StagedFile> {
    let contents = opened(&files, unpack);
    let given = files.into_iter().map(Given::handed_over).collect();
    read_contents(given, &contents, options, profiles, &mut going_on(progress)).unwrap_or_default()
}

fn going_on(progress: &mut dyn FnMut(Progress)) -> impl FnMut(Progress) -> ControlFlow<()> {
    |at| {
        progress(at);
        ControlFlow::Continue(())
    }
}

/// A file on its way through the reading.
struct Given<'f> {
    name: Cow<'f, str>,
    bytes: Cow<'f, [u8]>,
}

impl<'f> Given<'f> {
    fn kept(file: &'f InputFile) -> Given<'f> {
        Given {
            name: Cow::Borrowed(&file.name),
            bytes: Cow::Borrowed(&file.bytes),
        }
    }

    fn handed_over(file: InputFile) -> Given<'f> {
        Given {
            name: Cow::Owned(file.name),
            bytes: Cow::Owned(file.bytes),
        }
    }
}

/// Unpacks a workbook.
pub type Unpack<'a> = dyn FnMut(&[u8]) -> Result<Workbook, Unreadable> + 'a;

/// The same, with how each file was recognised. Stopped where `progress` breaks: then there is no answer.
pub fn read_and_look(
    files: &[InputFile],
    options: &ReadOptions,
    profiles: &Profiles,
    unpack: &mut Unpack<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Vec<(StagedFile, Sight)>> {
    let contents = opened(files, unpack);
    let kept = files.iter().map(Given::kept).collect();
    let staged = read_contents(kept, &contents, options, profiles, progress)?;
    let looked = files.iter().zip(&contents).zip(staged);
    let looked = looked.map(|((input, held), staged)| {
        let sight = look::look(input, held, options, profiles, &staged);
        (staged, sight)
    });
    Some(looked.collect())
}

fn opened(files: &[InputFile], unpack: &mut Unpack<'_>) -> Vec<Contents> {
    files
        .iter()
        .map(|f| container::contents(&f.bytes, || unpack(&f.bytes)))
        .collect()
}

fn read_contents(
    mut files: Vec<Given<'_>>,
    contents: &[Contents],
    options: &ReadOptions,
    profiles: &Profiles,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Vec<StagedFile>> {
    let total: u64 = files.iter().map(|f| f.bytes.len() as u64).sum();
    let mut done = 0_u64;
    let mut accounts = AccountBook::default();
    let mut staged: Vec<Option<StagedFile>> = files.iter().map(|_| None).collect();
    let customers: Vec<bool> = files
        .iter()
        .zip(contents)
        .map(|(f, held)| file::is_customers(&f.bytes, held, options, profiles))
        .collect();
    // Accounts first: their currencies and terms hold for the documents of the set, in whatever order the files are named.
    for accounts_now in [true, false] {
        for i in 0..files.len() {
            if customers[i] != accounts_now {
                continue;
            }
            let input = &files[i];
            let size = input.bytes.len() as u64;
            let mut stopped = false;
            let mut step = |bytes: usize| {
                let on = progress(Progress {
                    file: i,
                    done: done + bytes as u64,
                    total,
                });
                stopped |= on.is_break();
                on
            };
            let file = file::read(
                &input.name,
                &input.bytes,
                &contents[i],
                options,
                profiles,
                &accounts,
                &mut step,
            );
            done += size;
            files[i].bytes = Cow::default();
            let at = Progress {
                file: i,
                done,
                total,
            };
            if stopped || progress(at).is_break() {
                return None;
            }
            accounts.learn(&file.accounts);
            staged[i] = Some(file);
        }
    }
    Some(staged.into_iter().flatten().collect())
}
