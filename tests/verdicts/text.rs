//! Histories as text: one line per act, its day first; `>` lines say what is expected. `tests/data/verdicts.txt` begins with the grammar.

use super::history::{Act, Event, Settings};
use bywhen::domain::document::CreditReason;
use chrono::{Datelike, NaiveDate};

/// What is expected of one promise as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    pub as_of: NaiveDate,
    pub promise: String,
    pub verdict: String,
    pub received: i64,
    pub short: i64,
    pub slip: i64,
    pub level: u32,
    pub sentence: String,
}

/// One named history.
pub struct Scenario {
    pub name: String,
    pub settings: Settings,
    pub events: Vec<Event>,
    pub expected: Vec<Expected>,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// The year of a date without one.
const YEAR: i32 = 2026;

/// Every scenario of a text.
///
/// # Panics
/// With the line that cannot be read: it is a test's own data.
pub fn read(text: &str) -> Vec<Scenario> {
    let mut out: Vec<Scenario> = Vec::new();
    for (n, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("==") {
            out.push(Scenario {
                name: name.trim().to_owned(),
                settings: Settings::default(),
                events: Vec::new(),
                expected: Vec::new(),
            });
            continue;
        }
        let last = out
            .last_mut()
            .unwrap_or_else(|| panic!("line {n}: a scenario begins with =="));
        let done = if let Some(row) = line.strip_prefix('>') {
            expected(row).map(|row| last.expected.push(row))
        } else if let Some(rest) = line.strip_prefix("rules ") {
            rules(rest, &mut last.settings)
        } else {
            event(line).map(|event| last.events.push(event))
        };
        done.unwrap_or_else(|| panic!("line {n} cannot be read: {line}"));
    }
    out
}

fn rules(text: &str, settings: &mut Settings) -> Option<()> {
    let mut w = Words::of(text);
    while let Some(word) = w.next() {
        match word {
            "grace" => settings.grace = w.next()?.parse().ok()?,
            "tolerance" => settings.tolerance = money(w.next()?)?,
            "percent" => settings.percent = u32::try_from(money(w.next()?)?).ok()?,
            "holiday" => settings.holidays.push(w.date()?),
            _ => return None,
        }
    }
    Some(())
}

fn expected(row: &str) -> Option<Expected> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [
        day,
        promise,
        verdict,
        received,
        short,
        slip,
        level,
        sentence,
    ] = cells.as_slice()
    else {
        return None;
    };
    Some(Expected {
        as_of: Words::of(day).date()?,
        promise: (*promise).to_owned(),
        verdict: (*verdict).to_owned(),
        received: money(received)?,
        short: money(short)?,
        slip: slip.parse().ok()?,
        level: level.parse().ok()?,
        sentence: (*sentence).to_owned(),
    })
}

impl Expected {
    /// The row as the file has it.
    pub fn row(&self) -> String {
        format!(
            "> {} | {} | {} | {} | {} | {} | {} | {}",
            day(self.as_of),
            self.promise,
            self.verdict,
            show(self.received),
            show(self.short),
            self.slip,
            self.level,
            self.sentence
        )
    }
}

