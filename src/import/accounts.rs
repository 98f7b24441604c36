//! Rows of a customers file to [`StagedAccount`], and what such a file says about the documents of its set: an account's
//! currency and terms.

use super::clean::text;
use super::dates::terms_days;
use super::findings::{Code, Fault, Findings};
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::Field;
use crate::domain::money::Currency;
use crate::domain::staged::{AccountKey, StagedAccount, StagedFile};
use std::collections::HashMap;

/// What is known of an account from the customers files of the set.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Known {
    pub(crate) currency: Option<Currency>,
    pub(crate) terms_days: Option<u32>,
}

/// The accounts of the set.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountBook(HashMap<String, Known>);

impl AccountBook {
    /// Takes in what a customers file says.
    pub(crate) fn learn(&mut self, accounts: &[StagedAccount]) {
        for account in accounts {
            let known = Known {
                currency: account.currency,
                terms_days: account.terms_days,
            };
            self.0.insert(identity(&account.key).to_owned(), known);
        }
    }

    /// What is known of an account; nothing when it is in no customers file.
    pub(crate) fn of(&self, key: &AccountKey) -> Known {
        if self.0.is_empty() {
            return Known::default();
        }
        self.0.get(identity(key)).copied().unwrap_or_default()
    }
}

/// What tells accounts apart within a file: the number where there is one, else the name.
pub(crate) fn identity(key: &AccountKey) -> &str {
    key.number.as_deref().or(key.name.as_deref()).unwrap_or("")
}

/// Collects the rows.
pub(crate) struct Accounts<'p> {
    plan: &'p Plan<'p>,
    out: Vec<Option<StagedAccount>>,
    seen: HashMap<String, usize>,
}

impl<'p> Accounts<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>) -> Accounts<'p> {
        Accounts {
            plan,
            out: Vec::new(),
            seen: HashMap::new(),
        }
    }

    /// Takes one row.
    pub(crate) fn take(&mut self, row: &Row<'_>, found: &mut Findings) -> Result<(), Fault> {
        let cell = |field| self.plan.cell(row, field);
        let key = AccountKey {
            number: text(cell(Field::CustomerId)),
            name: text(cell(Field::Customer)),
        };
        if key == AccountKey::default() {
            return Err(no_customer());
        }
        let currency = currency_of(cell(Field::Currency))?;
        let limit = cell(Field::CreditLimit);
        let credit_limit = if limit.is_empty() {
            None
        } else {
            let currency = currency.unwrap_or(self.plan.book);
            Some(self.plan.amount(limit, Field::CreditLimit, currency)?.0)
        };
        let terms = match (cell(Field::TermsDays), cell(Field::Terms)) {
            ("", words) => words,
            (days, _) => days,
        };
        let account = StagedAccount {
            line: row.line,
            key,
            currency,
            terms_days: terms_days(terms),
            credit_limit,
            salesperson: text(cell(Field::Salesperson)),
            state: text(cell(Field::State)),
            contact: text(cell(Field::Contact)),
            email: text(cell(Field::Email)),
            phone: text(cell(Field::Phone)),
        };
        if account.terms_days.is_none() && !terms.is_empty() {
            found.report(Code::BadTerms, row.line, "terms_days", terms, || {
                format!("'{terms}' is no number of days: the account keeps its terms")
            });
        }
        self.keep(account, found)
    }

    fn keep(&mut self, account: StagedAccount, found: &mut Findings) -> Result<(), Fault> {
        let id = identity(&account.key).to_owned();
        let Some(&at) = self.seen.get(&id) else {
            self.seen.insert(id, self.out.len());
            self.out.push(Some(account));
            return Ok(());
        };
        let same = match &self.out[at] {
            Some(first) => {
                let first_line = first.line;
                StagedAccount {
                    line: account.line,
                    ..first.clone()
                } == account
                    || {
                        found.hold_silently(first_line, Code::DuplicateConflict);
                        false
                    }
            }
            None => false,
        };
        if same {
            found.report(
                Code::DuplicateIdentical,
                account.line,
                "customer",
                &id,
                || format!("account '{id}' is there twice with the same values: counted once"),
            );
            return Ok(());
        }
        self.out[at] = None;
        Err(Fault::new(
            Code::DuplicateConflict,
            "customer",
            &id,
            format!("account '{id}' is there twice with different values: neither is taken"),
        ))
    }

    pub(crate) fn finish(self, file: &mut StagedFile) {
        file.accounts = self.out.into_iter().flatten().collect();
    }
}

/// The fault of a row that names nobody.
pub(crate) fn no_customer() -> Fault {
    Fault::new(
        Code::MissingCustomer,
        "customer",
        "",
        "the row names no customer, neither by number nor by name".to_owned(),
    )
}

/// A currency column's cell.
pub(crate) fn currency_of(cell: &str) -> Result<Option<Currency>, Fault> {
    if cell.is_empty() {
        return Ok(None);
    }
    Currency::parse(cell).map(Some).map_err(|_| {
        Fault::new(
            Code::OtherCurrency,
            "currency",
            cell,
            format!("'{cell}' is no currency code; write USD"),
        )
    })
}
