//! `bywhen fee`: finance charges, late fees and NSF fees: what may be posted, posting it, giving some of it up, taking either back.

use super::acts::say_done;
use super::args::{
    FeeAgreeArgs, FeeArgs, FeeEndArgs, FeeListArgs, FeeOfferArgs, FeePostArgs, FeePreviewArgs,
    FeeWaiveArgs, FeeWhat,
};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session, amount, promise_of, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::fee::FeeLine;
use crate::domain::fee::preview::Proposal;
use crate::domain::ids::AccountId;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::view::WaiverLine;
use crate::store::protocol::{
    FeeDeed, FeePreview, Intent, NewFee, NewWaiver, PromiseRef, Remedy, Reply, Request,
};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Previews<'a> {
    as_of: NaiveDate,
    accounts: &'a [FeePreview],
}

#[derive(Serialize)]
struct Posted<'a> {
    as_of: NaiveDate,
    currency: Currency,
    agreement: Option<&'a str>,
    fees: &'a [FeeLine],
    /// What goes if a promise is kept, and what became of it.
    conditional: &'a [WaiverLine],
}

#[derive(Serialize)]
struct Acts {
    as_of: NaiveDate,
    posted: Vec<Act>,
    refused: Vec<Act>,
}

#[derive(Serialize)]
struct Act {
    account: String,
    what: String,
}

/// Runs it.
pub fn run(session: &Session, args: &FeeArgs, out: &mut Out) -> Outcome {
    match &args.what {
        FeeWhat::Preview(args) => preview(session, args, out),
        FeeWhat::Post(args) => post(session, args, out),
        FeeWhat::List(args) => list(session, args, out),
        FeeWhat::Waive(args) => waive(session, args, out),
        FeeWhat::Offer(args) => offer(session, args, out),
        FeeWhat::Reinstate(args) => end(session, args, false, out),
        FeeWhat::Reverse(args) => end(session, args, true, out),
        FeeWhat::Agree(args) => agree(session, args, out),
    }
}

fn previews(
    desk: &mut Desk,
    account: Option<AccountId>,
    as_of: NaiveDate,
) -> Outcome<Vec<FeePreview>> {
    match desk.ask(Request::FeePreviews { account, as_of })? {
        Reply::FeePreviews(rows) => Ok(rows),
        other => Err(unexpected(&other)),
    }
}

fn preview(session: &Session, args: &FeePreviewArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let rows = previews(&mut desk, account, session.as_of)?;
    if session.json {
        return out.json(&Previews {
            as_of: session.as_of,
            accounts: &rows,
        });
    }
    let mut table = Table::new(&[
        ("account", Align::Shrink),
        ("fee", Align::Left),
        ("amount", Align::Right),
        ("allowed by", Align::Shrink),
        ("how", Align::Shrink),
    ]);
    let mut fees = 0;
    for row in &rows {
        if let Some(why) = &row.preview.blocked {
            table.row([
                row.name.clone(),
                "none".to_owned(),
                String::new(),
                String::new(),
                why.clone(),
            ]);
        }
        for p in &row.preview.proposals {
            fees += usize::from(p.basis.is_some());
            let basis = p.basis.as_deref().unwrap_or("no agreement: not posted");
            table.row([
                row.name.clone(),
                p.rule.clone(),
                p.amount.show(row.currency),
                basis.to_owned(),
                p.words.clone(),
            ]);
        }
    }
    if rows.is_empty()
        || rows
            .iter()
            .all(|r| r.preview.proposals.is_empty() && r.preview.blocked.is_none())
    {
        return out.line("nothing is late enough for a fee");
    }
    table.print(out)?;
    out.line(format!("{} may be posted", say::plural(fees as u64, "fee")))
}

fn new(p: &Proposal) -> NewFee {
    NewFee {
        rule: p.rule.clone(),
        about: p.about,
        amount: p.amount,
    }
}

fn post(session: &Session, args: &FeePostArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let rows = previews(&mut desk, account, session.as_of)?;
    let fits = |p: &&Proposal| args.rule.as_ref().is_none_or(|rule| *rule == p.rule);
    if let Some(row) = rows.first().filter(|_| account.is_some()) {
        let wanted: Vec<&Proposal> = row.preview.proposals.iter().filter(fits).collect();
        if wanted.is_empty() && row.preview.blocked.is_none() {
            return Err(Failure::Refused(format!(
                "nothing is late enough for a fee at {}",
                row.name
            )));
        }
        let allowed: Vec<NewFee> = wanted
            .iter()
            .filter(|p| p.basis.is_some())
            .map(|p| new(p))
            .collect();
        // Where none is allowed the ledger refuses, and keeps that somebody tried.
        let fees = match allowed.is_empty() {
            true => wanted.into_iter().map(new).collect(),
            false => allowed,
        };
        let deed = FeeDeed::Post {
            account: row.account,
            fees,
        };
        let done = desk.write(session.stamp(), Intent::Fee(Box::new(deed)))?;
        return say_done(session, &done, out);
    }
    let due: Vec<(&FeePreview, Vec<NewFee>)> = rows
        .iter()
        .map(|row| (row, row.preview.postable().filter(fits).map(new).collect()))
        .filter(|(_, fees): &(_, Vec<NewFee>)| !fees.is_empty())
        .collect();
    let found: usize = due.iter().map(|(_, fees)| fees.len()).sum();
    if let Some(expected) = args.expect.filter(|n| *n != found) {
        return Err(Failure::Refused(format!(
            "{} may be posted now, not {expected}: nothing was posted; look at `bywhen fee preview`",
            say::plural(found as u64, "fee")
        )));
    }
    // Each account is an act of its own: one can be undone without the others.
    let mut acts = Acts {
        as_of: session.as_of,
        posted: Vec::new(),
        refused: Vec::new(),
    };
    for (row, fees) in due {
        let deed = FeeDeed::Post {
            account: row.account,
            fees,
        };
        match desk.write(session.stamp(), Intent::Fee(Box::new(deed))) {
            Ok(done) => acts.posted.push(Act {
                account: row.label.clone(),
                what: done.what,
            }),
            Err(Failure::Refused(why)) => acts.refused.push(Act {
                account: row.label.clone(),
                what: why,
            }),
            Err(other) => return Err(other),
        }
    }
    if session.json {
        return out.json(&acts);
    }
    for act in acts.posted.iter().chain(&acts.refused) {
        out.line(clean(&act.what))?;
    }
    out.line(format!(
        "posted at {}",
        say::plural(acts.posted.len() as u64, "account")
    ))
}

