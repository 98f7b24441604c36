//! A letter being changed before it is kept: whom it goes to, its subject, its words.
//!
//! Law: pure; nothing is in the ledger before it is kept. What was typed is part of the draft file, as notes are. What goes out is `domain::outbox::wrap`
//! of what is typed, and that is what the screen shows.

use super::super::text::TextField;
use crate::domain::card;
use crate::domain::ids::ContactId;
use crate::domain::outbox::{Guide, LetterState, Part, check_address, wrap};
use crate::domain::request::AddressCheck;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::NewLetter;
use serde::{Deserialize, Serialize};

/// A field of a letter.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum EditorField {
    /// The mailbox.
    To,
    /// The subject line.
    Subject,
    /// The file that goes with it.
    File,
    /// The text.
    #[default]
    Body,
}

/// A letter being changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Editor {
    /// As the template wrote it; kind, account and parts stand as they are here.
    pub letter: NewLetter,
    /// The account's name.
    pub name: String,
    /// Made when it was opened: keeping twice writes once.
    pub key: String,
    /// The mailbox.
    pub to: TextField,
    /// The subject line.
    pub subject: TextField,
    /// A file of ours that goes with it; empty = none.
    #[serde(default)]
    pub file: TextField,
    /// The text.
    pub body: TextField,
    /// The field with the cursor.
    pub focus: EditorField,
    /// The mailboxes of the people there.
    pub people: Vec<(ContactId, String, String)>,
    /// A mailbox that gave a letter back, and when.
    #[serde(default)]
    pub refused: Option<(String, String)>,
    /// Another mailbox is for this letter only: the one on file stays.
    pub once: bool,
    /// It was changed by hand.
    pub touched: bool,
    /// `Keep` was pressed with something wrong: from then on it is said what.
    pub insisted: bool,
    /// A save is under way.
    #[serde(skip)]
    pub saving: bool,
}

/// The mailbox that gave the newest letter back.
fn refused(prep: &Prep) -> Option<(String, String)> {
    let letter = prep.undelivered.as_ref()?;
    let refused = letter.state == LetterState::Refused;
    let day = say::day(letter.tried_on.unwrap_or(letter.made_on), prep.as_of);
    refused.then(|| (letter.to.clone(), day))
}

impl Editor {
    /// A letter as the template wrote it, to be changed.
    #[must_use]
    pub fn new(letter: NewLetter, prep: &Prep, key: String) -> Editor {
        let people = prep.contacts.iter().filter_map(|c| {
            let mail = c.email.as_deref()?.trim().to_owned();
            Some((c.id, c.name.clone(), mail))
        });
        Editor {
            name: prep.account.name.clone(),
            key,
            to: TextField::new(&letter.to),
            subject: TextField::new(&letter.subject),
            body: TextField::letter(&letter.body),
            file: TextField::default(),
            focus: if letter.to.is_empty() {
                EditorField::To
            } else if letter.kind.needs_file() {
                EditorField::File
            } else {
                EditorField::Body
            },
            people: people.collect(),
            refused: refused(prep),
            once: false,
            touched: false,
            insisted: false,
            saving: false,
            letter,
        }
    }

    /// Two drafts of the same letter.
    #[must_use]
    pub fn is_same(&self, other: &Editor) -> bool {
        (self.letter.account, self.letter.kind, self.letter.request)
            == (
                other.letter.account,
                other.letter.kind,
                other.letter.request,
            )
    }

    /// The field that takes letters.
    pub fn field(&mut self) -> &mut TextField {
        match self.focus {
            EditorField::To => &mut self.to,
            EditorField::Subject => &mut self.subject,
            EditorField::File => &mut self.file,
            EditorField::Body => &mut self.body,
        }
    }

    /// The next field, or the one before.
    pub fn step(&mut self, forward: bool) {
        self.focus = match (self.focus, forward) {
            (EditorField::To, true) | (EditorField::File, false) => EditorField::Subject,
            (EditorField::Subject, true) | (EditorField::Body, false) => EditorField::File,
            (EditorField::File, true) | (EditorField::To, false) => EditorField::Body,
            (EditorField::Body, true) | (EditorField::Subject, false) => EditorField::To,
        };
    }

