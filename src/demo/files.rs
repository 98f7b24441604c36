//! The weekly reports of the sample supplier's accounting system: what was there at the start of the month, then what came each week.

use super::cast::{CAST, Credit, Player};
use super::deed::{Act, What};
use super::stage::Stage;
use crate::domain::document::DocumentKind;
use crate::domain::money::Minor;
use crate::domain::short_text::ShortText;
use crate::domain::staged::{
    AccountKey, Covers, FileKind, StagedAccount, StagedApplication, StagedDocument, StagedFile,
    StagedPayment,
};
use chrono::{Days, NaiveDate};

/// Business days before today on which a report came in, oldest first. The first one brings all that was there.
const WEEKS: [u32; 5] = [22, 16, 11, 6, 1];

/// The imports of the month.
pub(super) fn weekly(stage: &Stage<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut since: Option<NaiveDate> = None;
    for back in WEEKS {
        let on = stage.back(back);
        let mut files = Vec::new();
        if since.is_none() {
            files.push(customers(on));
        }
        files.push(list("open_items", on, documents(stage.today, since, on)));
        let last = files.len() - 1;
        if since.is_none() {
            let (settled, payments) = history(on);
            files[last].documents.extend(settled);
            files[last].payments = payments;
        }
        files[last].rows = (files[last].documents.len() + files[last].payments.len()) as u64;
        acts.push(Act {
            on,
            what: What::Report(files),
        });
        since = Some(on);
    }
    acts
}

fn key(player: &Player) -> AccountKey {
    AccountKey {
        number: Some(player.number.to_owned()),
        name: Some(player.name.to_owned()),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn days_before(day: NaiveDate, days: i64) -> NaiveDate {
    let n = Days::new(days.unsigned_abs());
    let moved = if days >= 0 {
        day.checked_sub_days(n)
    } else {
        day.checked_add_days(n)
    };
    // Only the ends of the calendar have no such day; the sample month is nowhere near them.
    moved.unwrap_or(day)
}

/// Documents issued after `since` and on or before `until`.
fn documents(today: NaiveDate, since: Option<NaiveDate>, until: NaiveDate) -> Vec<StagedDocument> {
    let fits = |on: NaiveDate| on <= until && since.is_none_or(|s| on > s);
    let mut out = Vec::new();
    for player in CAST {
        for bill in player.bills {
            let due = days_before(today, bill.1);
            let issued = days_before(due, i64::from(player.terms));
            if fits(issued) {
                let mut doc = blank(player, DocumentKind::Invoice, bill.0, issued, bill.2);
                doc.due = due;
                doc.terms = Some(format!("Net {}", player.terms).into());
                // A balance that is stated together with a credit for it is what the credit left of it.
                let credited: i64 = player
                    .credits
                    .iter()
                    .filter(|c| c.5 == bill.0 && fits(days_before(today, c.1)))
                    .map(|c| c.2)
                    .sum();
                doc.open = doc.amount.less(Minor::new(credited));
                doc.job = some(bill.3).map(ShortText::from);
                doc.po = some(bill.4).map(ShortText::from);
                out.push(doc);
            }
        }
        for Credit(number, ago, cents, reason, memo, invoice) in player.credits {
            let on = days_before(today, *ago);
            if fits(on) {
                let mut doc = blank(player, DocumentKind::CreditMemo, number, on, *cents);
                doc.reason = Some(*reason);
                doc.memo = some(memo).map(ShortText::from);
                doc.applies_to = some(invoice).map(ShortText::from);
                if doc.applies_to.is_some() {
                    doc.open = Minor::ZERO;
                }
                out.push(doc);
            }
        }
    }
    out
}

/// Three settled invoices per account, paid as late as it usually pays: where "last paid" and "usually late" come from.
fn history(opening: NaiveDate) -> (Vec<StagedDocument>, Vec<StagedPayment>) {
    let mut invoices = Vec::new();
    let mut payments = Vec::new();
    for (i, player) in CAST.iter().enumerate() {
        for turn in 0..3_i64 {
            let serial = 9_000 + i as i64 * 3 + turn;
            let number = format!("SI-{serial:05}");
            // Amounts differ a little from turn to turn, as they do.
            let cents = player.habit.1 + turn * 11_317 + i as i64 * 1_009;
            let paid = days_before(opening, 12 + turn * 29 + i as i64 % 7);
            let due = days_before(paid, player.habit.0 + turn - 1);
            let issued = days_before(due, i64::from(player.terms));
            let mut doc = blank(player, DocumentKind::Invoice, &number, issued, cents);
            doc.due = due;
            doc.open = Minor::ZERO;
            invoices.push(doc);
            payments.push(StagedPayment {
                line: 0,
                account: key(player).into(),
                number: format!("R-{serial}").into(),
                on: paid,
                method: Some(if turn == 1 { "ach" } else { "check" }.into()),
                reference: Some(format!("{}", 4_000 + serial).into()),
                amount: Minor::new(cents),
                currency: Some(super::CURRENCY),
                applications: vec![StagedApplication {
                    invoice: number.into(),
                    amount: Minor::new(cents),
                    line: 0,
                }],
            });
        }
    }
    (invoices, payments)
}

fn blank(
    player: &Player,
    kind: DocumentKind,
    number: &str,
    issued: NaiveDate,
    cents: i64,
) -> StagedDocument {
    StagedDocument {
        line: 0,
        account: key(player).into(),
        kind,
        number: number.into(),
        issued,
        due: issued,
        due_derived: false,
        amount: Minor::new(cents),
        amount_known: true,
        open: Minor::new(cents),
        currency: super::CURRENCY,
        terms: None,
        po: None,
        job: None,
        reason: None,
        memo: None,
        reference: None,
        applies_to: None,
    }
}

fn customers(on: NaiveDate) -> StagedFile {
    let mut file = list("customers", on, Vec::new());
    file.kind = FileKind::Customers;
    file.profile = "native-accounts".to_owned();
    file.rows = CAST.len() as u64;
    file.accounts = CAST
        .iter()
        .map(|player| StagedAccount {
            line: 0,
            key: key(player),
            currency: Some(super::CURRENCY),
            terms_days: Some(player.terms),
            credit_limit: (player.limit > 0).then(|| Minor::new(player.limit * 100)),
            salesperson: Some(player.salesperson.to_owned()),
            state: Some(player.state.to_owned()),
            ..StagedAccount::default()
        })
        .collect();
    file
}

fn list(what: &str, on: NaiveDate, documents: Vec<StagedDocument>) -> StagedFile {
    StagedFile {
        file: format!("ridgeline_{what}_{on}.csv"),
        sha256: format!("sample {what} {on}"),
        profile: "native-invoices".to_owned(),
        kind: FileKind::List,
        covers: Covers::Both,
        encoding: "utf-8".to_owned(),
        as_of: Some(on),
        rows: 0,
        currency: super::CURRENCY,
        header: Vec::new(),
        scope: None,
        states_currency: false,
        declared_total: None,
        summed_total: Minor::ZERO,
        accounts: Vec::new(),
        documents,
        voided: Vec::new(),
        payments: Vec::new(),
        issues: Vec::new(),
        rejects: Vec::new(),
    }
}
