//! What cannot be done now, and why: one function for keys, footer, palette and mouse.

use super::action::Action;
use super::model::{Model, Screen};
use super::welcome::ImportStage;

/// Why an action is not possible now; `None` = it is.
#[must_use]
pub fn disabled(model: &Model, action: Action) -> Option<String> {
    let no_account = || match model.screen {
        Screen::Promises if model.promises.row().is_none() => {
            Some("no promise is selected: promises appear here once they are taken".to_owned())
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
        Action::Call => {
            no_account().or_else(|| model.blocked().map(|why| format!("no call: {why}")))
        }
        Action::Promise
        | Action::Note
        | Action::FollowUp
        | Action::Why
        | Action::Copy
        | Action::OpenAccount
        | Action::In => no_account(),
        Action::Toggle => {
            let none = model
                .call
                .as_ref()
                .and_then(|c| c.prep.as_ref())
                .is_none_or(|p| p.invoices.is_empty());
            none.then(|| "there is no open invoice to take in or out".into())
        }
        Action::Save => {
            let call = model.call.as_ref()?;
            if call.saving {
                return Some("the call is being saved".into());
            }
            call.missing().map(str::to_owned)
        }
        Action::EditNext | Action::DropNext => {
            let none = model.call.as_ref().is_none_or(|c| c.agreed.is_empty());
            none.then(|| "nothing was agreed yet: Esc, then say what they said".into())
        }
        Action::ImportApply => match &model.welcome.stage {
            ImportStage::Report(report) => report.refused.clone(),
            ImportStage::Doors | ImportStage::Path | ImportStage::Working(_) => None,
        },
        Action::NextReason => model
            .reason_counts
            .is_empty()
            .then(|| "the queue is empty".into()),
        _ => None,
    }
}
