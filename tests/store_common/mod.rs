//! A desk without a screen: a ledger in memory, a day, and the requests that stories are told in.
#![allow(dead_code)]

use bywhen::domain::aging::{AgeBy, AgingLine};
use bywhen::domain::ids::{AccountId, DocumentId, PromiseId};
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::rules::Rules;
use bywhen::domain::split::Split;
use bywhen::domain::view::{Prep, PromiseRow};
use bywhen::import::{InputFile, Profiles, ReadOptions};
use bywhen::store::protocol::{
    Changed, CheckAsk, Done, ImportOrder, Intent, NewPayment, NewPromise, PayItem, PromiseAsk,
    QueueAsk, QueuePage, Reply, Request, Stamp, StoreError, Why,
};
use bywhen::store::{Identity, Ledger};
use chrono::NaiveDate;

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The order to import files of `tests/data`.
pub fn order(files: &[&str]) -> ImportOrder {
    let inputs: Vec<InputFile> = files
        .iter()
        .map(|name| {
            let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
            InputFile {
                name: (*name).to_owned(),
                bytes: std::fs::read(path).expect("a sample file"),
            }
        })
        .collect();
    let options = ReadOptions::new(Currency::USD);
    ImportOrder {
        files: bywhen::import::read(&inputs, &options, &Profiles::embedded(), &mut |_| ()),
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: false,
    }
}

/// What the aging report says.
pub fn ask_aging(desk: &mut Desk, as_of: &str) -> Vec<AgingLine> {
    let request = Request::Aging {
        as_of: day(as_of),
        by: AgeBy::Due,
    };
    match desk.ask(request) {
        Reply::Aging(lines) => lines,
        other => panic!("{other:?}"),
    }
}

/// A ledger and the day on it.
pub struct Desk {
    pub ledger: Ledger,
    today: NaiveDate,
    keys: u64,
}

impl Desk {
    /// An empty ledger in memory.
    pub fn on(today: &str) -> Desk {
        let id = Identity {
            company: "Cascade Builders Supply".into(),
            currency: Currency::USD,
        };
        let ledger = Ledger::in_memory(&id, Rules::default()).expect("a ledger");
        Desk {
            ledger,
            today: day(today),
            keys: 0,
        }
    }

    /// It is another day.
    pub fn today(&mut self, today: &str) {
        self.today = day(today);
    }

    /// A new stamp of today.
    pub fn stamp(&mut self) -> Stamp {
        self.keys += 1;
        Stamp {
            at: self.today.and_hms_opt(10, 0, 0).expect("a time").and_utc(),
            on: self.today,
            by: "ann".into(),
            key: format!("key-{}", self.keys),
        }
    }

    /// Asks.
    pub fn ask(&mut self, request: Request) -> Reply {
        self.ledger.ask(request, &mut |_| ())
    }

    /// Writes, and expects it to be done.
    pub fn done(&mut self, intent: Intent) -> Done {
        let stamp = self.stamp();
        match self.ask(Request::Write(stamp, intent)) {
            Reply::Done(done) => *done,
            other => panic!("{other:?}"),
        }
    }

    /// Writes, and expects a rule to forbid it.
    pub fn refused(&mut self, intent: Intent) -> String {
        let stamp = self.stamp();
        match self.ask(Request::Write(stamp, intent)) {
            Reply::Failed(StoreError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    /// Writes, and expects that somebody else was faster.
    pub fn overtaken(&mut self, intent: Intent) -> Box<Changed> {
        let stamp = self.stamp();
        match self.ask(Request::Write(stamp, intent)) {
            Reply::Failed(StoreError::Changed(changed)) => changed,
            other => panic!("{other:?}"),
        }
    }

    /// The account that a text means.
    pub fn account(&mut self, text: &str) -> AccountId {
        match self.ask(Request::Resolve { text: text.into() }) {
            Reply::Account(account) => account.id,
            other => panic!("{other:?}"),
        }
    }

    /// The whole prep today.
    pub fn prep(&mut self, account: AccountId) -> Prep {
        let as_of = self.today;
        match self.ask(Request::Prep { account, as_of }) {
            Reply::Prep(prep) => *prep,
            other => panic!("{other:?}"),
        }
    }

    /// Takes a promise.
    pub fn promise(
        &mut self,
        account: AccountId,
        cents: i64,
        by_when: &str,
        invoices: &[DocumentId],
    ) -> PromiseId {
        let done = self.done(Intent::MakePromise(NewPromise {
            account,
            amount: Minor::new(cents),
            by_when: day(by_when),
            invoices: invoices.to_vec(),
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        }));
        done.promises[0]
    }

    /// Posts a payment of today on these invoices, as far as it goes.
    pub fn pay(&mut self, account: AccountId, cents: i64, invoices: &[DocumentId]) -> Done {
        let on = self.today;
        self.done(Intent::Pay(NewPayment {
            account,
            amount: Minor::new(cents),
            on,
            method: None,
            reference: None,
            items: invoices
                .iter()
                .map(|document| PayItem {
                    document: *document,
                    amount: None,
                })
                .collect(),
        }))
    }

    /// All promises today.
    pub fn promises(&mut self) -> Vec<PromiseRow> {
        let ask = PromiseAsk {
            as_of: self.today,
            ..PromiseAsk::default()
        };
        match self.ask(Request::Promises(ask)) {
            Reply::Promises(rows) => rows,
            other => panic!("{other:?}"),
        }
    }

    /// The queue today.
    pub fn queue(&mut self) -> QueuePage {
        let ask = QueueAsk {
            as_of: self.today,
            ..QueueAsk::default()
        };
        match self.ask(Request::Queue(ask)) {
            Reply::Queue(page) => *page,
            other => panic!("{other:?}"),
        }
    }

    /// Why an account is or is not in the queue today.
    pub fn why(&mut self, account: AccountId) -> Why {
        let as_of = self.today;
        match self.ask(Request::Why { account, as_of }) {
            Reply::Why(why) => *why,
            other => panic!("{other:?}"),
        }
    }

    /// How many events the log holds.
    pub fn events(&mut self) -> usize {
        match self.ask(Request::Events { limit: 1000 }) {
            Reply::Events(lines) => lines.len(),
            other => panic!("{other:?}"),
        }
    }

    /// Turns the day in the ledger.
    pub fn turn(&mut self) -> u64 {
        let to = self.today;
        match self.ask(Request::TurnDay { to }) {
            Reply::Turned(n) => n,
            other => panic!("{other:?}"),
        }
    }

    /// Every check of the ledger holds.
    pub fn checks(&mut self) {
        match self.ask(Request::Check(CheckAsk::default())) {
            Reply::Checked(checked) => {
                for line in checked.lines {
                    assert!(line.ok, "{}: {}", line.name, line.detail);
                }
            }
            other => panic!("{other:?}"),
        }
    }
}
