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
use crate::domain::dispute::DisputeCode;
use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::inbound::{self, Offer, Reading, Scan, Sense};
use crate::domain::money::{Currency, Minor};
use crate::domain::touch::{Channel, TouchOutcome};
use crate::domain::view::Prep;
use crate::store::protocol::{
    ClaimRef, FinishCall, Intent, MailAccount, MailAsk, NewClaimStep, Remedy, Request,
};
use chrono::NaiveDate;
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
    /// What of it was kept already, where it is about several things.
    pub kept: Vec<Sense>,
}

impl TheirMail {
    /// The account under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&MailAccount> {
        self.accounts.as_ref()?.get(self.cursor)
    }

    /// What the mail offers for the account under the cursor, without what was kept already: of one about several things, each of them.
    #[must_use]
    pub fn offers(&self, today: NaiveDate) -> Vec<Offer> {
        let Some(reading) = self.reading.as_deref() else {
            return Vec::new();
        };
        let known = self.chosen().map(known).unwrap_or_default();
        let senses = inbound::senses(reading, today);
        if senses.len() < 2 {
            return vec![inbound::offer(reading, &known, today)];
        }
        let left = senses.iter().filter(|sense| !self.kept.contains(sense));
        left.map(|sense| inbound::offer_as(reading, &known, today, *sense))
            .collect()
    }

    /// What it offers when it is taken for one thing.
    fn offer_as(&self, sense: Sense, today: NaiveDate) -> Option<Offer> {
        let reading = self.reading.as_deref()?;
        let known = self.chosen().map(known).unwrap_or_default();
        Some(inbound::offer_as(reading, &known, today, sense))
    }

    /// The text that is kept with one thing: all of it the first time, then what is about that.
    fn text_of(&self, sense: Sense, reading: &Reading, today: NaiveDate) -> String {
        let part = inbound::portion_text(reading, today, sense);
        match self.kept.is_empty() || part.is_empty() {
            true => inbound::note(&reading.text),
            false => inbound::note(&part),
        }
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
        let mut numbers: Vec<String> = reading.numbers.iter().map(|n| n.value.clone()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let ask = MailAsk {
            numbers,
            addresses: reading.addresses.iter().map(|a| a.value.clone()).collect(),
            account: mail.given,
            as_of,
        };
        mail.reading = Some(Box::new(reading));
        mail.accounts = None;
        mail.kept.clear();
        (mail.cursor, mail.scroll) = (0, 0);
        vec![self.ask(Asked::TheirMail, Request::ReadMail(ask))]
    }

    /// The ledger knows whose it may be.
    pub(crate) fn take_mail_accounts(&mut self, found: Vec<MailAccount>) {
        let known = self.status.as_ref().map_or(Currency::USD, |s| s.currency);
        let theirs = found.first().map(|a| a.currency).filter(|c| *c != known);
        let Some(Overlay::TheirMail(mail)) = &mut self.overlay else {
            return;
        };
        mail.accounts = Some(found);
        // Amounts are in the currency of whose mail it is.
        if let (Some(currency), Some(was)) = (theirs, mail.reading.as_deref()) {
            let scan = Scan {
                today: self.now.today,
                order: self.date_order,
                calendar: &self.rules.calendar,
                currency,
            };
            let again = inbound::read(&was.text, &scan);
            mail.reading = Some(Box::new(Reading {
                cut: was.cut,
                masked: was.masked,
                ..again
            }));
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
        let today = self.now.today;
        let (Some(chosen), Some(offer), Some(reading)) = (
            mail.chosen().filter(|a| a.account == account),
            mail.offer_as(sense, today),
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
            text: mail.text_of(sense, reading, today),
        };
        let part = inbound::portion(reading, today, sense);
        let complaint = part
            .as_ref()
            .unwrap_or(reading)
            .words
            .iter()
            .find(|w| w.value == Sense::Dispute)
            .and_then(|w| reading.text.lines().nth(w.line - 1))
            .map(|line| line.trim().chars().take(200).collect::<String>());
        let key = mail.key.clone();
        // It waits below its form: whoever comes back has not to paste it again.
        self.mail_below = Some((sense, mail.clone()));
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
            let code = DisputeCode::told_by(&words);
            let at = code.and_then(|code| DisputeCode::ALL.iter().position(|c| *c == code));
            for field in form.fields.iter_mut().filter(|f| f.name == F::Which) {
                if let (Value::Pick(pick), Some(at)) = (&mut field.value, at) {
                    pick.at = at;
                }
            }
            form.set(F::Words, &words);
        }
        self.on_ground(account, |g| answers::reshape(&mut form, g));
        self.mail_source = None;
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// The form of a mail was left, or what it said is kept: the mail is there again, while something of it is left.
    pub(crate) fn back_to_mail(&mut self, saved: bool) {
        let Some((sense, mut mail)) = self.mail_below.take() else {
            return;
        };
        if saved {
            mail.kept.push(sense);
            let several = mail.kept.len() > 1
                || mail
                    .reading
                    .as_deref()
                    .is_some_and(|r| inbound::senses(r, self.now.today).len() > 1);
            if !several || mail.offers(self.now.today).is_empty() {
                return;
            }
            mail.key = self.new_key();
        }
        mail.saving = false;
        self.overlay = Some(Overlay::TheirMail(mail));
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
