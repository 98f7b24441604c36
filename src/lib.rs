//! bywhen: a collections desk for the terminal. This is the map of the house; `tests/layers.rs` holds its law.
//!
//! ```text
//!  main ─▶ cli ─▶ term          cli: arguments, text and JSON        term: the clock, crossterm, threads, the loop
//!            │     │ │ │
//!            ▼     ▼ │ ▼
//!         config   ui │ store    config: TOML, paths   ui: the model as cells   store: the only SQL
//!            │     │  │   │
//!            └▶  app ◀┘   │      app: the desk's model and its update, no I/O
//!                 └▶ store::protocol       requests and replies as plain data
//!                            │
//! import, export, script, mail, demo ─▶ domain    the receivables rules: pure
//! ```
//!
//! One key: `term` reads it, `app::keymap` names the action, `app` updates the model and answers with effects, `term` carries them out
//! (a request goes to the store's thread), the reply updates the model, `ui` draws it once.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod export;
pub mod import;
pub mod mail;
pub mod script;
pub mod store;
pub mod term;
pub mod ui;
