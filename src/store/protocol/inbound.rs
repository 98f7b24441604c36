//! What a mail's numbers and addresses mean in this ledger.

use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What was found in a mail and is to be looked up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MailAsk {
    /// What may be numbers of documents, as written.
    pub numbers: Vec<String>,
    /// Mail addresses.
    pub addresses: Vec<String>,
    /// This account whatever is found: its short numbers are looked for too.
    pub account: Option<AccountId>,
    /// The day.
    pub as_of: NaiveDate,
}

/// An account that a mail may be from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailAccount {
    /// Which.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// The person whose address stands in the mail.
    pub contact: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
    /// Documents of it that the mail names.
    pub invoices: Vec<MailInvoice>,
}

/// A document that a mail names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailInvoice {
    /// As the mail writes it.
    pub written: String,
    /// Which document.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// What is open on it; zero = settled.
    pub open: Minor,
}