fn event(line: &str) -> Option<Event> {
    let mut w = Words::of(line);
    let on = w.date()?;
    let verb = w.next()?;
    let name = w.next()?.to_owned();
    let act = match verb {
        "invoice" => Act::Invoice {
            name,
            amount: w.money()?,
            due: w.after("due")?.date()?,
        },
        "charge" => Act::Charge {
            name,
            amount: w.money()?,
            due: w.after("due")?.date()?,
        },
        "credit" => Act::Credit {
            name,
            amount: w.money()?,
            reason: CreditReason::understand(w.next().unwrap_or("other")),
        },
        "write-off" => Act::WriteOff {
            name,
            amount: w.money()?,
        },
        "payment" => {
            let amount = w.money()?;
            let check = w.if_said("check").map(str::to_owned);
            Act::Payment {
                name,
                amount,
                check,
                to: w.parts(amount)?,
            }
        }
        "fall" => {
            let amount = w.money()?;
            let after = w.after("since")?.date()?;
            Act::Fall {
                name,
                amount,
                after,
                to: w.after("on")?.next()?.to_owned(),
            }
        }
        "applied" => Act::Apply {
            from: name,
            amount: w.money()?,
            to: w.after("to")?.next()?.to_owned(),
        },
        "refunded" => Act::Refund {
            from: name,
            amount: w.money()?,
        },
        "reversed" => Act::Reversed { name },
        "restated" => Act::Restated {
            name,
            delta: w.money()?,
        },
        "held-back" => Act::HeldBack {
            invoice: name,
            amount: w.money()?,
            until: match w.after("until") {
                Some(w) => Some(w.date()?),
                None => None,
            },
        },
        "disputed" => Act::Disputed {
            invoice: name,
            amount: w.money()?,
            why: w.next().unwrap_or("other").to_owned(),
        },
        "settled" => Act::Settled { invoice: name },
        "promise" => {
            let amount = w.money()?;
            let by = w.after("by")?.date()?;
            let check = w.if_said("check").map(str::to_owned);
            let plan = match w.if_said("instalment") {
                Some(n) => Some((n.parse().ok()?, w.if_said("of")?.parse().ok()?)),
                None => None,
            };
            Act::Promise {
                name,
                amount,
                by,
                check,
                plan,
                on: w.names(),
            }
        }
        "replaced" => Act::Replaced {
            old: name,
            new: w.if_said("by")?.to_owned(),
        },
        "withdrawn" => Act::Withdrawn { name },
        "voided" => Act::Voided { name },
        "claim" => {
            let amount = w.money()?;
            let expected = w.after("expected")?.date()?;
            let check = w.if_said("check").map(str::to_owned);
            Act::Claim {
                name,
                amount,
                expected,
                check,
                on: w.names(),
            }
        }
        "retracted" => Act::Retracted { name },
        _ => return None,
    };
    w.next().is_none().then_some(Event { on, act })
}

/// An act as the file has it.
pub fn line(event: &Event) -> String {
    let check = |c: &Option<String>| {
        c.as_ref()
            .map_or_else(String::new, |c| format!(" check {c}"))
    };
    let names = |on: &[String]| {
        if on.is_empty() {
            String::new()
        } else {
            format!(" for {}", on.join(" "))
        }
    };
    let words = match &event.act {
        Act::Invoice { name, amount, due } => {
            format!("invoice {name} {} due {}", show(*amount), day(*due))
        }
        Act::Charge { name, amount, due } => {
            format!("charge {name} {} due {}", show(*amount), day(*due))
        }
        Act::Credit {
            name,
            amount,
            reason,
        } => format!("credit {name} {} {}", show(*amount), reason.name()),
        Act::WriteOff { name, amount } => format!("write-off {name} {}", show(*amount)),
        Act::Payment {
            name,
            amount,
            check: c,
            to,
        } => {
            let parts: Vec<String> = to
                .iter()
                .map(|(n, m)| format!("{n} {}", show(*m)))
                .collect();
            let to = if parts.is_empty() {
                String::new()
            } else {
                format!(" to {}", parts.join(" "))
            };
            format!("payment {name} {}{}{to}", show(*amount), check(c))
        }
        Act::Fall {
            name,
            amount,
            after,
            to,
        } => format!(
            "fall {name} {} since {} on {to}",
            show(*amount),
            day(*after)
        ),
        Act::Apply { from, to, amount } => format!("applied {from} {} to {to}", show(*amount)),
        Act::Refund { from, amount } => format!("refunded {from} {}", show(*amount)),
        Act::Reversed { name } => format!("reversed {name}"),
        Act::Restated { name, delta } => format!("restated {name} {}", show(*delta)),
        Act::HeldBack {
            invoice,
            amount,
            until,
        } => {
            let until = until.map_or_else(String::new, |d| format!(" until {}", day(d)));
            format!("held-back {invoice} {}{until}", show(*amount))
        }
        Act::Disputed {
            invoice,
            amount,
            why,
        } => format!("disputed {invoice} {} {why}", show(*amount)),
        Act::Settled { invoice } => format!("settled {invoice}"),
        Act::Promise {
            name,
            amount,
            by,
            on,
            check: c,
            plan,
        } => {
            let plan = plan.map_or_else(String::new, |(n, of)| format!(" instalment {n} of {of}"));
            format!(
                "promise {name} {} by {}{}{plan}{}",
                show(*amount),
                day(*by),
                check(c),
                names(on)
            )
        }
        Act::Replaced { old, new } => format!("replaced {old} by {new}"),
        Act::Withdrawn { name } => format!("withdrawn {name}"),
        Act::Voided { name } => format!("voided {name}"),
        Act::Claim {
            name,
            amount,
            expected,
            check: c,
            on,
        } => {
            format!(
                "claim {name} {} expected {}{}{}",
                show(*amount),
                day(*expected),
                check(c),
                names(on)
            )
        }
        Act::Retracted { name } => format!("retracted {name}"),
    };
    format!("  {:<10}  {words}", day(event.on))
}

