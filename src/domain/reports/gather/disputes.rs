//! Disputes and deductions of the period: open at its end, or ended in it.

use super::Gather;
use crate::domain::book::Book;
use crate::domain::dispute::{self, DisputeCode};
use crate::domain::metrics::disputes::CaseSeen;

impl Gather {
    pub(super) fn disputes(&mut self, book: &Book) {
        let scope = self.out.scope.clone();
        let all = &book.disputes;
        for case in all {
            // One that was opened again is told by its last part.
            let goes_on = all
                .iter()
                .any(|later| later.reopens == Some(case.id) && later.opened_on <= scope.to);
            let ended_on = case.resolved_on.filter(|on| *on <= scope.to);
            let before = ended_on.is_some_and(|on| on < scope.from);
            if goes_on || before || case.opened_on > scope.to {
                continue;
            }
            let number = book.documents.iter().find(|d| d.id == case.document);
            self.out.cases.push(CaseSeen {
                account: book.account.id,
                name: book.account.name.clone(),
                currency: book.account.currency,
                document: case.document,
                number: number.map_or_else(String::new, |d| d.number.clone()),
                reason: case.code.map_or("not said", DisputeCode::words).to_owned(),
                amount: case.amount,
                opened_on: dispute::first_opened(case, all),
                ended_on,
                how: case.ended.filter(|_| ended_on.is_some()),
                credited: case.credited,
            });
        }
    }
}
