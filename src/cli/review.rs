//! `bywhen review`: promises that were not kept, decisions about them, and what waits for a yes or no.
//!
//! Law: who may decide is what `supervisors` in the settings says; where it is empty, anybody may, and the name stands with the decision.

mod shape;

use super::acts::say_done;
use super::args::{ApprovalsArgs, AskArgs, DecideArgs, DecidedArgs, ReviewArgs, ReviewWhat};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Desk, Session, amount, unexpected};
use super::table::{Align, Table};
use crate::domain::approval::{Approval, ApprovalKind, ApprovalRef};
use crate::domain::ids::PromiseId;
use crate::domain::money::{Currency, Minor};
use crate::domain::review::{self, CauseSide, Decision, Terms};
use crate::domain::say;
use crate::domain::verdict::overlay_short;
use crate::store::protocol::{
    DecidedAsk, DecidedRow, Intent, NewAnswer, NewApproval, NewReview, Reply, Request, ReviewAct,
    ReviewAsk, ReviewPage,
};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use shape::{ApprovalShape, Document, Money, decided_document, late, shape};

/// How far back decisions are listed, in days.
const BACK_DAYS: u64 = 90;

/// Runs it.
pub fn run(session: &Session, args: &ReviewArgs, out: &mut Out) -> Outcome {
    match &args.what {
        None => list(session, args, out),
        Some(ReviewWhat::Decide(args)) => decide(session, args, out),
        Some(ReviewWhat::Decided(args)) => decided(session, args, out),
        Some(ReviewWhat::Approvals(args)) => approvals(session, args, out),
        Some(ReviewWhat::Ask(args)) => ask(session, args, out),
        Some(ReviewWhat::Approve(args)) => answer(
            session,
            &args.which,
            true,
            args.reason.as_deref(),
            None,
            out,
        ),
        Some(ReviewWhat::Decline(args)) => answer(
            session,
            &args.which,
            false,
            Some(&args.reason),
            args.again.as_deref(),
            out,
        ),
    }
}

/// Only those whom the settings name decide; where they name nobody, anybody does.
pub fn check_supervisor(session: &Session) -> Outcome {
    let supervisors = &session.config.supervisors;
    let me = session.collector();
    let known = supervisors
        .iter()
        .any(|s| s.trim().to_lowercase() == me.trim().to_lowercase());
    if supervisors.is_empty() || known {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "'{me}' is no supervisor: the settings name {}; nothing was saved",
        supervisors.join(", ")
    )))
}

fn page(desk: &mut Desk, ask: ReviewAsk) -> Outcome<ReviewPage> {
    match desk.ask(Request::Review(ask))? {
        Reply::Review(page) => Ok(*page),
        other => Err(unexpected(&other)),
    }
}

fn waiting(desk: &mut Desk, as_of: NaiveDate, ended: bool) -> Outcome<Vec<Approval>> {
    match desk.ask(Request::Approvals { as_of, ended })? {
        Reply::Approvals(all) => Ok(all),
        other => Err(unexpected(&other)),
    }
}

fn list(session: &Session, args: &ReviewArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let mut page = page(
        &mut desk,
        ReviewAsk {
            as_of,
            limit: args.limit.unwrap_or(0),
            ..ReviewAsk::default()
        },
    )?;
    if args.limit == Some(0) {
        page.rows.clear();
    }
    let approvals = waiting(&mut desk, as_of, false)?;
    if session.json {
        let money = |(currency, amount): &(Currency, Minor)| Money {
            currency: *currency,
            amount: *amount,
        };
        return out.json(&Document {
            as_of,
            total: page.total,
            short: page.short.iter().map(money).collect(),
            oldest_days: page.oldest,
            median_days: page.median,
            rows: page.rows.iter().map(|r| shape(r, as_of)).collect(),
            approvals: approvals.iter().map(ApprovalShape::from).collect(),
        });
    }
    if page.total == 0 {
        out.line("Nothing waits for a decision.")?;
    } else {
        inbox(&page, as_of, out)?;
    }
    if !approvals.is_empty() {
        out.line("")?;
        approval_table(&approvals, as_of, out)?;
    }
    Ok(())
}

