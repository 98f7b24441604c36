//! Customers who buy every other week and pay, some of them after a call: a year of sales behind the reports, a quarter of promises behind the trends.
//!
//! Nothing of theirs is past due today, so none of them stands in the queue. Ages are relative to today, as everywhere in the sample. Who pays how
//! late, and what became of which promise, follows from fixed tables: the same day gives the same ledger.

use super::cast::{CAST, Player};
use super::deed::{Act, Deed, QUIET, Talk, What};
use super::stage::Stage;
use crate::domain::review::Decision;
use crate::domain::touch::TouchOutcome as O;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Their accounts begin here in the cast.
const FIRST: &str = "C1037";
/// Invoices of each, one every other week: a year of them.
const TURNS: u64 = 26;
/// Days late that they pay, in turn.
const LATE: [u64; 7] = [6, 9, 5, 12, 0, 10, 7];
/// What stood in the way, in turn.
const BARRIERS: [&str; 5] = [
    "awaiting internal approval",
    "in a pay run",
    "invoice not received",
    "cash flow or weather",
    "waiting on their customer",
];

/// An invoice of a regular customer, settled by one payment.
pub(super) struct Sale {
    pub player: &'static Player,
    pub number: String,
    pub issued: NaiveDate,
    pub due: NaiveDate,
    /// The day of the payment; from today on = still open.
    pub paid: NaiveDate,
    pub cents: i64,
    account: u64,
    turn: u64,
}

/// True for a regular customer.
pub(super) fn is_regular(player: &Player) -> bool {
    player.number >= FIRST
}

/// Every invoice of theirs, by account, the newest first.
pub(super) fn sales(today: NaiveDate) -> Vec<Sale> {
    let regulars = CAST.iter().filter(|p| is_regular(p)).zip(0_u64..);
    let mut out = Vec::new();
    for (player, account) in regulars {
        for turn in 0..TURNS {
            let issued = today - Days::new(4 + turn * 14 + account * 3 % 14);
            let due = issued + Days::new(u64::from(player.terms));
            let late = LATE[((account * 3 + turn) % 7) as usize];
            let since = today.signed_duration_since(due).num_days();
            // What falls due these weeks was paid a few days early: nothing of theirs is past due.
            let paid = match since {
                ..=-6 => today + Days::new(3),
                -5..=21 => due - Days::new(5),
                _ => due + Days::new(late),
            };
            let paid = match paid.weekday() {
                Weekday::Sat => paid - Days::new(1),
                Weekday::Sun => paid + Days::new(1),
                _ => paid,
            };
            // Business grows a little, and winter is quiet.
            let season = [18, 21, 22, 20, 18, 16][((turn / 4) % 6) as usize];
            let size = player.habit.1 + (account * 7_919 + turn * 31_337) as i64 % 400_000;
            out.push(Sale {
                player,
                number: format!("SI-{}", 7_000 + account * 100 + turn),
                issued,
                due,
                paid,
                cents: size * season / 10,
                account,
                turn,
            });
        }
    }
    out
}

/// The calls that brought the late ones in, each with its promise, since the ledger began.
pub(super) fn acts(stage: &Stage<'_>, opening: NaiveDate) -> Vec<Act> {
    let mut acts = Vec::new();
    for sale in sales(stage.today) {
        let late = sale.paid.signed_duration_since(sale.due).num_days();
        let called = stage.business(sale.due + Days::new(2));
        if late < 5 || sale.paid >= stage.today || called <= opening + Days::new(7) {
            continue;
        }
        let who = if sale.account % 3 == 0 { "Ben" } else { "Ana" };
        let n = sale.account * 3 + sale.turn;
        let mut at = |on: NaiveDate, who: &'static str, deed: Deed| {
            acts.push(Act {
                on,
                what: What::By(who, sale.player.number, deed),
            });
        };
        if n % 2 == 0 {
            let tried = stage.business_before(called);
            let outcome = if n % 4 == 0 {
                O::NoAnswer
            } else {
                O::Voicemail
            };
            at(tried, who, Deed::Talk(Talk { outcome, ..QUIET }));
        }
        // Six of ten in time, two a day late, two broken and made good.
        let by_when = match n % 10 {
            0..=5 => sale.paid,
            6 | 7 => stage.business_before(sale.paid),
            _ => called,
        };
        let by_when = by_when.max(called);
        let barrier = BARRIERS[(n % 5) as usize];
        at(
            called,
            who,
            Deed::PromiseOf(barrier, sale.cents, by_when, sale.number.clone()),
        );
        // Where it was broken and there was time, the supervisor had them called again.
        let decided = stage.after(by_when, 2);
        if sale.paid > stage.after(decided, 1) {
            at(
                decided,
                super::SUPERVISOR,
                Deed::Decide(Decision::CallBack, "first broken date: a call is enough"),
            );
            let note = "Called again: it is in the next run";
            at(decided, who, Deed::Talk(Talk { note, ..QUIET }));
        }
    }
    acts
}
