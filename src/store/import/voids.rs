//! Documents that the source took back: voided, cancelled, written off. What we hold open of them closes as a correction.
//!
//! Nobody paid, so nothing here may look like cash: no promise is kept by it. What an earlier report made us presume as cash on such a
//! document was none, and is taken back too. Payments that were posted stay: they are facts.

use super::known::Seen;
use super::plan::{Plan, RestatementPlan, ReversalPlan};
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{Issue, Severity, StagedDocument};
use crate::store::fault::Res;
use rusqlite::{Connection, OptionalExtension, params};

/// Closes what was taken back. `seen`: documents that a row of the files lists; those live.
pub(super) fn settle(conn: &Connection, plan: &mut Plan<'_>, seen: &mut Seen) -> Res<()> {
    for (file, account, row) in std::mem::take(&mut plan.voided) {
        let Some((id, stored)) = held(conn, account, row)? else {
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        let mut open = left(plan, id, stored)?;
        for (presumption, part) in presumed(conn, id)? {
            if plan.reversals.iter().any(|r| r.id == presumption) {
                continue;
            }
            plan.reversals.push(ReversalPlan {
                id: presumption,
                account,
                on: plan.day,
                reason: "the document was voided, not paid",
            });
            open = open.plus(part)?;
        }
        if !open.is_positive() {
            continue;
        }
        plan.restatements.push(RestatementPlan {
            id,
            account,
            delta: open.negated(),
            on: plan.day,
            what: "balance",
        });
        tell(plan, file, row, open);
    }
    Ok(())
}

/// The one document of the ledger that a row means, and what is open on it; two of one number are told apart by their day.
fn held(
    conn: &Connection,
    account: AccountId,
    row: &StagedDocument,
) -> Res<Option<(DocumentId, Minor)>> {
    Ok(conn
        .prepare_cached(
            "SELECT id, open_minor FROM document
             WHERE number = ?1 AND account_id = ?2 AND kind = ?3 AND voided_by IS NULL AND number <> ''
             ORDER BY issued_on <> ?4, id LIMIT 1",
        )?
        .query_row(
            params![row.number, account, row.kind, crate::store::types::Day(row.issued)],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?)
}

/// What is open once this import has applied payments and credits.
fn left(plan: &Plan<'_>, id: DocumentId, stored: Minor) -> Res<Minor> {
    let of = |all: &std::collections::HashMap<DocumentId, Minor>| {
        all.get(&id).copied().unwrap_or_default()
    };
    Ok(stored.plus(of(&plan.adjusted))?.less(of(&plan.used)))
}

/// Cash and uses that only reports made us presume.
fn presumed(conn: &Connection, id: DocumentId) -> Res<Vec<(DocumentId, Minor)>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.id, a.amount_minor FROM application a
           JOIN document p ON p.id = CASE WHEN a.to_doc = ?1 THEN a.from_doc ELSE a.to_doc END
         WHERE (a.to_doc = ?1 OR a.from_doc = ?1) AND a.voided_by IS NULL AND p.voided_by IS NULL
           AND p.kind IN ('presumed_cash', 'presumed_use')
           AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = p.id AND r.voided_by IS NULL)
         ORDER BY p.id",
    )?;
    let rows = statement.query_map(params![id], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn tell(plan: &mut Plan<'_>, file: u16, row: &StagedDocument, open: Minor) {
    let issue = Issue {
        line: row.line,
        severity: Severity::Info,
        code: "voided".to_owned(),
        field: Some("status".to_owned()),
        value: Some(row.number.to_string()),
        message: format!(
            "{} was voided: the {} that were open on it are closed, and nothing was paid",
            row.number,
            open.show(row.currency)
        ),
    };
    if let Some(report) = plan.report.files.get_mut(file as usize) {
        report.issues.push(issue);
    }
}
