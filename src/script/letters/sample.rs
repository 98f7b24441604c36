//! Facts to try letters with: everything known, nothing known, many invoices, each value missing alone.

use crate::domain::outbox::{LetterFacts, LetterInvoice, LetterJob, LetterPromise};

/// Everything known, with so many invoices and promises.
pub(super) fn full(invoices: usize, promises: usize) -> LetterFacts {
    let some = |text: &str| Some(text.to_owned());
    LetterFacts {
        account: "Harbor Framing LLC".to_owned(),
        number: some("C1001"),
        first_name: some("Dana"),
        contact: some("Dana Ruiz"),
        caller: "Ana".to_owned(),
        company: "Ridgeline Supply".to_owned(),
        today: "Mon 23 Nov 2026".to_owned(),
        invoices: (0..invoices)
            .map(|n| LetterInvoice {
                number: format!("SI-{}", 10432 + n * 35),
                issued: "Thu 3 Sep 2026".to_owned(),
                due: "Sat 3 Oct 2026".to_owned(),
                late: (n == 0).then(|| "51 days".to_owned()),
                open: ["$9,200.00", "$4,110.55"][n.min(1)].to_owned(),
                job: (n == 0).then(|| "Pier 9".to_owned()),
                po: (n == 1).then(|| "PO 4471".to_owned()),
            })
            .collect(),
        total: (invoices > 0).then(|| "$13,310.55".to_owned()),
        past_due: some("$18,420.55"),
        open: "$31,900.00".to_owned(),
        credits: some("$3,400.00"),
        next_steps: (0..promises)
            .map(|n| {
                [
                    "from Thu 3 Dec 2026 on: no further deliveries until the account is settled",
                    "from Tue 8 Dec 2026 on: the account is handed over to an agency",
                ][n.min(1)]
                .to_owned()
            })
            .collect(),
        promises: (0..promises)
            .map(|n| LetterPromise {
                amount: "$5,000.00".to_owned(),
                by_when: "Fri 27 Nov 2026".to_owned(),
                method: (n == 0).then(|| "check".to_owned()),
                invoices: (n == 0).then(|| "SI-10432 and SI-10467".to_owned()),
            })
            .collect(),
        paper: some("our W-9"),
        note: some("She needs it before noon."),
        by: some("Thu 3 Dec 2026"),
        about: some("promised 5,000.00 by Fri 20 Nov, got 1,600.00: light by 3,400.00"),
        brief: vec!["over limit: 112 % of 60,000".to_owned()],
        jobs: (0..invoices.min(3))
            .map(|n| LetterJob {
                job: format!("Pier {}", 9 + n),
                open: "$9,200.00".to_owned(),
                invoices: "SI-10432 and SI-10467".to_owned(),
            })
            .collect(),
        guides: (0..promises)
            .map(|n| ["how we invoice", "paying on time"][n.min(1)].to_owned())
            .collect(),
        salesperson: some("Jo Smith"),
        asked: true,
    }
}

/// Nothing known that can be missing.
pub(super) fn bare() -> LetterFacts {
    LetterFacts {
        number: None,
        first_name: None,
        contact: None,
        invoices: Vec::new(),
        total: None,
        past_due: None,
        credits: None,
        next_steps: Vec::new(),
        promises: Vec::new(),
        paper: None,
        note: None,
        by: None,
        about: None,
        brief: Vec::new(),
        jobs: Vec::new(),
        guides: Vec::new(),
        salesperson: None,
        asked: false,
        ..full(0, 0)
    }
}

/// Everything that a template is tried with.
pub(super) fn all() -> Vec<LetterFacts> {
    let mut out = vec![full(2, 1), full(1, 0), full(40, 3), bare()];
    let without: [fn(&mut LetterFacts); 10] = [
        |f| f.number = None,
        |f| f.first_name = None,
        |f| f.contact = None,
        |f| f.past_due = None,
        |f| f.credits = None,
        |f| f.note = None,
        |f| f.by = None,
        |f| f.about = None,
        |f| f.paper = None,
        |f| f.salesperson = None,
    ];
    out.extend(without.into_iter().map(|take| {
        let mut facts = full(2, 2);
        take(&mut facts);
        facts
    }));
    out
}
