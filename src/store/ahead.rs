//! What will be asked next: the preps of the rows around the one that was looked at last, made while nobody waits.
//!
//! Law: the same answer as a fresh one, or none: whatever may change an answer empties this. A few accounts at most, so that an idle
//! desk comes to rest and its memory stays small.

use super::engine::Engine;
use super::fault::{Fault, Res};
use super::{Ledger, accounts, audit, books, credit, questions, sellers, status};
use crate::domain::brief;
use crate::domain::ids::AccountId;
use crate::domain::prep::file::{self, FileKind};
use crate::domain::rules::Rules;
use crate::domain::view::Prep;
use chrono::NaiveDate;
use rusqlite::Connection;

/// Rows below and above the one on screen that are made ready, nearest first.
const NEAR: [isize; 5] = [1, 2, -1, 3, 4];

/// Preps that may be asked for next.
#[derive(Default)]
pub(super) struct Ahead {
    /// The rows of the page that was given last.
    rows: Vec<AccountId>,
    /// Whose prep was asked for last, and for which day.
    at: Option<(AccountId, NaiveDate)>,
    made: Vec<Prep>,
}

impl Ahead {
    /// A page was given.
    pub fn page(&mut self, rows: Vec<AccountId>) {
        self.rows = rows;
    }

    /// A prep is asked for: the one that is ready, if it is.
    pub fn take(&mut self, account: AccountId, as_of: NaiveDate) -> Option<Prep> {
        if self.at.is_some_and(|(_, day)| day != as_of) {
            self.made.clear();
        }
        self.at = Some((account, as_of));
        let at = self.made.iter().position(|p| p.account.id == account)?;
        Some(self.made.swap_remove(at))
    }

    /// Whose prep is to be made ready next, and for which day.
    pub fn wanted(&mut self) -> Option<(AccountId, NaiveDate)> {
        let (account, as_of) = self.at?;
        let here = self.rows.iter().position(|row| *row == account)?;
        let near: Vec<AccountId> = NEAR
            .iter()
            .filter_map(|step| self.rows.get(here.checked_add_signed(*step)?).copied())
            .collect();
        self.made.retain(|p| near.contains(&p.account.id));
        let missing = |row: &AccountId| self.made.iter().all(|p| p.account.id != *row);
        near.into_iter().find(missing).map(|row| (row, as_of))
    }

    /// One is ready.
    pub fn put(&mut self, prep: Prep) {
        self.made.push(prep);
    }

    /// Something was written: nothing of it holds any more.
    pub fn forget(&mut self) {
        self.made.clear();
    }

    /// Nothing can be made ready until the next question.
    pub fn rest(&mut self) {
        self.at = None;
        self.made.clear();
    }
}

impl Ledger {
    /// A second connection to the same ledger, for long work or for reads beside it; none in memory.
    pub(super) fn another(&self) -> Option<Ledger> {
        let engine = Engine::open(self.engine.path()?).ok()?;
        let mut other = Ledger::with(engine, self.rules.clone(), None).ok()?;
        // The desk is one in the list of those who are here.
        other.presence = None;
        (other.epoch == self.epoch).then_some(other)
    }

    /// Makes an answer ready that is likely to be asked for next. False when there is none.
    pub(super) fn look_ahead(&mut self) -> bool {
        let Some((account, as_of)) = self.ahead.wanted() else {
            return false;
        };
        // Another process may have written since; the next question then begins anew.
        if !matches!(self.notice(), Ok(false)) {
            self.ahead.rest();
            return false;
        }
        let made = self.engine.conn.unchecked_transaction();
        let made = made
            .map_err(Fault::from)
            .and_then(|tx| prepared(&tx, &self.rules, account, as_of));
        match made {
            Ok(prep) => self.ahead.put(prep),
            // Whoever asks for it is told why it cannot be had.
            Err(_) => self.ahead.rest(),
        }
        true
    }
}

