//! Remedies with a clock: notices, liens, placement.
//!
//! Law: as `remedies`.

use super::Row;

pub(super) const ROWS: &[Row] = &[];
