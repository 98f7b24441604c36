//! Fees: posting what was shown, giving some of one up, taking either back.
//!
//! Law: a fee is posted as it was previewed, or refused when it comes to something else by now; none without an agreement, none while a
//! bankruptcy hold stands. The money is documents, applications and reversals like any other; the rows here say why. A fee's number is of a
//! series of our own: no list of the books holds it, so none closes it, and one that does list it becomes its report (`import::compare`).

mod taken_back;

pub(super) use taken_back::granted;

use super::act::Act;
use super::documents::{self, NewDocument};
use super::fault::{Res, refuse};
use super::protocol::{FeeDeed, FeePreview, NewFee};
use super::table::Table;
use super::types::Day;
use super::{accounts, audit, reviews, text};
use crate::domain::account::Account;
use crate::domain::audit::{AuditArea, AuditWhat};
use crate::domain::balances::Balances;
use crate::domain::document::DocumentKind;
use crate::domain::fee::preview::{self, Preview, Proposal};
use crate::domain::ids::{AccountId, FeeId};
use crate::domain::money::Minor;
use crate::domain::rules::Rules;
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Writes one.
pub(super) fn write(act: &mut Act<'_>, deed: &FeeDeed, body: &str) -> Res<()> {
    match deed {
        FeeDeed::Agreed { account, text } => agreed(act, *account, text, body),
        FeeDeed::Post { account, fees } => post(act, *account, fees, body),
        FeeDeed::PostAll { posts } => post_all(act, posts, body),
        FeeDeed::Waive {
            fee,
            amount,
            reason,
            waiver,
        } => taken_back::waive(act, *fee, *amount, reason, *waiver, body),
        FeeDeed::Reinstate { fee, reason } => taken_back::reinstate(act, *fee, reason, body),
        FeeDeed::Reverse { fee, reason } => taken_back::reverse(act, *fee, reason, body),
    }
}

