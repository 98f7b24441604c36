//! Forms: a few fields, what was understood of them while typing, and what they come to.
//!
//! Law: pure. A form knows what was typed; `deed` and `answers` work out what it means and warns. Drawing is in `ui::form`.

pub use super::about::About;
pub use super::form_field::{Field, Pick, Search, Value};
pub use super::form_kind::{FieldName, FormKind};
use super::keymap::{Key, KeyCode};
use super::text::TextField;
use crate::domain::ids::AccountId;
use crate::domain::touch::Method;
use serde::{Deserialize, Serialize};

/// A form being filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// What for.
    pub kind: FormKind,
    /// About whom.
    pub account: AccountId,
    /// Made when the form was opened: saving twice writes once.
    pub key: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field with the cursor.
    pub focus: usize,
    /// It was changed by hand since it was opened.
    pub touched: bool,
    /// `Enter` was pressed with something missing: from then on it is said what.
    pub insisted: bool,
    /// A save is under way.
    #[serde(skip)]
    pub saving: bool,
    /// What it is about besides the account.
    #[serde(default)]
    pub about: Option<About>,
}

fn text(name: FieldName, value: &str) -> Field {
    Field::text(name, value)
}

fn method(value: Option<Method>) -> Field {
    Field::new(FieldName::Method, Value::Method(value))
}

impl Form {
    /// A form with these values in it: `amount` and `day` as a person would type them.
    #[must_use]
    pub fn new(kind: FormKind, account: AccountId, key: String, amount: &str, day: &str) -> Form {
        use FieldName as F;
        let fields = match kind {
            FormKind::Promise => vec![
                text(F::ByWhen, day),
                text(F::Amount, amount),
                method(None),
                text(F::Reference, ""),
            ],
            FormKind::Today => vec![
                text(F::Amount, amount),
                method(Some(Method::Ach)),
                text(F::Reference, ""),
            ],
            FormKind::Claim => vec![
                method(Some(Method::Check)),
                text(F::Reference, ""),
                text(F::Amount, amount),
                text(F::MailedOn, day),
            ],
            FormKind::FollowUp => vec![
                text(F::ComeBack, day),
                text(F::Reason, ""),
                Field::new(F::TheyAsked, Value::Flag(false)),
            ],
            FormKind::Vague => vec![
                text(F::ByWhen, ""),
                text(F::Amount, amount),
                text(F::ComeBack, day).called("else talk"),
            ],
            FormKind::Retry => vec![text(F::ComeBack, day), text(F::Reason, "")],
            FormKind::Note => vec![Field::new(F::Text, Value::Text(TextField::note("")))],
            FormKind::Told => vec![text(F::Text, ""), text(F::DueOn, "").called("for")],
            FormKind::CallAnyway => vec![text(F::WhyCall, "")],
            FormKind::Supervised => vec![text(F::AllowedBy, ""), text(F::WhyCall, "")],
            // `answers`, `rule` and `remedies` fill these: they depend on the account.
            FormKind::OldClaim
            | FormKind::Send
            | FormKind::Dispute
            | FormKind::Paper
            | FormKind::Wait
            | FormKind::Plan
            | FormKind::Waiver
            | FormKind::Holdback
            | FormKind::Person
            | FormKind::Barrier
            | FormKind::EndTask
            | FormKind::Decide(_)
            | FormKind::Answer(_)
            | FormKind::Ask
            | FormKind::Assign
            | FormKind::Away
            | FormKind::Rule
            | FormKind::Export
            | FormKind::Remedy(_) => Vec::new(),
        };
        Form::with(kind, account, key, fields)
    }

    /// A form with these fields.
    #[must_use]
    pub fn with(kind: FormKind, account: AccountId, key: String, fields: Vec<Field>) -> Form {
        Form {
            kind,
            account,
            key,
            fields,
            focus: 0,
            touched: false,
            insisted: false,
            saving: false,
            about: None,
        }
    }

    /// It comes from a mail of theirs, which is not kept: what is left is pasted again.
    #[must_use]
    pub fn is_of_mail(&self) -> bool {
        matches!(self.about, Some(About::Mail(_)))
    }

    /// The text of a field; empty when the form has none of that name.
    #[must_use]
    pub fn text(&self, name: FieldName) -> &str {
        self.fields
            .iter()
            .find(|f| f.name == name)
            .and_then(|f| match &f.value {
                Value::Text(t) => Some(t.trimmed()),
                Value::Search(s) => s.chosen(),
                Value::Method(_) | Value::Flag(_) | Value::Pick(_) => None,
            })
            .unwrap_or("")
    }

