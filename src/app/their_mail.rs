//! A mail of theirs at the desk: pasted, read, matched to accounts, and offered as a claim, a promise or a dispute with the form filled in.
//!
//! Law: nothing is written before a form is finished or the text is kept on purpose; the mail's text is kept with whatever comes of it, as a touch of
//! theirs, in one transaction. What is found and how sure it is: `domain::inbound`.

use super::about::About;
use super::action::Action;
use super::answers;
use super::asked::Asked;
use super::deed::Deed;
use super::form::{FieldName as F, Form, FormKind, Value};
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::inbound::{self, Offer, Reading, Scan, Sense};
use crate::domain::money::{Currency, Minor};
use crate::domain::touch::{Channel, TouchOutcome};
use crate::domain::view::Prep;
use crate::store::protocol::{
    ClaimRef, FinishCall, Intent, MailAccount, MailAsk, NewClaimStep, Remedy, Request,
};
use serde::{Deserialize, Serialize};

/// The box over a screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TheirMail {
    /// The account that it was opened for.
    pub given: Option<AccountId>,
    /// What was pasted, read.
    pub reading: Option<Box<Reading>>,
    /// The accounts that it may be from, when the ledger has answered.
    pub accounts: Option<Vec<MailAccount>>,
    /// Which account.
    pub cursor: usize,
    /// The first line of the text.
    pub scroll: usize,
    /// Made when it was opened: keeping twice writes once.
    pub key: String,
    /// A save is under way.
    pub saving: bool,
}

impl TheirMail {
    /// The account under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&MailAccount> {
        self.accounts.as_ref()?.get(self.cursor)
    }

    /// What the mail offers for the account under the cursor.
    #[must_use]
    pub fn offer(&self, today: chrono::NaiveDate) -> Option<Offer> {
        let reading = self.reading.as_deref()?;
        let known = self.chosen().map(known).unwrap_or_default();
        Some(inbound::offer(reading, &known, today))
    }
}

fn known(account: &MailAccount) -> Vec<(String, DocumentId)> {
    let invoices = account.invoices.iter();
    invoices.map(|i| (i.written.clone(), i.document)).collect()
}

/// The mail that a form comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MailSource {
    /// The account's name.
    pub name: String,
    /// Who wrote it.
    pub contact: Option<ContactId>,
    /// The documents that it names.
    pub invoices: Vec<DocumentId>,
    /// Its text, as it is kept.
    pub text: String,
}

impl Model {
    /// Opens the box; for an account, or for whoever the mail is from.
    pub(crate) fn open_their_mail(&mut self, given: Option<AccountId>) -> Vec<Effect> {
        let key = self.new_key();
        self.overlay = Some(Overlay::TheirMail(Box::new(TheirMail {
            given,
            key,
            ..TheirMail::default()
        })));
        Vec::new()
    }

    /// A mail was pasted: read at once, matched by the ledger.
    pub(crate) fn their_mail_pasted(&mut self, text: &str) -> Vec<Effect> {
        let as_of = self.now.today;
        let scan = Scan {
            today: as_of,
            order: self.date_order,
            calendar: &self.rules.calendar,
            currency: self.status.as_ref().map_or(Currency::USD, |s| s.currency),
        };
        let reading = inbound::read(text, &scan);
        let Some(Overlay::TheirMail(mail)) = &mut self.overlay else {
            return Vec::new();
        };
        let ask = MailAsk {
            numbers: reading.numbers.iter().map(|n| n.value.clone()).collect(),
            addresses: reading.addresses.iter().map(|a| a.value.clone()).collect(),
            account: mail.given,
            as_of,
        };
        mail.reading = Some(Box::new(reading));
        mail.accounts = None;
        (mail.cursor, mail.scroll) = (0, 0);
        vec![self.ask(Asked::TheirMail, Request::ReadMail(ask))]
    }

    /// The ledger knows whose it may be.
    pub(crate) fn take_mail_accounts(&mut self, found: Vec<MailAccount>) {
        if let Some(Overlay::TheirMail(mail)) = &mut self.overlay {
            mail.accounts = Some(found);
        }
    }

