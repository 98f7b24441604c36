//! The desk without a terminal: `Model`, and `update`, which turns messages into effects. Pure.
//!
//! Law: domain, script, `store::protocol`; no crossterm, ratatui, SQL, clock, threads, printing. `ui` draws the model,
//! `term` carries out the effects.

mod about;
pub mod action;
pub mod answers;
mod asked;
pub mod call;
pub mod call_flow;
pub mod cases;
mod currency;
pub mod deed;
mod dial;
mod disabled;
pub mod draft;
mod find;
pub mod form;
mod form_field;
mod form_kind;
mod forms;
pub mod imports;
pub mod key;
pub mod keymap;
pub mod lane;
mod limits;
pub mod lookup;
pub mod model;
pub mod msg;
mod notes;
pub mod outbox;
pub mod overlay;
mod overlay_keys;
pub mod people;
mod phrases;
pub mod prep;
mod presence;
pub mod promises;
mod pulse;
mod questions;
pub mod queue;
pub mod remedies;
mod reply;
mod report_file;
pub mod reports;
mod retry;
pub mod review;
mod rule;
mod screens;
pub mod script_text;
pub mod staff;
mod stops;
pub mod table;
#[cfg(test)]
mod testing;
pub mod text;
pub mod their_mail;
mod undo;
mod update;
pub mod waiting;
pub mod welcome;
mod wrap_up;

pub use disabled::{disabled, is_idle};
pub use model::{Model, Screen, Start};
pub use update::update;
