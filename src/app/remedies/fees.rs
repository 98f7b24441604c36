//! Remedies about finance charges, late fees and what of them is given up.
//!
//! Law: as `remedies`.

use super::Row;

pub(super) const ROWS: &[Row] = &[];
