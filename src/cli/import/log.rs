//! `bywhen import --quiet`: one line for the log of an unattended import.

use super::text::in_words;
use crate::cli::failure::Outcome;
use crate::cli::out::Out;
use crate::domain::clean::clean;
use crate::domain::staged::Severity;
use crate::store::protocol::{Counts, ImportReport};
use std::path::PathBuf;

/// One line for a log: what became of it, of which day, what changed, what to look at.
pub fn line(report: &ImportReport, dry_run: bool, held_back: &[PathBuf], out: &mut Out) -> Outcome {
    if report.refused.is_some() {
        // The one line of the refusal goes to standard error.
        return Ok(());
    }
    let mut parts = vec![match (report.applied, report.batch) {
        (true, Some(batch)) => format!("imported as batch {batch}"),
        _ if dry_run => "dry run, nothing written".to_owned(),
        _ => "unchanged, nothing written".to_owned(),
    }];
    parts.extend(
        report
            .files
            .iter()
            .find_map(|f| f.as_of)
            .map(|day| format!("as of {day}")),
    );
    let (mut documents, mut payments, mut accounts) =
        (Counts::default(), Counts::default(), Counts::default());
    let mut found: Vec<(Severity, String, usize)> = Vec::new();
    for file in &report.files {
        documents.add(file.documents);
        payments.add(file.payments);
        accounts.add(file.accounts);
        for issue in file.issues.iter().filter(|i| i.severity > Severity::Info) {
            match found.iter_mut().find(|f| f.1 == issue.code) {
                Some(same) => same.2 += 1,
                None => found.push((issue.severity, issue.code.clone(), 1)),
            }
        }
    }
    for (what, counts) in [
        ("accounts", accounts),
        ("documents", documents),
        ("payments", payments),
    ] {
        let words = in_words(counts);
        if !words.is_empty() {
            parts.push(format!("{what} {words}"));
        }
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    if !found.is_empty() {
        let all: Vec<String> = found
            .iter()
            .map(|(_, code, n)| format!("{code} {n}"))
            .collect();
        parts.push(format!("look at: {}", all.join(", ")));
    }
    for path in held_back {
        parts.push(format!("rows held back: {}", path.to_string_lossy()));
    }
    let files: Vec<&str> = report.files.iter().map(|f| f.file.as_str()).collect();
    out.line(clean(&format!(
        "{}: {}",
        files.join(", "),
        parts.join("; ")
    )))
}