/// The settings as the file has them; empty when they are the usual ones.
pub fn settings_line(s: &Settings) -> String {
    let holidays: String = s
        .holidays
        .iter()
        .map(|h| format!(" holiday {}", day(*h)))
        .collect();
    format!(
        "  rules grace {} tolerance {} percent {}{holidays}",
        s.grace,
        show(s.tolerance),
        show(i64::from(s.percent))
    )
}

/// `Wed 24 Jun`, with the year when it is another than the file's.
pub fn day(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    let short = format!(
        "{weekday} {} {}",
        date.day(),
        MONTHS[date.month0() as usize]
    );
    if date.year() == YEAR {
        short
    } else {
        format!("{short} {}", date.year())
    }
}

fn show(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (units, rest) = (cents.abs() / 100, cents.abs() % 100);
    let digits = units.to_string();
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    format!("{sign}{grouped}.{rest:02}")
}

fn money(text: &str) -> Option<i64> {
    let plain = text.replace(',', "");
    let (units, cents) = plain.split_once('.')?;
    if cents.len() != 2 {
        return None;
    }
    format!("{units}{cents}").parse().ok()
}

/// The words of a line, read from the left.
struct Words<'a> {
    words: std::iter::Peekable<std::str::SplitWhitespace<'a>>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Words<'a> {
        Words {
            words: text.split_whitespace().peekable(),
        }
    }

    fn next(&mut self) -> Option<&'a str> {
        self.words.next()
    }

    fn money(&mut self) -> Option<i64> {
        money(self.words.next()?)
    }

    /// A date with a weekday or without one; a weekday that is not that date's is a mistake in the data.
    fn date(&mut self) -> Option<NaiveDate> {
        let weekday = WEEKDAYS.iter().position(|d| self.words.peek() == Some(d));
        if weekday.is_some() {
            self.words.next();
        }
        let number = self.words.next()?.parse().ok()?;
        let month = self.words.next()?;
        let month = MONTHS.iter().position(|m| *m == month)?;
        let year = self
            .words
            .peek()
            .filter(|w| w.len() == 4)
            .and_then(|w| w.parse().ok());
        if year.is_some() {
            self.words.next();
        }
        let date =
            NaiveDate::from_ymd_opt(year.unwrap_or(YEAR), u32::try_from(month).ok()? + 1, number)?;
        let fits = weekday.is_none_or(|w| w == date.weekday().num_days_from_monday() as usize);
        fits.then_some(date)
    }

    /// The words after this one, where it comes next.
    fn after(&mut self, word: &str) -> Option<&mut Words<'a>> {
        if self.words.peek() == Some(&word) {
            self.words.next();
            Some(self)
        } else {
            None
        }
    }

    fn if_said(&mut self, word: &str) -> Option<&'a str> {
        self.after(word)?.next()
    }

    fn names(&mut self) -> Vec<String> {
        match self.after("for") {
            Some(w) => w.words.by_ref().map(str::to_owned).collect(),
            None => Vec::new(),
        }
    }

    /// `to SI-1 400.00 SI-2 300.00`, or `to SI-1` for all of it.
    fn parts(&mut self, all: i64) -> Option<Vec<(String, i64)>> {
        let Some(w) = self.after("to") else {
            return Some(Vec::new());
        };
        let words: Vec<&str> = w.words.by_ref().collect();
        if let [one] = words.as_slice() {
            return Some(vec![((*one).to_owned(), all)]);
        }
        words
            .chunks(2)
            .map(|pair| match pair {
                [name, part] => Some(((*name).to_owned(), money(part)?)),
                _ => None,
            })
            .collect()
    }
}
