//! Which time it is: promises that took each other's place on the same debt, and how many failed before.

use super::{Judgement, Verdict, overlay_short};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::ids::PromiseId;
use crate::domain::money::Minor;
use crate::domain::promise::{EndKind, Promise};
use crate::domain::say;
use chrono::NaiveDate;

/// Fills in the level and the chain of judgements that are in the promises' order.
pub(super) fn link(judgements: &mut [Judgement], book: &Book, balances: &Balances) {
    let promise = |id: PromiseId| book.promises.iter().find(|p| p.id == id);
    let succeeded_by: Vec<Option<PromiseId>> = judgements
        .iter()
        .map(|j| {
            let end = promise(j.promise)?.end.as_ref()?;
            let counts = end.kind == EndKind::Superseded && end.on <= balances.as_of();
            counts.then_some(end.by).flatten()
        })
        .collect();
    let index = |id: PromiseId| judgements.iter().position(|j| j.promise == id);
    let next: Vec<Option<usize>> = succeeded_by.iter().map(|by| by.and_then(index)).collect();
    let chains: Vec<Vec<PromiseId>> = (0..judgements.len())
        .map(|i| chain_of(i, &next, judgements))
        .collect();
    let levels: Vec<u32> = (0..judgements.len())
        .map(|i| {
            let earlier = judgements[..i].iter().filter(|j| ended_badly(j.verdict));
            let same =
                earlier.filter(
                    |j| match (promise(j.promise), promise(judgements[i].promise)) {
                        (Some(a), Some(b)) => {
                            chains[i].contains(&a.id) || same_debt(a, b, balances)
                        }
                        _ => false,
                    },
                );
            1 + u32::try_from(same.count()).unwrap_or(u32::MAX - 1)
        })
        .collect();
    for ((judgement, chain), level) in judgements.iter_mut().zip(chains).zip(levels) {
        judgement.chain = chain;
        judgement.level = level;
    }
}

/// Everything that is linked with promise `i` by succession, oldest first.
fn chain_of(i: usize, next: &[Option<usize>], judgements: &[Judgement]) -> Vec<PromiseId> {
    let mut inside = vec![false; next.len()];
    inside[i] = true;
    loop {
        let mut grew = false;
        for (from, to) in next.iter().enumerate() {
            if let Some(to) = to
                && inside[from] != inside[*to]
            {
                inside[from] = true;
                inside[*to] = true;
                grew = true;
            }
        }
        if !grew {
            break;
        }
    }
    judgements
        .iter()
        .zip(inside)
        .filter(|(_, inside)| *inside)
        .map(|(j, _)| j.promise)
        .collect()
}

fn ended_badly(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Broken | Verdict::Light | Verdict::Withdrawn | Verdict::Superseded => true,
        Verdict::Open
        | Verdict::DueToday
        | Verdict::InGrace
        | Verdict::Kept
        | Verdict::KeptLate
        | Verdict::CuredLate
        | Verdict::Voided => false,
    }
}

/// Two promises are about the same debt when they share an invoice; a promise on the account is about every invoice that was
/// there when it was taken.
pub(super) fn same_debt(a: &Promise, b: &Promise, balances: &Balances) -> bool {
    let shares = |on_account: &Promise, on_invoices: &Promise| {
        on_invoices.items.iter().any(|item| {
            balances
                .get(item.document)
                .is_none_or(|row| row.issued <= on_account.taken_on)
        })
    };
    match (a.items.is_empty(), b.items.is_empty()) {
        (true, true) => true,
        (true, false) => shares(a, b),
        (false, true) => shares(b, a),
        (false, false) => a
            .items
            .iter()
            .any(|x| b.items.iter().any(|y| x.document == y.document)),
    }
}

/// The chain of dates on one line, where there is more than one:
/// `5 Sep > 19 Sep > 3 Oct: 3rd date, +28 d, 0.00 received`, and what lies over the newest of them. `all` are the account's judgements.
#[must_use]
pub fn chain_line(
    judgement: &Judgement,
    all: &[Judgement],
    book: &Book,
    as_of: NaiveDate,
) -> Option<String> {
    let links: Vec<&Promise> = judgement
        .chain
        .iter()
        .filter_map(|id| book.promises.iter().find(|p| p.id == *id))
        .collect();
    let (first, last) = (links.first()?, links.last()?);
    if links.len() < 2 {
        return None;
    }
    let received = Minor::sum(
        all.iter()
            .filter(|j| judgement.chain.contains(&j.promise))
            .map(|j| j.received),
    )
    .ok()?;
    let dates: Vec<String> = links
        .iter()
        .map(|p| say::short_day(p.by_when, as_of))
        .collect();
    let moved = last.by_when.signed_duration_since(first.by_when).num_days();
    let currency = book.account.currency;
    let newest = all.iter().find(|j| j.promise == last.id);
    let over = newest
        .and_then(|j| overlay_short(j, currency, as_of))
        .map_or(String::new(), |over| format!(", {over}"));
    Some(format!(
        "{}: {} date, {moved:+} d, {} received{over}",
        dates.join(" > "),
        say::ordinal(u32::try_from(links.len()).unwrap_or(u32::MAX)),
        received.show(currency)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::judge_all;
    use crate::domain::promise::EndKind;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn promises_that_took_each_others_place_are_one_line() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-07-01", "2026-08-01", 500_000);
        let first = b.promise("2026-09-01", "2026-09-05", 500_000, &[i]);
        let second = b.promise("2026-09-08", "2026-09-19", 500_000, &[i]);
        b.end(first, EndKind::Superseded, "2026-09-08", Some(second));
        let third = b.promise("2026-09-18", "2026-10-03", 500_000, &[i]);
        b.end(second, EndKind::Superseded, "2026-09-18", Some(third));
        let all = judge_all(&b.book, d("2026-09-20"), &Rules::default()).expect("fits");
        assert_eq!(all[2].chain, [first, second, third]);
        assert_eq!(all[2].level, 3);
        assert_eq!(all[0].level, 1);
        let line = super::chain_line(&all[2], &all, &b.book, d("2026-09-20"));
        assert_eq!(
            line.as_deref(),
            Some("5 Sep > 19 Sep > 3 Oct: 3rd date, +28 d, 0.00 received")
        );
        let early = judge_all(&b.book, d("2026-09-10"), &Rules::default()).expect("fits");
        assert_eq!(early[1].chain, [first, second]);
    }

    #[test]
    fn a_promise_on_another_invoice_is_a_first_one() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-07-01", "2026-08-01", 500);
        let j = b.invoice("2026-07-01", "2026-08-01", 500);
        b.promise("2026-09-01", "2026-09-04", 500, &[i]);
        b.promise("2026-09-14", "2026-09-18", 500, &[j]);
        b.promise("2026-09-14", "2026-09-18", 500, &[i]);
        let all = judge_all(&b.book, d("2026-09-15"), &Rules::default()).expect("fits");
        assert_eq!(all.iter().map(|j| j.level).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(
            super::chain_line(&all[2], &all, &b.book, d("2026-09-15")),
            None
        );
    }
}
