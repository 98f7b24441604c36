//! Which letters a hold stops (DOMAIN §6): a bankruptcy and a wish not to be contacted stop all of them, an attorney all but those to the attorney.
//!
//! Law: asked when a letter is written and again before the first byte leaves. What stays in the house is not stopped.

use super::LetterKind;
use crate::domain::account::Contact;
use crate::domain::touch::HoldKind;

/// A stop on contact, as far as letters go.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct LetterStop<'a> {
    /// Which.
    pub kind: HoldKind,
    /// Their lawyer, where the stop names one.
    pub lawyer: Option<&'a str>,
    /// The lawyer's mail address.
    pub mail: Option<&'a str>,
}

/// Why a letter to an address may not be written or sent; `None` = it may. `lawyers`: the address is of a contact who is their lawyer.
/// The one rule for desk, command line and ledger: asked before a letter has words, when it is written, and before it leaves.
#[must_use]
pub fn stops(
    stop: Option<LetterStop<'_>>,
    kind: LetterKind,
    to: &str,
    lawyers: bool,
) -> Option<String> {
    if kind.is_internal() {
        return None;
    }
    let stop = stop?;
    let known = |text: Option<&str>| {
        let text = text.map(str::trim).filter(|t| !t.is_empty());
        text.map(str::to_owned)
    };
    match (stop.kind, known(stop.mail)) {
        (HoldKind::Bankruptcy, _) => Some("a bankruptcy hold stops every letter".to_owned()),
        (HoldKind::CeaseContact, _) => {
            Some("they asked not to be contacted: cease contact stops all contact".to_owned())
        }
        (HoldKind::Attorney, _) if lawyers => None,
        (HoldKind::Attorney, Some(mail)) if mail.eq_ignore_ascii_case(to.trim()) => None,
        (HoldKind::Attorney, Some(mail)) => {
            let who = known(stop.lawyer).unwrap_or_else(|| "their lawyer".to_owned());
            Some(format!("it goes to {who} at {mail} only"))
        }
        (HoldKind::Attorney, None) => Some(
            "an attorney hold: letters go to their attorney only (a contact whose role says so)"
                .to_owned(),
        ),
    }
}

/// The contact is their lawyer: the role says so.
#[must_use]
pub fn is_attorney(contact: &Contact) -> bool {
    contact.role.as_deref().is_some_and(role_is_attorney)
}

/// The role is an attorney's, in any of the usual words.
#[must_use]
pub fn role_is_attorney(role: &str) -> bool {
    let role = role.to_lowercase();
    role.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "attorney" | "attorneys" | "lawyer" | "lawyers" | "counsel" | "solicitor" | "barrister"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hold_stops_every_letter_except_those_in_the_house_and_to_the_attorney() {
        let stop = |kind| {
            Some(LetterStop {
                kind,
                lawyer: Some("Jane Doe"),
                mail: Some(" jane@law.example"),
            })
        };
        for kind in LetterKind::ALL {
            let inside = *kind == LetterKind::HeadsUp;
            for hold in HoldKind::ALL {
                assert_eq!(
                    stops(stop(hold), *kind, "ap@harbor.example", false).is_none(),
                    inside,
                    "{kind:?}"
                );
            }
            for (to, lawyers) in [("gc@harbor.example", true), ("Jane@law.example ", false)] {
                assert_eq!(stops(stop(HoldKind::Attorney), *kind, to, lawyers), None);
                for hold in [HoldKind::Bankruptcy, HoldKind::CeaseContact] {
                    let stopped = stops(stop(hold), *kind, to, lawyers);
                    assert_eq!(stopped.is_none(), inside, "{hold:?} {to}");
                }
            }
            assert_eq!(stops(None, *kind, "ap@harbor.example", false), None);
        }
        let nobody = LetterStop {
            kind: HoldKind::Attorney,
            lawyer: None,
            mail: Some(" "),
        };
        assert!(
            stops(Some(nobody), LetterKind::Statement, "", false).is_some(),
            "an empty address is not the lawyer's"
        );
    }

    #[test]
    fn an_attorney_is_known_by_the_role_and_not_by_a_part_of_another_word() {
        for yes in [
            "attorney",
            "their Lawyer",
            "General counsel",
            "AP / solicitor",
        ] {
            assert!(role_is_attorney(yes), "{yes}");
        }
        for no in ["AP", "law student", "counsellor", "owner", ""] {
            assert!(!role_is_attorney(no), "{no}");
        }
    }
}
