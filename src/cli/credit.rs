//! `bywhen credit`: limits, terms, holds of shipments, groups, and the list for the order desk.

use super::acts::say_done;
use super::args::{
    CreditArgs, CreditGroupArgs, CreditLimitArgs, CreditListArgs, CreditTermsArgs, CreditWhat,
    ReportArgs,
};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::report;
use super::review::check_supervisor;
use super::session::{Session, amount};
use crate::domain::account::Account;
use crate::domain::credit::{self, CreditFile, Standing, TradeTerms};
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::reports::ReportName;
use crate::domain::say;
use crate::store::protocol::{CreditAct, Intent, ReviewAct};
use chrono::NaiveDate;
use serde::Serialize;

/// Runs it.
pub fn run(session: &Session, args: &CreditArgs, out: &mut Out) -> Outcome {
    match &args.what {
        CreditWhat::List(args) => list(session, args, out),
        CreditWhat::Show(who) => show(session, &who.account, out),
        CreditWhat::Limit(args) => limit(session, args, out),
        CreditWhat::Terms(args) => terms(session, args, out),
        CreditWhat::Hold(args) => {
            let (reason, anyway) = (args.reason.clone(), args.anyway.clone());
            shipments(session, &args.account, out, |account| {
                ReviewAct::CreditHold {
                    account,
                    reason,
                    anyway,
                }
            })
        }
        CreditWhat::Release(args) => {
            let reason = args.reason.clone();
            shipments(session, &args.account, out, |account| {
                ReviewAct::LiftCreditHold { account, reason }
            })
        }
        CreditWhat::Group(args) => group(session, args, out),
    }
}

/// The list is the report of that name: one table, whoever asks for it.
fn list(session: &Session, args: &CreditListArgs, out: &mut Out) -> Outcome {
    let report = ReportArgs {
        name: ReportName::Credit.name().to_owned(),
        from: None,
        to: None,
        collector: args.collector.clone(),
        segment: None,
        currency: args.currency.clone(),
        rows: None,
        format: args.format,
        output: args.output.clone(),
    };
    report::run(session, &report, out)
}

fn limit(session: &Session, args: &CreditLimitArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let typed = args.limit.trim();
    let after = match typed.to_lowercase().as_str() {
        "none" => None,
        "0" => Some(Minor::ZERO),
        _ => Some(amount(typed, account.currency)?),
    };
    check_supervisor(session)?;
    let stamp = session.stamp();
    let deed = CreditAct::Limit {
        account: account.id,
        before: account.credit_limit,
        after,
        reason: args.reason.clone(),
        by: stamp.by.clone(),
    };
    let done = desk.write(stamp, Intent::Credit(deed))?;
    say_done(session, &done, out)
}

fn terms(session: &Session, args: &CreditTermsArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let terms = TradeTerms::parse(&args.terms).ok_or_else(|| {
        Failure::Usage(format!(
            "'{}' are no terms: write net 30, COD, prepay or card on file",
            args.terms
        ))
    })?;
    let from = session.day(&args.from)?;
    check_supervisor(session)?;
    let stamp = session.stamp();
    let deed = CreditAct::Terms {
        account,
        terms,
        from,
        reason: args.reason.clone(),
        by: stamp.by.clone(),
    };
    let done = desk.write(stamp, Intent::Credit(deed))?;
    say_done(session, &done, out)
}

fn shipments(
    session: &Session,
    account: &str,
    out: &mut Out,
    act: impl FnOnce(AccountId) -> ReviewAct,
) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(account)?.id;
    check_supervisor(session)?;
    let done = desk.write(session.stamp(), Intent::Review(act(account)))?;
    say_done(session, &done, out)
}

fn group(session: &Session, args: &CreditGroupArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let parent = match args.parent.trim().to_lowercase().as_str() {
        "none" => None,
        _ => Some(desk.account(&args.parent)?.id),
    };
    let deed = CreditAct::Parent { account, parent };
    let done = desk.write(session.stamp(), Intent::Credit(deed))?;
    say_done(session, &done, out)
}

#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    account: &'a str,
    name: &'a str,
    currency: Currency,
    standing: Standing,
    /// Tenths of a percent; `null` without a limit.
    used_tenths: Option<i64>,
    #[serde(flatten)]
    credit: &'a CreditFile,
}

fn show(session: &Session, who: &str, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(who)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let c = &prep.credit;
    if session.json {
        return out.json(&Document {
            as_of: session.as_of,
            account: account.label(),
            name: &account.name,
            currency: account.currency,
            standing: credit::standing(c.exposure, c.limit),
            used_tenths: credit::utilisation(c.exposure, c.limit),
            credit: c,
        });
    }
    print(session, &account, c, out)
}

fn print(session: &Session, account: &Account, c: &CreditFile, out: &mut Out) -> Outcome {
    let money = |amount: Minor| say::money(amount, account.currency);
    let day = |day: NaiveDate| say::day(day, session.as_of);
    out.line(out.style(Style::Strong, &account.name))?;
    let owed = money(c.exposure);
    out.line(match c.limit {
        None => format!("owed {owed}; no credit limit"),
        Some(limit) => format!(
            "owed {owed}: {}",
            credit::share_words(c.exposure, limit, account.currency)
        ),
    })?;
    if let Some(group) = &c.group {
        let of = match group.limit {
            Some(limit) => credit::share_words(group.exposure, limit, account.currency),
            None => "no limit".to_owned(),
        };
        out.line(format!(
            "group of {}, {}: owed {}, {of}",
            group.parent,
            say::plural(u64::from(group.accounts), "account"),
            money(group.exposure)
        ))?;
    }
    if let Some(hold) = &c.hold {
        let line = format!("CREDIT HOLD since {}: {}", day(hold.from), hold.reason);
        out.line(out.style(Style::Bad, &line))?;
    }
    for (what, terms) in [("buys", &c.terms), ("will buy", &c.terms_ahead)] {
        if let Some(t) = terms {
            out.line(format!(
                "{what} {} from {}: {}",
                t.terms.words(),
                day(t.from),
                t.reason
            ))?;
        }
    }
    for l in &c.limits {
        let of = |limit: Option<Minor>| limit.map_or_else(|| "none".to_owned(), money);
        out.line(format!(
            "limit from {} to {} on {} by {}: {}",
            of(l.before),
            of(l.after),
            day(l.on),
            l.by,
            l.reason
        ))?;
    }
    let suggested = match c.suggested.limit {
        Some(limit) => format!("A limit of {} could be given:", money(limit)),
        None => "No limit is suggested:".to_owned(),
    };
    out.line(suggested)?;
    for reason in &c.suggested.reasons {
        out.line(format!("  {reason}"))?;
    }
    Ok(())
}
