//! The receivables rules: pure functions over plain data.
//!
//! Law: std, chrono, serde (`thiserror` for error enums, `chrono-tz` for the zones of the world as data); no clock, no I/O, no screen, no table, no float for money.

pub mod account;
pub mod adds_up;
pub mod aging;
pub mod answer;
pub mod approval;
pub mod audit;
pub mod balances;
pub mod barrier;
pub mod book;
pub mod brief;
pub mod by_when;
pub mod calendar;
pub mod call_rules;
pub mod card;
pub mod claim;
pub mod clean;
pub mod credit;
pub mod dispute;
pub mod document;
pub mod facts;
pub mod hashed;
pub mod hold;
pub mod ids;
pub mod imports;
pub mod listing;
pub mod local_time;
pub mod mapping;
pub mod metrics;
pub mod money;
mod named;
pub mod near;
pub mod outbox;
pub mod phone;
pub mod plan;
pub mod prep;
pub mod promise;
pub mod queue;
pub mod reports;
pub mod request;
pub mod retry;
pub mod review;
pub mod rules;
pub mod say;
pub mod script;
pub mod short_text;
pub mod split;
pub mod staff;
pub mod staged;
pub mod task;
#[cfg(test)]
pub(crate) mod testing;
pub mod touch;
pub mod verdict;
pub mod view;
pub mod waiver;
