//! `bywhen queue`: who to call next and why, and why an account is not there.

use super::args::QueueArgs;
use super::failure::Outcome;
use super::out::{Out, Style};
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::{Gate, QueueRow, Reason, ReasonPoints, money_line};
use crate::domain::say;
use crate::domain::touch::Channel;
use crate::store::protocol::{QueueAsk, QueuePage, Reply, Request, Why};
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

/// The contract's document.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    /// All that fit the question, however many rows were asked for.
    total: usize,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    rank: u32,
    id: i64,
    account: &'a str,
    name: &'a str,
    reason: Reason,
    why: &'a str,
    reasons: &'a [ReasonPoints],
    past_due: Minor,
    collectible: Minor,
    currency: Currency,
    oldest_days: i64,
    last_contact: Option<NaiveDate>,
    last_channel: Option<Channel>,
    next_date: Option<NaiveDate>,
    /// The hour on that day, `09:00:00`, on the desk's clock.
    next_time: Option<NaiveTime>,
    collector: Option<&'a str>,
}

impl<'a> From<&'a QueueRow> for Row<'a> {
    fn from(row: &'a QueueRow) -> Self {
        Row {
            rank: row.rank,
            id: row.account.0,
            account: &row.label,
            name: &row.name,
            reason: row.reason,
            why: &row.why,
            reasons: &row.reasons,
            past_due: row.past_due,
            collectible: row.collectible,
            currency: row.currency,
            oldest_days: row.oldest_days,
            last_contact: row.last_contact,
            last_channel: row.last_channel,
            next_date: row.next_date,
            next_time: row.next_time,
            collector: row.collector.as_deref(),
        }
    }
}

/// Runs it.
pub fn run(session: &Session, args: &QueueArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    if let Some(text) = &args.why {
        let account = desk.account(text)?.id;
        return match desk.ask(Request::Why { account, as_of })? {
            Reply::Why(why) if session.json => why_json(&why, as_of, out),
            Reply::Why(why) => why_text(&why, as_of, out),
            other => Err(unexpected(&other)),
        };
    }
    let ask = QueueAsk {
        as_of,
        offset: 0,
        limit: args.limit.unwrap_or(0),
        reason: args.reason.as_deref().and_then(Reason::from_name),
        collector: args.collector.clone(),
        filter: String::new(),
    };
    // `--limit 0` asks for no rows; in the protocol 0 means all.
    let none_wanted = args.limit == Some(0);
    match desk.ask(Request::Queue(ask))? {
        Reply::Queue(mut page) => {
            if none_wanted {
                page.rows.clear();
            }
            if session.json {
                out.json(&Document {
                    as_of,
                    total: page.total,
                    rows: page.rows.iter().map(Row::from).collect(),
                })
            } else {
                text(&page, as_of, out)
            }
        }
        other => Err(unexpected(&other)),
    }
}

fn text(page: &QueuePage, as_of: NaiveDate, out: &mut Out) -> Outcome {
    if page.total == 0 {
        return out
            .line("Nobody to call. `bywhen queue --why ACCOUNT` says why an account is not here.");
    }
    let mut table = Table::new(&[
        ("", Align::Right),
        ("why", Align::Left),
        ("account", Align::Left),
        ("name", Align::Shrink),
        ("past due", Align::Right),
        ("ask for", Align::Right),
        ("", Align::Left),
        ("old", Align::Right),
        ("last", Align::Left),
        ("next", Align::Left),
    ]);
    for row in &page.rows {
        table.row([
            row.rank.to_string(),
            row.why.clone(),
            if row.label == row.name {
                String::new()
            } else {
                row.label.clone()
            },
            row.name.clone(),
            row.past_due.show(row.currency),
            row.collectible.show(row.currency),
            row.currency.to_string(),
            format!("{}d", row.oldest_days),
            row.last_contact
                .map_or_else(|| "never".to_owned(), |d| say::day(d, as_of)),
            next_words(row, as_of),
        ]);
        if let Some(style) = style_of(row.reason) {
            table.set_off(1, style);
        }
    }
    table.print(out)?;
    if page.rows.len() < page.total {
        out.line(format!(
            "{} of {}",
            page.rows.len(),
            say::plural(page.total as u64, "account")
        ))?;
    }
    Ok(())
}

