//! `bywhen collectors`: whose accounts are whose, moving many at once with a look before, absences.
//!
//! Law: who may move accounts is what `supervisors` in the settings says, as in review. A preview writes nothing.

use super::acts::say_done;
use super::args::{
    AssignArgs, AwayArgs, BalanceArgs, CollectorsArgs, CollectorsWhat, Fitting, RuleArgs,
};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::review::check_supervisor;
use super::session::{Desk, Session, amount, unexpected};
use super::table::{Align, Table};
use crate::domain::account::AccountKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::staff::{Absence, BalanceBy, Criteria, Move, letters};
use crate::store::protocol::{
    CollectorRow, CollectorsPage, Intent, MovePlan, MovePreview, Reply, Request, StaffAct,
};
use chrono::NaiveDate;
use serde::Serialize;

/// The document of `collectors`.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    currency: Currency,
    collectors: Vec<Row<'a>>,
    absences: Vec<Away<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    /// `null` = accounts of nobody.
    name: Option<&'a str>,
    accounts: u64,
    in_queue: u64,
    past_due: Minor,
    collectible: Minor,
    /// Accounts past due in another currency, whose money is in neither sum.
    past_due_in_other_currencies: u64,
    touches_this_week: u64,
    undecided: u64,
    covered_by: Option<&'a str>,
    rule: Option<Rule>,
}

#[derive(Serialize)]
struct Rule {
    letters: Option<String>,
    min: Option<Minor>,
    max: Option<Minor>,
    segment: Option<AccountKind>,
}

#[derive(Serialize)]
struct Away<'a> {
    collector: &'a str,
    cover: &'a str,
    from: NaiveDate,
    to: NaiveDate,
}

impl<'a> From<&'a Absence> for Away<'a> {
    fn from(a: &'a Absence) -> Self {
        Away {
            collector: &a.collector,
            cover: &a.cover,
            from: a.from,
            to: a.to,
        }
    }
}

/// What would change hands, or has.
#[derive(Serialize)]
struct Moved<'a> {
    applied: bool,
    moves: Vec<Change<'a>>,
    collectors: Vec<Sum<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    account: &'a str,
    name: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    past_due: Minor,
    currency: Currency,
}

#[derive(Serialize)]
struct Sum<'a> {
    name: Option<&'a str>,
    accounts_before: u64,
    accounts_after: u64,
    past_due_before: Minor,
    past_due_after: Minor,
}

/// Runs it.
pub fn run(session: &Session, args: &CollectorsArgs, out: &mut Out) -> Outcome {
    match &args.what {
        None => list(session, out),
        Some(CollectorsWhat::Assign(args)) => assign(session, args, out),
        Some(CollectorsWhat::Balance(args)) => balance(session, args, out),
        Some(CollectorsWhat::Rule(args)) => rule(session, args, out),
        Some(CollectorsWhat::Apply(args)) => {
            let mut desk = session.open()?;
            carry_out(session, &mut desk, MovePlan::Rules, args.dry_run, out)
        }
        Some(CollectorsWhat::Away(args)) => away(session, args, out),
        Some(CollectorsWhat::Back(args)) => {
            let collector = args.collector.clone();
            decide(session, StaffAct::Back { collector }, out)
        }
    }
}

fn decide(session: &Session, act: StaffAct, out: &mut Out) -> Outcome {
    check_supervisor(session)?;
    let mut desk = session.open()?;
    let done = desk.write(session.stamp(), Intent::Staff(act))?;
    say_done(session, &done, out)
}

fn page(desk: &mut Desk, as_of: NaiveDate) -> Outcome<CollectorsPage> {
    match desk.ask(Request::Collectors { as_of })? {
        Reply::Collectors(page) => Ok(*page),
        other => Err(unexpected(&other)),
    }
}

