//! Why a promise was probably not kept: on whose side it lies, and the fact that says so (issue: customer, us, bank or mail, disputed).
//!
//! Law: pure, from ledger facts only, the strongest first: money that came back, money that is said to be under way, what they contest, what
//! we owe them; what is left is the customer's, with the barrier that was named.

use crate::domain::barrier::Barrier;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::document::Document;
use crate::domain::money::Minor;
use crate::domain::named::named;
use crate::domain::promise::Promise;
use crate::domain::say;
use crate::domain::touch::{Owner, Task};
use crate::domain::verdict::Judgement;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

named! {
    /// On whose side it lies.
    pub enum CauseSide {
        /// They did not pay.
        Customer => "customer", "customer";
        /// We owe them something that they wait for.
        Us => "us", "us";
        /// It was sent, and came back or has not come.
        BankOrMail => "bank_or_mail", "bank or mail";
        /// They contest it.
        Disputed => "disputed", "disputed";
    }
}

/// The likely cause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cause {
    /// On whose side.
    pub side: CauseSide,
    /// The fact behind it, in words.
    pub words: String,
}

impl Cause {
    fn new(side: CauseSide, words: String) -> Cause {
        Cause { side, words }
    }
}

/// The likely cause as of a day. `judgement` is of `promise`; `barriers` are those of the desk.
#[must_use]
pub fn cause(
    promise: &Promise,
    judgement: &Judgement,
    book: &Book,
    barriers: &[Barrier],
    as_of: NaiveDate,
) -> Cause {
    let looked = Look {
        promise,
        judgement,
        book,
        as_of,
    };
    looked
        .bounced()
        .or_else(|| looked.under_way())
        .or_else(|| looked.contested())
        .or_else(|| looked.explained())
        .or_else(|| looked.owed_by_us())
        .unwrap_or_else(|| looked.customer(barriers))
}

struct Look<'a> {
    promise: &'a Promise,
    judgement: &'a Judgement,
    book: &'a Book,
    as_of: NaiveDate,
}

