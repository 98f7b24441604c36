//! What the tests of the import's formats share: reading a text, and what came of it in short.
#![allow(dead_code)]

use bywhen::domain::money::Currency;
use bywhen::domain::staged::{Severity, StagedDocument, StagedFile};
use bywhen::import::{self, InputFile, Profiles, ReadOptions};
use chrono::NaiveDate;
use std::sync::LazyLock;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Options in dollars, the day of the report as given beside it.
pub fn options(as_of: Option<&str>) -> ReadOptions {
    ReadOptions {
        as_of: as_of.map(day),
        ..ReadOptions::new(Currency::USD)
    }
}

pub fn read_with(bytes: &[u8], options: &ReadOptions) -> StagedFile {
    let files = [InputFile {
        name: "report.csv".to_owned(),
        bytes: bytes.to_vec(),
    }];
    static PROFILES: LazyLock<Profiles> = LazyLock::new(Profiles::embedded);
    import::read(&files, options, &PROFILES, &mut |_| {}).remove(0)
}

pub fn read(text: &str) -> StagedFile {
    read_with(text.as_bytes(), &options(None))
}

/// A file of `tests/data`.
pub fn data(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/data/{name}")).expect(name)
}

/// Open cents with their sign: credits below zero.
pub fn open(d: &StagedDocument) -> i64 {
    if d.kind.raises() {
        d.open.get()
    } else {
        -d.open.get()
    }
}

/// `account/job kind number issued due open`, one document a line.
pub fn short(file: &StagedFile) -> Vec<String> {
    file.documents
        .iter()
        .map(|d| {
            let name = d.account.name.as_deref().unwrap_or("-");
            let job = d
                .said
                .job
                .as_ref()
                .map(|j| format!("/{j}"))
                .unwrap_or_default();
            format!(
                "{name}{job} {} {} {} {} {}",
                d.kind.name(),
                if d.number.is_empty() { "-" } else { &d.number },
                d.issued,
                d.due,
                open(d)
            )
        })
        .collect()
}

/// `line code`, one finding each.
pub fn codes(file: &StagedFile) -> Vec<(u64, &str)> {
    file.issues
        .iter()
        .map(|i| (i.line, i.code.as_str()))
        .collect()
}

/// True when nothing of the file would be written: a fatal finding, or a row that is held back.
pub fn refused(file: &StagedFile) -> bool {
    file.gravest() >= Some(Severity::Error)
}

/// The fatal findings of a file that is refused, by line and code.
pub fn fatal(file: &StagedFile) -> Vec<(u64, &str)> {
    assert_eq!(file.gravest(), Some(Severity::Fatal), "{:?}", file.issues);
    let fatal = file.issues.iter().filter(|i| i.severity == Severity::Fatal);
    fatal.map(|i| (i.line, i.code.as_str())).collect()
}
