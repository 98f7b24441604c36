//! Rows of a customers file to [`StagedAccount`], and what such a file says about the documents of its set: an account's
//! currency and terms.

use super::clean::text;
use super::currencies;
use super::findings::{Code, Fault, Findings};
use super::naming::Naming;
use super::people::{joined, phones};
use super::plan::Plan;
use super::records::Row;
use super::terms::Terms;
use super::vocabulary::Field;
use super::who::Who;
use crate::domain::hashed::AsItIs;
use crate::domain::money::Currency;
use crate::domain::staged::{AccountKey, SharedKey, StagedAccount, StagedFile};
use foldhash::quality::RandomState as Seeded;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault};

/// What is known of an account from the customers files of the set.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Known {
    pub(crate) currency: Option<Currency>,
    pub(crate) terms_days: Option<u32>,
}

/// The accounts of the set, by number and by name: documents may name either.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountBook {
    by_number: HashMap<String, Known, Seeded>,
    /// Nothing where several accounts of one name disagree.
    by_name: HashMap<String, Known, Seeded>,
}

impl AccountBook {
    /// Takes in what a customers file says.
    pub(crate) fn learn(&mut self, accounts: &[StagedAccount]) {
        for account in accounts {
            let known = Known {
                currency: account.currency,
                terms_days: account.terms_days,
            };
            if let Some(number) = &account.key.number {
                self.by_number.insert(number.clone(), known);
            }
            if let Some(name) = &account.key.name {
                self.by_name
                    .entry(name.clone())
                    .and_modify(|k| {
                        if *k != known {
                            *k = Known::default();
                        }
                    })
                    .or_insert(known);
            }
        }
    }

    /// What is known of an account; nothing when it is in no customers file.
    pub(crate) fn of(&self, key: &AccountKey) -> Known {
        let at = |map: &HashMap<String, Known, Seeded>, key: &Option<String>| {
            key.as_ref().and_then(|k| map.get(k)).copied()
        };
        at(&self.by_number, &key.number)
            .or_else(|| match key.number {
                // A number that is not in the list is another account, whatever its name.
                Some(_) if !self.by_number.is_empty() => None,
                _ => at(&self.by_name, &key.name),
            })
            .unwrap_or_default()
    }
}

/// The keys that the rows of a file have named so far, each with what the set's customers files say of it.
pub(crate) struct Keys<'b> {
    book: &'b AccountBook,
    /// By the key's hash, moved on by one where it is taken.
    seen: HashMap<u64, (SharedKey, Known), BuildHasherDefault<AsItIs>>,
    state: Seeded,
    naming: Naming,
}

impl<'b> Keys<'b> {
    pub(crate) fn new(book: &'b AccountBook) -> Keys<'b> {
        Keys {
            book,
            seen: HashMap::default(),
            state: Seeded::default(),
            naming: Naming::default(),
        }
    }

    /// The key as the rows of the file share it, and what is known of its account. A second name of a number is told.
    pub(crate) fn share(
        &mut self,
        who: &Who<'_>,
        line: u64,
        found: &mut Findings,
    ) -> (SharedKey, Known) {
        let mut hash = self.state.hash_one(who);
        while let Some((shared, known)) = self.seen.get(&hash) {
            if who.is(shared) {
                return (shared.clone(), *known);
            }
            hash = hash.wrapping_add(1);
        }
        let key = who.key();
        let known = self.book.of(&key);
        if let Some(first) = self.naming.see(&key) {
            let (number, name) = (identity(&key), key.name.as_deref().unwrap_or(""));
            found.report(Code::TwoNames, line, "customer", name, || {
                format!("the number {number} was '{first}' before: taken as one customer by its number; if they are two, give each its own in the file")
            });
        }
        let shared = SharedKey::from(key);
        self.seen.insert(hash, (shared.clone(), known));
        (shared, known)
    }

    /// Looks at the numbers of the whole file.
    pub(crate) fn finish(&self, found: &mut Findings) {
        self.naming.finish(found);
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
    seen: HashMap<String, usize, Seeded>,
}

impl<'p> Accounts<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>) -> Accounts<'p> {
        Accounts {
            plan,
            out: Vec::new(),
            seen: HashMap::default(),
        }
    }

    /// Takes one row. A row of a job is counted and left out: its customer has a row of its own.
    pub(crate) fn take(&mut self, row: &Row<'_>, found: &mut Findings) -> Result<(), Fault> {
        let cell = |field| self.plan.cell(row, field);
        let name = text(cell(Field::Customer));
        if let (Some(name), Some(separator)) = (&name, self.plan.header.job_separator)
            && part_job(name, separator).is_some()
        {
            found.count(Code::JobSkipped);
            return Ok(());
        }
        let key = AccountKey {
            number: text(cell(Field::CustomerId)),
            name,
        };
        if key == AccountKey::default() {
            return Err(no_customer());
        }
        let currency = currencies::of_cell(cell(Field::Currency), self.plan.book)?;
        let limit = cell(Field::CreditLimit);
        let credit_limit = if limit.is_empty() || is_no_limit(limit) {
            None
        } else {
            let currency = currency.unwrap_or(self.plan.book);
            Some(self.plan.amount(limit, Field::CreditLimit, currency)?.0)
        };
        let terms = match (cell(Field::TermsDays), cell(Field::Terms)) {
            ("", words) => words.to_owned(),
            (days, _) => {
                joined([days, cell(Field::TermsBasis)].into_iter(), " ").unwrap_or_default()
            }
        };
        let numbers = phones(cell(Field::Phone));
        let mobile = text(cell(Field::Mobile)).or(numbers.mobile);
        let person = [cell(Field::FirstName), cell(Field::LastName)];
        let address = self.plan.header.columns.address();
        let account = StagedAccount {
            line: row.line,
            key,
            currency,
            terms_days: Terms::read(&terms).and_then(Terms::days),
            credit_limit,
            salesperson: text(cell(Field::Salesperson)),
            state: text(cell(Field::State)),
            contact: text(cell(Field::Contact)).or_else(|| joined(person.into_iter(), " ")),
            email: text(cell(Field::Email)),
            phone: numbers.phone.or_else(|| mobile.clone()),
            mobile,
            other_contact: text(cell(Field::OtherContact)),
            address: joined(address.iter().map(|c| row.cell(*c)), ", "),
        };
        if account.terms_days.is_none() && !terms.is_empty() {
            found.report(Code::BadTerms, row.line, "terms_days", &terms, || {
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

/// Words for a limit that nobody has set.
fn is_no_limit(cell: &str) -> bool {
    let word = cell.trim_matches(['(', ')', '-', '.', ' ']).to_lowercase();
    matches!(
        word.as_str(),
        "" | "none" | "no limit" | "not set" | "n/a" | "unlimited"
    )
}

/// `Parent:Job` in its two parts; the job keeps what is below it. Nothing where one of them would be empty.
pub(crate) fn part_job<'n>(full: &'n str, separator: &str) -> Option<(&'n str, &'n str)> {
    let (parent, job) = full.split_once(separator)?;
    let (parent, job) = (parent.trim(), job.trim());
    (!parent.is_empty() && !job.is_empty()).then_some((parent, job))
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
