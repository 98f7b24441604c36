//! What several flows do with files and accounts: import one as a person does, look an account up.

use super::{Desk, TODAY, day};
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{Reply, Request};

/// A file in the desk's own folder; its path.
pub fn write(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.home.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

/// Imports a report of that day; an empty day is none that is asked for.
pub fn import(desk: &mut Desk, name: &str, text: &str, on: &str) {
    let path = write(desk, name, text);
    desk.press("5").paste(&path).press("Enter");
    if !on.is_empty() {
        desk.type_text(on).press("Enter");
    }
    desk.shows("y imports it").press("y");
    desk.hides("y imports it");
}

/// The prep of an account as of the tests' day.
pub fn prep(desk: &mut Desk, account: &str) -> Prep {
    let text = account.to_owned();
    let Some(Reply::Account(found)) = desk.ask(Request::Resolve { text }) else {
        panic!("{account} is not there");
    };
    match desk.ask(Request::Prep {
        account: found.id,
        as_of: day(TODAY),
    }) {
        Some(Reply::Prep(prep)) => *prep,
        other => panic!("{other:?}"),
    }
}

/// How many accounts the ledger has.
pub fn accounts(desk: &mut Desk) -> u64 {
    match desk.ask(Request::Status { as_of: day(TODAY) }) {
        Some(Reply::Status(status)) => status.accounts,
        other => panic!("{other:?}"),
    }
}
