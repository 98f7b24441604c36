//! Remedies about credit: limit, hold, terms.
//!
//! Law: as `remedies`.

use super::Row;

pub(super) const ROWS: &[Row] = &[];
