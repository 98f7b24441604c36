//! The card on which a person or an account is changed: its lines, and the edits that they come to.
//!
//! Law: pure; a line keeps what the ledger held when it was shown, and only changed lines become edits.

use super::super::text::TextField;
use crate::domain::account::{AccountKind, Contact};
use crate::domain::card;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::local_time;
use crate::domain::view::Prep;
use crate::store::protocol::{AccountEdit, Change, ContactEdit, NewPerson, Remedy};
use serde::{Deserialize, Serialize};

/// What a card is about.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Subject {
    /// Somebody new.
    New,
    /// A known person.
    Person(ContactId),
    /// The account itself.
    Account,
}

/// A field of a card: its label, which is also what the store calls it.
pub const PERSON: [&str; 5] = ["name", "role", "phone", "mail address", "time zone"];
/// The same, of an account.
pub const ACCOUNT: [&str; 7] = [
    "kind",
    "collector",
    "salesperson",
    "state",
    "guarantor",
    "delivery address",
    "time zone",
];

/// A line of a card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Its label.
    pub label: String,
    /// What the ledger held when it was shown.
    pub before: Option<String>,
    /// What is typed.
    pub text: TextField,
}

impl Line {
    fn after(&self) -> Option<String> {
        Some(self.text.trimmed().to_owned()).filter(|t| !t.is_empty())
    }

    /// It was changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.after() != self.before
    }
}

/// A card being typed on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// At which account.
    pub account: AccountId,
    /// About whom.
    pub subject: Subject,
    /// Made when it was opened, and anew when it is saved after a conflict.
    pub key: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The line with the cursor.
    pub focus: usize,
    /// A save is under way.
    #[serde(skip)]
    pub saving: bool,
    /// Somebody else changed this line meanwhile: what to say.
    pub conflict: Option<(usize, String)>,
}

impl Card {
    pub(super) fn new(
        account: AccountId,
        subject: Subject,
        key: String,
        labels: &[&'static str],
        values: Vec<Option<String>>,
    ) -> Card {
        let lines = labels
            .iter()
            .zip(values)
            .map(|(label, before)| Line {
                label: (*label).to_owned(),
                text: TextField::new(before.as_deref().unwrap_or("")),
                before,
            })
            .collect();
        Card {
            account,
            subject,
            key,
            lines,
            focus: 0,
            saving: false,
            conflict: None,
        }
    }

    pub(super) fn person(contact: &Contact, key: String) -> Card {
        let values = vec![
            Some(contact.name.clone()),
            contact.role.clone(),
            contact.phone.clone(),
            contact.email.clone(),
            contact.zone.clone(),
        ];
        Card::new(
            contact.account,
            Subject::Person(contact.id),
            key,
            &PERSON,
            values,
        )
    }

    pub(super) fn account(prep: &Prep, key: String) -> Card {
        let a = &prep.account;
        let values = vec![
            Some(a.kind.name().to_owned()),
            a.collector.clone(),
            a.salesperson.clone(),
            a.state.clone(),
            a.flags.guarantor.clone(),
            a.invoices_to.clone(),
            a.zone.clone(),
        ];
        Card::new(a.id, Subject::Account, key, &ACCOUNT, values)
    }

    /// Something was typed that is not saved.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.lines.iter().any(Line::is_changed)
    }

    /// What was understood of the line with the cursor, where that is more than its text; `Err` = nothing yet.
    #[must_use]
    pub fn understood(&self) -> Option<Result<String, String>> {
        let line = self.lines.get(self.focus)?;
        let typed = line.text.trimmed();
        let is_zone = line.label == "time zone" && line.is_changed() && !typed.is_empty();
        is_zone.then(|| zone(typed))
    }

    /// What it comes to, or which line is wrong and why.
    pub(super) fn remedy(&self, prep: &Prep) -> Result<Remedy, (usize, String)> {
        for (i, line) in self.lines.iter().enumerate() {
            if let Some(found) = card::inspect(line.text.text()) {
                return Err((i, found.message()));
            }
        }
        let text = |i: usize| self.lines.get(i).and_then(Line::after);
        let name = text(0).filter(|_| self.subject != Subject::Account);
        match self.subject {
            Subject::New => Ok(Remedy::NewContact(NewPerson {
                name: name.ok_or((0, "type the name".to_owned()))?,
                role: text(1),
                phone: text(2),
                email: text(3),
                preferred: prep.contacts.is_empty(),
                right_party: None,
                zone: text(4)
                    .map(|z| zone(&z))
                    .transpose()
                    .map_err(|why| (4, why))?,
            })),
            Subject::Person(contact) => {
                let name = name.ok_or((0, "a person needs a name".to_owned()))?;
                let edits = self.edits(|i, line| {
                    let change = Change {
                        before: line.before.clone(),
                        after: line.after(),
                    };
                    Ok(match i {
                        0 => ContactEdit::Name(Change {
                            before: line.before.clone().unwrap_or_default(),
                            after: name.clone(),
                        }),
                        1 => ContactEdit::Role(change),
                        2 => ContactEdit::Phone(change),
                        3 => ContactEdit::Email(change),
                        _ => ContactEdit::Zone(zone_change(change)?),
                    })
                })?;
                Ok(Remedy::EditContact { contact, edits })
            }
            Subject::Account => {
                let edits = self.edits(|i, line| {
                    let change = Change {
                        before: line.before.clone(),
                        after: line.after(),
                    };
                    Ok(match i {
                        0 => AccountEdit::Kind(Change {
                            before: kind(&change.before)?,
                            after: kind(&change.after)?,
                        }),
                        1 => AccountEdit::Collector(change),
                        2 => AccountEdit::Salesperson(change),
                        3 => AccountEdit::State(change),
                        4 => AccountEdit::Guarantor(change),
                        5 => AccountEdit::InvoicesTo(change),
                        _ => AccountEdit::Zone(zone_change(change)?),
                    })
                })?;
                Ok(Remedy::EditAccount { edits })
            }
        }
    }

    fn edits<E>(
        &self,
        edit: impl Fn(usize, &Line) -> Result<E, String>,
    ) -> Result<Vec<E>, (usize, String)> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_changed())
            .map(|(i, line)| edit(i, line).map_err(|why| (i, why)))
            .collect()
    }
}

fn kind(text: &Option<String>) -> Result<AccountKind, String> {
    let typed = text.as_deref().unwrap_or("").to_lowercase();
    AccountKind::from_name(&typed)
        .ok_or_else(|| "the kind is commercial, consumer or mixed".to_owned())
}

fn zone(typed: &str) -> Result<String, String> {
    local_time::zone_named(typed).map_err(|e| e.to_string())
}

/// What was typed for a zone becomes the zone's own name.
fn zone_change(change: Change<Option<String>>) -> Result<Change<Option<String>>, String> {
    let after = change.after.as_deref().map(zone).transpose()?;
    Ok(Change {
        before: change.before,
        after,
    })
}