fn inbox(page: &ReviewPage, as_of: NaiveDate, out: &mut Out) -> Outcome {
    let mut table = Table::new(&[
        ("id", Align::Right),
        ("account", Align::Shrink),
        ("promised", Align::Right),
        ("received", Align::Right),
        ("short", Align::Right),
        ("", Align::Left),
        ("late", Align::Right),
        ("time", Align::Left),
        ("collector", Align::Left),
        ("kept", Align::Left),
        ("likely cause", Align::Left),
    ]);
    for row in &page.rows {
        let judged = &row.line.judgement;
        let currency = row.account.currency;
        table.row([
            row.line.promise.id.to_string(),
            row.account.name.clone(),
            row.line.promise.amount.show(currency),
            judged.received.show(currency),
            judged.short.show(currency),
            currency.to_string(),
            format!("{}d", late(row, as_of)),
            say::ordinal(judged.level.max(1)),
            row.account.collector.clone().unwrap_or_default(),
            match row.kept {
                (_, 0) => "n/a".to_owned(),
                (kept, all) => format!("{kept} of {all}"),
            },
            match overlay_short(judged, currency, as_of) {
                Some(over) => format!("{over}; {}: {}", row.cause.side.words(), row.cause.words),
                None => format!("{}: {}", row.cause.side.words(), row.cause.words),
            },
        ]);
        table.set_off(4, Style::Bad);
        if row.cause.side == CauseSide::Us {
            table.set_off(10, Style::Warn);
        }
    }
    table.print(out)?;
    if let (Some(oldest), Some(median)) = (page.oldest, page.median) {
        out.line(format!(
            "{} to decide, half of them waiting {median} days or more, the oldest {oldest}",
            say::plural(page.total as u64, "promise")
        ))?;
    }
    Ok(())
}

fn promise_id(text: &str) -> Outcome<PromiseId> {
    let wanted = text.trim().trim_start_matches('#').trim();
    wanted.parse().map(PromiseId).map_err(|_| {
        Failure::Usage(format!(
            "'{text}' is no promise's id: `bywhen review` shows them"
        ))
    })
}

fn decide(session: &Session, args: &DecideArgs, out: &mut Out) -> Outcome {
    let promise = promise_id(&args.promise)?;
    let Some(decision) = Decision::from_name(&args.decision) else {
        return Err(Failure::Usage(format!(
            "'{}' is no decision",
            args.decision
        )));
    };
    let terms = args.terms.as_deref().and_then(Terms::from_name);
    match (decision, terms) {
        (Decision::NewTerms, None) => {
            return Err(Failure::Usage(
                "new terms need --terms cod, prepay or card_on_file".into(),
            ));
        }
        (Decision::NewTerms, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Failure::Usage("--terms is for new_terms only".into())),
    }
    let day = |text: &Option<String>| text.as_deref().map(|t| session.day(t)).transpose();
    let rules = session.config.rules();
    let usual = review::proposed(decision, session.as_of, &rules.calendar);
    let again_on = match args.again.as_deref() {
        Some("never") => None,
        Some(_) => day(&args.again)?,
        None => usual.again_on,
    };
    let act_on = match decision {
        Decision::Accept if args.by.is_some() => {
            return Err(Failure::Usage(
                "nobody acts on an accepted one: leave --by out".into(),
            ));
        }
        _ => day(&args.by)?,
    };
    check_supervisor(session)?;
    let mut desk = session.open()?;
    let page = page(
        &mut desk,
        ReviewAsk {
            as_of: session.as_of,
            promise: Some(promise),
            ..ReviewAsk::default()
        },
    )?;
    let Some(row) = page.rows.first() else {
        return Err(Failure::Refused(format!(
            "promise #{promise} does not wait for a decision: `bywhen review` lists what does, `bywhen review decided` what was decided"
        )));
    };
    let new = NewReview {
        promise,
        after: row.before.as_ref().map(|r| r.id),
        decision,
        terms,
        reason: args.reason.clone(),
        who: args.who.clone(),
        act_on,
        again_on,
        anyway: args.anyway.clone(),
    };
    let done = desk.write(session.stamp(), Intent::Review(ReviewAct::Decide(new)))?;
    say_done(session, &done, out)
}

fn decided(session: &Session, args: &DecidedArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let as_of = session.as_of;
    let from = args.from.or(as_of.checked_sub_days(Days::new(BACK_DAYS)));
    let asked = DecidedAsk {
        as_of,
        from,
        who: args.who.clone(),
        ..DecidedAsk::default()
    };
    let page = match desk.ask(Request::Decided(asked))? {
        Reply::Decided(page) => *page,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&decided_document(&page, as_of));
    }
    if page.rows.is_empty() {
        return out.line("Nothing was decided here.");
    }
    let mut table = Table::new(&[
        ("on", Align::Left),
        ("decided", Align::Left),
        ("account", Align::Shrink),
        ("short", Align::Right),
        ("", Align::Left),
        ("by", Align::Left),
        ("who acts", Align::Left),
        ("until", Align::Left),
        ("state", Align::Left),
        ("look again", Align::Left),
    ]);
    for row in &page.rows {
        let r = &row.review;
        let day = |d: Option<NaiveDate>| d.map_or_else(String::new, |d| say::day(d, as_of));
        table.row([
            say::day(r.decided_on, as_of),
            r.words(),
            row.name.clone(),
            r.short.show(row.currency),
            row.currency.to_string(),
            r.by.clone(),
            r.who.clone().unwrap_or_default(),
            day(r.act_on),
            state(row),
            day(r.again_on),
        ]);
    }
    table.print(out)?;
    for o in &page.outcomes {
        let rate = match o.percent() {
            Some(percent) => format!(
                "{percent} % paid within {} days ({} of {})",
                page.within, o.paid, o.over
            ),
            None => format!("n/a within {} days", page.within),
        };
        out.line(format!(
            "{}: {} decided, {rate}",
            o.decision.words(),
            o.decided
        ))?;
    }
    Ok(())
}

