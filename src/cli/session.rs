//! One command's surroundings: settings, day, ledger, and the questions it asks of the store.

use super::args::Args;
use super::clock;
use super::failure::{self, Failure, Outcome};
use super::files;
use crate::config::Config;
use crate::config::paths::Paths;
use crate::domain::account::Account;
use crate::domain::by_when::{self, ByWhen};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::verdict::Turn;
use crate::domain::view::Prep;
use crate::script::Scripts;
use crate::script::guides::Guides;
use crate::script::letters::Letters;
use crate::store::protocol::{Done, Intent, Reply, Request, Stamp, Status, StoreError};
use crate::store::{Ledger, login_name};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What every command that touches a ledger needs.
#[derive(Clone)]
pub struct Session {
    /// The settings in force.
    pub config: Config,
    /// Where files lie.
    pub paths: Paths,
    /// The ledger's file.
    pub ledger: PathBuf,
    /// What counts as today.
    pub as_of: NaiveDate,
    /// `--as-of` was given.
    pub as_of_given: Option<NaiveDate>,
    /// One JSON document is wanted.
    pub json: bool,
}

impl Session {
    /// A name that may allow it, as the settings have it; without a list, any name.
    pub fn supervisor(&self, name: &str) -> Result<String, Failure> {
        let known = &self.config.supervisors;
        let name = name.trim();
        let found = known
            .iter()
            .find(|s| s.to_lowercase() == name.to_lowercase());
        match found {
            Some(found) => Ok(found.clone()),
            None if known.is_empty() => Ok(name.to_owned()),
            None => Err(Failure::Refused(format!(
                "'{name}' is no supervisor: the settings name {}",
                known.join(", ")
            ))),
        }
    }

    /// Reads the settings and decides which ledger and which day are meant.
    pub fn start(args: &Args) -> Outcome<Session> {
        let paths = Paths::find().map_err(Failure::Refused)?;
        let mut config = Config::load(&paths.config)?;
        config.load_rules(&paths.ladder, &paths.liens)?;
        let ledger = args
            .ledger
            .clone()
            .or_else(|| config.ledger.clone())
            .unwrap_or_else(|| paths.ledger.clone());
        Ok(Session {
            config,
            paths,
            ledger,
            as_of: args.as_of.unwrap_or_else(clock::today),
            as_of_given: args.as_of,
            json: args.json,
        })
    }

    /// Opens the ledger; a missing one says how to begin.
    pub fn open(&self) -> Outcome<Desk> {
        if !self.ledger.exists() {
            return Err(Failure::Refused(format!(
                "no ledger at {}: run `bywhen import FILE`",
                self.ledger.display()
            )));
        }
        let ledger =
            Ledger::open(&self.ledger, self.config.rules()).map_err(|e| self.about_ledger(&e))?;
        if let Some(behind) = ledger.behind() {
            failure::warn(behind, &mut std::io::stderr().lock());
        }
        Ok(Desk(ledger))
    }

    /// A failure to open or make the ledger, with the file that it is about.
    pub fn about_ledger(&self, e: &StoreError) -> Failure {
        let (path, line) = (self.ledger.display().to_string(), e.to_string());
        Failure::Refused(if line.contains(&path) {
            line
        } else {
            format!("{path}: {line}")
        })
    }

    /// The name that acts are signed with: the settings', else the login name of this user id. The environment is not asked, because
    /// anybody can set it.
    pub fn collector(&self) -> String {
        self.config.collector.clone().unwrap_or_else(login_name)
    }

    /// A stamp for one act.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: clock::now(),
            on: self.as_of,
            by: self.collector(),
            key: Uuid::now_v7().to_string(),
        }
    }

    /// The call scripts, with the pieces that lie in the user's own folder.
    pub fn scripts(&self) -> Outcome<Scripts> {
        let own = own_texts(&self.paths.scripts)?;
        Scripts::with_overrides(own)
            .map_err(|e| Failure::Refused(format!("{}: {e}", self.paths.scripts.display())))
    }

    /// The letters, with the pieces that lie in the user's own folder.
    pub fn letters(&self) -> Outcome<Letters> {
        let own = own_texts(&self.paths.letters)?;
        Letters::with_overrides(own)
            .map_err(|e| Failure::Refused(format!("{}: {e}", self.paths.letters.display())))
    }

    /// The sheets for customers, with the pieces that lie in the user's own folder.
    pub fn guides(&self) -> Outcome<Guides> {
        let own = own_texts(&self.paths.guides)?;
        Guides::with_overrides(own)
            .map_err(|e| Failure::Refused(format!("{}: {e}", self.paths.guides.display())))
    }

    /// A day that a person typed, as of today.
    pub fn day(&self, text: &str) -> Outcome<NaiveDate> {
        self.when(text).map(|understood| understood.date)
    }

    /// A day that a person typed, with the hour where one was typed.
    pub fn when(&self, text: &str) -> Outcome<ByWhen> {
        let rules = self.config.rules();
        by_when::parse(text, self.as_of, self.config.date_order, &rules.calendar)
            .map_err(|e| Failure::Usage(e.to_string()))
    }
}

