//! The weekly reports of the sample supplier's accounting system: what was there a quarter ago, then what came each week.

use super::cast::{CAST, Credit, Player};
use super::deed::{Act, What};
use super::regulars;
use super::stage::Stage;
use crate::domain::document::DocumentKind;
use crate::domain::money::Minor;
use crate::domain::parts::Parts;
use crate::domain::short_text::{RareText, ShortText};
use crate::domain::staged::{
    AccountKey, Covers, FileKind, StagedAccount, StagedApplication, StagedDocument, StagedFile,
    StagedPayment,
};
use crate::domain::words::{Said, Words};
use chrono::{Days, NaiveDate};

/// Business days before today on which a report came in, oldest first. The first one brings all that was there.
const WEEKS: [u32; 9] = [62, 52, 42, 32, 22, 16, 11, 6, 1];
/// Settled invoices per account of the stories.
const OLD_TURNS: i64 = 12;
/// From so many business days back the stories count.
const STORIES: u32 = 22;

/// The imports of the quarter.
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
        let (settled, payments) = history(stage, since, on);
        files[last].documents.extend(settled);
        files[last].payments = payments;
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
                doc.said = Said::from(Words {
                    terms: Some(format!("Net {}", player.terms).into()),
                    job: some(bill.3).map(RareText::from),
                    ..Words::default()
                });
                // A balance that is stated together with a credit for it is what the credit left of it.
                let credited: i64 = player
                    .credits
                    .iter()
                    .filter(|c| c.5 == bill.0 && fits(days_before(today, c.1)))
                    .map(|c| c.2)
                    .sum();
                doc.open = doc.amount.less(Minor::new(credited));
                doc.po = some(bill.4).map(ShortText::from);
                out.push(doc);
            }
        }
        for Credit(number, ago, cents, reason, memo, invoice) in player.credits {
            let on = days_before(today, *ago);
            if fits(on) {
                let mut doc = blank(player, DocumentKind::CreditMemo, number, on, *cents);
                doc.reason = Some(*reason);
                doc.said = Said::from(Words {
                    memo: some(memo).map(RareText::from),
                    applies_to: some(invoice).map(RareText::from),
                    ..Words::default()
                });
                if doc.said.applies_to.is_some() {
                    doc.open = Minor::ZERO;
                }
                out.push(doc);
            }
        }
    }
    out
}

/// What was billed and paid after `since` and on or before `until` of invoices that are settled by now: a year of them per account, paid as late
/// as it usually pays (where "last paid" and "usually late" come from), and those of the regular customers.
fn history(
    stage: &Stage<'_>,
    since: Option<NaiveDate>,
    until: NaiveDate,
) -> (Vec<StagedDocument>, Vec<StagedPayment>) {
    let fits = |on: NaiveDate| on <= until && since.is_none_or(|s| on > s);
    let mut invoices = Vec::new();
    let mut payments = Vec::new();
    let mut add = |s: &Settled| {
        if fits(s.issued) {
            let mut doc = blank(
                s.player,
                DocumentKind::Invoice,
                &s.number,
                s.issued,
                s.cents,
            );
            doc.due = s.due;
            if s.paid <= until {
                doc.open = Minor::ZERO;
            }
            invoices.push(doc);
        }
        if fits(s.paid) {
            payments.push(StagedPayment {
                line: 0,
                account: key(s.player).into(),
                number: format!("R-{}", &s.number[3..]).into(),
                on: s.paid,
                method: Some(s.method.into()),
                reference: Some(s.reference.to_string().into()),
                amount: Minor::new(s.cents),
                currency: Some(super::CURRENCY),
                applications: Parts::from(vec![StagedApplication {
                    invoice: s.number.as_str().into(),
                    amount: Minor::new(s.cents),
                    line: 0,
                }]),
            });
        }
    };
    for settled in old(stage.back(STORIES)) {
        add(&settled);
    }
    for sale in regulars::sales(stage.today) {
        add(&Settled {
            player: sale.player,
            issued: sale.issued,
            due: sale.due,
            paid: sale.paid,
            cents: sale.cents,
            method: "ach",
            reference: sale.cents.unsigned_abs() % 90_000 + 10_000,
            number: sale.number,
        });
    }
    (invoices, payments)
}

/// An invoice with the payment that settles it.
struct Settled {
    player: &'static Player,
    number: String,
    issued: NaiveDate,
    due: NaiveDate,
    paid: NaiveDate,
    cents: i64,
    method: &'static str,
    reference: u64,
}

/// A year of settled invoices of everybody in the stories, the last one paid before they begin.
fn old(begin: NaiveDate) -> Vec<Settled> {
    let mut out = Vec::new();
    let story = CAST.iter().filter(|p| !regulars::is_regular(p));
    for (i, player) in story.enumerate() {
        for turn in 0..OLD_TURNS {
            // The first three of each number the newest, the others those before.
            let serial = match turn {
                0..3 => 9_000 + i as i64 * 3 + turn,
                _ => 8_000 + i as i64 * OLD_TURNS + turn,
            };
            // Amounts differ a little from turn to turn, as they do.
            let cents = player.habit.1 + turn * 11_317 + i as i64 * 1_009;
            let paid = days_before(begin, 12 + turn * 29 + i as i64 % 7);
            let due = days_before(paid, player.habit.0 + turn % 3 - 1);
            out.push(Settled {
                player,
                number: format!("SI-{serial:05}"),
                issued: days_before(due, i64::from(player.terms)),
                due,
                paid,
                cents,
                method: if turn == 1 { "ach" } else { "check" },
                reference: 4_000 + serial.unsigned_abs(),
            });
        }
    }
    out
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
        po: None,
        reason: None,
        said: Said::default(),
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