/// `Mon 30 Nov 09:00`.
fn next_words(row: &QueueRow, as_of: NaiveDate) -> String {
    let day = row.next_date.map(|d| say::day(d, as_of));
    let hour = row.next_time.map(say::time);
    [day, hour]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn style_of(reason: Reason) -> Option<Style> {
    match reason {
        Reason::PromiseBroken | Reason::PromiseLight => Some(Style::Bad),
        Reason::OwedByUs
        | Reason::PromiseLate
        | Reason::PromiseDue
        | Reason::FollowUpDue
        | Reason::ClaimOverdue
        | Reason::LienClock => Some(Style::Warn),
        Reason::Inbound
        | Reason::PlacementWindow
        | Reason::OverLimit
        | Reason::PastDue
        | Reason::NewlyPastDue => None,
    }
}

/// Why an account is here or is not.
#[derive(Serialize)]
struct WhyDocument<'a> {
    as_of: NaiveDate,
    id: i64,
    account: &'a str,
    name: &'a str,
    in_queue: bool,
    rank: Option<u32>,
    gate: Option<&'a Gate>,
    explained: String,
    reasons: &'a [ReasonPoints],
    open: Minor,
    past_due: Minor,
    collectible: Minor,
    disputed: Minor,
    covered: Minor,
    in_transit: Minor,
    unapplied: Minor,
    currency: Currency,
    /// A letter that did not arrive, in words.
    mail: Option<&'a str>,
}

fn why_json(why: &Why, as_of: NaiveDate, out: &mut Out) -> Outcome {
    out.json(&WhyDocument {
        as_of,
        id: why.account.id.0,
        account: why.account.label(),
        name: &why.account.name,
        in_queue: why.gate.is_none(),
        rank: why.rank,
        gate: why.gate.as_ref(),
        explained: explain(why, as_of),
        reasons: &why.reasons,
        open: why.facts.open,
        past_due: why.facts.past_due,
        collectible: why.facts.collectible,
        disputed: why.facts.disputed,
        covered: why.facts.covered,
        in_transit: why.facts.in_transit,
        unapplied: why.facts.unapplied,
        currency: why.facts.currency,
        mail: why.mail.as_ref().map(|line| line.text.as_str()),
    })
}

fn why_text(why: &Why, as_of: NaiveDate, out: &mut Out) -> Outcome {
    out.line(clean(&explain(why, as_of)))?;
    print_reasons(&why.reasons, out)?;
    if let Some(mail) = &why.mail {
        out.line(clean(&mail.text))?;
    }
    out.line(clean(&money_line(&why.facts, as_of)))
}

/// The reasons with their points, strongest first.
pub fn print_reasons(reasons: &[ReasonPoints], out: &mut Out) -> Outcome {
    let mut table = Table::new(&[("", Align::Right), ("", Align::Left), ("", Align::Shrink)]);
    for reason in reasons {
        table.row([
            reason.points.to_string(),
            reason.reason.name().replace('_', " "),
            reason.detail.clone(),
        ]);
    }
    table.print(out)
}

/// One sentence.
fn explain(why: &Why, as_of: NaiveDate) -> String {
    let name = &why.account.name;
    match (&why.gate, why.rank) {
        (Some(gate), _) => format!("{name} is not in the queue: {}", gate_in_words(gate, as_of)),
        (None, Some(rank)) => format!("{name} is number {rank} in the queue"),
        (None, None) => format!("{name} is in the queue"),
    }
}

/// What keeps an account out, in words.
pub fn gate_in_words(gate: &Gate, as_of: NaiveDate) -> String {
    let day = |date: &NaiveDate| say::day(*date, as_of);
    match gate {
        Gate::Hold { kind } => format!("a hold is in force ({})", kind.name().replace('_', " ")),
        Gate::NetCredit => "credits and unapplied cash outweigh what is open".to_owned(),
        Gate::NothingPastDue => "nothing is past due".to_owned(),
        Gate::AllDisputed => "all that is past due is disputed".to_owned(),
        Gate::Promised { by_when } => format!("a promise covers it until {}", day(by_when)),
        Gate::InTransit { expected_by } => {
            format!("money is said to be under way until {}", day(expected_by))
        }
        Gate::FollowUpAhead { due_on } => format!("we come back on {}", day(due_on)),
        Gate::TouchedRecently { on } => format!("it was touched {}", say::near_day(*on, as_of)),
        Gate::Placed { on } => format!("an agency has it since {}", day(on)),
        Gate::AssignedElsewhere { collector } => format!("it is {collector}'s"),
    }
}