fn state(row: &DecidedRow) -> String {
    let state = plain_state(row);
    match &row.overlay {
        Some(over) => format!("{state}; {over}"),
        None => state,
    }
}

fn plain_state(row: &DecidedRow) -> String {
    match row.verdict {
        Some(v) if !v.is_failed() => v.name().replace('_', " "),
        _ if row.open => "to do".to_owned(),
        _ if row.review.act_on.is_some() => "done, not paid".to_owned(),
        _ => "not paid".to_owned(),
    }
}

fn approvals(session: &Session, args: &ApprovalsArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let all = waiting(&mut desk, session.as_of, args.all)?;
    if session.json {
        #[derive(Serialize)]
        struct Approvals<'a> {
            as_of: NaiveDate,
            approvals: Vec<ApprovalShape<'a>>,
        }
        return out.json(&Approvals {
            as_of: session.as_of,
            approvals: all.iter().map(ApprovalShape::from).collect(),
        });
    }
    if all.is_empty() {
        return out.line("Nothing waits for an approval.");
    }
    approval_table(&all, session.as_of, out)
}

fn approval_table(all: &[Approval], as_of: NaiveDate, out: &mut Out) -> Outcome {
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("asked for", Align::Left),
        ("account", Align::Shrink),
        ("amount", Align::Right),
        ("", Align::Left),
        ("since", Align::Left),
        ("by", Align::Left),
        ("answer", Align::Left),
        ("because", Align::Left),
    ]);
    for a in all {
        let (answer, why) = match &a.answered {
            None => ("waits".to_owned(), a.reason.clone()),
            Some(said) => (
                if said.granted { "approved" } else { "declined" }.to_owned(),
                said.reason.clone().unwrap_or_else(|| a.reason.clone()),
            ),
        };
        table.row([
            a.id.to_string(),
            a.kind.words().to_owned(),
            a.name.clone(),
            a.amount.map_or_else(String::new, |m| m.show(a.currency)),
            a.amount
                .map_or_else(String::new, |_| a.currency.to_string()),
            say::day(a.asked_on, as_of),
            a.asked_by.clone(),
            answer,
            why,
        ]);
    }
    table.print(out)
}

fn ask(session: &Session, args: &AskArgs, out: &mut Out) -> Outcome {
    let Some(kind) = ApprovalKind::from_name(&args.kind) else {
        return Err(Failure::Usage(format!(
            "'{}' cannot be asked for",
            args.kind
        )));
    };
    if kind == ApprovalKind::WriteOff && args.amount.is_none() {
        return Err(Failure::Usage("a write-off needs --amount".into()));
    }
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let sum = args.amount.as_deref();
    let new = NewApproval {
        account: account.id,
        kind,
        amount: sum.map(|t| amount(t, account.currency)).transpose()?,
        reason: args.reason.clone(),
    };
    let done = desk.write(session.stamp(), Intent::Review(ReviewAct::Ask(new)))?;
    say_done(session, &done, out)
}

fn answer(
    session: &Session,
    which: &str,
    granted: bool,
    reason: Option<&str>,
    again: Option<&str>,
    out: &mut Out,
) -> Outcome {
    let Some(which) = ApprovalRef::parse(which) else {
        return Err(Failure::Usage(format!(
            "'{which}' names nothing that waits: write w12 or a7, as `bywhen review approvals` shows it"
        )));
    };
    check_supervisor(session)?;
    let again_on = again.map(|t| session.day(t)).transpose()?;
    let mut desk = session.open()?;
    let new = NewAnswer {
        which,
        granted,
        reason: reason.map(str::to_owned),
        again_on,
    };
    let done = desk.write(session.stamp(), Intent::Review(ReviewAct::Answer(new)))?;
    say_done(session, &done, out)
}
