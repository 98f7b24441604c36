//! One account as the rules see it on a day: worked out once, read by every part of the prep.

use super::habits::{self, Habits};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim::{self, ClaimState};
use crate::domain::clocks;
use crate::domain::document::Document;
use crate::domain::facts::{self, Facts};
use crate::domain::ids::{ContactId, DocumentId, PromiseId};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::{Claim, Dispute, FollowUp, Hold, LienStep, Method, Touch};
use crate::domain::verdict::{self, Credibility, Judgement};
use chrono::NaiveDate;

/// Everything that the parts of a prep need.
pub(crate) struct Sight<'a> {
    pub book: &'a Book,
    pub as_of: NaiveDate,
    pub rules: &'a Rules,
    pub balances: Balances,
    pub judgements: Vec<Judgement>,
    pub facts: Facts,
    pub habits: Habits,
    touches: Vec<&'a Touch>,
    follow_ups: Vec<&'a FollowUp>,
}

impl<'a> Sight<'a> {
    /// Applies the rules.
    pub fn of(book: &'a Book, as_of: NaiveDate, rules: &'a Rules) -> Result<Sight<'a>, MoneyError> {
        let balances = Balances::at(book, as_of)?;
        let habits = habits::observe(book, &balances, as_of);
        Ok(Sight {
            judgements: verdict::judge_all(book, as_of, rules)?,
            facts: facts::gather(book, as_of, rules)?,
            book,
            as_of,
            rules,
            touches: newest(&book.touches, |t| t.id, |t| t.on <= as_of),
            follow_ups: newest(&book.follow_ups, |f| f.id, |f| f.made_on <= as_of),
            balances,
            habits,
        })
    }

    /// An amount as it stands in a list.
    pub fn money(&self, amount: Minor) -> String {
        say::money(amount, self.book.account.currency)
    }

    /// An amount as it is said aloud.
    pub fn spoken(&self, amount: Minor) -> String {
        say::money_signed(amount, self.book.account.currency)
    }

    /// A day as it is said.
    pub fn day(&self, date: NaiveDate) -> String {
        say::day(date, self.as_of)
    }

    /// Days from a date until today; negative when it is ahead.
    pub fn days_since(&self, date: NaiveDate) -> i64 {
        self.as_of.signed_duration_since(date).num_days()
    }

    /// Credits and unapplied cash cover all that is open.
    pub fn owes_nothing(&self) -> bool {
        self.facts.open.is_positive() && self.facts.unapplied.abs() >= self.facts.open
    }

    /// A document of the book. Books come in the order of ids; one that does not is searched through.
    pub fn document(&self, id: DocumentId) -> Option<&'a Document> {
        let documents = &self.book.documents;
        match documents.binary_search_by_key(&id, |d| d.id) {
            Ok(at) => documents.get(at),
            Err(_) => documents.iter().find(|d| d.id == id),
        }
    }

    /// A promise of the book.
    pub fn promise(&self, id: PromiseId) -> Option<&'a Promise> {
        self.book.promises.iter().find(|p| p.id == id)
    }

    /// What became of a promise.
    pub fn judgement(&self, id: PromiseId) -> Option<&Judgement> {
        self.judgements.iter().find(|j| j.promise == id)
    }

    /// A contact's name.
    pub fn contact_name(&self, id: Option<ContactId>) -> Option<String> {
        let id = id?;
        let contact = self.book.contacts.iter().find(|c| c.id == id)?;
        Some(contact.name.clone())
    }

    /// Touches up to today, newest first.
    pub fn touches(&self) -> impl Iterator<Item = &'a Touch> {
        self.touches.iter().copied()
    }

    /// Dates to come back that were agreed up to today, newest first.
    pub fn follow_ups(&self) -> impl Iterator<Item = &'a FollowUp> {
        self.follow_ups.iter().copied()
    }

    /// Disputes that are open today, the oldest first, each with the part of its amount that is still open on its invoice.
    pub fn disputes(&self) -> Vec<(&'a Dispute, Minor)> {
        let mut live: Vec<&Dispute> = self
            .book
            .disputes
            .iter()
            .filter(|d| d.opened_on <= self.as_of)
            .filter(|d| d.resolved_on.is_none_or(|on| on > self.as_of))
            .collect();
        live.sort_by(|a, b| {
            (a.opened_on, a.document, a.amount, &a.reason, a.id).cmp(&(
                b.opened_on,
                b.document,
                b.amount,
                &b.reason,
                b.id,
            ))
        });
        let mut left: Vec<(DocumentId, Minor)> = Vec::new();
        let mut out = Vec::new();
        for dispute in live {
            let known = left.iter().position(|(id, _)| *id == dispute.document);
            let at = known.unwrap_or_else(|| {
                left.push((dispute.document, self.balances.open(dispute.document)));
                left.len() - 1
            });
            let part = dispute.amount.min(left[at].1);
            left[at].1 = left[at].1.less(part);
            if part.is_positive() {
                out.push((dispute, part));
            }
        }
        out
    }

    /// Claims in the given state, the earliest expected first.
    pub fn claims_in(&self, state: ClaimState) -> Vec<&'a Claim> {
        let states = claim::states(self.book, &self.balances);
        let mut out: Vec<&Claim> = states
            .iter()
            .filter(|(_, s)| *s == state)
            .filter_map(|(id, _)| self.book.claims.iter().find(|c| c.id == *id))
            .collect();
        out.sort_by_key(|c| (c.expected_by, c.id));
        out
    }

    /// How far the account's word goes.
    pub fn word(&self) -> Credibility {
        let missing = self.claims_in(ClaimState::Overdue);
        let days = missing.iter().map(|c| c.expected_by);
        verdict::credibility_with(&self.judgements, days, self.as_of)
    }

    /// The stop in force, with its first day.
    pub fn hold(&self) -> Option<&'a Hold> {
        let kind = self.facts.hold?;
        self.book.holds.iter().find(|h| {
            h.kind == kind && h.from <= self.as_of && h.until.is_none_or(|until| until > self.as_of)
        })
    }

    /// The nearest open lien or notice step that is within the days at which it comes up; one whose day passed within
    /// the last two weeks without being filed counts as near.
    pub fn lien_step(&self) -> Option<LienStep> {
        let running = clocks::running(self.book, self.facts.open, self.as_of, self.rules);
        self.book
            .lien_steps
            .iter()
            .cloned()
            .chain(running)
            .filter(|s| s.made_on <= self.as_of && s.done_on.is_none_or(|done| done > self.as_of))
            .filter(|s| {
                let left = -self.days_since(s.due_on);
                (-14..=i64::from(self.rules.lien_days)).contains(&left)
            })
            .min_by_key(|s| s.due_on)
    }
}

/// What was known, the newest first.
fn newest<T, K: Ord>(rows: &[T], id: impl Fn(&T) -> K, known: impl Fn(&T) -> bool) -> Vec<&T> {
    let mut out: Vec<&T> = rows.iter().filter(|row| known(row)).collect();
    out.sort_by_key(|row| std::cmp::Reverse(id(row)));
    out
}

/// `check 1182`, `wire`, `ACH payment 7781`: how money travels, said aloud.
pub(crate) fn vehicle(method: Method, reference: Option<&str>) -> String {
    let what = match method {
        Method::Check => "check",
        Method::Ach => "ACH payment",
        Method::Wire => "wire",
        Method::Card => "card payment",
    };
    match reference.map(str::trim).filter(|r| !r.is_empty()) {
        Some(number) => format!("{what} {number}"),
        None => what.to_owned(),
    }
}
