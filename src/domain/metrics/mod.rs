//! The figures of DOMAIN §5 as pure functions: what is counted of a book, added up, and divided at the very end.
//!
//! Law: numerators and denominators are integers and stay apart until a figure is shown; nothing is rounded before, nothing is a float.
//! `sample` reads balances on many days at once, `tally` holds the sums and the formulas, `promises`, `forecast`, `barriers` and
//! `activity` count the rest. `domain::reports` says which period and whose, and lays the figures out.

pub mod activity;
pub mod barriers;
pub mod disputes;
pub mod forecast;
pub mod promises;
mod ratio;
pub mod sample;
pub mod tally;

pub use ratio::{Ratio, tenths};
