//! `bywhen outbox`: letters from what was asked for on the phone to what has left.
//!
//! Writing fills a template and keeps the letter; sending builds the message and hands it over (`send`). Nothing leaves without a letter in
//! the ledger, and no attempt begins without a row that says so.

mod ask;
mod direct;
mod guide;
mod list;
mod send;
mod way;
mod write;

pub(in crate::cli) use write::{attachable, may_go};

pub use direct::heads_up;
pub use send::{post, statement_of};

use super::args::{OutboxArgs, OutboxListArgs, OutboxWhat};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session, unexpected};
use crate::domain::ids::{AccountId, LetterId};
use crate::domain::outbox::Letter;
use crate::store::protocol::{Outbox, OutboxAsk, Reply, Request};

/// Runs it.
pub fn run(session: &Session, args: &OutboxArgs, out: &mut Out) -> Outcome {
    match &args.what {
        None => list::list(session, &OutboxListArgs::default(), out),
        Some(OutboxWhat::List(args)) => list::list(session, args, out),
        Some(OutboxWhat::Ask(args)) => ask::run(session, args, out),
        Some(OutboxWhat::Show(args)) => list::show(session, args, out),
        Some(OutboxWhat::Write(args)) => write::run(session, args, out),
        Some(OutboxWhat::Letter(args)) => direct::run(session, args, out),
        Some(OutboxWhat::Guide(args)) => guide::run(session, args, out),
        Some(OutboxWhat::Bounced(args)) => direct::bounced(session, args, out),
        Some(OutboxWhat::Statement(args)) => send::print(session, args, out),
        Some(OutboxWhat::Send(args)) => send::run(session, args, out),
        Some(OutboxWhat::Settle(args)) => list::settle(session, args, out),
    }
}

/// The outbox, of one account or of all.
fn read(
    session: &Session,
    desk: &mut Desk,
    account: Option<AccountId>,
    gone: bool,
) -> Outcome<Outbox> {
    let ask = OutboxAsk {
        now: session.stamp().at,
        as_of: session.as_of,
        account,
        letter: None,
        gone,
    };
    answer(desk, ask)
}

/// Every letter of an account, oldest first.
pub fn of_account(session: &Session, desk: &mut Desk, account: AccountId) -> Outcome<Vec<Letter>> {
    Ok(read(session, desk, Some(account), true)?.letters)
}

/// One letter.
fn letter(session: &Session, desk: &mut Desk, typed: &str) -> Outcome<Letter> {
    let id = LetterId(number(typed, "letter")?);
    let ask = OutboxAsk {
        now: session.stamp().at,
        as_of: session.as_of,
        account: None,
        letter: Some(id),
        gone: true,
    };
    answer(desk, ask)?.letters.pop().ok_or_else(|| {
        Failure::Refused(format!(
            "there is no letter #{id} (any more): `bywhen outbox list --all` shows them"
        ))
    })
}

fn answer(desk: &mut Desk, ask: OutboxAsk) -> Outcome<Outbox> {
    match desk.ask(Request::Outbox(ask))? {
        Reply::Outbox(outbox) => Ok(*outbox),
        other => Err(unexpected(&other)),
    }
}

/// `#7` or `7`.
fn number(typed: &str, what: &str) -> Outcome<i64> {
    let typed = typed.trim();
    let digits = typed.strip_prefix('#').unwrap_or(typed);
    digits.parse().map_err(|_| {
        Failure::Usage(format!(
            "'{typed}' is no {what}'s id: `bywhen outbox list` shows them"
        ))
    })
}