    pub(crate) fn their_mail_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let Some(Overlay::TheirMail(mail)) = &mut self.overlay else {
            return Vec::new();
        };
        let last = mail
            .accounts
            .as_ref()
            .map_or(0, |a| a.len().saturating_sub(1));
        match action {
            Action::Up => mail.cursor = mail.cursor.saturating_sub(1),
            Action::Down => mail.cursor = (mail.cursor + 1).min(last),
            Action::Top => mail.cursor = 0,
            Action::Bottom => mail.cursor = last,
            Action::HalfDown | Action::PageDown => mail.scroll += page / 2,
            Action::HalfUp | Action::PageUp => mail.scroll = mail.scroll.saturating_sub(page / 2),
            Action::MailIs(sense) => {
                if let Some(account) = mail.chosen().map(|a| a.account) {
                    let as_of = self.now.today;
                    let asked = Asked::MailPrep(sense);
                    return vec![self.ask(asked, Request::Prep { account, as_of })];
                }
            }
            Action::KeepMail => return self.keep_mail(),
            Action::Back => self.overlay = None,
            _ => {}
        }
        Vec::new()
    }

    /// Why a key of the box does nothing now.
    pub(crate) fn about_their_mail(&self) -> Option<String> {
        let Some(Overlay::TheirMail(mail)) = &self.overlay else {
            return None;
        };
        match (&mail.reading, &mail.accounts, mail.chosen()) {
            (None, _, _) => Some("paste the mail first".to_owned()),
            (_, None, _) => Some("the ledger is being asked whose it is".to_owned()),
            (_, _, None) => Some(
                "no account fits: Esc, go to the account, then R and M reads it for that one"
                    .to_owned(),
            ),
            _ if mail.saving => Some("it is being saved".to_owned()),
            _ => None,
        }
    }

    /// The text alone becomes a touch of theirs.
    fn keep_mail(&mut self) -> Vec<Effect> {
        let Some(Overlay::TheirMail(mail)) = &mut self.overlay else {
            return Vec::new();
        };
        let (Some(account), Some(reading)) = (mail.chosen(), mail.reading.as_deref()) else {
            return Vec::new();
        };
        let source = MailSource {
            name: account.name.clone(),
            contact: account.contact,
            invoices: Vec::new(),
            text: inbound::note(&reading.text),
        };
        let call = from_them(account.account, &source, TouchOutcome::Information);
        mail.saving = true;
        let key = mail.key.clone();
        vec![self.write(Writing::Form, key, Intent::FinishCall(Box::new(call)))]
    }

    /// The account is here: the form with what the mail says.
    pub(crate) fn take_mail_prep(&mut self, sense: Sense, prep: Box<Prep>) -> Vec<Effect> {
        let Some(Overlay::TheirMail(mail)) = &self.overlay else {
            return Vec::new();
        };
        let account = prep.account.id;
        let (Some(chosen), Some(offer), Some(reading)) = (
            mail.chosen().filter(|a| a.account == account),
            mail.offer(self.now.today),
            mail.reading.as_deref(),
        ) else {
            return Vec::new();
        };
        let open: Vec<DocumentId> = offer
            .invoices
            .iter()
            .copied()
            .filter(|id| prep.invoices.iter().any(|i| i.id == *id))
            .collect();
        let source = MailSource {
            name: chosen.name.clone(),
            contact: chosen.contact,
            invoices: open,
            text: inbound::note(&reading.text),
        };
        let complaint = reading
            .words
            .iter()
            .find(|w| w.value == Sense::Dispute)
            .and_then(|w| reading.text.lines().nth(w.line - 1))
            .map(|line| line.trim().chars().take(200).collect::<String>());
        let key = mail.key.clone();
        self.looked_at = Some(prep);
        let kind = match sense {
            Sense::Claim => FormKind::Claim,
            Sense::Promise => FormKind::Promise,
            Sense::Dispute => FormKind::Dispute,
        };
        self.mail_source = Some(source.clone());
        let mut form = self.on_ground(account, |g| answers::open(kind, account, key, g));
        form.about = Some(About::Mail(source));
        let currency = self.prep_of(account).map(|p| p.account.currency);
        fill(&mut form, &offer, currency.unwrap_or(Currency::USD));
        if let (Sense::Dispute, Some(words)) = (sense, complaint) {
            form.set(F::Words, &words);
        }
        self.on_ground(account, |g| answers::reshape(&mut form, g));
        self.mail_source = None;
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// The mail that the form on top comes from, or the one that is being opened.
    pub(crate) fn mail_of_form(&self) -> Option<&MailSource> {
        match &self.overlay {
            Some(Overlay::Form(form)) => match &form.about {
                Some(About::Mail(source)) => Some(source),
                _ => None,
            },
            _ => self.mail_source.as_ref(),
        }
    }

    /// What the finished form of a mail comes to: its text and what it says, in one touch.
    pub(crate) fn mail_intent(
        account: AccountId,
        source: &MailSource,
        deed: Deed,
    ) -> Option<Intent> {
        let mut call = from_them(account, source, TouchOutcome::Information);
        match deed {
            Deed::Promise(promise) => {
                call.outcome = TouchOutcome::Promise;
                call.promises.push(promise);
            }
            Deed::Made(made) => {
                if let Some(claim) = made.claim {
                    call.outcome = TouchOutcome::Claim;
                    call.claims.push(claim);
                    call.remedies
                        .extend(made.steps.into_iter().map(|(step, detail)| {
                            Remedy::Claim(NewClaimStep {
                                claim: ClaimRef::New(0),
                                step,
                                detail,
                            })
                        }));
                }
                let disputes = made
                    .remedies
                    .iter()
                    .any(|r| matches!(r, Remedy::Dispute(_)));
                if disputes {
                    call.outcome = TouchOutcome::Dispute;
                }
                call.remedies.extend(made.remedies);
                call.follow_up = made.follow_up;
            }
            _ => return None,
        }
        Some(Intent::FinishCall(Box::new(call)))
    }
}

