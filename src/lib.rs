//! bywhen: a collections desk for the terminal.

pub mod demo;
pub mod domain;
pub mod import;
pub mod store;
