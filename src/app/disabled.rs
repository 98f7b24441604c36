//! What cannot be done now, and why: one function for keys, footer, palette and mouse.

use super::action::{Action, Context};
use super::imports::{Ask, Stage, What};
use super::model::{Model, Screen};
use super::overlay::Overlay;
use crate::domain::imports::{ReadFile, Trust};
use crate::domain::say;
use crate::domain::staged::FileKind;

/// Why an action is not possible now; `None` = it is.
#[must_use]
pub fn disabled(model: &Model, action: Action) -> Option<String> {
    let no_account = || match model.screen {
        Screen::Promises if model.promises.account().is_none() => {
            Some("no promise is selected: promises appear here once they are taken".to_owned())
        }
        Screen::Review if model.review.account().is_none() => {
            Some("nothing is selected: nothing waits here".to_owned())
        }
        Screen::Queue if model.queue.account().is_none() => Some(match &model.status {
            Some(s) if s.accounts == 0 => {
                "the ledger is empty: import your receivables first".into()
            }
            _ if !model.queue.filter.is_blank() => {
                "no account fits the filter: Esc clears it".into()
            }
            _ => "nobody is left to call today: Ctrl-F finds any account".into(),
        }),
        _ => None,
    };
    match action {
        Action::OpenAccount if model.screen == Screen::Outbox => model.about_outbox(action),
        Action::Call => {
            no_account().or_else(|| model.blocked().map(|why| format!("no call: {why}")))
        }
        Action::Promise
        | Action::Note
        | Action::FollowUp
        | Action::AskSupervisor
        | Action::Why
        | Action::Copy
        | Action::People
        | Action::Remedies
        | Action::Dial
        | Action::OpenAccount
        | Action::In => no_account(),
        Action::Remedy(kind) => model.about_remedy(kind),
        Action::Decide(_) | Action::Approve | Action::Decline => {
            let nothing = || {
                let none = match action {
                    Action::Decide(_) => model.review.selected_row().is_none(),
                    _ => model.review.selected_approval().is_none(),
                };
                none.then(|| "nothing waits here".to_owned())
            };
            nothing().or_else(|| {
                (!model.supervising).then(|| {
                    let key = model.keymap.label(Context::Review, Action::Supervise);
                    format!("a supervisor decides: {key} begins to act as one")
                })
            })
        }
        Action::Reassign
        | Action::BalanceMoney
        | Action::BalanceCount
        | Action::Away
        | Action::BackAtWork => (!model.supervising).then(|| {
            let key = model.keymap.label(Context::Review, Action::Supervise);
            format!("a supervisor shares out the work: {key} begins to act as one")
        }),
        Action::Rule => no_account().or_else(|| {
            let decided = model
                .promises
                .brief()
                .map(|r| r.judgement.derived.is_decided());
            match decided {
                None => Some("rulings are about what they promised: o goes there".into()),
                Some(false) => Some(
                    "a supervisor rules on a promise that was kept, or whose window has closed"
                        .into(),
                ),
                Some(true) => None,
            }
        }),
        Action::NextCollector if model.screen == Screen::Promises => model
            .promises
            .board
            .collectors
            .is_empty()
            .then(|| "no account has a collector".into()),
        Action::Toggle => {
            let none = model
                .call
                .as_ref()
                .and_then(|c| c.prep.as_ref())
                .is_none_or(|p| p.invoices.is_empty());
            none.then(|| "there is no open invoice to take in or out".into())
        }
        Action::TakeTheirs | Action::KeepOurs if model.context() == Context::People => {
            let none = model.question().is_none();
            none.then(|| "no report says otherwise than it was typed here".into())
        }
        Action::EndTask => no_account().or_else(|| {
            let none = model
                .shown_prep()
                .is_none_or(|p| p.tasks.iter().all(|t| t.ended_on.is_some()));
            none.then(|| {
                "no task is open here: those of a call stand here until they are done".into()
            })
        }),
        Action::Save => {
            let call = model.call.as_ref()?;
            if call.saving {
                return Some("the call is being saved".into());
            }
            call.missing().map(str::to_owned)
        }
        Action::EditNext | Action::DropNext | Action::TakeBack => {
            let none = model.call.as_ref().is_none_or(|c| c.agreed.is_empty());
            none.then(|| "nothing was agreed yet: Esc, then say what they said".into())
        }
        Action::ScreenQueue
        | Action::ScreenPromises
        | Action::ScreenReview
        | Action::ScreenReports
        | Action::ScreenImports
        | Action::ScreenOutbox
        | Action::Find
            if model.welcome.no_ledger =>
        {
            Some("there is no ledger yet: this import makes it".into())
        }
        Action::ImportApply
        | Action::ImportUndo
        | Action::SkipErrors
        | Action::AcceptMismatch
        | Action::CloseMissing
        | Action::SameCustomer
        | Action::OtherCustomer
        | Action::MapColumns
        | Action::ChooseDates
        | Action::ChooseDecimals
        | Action::ChooseDay
        | Action::NextFile
        | Action::PrevFile
        | Action::MapSave
        | Action::DayFirst
        | Action::MonthFirst
        | Action::PointDecimals
        | Action::CommaDecimals => about_import(model, action),
        Action::Undo if model.context() == Context::ImportReview => about_import(model, action),
        Action::MailIs(_) | Action::KeepMail => model.about_their_mail(),
        Action::Bounced if model.context() == Context::Outbox => model.about_outbox(action),
        Action::WriteLetter
        | Action::SendLetters
        | Action::LetterArrived
        | Action::LetterLost
        | Action::EditLetter
        | Action::DropDraft => model.about_outbox(action),
        Action::SaveReport => model
            .front_table()
            .is_none_or(|t| t.lines.is_empty())
            .then(|| "there is nothing to write yet".into()),
        Action::OpenRows => model
            .reports
            .figure()
            .is_none()
            .then(|| "nothing lies behind this line".into()),
        Action::NextCurrency => model
            .reports
            .data
            .as_ref()
            .is_none_or(|d| d.currencies().len() < 2)
            .then(|| "everything here is in one currency".into()),
        Action::NextReason => model
            .reason_counts
            .is_empty()
            .then(|| "the queue is empty".into()),
        _ => None,
    }
}

