//! Which letters a hold stops (DOMAIN §6): a bankruptcy and a wish not to be contacted stop all of them, an attorney all but those to the attorney.
//!
//! Law: asked when a letter is written and again before the first byte leaves. What stays in the house is not stopped.

use super::LetterKind;
use crate::domain::account::Contact;
use crate::domain::touch::HoldKind;

/// Why a letter may not be written or sent; `None` = it may.
#[must_use]
pub fn stops(hold: Option<HoldKind>, kind: LetterKind, to_attorney: bool) -> Option<&'static str> {
    if kind.is_internal() {
        return None;
    }
    match hold? {
        HoldKind::Bankruptcy => Some("a bankruptcy hold stops every letter"),
        HoldKind::CeaseContact => Some("they asked not to be contacted: no letter goes out"),
        HoldKind::Attorney if to_attorney => None,
        HoldKind::Attorney => Some(
            "an attorney hold: letters go to their attorney only (a contact whose role says so)",
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
        for kind in LetterKind::ALL {
            let inside = *kind == LetterKind::HeadsUp;
            for hold in HoldKind::ALL {
                assert_eq!(
                    stops(Some(hold), *kind, false).is_none(),
                    inside,
                    "{kind:?}"
                );
            }
            assert_eq!(stops(Some(HoldKind::Attorney), *kind, true), None);
            assert_eq!(
                stops(Some(HoldKind::Bankruptcy), *kind, true).is_none(),
                inside
            );
            assert_eq!(stops(None, *kind, false), None);
        }
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
