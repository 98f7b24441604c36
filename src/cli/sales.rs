//! `bywhen sales`: who sells, what they should know of their customers, and what they answered.

use super::acts::say_done;
use super::args::{SalesArgs, SalesWhat};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::outbox;
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table};
use crate::store::protocol::{Intent, Record, Reply, Request, Seller};

/// Runs it.
pub fn run(session: &Session, args: &SalesArgs, out: &mut Out) -> Outcome {
    match &args.what {
        None | Some(SalesWhat::List) => list(session, out),
        Some(SalesWhat::Set { name, mail }) => {
            let mail = mail.trim();
            let record = Record::Seller {
                name: name.clone(),
                mail: (!mail.is_empty()).then(|| mail.to_owned()),
            };
            let mut desk = session.open()?;
            let done = desk.write(session.stamp(), Intent::Record(record))?;
            say_done(session, &done, out)
        }
        Some(SalesWhat::HeadsUp {
            account,
            about,
            dry_run,
        }) => outbox::heads_up(session, account, about.as_deref(), *dry_run, out),
        Some(SalesWhat::Answer { account, text }) => answer(session, account, text, out),
    }
}

fn sellers(desk: &mut Desk) -> Outcome<Vec<Seller>> {
    match desk.ask(Request::Sellers)? {
        Reply::Sellers(found) => Ok(found),
        other => Err(unexpected(&other)),
    }
}

fn list(session: &Session, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let found = sellers(&mut desk)?;
    if session.json {
        return out.json(&serde_json::json!({ "sales": found }));
    }
    if found.is_empty() {
        return out
            .line("no account names a salesperson: a report's column, or c then A at the desk");
    }
    let mut table = Table::new(&[
        ("name", Align::Shrink),
        ("accounts", Align::Right),
        ("mail", Align::Shrink),
    ]);
    for row in &found {
        table.row([
            row.name.clone(),
            row.accounts.to_string(),
            row.mail.clone().unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    table.print(out)
}

fn answer(session: &Session, account: &str, text: &str, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(account)?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::Usage("what did they say?".into()));
    }
    let who = account.salesperson.as_deref().unwrap_or("sales");
    let intent = Intent::AddNote {
        account: account.id,
        text: format!("{who} (sales): {text}"),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}
