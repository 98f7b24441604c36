//! Rows of a payments file to [`StagedPayment`]: one row per application, put together by the payment's number.
//!
//! A payment is taken whole or not at all: with one bad row its other rows would look like unapplied cash.

use super::accounts::{AccountBook, Keys, Known, identity, no_customer};
use super::aside::Aside;
use super::clean::kept;
use super::currencies;
use super::findings::{Code, Fault, Findings};
use super::layout::Tracker;
use super::plan::Plan;
use super::records::Row;
use super::swapped::Swapped;
use super::vocabulary::{Field, SourceType};
use super::who;
use crate::domain::hashed::AsItIs;
use crate::domain::money::Minor;
use crate::domain::parts::Parts;
use crate::domain::staged::{AccountKey, SharedKey, StagedApplication, StagedFile, StagedPayment};
use foldhash::quality::RandomState as Seeded;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault};

/// What is known of a payment beside it.
#[derive(Clone, Default)]
struct State {
    applied: Minor,
    bad: Option<Code>,
}

/// Places by the hash of a number, moved on by one where another number has it already.
#[derive(Default)]
struct ByNumber {
    state: Seeded,
    places: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
}

impl ByNumber {
    fn find(&self, number: &str, out: &[StagedPayment]) -> Option<usize> {
        let mut key = self.state.hash_one(number);
        loop {
            let at = *self.places.get(&key)? as usize;
            if out.get(at).is_some_and(|p| p.number == number) {
                return Some(at);
            }
            key = key.wrapping_add(1);
        }
    }

    /// The payment that comes next stands at `at`.
    fn put(&mut self, number: &str, at: usize, out: &[StagedPayment]) {
        let mut key = self.state.hash_one(number);
        while let Some(taken) = self.places.get(&key)
            && out.get(*taken as usize).is_none_or(|p| p.number != number)
        {
            key = key.wrapping_add(1);
        }
        // Rows have numbers below that: a file of so many would not fit any limit.
        self.places
            .insert(key, u32::try_from(at).unwrap_or(u32::MAX));
    }
}

/// Collects the rows.
pub(crate) struct Payments<'p> {
    plan: &'p Plan<'p>,
    accounts: Keys<'p>,
    out: Vec<StagedPayment>,
    /// Beside each of them.
    states: Vec<State>,
    /// Where the payment of a number stands, by the number's hash: millions of numbers need not lie here a second time.
    by_number: ByNumber,
    /// The payment of every row, so that a bad one takes its other rows with it.
    rows: Vec<(u32, u32)>,
    aside: Aside,
    swapped: Swapped,
}

