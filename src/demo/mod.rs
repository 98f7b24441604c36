//! The sample desk: a small building supplier with a month of stories before today, a quarter of promises before that, and a year of sales.
//!
//! It is the first thing anyone sees, the picture in the README, and a fixture for tests, so every reason of the queue, every verdict
//! and every kind of credit is in it, each with a story (`story.rs`). It is made through the same requests as real
//! work: nothing is written behind the rules' back. Deterministic: the same day gives the same ledger.
//!
//! Law: domain and `store::protocol` only; whoever calls it brings the ledger.

mod cast;
mod deed;
mod files;
mod post;
mod regulars;
mod stage;
mod story;

pub use stage::DemoError;

use crate::domain::money::Currency;
use crate::store::protocol::{Reply, Request};
use chrono::NaiveDate;

/// The supplier's name.
pub const COMPANY: &str = "Ridgeline Supply";

/// The supplier's currency.
pub const CURRENCY: Currency = Currency::USD;

/// The collector whose desk it is.
pub const COLLECTOR: &str = "Ana";

/// Who decides there about promises that were not kept.
pub const SUPERVISOR: &str = "Morgan";

/// Plays the months before `today` into an empty ledger that `ask` leads to.
///
/// # Errors
/// When the ledger refuses a step: the sentence names it.
pub fn build(today: NaiveDate, ask: &mut dyn FnMut(Request) -> Reply) -> Result<(), DemoError> {
    let mut stage = stage::Stage::new(today, ask);
    let mut acts = files::weekly(&stage);
    acts.extend(story::acts(&stage));
    let opening = acts.iter().map(|act| act.on).min().unwrap_or(today);
    acts.extend(regulars::acts(&stage, opening));
    acts.extend(post::acts(&stage));
    // Entered in the order in which they happened: the log of a real desk is chronological. Files of a day come in
    // before its calls, so the sort must be stable.
    acts.sort_by_key(|act| act.on);
    for act in acts {
        stage.play(act)?;
    }
    stage.finish()
}