fn list(session: &Session, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let page = page(&mut desk, as_of)?;
    if session.json {
        return out.json(&Document {
            as_of,
            currency: page.currency,
            collectors: page.rows.iter().map(shape).collect(),
            absences: page.absences.iter().map(Away::from).collect(),
        });
    }
    let mut table = Table::new(&[
        ("collector", Align::Left),
        ("accounts", Align::Right),
        ("in queue", Align::Right),
        ("past due", Align::Right),
        ("ask for", Align::Right),
        ("", Align::Left),
        ("touches", Align::Right),
        ("to decide", Align::Right),
        ("", Align::Left),
    ]);
    for row in &page.rows {
        let mut words = Vec::new();
        if let Some(away) = &row.away {
            words.push(format!(
                "away to {}, {} covers",
                say::day(away.to, as_of),
                away.cover
            ));
        }
        words.extend(row.elsewhere_words());
        if let Some(rule) = &row.rule {
            words.push(rule.words(|m| say::money(m, page.currency)));
        }
        table.row([
            row.name.clone().unwrap_or_else(|| "(nobody)".to_owned()),
            row.accounts.to_string(),
            row.in_queue.to_string(),
            row.past_due.show(page.currency),
            row.collectible.show(page.currency),
            page.currency.to_string(),
            row.touches.to_string(),
            row.undecided.to_string(),
            words.join("; "),
        ]);
        if row.away.is_some() {
            table.set_off(8, Style::Warn);
        }
    }
    table.print(out)
}

fn shape(row: &CollectorRow) -> Row<'_> {
    Row {
        name: row.name.as_deref(),
        accounts: row.accounts,
        in_queue: row.in_queue,
        past_due: row.past_due,
        collectible: row.collectible,
        past_due_in_other_currencies: row.elsewhere,
        touches_this_week: row.touches,
        undecided: row.undecided,
        covered_by: row.away.as_ref().map(|a| a.cover.as_str()),
        rule: row.rule.as_ref().map(|c| Rule {
            letters: c.letters.map(|(from, to)| format!("{from}-{to}")),
            min: c.min,
            max: c.max,
            segment: c.segment,
        }),
    }
}

/// `nobody` is no name.
fn somebody(text: &str) -> Option<String> {
    let name = text.trim();
    (!name.eq_ignore_ascii_case("nobody")).then(|| name.to_owned())
}

fn criteria(fitting: &Fitting, currency: Currency) -> Outcome<Criteria> {
    let range = match fitting.letters.as_deref() {
        None => None,
        Some(text) => Some(letters(text).ok_or_else(|| {
            Failure::Usage(format!("'{text}' is no range of letters: write A-F or M"))
        })?),
    };
    let money = |text: &Option<String>| text.as_deref().map(|t| amount(t, currency)).transpose();
    Ok(Criteria {
        letters: range,
        min: money(&fitting.min)?,
        max: money(&fitting.max)?,
        segment: fitting.segment.as_deref().and_then(AccountKind::from_name),
    })
}

fn assign(session: &Session, args: &AssignArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let to = somebody(&args.collector);
    let book = desk.status(session.as_of)?.currency;
    let criteria = criteria(&args.fitting, book)?;
    if args.accounts.is_empty() {
        let plan = MovePlan::Assign {
            to,
            from: args.from.as_deref().map(somebody),
            criteria,
        };
        return carry_out(session, &mut desk, plan, args.dry_run, out);
    }
    if !criteria.is_empty() || args.from.is_some() {
        return Err(Failure::Usage(
            "name accounts, or say which by --from, --letters, --min, --max, --segment: not both"
                .into(),
        ));
    }
    if !args.dry_run {
        check_supervisor(session)?;
    }
    let mut moves = Vec::new();
    for text in &args.accounts {
        let account = desk.account(text)?;
        moves.push(Move {
            account: account.id,
            from: account.collector,
            to: to.clone(),
        });
    }
    if args.dry_run {
        return out.line(format!(
            "{} would go to {}",
            say::plural(moves.len() as u64, "account"),
            args.collector.trim()
        ));
    }
    let done = desk.write(session.stamp(), Intent::Staff(StaffAct::Move { moves }))?;
    say_done(session, &done, out)
}

