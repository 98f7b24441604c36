//! Promises: taking them, ending those that they replace, and the list with its verdicts.
//!
//! Law: the verdict is worked out by `domain::verdict`, never stored as truth; `promise_state` is only where the list looks first.

use super::act::Act;
use super::books::{self, Slice};
use super::fault::{Fault, Res, refuse};
use super::protocol::{NewPromise, PromiseAsk};
use super::table::Table;
use super::types::{Day, end_name};
use super::{accounts, approvals, calls, documents, text};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, PlanId, PromiseId, TouchId};
use crate::domain::money::Minor;
use crate::domain::promise::{EndKind, PromiseItem};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::verdict;
use crate::domain::view::{PromiseLine, PromiseRow};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// How a promise came about.
#[derive(Copy, Clone, Default, Debug)]
pub(super) struct Give {
    /// In which touch.
    pub touch: Option<TouchId>,
    /// Its place in a plan.
    pub place: Option<(PlanId, u32)>,
    /// The amount that must fit beside the live promises: that of the whole plan for its first instalment. `None` = its own.
    pub together: Option<Minor>,
}

/// A promise that may be written.
pub(super) struct Checked<'a> {
    new: &'a NewPromise,
    give: Give,
    reference: Option<String>,
    items: Vec<PromiseItem>,
    open: Minor,
    supersedes: Vec<PromiseId>,
}

/// Takes a promise outside a call.
pub(super) fn make(act: &mut Act<'_>, new: &NewPromise, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    let promise = Checked::new(act, new, Give::default())?;
    let what = format!(
        "promise of {} by {} from {}",
        say::money(new.amount, account.currency),
        say::day(new.by_when, act.on()),
        account.name
    );
    act.event("promise", Some(account.id), what, body)?;
    insert(act, &promise)
}

impl<'a> Checked<'a> {
    /// Checks a promise against the account as it is in this transaction.
    pub fn new(act: &Act<'_>, new: &'a NewPromise, give: Give) -> Res<Checked<'a>> {
        let on = act.on();
        documents::check_amount(new.amount)?;
        documents::check_day(new.by_when)?;
        if new.by_when < on {
            return refuse(format!(
                "{} has passed: a promise needs a day from {} on",
                say::day(new.by_when, on),
                say::day(on, on)
            ));
        }
        if let Some(contact) = new.contact {
            calls::check_contact(act, new.account, contact)?;
        }
        let slice = Slice::working(act.conn, on)?;
        let book = books::load(act.conn, new.account, new.account, slice)?
            .pop()
            .ok_or_else(|| accounts::gone(new.account))?;
        let balances = Balances::at(&book, on)?;
        for id in &new.invoices {
            let found = documents::known_of(act.conn, new.account, *id)?;
            if !found.kind.is_receivable() {
                return refuse(format!(
                    "'{}' is not an invoice: a promise names open invoices",
                    found.number
                ));
            }
            if !balances.open(*id).is_positive() {
                return refuse(format!(
                    "nothing is open on {}: name an open invoice, or none for the whole account",
                    found.number
                ));
            }
        }
        let mut named = new.invoices.clone();
        named.sort_unstable();
        named.dedup();
        if named.len() != new.invoices.len() {
            return refuse("an invoice is named twice: name each one once");
        }
        let open = balances.total_open()?;
        if !open.is_positive() {
            return refuse(format!(
                "{} owes nothing as of {}: there is nothing to promise",
                book.account.name,
                say::day(on, on)
            ));
        }
        let together = give.together.unwrap_or(new.amount);
        let mut supersedes = verdict::supersedes(&book, together, &new.invoices, on, act.rules)?;
        // What one call promises stands together: its promises never replace each other.
        supersedes.retain(|id| !act.done.promises.contains(id));
        for id in &new.supersedes {
            let Some(old) = book.promises.iter().find(|p| p.id == *id) else {
                return refuse(format!(
                    "there is no promise #{id} at this account to be replaced"
                ));
            };
            if old.end.is_some() {
                return refuse(format!("promise #{id} has ended already"));
            }
            if !supersedes.contains(id) {
                supersedes.push(*id);
            }
        }
        let items = verdict::split(
            &book,
            &balances,
            new.amount,
            &new.invoices,
            &new.split,
            &supersedes,
            act.rules,
        )
        .map_err(|e| Fault::refused(format!("{e}; nothing was saved")))?;
        Ok(Checked {
            new,
            give,
            reference: text::optional("check or trace number", new.reference.as_deref(), 200)?,
            items,
            open,
            supersedes,
        })
    }
}

