//! What the ledger behind the desk of a test says, past the screen.

use super::Desk;
use bywhen::store::protocol::{Outbox, OutboxAsk, Reply, Request};

/// Every letter of the outbox on the desk's own day, those that are gone included.
pub fn outbox(desk: &mut Desk) -> Outbox {
    let ask = OutboxAsk {
        now: desk.model.now.at,
        as_of: desk.model.now.today,
        account: None,
        letter: None,
        gone: true,
    };
    match desk.ask(Request::Outbox(ask)) {
        Some(Reply::Outbox(found)) => *found,
        other => panic!("an outbox, not {other:?}"),
    }
}