    /// The number of what was chosen in a field.
    #[must_use]
    pub fn picked(&self, name: FieldName) -> Option<i64> {
        let field = self.fields.iter().find(|f| f.name == name)?;
        match &field.value {
            Value::Pick(pick) => pick.id(),
            _ => None,
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: FieldName) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Proposes a text in a field that nobody has typed in.
    pub fn offer(&mut self, name: FieldName, value: &str) {
        for field in self.fields.iter_mut().filter(|f| f.name == name) {
            if let Value::Text(t) = &mut field.value
                && (t.is_offered() || t.is_blank())
                && t.text() != value
            {
                *t = TextField::offered(value);
            }
        }
    }

    /// What was typed is a proposal again: typing replaces it. For a form that is opened once more.
    pub fn reopened(mut self) -> Form {
        for field in &mut self.fields {
            if let Value::Text(t) = &mut field.value {
                *t = TextField::offered(t.text());
            }
        }
        self
    }

    /// Hides a field, or shows it again.
    pub fn hide(&mut self, name: FieldName, hidden: bool) {
        for field in self.fields.iter_mut().filter(|f| f.name == name) {
            field.hidden = hidden;
        }
        if self.fields.get(self.focus).is_some_and(|f| f.hidden) {
            self.step(true);
        }
    }

    /// Sets the text of a field, as if it had been there from the start.
    pub fn set(&mut self, name: FieldName, value: &str) {
        for field in self.fields.iter_mut().filter(|f| f.name == name) {
            if let Value::Text(t) = &mut field.value {
                t.set(value);
            }
        }
    }

    /// The method chosen.
    #[must_use]
    pub fn method(&self) -> Option<Method> {
        self.fields.iter().find_map(|f| match f.value {
            Value::Method(m) => m,
            _ => None,
        })
    }

    /// The flag of the form.
    #[must_use]
    pub fn flag(&self) -> bool {
        self.fields
            .iter()
            .any(|f| matches!(f.value, Value::Flag(true)))
    }

    /// Puts the cursor on a field.
    pub fn go(&mut self, name: FieldName) {
        if let Some(i) = self.fields.iter().position(|f| f.name == name) {
            self.focus = i;
        }
    }

    /// To the next field (or the one before), around the end.
    pub fn step(&mut self, forward: bool) {
        let n = self.fields.len().max(1);
        for _ in 0..n {
            self.focus = (self.focus + if forward { 1 } else { n - 1 }) % n;
            if self.fields.get(self.focus).is_some_and(|f| !f.hidden) {
                return;
            }
        }
    }

    /// Down or up: in a list the next line of it, else the next field.
    pub fn down(&mut self, forward: bool) {
        match self.fields.get_mut(self.focus).map(|f| &mut f.value) {
            Some(Value::Search(s)) => {
                s.turn(forward);
                self.touched = true;
            }
            _ => self.step(forward),
        }
    }

    /// The next choice of a field with choices; in a text, one character along.
    pub fn turn(&mut self, forward: bool) {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return;
        };
        match &mut field.value {
            Value::Method(m) => {
                let all: Vec<Option<Method>> = std::iter::once(None)
                    .chain(Method::ALL.into_iter().map(Some))
                    .collect();
                let at = all.iter().position(|x| x == m).unwrap_or(0);
                let step = if forward { 1 } else { all.len() - 1 };
                *m = all[(at + step) % all.len()];
                self.touched = true;
            }
            Value::Flag(f) => {
                *f = !*f;
                self.touched = true;
            }
            Value::Pick(pick) => {
                pick.turn(forward);
                self.touched = true;
            }
            Value::Text(t) | Value::Search(Search { typed: t, .. }) => {
                let code = if forward {
                    KeyCode::Right
                } else {
                    KeyCode::Left
                };
                t.key(Key::plain(code));
            }
        }
    }

    /// Takes a key that types. False when it is none.
    pub fn key(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return false;
        };
        let used = match &mut field.value {
            Value::Text(t) => t.key(key),
            Value::Method(m) => match key.typed() {
                // The first letter of a method picks it; the blank turns.
                Some(' ') => {
                    self.turn(true);
                    return true;
                }
                Some(c) => {
                    let found = Method::ALL.into_iter().find(|m| m.name().starts_with(c));
                    // `check` and `card` share a letter: the second press gets the other.
                    *m = match (found, *m) {
                        (Some(Method::Check), Some(Method::Check)) => Some(Method::Card),
                        (Some(new), _) => Some(new),
                        (None, old) => old,
                    };
                    found.is_some()
                }
                None => false,
            },
            Value::Flag(f) => match key.typed() {
                Some(' ') => {
                    *f = !*f;
                    true
                }
                _ => false,
            },
            Value::Pick(pick) => match key.typed() {
                Some(' ') => {
                    pick.turn(true);
                    true
                }
                Some(c) => pick.letter(c),
                None => false,
            },
            Value::Search(search) => {
                let used = search.typed.key(key);
                if used {
                    search.at = 0;
                }
                used
            }
        };
        self.touched |= used;
        used
    }

    /// Masks what may become a card number, for a draft on a disk.
    pub fn mask(&mut self) {
        for field in &mut self.fields {
            match &mut field.value {
                Value::Text(t) | Value::Search(Search { typed: t, .. }) => t.mask(),
                Value::Method(_) | Value::Flag(_) | Value::Pick(_) => {}
            }
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        if let Some(Field {
            value: Value::Text(t),
            ..
        }) = self.fields.get_mut(self.focus)
        {
            t.paste(pasted);
            self.touched = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_picked_by_letter_and_by_arrow() {
        let mut f = Form::new(FormKind::Claim, AccountId(1), "k".into(), "5", "");
        assert_eq!(f.method(), Some(Method::Check));
        f.key(Key::char('w'));
        assert_eq!(f.method(), Some(Method::Wire));
        f.key(Key::char('c'));
        f.key(Key::char('c'));
        assert_eq!(f.method(), Some(Method::Card));
        f.turn(true);
        assert_eq!(f.method(), None);
    }

    #[test]
    fn fields_are_stepped_through_in_a_circle() {
        let mut f = Form::new(FormKind::Vague, AccountId(1), "k".into(), "", "");
        f.step(false);
        assert_eq!(f.focus, 2);
        f.step(true);
        assert_eq!(f.focus, 0);
    }

    #[test]
    fn a_hidden_field_is_stepped_over() {
        let mut f = Form::new(FormKind::Vague, AccountId(1), "k".into(), "", "");
        f.hide(FieldName::Amount, true);
        f.step(true);
        assert_eq!(f.focus, 2);
        f.step(false);
        assert_eq!(f.focus, 0);
    }
}
