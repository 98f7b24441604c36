//! What lies over a screen: the find box, the palette, help, why, questions, forms outside a call.
//!
//! Law: at most one at a time; it takes every key until it is closed. A question remembers the burst that opened it and
//! takes no answer from that burst (FAULTS T8).

use super::action::{Action, Context};
use super::form::Form;
use super::keymap::Keymap;
use super::lookup::Lookup;
use super::outbox::Editor;
use super::people::People;
use super::remedies::Remedies;
use super::text::TextField;
use super::their_mail::TheirMail;
use crate::domain::ids::{AccountId, EventSeq};
use crate::store::protocol::{Hit, NoteHit, Why};

/// What waits for a `y`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// Leave although calls are unfinished.
    Quit,
    /// Take back this whole import.
    UndoImport(EventSeq),
    /// Undo an act of before this sitting.
    UndoAct(EventSeq),
    /// Put a mapping in the place of one of the same name.
    ReplaceMapping,
    /// Act as supervisor from now on.
    Supervise,
    /// Move accounts as it was shown.
    MoveAccounts,
}

/// What lies on top.
#[derive(Clone, PartialEq, Debug)]
pub enum Overlay {
    /// The keys of a context.
    Help {
        /// Which.
        of: Context,
        /// First line.
        scroll: usize,
    },
    /// Every command.
    Palette {
        /// The context it was opened over.
        of: Context,
        /// What was typed.
        text: TextField,
        /// Which hit.
        cursor: usize,
    },
    /// Accounts by anything.
    Find {
        /// What was typed, and found.
        lookup: Lookup<Hit>,
        /// They called: the call opens.
        inbound: bool,
    },
    /// Notes of all accounts by their words.
    Notes(Lookup<NoteHit>),
    /// The people of an account.
    People(Box<People>),
    /// What can be done about an account.
    Remedies(Remedies),
    /// A letter being changed before it is kept.
    Letter(Box<Editor>),
    /// A mail of theirs, pasted.
    TheirMail(Box<TheirMail>),
    /// Why an account is or is not in the queue.
    Why {
        /// The account.
        account: AccountId,
        /// The answer, when it has come.
        data: Option<Box<Why>>,
        /// First line.
        scroll: usize,
    },
    /// A question.
    Confirm {
        /// What it is about.
        question: Question,
        /// The consequence, in words.
        text: String,
        /// The burst that opened it.
        burst: u64,
    },
    /// An unfinished call is offered.
    Resume {
        /// With whom.
        account: AccountId,
        /// In words.
        text: String,
        /// The burst that opened it.
        burst: u64,
    },
    /// A form outside a call.
    Form(Box<Form>),
}

impl Overlay {
    /// Where its keys are.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Overlay::Help { .. } => Context::Help,
            Overlay::Palette { .. } => Context::Palette,
            Overlay::Find { .. } => Context::Find,
            Overlay::Why { .. } => Context::Why,
            Overlay::Notes(_) => Context::Notes,
            Overlay::People(people) if people.card.is_some() => Context::Card,
            Overlay::People(_) => Context::People,
            Overlay::Remedies(list) if list.filtering => Context::Filter,
            Overlay::Remedies(_) => Context::Remedies,
            Overlay::Letter(_) => Context::Letter,
            Overlay::TheirMail(_) => Context::TheirMail,
            Overlay::Confirm { .. } => Context::Confirm,
            Overlay::Resume { .. } => Context::Resume,
            Overlay::Form(_) => Context::Form,
        }
    }

    /// The field that takes letters, if it has one.
    pub fn field(&mut self) -> Option<&mut TextField> {
        match self {
            Overlay::Palette { text, .. } => Some(text),
            Overlay::Find { lookup, .. } => Some(&mut lookup.text),
            Overlay::Notes(lookup) => Some(&mut lookup.text),
            Overlay::People(people) => {
                let card = people.card.as_mut()?;
                card.lines.get_mut(card.focus).map(|line| &mut line.text)
            }
            Overlay::Letter(editor) => Some(editor.field()),
            Overlay::Remedies(list) => Some(&mut list.filter),
            Overlay::Help { .. }
            | Overlay::Why { .. }
            | Overlay::TheirMail(_)
            | Overlay::Confirm { .. }
            | Overlay::Resume { .. }
            | Overlay::Form(_) => None,
        }
    }
}

/// A command as the palette lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Its name.
    pub name: &'static str,
    /// Its line of help.
    pub help: &'static str,
    /// Its keys.
    pub keys: String,
}

/// The commands of a context that match what was typed, best first.
#[must_use]
pub fn commands(keymap: &Keymap, of: Context, typed: &str) -> Vec<Command> {
    let mut found: Vec<(u32, usize, Command)> = keymap
        .rows(of)
        .enumerate()
        .filter(|(_, (b, _))| !matches!(b.action, Action::Palette | Action::Back))
        .filter_map(|(i, (b, keys))| {
            let score = score(b.name, typed).or_else(|| {
                // In the help only what stands there as typed counts: scattered letters are in every sentence.
                let at = b.help.to_lowercase().find(&typed.trim().to_lowercase());
                at.map(|at| 200 + at as u32)
            })?;
            Some((
                score,
                i,
                Command {
                    action: b.action,
                    name: b.name,
                    help: b.help,
                    keys: Keymap::spell(keys),
                },
            ))
        })
        .collect();
    found.sort_by_key(|(score, i, _)| (*score, *i));
    found.into_iter().map(|(_, _, c)| c).collect()
}

/// Lower is better; `None` = the letters do not occur in this order.
fn score(text: &str, typed: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let typed = typed.trim().to_lowercase();
    if let Some(at) = text.find(&typed) {
        return Some(at.min(50) as u32);
    }
    let mut rest = text.chars();
    let mut gaps = 50;
    for want in typed.chars().filter(|c| !c.is_whitespace()) {
        gaps += rest.by_ref().position(|c| c == want)? as u32;
    }
    Some(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_by_name_first_and_by_help_after() {
        let map = Keymap::default();
        let all = commands(&map, Context::Queue, "");
        assert!(all.len() > 20);
        let found = commands(&map, Context::Queue, "undo");
        assert_eq!(found[0].action, Action::Undo);
        let found = commands(&map, Context::Queue, "zzzz");
        assert!(found.is_empty(), "{found:?}");
    }
}