fn list(session: &Session, args: &FeeListArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let prep = desk.prep(account.id, session.as_of)?;
    if session.json {
        return out.json(&Posted {
            as_of: session.as_of,
            currency: account.currency,
            agreement: prep.fees.agreement.as_deref(),
            fees: &prep.fees.posted,
            conditional: &prep.waivers,
        });
    }
    if prep.fees.posted.is_empty() {
        return out.line(clean(&format!("no fee was posted at {}", account.name)));
    }
    let mut table = Table::new(&[
        ("fee", Align::Left),
        ("kind", Align::Left),
        ("posted", Align::Left),
        ("amount", Align::Right),
        ("waived", Align::Right),
        ("open", Align::Right),
        ("", Align::Left),
        ("how", Align::Shrink),
    ]);
    for f in &prep.fees.posted {
        table.row([
            f.number.clone(),
            f.kind.words().to_owned(),
            say::day(f.on, session.as_of),
            f.amount.show(account.currency),
            f.waived.show(account.currency),
            f.open.show(account.currency),
            if f.reversed { "taken back" } else { "" }.to_owned(),
            f.words.clone(),
        ]);
    }
    table.print(out)?;
    for w in &prep.waivers {
        let of = prep
            .fees
            .posted
            .iter()
            .find(|f| w.document == Some(f.document));
        out.line(clean(&format!(
            "if kept: {}{} goes with the promise by {}: {}",
            say::money(w.amount, account.currency),
            of.map_or(String::new(), |f| format!(" of {}", f.number)),
            say::day(w.by_when, session.as_of),
            w.words(account.currency)
        )))?;
    }
    Ok(())
}

/// The fee of an account by its number or id.
fn find(
    desk: &mut Desk,
    session: &Session,
    account: &str,
    typed: &str,
) -> Outcome<(AccountId, Currency, FeeLine)> {
    let found = desk.account(account)?;
    let prep = desk.prep(found.id, session.as_of)?;
    let wanted = typed.trim();
    let by_id = wanted.strip_prefix('#').unwrap_or(wanted);
    let fee = prep
        .fees
        .posted
        .iter()
        .find(|f| f.number.eq_ignore_ascii_case(wanted) || f.id.to_string() == by_id);
    match fee {
        Some(fee) => Ok((found.id, found.currency, fee.clone())),
        None => {
            let known: Vec<&str> = prep.fees.posted.iter().map(|f| f.number.as_str()).collect();
            let known = match known.is_empty() {
                true => "no fee was posted there".to_owned(),
                false => format!("posted are {}", known.join(", ")),
            };
            Err(Failure::Refused(format!(
                "{} has no fee '{wanted}': {known}",
                found.name
            )))
        }
    }
}

fn waive(session: &Session, args: &FeeWaiveArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let (of, currency, fee) = find(&mut desk, session, &args.account, &args.fee)?;
    let wanted = args
        .amount
        .as_deref()
        .map(|text| amount(text, currency))
        .transpose()?;
    // One that was promised to them and that they have earned is what is posted.
    let waivers = desk.prep(of, session.as_of)?.waivers;
    let earned =
        WaiverLine::posted_by(&waivers, fee.document, wanted.unwrap_or(fee.open), currency)
            .map_err(|why| {
                Failure::Refused(format!("fee {}: {why}; nothing was saved", fee.number))
            })?;
    let deed = FeeDeed::Waive {
        fee: fee.id,
        amount: wanted,
        reason: args.reason.clone(),
        waiver: earned,
    };
    let done = desk.write(session.stamp(), Intent::Fee(Box::new(deed)))?;
    say_done(session, &done, out)
}

fn offer(session: &Session, args: &FeeOfferArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let (account, currency, fee) = find(&mut desk, session, &args.account, &args.fee)?;
    let promise = promise_of(&args.promise)?;
    let wanted = args
        .amount
        .as_deref()
        .map(|text| amount(text, currency))
        .transpose()?;
    let waiver = NewWaiver {
        promise: PromiseRef::Known(promise),
        amount: wanted.unwrap_or(fee.open),
        document: Some(fee.document),
        reason: args.reason.clone(),
    };
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(Remedy::Waiver(waiver)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

fn end(session: &Session, args: &FeeEndArgs, reverse: bool, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let (_, _, fee) = find(&mut desk, session, &args.account, &args.fee)?;
    let reason = args.reason.clone();
    let deed = match reverse {
        true => FeeDeed::Reverse {
            fee: fee.id,
            reason,
        },
        false => FeeDeed::Reinstate {
            fee: fee.id,
            reason,
        },
    };
    let done = desk.write(session.stamp(), Intent::Fee(Box::new(deed)))?;
    say_done(session, &done, out)
}

fn agree(session: &Session, args: &FeeAgreeArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let deed = FeeDeed::Agreed {
        account,
        text: args.agreement.clone(),
    };
    let done = desk.write(session.stamp(), Intent::Fee(Box::new(deed)))?;
    say_done(session, &done, out)
}
