//! placeholder
use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::{Done, ImportOrder, Progress};
use crate::domain::rules::Rules;
use rusqlite::Connection;
pub(super) fn dry_run(
    _c: &Connection,
    _r: &Rules,
    _o: &ImportOrder,
    _p: &mut dyn FnMut(Progress),
) -> Res<Done> {
    refuse("x")
}
pub(super) fn apply(_a: &mut Act<'_>, _o: &ImportOrder, _p: &mut dyn FnMut(Progress)) -> Res<()> {
    refuse("x")
}
