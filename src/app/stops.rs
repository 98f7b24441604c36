//! What the audit trail is told of at the desk: a call, a dial or a letter that was stopped, and a limit that was warned of.
//!
//! Law: pure. Each is written once a day for an account, a deed and whoever sits here: the same key never acts twice. What is done in spite of a
//! limit is saved with the call, and an opened form is only a warning until then.

use super::action::Action;
use super::form::{FieldName, Form, FormKind};
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use super::remedies::{RemedyKind, fees};
use crate::domain::audit::{AuditArea, AuditWhat, NewAudit};
use crate::domain::hold::HoldKind;
use crate::domain::ids::AccountId;
use crate::domain::ladder::LadderStep;
use crate::domain::outbox::Order;
use crate::domain::review::Decision;
use crate::domain::view::Prep;
use crate::store::protocol::Intent;

/// How a refused letter begins: in the words of the store.
pub(crate) const NO_LETTER: &str = "no letter to ";

impl Model {
    /// An action was not possible: where a rule stopped a call or a letter, the trail is told.
    pub(crate) fn stopped(&mut self, action: Action, why: &str) -> Vec<Effect> {
        let (account, deed) = match action {
            Action::Call => (self.blocked().and(self.queue.account()), "call"),
            Action::WriteLetter if why.starts_with(NO_LETTER) => (self.outbox.account(), "letter"),
            Action::Remedy(kind) => return self.remedy_stopped(kind, why),
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

    /// A remedy was not possible: where that is for a stop, and not because there is nothing to do, the trail is told.
    fn remedy_stopped(&mut self, kind: RemedyKind, why: &str) -> Vec<Effect> {
        let Some(Overlay::Remedies(list)) = &self.overlay else {
            return Vec::new();
        };
        let account = list.account;
        let (area, deed) = area_of(kind);
        if kind == RemedyKind::PostFee && why == fees::NO_AGREEMENT {
            return vec![self.tell_of(area, account, AuditWhat::Blocked, deed, why.to_owned())];
        }
        let Some(prep) = self.prep_of(account).filter(|p| p.hold.is_some()) else {
            return Vec::new();
        };
        let by_stop = match kind {
            RemedyKind::Letter(letter) => Order::direct(prep, letter)
                .is_ok_and(|order| order.stopped(prep).as_deref() == Some(why)),
            RemedyKind::PostFee => prep.fees.preview.blocked.as_deref() == Some(why),
            _ => prep.safety.blocked.as_deref() == Some(why),
        };
        match by_stop {
            true => vec![self.tell_of(area, account, AuditWhat::Blocked, deed, why.to_owned())],
            false => Vec::new(),
        }
    }

    /// The honesty rule held a form back: that it warned is kept, whether it is heeded or answered with a reason.
    pub(crate) fn held_back(&mut self, form: &Form, field: FieldName, why: &str) -> Vec<Effect> {
        if field != FieldName::Anyway {
            return Vec::new();
        }
        let (area, deed) = match form.kind {
            FormKind::Remedy(kind) => area_of(kind),
            FormKind::Decide(Decision::CreditHold) => LadderStep::CreditHold.trail(),
            _ => (AuditArea::Ladder, "step"),
        };
        let detail = why.split(": tell them first").next().unwrap_or(why);
        vec![self.tell_of(
            area,
            form.account,
            AuditWhat::Warned,
            deed,
            detail.to_owned(),
        )]
    }

    /// Writes a line of the trail about a call or a letter.
    pub(crate) fn tell(
        &mut self,
        account: AccountId,
        what: AuditWhat,
        deed: &str,
        detail: String,
    ) -> Effect {
        self.tell_of(AuditArea::Contact, account, what, deed, detail)
    }

    fn tell_of(
        &mut self,
        area: AuditArea,
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
            area,
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

/// Which rules a remedy is about, and what it is called in the trail.
fn area_of(kind: RemedyKind) -> (AuditArea, &'static str) {
    match kind {
        RemedyKind::Letter(kind) => kind.trail(),
        RemedyKind::FinalNotice => LadderStep::FinalNotice.trail(),
        RemedyKind::Place => LadderStep::Placement.trail(),
        RemedyKind::PostFee => (AuditArea::Fees, "fee"),
        RemedyKind::CreditHold => LadderStep::CreditHold.trail(),
        RemedyKind::JobStep | RemedyKind::PlanFiling => LadderStep::Lien.trail(),
        _ => (AuditArea::Contact, "remedy"),
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
