//! Settings: one TOML file, read once at start, loud about anything it does not know.
//!
//! Law: no rule about receivables lives here; the file fills in `domain::rules::Rules`, and everything below takes those as an
//! argument. Every option stands in `config.example.toml` with its default, and a test keeps it so. Where the file lies: `paths`.

mod calls;
mod contact_rules;
mod data;
pub mod fees;
pub mod keys;
pub mod ladder;
pub mod liens;
#[cfg(test)]
mod liens_cases;
mod mail;
pub mod paths;
mod read;
mod talk;
mod values;

pub use calls::CallTable;
pub use contact_rules::{
    ContactRules, FILE as CONTACT_RULES_FILE, SHIPPED as SHIPPED_CONTACT_RULES,
};
pub use keys::Keys;
pub use mail::{MailSettings, Protection, SmtpTable, Through};
pub use read::ConfigError;
pub use talk::{BarrierTable, RemedyTable, TalkTable};
pub use values::{Day, Percent, TextAmount, WeekDay};

use crate::domain::barrier::{self, Barrier};
use crate::domain::by_when::DateOrder;
use crate::domain::calendar::Calendar;
use crate::domain::fee::rules::FeeRules;
use crate::domain::ladder::Ladder;
use crate::domain::lien::LienRule;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::{MailDays, Rules, Tolerance, Weights};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Which colors the desk uses.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeName {
    /// The terminal's own colors, for a dark background.
    #[default]
    Dark,
    /// The terminal's own colors, for a light background.
    Light,
    /// No color at all, as with `NO_COLOR`.
    Mono,
}

/// Every option. Absent ones have the defaults of `Rules` and of this type.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Who the money is owed to; scripts and mails say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Who sits at this desk; acts are signed with it. Absent: the login name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// Who may allow a call that the consumer rules do not. Empty: any name counts, and is recorded.
    pub supervisors: Vec<String>,
    /// The program that dials, with its arguments; `{number}` stands for the number. Empty: the desk does not dial.
    pub dial: Vec<String>,
    /// The ledger's file. `--ledger` and `BYWHEN_LEDGER` come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<PathBuf>,
    /// The book's currency, for a new ledger. Absent: that of the first file, else US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Colors.
    pub theme: ThemeName,
    /// How `11/28` is read.
    pub date_order: DateOrder,
    /// Days on which nobody banks.
    pub weekend: Vec<WeekDay>,
    /// Further days off.
    pub holidays: Vec<Day>,
    /// Business days after the by-when date in which money counts as late, not as broken.
    pub grace_days: u32,
    /// How far short of required still counts as kept, as an amount.
    pub tolerance: TextAmount,
    /// The same in percent of required; the larger of the two counts.
    pub tolerance_percent: Percent,
    /// Days after a talk in which an account rests.
    pub quiet_days: u32,
    /// A promise further out than this is beyond the policy range.
    pub promise_range_days: u32,
    /// Days in which past due counts as newly so.
    pub newly_days: u32,
    /// Days before a lien or notice date at which it comes up.
    pub lien_days: u32,
    /// Days past due between which placement is put to the supervisor.
    pub placement_days: (u32, u32),
    /// Chance of recovery in percent by age in days.
    pub recovery: Vec<(u32, u32)>,
    /// Business days that money travels, by method.
    pub mail_days: MailTable,
    /// Points of the queue.
    pub weights: WeightTable,
    /// When and how often people may be called.
    pub calls: CallTable,
    /// Remapped keys, by action.
    pub keys: Keys,
    /// What this desk brings to a talk: limits, phrases, barriers.
    pub talk: TalkTable,
    /// How letters leave this desk.
    pub mail: MailSettings,
    /// By which rules fees are posted: a file of its own, `fees.toml`.
    #[serde(skip)]
    pub fees: FeeRules,
    /// Contact rules of the file beside the settings: data, no option.
    #[serde(skip)]
    pub contact: ContactRules,
    /// The ladder of remedies: a file of its own (`ladder.toml`).
    #[serde(skip)]
    pub ladder: Ladder,
    /// Lien rules: a file of their own (`liens.toml`).
    #[serde(skip)]
    pub liens: Vec<LienRule>,
}

/// `[mail_days]`: absent methods keep their default.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailTable {
    /// Paper in the mail.
    pub check: u32,
    /// Batched bank transfer.
    pub ach: u32,
    /// Same-day bank transfer.
    pub wire: u32,
    /// Card.
    pub card: u32,
}

impl Default for MailTable {
    fn default() -> Self {
        let MailDays {
            check,
            ach,
            wire,
            card,
        } = Rules::default().mail_days;
        MailTable {
            check,
            ach,
            wire,
            card,
        }
    }
}

macro_rules! weight_table {
    ($($name:ident),* $(,)?) => {
        /// `[weights]`: absent points keep their default. The meaning of each stands in `domain::rules::Weights`.
        #[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        #[allow(missing_docs, reason = "each field is the field of the same name in `Weights`")]
        pub struct WeightTable { $(pub $name: i64),* }

        impl Default for WeightTable {
            fn default() -> Self {
                let Weights { $($name),* } = Rules::default().weights;
                WeightTable { $($name),* }
            }
        }

        impl From<WeightTable> for Weights {
            fn from(table: WeightTable) -> Weights {
                let WeightTable { $($name),* } = table;
                Weights { $($name),* }
            }
        }
    };
}