/// The texts of a folder of the user's own, by file name.
fn own_texts(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let mut own = Vec::new();
    for path in files::with_ending(folder, "txt")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        own.push((name.into_owned(), files::text(&path)?));
    }
    Ok(own)
}

/// A promise by its number, `12` or `#12`.
pub fn promise_of(text: &str) -> Outcome<PromiseId> {
    let typed = text.trim();
    let number = typed.strip_prefix('#').unwrap_or(typed).parse();
    number.map(PromiseId).map_err(|_| {
        Failure::Usage(format!(
            "'{typed}' is no promise: write its number, as `bywhen promises` lists it"
        ))
    })
}

/// An amount that a person typed, above zero.
pub fn amount(text: &str, currency: Currency) -> Outcome<Minor> {
    let amount = Minor::parse(text, currency).map_err(|e| Failure::Usage(e.to_string()))?;
    if amount.is_positive() {
        Ok(amount)
    } else {
        Err(Failure::Usage(format!(
            "the amount '{text}' must be above zero"
        )))
    }
}

/// An open ledger.
pub struct Desk(pub Ledger);

impl Desk {
    /// Asks, and makes a refusal a failure.
    pub fn ask(&mut self, request: Request) -> Outcome<Reply> {
        // That something left, or was stopped, stands in the log; it is not what was asked for.
        let acts = match &request {
            Request::Write(_, intent) => !matches!(intent, Intent::Exported(_) | Intent::Audit(_)),
            Request::Backup { .. } => true,
            _ => false,
        };
        match self.0.ask(request, &mut |_| {}) {
            Reply::Failed(e) => Err(e.into()),
            reply => {
                if acts {
                    failure::saved();
                }
                Ok(reply)
            }
        }
    }

    /// The account that a person means.
    pub fn account(&mut self, text: &str) -> Outcome<Account> {
        match self.ask(Request::Resolve { text: text.into() })? {
            Reply::Account(account) => Ok(*account),
            other => Err(unexpected(&other)),
        }
    }

    /// How the verdict on a promise came about; empty when there is none of that number on that day.
    pub fn promise_history(&mut self, promise: PromiseId, as_of: NaiveDate) -> Outcome<Vec<Turn>> {
        match self.ask(Request::PromiseDetail { promise, as_of })? {
            Reply::PromiseDetail(found) => Ok(found.map_or_else(Vec::new, |d| d.history)),
            other => Err(unexpected(&other)),
        }
    }

    /// The line at the top of the desk.
    pub fn status(&mut self, as_of: NaiveDate) -> Outcome<Status> {
        match self.ask(Request::Status { as_of })? {
            Reply::Status(status) => Ok(*status),
            other => Err(unexpected(&other)),
        }
    }

    /// All about an account.
    pub fn prep(&mut self, account: AccountId, as_of: NaiveDate) -> Outcome<Prep> {
        match self.ask(Request::Prep { account, as_of })? {
            Reply::Prep(prep) => Ok(*prep),
            other => Err(unexpected(&other)),
        }
    }

    /// Why each intention would be refused, one after the other; nothing is written.
    pub fn rehearse(&mut self, stamp: Stamp, intents: Vec<Intent>) -> Outcome<Vec<Option<String>>> {
        match self.ask(Request::Rehearse(stamp, intents))? {
            Reply::Rehearsed(answers) => Ok(answers),
            other => Err(unexpected(&other)),
        }
    }

    /// Writes one intention.
    pub fn write(&mut self, stamp: Stamp, intent: Intent) -> Outcome<Done> {
        match self.ask(Request::Write(stamp, intent))? {
            Reply::Done(done) => Ok(*done),
            other => Err(unexpected(&other)),
        }
    }
}

/// The store answered a question with something else: a fault of ours, said plainly.
pub fn unexpected(reply: &Reply) -> Failure {
    // Only the name of the reply: its content is customers' data.
    let name = format!("{reply:?}");
    let name = name.split(['(', ' ']).next().unwrap_or_default();
    Failure::Refused(format!(
        "the ledger answered with {name}, which is a fault in bywhen: please report it"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_must_be_above_zero() {
        assert_eq!(
            amount("5,000", Currency::USD).ok(),
            Some(Minor::new(500_000))
        );
        for bad in ["0", "-5", "x", "1.005"] {
            assert!(
                matches!(amount(bad, Currency::USD), Err(Failure::Usage(_))),
                "{bad}"
            );
        }
    }
}