/// The same, for what is done to an import.
fn about_import(model: &Model, action: Action) -> Option<String> {
    let i = &model.imports;
    let shown = i.shown();
    let is_of = |kind| shown.is_some_and(|f| f.staged.kind == kind);
    let unless = |possible: bool, why: &str| (!possible).then(|| why.to_owned());
    match action {
        // What is wrong stands above, with the keys that help.
        Action::ImportApply => unless(
            i.report.as_ref().is_none_or(|r| r.refused.is_none()),
            "it is refused as it stands: ✗ says why, and which key helps",
        ),
        Action::ImportUndo => match i.batches.get(i.cursor) {
            None => Some("nothing was imported yet".into()),
            Some(batch) => unless(!batch.undone, "this import was undone already"),
        },
        Action::SkipErrors => unless(
            i.holds_rows() || i.consent.skip_errors,
            "every row was read: there is none to skip",
        ),
        Action::AcceptMismatch => unless(
            i.has("total_mismatch"),
            "the totals do not differ: there is nothing to accept",
        ),
        Action::CloseMissing => unless(
            i.stopped_by_closing(),
            "it closes no more than an open list may close without being asked",
        ),
        Action::SameCustomer | Action::OtherCustomer if i.stage == Stage::Overview => unless(
            i.near().is_some(),
            "no two names are shown: a shows those that read alike",
        ),
        Action::SameCustomer | Action::OtherCustomer => unless(
            i.near().is_some(),
            "no new name here reads like a known customer",
        ),
        Action::Undo => unless(
            !i.said.is_empty(),
            "nothing was said of a name here: past imports are undone in their list (Esc)",
        ),
        Action::MapColumns => unless(
            shown.is_some_and(|f| f.sight.guess.is_some()),
            "no row of this file looks like a header: export it with its headings",
        ),
        Action::ChooseDates | Action::ChooseDay if shown.is_some_and(ReadFile::is_no_table) => {
            Some("no row of this file was read: there are no days in it".into())
        }
        Action::ChooseDates | Action::ChooseDay if is_of(FileKind::Customers) => {
            Some("a list of customers has no dates".into())
        }
        Action::ChooseDay if is_of(FileKind::Payments) => {
            Some("payments have their own days, and the file none".into())
        }
        Action::ChooseDates => match shown {
            Some(f) if f.sight.dates_fixed && f.sight.trust != Trust::Unknown => Some(
                "this format always writes its dates in one order; m maps the columns yourself"
                    .into(),
            ),
            _ => None,
        },
        Action::ChooseDecimals => unless(
            i.has("ambiguous_decimals") || i.job.choices.decimal.is_some(),
            "the amounts of the file decide it themselves; m maps the columns yourself",
        ),
        Action::ChooseDay => unless(
            !shown.is_some_and(|f| f.sight.own_day),
            "the report says its day itself",
        ),
        Action::NextFile | Action::PrevFile => {
            unless(i.set.files.len() > 1, "there is only this file")
        }
        Action::MapSave => match &i.stage {
            Stage::Map(edit) if edit.saving => Some("it is being saved".into()),
            Stage::Map(edit) => {
                let missing = edit.mapping.missing();
                (!missing.is_empty()).then(|| format!("still missing: {}", say::list(&missing)))
            }
            _ => None,
        },
        Action::DayFirst | Action::MonthFirst => {
            unless(asks(model, What::Dates), "this is not about dates")
        }
        Action::PointDecimals | Action::CommaDecimals => {
            unless(asks(model, What::Decimals), "this is not about amounts")
        }
        _ => None,
    }
}

fn asks(model: &Model, about: What) -> bool {
    matches!(&model.imports.ask, Some(Ask::Choose { what, .. }) if *what == about)
}

/// A key of this context that has nothing to act on here: the footer leaves it out.
#[must_use]
pub fn is_idle(model: &Model, action: Action) -> bool {
    match action {
        Action::NewLine | Action::Phrase => !model.is_note(),
        // Whoever supervises knows the way out; the decisions need the room.
        Action::Supervise => model.supervising,
        Action::Decide(_)
        | Action::Approve
        | Action::Decline
        | Action::Reassign
        | Action::BalanceMoney
        | Action::BalanceCount
        | Action::Away => !model.supervising,
        Action::Note | Action::Why => {
            matches!(model.context(), Context::Collectors | Context::Trends)
        }
        Action::TakeTheirs => match &model.overlay {
            Some(Overlay::People(people)) => people
                .card
                .as_ref()
                .is_none_or(|card| card.conflict.is_none()),
            _ => true,
        },
        _ => false,
    }
}