weight_table!(
    size,
    age,
    broken,
    late,
    light,
    promise_due,
    follow_up,
    owed_by_us,
    inbound,
    claim,
    lien,
    placement,
    over_limit,
    newly,
    weekday,
);

impl Default for Config {
    fn default() -> Self {
        let rules = Rules::default();
        Config {
            company: None,
            collector: None,
            ledger: None,
            currency: None,
            theme: ThemeName::default(),
            date_order: DateOrder::default(),
            weekend: vec![WeekDay::SAT, WeekDay::SUN],
            holidays: Vec::new(),
            grace_days: rules.grace_days,
            tolerance: TextAmount::of(rules.tolerance.absolute, Currency::USD),
            tolerance_percent: Percent(rules.tolerance.basis_points),
            quiet_days: rules.quiet_days,
            promise_range_days: rules.promise_range_days,
            newly_days: rules.newly_days,
            lien_days: rules.lien_days,
            placement_days: rules.placement_days,
            recovery: rules.recovery,
            mail_days: MailTable::default(),
            weights: WeightTable::default(),
            calls: CallTable::default(),
            supervisors: Vec::new(),
            dial: Vec::new(),
            keys: Keys::default(),
            talk: TalkTable::default(),
            mail: MailSettings::default(),
            contact: ContactRules::default(),
            fees: FeeRules::default(),
            ladder: rules.ladder,
            liens: rules.liens,
        }
    }
}

impl Config {
    /// The rules with these settings.
    #[must_use]
    pub fn rules(&self) -> Rules {
        let weekend: Vec<_> = self.weekend.iter().map(|day| day.0).collect();
        Rules {
            calendar: Calendar::new(&weekend, self.holidays.iter().map(|day| day.0)),
            grace_days: self.grace_days,
            tolerance: Tolerance {
                // `read` has refused a tolerance that does not fit the currency.
                absolute: self
                    .tolerance
                    .minor(self.book_currency())
                    .unwrap_or(Minor::ZERO),
                basis_points: self.tolerance_percent.0,
            },
            mail_days: MailDays {
                check: self.mail_days.check,
                ach: self.mail_days.ach,
                wire: self.mail_days.wire,
                card: self.mail_days.card,
            },
            quiet_days: self.quiet_days,
            promise_range_days: self.promise_range_days,
            newly_days: self.newly_days,
            lien_days: self.lien_days,
            placement_days: self.placement_days,
            recovery: self.recovery.clone(),
            weights: self.weights.into(),
            calls: self.contact.over(self.calls.clone().into()),
            waiver_limit: self
                .talk
                .waiver_limit
                .minor(self.book_currency())
                .unwrap_or(Minor::ZERO),
            fees: self.fees.clone(),
            ladder: self.ladder.clone(),
            liens: self.liens.clone(),
        }
    }

    /// The barriers of this desk: the default list and its own.
    #[must_use]
    pub fn barrier_list(&self) -> Vec<Barrier> {
        barrier::list(&self.talk.barriers.barriers())
    }

    /// The currency of a new book that no file decides.
    #[must_use]
    pub fn book_currency(&self) -> Currency {
        self.currency.unwrap_or(Currency::USD)
    }

    /// The company's name, or the one that stands in for it.
    #[must_use]
    pub fn company_name(&self) -> &str {
        self.company.as_deref().unwrap_or("My company")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../config.example.toml");

    #[test]
    fn the_example_file_is_the_defaults() {
        let read = Config::parse(EXAMPLE, "config.example.toml".as_ref()).expect("it parses");
        assert_eq!(read, Config::default());
    }

    #[test]
    fn the_defaults_are_the_rules_of_the_house() {
        assert_eq!(Config::default().rules(), Rules::default());
    }

    #[test]
    fn every_option_stands_in_the_example_with_a_value_that_would_be_read() {
        // Options without a default are commented out there; taking the mark away must give a valid file.
        let all: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("#: ") {
                Some(option) => format!("{option}\n"),
                None => format!("{line}\n"),
            })
            .collect();
        let read = Config::parse(&all, "all.toml".as_ref()).expect("every option is valid");
        let written = toml::to_string(&read).expect("settings can be written");
        let table: toml::Table = written.parse().expect("and read again");
        assert!(read.currency.is_some());
        assert!(read.company.is_some() && read.collector.is_some() && read.ledger.is_some());
        assert!(!read.keys.is_empty());
        assert_eq!(table.len(), 25, "{table}");
        for option in table.keys() {
            assert!(EXAMPLE.contains(option.as_str()), "{option}");
        }
        assert!(table.len() <= 25, "at most 25 options and tables");
    }

    #[test]
    fn absent_entries_of_a_table_keep_their_defaults() {
        let read = Config::parse("[mail_days]\ncheck = 5\n", "c".as_ref()).expect("valid");
        assert_eq!(read.rules().mail_days.check, 5);
        assert_eq!(read.rules().mail_days.ach, 1);
    }
}
