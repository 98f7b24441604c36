//! A table of an unknown system whose *Balance* is a running one: a statement of account, not a list of what is open.
//!
//! Every balance is then the one above it and the row's own amount. Taken for open balances they would add up to many times of what
//! is owed, so the file is refused.

use crate::domain::staged::StagedDocument;

/// Rows that must carry the balance of the row above on.
const LEAST: usize = 2;

/// True when the balances run on from row to row.
pub(super) fn runs_on(documents: &[StagedDocument]) -> bool {
    let signed = |d: &StagedDocument| {
        let open = i128::from(d.open.get());
        if d.kind.raises() { open } else { -open }
    };
    let mut carried = 0;
    for pair in documents.windows(2) {
        let [above, here] = pair else { continue };
        let (before, now, amount) = (signed(above), signed(here), i128::from(here.amount.get()));
        if !here.amount_known {
            return false;
        }
        if now == before + amount || now == before - amount {
            carried += usize::from(now.abs() != amount);
        } else if now.abs() != amount {
            return false;
        }
    }
    carried >= LEAST
}
