//! What a plan to move accounts comes to, before it is done.

use super::super::fault::{Res, refuse};
use super::super::meta;
use super::super::protocol::{MovePlan, MovePreview, MoveRow, MoveSum};
use super::super::text;
use super::*;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::staff::{self, BalanceBy, Load, Move};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// What a plan comes to, before it is done.
pub(in crate::store) fn preview(
    conn: &Connection,
    board: &Board,
    plan: &MovePlan,
) -> Res<MovePreview> {
    let all = held(conn, board)?;
    let book = meta::currency(conn)?;
    let moves: Vec<Move> = match plan {
        MovePlan::Assign { to, from, criteria } => {
            let to = text::optional("collector", to.as_deref(), 200)?;
            if criteria.is_empty() && from.is_none() {
                return refuse(
                    "that would be every account: say which, by letters, size, kind, or whose they are now",
                );
            }
            all.iter()
                .filter(|h| from.as_ref().is_none_or(|f| *f == h.collector))
                .filter(|h| criteria.fits(&h.name, h.open, h.kind) && h.collector != to)
                .map(|h| Move {
                    account: h.id,
                    from: h.collector.clone(),
                    to: to.clone(),
                })
                .collect()
        }
        MovePlan::Balance { by, among } => {
            let mut names: Vec<String> = match among.is_empty() {
                true => all.iter().filter_map(|h| h.collector.clone()).collect(),
                false => among.clone(),
            };
            names.sort();
            names.dedup();
            if names.len() < 2 {
                return refuse("a balance needs two collectors or more: assign somebody first");
            }
            let loads: Vec<Load> = all
                .iter()
                .filter(|h| h.open.is_positive() && (*by == BalanceBy::Count || h.currency == book))
                .filter_map(|h| {
                    Some(Load {
                        account: h.id,
                        collector: h.collector.clone()?,
                        weight: match by {
                            BalanceBy::Money => h.past_due.get(),
                            BalanceBy::Count => 1,
                        },
                    })
                })
                .collect();
            staff::balance(&loads, &names)
        }
        MovePlan::Rules => {
            let rules = portfolios(conn)?;
            let nobodys = all.iter().filter(|h| h.collector.is_none());
            nobodys
                .filter_map(|h| {
                    Some(Move {
                        account: h.id,
                        from: None,
                        to: Some(by_rule(&rules, &h.name, h.open, h.kind)?.to_owned()),
                    })
                })
                .collect()
        }
    };
    Ok(summed(&all, moves, book))
}

/// The moves with their names, and what everybody has before and after.
fn summed(all: &[Held], moves: Vec<Move>, book: Currency) -> MovePreview {
    let mut to: BTreeMap<AccountId, Option<String>> = BTreeMap::new();
    for change in &moves {
        to.insert(change.account, change.to.clone());
    }
    let mut sums: BTreeMap<(bool, Option<String>), MoveSum> = BTreeMap::new();
    let mut count = |name: &Option<String>, held: &Held, after: bool| {
        let entry = sums
            .entry((name.is_none(), name.clone()))
            .or_insert_with(|| MoveSum {
                name: name.clone(),
                accounts: (0, 0),
                past_due: (Minor::ZERO, Minor::ZERO),
            });
        let money = if held.currency == book {
            held.past_due
        } else {
            Minor::ZERO
        };
        let counted = u64::from(held.open.is_positive());
        if after {
            entry.accounts.1 += counted;
            add(&mut entry.past_due.1, money);
        } else {
            entry.accounts.0 += counted;
            add(&mut entry.past_due.0, money);
        }
    };
    for held in all {
        count(&held.collector, held, false);
        let now = to.get(&held.id).unwrap_or(&held.collector).clone();
        count(&now, held, true);
    }
    let by_id: BTreeMap<AccountId, &Held> = all.iter().map(|h| (h.id, h)).collect();
    let moves = moves
        .into_iter()
        .filter_map(|change| {
            let held = by_id.get(&change.account)?;
            Some(MoveRow {
                label: held.label.clone(),
                name: held.name.clone(),
                past_due: held.past_due,
                currency: held.currency,
                change,
            })
        })
        .collect();
    MovePreview {
        moves,
        sums: sums.into_values().collect(),
    }
}