fn balance(session: &Session, args: &BalanceArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let plan = MovePlan::Balance {
        by: BalanceBy::from_name(&args.by).unwrap_or(BalanceBy::Money),
        among: args.among.iter().map(|n| n.trim().to_owned()).collect(),
    };
    carry_out(session, &mut desk, plan, args.dry_run, out)
}

/// Shows what a plan comes to, and does it unless it was only asked for.
fn carry_out(
    session: &Session,
    desk: &mut Desk,
    plan: MovePlan,
    dry_run: bool,
    out: &mut Out,
) -> Outcome {
    if !dry_run {
        check_supervisor(session)?;
    }
    let as_of = session.as_of;
    let preview = match desk.ask(Request::PlanMove { plan, as_of })? {
        Reply::Moves(preview) => *preview,
        other => return Err(unexpected(&other)),
    };
    let applied = !dry_run && !preview.moves.is_empty();
    let mut said = None;
    if applied {
        let moves = preview.moves.iter().map(|m| m.change.clone()).collect();
        let done = desk.write(session.stamp(), Intent::Staff(StaffAct::Move { moves }))?;
        said = Some(done.what);
    }
    if session.json {
        return out.json(&moved(&preview, applied));
    }
    if preview.moves.is_empty() {
        return out.line("No account would change hands.");
    }
    let book = desk.status(session.as_of)?.currency;
    let whose = |name: &Option<String>| name.clone().unwrap_or_else(|| "(nobody)".to_owned());
    let mut table = Table::new(&[
        ("account", Align::Left),
        ("name", Align::Shrink),
        ("past due", Align::Right),
        ("", Align::Left),
        ("from", Align::Left),
        ("to", Align::Left),
    ]);
    for row in &preview.moves {
        table.row([
            row.label.clone(),
            row.name.clone(),
            row.past_due.show(row.currency),
            row.currency.to_string(),
            whose(&row.change.from),
            whose(&row.change.to),
        ]);
    }
    table.print(out)?;
    out.line("")?;
    let mut table = Table::new(&[
        ("collector", Align::Left),
        ("accounts", Align::Right),
        ("then", Align::Right),
        ("past due", Align::Right),
        ("then", Align::Right),
    ]);
    for sum in &preview.sums {
        table.row([
            whose(&sum.name),
            sum.accounts.0.to_string(),
            sum.accounts.1.to_string(),
            sum.past_due.0.show(book),
            sum.past_due.1.show(book),
        ]);
    }
    table.print(out)?;
    match said {
        Some(what) => out.line(crate::domain::clean::clean(&what)),
        None => out.line("nothing was written: leave --dry-run out to do it"),
    }
}

fn moved(preview: &MovePreview, applied: bool) -> Moved<'_> {
    Moved {
        applied,
        moves: preview
            .moves
            .iter()
            .map(|m| Change {
                account: &m.label,
                name: &m.name,
                from: m.change.from.as_deref(),
                to: m.change.to.as_deref(),
                past_due: m.past_due,
                currency: m.currency,
            })
            .collect(),
        collectors: preview
            .sums
            .iter()
            .map(|s| Sum {
                name: s.name.as_deref(),
                accounts_before: s.accounts.0,
                accounts_after: s.accounts.1,
                past_due_before: s.past_due.0,
                past_due_after: s.past_due.1,
            })
            .collect(),
    }
}

fn rule(session: &Session, args: &RuleArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let book = desk.status(session.as_of)?.currency;
    drop(desk);
    let wanted = criteria(&args.fitting, book)?;
    if wanted.is_empty() && !args.none {
        return Err(Failure::Usage(
            "say which accounts: --letters, --min, --max, --segment, or --none".into(),
        ));
    }
    let act = StaffAct::Rule {
        collector: args.collector.clone(),
        criteria: (!args.none).then_some(wanted),
    };
    decide(session, act, out)
}

fn away(session: &Session, args: &AwayArgs, out: &mut Out) -> Outcome {
    let act = StaffAct::Absence {
        collector: args.collector.clone(),
        cover: args.cover.clone(),
        from: match args.from.as_deref() {
            Some(text) => session.day(text)?,
            None => session.as_of,
        },
        to: session.day(&args.to)?,
    };
    decide(session, act, out)
}