/// Writes a checked promise with its invoices, and ends those that it replaces.
pub(super) fn insert(act: &mut Act<'_>, promise: &Checked<'_>) -> Res<()> {
    let (seq, stamp, new) = (act.seq, act.stamp, promise.new);
    let id = act.insert(
        Table::Promise,
        "INSERT INTO promise (event_seq, account_id, amount_minor, by_when, taken_on, open_when_taken, contact_id, taken_by, method, reference, touch_id, plan_id, plan_seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            seq,
            new.account,
            new.amount,
            Day(new.by_when),
            Day(stamp.on),
            promise.open,
            new.contact,
            stamp.by,
            new.method,
            promise.reference,
            promise.give.touch,
            promise.give.place.map(|(plan, _)| plan),
            promise.give.place.map(|(_, sequence)| sequence)
        ],
    )?;
    for item in &promise.items {
        act.insert(
            Table::PromiseItem,
            "INSERT INTO promise_item (event_seq, promise_id, document_id, amount_minor, open_when_taken) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![seq, id, item.document, item.amount, item.open_when_taken],
        )?;
    }
    let id = PromiseId(id);
    for old in &promise.supersedes {
        end(act, *old, EndKind::Superseded, Some(id))?;
        act.done.superseded.push(*old);
    }
    act.done.promises.push(id);
    if promise.give.place.is_none() {
        approvals::long_promise(act, new.account, id, new.amount, new.by_when)?;
    }
    act.touch(new.account);
    Ok(())
}

/// Ends a promise otherwise than by its date.
pub(super) fn end(
    act: &mut Act<'_>,
    promise: PromiseId,
    kind: EndKind,
    by: Option<PromiseId>,
) -> Res<()> {
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::PromiseEnd,
        "INSERT INTO promise_end (event_seq, promise_id, kind, on_day, by_promise) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, promise, end_name(kind), Day(on), by],
    )?;
    Ok(())
}

/// Promises with their verdicts, by date, then by id.
pub(super) fn list(conn: &Connection, rules: &Rules, ask: &PromiseAsk) -> Res<Vec<PromiseRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT account_id FROM promise WHERE voided_by IS NULL AND taken_on <= ?1
           AND (?2 IS NULL OR by_when >= ?2) AND (?3 IS NULL OR by_when <= ?3) AND (?4 IS NULL OR account_id = ?4)
         ORDER BY account_id",
    )?;
    let accounts: Vec<AccountId> = statement
        .query_map(
            params![
                Day(ask.as_of),
                ask.from.map(Day),
                ask.to.map(Day),
                ask.account
            ],
            |r| r.get(0),
        )?
        .collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for account in accounts {
        if let Some(book) = books::whole(conn, account)? {
            rows(&book, rules, ask, &mut out)?;
        }
    }
    out.sort_by_key(|row| (row.line.promise.by_when, row.line.promise.id));
    Ok(out)
}

pub(super) fn rows(
    book: &Book,
    rules: &Rules,
    ask: &PromiseAsk,
    out: &mut Vec<PromiseRow>,
) -> Res<()> {
    let all = verdict::judge_all(book, ask.as_of, rules)?;
    for judged in &all {
        let Some(promise) = book.promises.iter().find(|p| p.id == judged.promise) else {
            return Err(Fault::damaged(format!("promise #{}", judged.promise)));
        };
        let fits = ask.verdict.is_none_or(|v| v == judged.verdict)
            && ask.from.is_none_or(|d: NaiveDate| promise.by_when >= d)
            && ask.to.is_none_or(|d| promise.by_when <= d);
        if !fits {
            continue;
        }
        let number = |item: &PromiseItem| {
            let found = book.documents.iter().find(|d| d.id == item.document);
            found.map_or_else(String::new, |d| d.number.clone())
        };
        let contact = promise
            .contact
            .and_then(|id| book.contacts.iter().find(|c| c.id == id));
        out.push(PromiseRow {
            account: book.account.clone(),
            line: PromiseLine {
                invoices: promise.items.iter().map(number).collect(),
                contact: contact.map(|c| c.name.clone()),
                explained: verdict::explain(judged, promise, book, rules, ask.as_of),
                chain_line: verdict::chain_line(judged, &all, book, ask.as_of),
                promise: promise.clone(),
                judgement: judged.clone(),
            },
        });
    }
    Ok(())
}
