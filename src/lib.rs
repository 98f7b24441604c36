//! bywhen: a collections desk for the terminal.

pub mod domain;
pub mod store;
