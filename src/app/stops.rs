//! What the audit trail is told of at the desk: a call, a dial or a letter that was stopped, and a limit that was warned of.
//!
//! Law: pure. Each is written once a day for an account, a deed and whoever sits here: the same key never acts twice. What is done in spite of a
//! limit is saved with the call, and an opened form is only a warning until then.

use super::action::Action;
use super::model::Model;
use super::msg::{Effect, Writing};
use crate::domain::audit::{AuditArea, AuditWhat, NewAudit};
use crate::domain::hold::HoldKind;
use crate::domain::ids::AccountId;
use crate::domain::view::Prep;
use crate::store::protocol::Intent;

/// How a refused letter begins: in the words of the store.
const NO_LETTER: &str = "no letter to ";

impl Model {
    /// An action was not possible: where a rule stopped a call or a letter, the trail is told.
    pub(crate) fn stopped(&mut self, action: Action, why: &str) -> Vec<Effect> {
        let (account, deed) = match action {
            Action::Call => (self.blocked().and(self.queue.account()), "call"),
            Action::WriteLetter if why.starts_with(NO_LETTER) => (self.outbox.account(), "letter"),
            _ => (None, ""),
        };
        match account {
            Some(account) => {
                let detail = why.trim_start_matches("no call: ").to_owned();
                vec![self.tell(account, AuditWhat::Blocked, deed, detail)]
            }
            None => Vec::new(),
        }
    }

    /// Writes a line of the trail.
    pub(crate) fn tell(
        &mut self,
        account: AccountId,
        what: AuditWhat,
        deed: &str,
        detail: String,
    ) -> Effect {
        let key = format!(
            "audit-{}-{deed}-{account}-{}-{}",
            what.name(),
            self.now.today,
            self.me
        );
        let new = NewAudit {
            account,
            area: AuditArea::Contact,
            what,
            deed: deed.to_owned(),
            detail,
            reason: None,
            allowed_by: None,
        };
        self.write(Writing::Audit, key, Intent::Audit(new))
    }

    /// The limits that stand against a call are shown: that they were is kept.
    pub(crate) fn warned(&mut self, prep: &Prep) -> Effect {
        let limits = self.limits(prep);
        let words: Vec<&str> = limits.iter().map(|l| l.text.as_str()).collect();
        let detail = words.join("; ");
        self.tell(prep.account.id, AuditWhat::Warned, "call", detail)
    }
}

/// The lawyer to dial instead, where an account is to be reached by its lawyer only: whose number, and the number.
#[must_use]
pub(crate) fn lawyer(prep: &Prep) -> Option<(String, String)> {
    let hold = prep.hold.as_ref()?;
    if hold.kind != HoldKind::Attorney {
        return None;
    }
    let phone = hold.details.attorney_phone.clone()?;
    let name = hold.details.attorney.as_deref().unwrap_or("their lawyer");
    Some((name.to_owned(), phone))
}

/// Why no letter may be written to that address; `None` = nothing stops it.
#[must_use]
pub(crate) fn letter_stopped(prep: &Prep, to: &str) -> Option<String> {
    let hold = prep.hold.as_ref()?;
    let lawyer = hold.details.attorney_mail.as_deref().map(str::trim);
    match (hold.kind, lawyer) {
        (HoldKind::Attorney, Some(mail)) if mail.eq_ignore_ascii_case(to.trim()) => None,
        (HoldKind::Attorney, Some(mail)) => Some(format!(
            "{NO_LETTER}{}: it goes to their lawyer at {mail} only",
            prep.account.name
        )),
        (kind, _) => Some(format!(
            "{NO_LETTER}{}: {} stops all contact",
            prep.account.name,
            kind.words()
        )),
    }
}
