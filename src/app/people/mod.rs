//! The people of an account: who is preferred, who decides, which numbers are wrong; and the card on which one of them, or the account
//! itself, is changed.
//!
//! Law: an edit carries what the card showed. When somebody else changed the field meanwhile, the card says who and when, and nothing is
//! saved until it is decided whose value stays (FAULTS C4). The card itself is in `card`; the other halves are `store::people` and `ui::people`.

mod card;

pub use card::{ACCOUNT, Card, Line, PERSON, Subject};

use super::action::Action;
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use crate::domain::account::Contact;
use crate::domain::ids::AccountId;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{Change, Changed, ContactEdit, Intent, Remedy};

/// The list of people, and the card that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct People {
    /// Whose.
    pub account: AccountId,
    /// Which line.
    pub cursor: usize,
    /// What is being typed.
    pub card: Option<Card>,
}

impl Model {
    /// Opens the people of the selected account.
    pub(crate) fn open_people(&mut self) -> Vec<Effect> {
        let Some(account) = self.acting_on() else {
            return Vec::new();
        };
        self.overlay = Some(Overlay::People(Box::new(People {
            account,
            cursor: 0,
            card: None,
        })));
        Vec::new()
    }

    /// The prep that the people are of, and the selected person.
    pub(super) fn people(&self) -> Option<(&People, &Prep, Option<&Contact>)> {
        let Some(Overlay::People(people)) = &self.overlay else {
            return None;
        };
        let prep = self.prep.of(Some(people.account))?;
        Some((people, prep, prep.contacts.get(people.cursor)))
    }

    /// An action in the list of people.
    pub(crate) fn people_action(&mut self, action: Action) -> Vec<Effect> {
        let key = self.new_key();
        let today = self.now.today;
        let Some((people, prep, person)) = self.people() else {
            if action == Action::Back {
                self.overlay = None;
            }
            return Vec::new();
        };
        let last = prep.contacts.len().saturating_sub(1);
        let (cursor, account) = (people.cursor, people.account);
        let card = match action {
            Action::Back => {
                self.overlay = None;
                return Vec::new();
            }
            Action::Dial => return self.dial(),
            Action::Copy => return self.copy_account(),
            Action::Up => return self.person_at(cursor.saturating_sub(1)),
            Action::Down => return self.person_at((cursor + 1).min(last)),
            Action::Top => return self.person_at(0),
            Action::Bottom => return self.person_at(last),
            Action::AddPerson => Some(Card::new(
                account,
                Subject::New,
                key.clone(),
                &PERSON,
                vec![None; PERSON.len()],
            )),
            Action::TakeTheirs | Action::KeepOurs => return self.decide_question(action, key),
            Action::EditAccount => Some(Card::account(prep, key.clone())),
            Action::EditPerson => person.map(|p| Card::person(p, key.clone())),
            _ => None,
        };
        if let Some(new) = card {
            return self.open_card(new);
        }
        let Some(person) = person else {
            let add = self
                .keymap
                .label(super::action::Context::People, Action::AddPerson);
            self.warn(&format!("nobody is known there yet: {add} adds somebody"));
            return Vec::new();
        };
        let edit = match action {
            Action::Prefer if person.preferred => {
                let said = format!("{} is the one to ask for first already", person.name);
                self.say(&said);
                return Vec::new();
            }
            Action::Prefer => ContactEdit::Preferred(change(false, true)),
            Action::Decides => {
                let next = match person.right_party {
                    None => Some(true),
                    Some(true) => Some(false),
                    Some(false) => None,
                };
                ContactEdit::RightParty(change(person.right_party, next))
            }
            Action::WrongNumber if person.phone.is_none() => {
                self.warn("no phone number of that person is known");
                return Vec::new();
            }
            Action::Bounced if person.email.is_none() => {
                self.warn("no mail address of that person is known");
                return Vec::new();
            }
            Action::WrongNumber => ContactEdit::PhoneBad(change(
                person.phone_bad_on,
                person.phone_bad_on.is_none().then_some(today),
            )),
            Action::Bounced => ContactEdit::EmailBad(change(
                person.email_bad_on,
                person.email_bad_on.is_none().then_some(today),
            )),
            _ => return Vec::new(),
        };
        let remedy = Box::new(Remedy::EditContact {
            contact: person.id,
            edits: vec![edit],
        });
        vec![self.write(Writing::People, key, Intent::Remedy { account, remedy })]
    }

    /// Opens a card: as it was left, else as the ledger has it.
    fn open_card(&mut self, new: Card) -> Vec<Effect> {
        let left = self.draft.take_card(&new);
        if left.is_some() {
            self.say("the card is as you left it: nothing of it was saved yet");
        }
        if let Some(Overlay::People(people)) = &mut self.overlay {
            people.card = Some(left.unwrap_or(new));
        }
        self.keep_draft()
    }

    /// `Esc` on a card: what was typed is kept for the next time.
    fn leave_card(&mut self) -> Vec<Effect> {
        let Some(Overlay::People(people)) = &mut self.overlay else {
            return Vec::new();
        };
        if let Some(card) = people.card.take()
            && card.is_touched()
        {
            self.draft.keep_card(card);
            self.say("not saved; what you typed is there when you open the card again");
        }
        self.keep_draft()
    }

