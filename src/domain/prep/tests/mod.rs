//! Preps of made-up books: what a collector would see, row by row.

mod brief;
mod rows;
mod safety;
mod said;

use super::*;
use crate::domain::account::{AccountKind, Contact};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::local_time::{Known, Place};
use crate::domain::money::Minor;
use crate::domain::queue::Reason;
use crate::domain::script::Situation;
use crate::domain::task::TaskKind;
use crate::domain::testing::{BookMaker, d};
use crate::domain::touch::{HoldKind, Owner, TouchOutcome};
use crate::domain::view::Tone;

/// A Monday.
const TODAY: &str = "2026-11-23";

fn prep(b: &BookMaker) -> Prep {
    prepare(&b.book, d(TODAY), &Rules::default(), Some(d("2026-11-20"))).expect("fits")
}

fn brief(b: &BookMaker) -> Vec<String> {
    prep(b).brief.into_iter().map(|l| l.text).collect()
}

fn person(b: &mut BookMaker, name: &str, phone: Option<&str>, preferred: bool) -> ContactId {
    let id = ContactId(900 + b.book.contacts.len() as i64);
    b.book.contacts.push(Contact {
        id,
        account: AccountId(1),
        name: name.into(),
        role: Some("AP".into()),
        phone: phone.map(str::to_owned),
        mobile: None,
        email: None,
        preferred,
        zone: None,
        right_party: None,
        phone_bad_on: None,
        email_bad_on: None,
    });
    id
}

/// The account of the design's sketch: 5,000.00 promised by Fri 20 Nov, 1,600.00 came, CM-77 is the difference.
fn harbor() -> BookMaker {
    let mut b = BookMaker::new();
    b.book.account.credit_limit = Some(Minor::new(700_000));
    person(&mut b, "Sam Lee", None, false);
    let dana = person(&mut b, "Dana Ruiz", Some("(503) 555-0142"), true);
    let a = b.invoice("2026-09-03", "2026-10-03", 920_000);
    b.last().number = "SI-10432".into();
    b.last().job = Some("Pier 9".into());
    let second = b.invoice("2026-09-20", "2026-10-20", 411_055);
    b.last().number = "SI-10467".into();
    b.talk("2026-11-13");
    b.promise("2026-11-13", "2026-11-20", 500_000, &[a]);
    b.book.promises[0].contact = Some(dana);
    b.pay("2026-11-19", 160_000, &[(a, 160_000)]);
    b.last().method = Some("check".into());
    b.last().reference = Some("1180".into());
    for (number, on, amount) in [
        ("CM-71", "2026-10-05", 12_000),
        ("CM-77", "2026-11-02", 340_000),
    ] {
        b.credit(on, amount);
        b.last().number = number.into();
    }
    let tax = b.document(DocumentKind::CreditMemo, "2026-09-15", 5_000);
    b.last().memo = Some("sales tax exempt".into());
    b.apply(tax, second, 5_000, "2026-09-15");
    b
}
