//! Documents that stand under another account now: the same number, kind, day and amount, gone from the one and new in the other.
//!
//! Such a document was not paid, so it leaves the first account without cash. Where the first account is gone from the files altogether and
//! the other one is new, the customer rather has another name: that is asked, because only a person knows (IMPORT §3.6).

use super::known::Seen;
use super::near::quoted;
use super::plan::{Plan, Presumed, Step, Whose};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::staged::{Issue, Severity, StagedDocument};
use crate::store::accounts;
use crate::store::aliases;
use crate::store::fault::Res;
use crate::store::protocol::NearMatch;
use crate::store::text::name_key;
use crate::store::types::Day;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The document of another account that a new row may be.
struct Other {
    id: DocumentId,
    account: AccountId,
    open: Minor,
}

/// Plans the moves; answers with a refusal where a customer seems to have another name. `said_two`: the user said that it is not so.
pub(super) fn plan(
    conn: &Connection,
    plan: &mut Plan<'_>,
    seen: &mut Seen,
    said_two: bool,
) -> Res<Option<String>> {
    if plan.first {
        return Ok(None);
    }
    let named: HashSet<AccountId> = plan.slots.iter().filter_map(|s| s.known).collect();
    // By the account that is gone and the new one: how many, and the first of them.
    let mut renamed: BTreeMap<(AccountId, u32), (u64, usize)> = BTreeMap::new();
    let mut told: HashMap<(AccountId, u32), usize> = HashMap::new();
    for i in 0..plan.documents.len() {
        let d = &plan.documents[i];
        if d.step != Step::NEW || d.row.number.is_empty() {
            continue;
        }
        let slot = &plan.slots[d.slot as usize];
        let by_word = slot.gives_way.clone();
        for other in others(conn, d.row, slot.known, &by_word)? {
            if seen.contains(&other.id) {
                continue;
            }
            let d = &plan.documents[i];
            let was_said = by_word.contains(&other.account);
            if !was_said && slot_is_new(plan, i) && !named.contains(&other.account) {
                let name = name_key(plan.slots[plan.documents[i].slot as usize].name);
                if !said_two && !aliases::is_apart(conn, other.account, &name)? {
                    renamed.entry((other.account, d.slot)).or_insert((0, i)).0 += 1;
                }
                continue;
            }
            if !was_said {
                *told.entry((other.account, d.slot)).or_insert(i) = i;
            }
            leave(plan, seen, i, &other);
            break;
        }
    }
    for ((account, _), i) in told {
        let name = accounts::get(conn, account)?.name;
        let d = &plan.documents[i];
        let message =
            format!("stood under {name} until now: it was moved, and counts as no payment there");
        note(plan, i, "moved_account", &d.row.number.clone(), message);
    }
    ask(conn, plan, &renamed)
}

fn slot_is_new(plan: &Plan<'_>, i: usize) -> bool {
    plan.slots[plan.documents[i].slot as usize].known.is_none()
}

/// Open documents of other accounts that are the same to the day and the cent; of accounts that give way, by number and kind.
fn others(
    conn: &Connection,
    row: &StagedDocument,
    own: Option<AccountId>,
    by_word: &[AccountId],
) -> Res<Vec<Other>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, account_id, open_minor, issued_on = ?3 AND (open_minor = ?4 OR amount_minor = ?5) AND currency = ?6 FROM document
         WHERE number = ?1 AND kind = ?2 AND number <> '' AND voided_by IS NULL AND open_minor > 0 ORDER BY due_on <> ?7, id",
    )?;
    let mut rows = statement.query(params![
        row.number,
        row.kind,
        Day(row.issued),
        row.open,
        row.amount,
        row.currency,
        Day(row.due)
    ])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let account: AccountId = r.get(1)?;
        let same: bool = r.get(3)?;
        if Some(account) != own && (same || by_word.contains(&account)) {
            out.push(Other {
                id: r.get(0)?,
                account,
                open: r.get(2)?,
            });
        }
    }
    Ok(out)
}

/// The document leaves its account: no cash, nothing that keeps a promise.
fn leave(plan: &mut Plan<'_>, seen: &mut Seen, i: usize, other: &Other) {
    seen.insert(other.id);
    let raises = plan.documents[i].row.kind.raises();
    let used = plan.used.get(&other.id).copied().unwrap_or_default();
    let amount = other.open.less(used);
    if !amount.is_positive() {
        return;
    }
    plan.presumed.push(Presumed {
        kind: if raises {
            DocumentKind::SettledEarlier
        } else {
            DocumentKind::PresumedUse
        },
        account: Whose::Known(other.account),
        target: super::plan::Node::Known(other.id),
        amount,
        on: plan.day.max(plan.documents[i].row.issued),
        from_on: None,
        fell: false,
        awaited: None,
    });
}

/// Says which customer seems to have another name, and what to do.
fn ask(
    conn: &Connection,
    plan: &mut Plan<'_>,
    renamed: &BTreeMap<(AccountId, u32), (u64, usize)>,
) -> Res<Option<String>> {
    let mut first = None;
    for ((account, slot), (count, i)) in renamed {
        let known = accounts::get(conn, *account)?;
        let name = plan.slots[*slot as usize].name.to_owned();
        let label = known.label().to_owned();
        let command = format!("bywhen alias {} {}", quoted(&label), quoted(&name));
        let documents = say::plural(*count, "document");
        let number = plan.documents[*i].row.number.clone();
        note(
            plan,
            *i,
            "renamed_account",
            &name,
            format!(
                "{documents} of {} stand under this new name, {number} first: {command}",
                known.name
            ),
        );
        let file = plan.documents[*i].file;
        if let Some(report) = plan.report.files.get_mut(usize::from(file)) {
            report.near.push(NearMatch {
                account: *account,
                label,
                known: known.name.clone(),
                name: name.clone(),
                documents: *count,
            });
        }
        first.get_or_insert_with(|| {
            format!(
                "{documents} of {} stand under the new name {name}: if it is the same customer, say so ({command}) and import again; if they are two customers, say that with --different at its end",
                known.name
            )
        });
    }
    Ok(first)
}

fn note(plan: &mut Plan<'_>, i: usize, code: &str, value: &str, message: String) {
    let (file, line) = (plan.documents[i].file, plan.documents[i].row.line);
    if let Some(report) = plan.report.files.get_mut(usize::from(file)) {
        report.issues.push(Issue {
            line,
            severity: Severity::Warning,
            code: code.to_owned(),
            field: Some("customer".to_owned()),
            value: Some(value.to_owned()),
            message,
        });
    }
}