/// What may be posted: at one account, or at every one where something may be or is stopped.
pub(super) fn previews(
    conn: &Connection,
    rules: &Rules,
    account: Option<AccountId>,
    as_of: NaiveDate,
) -> Res<Vec<FeePreview>> {
    // Money that is past due, or a payment that came back: nothing else can make a fee.
    let mut statement = conn.prepare_cached(
        "SELECT a.id FROM account a WHERE a.voided_by IS NULL AND (?1 IS NULL OR a.id = ?1)
           AND (?1 IS NOT NULL
             OR EXISTS (SELECT 1 FROM document d WHERE d.account_id = a.id AND d.open_minor > 0 AND d.due_on < ?2 AND d.kind IN ('invoice', 'debit_note', 'journal_debit'))
             OR EXISTS (SELECT 1 FROM reversal r JOIN document d ON d.id = r.document_id WHERE d.account_id = a.id AND r.voided_by IS NULL AND d.kind = 'payment'))
         ORDER BY a.name_key, a.id",
    )?;
    let ids: Vec<AccountId> = statement
        .query_map(params![account, Day(as_of)], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for id in ids {
        let (found, preview) = preview_of(conn, rules, id, as_of)?;
        if account.is_some() || !preview.proposals.is_empty() || preview.blocked.is_some() {
            out.push(FeePreview {
                account: id,
                label: found.label().to_owned(),
                name: found.name,
                currency: found.currency,
                preview,
            });
        }
    }
    Ok(out)
}

fn preview_of(
    conn: &Connection,
    rules: &Rules,
    account: AccountId,
    as_of: NaiveDate,
) -> Res<(Account, Preview)> {
    let (book, judged) = reviews::judged_book(conn, rules, account, as_of)?;
    let balances = Balances::at(&book, as_of)?;
    let shown = preview::preview(&book, &balances, &judged, rules)?;
    Ok((book.account, shown))
}

fn agreed(act: &mut Act<'_>, account: AccountId, typed: &str, body: &str) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let agreement = text::checked("agreement", typed.trim(), 400)?;
    let what = match agreement.is_empty() {
        true => format!("{}: no agreement about late charges", found.name),
        false => format!("{}: late charges agreed, {agreement}", found.name),
    };
    act.event("fee", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::FeeBasis,
        "INSERT INTO fee_basis (event_seq, account_id, agreement, on_day) VALUES (?1, ?2, ?3, ?4)",
        params![seq, account, agreement, Day(on)],
    )?;
    act.touch(account);
    Ok(())
}

fn post(act: &mut Act<'_>, account: AccountId, fees: &[NewFee], body: &str) -> Res<()> {
    let (found, posted, all) = allowed(act, account, fees)?;
    let kinds: Vec<&str> = posted.iter().map(|(p, _)| p.kind.words()).collect();
    let money = say::money(all, found.currency);
    let what = format!("{}: {} of {money}", found.name, say::list(&kinds));
    act.event("fee", Some(account), what, body)?;
    for (proposal, basis) in &posted {
        insert(act, &found, proposal, basis)?;
    }
    act.touch(account);
    Ok(())
}

/// At several accounts in one act: what one of them refuses, none of them gets.
fn post_all(act: &mut Act<'_>, posts: &[(AccountId, Vec<NewFee>)], body: &str) -> Res<()> {
    if posts.is_empty() {
        return refuse("name what is to be posted: nothing was saved");
    }
    let mut checked = Vec::with_capacity(posts.len());
    for (at, (account, fees)) in posts.iter().enumerate() {
        if posts.iter().take(at).any(|(other, _)| other == account) {
            return refuse("the same account stands there twice: nothing was saved");
        }
        checked.push(allowed(act, *account, fees)?);
    }
    let count: usize = checked.iter().map(|(_, posted, _)| posted.len()).sum();
    let what = format!(
        "{} posted at {}",
        say::plural(count as u64, "fee"),
        say::plural(checked.len() as u64, "account")
    );
    act.event("fee", None, what, body)?;
    for (found, posted, _) in &checked {
        for (proposal, basis) in posted {
            insert(act, found, proposal, basis)?;
        }
        act.touch(found.id);
    }
    Ok(())
}

/// What may be posted of it, each with the agreement that allows it, and what all of it comes to; or why not.
type Allowed = (Account, Vec<(Proposal, String)>, Minor);

fn allowed(act: &Act<'_>, account: AccountId, fees: &[NewFee]) -> Res<Allowed> {
    let (found, shown) = preview_of(act.conn, act.rules, account, act.on())?;
    let line = (account, AuditArea::Fees, AuditWhat::Blocked, "fee");
    if let Some(why) = shown.blocked {
        let refusal = format!("nothing was posted for {}: {why}", found.name);
        return audit::ruled(line, &why, refusal);
    }
    if fees.is_empty() {
        return refuse("name what is to be posted: nothing was saved");
    }
    let money = |m: Minor| say::money(m, found.currency);
    let mut posted: Vec<(Proposal, String)> = Vec::new();
    for new in fees {
        let proposal = shown
            .proposals
            .iter()
            .find(|p| p.rule == new.rule && p.about == new.about);
        let Some(proposal) = proposal else {
            return refuse(format!(
                "'{}' has nothing to post at {} today: nothing was saved",
                new.rule, found.name
            ));
        };
        let Some(basis) = proposal.basis.clone() else {
            let why = format!("no agreement allows a {}", proposal.kind.words());
            let refusal = format!(
                "no agreement allows a fee at {}: write down first which one does (bywhen fee agree, or R a at the desk); nothing was saved",
                found.name
            );
            return audit::ruled(line, &why, refusal);
        };
        if proposal.amount != new.amount {
            return refuse(format!(
                "the {} comes to {} now, not to {}: nothing was saved; look again",
                proposal.kind.words(),
                money(proposal.amount),
                money(new.amount)
            ));
        }
        if posted.iter().any(|(p, _)| p == proposal) {
            return refuse("the same fee stands there twice: nothing was saved");
        }
        posted.push((proposal.clone(), basis));
    }
    let all = Minor::sum(posted.iter().map(|(p, _)| p.amount))?;
    Ok((found, posted, all))
}

fn insert(act: &mut Act<'_>, account: &Account, fee: &Proposal, basis: &str) -> Res<()> {
    let number = number(act, &act.rules.fees.series.clone(), "fee")?;
    let on = act.on();
    let memo = format!("{}: {}", fee.kind.words(), fee.words);
    let memo: String = memo.chars().take(2000).collect();
    let mut new = NewDocument::plain(
        account.id,
        DocumentKind::DebitNote,
        on,
        fee.amount,
        account.currency,
    );
    new.number = &number;
    new.memo = Some(&memo);
    let document = documents::insert(act, &new)?;
    let seq = act.seq;
    let id = act.insert(
        Table::Fee,
        "INSERT INTO fee (event_seq, account_id, document_id, kind, rule, basis, words, about_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            seq,
            account.id,
            document,
            fee.kind,
            fee.rule,
            basis,
            fee.words,
            fee.about
        ],
    )?;
    for item in &fee.items {
        act.insert(
            Table::FeeItem,
            "INSERT INTO fee_item (event_seq, fee_id, document_id, principal_minor, from_on, to_on, amount_minor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                seq,
                id,
                item.document,
                item.principal,
                Day(item.from),
                Day(item.to),
                item.amount
            ],
        )?;
    }
    act.done.document = Some(document);
    act.done.made.fees.push(FeeId(id));
    Ok(())
}

/// The next number of a series of ours. Numbers that were undone are not used again.
fn number(act: &Act<'_>, series: &str, table: &str) -> Res<String> {
    let sql = match table {
        "fee" => "SELECT coalesce(max(id), 0) + 1 FROM fee",
        _ => "SELECT coalesce(max(id), 0) + 1 FROM fee_waiver",
    };
    let next: i64 = act.conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
    Ok(format!("{series}{next:05}"))
}
