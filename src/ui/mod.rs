//! What the desk looks like: `&Model` to cells.
//!
//! Law: app (read only), domain, ratatui; no crossterm, no store, no clock, changes nothing. The roles of colour are in `theme`.

pub mod theme;
