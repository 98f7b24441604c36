//! Small facts for the tests of this layer.

use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::{QueueRow, Reason};
use crate::store::protocol::QueuePage;

/// A row of the queue.
pub(crate) fn row(id: i64) -> QueueRow {
    QueueRow {
        rank: 1,
        account: AccountId(id),
        label: format!("C{id}"),
        name: format!("Account {id}"),
        reason: Reason::PastDue,
        reasons: Vec::new(),
        why: "past due".into(),
        past_due: Minor::new(1_000),
        collectible: Minor::new(1_000),
        currency: Currency::USD,
        oldest_days: 5,
        last_contact: None,
        last_channel: None,
        next_date: None,
        next_time: None,
        collector: None,
    }
}

/// A page of these accounts.
pub(crate) fn page_of(ids: &[i64]) -> QueuePage {
    QueuePage {
        rows: ids.iter().map(|i| row(*i)).collect(),
        total: ids.len(),
        by_reason: Vec::new(),
    }
}
