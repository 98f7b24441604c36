//! What either side has promised to do that is not money: send a copy, sign a waiver, get it approved (DOMAIN §3, "what we promised").
//!
//! Law: a task is judged by the same dates and the same names as a promise. There is nothing between done and not done, so `light` never
//! comes up.

use super::named::named;
use super::rules::Rules;
use super::touch::Task;
use super::verdict::{self, Verdict};
use chrono::NaiveDate;

named! {
    /// What kind of thing has to be done.
    pub enum TaskKind {
        /// Their purchase order, on the invoice or beside it.
        PurchaseOrder => "purchase_order", "purchase order";
        /// Our tax form for their vendor file.
        W9 => "w9", "W-9";
        /// A resale or exemption certificate.
        TaxCertificate => "tax_certificate", "tax certificate";
        /// A lien waiver.
        LienWaiver => "lien_waiver", "lien waiver";
        /// Proof of delivery.
        ProofOfDelivery => "proof_of_delivery", "proof of delivery";
        /// A statement of account.
        Statement => "statement", "statement";
        /// A copy of an invoice.
        InvoiceCopy => "invoice_copy", "invoice copy";
        /// A credit memo.
        Credit => "credit", "credit";
        /// To answer a dispute.
        Dispute => "dispute", "dispute";
        /// To look for money that they say they sent.
        LookFor => "look_for", "look for a payment";
        /// To ask the bank where the money is.
        Trace => "trace", "trace";
        /// To verify a release date with whoever pays them.
        Verify => "verify", "verify";
        /// To approve it (theirs).
        Approval => "approval", "approval";
        /// To pay it (theirs).
        Payment => "payment", "payment";
        /// To find whom to talk to.
        FindContact => "find_contact", "find a contact";
        /// To call back.
        CallBack => "call_back", "call back";
        /// What a supervisor has decided: homework of our own.
        Decided => "decided", "decided";
        /// To call a party of a job before something is filed.
        Courtesy => "courtesy_call", "courtesy call";
        /// Anything else; the words say what.
        Other => "other", "other";
    }
}

impl TaskKind {
    /// A task of ours of this kind is owed to the customer; a look at a release date is homework of our own, and so is what a supervisor decided,
    /// and a courtesy call to others.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        !matches!(
            self,
            TaskKind::Verify | TaskKind::Decided | TaskKind::Courtesy
        )
    }
}

named! {
    /// How a task ended.
    pub enum TaskEnd {
        /// Done.
        Done => "done", "done";
        /// No longer needed.
        Dropped => "dropped", "dropped";
    }
}

/// What became of a task as of a day.
#[must_use]
pub fn verdict(task: &Task, as_of: NaiveDate, rules: &Rules) -> Verdict {
    let ended = task.done_on.filter(|day| *day <= as_of);
    if ended.is_some() && task.dropped {
        return Verdict::Withdrawn;
    }
    let window_ends = rules.calendar.add(task.due_on, rules.grace_days);
    verdict::by_date(ended, as_of, task.due_on, window_ends, false)
}

/// Business days late: until it was done, or until the day while it is not; 0 when on time.
#[must_use]
pub fn late(task: &Task, as_of: NaiveDate, rules: &Rules) -> i64 {
    let until = task.done_on.filter(|day| *day <= as_of).unwrap_or(as_of);
    rules.calendar.between(task.due_on, until).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn a_task_is_judged_by_the_dates_of_a_promise() {
        // Due Wed 24 Jun 2026; the window ends on Thu 25.
        let rules = Rules::default();
        let mut b = BookMaker::new();
        b.owe("2026-06-18", "2026-06-24");
        let judged = |done: Option<&str>, day: &str| {
            let mut task = b.book.tasks[0].clone();
            task.done_on = done.map(d);
            (verdict(&task, d(day), &rules), late(&task, d(day), &rules))
        };
        assert_eq!(judged(None, "2026-06-23"), (Verdict::Open, 0));
        assert_eq!(judged(None, "2026-06-24"), (Verdict::DueToday, 0));
        assert_eq!(judged(None, "2026-06-25"), (Verdict::InGrace, 1));
        assert_eq!(judged(None, "2026-06-26"), (Verdict::Broken, 2));
        assert_eq!(judged(Some("2026-06-24"), "2026-06-30"), (Verdict::Kept, 0));
        assert_eq!(
            judged(Some("2026-06-25"), "2026-06-30"),
            (Verdict::KeptLate, 1)
        );
        assert_eq!(
            judged(Some("2026-06-26"), "2026-06-30"),
            (Verdict::CuredLate, 2)
        );
        assert_eq!(
            judged(Some("2026-06-26"), "2026-06-25"),
            (Verdict::InGrace, 1)
        );
    }

    #[test]
    fn a_dropped_task_is_withdrawn_from_its_day_on() {
        let mut b = BookMaker::new();
        b.owe("2026-06-18", "2026-06-24");
        let task = &mut b.book.tasks[0];
        task.done_on = Some(d("2026-06-22"));
        task.dropped = true;
        let on = |day: &str| verdict(&b.book.tasks[0], d(day), &Rules::default());
        assert_eq!(on("2026-06-21"), Verdict::Open);
        assert_eq!(on("2026-06-22"), Verdict::Withdrawn);
    }
}
