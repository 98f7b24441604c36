//! Stops on all contact: bankruptcy, cease contact, attorney only; and what is known of each.
//!
//! Law: pure. A stop blocks calls and letters; a bankruptcy stops liens and fees as well and is lifted by a supervisor only (DOMAIN §6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stops all contact.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// Bankruptcy: everything stops at once.
    Bankruptcy,
    /// They asked not to be contacted.
    CeaseContact,
    /// Talk to their lawyer only.
    Attorney,
}

impl HoldKind {
    /// All of them, the gravest first.
    pub const ALL: [HoldKind; 3] = [
        HoldKind::Bankruptcy,
        HoldKind::CeaseContact,
        HoldKind::Attorney,
    ];

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<HoldKind> {
        HoldKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The name in the ledger, in JSON and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            HoldKind::Bankruptcy => "bankruptcy",
            HoldKind::CeaseContact => "cease_contact",
            HoldKind::Attorney => "attorney",
        }
    }

    /// As a person says it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            HoldKind::Bankruptcy => "bankruptcy",
            HoldKind::CeaseContact => "cease contact",
            HoldKind::Attorney => "attorney only",
        }
    }
}

/// What is known of a stop. All of it may be learned later than the stop itself, so nothing here is required.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct HoldDetails {
    /// The number of the bankruptcy case.
    #[serde(default)]
    pub case_number: Option<String>,
    /// The court that has it.
    #[serde(default)]
    pub court: Option<String>,
    /// The day it was filed.
    #[serde(default)]
    pub filed_on: Option<NaiveDate>,
    /// Who asked not to be contacted.
    #[serde(default)]
    pub asked_by: Option<String>,
    /// How: by letter, on the phone.
    #[serde(default)]
    pub asked_how: Option<String>,
    /// The lawyer's name.
    #[serde(default)]
    pub attorney: Option<String>,
    /// The lawyer's phone, as typed: calls go there.
    #[serde(default)]
    pub attorney_phone: Option<String>,
    /// The lawyer's mail address: letters go there.
    #[serde(default)]
    pub attorney_mail: Option<String>,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
}

impl HoldDetails {
    /// Nothing is known besides the stop itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == HoldDetails::default()
    }

    /// What is known, each fact as a person reads it: `case 26-31187`, `Bankr. D. Or.`, `asked by Al Petrosky, by letter`.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let mut out = Vec::new();
        let mut say = |before: &str, text: &Option<String>| {
            if let Some(text) = text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
                out.push(format!("{before}{text}"));
            }
        };
        say("case ", &self.case_number);
        say("", &self.court);
        say("filed ", &self.filed_on.map(|day| day.to_string()));
        let how = self
            .asked_how
            .as_deref()
            .map_or(String::new(), |how| format!(", {}", how.trim()));
        say(
            "asked by ",
            &self.asked_by.as_ref().map(|who| format!("{who}{how}")),
        );
        if self.asked_by.is_none() {
            say("asked ", &self.asked_how);
        }
        say("", &self.attorney);
        say("", &self.attorney_phone);
        say("", &self.attorney_mail);
        say("", &self.note);
        out
    }

    /// The lawyer, as whoever calls needs it: `Jane Doe (503) 555-0100`; empty when neither name nor number is known.
    #[must_use]
    pub fn lawyer(&self) -> String {
        [&self.attorney, &self.attorney_phone]
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A stop on an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hold {
    /// Why.
    pub kind: HoldKind,
    /// From this day on.
    pub from: NaiveDate,
    /// Until this day (exclusive); `None` = until lifted.
    pub until: Option<NaiveDate>,
    /// What is known of it.
    #[serde(default)]
    pub details: HoldDetails,
}

impl Hold {
    /// It is in force on a day.
    #[must_use]
    pub fn holds(&self, as_of: NaiveDate) -> bool {
        self.from <= as_of && self.until.is_none_or(|day| as_of < day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_stop_is_said_in_the_order_in_which_it_is_asked() {
        let details = HoldDetails {
            case_number: Some("26-31187".into()),
            court: Some("Bankr. D. Or.".into()),
            filed_on: "2026-11-02".parse().ok(),
            ..HoldDetails::default()
        };
        assert_eq!(
            details.facts(),
            ["case 26-31187", "Bankr. D. Or.", "filed 2026-11-02"]
        );
        let asked = HoldDetails {
            asked_by: Some("Al".into()),
            asked_how: Some("by letter".into()),
            ..HoldDetails::default()
        };
        assert_eq!(asked.facts(), ["asked by Al, by letter"]);
        assert!(HoldDetails::default().facts().is_empty());
    }

    #[test]
    fn the_lawyer_is_name_and_number_or_what_of_them_is_known() {
        let of = |name: Option<&str>, phone: Option<&str>| {
            HoldDetails {
                attorney: name.map(str::to_owned),
                attorney_phone: phone.map(str::to_owned),
                ..HoldDetails::default()
            }
            .lawyer()
        };
        assert_eq!(
            of(Some("Jane Doe"), Some("(503) 555-0100")),
            "Jane Doe (503) 555-0100"
        );
        assert_eq!(of(None, Some("555")), "555");
        assert_eq!(of(None, None), "");
    }
}
