//! The formats that are known: the built-in ones of `profiles/*.toml`, the user's, and the reports that are refused by name.
//!
//! A user's profile comes first and replaces a built-in one of the same id.

use super::clean::heading;
use super::profile::Profile;
use serde::Deserialize;

/// A report that is refused by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refusal {
    /// `payables_file` instead of `wrong_report`.
    #[serde(default)]
    pub(crate) payables: bool,
    /// Beginnings of title lines.
    #[serde(default)]
    pub(crate) titles: Vec<String>,
    /// Its title alone refuses nothing: a report of that name whose columns a profile knows is read.
    #[serde(default)]
    pub(crate) unless_known: bool,
    /// Headings that all stand in its header.
    #[serde(default)]
    pub(crate) header: Vec<String>,
    /// What it is and what to export instead.
    pub(crate) message: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusals {
    refuse: Vec<Refusal>,
}

/// The formats that are known: the user's and the built-in ones, and the reports that are refused by name.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    all: Vec<Profile>,
    refusals: Vec<Refusal>,
}

/// A profile that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("profile {index}: {message}")]
pub struct ProfileError {
    /// Which of the given texts, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub message: String,
}

/// The built-in profiles, in the order in which they are tried.
const EMBEDDED: &[&str] = &[
    include_str!("profiles/bywhen-open-items.toml"),
    include_str!("profiles/bywhen-accounts.toml"),
    include_str!("profiles/netsuite-ar-aging.toml"),
    include_str!("profiles/qbo-aging-detail.toml"),
    include_str!("profiles/qbo-open-invoices.toml"),
    include_str!("profiles/qbo-customer-balance-detail.toml"),
    include_str!("profiles/qbo-invoice-list.toml"),
    include_str!("profiles/qbo-received-payments.toml"),
    include_str!("profiles/qbo-transaction-list.toml"),
    include_str!("profiles/qbd-aging-detail.toml"),
    include_str!("profiles/qbd-open-invoices.toml"),
    include_str!("profiles/qbd-open-invoices-named.toml"),
    include_str!("profiles/qbo-customers.toml"),
    include_str!("profiles/qbd-customers.toml"),
    include_str!("profiles/qbd-contacts.toml"),
    include_str!("profiles/xero-contacts.toml"),
    include_str!("profiles/erpnext-receivable.toml"),
    include_str!("profiles/xero-aged-receivables.toml"),
    include_str!("profiles/xero-invoices.toml"),
    include_str!("profiles/bc-customer-ledger.toml"),
    include_str!("profiles/stripe-invoices.toml"),
    include_str!("profiles/stripe-api-invoices.toml"),
    include_str!("profiles/harvest-invoices.toml"),
    include_str!("profiles/sage50-us-aged.toml"),
    include_str!("profiles/odoo-invoices.toml"),
    include_str!("profiles/odoo-invoices-signed.toml"),
    include_str!("profiles/odoo-aged-receivable.toml"),
    include_str!("profiles/zoho-contacts.toml"),
    include_str!("profiles/zoho-credit-notes.toml"),
    include_str!("profiles/zoho-invoices.toml"),
    include_str!("profiles/zoho-payments.toml"),
    include_str!("profiles/dealer-erp-invoices.toml"),
    include_str!("profiles/dealer-erp-adjustments.toml"),
    include_str!("profiles/dealer-erp-accounts.toml"),
    include_str!("profiles/dealer-erp-contacts.toml"),
    include_str!("profiles/native-accounts.toml"),
    include_str!("profiles/native-invoices.toml"),
    include_str!("profiles/native-credits.toml"),
    include_str!("profiles/native-payments.toml"),
    include_str!("profiles/plain-list.toml"),
    include_str!("profiles/plain.toml"),
];

