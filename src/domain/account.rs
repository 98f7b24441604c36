//! Who owes: the bill-to customer and the people there.

use super::ids::{AccountId, ContactId};
use super::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What law and manners apply to calls (DOMAIN §6).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A business.
    #[default]
    Commercial,
    /// A natural person.
    Consumer,
    /// Both at once.
    Mixed,
}

impl AccountKind {
    /// The name in the ledger, in JSON and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            AccountKind::Commercial => "commercial",
            AccountKind::Consumer => "consumer",
            AccountKind::Mixed => "mixed",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<AccountKind> {
        [
            AccountKind::Commercial,
            AccountKind::Consumer,
            AccountKind::Mixed,
        ]
        .into_iter()
        .find(|k| k.name() == name)
    }
}

/// A bill-to customer. A job is not an account: it is a label on documents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Our identity for it.
    pub id: AccountId,
    /// The number that the accounting system gives it; many books have only a name.
    pub number: Option<String>,
    /// The name as the book writes it.
    pub name: String,
    /// The currency that the account is billed in.
    pub currency: Currency,
    /// Commercial, consumer or mixed.
    pub kind: AccountKind,
    /// Days from invoice to due date, where the book says so.
    pub terms_days: Option<u32>,
    /// The most that it may owe; `None` when the book gives none.
    pub credit_limit: Option<Minor>,
    /// Who calls it.
    pub collector: Option<String>,
    /// Who sells to it.
    pub salesperson: Option<String>,
    /// Two-letter state or region, for local hours and lien rules.
    pub state: Option<String>,
    /// Its place in the IANA zone database (`America/Chicago`); `None` = assumed from the state.
    #[serde(default)]
    pub zone: Option<String>,
    /// Where they want their invoices, as they said: an address, a mailbox, a portal.
    pub invoices_to: Option<String>,
    /// Where bills go, in one line.
    #[serde(default)]
    pub address: Option<String>,
    /// Who stands behind it.
    #[serde(default)]
    pub flags: AccountFlags,
}

/// Who stands behind an account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AccountFlags {
    /// A natural person owes: a sole proprietor, a partner, a consumer.
    #[serde(default)]
    pub natural_person: bool,
    /// Who guarantees the debt personally.
    #[serde(default)]
    pub guarantor: Option<String>,
    /// The account of the group that it belongs to.
    #[serde(default)]
    pub parent: Option<AccountId>,
}

impl Account {
    /// The number where there is one, else the name: what a person types to find it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.name)
    }
}

/// A person at an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Our identity for the contact.
    pub id: ContactId,
    /// Where they work.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// `AP`, `owner`, `controller` …
    pub role: Option<String>,
    /// As typed; dialling reduces it to digits.
    pub phone: Option<String>,
    /// Their mobile phone, where the book keeps it apart.
    #[serde(default)]
    pub mobile: Option<String>,
    /// As typed.
    pub email: Option<String>,
    /// The one to ask for first.
    pub preferred: bool,
    /// Where they sit, when it is not where the account is: a name of the IANA zone database.
    #[serde(default)]
    pub zone: Option<String>,
    /// They decide about paying (`true`), or said that they do not (`false`); `None` = nobody asked.
    pub right_party: Option<bool>,
    /// The phone number turned out wrong on that day.
    pub phone_bad_on: Option<NaiveDate>,
    /// Mail came back on that day.
    pub email_bad_on: Option<NaiveDate>,
}