/// A touch of theirs with a mail's text. Nobody was spoken with, so nobody is the right party of it.
fn from_them(account: AccountId, source: &MailSource, outcome: TouchOutcome) -> FinishCall {
    FinishCall {
        channel: Channel::Mail,
        inbound: true,
        right_party: false,
        contact: source.contact,
        note: source.text.clone(),
        ..FinishCall::new(account, outcome)
    }
}

/// What the mail says goes into the form; what it does not say stays empty.
fn fill(form: &mut Form, offer: &Offer, currency: Currency) {
    let money = |m: Option<Minor>| m.map(|m| m.show(currency)).unwrap_or_default();
    match form.kind {
        FormKind::Dispute => {
            let named: Vec<Minor> = offer.deducted.iter().map(|(_, m)| *m).collect();
            let parts: Vec<DocumentId> = form
                .fields
                .iter()
                .filter_map(|f| match f.name {
                    F::Part(id) => Some(id),
                    _ => None,
                })
                .collect();
            for (n, id) in parts.iter().enumerate() {
                let own = offer.deducted.iter().find(|(d, _)| *d == Some(*id));
                // One deduction on one document: it is that one's.
                let only = (parts.len() == 1 || offer.invoices.len() == 1)
                    .then(|| named.first().copied())
                    .flatten()
                    .filter(|_| n == 0 && named.len() == 1);
                form.set(F::Part(*id), &money(own.map(|(_, m)| *m).or(only)));
            }
        }
        _ => {
            form.set(F::Amount, &money(offer.amount));
            if let Some(day) = offer.by_when {
                form.set(F::ByWhen, &day.to_string());
            }
            if let Some(day) = offer.left_on {
                form.set(F::MailedOn, &day.to_string());
            }
            if let Some(payment) = &offer.payment {
                form.set(F::Reference, &payment.number);
                for field in form.fields.iter_mut().filter(|f| f.name == F::Method) {
                    field.value = Value::Method(Some(payment.method));
                }
            }
            let empty = form.text(F::Amount).is_empty();
            if empty {
                form.go(F::Amount);
            }
        }
    }
}
