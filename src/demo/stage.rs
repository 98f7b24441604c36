//! Plays acts into a ledger: looks names up, stamps each act with its day, and stops at the first refusal.

use super::cast::CAST;
use super::deed::{Act, Deed, What, intent};
use super::post;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::staged::StagedFile;
use crate::store::protocol::{Done, ImportOrder, Intent, Record, Reply, Request, Stamp};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use std::collections::BTreeMap;

/// A step of the sample month that the ledger refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sample desk could not be made: {step}: {why}")]
pub struct DemoError {
    /// Which step.
    pub step: String,
    /// What the ledger said.
    pub why: String,
}

/// The ledger that is played into.
pub(super) struct Stage<'a> {
    pub today: NaiveDate,
    calendar: Calendar,
    ask: &'a mut dyn FnMut(Request) -> Reply,
    ids: BTreeMap<&'static str, AccountId>,
    steps: i64,
}

impl<'a> Stage<'a> {
    pub(super) fn new(today: NaiveDate, ask: &'a mut dyn FnMut(Request) -> Reply) -> Self {
        Stage {
            today,
            calendar: Calendar::default(),
            ask,
            ids: BTreeMap::new(),
            steps: 0,
        }
    }

    /// The n-th business day before today.
    pub(super) fn back(&self, n: u32) -> NaiveDate {
        let mut day = self.today;
        let mut left = n;
        while left > 0 {
            let Some(before) = day.pred_opt() else {
                return day;
            };
            day = before;
            if self.calendar.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// The n-th business day after today.
    pub(super) fn ahead(&self, n: u32) -> NaiveDate {
        self.calendar.add(self.today, n)
    }

    /// The day itself when business is done on it, else the next one.
    pub(super) fn business(&self, day: NaiveDate) -> NaiveDate {
        match self.calendar.is_business_day(day) {
            true => day,
            false => self.calendar.add(day, 1),
        }
    }

    /// The business day before a day.
    pub(super) fn business_before(&self, day: NaiveDate) -> NaiveDate {
        self.calendar.last_open(day)
    }

    /// The n-th business day after a day.
    pub(super) fn after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        self.calendar.add(day, n)
    }

    /// Brings the facts of the queue to today.
    pub(super) fn finish(&mut self) -> Result<(), DemoError> {
        match (self.ask)(Request::TurnDay { to: self.today }) {
            Reply::Failed(error) => Err(DemoError {
                step: "turn of the day".to_owned(),
                why: error.to_string(),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn play(&mut self, act: Act) -> Result<(), DemoError> {
        match act.what {
            What::Report(files) => self.report(act.on, files),
            What::Post(letter) => post::letter(self, letter, act.on),
            What::Sellers => post::sellers(self, act.on),
            What::At(number, deed) => self.at(act.on, deed.by(), number, &deed),
            What::By(who, number, deed) => self.at(act.on, who, number, &deed),
        }
    }

    /// Something happens at an account.
    fn at(
        &mut self,
        on: NaiveDate,
        who: &str,
        number: &'static str,
        deed: &Deed,
    ) -> Result<(), DemoError> {
        let step = format!("{number} on {}", on);
        let failed = |why: String| DemoError {
            step: step.clone(),
            why,
        };
        let account = self
            .ids
            .get(number)
            .copied()
            .ok_or_else(|| failed("no such account yet".to_owned()))?;
        let prep = match (self.ask)(Request::Prep { account, as_of: on }) {
            Reply::Prep(prep) => prep,
            other => return Err(refused(&step, &other)),
        };
        let intent = intent(deed, &prep, on).map_err(failed)?;
        self.write(on, who, intent, &step).map(|_| ())
    }

    fn report(&mut self, on: NaiveDate, files: Vec<StagedFile>) -> Result<(), DemoError> {
        let step = format!("report of {on}");
        let order = ImportOrder {
            files,
            dry_run: false,
            skip_errors: false,
            accept_mismatch: false,
            close_missing: false,
        };
        let import = Intent::Import(Box::new(order));
        let done = self.write(on, super::COLLECTOR, import, &step)?;
        if let Some(why) = done.import.and_then(|report| report.refused) {
            return Err(DemoError { step, why });
        }
        if self.ids.is_empty() {
            self.meet_people(on)?;
        }
        Ok(())
    }

    pub(super) fn write(
        &mut self,
        on: NaiveDate,
        by: &str,
        intent: Intent,
        step: &str,
    ) -> Result<Done, DemoError> {
        self.steps += 1;
        let morning = DateTime::<Utc>::from_naive_utc_and_offset(
            on.and_time(NaiveTime::MIN) + Duration::hours(9),
            Utc,
        );
        let stamp = Stamp {
            at: morning + Duration::minutes(self.steps * 3 % 420),
            on,
            by: by.to_owned(),
            key: format!("sample-{}", self.steps),
        };
        match (self.ask)(Request::Write(stamp, intent)) {
            Reply::Done(done) => Ok(*done),
            other => Err(refused(step, &other)),
        }
    }

    /// Account, first person there, their name and mailbox.
    pub(super) fn first_person(
        &mut self,
        number: &'static str,
        on: NaiveDate,
    ) -> Result<(AccountId, ContactId, String, String), DemoError> {
        let failed = |why: &str| DemoError {
            step: number.to_owned(),
            why: why.to_owned(),
        };
        let account = self.ids.get(number).copied();
        let account = account.ok_or_else(|| failed("no such account yet"))?;
        let prep = match (self.ask)(Request::Prep { account, as_of: on }) {
            Reply::Prep(prep) => prep,
            other => return Err(refused(number, &other)),
        };
        let person = prep
            .contacts
            .first()
            .ok_or_else(|| failed("nobody there"))?;
        let mail = person.email.clone().ok_or_else(|| failed("no mailbox"))?;
        Ok((account, person.id, person.name.clone(), mail))
    }

    /// Contacts and collectors come from the desk, not from the report.
    fn meet_people(&mut self, on: NaiveDate) -> Result<(), DemoError> {
        for player in CAST {
            let account = match (self.ask)(Request::Resolve {
                text: player.number.to_owned(),
            }) {
                Reply::Account(account) => account.id,
                other => return Err(refused(player.number, &other)),
            };
            self.ids.insert(player.number, account);
            for (n, (name, role, phone, email)) in player.people.iter().enumerate() {
                let record = Record::Contact {
                    account,
                    name: (*name).to_owned(),
                    role: Some((*role).to_owned()),
                    phone: Some((*phone).to_owned()),
                    email: Some((*email).to_owned()),
                    preferred: n == 0,
                    // One person sits on the other coast than the office.
                    zone: (player.number == "C1005" && n == 0)
                        .then(|| "America/New_York".to_owned()),
                };
                self.write(on, super::COLLECTOR, Intent::Record(record), player.name)?;
            }
            // Two accounts are Ben's: the gate "another collector's" has its example too.
            let bens = matches!(player.number, "C1029" | "C1034");
            let record = Record::Account {
                account,
                kind: None,
                collector: Some(if bens { "Ben" } else { super::COLLECTOR }.to_owned()),
                salesperson: None,
                state: None,
                zone: None,
                credit_limit: None,
            };
            self.write(on, super::COLLECTOR, Intent::Record(record), player.name)?;
        }
        Ok(())
    }
}

fn refused(step: &str, reply: &Reply) -> DemoError {
    DemoError {
        step: step.to_owned(),
        why: match reply {
            Reply::Failed(error) => error.to_string(),
            _ => "an answer of another kind".to_owned(),
        },
    }
}