impl<'p> Payments<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>, accounts: &'p AccountBook) -> Payments<'p> {
        Payments {
            plan,
            accounts: Keys::new(accounts),
            out: Vec::new(),
            states: Vec::new(),
            by_number: ByNumber::default(),
            rows: Vec::new(),
            aside: Aside::of(plan),
            swapped: Swapped::default(),
        }
    }

    /// Takes one row. In a report of several types of transactions only payments are taken.
    pub(crate) fn take(
        &mut self,
        row: &Row<'_>,
        tracker: &Tracker<'_>,
        found: &mut Findings,
    ) -> Result<(), Fault> {
        let number = self.plan.cell(row, Field::Number);
        let word = self.plan.cell(row, Field::Type);
        let profile = self.plan.header.profile;
        if self.plan.header.columns.of(Field::Type).is_some() {
            if !profile.fallback && !profile.is_mapped() && !word.is_empty() {
                let known = profile.types.of_word(word).is_some();
                self.swapped.see_type(row.line, known);
            }
            match profile.types.of_word(word) {
                Some(SourceType::Payment) => {}
                Some(_) => {
                    found.count(Code::StatusSkipped);
                    return Ok(());
                }
                None if word.is_empty() => return Err(untyped()),
                None => {
                    found.report(Code::UnknownType, row.line, "type", word, || {
                        format!(
                            "the type '{word}' is not known: the row is no payment and is left out"
                        )
                    });
                    return Ok(());
                }
            }
            let amount = self.plan.cell(row, Field::Amount);
            if matches!(self.plan.amount(amount, Field::Amount, self.plan.book), Ok((a, _)) if a.is_zero())
            {
                // What only joins a credit to an invoice.
                found.count(Code::ZeroOpen);
                return Ok(());
            }
        }
        let at = self.place_of(number, row.line);
        let (who, _) = who::of_row(self.plan, row, tracker);
        let account = self.accounts.share(&who, row.line, found);
        let taken = self.read(row, account, at, found);
        let (at, result) = match taken {
            Ok(at) => (Some(at), Ok(())),
            Err(fault) => (at, Err(fault)),
        };
        if let Some(at) = at {
            self.of_row(row.line, at);
            if let Err(fault) = &result {
                self.states[at].bad.get_or_insert(fault.code);
            }
        } else if !number.is_empty() && result.is_err() {
            // Its first row is bad: what follows under this number must not become a payment of its own.
            self.poison(number, row.line);
        }
        result
    }

    /// The payment of this number so far. The last one first: rows of one payment mostly stand together.
    fn place_of(&self, number: &str, _line: u64) -> Option<usize> {
        if number.is_empty() {
            return None;
        }
        match self.out.last() {
            Some(last) if last.number == number => Some(self.out.len() - 1),
            _ => self.by_number.find(number, &self.out),
        }
    }

    /// Remembers the payment of a row.
    fn of_row(&mut self, line: u64, at: usize) {
        // Lines and payments have numbers below that: a file of so many would not fit any limit.
        let short = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        self.rows.push((short(line), short(at as u64)));
    }

    fn poison(&mut self, number: &str, line: u64) {
        let at = self.out.len();
        self.by_number.put(number, at, &self.out);
        self.of_row(line, at);
        self.states.push(State {
            applied: Minor::ZERO,
            bad: Some(Code::DuplicateConflict),
        });
        self.out.push(StagedPayment {
            line,
            account: SharedKey::default(),
            number: number.into(),
            on: chrono::NaiveDate::MIN,
            method: None,
            reference: None,
            amount: Minor::ZERO,
            currency: None,
            applications: Parts::default(),
        });
    }

    fn read(
        &mut self,
        row: &Row<'_>,
        (account, known): (SharedKey, Known),
        at: Option<usize>,
        found: &mut Findings,
    ) -> Result<usize, Fault> {
        let cell = |field| self.plan.cell(row, field);
        let number = cell(Field::Number);
        if *account == AccountKey::default() {
            return Err(no_customer());
        }
        let known = known.currency;
        let given = currencies::of_cell(cell(Field::Currency), self.plan.book)?;
        if let (Some(given), Some(expected)) = (given, known)
            && given != expected
        {
            return Err(Fault::new(
                Code::OtherCurrency,
                "currency",
                cell(Field::Currency),
                format!("the row is in {given}, the account is kept in {expected}"),
            ));
        }
        let currency = given.or(known);
        let in_currency = currency.unwrap_or(self.plan.book);
        self.aside.check_currency(self.plan, row, in_currency)?;
        let on = self.plan.date(row, Field::Date)?;
        let amount = self
            .plan
            .amount(cell(Field::Amount), Field::Amount, in_currency)?
            .0;
        if !amount.is_positive() {
            return Err(not_above_zero(Field::Amount, cell(Field::Amount)));
        }
        let payment = StagedPayment {
            line: row.line,
            account,
            number: kept(number).unwrap_or_default(),
            on,
            method: kept(cell(Field::Method)),
            reference: kept(cell(Field::Reference)).or_else(|| kept(cell(Field::Memo))),
            amount,
            currency,
            applications: Parts::default(),
        };
        let application = match cell(Field::AppliesTo) {
            "" => None,
            invoice => {
                let applied = match cell(Field::Applied) {
                    "" => amount,
                    cell => self.plan.amount(cell, Field::Applied, in_currency)?.0,
                };
                if !applied.is_positive() {
                    return Err(not_above_zero(Field::Applied, cell(Field::Applied)));
                }
                Some(StagedApplication {
                    invoice: kept(invoice).unwrap_or_default(),
                    amount: applied,
                    line: row.line,
                })
            }
        };
        let at = self.gather(payment, at)?;
        if let Some(application) = application {
            self.apply(application, at)?;
        }
        if let (Some(as_of), true) = (self.plan.as_of, self.out[at].line == row.line)
            && on > as_of
        {
            found.report(Code::FutureDate, row.line, "date", number, || {
                format!("dated after the report of {as_of}: imported as given")
            });
        }
        Ok(at)
    }

    /// Opens the payment, or finds that its earlier rows say the same of it.
    fn gather(&mut self, payment: StagedPayment, at: Option<usize>) -> Result<usize, Fault> {
        let Some(at) = at else {
            let at = self.out.len();
            if !payment.number.is_empty() {
                self.by_number.put(&payment.number, at, &self.out);
            }
            self.states.push(State::default());
            self.out.push(payment);
            return Ok(at);
        };
        let first = &self.out[at];
        let same = self.states[at].bad.is_none()
            && first.amount == payment.amount
            && first.on == payment.on
            && identity(&first.account) == identity(&payment.account);
        if same {
            return Ok(at);
        }
        Err(Fault::new(
            Code::DuplicateConflict,
            "number",
            &payment.number,
            format!(
                "payment '{}' begins in line {} with another customer, date or amount, or with a row that is held back: no row of it is taken",
                payment.number, first.line
            ),
        ))
    }

    fn apply(&mut self, application: StagedApplication, at: usize) -> Result<(), Fault> {
        let payment = &mut self.out[at];
        let state = &mut self.states[at];
        let fits = state
            .applied
            .plus(application.amount)
            .ok()
            .filter(|applied| *applied <= payment.amount);
        let Some(applied) = fits else {
            return Err(Fault::new(
                Code::OverApplied,
                "applied",
                &application.invoice,
                format!(
                    "payment '{}' is applied for more than its amount: no row of it is taken",
                    payment.number
                ),
            ));
        };
        state.applied = applied;
        payment.applications.push(application);
        Ok(())
    }

    pub(crate) fn finish(self, file: &mut StagedFile, found: &mut Findings) {
        self.swapped.finish(found);
        for (line, at) in &self.rows {
            let state = self.states.get(*at as usize);
            if let Some(code) = state.and_then(|s| s.bad) {
                found.hold_silently(u64::from(*line), code);
            }
        }
        file.payments = self.out;
        let mut states = self.states.into_iter();
        file.payments
            .retain(|_| states.next().is_none_or(|state| state.bad.is_none()));
    }
}

fn untyped() -> Fault {
    Fault::new(
        Code::UnclassifiedRow,
        "type",
        "",
        "the row has no type, so nothing says that it is a payment".to_owned(),
    )
}

fn not_above_zero(field: Field, cell: &str) -> Fault {
    Fault::new(
        Code::BadAmount,
        field.name(),
        cell,
        format!("'{cell}': the amount of a payment is above zero"),
    )
}
