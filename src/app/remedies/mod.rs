//! Remedies of one account: everything that can be done about it besides talking, in groups, each with its letter, its state and its form.
//!
//! Law: rows are data. Whoever adds a remedy adds a `RemedyKind` and a row in the file of its group; the key table, the overlay, the forms
//! and the palette read it from here. `ui::remedies` draws the list, the forms are drawn like all others.

pub(in crate::app) mod clocks;
mod contact;
mod credit;
mod disputes;
pub(in crate::app) mod fees;
mod group;
mod liens;
mod list;
mod mail;

pub use list::{Remedies, Shown};

use super::deed::{Deed, Ground, Missing};
use super::form::{Field, Form};
use crate::domain::outbox::LetterKind;
use crate::domain::view::Prep;
use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RemedyKind {
    /// How a dispute ended.
    ResolveDispute,
    /// Another credit limit.
    CreditLimit,
    /// Stop shipments.
    CreditHold,
    /// Let them go on.
    CreditRelease,
    /// Other terms.
    Terms,
    /// It belongs to a group of accounts.
    CreditGroup,
    /// They filed for bankruptcy.
    Bankruptcy,
    /// They ask not to be contacted.
    CeaseContact,
    /// Their lawyer speaks for them.
    AttorneyOnly,
    /// Contact may go on.
    LiftHold,
    /// What the account is, and who guarantees it.
    Behind,
    /// A letter to them, or about them to sales.
    Letter(LetterKind),
    /// A refused letter once more.
    SendAgain,
    /// What sales answered.
    SalesAnswer,
    /// A mail of theirs, pasted.
    ReadMail,
    /// Somebody else answers it.
    HandOverDispute,
    /// A settled one goes on.
    ReopenDispute,
    /// A short pay is a deduction.
    Deduction,
    /// A fee by the rules.
    PostFee,
    /// Every fee by the rules, at all accounts.
    PostAllFees,
    /// Some of a fee is given up.
    WaiveFee,
    /// It is given up if a promise is kept.
    OfferWaiver,
    /// What was given up is owed again.
    ReinstateFee,
    /// A fee was posted in error.
    ReverseFee,
    /// What they agreed to about late charges.
    FeeAgreement,
    /// They were told of a next step.
    Tell,
    /// The final notice.
    FinalNotice,
    /// Hand over to an agency.
    Place,
    /// Not now.
    DeclinePlacement,
    /// What became of a placement.
    Agency,
    /// The agency's file.
    Package,
    /// A job.
    Job,
    /// A day of a job.
    JobDays,
    /// A party of a job.
    JobParty,
    /// What was sent, filed or exchanged.
    JobStep,
    /// A planned filing.
    PlanFiling,
}

/// What belongs together, under one heading.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Group {
    /// Finance charges, late fees, waivers.
    Fees,
    /// Disputes, short pays, deductions, credits.
    Disputes,
    /// Limit, hold, terms.
    Credit,
    /// The ladder: notices and placement.
    Clocks,
    /// Jobs, notices and liens.
    Liens,
    /// Letters, and what comes in by mail.
    Letters,
    /// Stops on contact, and which rules hold.
    Contact,
}

impl Group {
    /// Every group, in the order of the list.
    pub const ALL: [Group; 7] = [
        Group::Fees,
        Group::Disputes,
        Group::Credit,
        Group::Clocks,
        Group::Liens,
        Group::Letters,
        Group::Contact,
    ];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Group::Fees => "Fees",
            Group::Disputes => "Disputes",
            Group::Credit => "Credit",
            Group::Clocks => "Clocks",
            Group::Liens => "Liens",
            Group::Letters => "Letters",
            Group::Contact => "Contact",
        }
    }

    /// Its rows.
    #[must_use]
    pub const fn rows(self) -> &'static [Row] {
        match self {
            Group::Fees => fees::ROWS,
            Group::Disputes => disputes::ROWS,
            Group::Credit => credit::ROWS,
            Group::Clocks => clocks::ROWS,
            Group::Liens => liens::ROWS,
            Group::Letters => mail::ROWS,
            Group::Contact => contact::ROWS,
        }
    }
}

/// One remedy.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which.
    pub kind: RemedyKind,
    /// The name in `[keys]` and in the palette.
    pub name: &'static str,
    /// Its letter in the list.
    pub keys: &'static [&'static str],
    /// What it is called in the list and above its form.
    pub title: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// How it stands now, in a few words; or why it is not possible.
    pub state: fn(&Prep, &Ground<'_>) -> Result<String, String>,
    /// The fields of its form, with what can be known in them.
    pub open: fn(&Ground<'_>) -> Vec<Field>,
    /// Shows the fields that the form needs as it stands, hides the others.
    pub reshape: fn(&mut Form, &Ground<'_>),
    /// What the form comes to.
    pub made: fn(&Form, &Ground<'_>) -> Result<Deed, Missing>,
    /// What stands below the form while it is filled in.
    pub preview: fn(&Form, &Ground<'_>) -> Vec<String>,
}

/// Every remedy, group by group.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    Group::ALL.into_iter().flat_map(Group::rows)
}

/// The row of a remedy.
#[must_use]
pub fn row(kind: RemedyKind) -> Option<&'static Row> {
    rows().find(|r| r.kind == kind)
}

/// For rows whose fields are always the same.
fn as_it_is(_: &mut Form, _: &Ground<'_>) {}

/// For rows that need no word below their form.
fn no_preview(_: &Form, _: &Ground<'_>) -> Vec<String> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{Action, Context};
    use crate::app::keymap::Keymap;

    #[test]
    fn every_remedy_has_one_row_and_a_letter_of_its_own_in_the_list() {
        let map = Keymap::default();
        let mut kinds: Vec<RemedyKind> = Vec::new();
        for row in rows() {
            assert!(!kinds.contains(&row.kind), "{} stands twice", row.name);
            kinds.push(row.kind);
            let label = map.label(Context::Remedies, Action::Remedy(row.kind));
            assert_eq!(label.chars().count(), 1, "{} has the key {label}", row.name);
        }
    }
}
