//! bywhen: a collections desk for the terminal.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod import;
pub mod script;
pub mod store;
pub mod term;
pub mod ui;
