//! `bywhen check`: the ledger proves itself. Exit 1 when something does not hold.

use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::store::protocol::{CheckLine, Reply, Request};
use serde::Serialize;

/// The contract's document.
#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    checks: &'a [CheckLine],
}

/// Runs it.
pub fn run(session: &Session, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let checks = match desk.ask(Request::Check)? {
        Reply::Checked(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    let wrong = checks.iter().filter(|check| !check.ok).count();
    if session.json {
        out.json(&Document {
            ok: wrong == 0,
            checks: &checks,
        })?;
    } else {
        let mut table = Table::new(&[("", Align::Left), ("", Align::Left), ("", Align::Left)]);
        for check in &checks {
            table.row([
                if check.ok { "ok" } else { "WRONG" },
                &check.name,
                &check.detail,
            ]);
            table.set_off(0, if check.ok { Style::Good } else { Style::Bad });
        }
        table.print(out)?;
    }
    if wrong == 0 {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{wrong} of {} checks failed on {}: keep a copy of the file and do not write to it",
        checks.len(),
        session.ledger.display()
    )))
}