impl Look<'_> {
    fn day(&self, day: NaiveDate) -> String {
        say::day(day, self.as_of)
    }

    fn money(&self, amount: Minor) -> String {
        say::money(amount, self.book.account.currency)
    }

    fn names(&self, document: crate::domain::ids::DocumentId) -> bool {
        let items = &self.promise.items;
        items.is_empty() || items.iter().any(|i| i.document == document)
    }

    /// A payment for it came and was taken back.
    fn bounced(&self) -> Option<Cause> {
        let reversals = self.book.reversals.iter();
        let newest = reversals
            .filter(|r| r.effective_on >= self.promise.taken_on && r.effective_on <= self.as_of)
            .filter_map(|r| {
                let cash = self.book.documents.iter().find(|d| d.id == r.document)?;
                (cash.kind.is_cash() && cash.issued >= self.promise.taken_on && self.paid(cash))
                    .then_some((r, cash))
            })
            .max_by_key(|(r, cash)| (r.effective_on, cash.id))?;
        let (reversal, cash) = newest;
        let number = match (cash.reference.as_deref(), cash.number.as_str()) {
            (Some(number), _) if !number.is_empty() => format!("check {number}"),
            (_, number) if !number.is_empty() => format!("payment {number}"),
            _ => "a payment".to_owned(),
        };
        let why = match reversal.reason.trim() {
            "" => String::new(),
            why if why.eq_ignore_ascii_case("nsf") => " (NSF)".to_owned(),
            why => format!(" ({})", why.replace('_', " ")),
        };
        Some(Cause::new(
            CauseSide::BankOrMail,
            format!(
                "{number} of {} came back {}{why}",
                self.money(cash.amount),
                self.day(reversal.effective_on)
            ),
        ))
    }

    /// The payment was for this promise.
    fn paid(&self, cash: &Document) -> bool {
        let references = [&self.promise.reference];
        let named = references
            .into_iter()
            .flatten()
            .any(|r| claim::bears_reference(cash, r));
        named
            || cash.amount == self.promise.amount
            || self
                .book
                .applications
                .iter()
                .any(|a| a.from == cash.id && self.names(a.to))
    }

    /// They say that it was sent, and it is not here.
    fn under_way(&self) -> Option<Cause> {
        let missing = |c: &&crate::domain::touch::Claim| {
            c.made_on <= self.as_of
                && c.matched.is_none()
                && c.retracted_on.is_none_or(|day| day > self.as_of)
                && claim::concerns(c, self.promise)
        };
        let balances = crate::domain::balances::Balances::at(self.book, self.as_of).ok()?;
        let states = claim::states(self.book, &balances);
        let is_out = |c: &&crate::domain::touch::Claim| {
            states.iter().any(|(id, state)| {
                *id == c.id
                    && matches!(
                        state,
                        claim::ClaimState::InTransit | claim::ClaimState::Overdue
                    )
            })
        };
        let claims = self.book.claims.iter();
        let newest = claims
            .filter(missing)
            .filter(is_out)
            .max_by_key(|c| (c.mailed_on, c.id))?;
        let number = match newest.reference.as_deref() {
            Some(number) if !number.is_empty() => format!("{} {number}", newest.method.name()),
            _ => format!("a {}", newest.method.name()),
        };
        Some(Cause::new(
            CauseSide::BankOrMail,
            format!(
                "{number} said to be sent {}, not here",
                self.day(newest.mailed_on)
            ),
        ))
    }

    /// They contest what they promised.
    fn contested(&self) -> Option<Cause> {
        let disputes = self.book.disputes.iter();
        let open = disputes
            .filter(|d| d.opened_on <= self.as_of && self.names(d.document))
            .filter(|d| d.resolved_on.is_none_or(|day| day > self.as_of))
            .max_by_key(|d| (d.amount, d.id))?;
        let number = self
            .book
            .documents
            .iter()
            .find(|d| d.id == open.document)
            .map_or("", |d| d.number.as_str());
        let why = match open.code {
            Some(code) => code.words().to_owned(),
            None => open.reason.trim().to_owned(),
        };
        Some(Cause::new(
            CauseSide::Disputed,
            format!("{} of {number} contested: {why}", self.money(open.amount)),
        ))
    }

    /// What is missing is a credit of ours to the cent, or something that they keep.
    fn explained(&self) -> Option<Cause> {
        let words = self.judgement.short_matches.first()?;
        let side = if words.starts_with("the dispute") {
            CauseSide::Disputed
        } else if words.contains("discount")
            || words.contains("retainage")
            || words.contains("not paid at all")
        {
            CauseSide::Customer
        } else {
            // A credit that is open here: they took it, and we have not put it to the invoice.
            CauseSide::Us
        };
        Some(Cause::new(side, words.clone()))
    }

    /// We were to do something by then, and have not, or did it late.
    fn owed_by_us(&self) -> Option<Cause> {
        let by = self.judgement.window_ends;
        let owed = |t: &&Task| {
            t.owner == Owner::Us
                && t.kind.is_owed()
                && t.made_on <= self.as_of.min(by)
                && t.due_on <= by
                && t.done_on.is_none_or(|day| day > t.due_on)
                && !(t.dropped && t.done_on.is_some_and(|day| day <= self.as_of))
                && t.done_on.is_none_or(|day| day >= self.promise.taken_on)
        };
        let oldest = self
            .book
            .tasks
            .iter()
            .filter(owed)
            .min_by_key(|t| (t.due_on, t.id))?;
        let state = match oldest.done_on.filter(|day| *day <= self.as_of) {
            Some(day) => format!("done only {}", self.day(day)),
            None => "not done".to_owned(),
        };
        Some(Cause::new(
            CauseSide::Us,
            format!(
                "we owed {} by {}, {state}",
                oldest.what.trim(),
                self.day(oldest.due_on)
            ),
        ))
    }

    /// The barrier that was named last; else that nothing is known.
    fn customer(&self, barriers: &[Barrier]) -> Cause {
        let named = self
            .book
            .touches
            .iter()
            .rev()
            .filter(|t| t.on <= self.as_of && t.on >= self.promise.taken_on)
            .find_map(|t| t.barrier.as_deref().map(|b| (t.on, b)));
        let Some((on, barrier)) = named else {
            let words = match self.judgement.level {
                0 | 1 => "no word, no reason given".to_owned(),
                n => format!("{} date on this debt, no reason given", say::ordinal(n)),
            };
            return Cause::new(CauseSide::Customer, words);
        };
        let usual = barriers
            .iter()
            .find(|b| b.name.eq_ignore_ascii_case(barrier));
        // A barrier whose usual remedy is ours, and owed to them, lies with us.
        let ours = usual
            .and_then(|b| b.remedy.as_ref())
            .is_some_and(|r| r.owner == Owner::Us && r.kind.is_owed());
        let side = match ours {
            true if barrier.eq_ignore_ascii_case("already sent") => CauseSide::BankOrMail,
            true => CauseSide::Us,
            false => CauseSide::Customer,
        };
        Cause::new(side, format!("{barrier} (said {})", self.day(on)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::barrier;
    use crate::domain::ids::DocumentId;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};
    use crate::domain::verdict::judge_all;

    /// 1,000.00 promised on Mon 2 Nov by Fri 6 Nov 2026.
    fn why(change: impl FnOnce(&mut BookMaker, DocumentId)) -> (CauseSide, String) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        change(&mut b, i);
        let as_of = d("2026-11-20");
        let all = judge_all(&b.book, as_of, &Rules::default()).expect("fits");
        let made = cause(
            &b.book.promises[0],
            &all[0],
            &b.book,
            &barrier::list(&[]),
            as_of,
        );
        (made.side, made.words)
    }

    #[test]
    fn without_any_fact_it_is_the_customers() {
        let (side, words) = why(|_, _| {});
        assert_eq!(side, CauseSide::Customer);
        assert_eq!(words, "no word, no reason given");
    }

    #[test]
    fn a_check_that_came_back_leads_over_everything() {
        let (side, words) = why(|b, i| {
            let p = b.pay("2026-11-06", 100_000, &[(i, 100_000)]);
            b.reverse(p, "2026-11-10");
            b.dispute(i, 20_000, "2026-11-11");
        });
        assert_eq!(side, CauseSide::BankOrMail);
        assert!(words.contains("1,000.00 came back Tue 10 Nov"), "{words}");
    }

    #[test]
    fn a_claim_that_has_not_come_is_in_the_mail() {
        let (side, words) = why(|b, _| {
            b.claim("2026-11-09", "2026-11-12", 100_000);
        });
        assert_eq!(side, CauseSide::BankOrMail);
        assert!(words.contains("not here"), "{words}");
    }

    #[test]
    fn an_open_dispute_on_what_was_promised_is_disputed() {
        let (side, words) = why(|b, i| b.dispute(i, 20_000, "2026-11-09"));
        assert_eq!(side, CauseSide::Disputed);
        assert!(words.starts_with("200.00 of SI-1 contested"), "{words}");
    }

    #[test]
    fn a_credit_of_exactly_the_shortfall_is_ours() {
        let (side, words) = why(|b, i| {
            b.credit("2026-11-04", 34_000);
            b.pay("2026-11-06", 66_000, &[(i, 66_000)]);
        });
        assert_eq!(side, CauseSide::Us);
        assert!(words.contains("is exactly 340.00"), "{words}");
    }

    #[test]
    fn what_we_owed_by_the_date_and_have_not_done_is_ours() {
        let (side, words) = why(|b, _| {
            b.owe("2026-11-02", "2026-11-05");
        });
        assert_eq!(side, CauseSide::Us);
        assert!(words.contains("by Thu 5 Nov, not done"), "{words}");
    }

    #[test]
    fn the_barrier_that_was_named_says_whose_it_is() {
        let said = |barrier: &str| {
            why(|b, _| {
                b.talk("2026-11-09");
                if let Some(touch) = b.book.touches.last_mut() {
                    touch.barrier = Some(barrier.to_owned());
                }
            })
        };
        let (side, words) = said("cash flow or weather");
        assert_eq!(side, CauseSide::Customer);
        assert_eq!(words, "cash flow or weather (said Mon 9 Nov)");
        assert_eq!(said("invoice not received").0, CauseSide::Us);
        assert_eq!(said("already sent").0, CauseSide::BankOrMail);
    }
}