    fn person_at(&mut self, cursor: usize) -> Vec<Effect> {
        if let Some(Overlay::People(people)) = &mut self.overlay {
            people.cursor = cursor;
        }
        Vec::new()
    }

    fn card(&mut self) -> Option<&mut Card> {
        match &mut self.overlay {
            Some(Overlay::People(people)) => people.card.as_mut(),
            _ => None,
        }
    }

    /// An action on the open card.
    pub(crate) fn card_action(&mut self, action: Action) -> Vec<Effect> {
        let Some(card) = self.card() else {
            return Vec::new();
        };
        let n = card.lines.len().max(1);
        match action {
            Action::NextField => card.focus = (card.focus + 1) % n,
            Action::PrevField => card.focus = (card.focus + n - 1) % n,
            Action::PrevChoice | Action::NextChoice => {
                let code = match action {
                    Action::NextChoice => super::keymap::KeyCode::Right,
                    _ => super::keymap::KeyCode::Left,
                };
                if let Some(field) = self.overlay.as_mut().and_then(Overlay::field) {
                    field.key(super::keymap::Key::plain(code));
                }
            }
            Action::TakeTheirs => {
                if let Some((at, _)) = card.conflict.take()
                    && let Some(line) = card.lines.get_mut(at)
                {
                    let theirs = line.before.clone().unwrap_or_default();
                    line.text.set(&theirs);
                    self.say("theirs stays; Enter saves the rest");
                }
            }
            Action::Back => return self.leave_card(),
            Action::Submit => return self.save_card(),
            _ => {}
        }
        Vec::new()
    }

    pub(crate) fn save_card(&mut self) -> Vec<Effect> {
        let Some((people, prep, _)) = self.people() else {
            self.warn("the account is being read: once more in a moment");
            return Vec::new();
        };
        let account = people.account;
        let Some(card) = people.card.as_ref().filter(|c| !c.saving) else {
            return Vec::new();
        };
        if !card.is_touched() && card.subject != Subject::New {
            if let Some(Overlay::People(people)) = &mut self.overlay {
                people.card = None;
            }
            self.say("nothing was changed");
            return Vec::new();
        }
        let (key, judged) = (card.key.clone(), card.remedy(prep));
        match judged {
            Ok(remedy) => {
                if let Some(card) = self.card() {
                    card.saving = true;
                    card.conflict = None;
                }
                let remedy = Box::new(remedy);
                vec![self.write(Writing::People, key, Intent::Remedy { account, remedy })]
            }
            Err((at, why)) => {
                if let Some(card) = self.card() {
                    card.focus = at;
                }
                self.warn(&why);
                Vec::new()
            }
        }
    }

    /// Somebody was changed: the card closes, the list stays.
    pub(crate) fn person_saved(&mut self, what: &str) -> Vec<Effect> {
        if let Some(Overlay::People(people)) = &mut self.overlay {
            people.card = None;
        }
        self.done(what);
        let mut effects = self.keep_draft();
        effects.extend(self.refresh());
        effects
    }

    /// Somebody else was faster: the line shows what they wrote and who it was; Enter now means "mine all the same".
    pub(crate) fn person_conflict(&mut self, changed: &Changed) -> Vec<Effect> {
        let key = self.new_key();
        let offset = self
            .now
            .local
            .signed_duration_since(self.now.at.naive_utc());
        let at = changed
            .at
            .naive_utc()
            .checked_add_signed(offset)
            .map_or_else(String::new, |at| {
                let day = match at.date() == self.now.local.date() {
                    true => String::new(),
                    false => format!("{} ", say::near_day(at.date(), self.now.today)),
                };
                format!(" at {day}{}", say::time(at.time()))
            });
        let now = match changed.now.as_deref() {
            None | Some("") => "nothing".to_owned(),
            Some(text) => format!("'{}'", money_words(changed, text, self)),
        };
        let theirs = changed
            .now
            .as_deref()
            .map(|text| money_words(changed, text, self));
        if let Some(card) = self.card() {
            card.saving = false;
            card.key = key;
            if let Some(i) = card.lines.iter().position(|l| l.label == changed.field) {
                card.lines[i].before = theirs.filter(|t| !t.is_empty());
                card.focus = i;
                card.conflict = Some((
                    i,
                    format!("{} changed the {} to {now}{at}", changed.by, changed.field),
                ));
                self.prep.stale = true;
                return Vec::new();
            }
        }
        self.fail(&format!(
            "{} changed the {} to {now}{at}: look again",
            changed.by, changed.field
        ));
        self.refresh()
    }
}

/// A limit lies in the ledger in minor units; on a card it stands as a person writes it.
fn money_words(changed: &Changed, text: &str, model: &Model) -> String {
    let currency = match &model.overlay {
        Some(Overlay::People(people)) => model.prep.of(Some(people.account)),
        _ => None,
    }
    .map(|p| p.account.currency);
    match (changed.field, currency, text.parse()) {
        ("credit limit", Some(currency), Ok(minor)) => Minor::new(minor).show(currency),
        _ => text.to_owned(),
    }
}

fn change<T>(before: T, after: T) -> Change<T> {
    Change { before, after }
}