    /// The text as it goes out.
    #[must_use]
    pub fn text(&self) -> String {
        wrap(self.body.text())
    }

    /// The sheet that goes with it: the next one, then none again.
    pub fn turn_guide(&mut self) {
        let now = self.letter.parts.iter().find_map(|p| match p {
            Part::Guide { guide } => Some(*guide),
            _ => None,
        });
        self.letter
            .parts
            .retain(|p| !matches!(p, Part::Guide { .. }));
        let at = now.and_then(|g| Guide::ALL.iter().position(|x| *x == g));
        let next = match at {
            None => Guide::ALL.first(),
            Some(at) => Guide::ALL.get(at + 1),
        };
        self.letter
            .parts
            .extend(next.map(|guide| Part::Guide { guide: *guide }));
    }

    /// What becomes of the address: nothing to say, confirmed, corrected on file, somebody else's, for this letter only.
    pub fn about_address(&self) -> Result<String, String> {
        let to = self.to.trimmed();
        if let Err(e) = check_address(to) {
            return Err(e.to_string());
        }
        Ok(if self.letter.kind.is_internal() {
            "inside the house".to_owned()
        } else if let Some((_, day)) = self.refused.as_ref().filter(|(at, _)| at == to) {
            format!("gave a letter back on {day}: another one?")
        } else if to == self.letter.to {
            "on file: keeping the letter confirms it".to_owned()
        } else if let Some((_, name, _)) = self.owner() {
            format!("{name}'s mailbox")
        } else if self.once {
            "for this letter only; Ctrl-O keeps it on file".to_owned()
        } else if self.letter.to.is_empty() {
            "kept on file; Ctrl-O: for this letter only".to_owned()
        } else {
            format!(
                "corrects {} on file; Ctrl-O: for this letter only",
                self.letter.to
            )
        })
    }

    fn owner(&self) -> Option<&(ContactId, String, String)> {
        let to = self.to.trimmed();
        self.people
            .iter()
            .find(|(_, _, mail)| mail.eq_ignore_ascii_case(to))
    }

    /// The letter to keep, or which field is wrong and why.
    ///
    /// # Errors
    /// When the address is none, the subject or the text is empty, or a card number stands in it.
    pub fn finished(&self) -> Result<NewLetter, (EditorField, String)> {
        let to = check_address(self.to.trimmed()).map_err(|e| (EditorField::To, e.to_string()))?;
        let subject = self.subject.trimmed();
        if subject.is_empty() {
            return Err((EditorField::Subject, "a letter needs a subject".to_owned()));
        }
        let body = self.text();
        if body.trim().is_empty() {
            return Err((EditorField::Body, "nothing is written yet".to_owned()));
        }
        for (field, text) in [
            (EditorField::Subject, subject),
            (EditorField::File, self.file.trimmed()),
            (EditorField::Body, body.as_str()),
        ] {
            if card::inspect(text).is_some() {
                let why = "a card number or its code stands in it: take it out".to_owned();
                return Err((field, why));
            }
        }
        let parts = &self.letter.parts;
        let has_file = parts.iter().any(|p| matches!(p, Part::File { .. }));
        if self.letter.kind.needs_file() && !has_file && self.file.is_blank() {
            let why = "which file is it? its path, for example ~/papers/w9.pdf".to_owned();
            return Err((EditorField::File, why));
        }
        let mut letter = self.letter.clone();
        letter.subject = subject.to_owned();
        letter.body = body;
        if !letter.kind.is_internal() {
            if to == letter.to {
                letter.address = Some(AddressCheck::Confirmed);
            } else if let Some((id, name, _)) = self.owner() {
                (letter.contact, letter.to_name) = (Some(*id), Some(name.clone()));
            } else if self.once {
                (letter.contact, letter.to_name) = (None, None);
            } else {
                letter.address = Some(AddressCheck::Corrected);
            }
        }
        to.clone_into(&mut letter.to);
        Ok(letter)
    }

    /// Masks what may become a card number, for a draft on a disk.
    pub fn mask(&mut self) {
        for field in [
            &mut self.to,
            &mut self.subject,
            &mut self.file,
            &mut self.body,
        ] {
            field.mask();
        }
    }
}
