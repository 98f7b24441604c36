//! The desk without a terminal: `Model`, and `update`, which turns messages into effects. Pure.
//!
//! Law: domain, script, `store::protocol`; no crossterm, ratatui, SQL, clock, threads, printing. `ui` draws the model,
//! `term` carries out the effects.

pub mod action;
pub mod key;
pub mod keymap;
pub mod table;
