//! Credit: every account that has a limit, a hold of shipments or terms of its own, and what groups come to.
//!
//! Law: as of the last day of the period. An account of a group is kept even without any of these, because what it owes counts for the group.

use super::Gather;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::credit::{self, Standing};
use crate::domain::ids::AccountId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::reports::sum::CreditShare;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Gather {
    pub(super) fn credit(&mut self, book: &Book) -> Result<(), MoneyError> {
        let day = self.out.scope.to;
        let account = &book.account;
        let limit = credit::limit_at(book, day);
        let hold = credit::hold_at(book, day);
        let terms = credit::terms_at(book, day);
        let parent = account.flags.parent;
        if limit.is_none() && hold.is_none() && terms.is_none() && parent.is_none() {
            return Ok(());
        }
        let balances = Balances::at(book, day)?;
        let signals = credit::signals(book, day, &self.rules)?;
        let changed = book.limits.iter().rev().find(|l| l.on <= day);
        let reason = hold
            .map(|h| h.reason.clone())
            .or_else(|| terms.map(|t| t.reason.clone()))
            .or_else(|| changed.map(|l| l.reason.clone()));
        let share = CreditShare {
            account: account.id,
            label: account.label().to_owned(),
            name: account.name.clone(),
            parent,
            members: 0,
            limit,
            exposure: credit::exposure(balances.total_open()?, balances.unapplied()?)?,
            hold_since: hold.map(|h| h.from),
            terms: terms
                .map(|t| t.terms.words())
                .or_else(|| account.terms_days.map(|days| format!("net {days}"))),
            reason,
            suggested: credit::suggest(&signals, account.currency).limit,
        };
        self.figures(account.currency).credit.push(share);
        Ok(())
    }
}

/// Adds a line for each group, and puts what needs a look first: holds, then over the limit, then by what is used of it.
pub(super) fn settle(all: &mut Vec<CreditShare>) {
    let mut groups: BTreeMap<AccountId, (u32, Minor)> = BTreeMap::new();
    for one in all.iter() {
        if let Some(parent) = one.parent {
            let (members, sum) = groups.entry(parent).or_default();
            *members += 1;
            *sum = sum.plus(one.exposure).unwrap_or(*sum);
        }
    }
    // Who belongs to a group and has neither limit nor hold nor terms is in its sum only.
    let heads: Vec<CreditShare> = all
        .iter()
        .filter_map(|head| {
            let (members, sum) = groups.get(&head.account)?;
            Some(CreditShare {
                members: members + 1,
                exposure: sum.plus(head.exposure).unwrap_or(*sum),
                hold_since: None,
                terms: None,
                reason: None,
                suggested: None,
                ..head.clone()
            })
        })
        .collect();
    all.extend(heads);
    // Worked out once for each: a large book has a line for every account.
    all.sort_by_cached_key(|one| {
        let standing = match credit::standing(one.exposure, one.limit) {
            Standing::Over => 0,
            Standing::Near => 1,
            Standing::Within | Standing::NoLimit => 2,
        };
        let used = credit::utilisation(one.exposure, one.limit).unwrap_or(0);
        (
            one.hold_since.is_none(),
            standing,
            Reverse(used),
            Reverse(one.exposure),
            one.name.clone(),
            Reverse(one.members),
        )
    });
}
