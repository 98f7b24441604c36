//! What is unfinished and must not be lost: calls that were left open, forms that were closed with something typed in them.
//!
//! Law: plain data; `term::drafts` keeps it in a file of the user's own, outside the ledger.

use super::call::Call;
use super::form::Form;
use crate::domain::ids::AccountId;
use serde::{Deserialize, Serialize};

/// Two forms for the same thing.
fn same(a: &Form, b: &Form) -> bool {
    a.kind == b.kind && a.account == b.account && a.about == b.about
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
}

impl Draft {
    /// True when nothing is unfinished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.forms.is_empty()
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
}
