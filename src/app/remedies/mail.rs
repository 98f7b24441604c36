//! Remedies by letter: statements, copies, notices.
//!
//! Law: as `remedies`.

use super::Row;

pub(super) const ROWS: &[Row] = &[];
