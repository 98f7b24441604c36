//! Forms: a few fields, what was understood of them while typing, and what they come to.
//!
//! Law: pure. A form knows what was typed; `deed` works out what it means and warns. Drawing is in `ui::form`.

use super::keymap::{Key, KeyCode};
use super::text::TextField;
use crate::domain::ids::AccountId;
use crate::domain::touch::Method;
use serde::{Deserialize, Serialize};

/// What a form is for.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FormKind {
    /// A promise with a date.
    Promise,
    /// A promise for today.
    Today,
    /// Money said to be under way.
    Claim,
    /// A date to come back.
    FollowUp,
    /// They gave no date: the next talk is dated instead.
    Vague,
    /// Nobody was reached: when to try again.
    Retry,
    /// A note.
    Note,
    /// What next step was told to the customer.
    Told,
    /// Why to call in spite of a limit.
    CallAnyway,
    /// The same, where a supervisor must allow it.
    Supervised,
}

impl FormKind {
    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            FormKind::Promise => "Promise",
            FormKind::Today => "Pays today",
            FormKind::Claim => "Already sent it",
            FormKind::FollowUp => "Follow-up",
            FormKind::Vague => "No date yet: when do we talk again?",
            FormKind::Retry => "Try again",
            FormKind::Note => "Note",
            FormKind::Told => "Next step told to them",
            FormKind::CallAnyway => "Call all the same?",
            FormKind::Supervised => "Only with a supervisor",
        }
    }
}

/// Which field.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FieldName {
    /// A day by which.
    ByWhen,
    /// Money.
    Amount,
    /// How it is paid.
    Method,
    /// Check or trace number.
    Reference,
    /// The day that it left.
    MailedOn,
    /// A day to come back.
    ComeBack,
    /// Why.
    Reason,
    /// They asked for it.
    TheyAsked,
    /// Free text.
    Text,
    /// Why to call all the same.
    WhyCall,
    /// The supervisor who allows it.
    AllowedBy,
}

impl FieldName {
    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            FieldName::ByWhen => "by when",
            FieldName::Amount => "amount",
            FieldName::Method => "how",
            FieldName::Reference => "number",
            FieldName::MailedOn => "sent on",
            FieldName::ComeBack => "on",
            FieldName::Reason => "about",
            FieldName::TheyAsked => "who asks",
            FieldName::Text => "text",
            FieldName::WhyCall => "because",
            FieldName::AllowedBy => "allowed by",
        }
    }
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// Typed text.
    Text(TextField),
    /// One of the methods of payment; `None` = not said.
    Method(Option<Method>),
    /// Yes or no.
    Flag(bool),
}

/// A field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Which.
    pub name: FieldName,
    /// What it holds.
    pub value: Value,
}

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
}

fn text(name: FieldName, value: &str) -> Field {
    Field {
        name,
        value: Value::Text(TextField::offered(value)),
    }
}

fn method(value: Option<Method>) -> Field {
    Field {
        name: FieldName::Method,
        value: Value::Method(value),
    }
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
                Field {
                    name: F::TheyAsked,
                    value: Value::Flag(false),
                },
            ],
            FormKind::Vague => vec![text(F::ComeBack, day), text(F::Reason, "no date given yet")],
            FormKind::Retry => vec![text(F::ComeBack, day), text(F::Reason, "")],
            FormKind::Note => vec![Field {
                name: F::Text,
                value: Value::Text(TextField::note("")),
            }],
            FormKind::Told => vec![text(F::Text, "")],
            FormKind::CallAnyway => vec![text(F::WhyCall, "")],
            FormKind::Supervised => vec![text(F::AllowedBy, ""), text(F::WhyCall, "")],
        };
        Form {
            kind,
            account,
            key,
            fields,
            focus: 0,
            touched: false,
            insisted: false,
            saving: false,
        }
    }

    /// The text of a field; empty when the form has none of that name.
    #[must_use]
    pub fn text(&self, name: FieldName) -> &str {
        self.fields
            .iter()
            .find(|f| f.name == name)
            .and_then(|f| match &f.value {
                Value::Text(t) => Some(t.trimmed()),
                Value::Method(_) | Value::Flag(_) => None,
            })
            .unwrap_or("")
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
            Value::Text(_) | Value::Flag(_) => None,
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
        self.focus = (self.focus + if forward { 1 } else { n - 1 }) % n;
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
            Value::Text(t) => {
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
        };
        self.touched |= used;
        used
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
        assert_eq!(f.focus, 1);
        f.step(true);
        assert_eq!(f.focus, 0);
    }
}
