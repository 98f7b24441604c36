//! What was agreed in a call, in words: label and sentence for each thing that an answer makes.
//!
//! Law: nothing is judged here; what stands here is what `app::call::finish` records.

use crate::app::Model;
use crate::app::answers::{Made, shares};
use crate::app::call::Agreed;
use crate::app::deed::Deed;
use crate::domain::by_when::describe;
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::request::AddressCheck;
use crate::domain::say;
use crate::domain::task::TaskEnd;
use crate::domain::touch::{Overstep, Owner};
use crate::domain::view::Prep;
use crate::store::protocol::{
    ClaimDeed, ContactEdit, NewClaim, NewFollowUp, NewPlan, NewPromise, Remedy,
};

/// Label and words.
type Said = (&'static str, String);

/// Why the call was made in spite of a limit, and who allowed it.
pub fn in_spite(over: &Overstep) -> String {
    match &over.allowed_by {
        Some(name) => format!("{} (allowed by {name})", over.reason),
        None => format!("{} (a limit stood against it)", over.reason),
    }
}

/// What one answer made.
pub fn words_of(agreed: &Agreed, model: &Model, prep: &Prep) -> Vec<Said> {
    let at = Place { model, prep };
    match &agreed.deed {
        Deed::Promise(p) => vec![at.promise(p)],
        Deed::FollowUp(f) => vec![at.follow_up(f)],
        Deed::Made(made) => at.made(made),
        Deed::Heard => vec![("heard out", "they were angry; nothing was asked".to_owned())],
        Deed::Note(text) => vec![("note", text.clone())],
        Deed::Told(text, ..) => vec![("told them", text.clone())],
        Deed::CallAnyway(over) => vec![("because", over.reason.clone())],
        // Only the supervisor decides, and never in a call.
        Deed::Review(_)
        | Deed::Staff(_)
        | Deed::Plan(_)
        | Deed::Package(_)
        | Deed::Export(_)
        | Deed::Intent(_) => Vec::new(),
        // Made on the promises screen, never in a call.
        Deed::Rule { reason, .. } => vec![("because", reason.clone())],
    }
}

/// Where it was said.
struct Place<'a> {
    model: &'a Model,
    prep: &'a Prep,
}

