//! What is unfinished and must not be lost: calls that were left open, forms and cards that were closed with something typed in them.
//!
//! Law: plain data; `term::drafts` keeps it in a file of the user's own, outside the ledger.

use super::call::Call;
use super::form::Form;
use super::outbox::Editor;
use super::people::Card;
use crate::domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// Two forms for the same thing.
fn same(a: &Form, b: &Form) -> bool {
    a.kind == b.kind && a.account == b.account && a.about == b.about
}

/// Characters of a note that an offer shows.
const FIRST_WORDS: usize = 60;

/// How an unfinished call's note begins, as a sentence behind the offer to go on with it; empty where nothing was noted.
pub(crate) fn first_words(note: &str) -> String {
    let line = note.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let mut said = String::new();
    for word in line.split_whitespace() {
        // A text without blanks must not push the keys off the screen.
        let word: String = word.chars().take(FIRST_WORDS).collect();
        if said.chars().count() + word.chars().count() >= FIRST_WORDS {
            said.push('…');
            break;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&word);
    }
    match said.is_empty() {
        true => String::new(),
        false => format!(" Its note begins: {said}"),
    }
}

/// Everything unfinished, newest last.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Unfinished calls.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Forms left with something typed.
    #[serde(default)]
    pub forms: Vec<Form>,
    /// Cards of people and accounts, the same.
    #[serde(default)]
    pub cards: Vec<Card>,
    /// Letters whose words were changed and that are not kept yet.
    #[serde(default)]
    pub letters: Vec<Editor>,
}

impl Draft {
    /// True when nothing is unfinished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
            && self.forms.is_empty()
            && self.cards.is_empty()
            && self.letters.is_empty()
    }

    /// Takes out the unfinished call with an account.
    pub fn take_call(&mut self, account: AccountId) -> Option<Call> {
        let at = self.calls.iter().position(|c| c.account == account)?;
        Some(self.calls.remove(at))
    }

    /// Keeps a call; one per account.
    pub fn keep_call(&mut self, call: Call) {
        self.calls.retain(|c| c.account != call.account);
        self.calls.push(call);
    }

    /// Takes out a form of that kind about that account.
    pub fn take_form(&mut self, like: &Form) -> Option<Form> {
        let at = self.forms.iter().position(|f| same(f, like))?;
        Some(self.forms.remove(at))
    }

    /// Keeps a form; one of a kind per account.
    pub fn keep_form(&mut self, form: Form) {
        self.forms.retain(|f| !same(f, &form));
        self.forms.push(form);
    }

    /// Takes out the card about the same.
    pub fn take_card(&mut self, like: &Card) -> Option<Card> {
        let same = |c: &Card| c.account == like.account && c.subject == like.subject;
        let at = self.cards.iter().position(same)?;
        Some(self.cards.remove(at))
    }

    /// Keeps a card; one about each.
    pub fn keep_card(&mut self, card: Card) {
        self.take_card(&card);
        self.cards.push(card);
    }

    /// The draft as it may lie on a disk: what is or may become a card number is masked (DOMAIN §6).
    #[must_use]
    pub fn masked(mut self) -> Draft {
        for call in &mut self.calls {
            call.mask();
        }
        for form in &mut self.forms {
            form.mask();
        }
        for letter in &mut self.letters {
            letter.mask();
        }
        for line in self.cards.iter_mut().flat_map(|c| &mut c.lines) {
            line.text.mask();
        }
        self
    }
}
