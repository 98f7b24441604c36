//! Small reports of one made-up book, a little different each time.

use crate::domain::document::DocumentKind;
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{AccountKey, Covers, FileKind, SharedKey, StagedDocument, StagedFile};
use crate::store::protocol::ImportOrder;
use chrono::{Days, NaiveDate};

/// A complete list of a day: four accounts, some of twelve invoices and two credits, balances by seed.
pub(in crate::store) fn report(as_of: NaiveDate, seed: u64) -> ImportOrder {
    let mut state = seed | 1;
    let mut draw = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let zero = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    let mut documents = Vec::new();
    for n in 0..14u64 {
        // One in eight is missing: closed, or not there yet.
        if draw(8) == 0 {
            continue;
        }
        let kind = match n {
            12 => DocumentKind::CreditMemo,
            13 => DocumentKind::Payment,
            _ => DocumentKind::Invoice,
        };
        let face = 10_000 + n as i64 * 7_919 + i64::from(draw(10) == 0) * 500;
        let open = match draw(4) {
            0 => face - draw(face as u64 - 1) as i64,
            _ => face,
        };
        let issued = zero.checked_add_days(Days::new(n * 2)).expect("a day");
        documents.push(StagedDocument {
            line: n + 1,
            account: SharedKey::from(AccountKey {
                number: None,
                name: Some(format!("Account {}", n % 4)),
            }),
            kind,
            number: if n == 13 {
                "".into()
            } else {
                format!("D-{n}").into()
            },
            issued,
            due: if kind.raises() {
                issued
                    .checked_add_days(Days::new(20 + draw(2)))
                    .expect("a day")
            } else {
                issued
            },
            due_derived: false,
            amount: Minor::new(face),
            amount_known: n % 3 != 0,
            open: Minor::new(open),
            currency: Currency::USD,
            po: None,
            reason: None,
            said: Default::default(),
        });
    }
    ImportOrder {
        files: vec![StagedFile {
            file: format!("report-{seed}.csv"),
            sha256: format!("{as_of}-{seed}"),
            profile: "test".into(),
            kind: FileKind::Snapshot,
            covers: Covers::Both,
            encoding: "utf-8".into(),
            as_of: Some(as_of),
            rows: documents.len() as u64,
            currency: Currency::USD,
            header: Vec::new(),
            scope: None,
            states_currency: false,
            declared_total: None,
            summed_total: Minor::ZERO,
            accounts: Vec::new(),
            documents,
            voided: Vec::new(),
            payments: Vec::new(),
            issues: Vec::new(),
            rejects: Vec::new(),
        }],
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: true,
    }
}