impl Place<'_> {
    fn money(&self, amount: Minor) -> String {
        say::money_signed(amount, self.prep.account.currency)
    }

    fn day(&self, day: chrono::NaiveDate) -> String {
        describe(day, self.model.now.today)
    }

    fn number(&self, id: DocumentId) -> String {
        let line = self.prep.invoices.iter().find(|i| i.id == id);
        line.map_or_else(|| "an invoice".to_owned(), |i| i.number.clone())
    }

    fn numbers(&self, ids: &[DocumentId]) -> String {
        let named: Vec<String> = ids.iter().map(|id| self.number(*id)).collect();
        match named.len() {
            0 => "for the account as a whole".into(),
            1..=4 => format!("for {}", say::list(&named)),
            n => format!("for {n} invoices"),
        }
    }

    fn promise(&self, p: &NewPromise) -> Said {
        let how = p
            .method
            .map_or(String::new(), |m| format!(" by {}", m.name()));
        let reference = p.reference.as_ref();
        let reference = reference.map_or(String::new(), |r| format!(" {r}"));
        let parts = self.model.on_ground(p.account, |g| shares(p, g));
        // A part of several invoices says which part of which.
        let whole = p.invoices.len() < 2 || parts.len() == p.invoices.len();
        let over = self
            .model
            .call
            .as_ref()
            .and_then(|c| c.promised_too_much(p));
        let about = match whole || over.is_some() || parts.len() > 4 || parts.is_empty() {
            true => self.numbers(&p.invoices),
            false => format!("for {}", say::list(&parts)),
        };
        let over = over.map_or(String::new(), |over| {
            format!(
                "; {} of it is contested or held back now: e changes it",
                self.money(over)
            )
        });
        let words = format!(
            "{} by {}{how}{reference}, {about}{over}",
            self.money(p.amount),
            self.day(p.by_when)
        );
        ("promise", words)
    }

    fn plan(&self, plan: &NewPlan) -> Said {
        let parts: Vec<String> = plan
            .instalments
            .iter()
            .map(|i| match i.by_when == self.model.now.today {
                true => format!("{} today", self.money(i.amount)),
                false => format!("{} by {}", self.money(i.amount), self.day(i.by_when)),
            })
            .collect();
        let all = Minor::sum(plan.instalments.iter().map(|i| i.amount)).unwrap_or(Minor::ZERO);
        let parts = match parts.as_slice() {
            [first, second, .., last] if parts.len() > 5 => {
                format!("{first}, {second}, … {last} ({} in all)", parts.len())
            }
            all => say::list(all),
        };
        ("plan", format!("{}: {parts}", self.money(all)))
    }

    fn claim(&self, c: &NewClaim) -> Said {
        let rules = &self.model.rules;
        let expected = rules
            .calendar
            .add(c.mailed_on, rules.mail_days.of(c.method));
        let reference = c.reference.as_ref();
        let reference = reference.map_or(String::new(), |r| format!(" {r}"));
        let said = match expected < self.model.now.today {
            true => "should have come by",
            false => "expected by",
        };
        let words = format!(
            "{}{reference} for {}, left {}; {said} {}",
            c.method.name(),
            self.money(c.amount),
            self.day(c.mailed_on),
            self.day(expected)
        );
        ("on its way", words)
    }

    fn follow_up(&self, f: &NewFollowUp) -> Said {
        let at =
            f.at.map_or_else(String::new, |at| format!(" {}", say::time(at)));
        (
            "next date",
            format!("{}{at}: {}", self.day(f.due_on), f.reason),
        )
    }

    fn step(&self, step: &ClaimDeed, detail: Option<&str>) -> Said {
        let words = match step {
            ClaimDeed::ConfirmAddress => {
                let to = detail.map_or(String::new(), |d| format!(": {d}"));
                format!("address compared{to}")
            }
            ClaimDeed::AskTrace => "they trace it".to_owned(),
            ClaimDeed::AskReissue => "they stop it and send another".to_owned(),
            ClaimDeed::Reissue(new) => {
                let number = new.reference.as_ref();
                let number = number.map_or(String::new(), |r| format!(" {r}"));
                let left = self.day(new.mailed_on);
                format!(
                    "another was sent: {}{number}, left {left}",
                    new.method.name()
                )
            }
            ClaimDeed::Retract => "it was never sent".to_owned(),
            ClaimDeed::Match(_) => "found among the payments".to_owned(),
        };
        ("claim", words)
    }

    fn made(&self, made: &Made) -> Vec<Said> {
        let mut out: Vec<Said> = Vec::new();
        out.extend(made.promises.iter().map(|p| self.promise(p)));
        out.extend(made.plan.iter().map(|p| self.plan(p)));
        out.extend(made.claim.iter().map(|c| self.claim(c)));
        let steps = made.steps.iter();
        out.extend(steps.map(|(step, detail)| self.step(step, detail.as_deref())));
        if let Some((amount, reason)) = &made.waiver {
            let limit = self.model.rules.waiver_limit;
            let above = match *amount > limit {
                true => "; waits for a supervisor",
                false => "",
            };
            let words = format!(
                "{} ({reason}), if it is paid as promised{above}",
                self.money(*amount)
            );
            out.push(("waived", words));
        }
        out.extend(made.remedies.iter().map(|r| self.remedy(r)));
        if let (Some(barrier), true) = (&made.barrier, out.is_empty() && made.follow_up.is_none()) {
            let task = barrier.remedy.as_ref();
            let task = task.map_or(String::new(), |t| {
                let whose = match t.owner {
                    Owner::Us => "we",
                    Owner::Them => "they",
                };
                format!(": {whose} {} by {}", t.what, self.day(t.due_on))
            });
            out.push(("in the way", format!("{}{task}", barrier.name)));
        }
        out.extend(made.follow_up.iter().map(|f| self.follow_up(f)));
        out
    }

    fn remedy(&self, remedy: &Remedy) -> Said {
        match remedy {
            Remedy::Request(r) => {
                let how = match r.address {
                    AddressCheck::Confirmed => "confirmed",
                    AddressCheck::Corrected => "corrected",
                };
                let words = format!(
                    "{} {} to {} ({how}), by {}",
                    r.kind.words(),
                    self.numbers(&r.invoices),
                    r.to,
                    self.day(r.due_on)
                );
                ("we send", words)
            }
            Remedy::Dispute(d) => {
                let items: Vec<String> = d
                    .items
                    .iter()
                    .map(|(id, m)| format!("{} of {}", self.money(*m), self.number(*id)))
                    .collect();
                let owner = d.owner.as_deref().unwrap_or("nobody yet");
                let by = d
                    .due_on
                    .map_or(String::new(), |day| format!(" by {}", self.day(day)));
                let words = format!(
                    "{} ({}); {owner} answers{by}",
                    say::list(&items),
                    d.code.words()
                );
                ("disputed", words)
            }
            Remedy::Task(t) => {
                let label = match t.owner {
                    Owner::Us => "we owe",
                    Owner::Them => "they owe",
                };
                let who = t
                    .person
                    .as_ref()
                    .map_or(String::new(), |p| format!(" ({p})"));
                (label, format!("{}{who}, by {}", t.what, self.day(t.due_on)))
            }
            Remedy::Told(t) => {
                let to = t.to.as_deref().unwrap_or("them");
                let day = t
                    .for_on
                    .map_or(String::new(), |d| format!(" from {}", self.day(d)));
                ("told", format!("{to}: {}{day}", t.step.words()))
            }
            Remedy::Holdback(h) => {
                let until = match h.until {
                    Some(day) => format!("until {}", self.day(day)),
                    None => "until they know".to_owned(),
                };
                let payer = h
                    .payer
                    .as_ref()
                    .map_or(String::new(), |p| format!("; {p} pays them"));
                let verify = h
                    .verify_on
                    .map(|d| format!("; we verify by {}", self.day(d)));
                let words = format!(
                    "{} of {} {until}{payer}{}",
                    self.money(h.amount),
                    self.number(h.document),
                    verify.unwrap_or_default()
                );
                ("held back", words)
            }
            Remedy::NewContact(p) => {
                let role = p.role.as_ref().map_or(String::new(), |r| format!(", {r}"));
                let phone = p.phone.as_ref().map_or(String::new(), |p| format!(", {p}"));
                (
                    "new contact",
                    format!("{}{role}{phone}: ask for them first", p.name),
                )
            }
            Remedy::EditContact { contact, edits } => {
                let who = self.prep.contacts.iter().find(|c| c.id == *contact);
                let who = who.map_or("contact", |c| c.name.as_str());
                let what = edits.iter().map(|e| match e {
                    ContactEdit::Phone(c) => {
                        format!("number is {}", c.after.as_deref().unwrap_or("none"))
                    }
                    ContactEdit::PhoneBad(_) => "number is wrong".to_owned(),
                    ContactEdit::RightParty(_) => "does not decide about paying".to_owned(),
                    _ => "changed".to_owned(),
                });
                let what: Vec<String> = what.collect();
                ("contact", format!("{who}: {}", say::list(&what)))
            }
            Remedy::Claim(step) => self.step(&step.step, step.detail.as_deref()),
            Remedy::EndTask { how, .. } => match how {
                TaskEnd::Done => ("task", "done".to_owned()),
                TaskEnd::Dropped => ("task", "no longer needed".to_owned()),
            },
            Remedy::Plan(plan) => self.plan(plan),
            Remedy::EndDispute { how, .. } => ("dispute", how.words().to_owned()),
            Remedy::Waiver(w) => ("waived", self.money(w.amount)),
            Remedy::DecideWaiver { granted, .. } => {
                let words = if *granted { "granted" } else { "refused" };
                ("waiver", words.to_owned())
            }
            Remedy::EditAccount { .. } => ("account", "fields changed".to_owned()),
        }
    }
}