/// Everything that is to be known before a call.
pub(super) fn prepared(
    conn: &Connection,
    rules: &Rules,
    account: AccountId,
    as_of: NaiveDate,
) -> Res<Prep> {
    let book = books::whole(conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let thru = status::thru(conn, as_of)?;
    let mut prep = crate::domain::prep::prepare(&book, as_of, rules, thru)?;
    prep.questions = questions::list(conn, Some(account))?;
    let trail = audit::of_account(conn, account, as_of)?;
    file::put(&mut prep.file, FileKind::Audit, trail);
    prep.credit.group = credit::group(conn, &book.account, as_of)?;
    if let Some(group) = &prep.credit.group {
        brief::add_group(&mut prep.brief, group, book.account.currency);
    }
    if let Some(name) = &prep.account.salesperson {
        prep.sales_mail = sellers::mail_of(conn, name)?;
    }
    Ok(prep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use crate::store::Identity;
    use crate::store::protocol::{Intent, QueueAsk, Reply, Request, Stamp};
    use crate::store::tests::staging;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
    }

    fn write(ledger: &mut Ledger, key: &str, intent: Intent) {
        let stamp = Stamp {
            at: chrono::DateTime::UNIX_EPOCH,
            on: day(),
            by: "ann".into(),
            key: key.into(),
        };
        let reply = ledger.ask(Request::Write(stamp, intent), &mut |_| ());
        assert!(matches!(reply, Reply::Done(_)), "{reply:?}");
    }

    fn prep(ledger: &mut Ledger, account: AccountId) -> Prep {
        let as_of = day();
        match ledger.ask(Request::Prep { account, as_of }, &mut |_| ()) {
            Reply::Prep(prep) => *prep,
            other => panic!("{other:?}"),
        }
    }

    /// A ledger in a file, and its queue, whose first row was looked at.
    fn looked_at(folder: &std::path::Path) -> (Ledger, Vec<AccountId>) {
        let id = Identity {
            company: "Harbor".into(),
            currency: Currency::USD,
        };
        let path = folder.join("l.db");
        let mut ledger = Ledger::create(&path, &id, Rules::default()).expect("a ledger");
        let report = staging::report(day(), 3);
        write(&mut ledger, "import", Intent::Import(Box::new(report)));
        let ask = QueueAsk {
            as_of: day(),
            offset: 0,
            limit: 10,
            reason: None,
            collector: None,
            filter: String::new(),
        };
        let Reply::Queue(page) = ledger.ask(Request::Queue(ask), &mut |_| ()) else {
            panic!("a queue");
        };
        let rows: Vec<AccountId> = page.rows.iter().map(|r| r.account).collect();
        assert!(rows.len() > 2, "{rows:?}");
        prep(&mut ledger, rows[0]);
        (ledger, rows)
    }

    fn note(ledger: &mut Ledger, account: AccountId) {
        let text = "says the check is in the mail".into();
        write(ledger, "note", Intent::AddNote { account, text });
    }

    #[test]
    fn the_rows_around_the_last_one_are_made_ready_and_then_it_rests() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut ledger, rows) = looked_at(folder.path());
        let mut made = 0;
        while ledger.look_ahead() {
            made += 1;
        }
        assert_eq!(made, (rows.len() - 1).min(4));
        assert!(!ledger.look_ahead());
        let ready = ledger.ahead.take(rows[1], day()).expect("it is ready");
        assert_eq!(ready, prep(&mut ledger, rows[1]), "as one made now");
    }

    #[test]
    fn a_write_throws_away_what_was_ready_whoever_wrote() {
        for by_another in [false, true] {
            let folder = tempfile::tempdir().expect("a folder");
            let (mut ledger, rows) = looked_at(folder.path());
            while ledger.look_ahead() {}
            if by_another {
                let path = folder.path().join("l.db");
                let mut other = Ledger::open(&path, Rules::default()).expect("a second desk");
                note(&mut other, rows[1]);
            } else {
                note(&mut ledger, rows[1]);
            }
            let seen = format!("{:?}", prep(&mut ledger, rows[1]));
            assert!(seen.contains("the check is in the mail"), "{by_another}");
        }
    }

    #[test]
    fn looking_ahead_does_not_swallow_the_news_that_another_desk_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut ledger, rows) = looked_at(folder.path());
        let path = folder.path().join("l.db");
        let mut other = Ledger::open(&path, Rules::default()).expect("a second desk");
        note(&mut other, rows[1]);
        assert!(!ledger.look_ahead());
        for told in [true, false] {
            let reply = ledger.ask(Request::Changed, &mut |_| ());
            assert!(
                matches!(reply, Reply::Changed(now) if now == told),
                "{reply:?}"
            );
        }
    }
}