impl Profiles {
    /// The built-in profiles.
    #[must_use]
    pub fn embedded() -> Profiles {
        // The texts are part of the program; a test holds that every one of them reads.
        let refusals: Refusals =
            toml::from_str(include_str!("profiles/refused.toml")).unwrap_or_default();
        let mut refusals = refusals.refuse;
        for refusal in &mut refusals {
            for name in refusal.header.iter_mut().chain(&mut refusal.titles) {
                *name = heading(name);
            }
        }
        Profiles {
            all: EMBEDDED
                .iter()
                .filter_map(|text| Profile::parse(text).ok())
                .collect(),
            refusals,
        }
    }

    /// The built-in profiles and the user's, which come first and replace built-ins of the same id.
    ///
    /// # Errors
    /// When a text is not a profile; the error names which one and why.
    pub fn with_user<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Profiles, ProfileError> {
        let mut user = Vec::new();
        for (index, text) in texts.into_iter().enumerate() {
            user.push(
                Profile::parse(text.as_ref()).map_err(|message| ProfileError { index, message })?,
            );
        }
        // What was made for one header knows best what that header means.
        user.sort_by_key(|p| !p.is_mapped());
        let mut profiles = Profiles::embedded();
        profiles.all.retain(|p| user.iter().all(|u| u.id != p.id));
        user.append(&mut profiles.all);
        profiles.all = user;
        Ok(profiles)
    }

    /// The ids, in the order in which they are tried.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|p| p.id.as_str())
    }

    /// What people call the format of an id.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&str> {
        self.get(id).map(|p| p.title.as_str())
    }

    /// These and one more, which comes first and replaces one of its id.
    ///
    /// # Errors
    /// When the text is no profile: why.
    pub fn and(&self, text: &str) -> Result<Profiles, String> {
        let profile = Profile::parse(text)?;
        let mut profiles = self.clone();
        profiles.all.retain(|p| p.id != profile.id);
        profiles.all.insert(0, profile);
        Ok(profiles)
    }

    /// True when a built-in format has that id.
    #[must_use]
    pub fn is_built_in(id: &str) -> bool {
        Profiles::embedded().get(id).is_some()
    }

    /// Ids with their titles, in the order in which they are tried.
    pub fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|p| (p.id.as_str(), p.title.as_str()))
    }

    pub(crate) fn all(&self) -> &[Profile] {
        &self.all
    }

    pub(crate) fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Profile> {
        self.all.iter().find(|p| p.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_reads() {
        for text in EMBEDDED {
            if let Err(e) = Profile::parse(text) {
                panic!("{e}\n{text}");
            }
        }
        let refused: Result<Refusals, _> = toml::from_str(include_str!("profiles/refused.toml"));
        assert!(refused.is_ok_and(|r| !r.refuse.is_empty()));
        assert_eq!(Profiles::embedded().all.len(), EMBEDDED.len());
    }

    #[test]
    fn a_user_profile_comes_first_and_replaces_one_of_its_id() {
        let text = "id = 'plain'\ntitle = 'Ours'\nkind = 'list'\n[columns]\ncustomer = ['kunde']";
        let profiles = Profiles::with_user([text]).expect("reads");
        assert_eq!(profiles.ids().next(), Some("plain"));
        assert_eq!(profiles.ids().filter(|id| *id == "plain").count(), 1);
        assert_eq!(profiles.all.len(), EMBEDDED.len());
    }

    #[test]
    fn a_profile_with_a_slip_is_refused_and_says_which_and_why() {
        let good = "id = 'a'\ntitle = 'A'\nkind = 'list'\n[columns]\ncustomer = ['c']\n";
        for (bad, word) in [
            ("id = 'x'", "title"),
            ("id = 'x'\ntitle = 'X'\nkind = 'weekly'", "weekly"),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ncolour = ['c']",
                "colour",
            ),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ndate = ['c']",
                "customer",
            ),
            (
                "id = 'x'\ntitle = 'X'\nkind = 'list'\n[columns]\ncustomer = ['c']\n[values]\ndate_order = 'us'",
                "us",
            ),
        ] {
            let error = Profiles::with_user([good, bad]).expect_err(word);
            assert_eq!(error.index, 1);
            assert!(error.message.contains(word), "{}", error.message);
        }
    }
}
