//! Random books, and ways to turn one into another that must be judged alike.

use bywhen::domain::account::{Account, AccountKind};
use bywhen::domain::balances::Balances;
use bywhen::domain::book::Book;
use bywhen::domain::dispute::CaseKind;
use bywhen::domain::document::{
    Application, Document, DocumentKind, Restatement, Retainage, Reversal,
};
use bywhen::domain::ids::{
    AccountId, ClaimId, DisputeId, DocumentId, FollowUpId, PromiseId, TaskId, TouchId,
};
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::promise::{EndKind, Promise, PromiseEnd};
use bywhen::domain::rules::Rules;
use bywhen::domain::split::Split;
use bywhen::domain::task::TaskKind;
use bywhen::domain::touch::{
    Channel, Claim, Dispute, FollowUp, Hold, HoldKind, LienStep, Method, Owner, Task, Touch,
    TouchOutcome,
};
use bywhen::domain::verdict::split;
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// The n-th day of the books, from Thu 1 Oct 2026.
pub fn day(n: i64) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a date");
    start + Days::new(u64::try_from(n).expect("not before the first"))
}

const KINDS: [DocumentKind; 9] = [
    DocumentKind::Invoice,
    DocumentKind::Invoice,
    DocumentKind::Invoice,
    DocumentKind::Payment,
    DocumentKind::Payment,
    DocumentKind::CreditMemo,
    DocumentKind::PresumedCash,
    DocumentKind::SettledEarlier,
    DocumentKind::Refund,
];

fn amount() -> impl Strategy<Value = Minor> {
    prop_oneof![
        Just(500),
        Just(1_000),
        Just(1_000),
        Just(1_500),
        1..2_000_i64
    ]
    .prop_map(Minor::new)
}

type Row = (usize, i64, i64, Minor, Option<u8>, (bool, Option<i64>));

fn document(id: i64, (kind, issued, terms, amount, reference, (held, until)): Row) -> Document {
    let kind = KINDS[kind];
    Document {
        id: DocumentId(id),
        kind,
        number: format!("N{id}"),
        issued: day(issued),
        due: day(issued + if kind.is_receivable() { terms } else { 0 }),
        due_derived: false,
        amount,
        po: None,
        job: None,
        reason: None,
        memo: None,
        method: None,
        reference: reference.map(|r| format!("check {r}")),
        retainage: held
            .then(|| Retainage {
                // Said some days after the invoice: a day before it knows nothing of it.
                from: day(issued + 5),
                amount: Minor::new(amount.get() / 10),
                until: until.map(day),
                payer: None,
            })
            .into_iter()
            .collect(),
        presumed_after: (kind == DocumentKind::PresumedCash)
            .then(|| day(issued) - chrono::Days::new(4)),
    }
}

/// Settles: which source, which target, what percentage of the smaller rest, how many days after the source's day.
fn apply(book: &mut Book, wishes: &[(usize, usize, i64, i64)]) {
    let n = book.documents.len();
    let mut rest: Vec<i64> = book.documents.iter().map(|d| d.amount.get()).collect();
    for (from, to, percent, wait) in wishes {
        let (from, to) = (from % n, to % n);
        let (a, b) = (&book.documents[from], &book.documents[to]);
        let fits = !a.kind.raises()
            && b.kind.raises()
            && (b.kind.is_receivable() || a.kind == DocumentKind::Payment);
        let part = rest[from].min(rest[to]) * percent / 100;
        if !fits || part == 0 {
            continue;
        }
        rest[from] -= part;
        rest[to] -= part;
        book.applications.push(Application {
            from: a.id,
            to: b.id,
            amount: Minor::new(part),
            effective_on: a.issued + Days::new(u64::try_from(*wait).expect("not negative")),
        });
    }
}

type Wish = (i64, i64, Minor, Vec<usize>, Option<u8>, Option<(bool, i64)>);

fn promise(book: &mut Book, id: i64, (taken, days, amount, items, reference, end): Wish) {
    let invoices: Vec<DocumentId> = items
        .iter()
        .filter_map(|i| book.documents.get(*i))
        .filter(|d| d.kind.is_receivable() && d.issued <= day(taken))
        .map(|d| d.id)
        .collect();
    let balances = Balances::at(book, day(taken)).expect("small amounts fit");
    book.promises.push(Promise {
        id: PromiseId(id),
        amount,
        by_when: day(taken + days),
        taken_on: day(taken),
        items: split(
            book,
            &balances,
            amount,
            &invoices,
            &Split::OldestFirst,
            &[],
            &Rules::default(),
        )
        .expect("small amounts fit"),
        open_when_taken: balances.total_open().expect("small amounts fit"),
        contact: None,
        taken_by: "Ana".into(),
        method: None,
        reference: reference.map(|r| r.to_string()),
        touch: None,
        place: None,
        end: end.map(|(withdrawn, after)| PromiseEnd {
            kind: if withdrawn {
                EndKind::Withdrawn
            } else {
                EndKind::Superseded
            },
            on: day(taken + after),
            by: (!withdrawn).then_some(PromiseId(id + 1)),
        }),
    });
}

fn touches(book: &mut Book, rows: Vec<(i64, bool, bool, bool)>) {
    for (i, (on, note, inbound, attempt)) in rows.into_iter().enumerate() {
        book.touches.push(Touch {
            id: TouchId(i64::try_from(i).expect("few")),
            channel: if note { Channel::Note } else { Channel::Call },
            inbound,
            on: day(on),
            at: day(on).and_hms_opt(12, 0, 0).expect("noon").and_utc(),
            by: "Ana".into(),
            contact: None,
            right_party: !attempt,
            outcome: if attempt {
                TouchOutcome::Voicemail
            } else {
                TouchOutcome::Information
            },
            barrier: None,
            note: String::new(),
            told: None,
            overstep: None,
            told_for: None,
            answers: Vec::new(),
            barriers: Vec::new(),
        });
    }
}

fn follow_ups(book: &mut Book, rows: Vec<(i64, i64, bool)>) {
    for (i, (made, wait, theirs)) in rows.into_iter().enumerate() {
        book.follow_ups.push(FollowUp {
            id: FollowUpId(i64::try_from(i).expect("few")),
            made_on: day(made),
            due_on: day(made + wait),
            at: None,
            reason: "ask again".into(),
            requested_by_them: theirs,
            touch: None,
        });
    }
}

fn claims(book: &mut Book, rows: Vec<(i64, i64, Minor, bool, Option<i64>)>) {
    let first = book.documents.first().map(|d| d.id);
    for (i, (made, wait, amount, named, retracted)) in rows.into_iter().enumerate() {
        book.claims.push(Claim {
            id: ClaimId(i64::try_from(i).expect("few")),
            made_on: day(made),
            method: Method::Check,
            reference: named.then(|| "1".to_owned()),
            amount,
            mailed_on: day(made),
            expected_by: day(made + wait),
            invoices: first.filter(|_| named).into_iter().collect(),
            matched: None,
            retracted_on: retracted.map(|n| day(made + n)),
            contact: None,
            mailed_to: None,
            steps: Vec::new(),
            reissued_as: None,
        });
    }
}

/// Disputes, tasks, holds, lien steps from the same rows: a day, a length, whether it ended.
fn others(book: &mut Book, rows: Vec<(i64, i64, bool, u8)>) {
    let first = book.documents.first().map(|d| d.id);
    for (i, (on, length, over, what)) in rows.into_iter().enumerate() {
        let end = over.then(|| day(on + length));
        match (what, first) {
            (0, Some(document)) => book.disputes.push(Dispute {
                id: DisputeId(i64::try_from(i).expect("few")),
                code: None,
                owner: None,
                due_on: None,
                ended: None,
                kind: CaseKind::Dispute,
                payment: None,
                credited: Minor::ZERO,
                reopens: None,
                document,
                amount: Minor::new(400),
                reason: "pricing".into(),
                opened_on: day(on),
                resolved_on: end,
            }),
            (1, _) => book.tasks.push(Task {
                id: TaskId(i64::try_from(i).expect("few")),
                owner: Owner::Us,
                kind: TaskKind::InvoiceCopy,
                person: None,
                dropped: false,
                what: "send a copy".into(),
                made_on: day(on),
                due_on: day(on + 3),
                done_on: end,
            }),
            (2, _) => book.holds.push(Hold {
                kind: HoldKind::Attorney,
                from: day(on),
                until: end,
                details: bywhen::domain::touch::HoldDetails::default(),
            }),
            _ => book.lien_steps.push(LienStep {
                job: "Pier 9".into(),
                step: "lien".into(),
                due_on: day(on + 9),
                made_on: day(on),
                done_on: end,
            }),
        }
    }
}

prop_compose! {
    /// A book of up to 70 days with everything that rules look at.
    pub fn book()(
        rows in vec(
            (0..KINDS.len(), 0..50_i64, 0..20_i64, amount(), option::of(0..3_u8), (any::<bool>(), option::of(0..70_i64))),
            1..10,
        ),
        settles in vec((0..10_usize, 0..10_usize, prop_oneof![Just(100), 1..100_i64], 0..6_i64), 0..10),
        reversals in vec((0..10_usize, 0..20_i64), 0..2),
        restated in vec((0..10_usize, -90..90_i64, 0..20_i64), 0..2),
        promised in vec(
            (0..50_i64, 0..15_i64, amount(), vec(0..10_usize, 0..3), option::of(0..3_u8), option::of((any::<bool>(), 0..20_i64))),
            0..5,
        ),
        touched in vec((0..60_i64, any::<bool>(), any::<bool>(), any::<bool>()), 0..4),
        dated in vec((0..60_i64, 0..12_i64, any::<bool>()), 0..3),
        claimed in vec((0..50_i64, 0..8_i64, amount(), any::<bool>(), option::of(0..10_i64)), 0..3),
        more in vec((0..60_i64, 0..12_i64, any::<bool>(), 0..4_u8), 0..4),
    ) -> Book {
        let mut book = Book::empty(Account {
            id: AccountId(1),
            number: None,
            name: "Harbor Framing LLC".into(),
            currency: Currency::USD,
            kind: AccountKind::Commercial,
            terms_days: None,
            credit_limit: Some(Minor::new(2_000)),
            collector: None,
            salesperson: None,
            state: None,
            zone: None,
            invoices_to: None,
            address: None,
            flags: bywhen::domain::account::AccountFlags::default(),
        });
        for (id, row) in (1..).zip(rows) {
            book.documents.push(document(id, row));
        }
        apply(&mut book, &settles);
        for (i, wait) in reversals {
            if let Some(d) = book.documents.get(i) {
                let effective_on = d.issued + Days::new(u64::try_from(wait).expect("not negative"));
                book.reversals.push(Reversal { document: d.id, effective_on, reason: "nsf".into() });
            }
        }
        for (i, delta, wait) in restated {
            if let Some(d) = book.documents.get(i).filter(|d| d.kind.is_receivable()) {
                let effective_on = d.issued + Days::new(u64::try_from(wait).expect("not negative"));
                book.restatements.push(Restatement { document: d.id, delta: Minor::new(delta), effective_on });
            }
        }
        for (id, wish) in (1..).zip(promised) {
            promise(&mut book, id, wish);
        }
        touches(&mut book, touched);
        follow_ups(&mut book, dated);
        claims(&mut book, claimed);
        others(&mut book, more);
        book
    }
}

/// The book as it was known at the end of a day: nothing that is dated later.
pub fn as_known_on(book: &Book, on: NaiveDate) -> Book {
    let mut b = book.clone();
    // What was settled before we first saw it belongs to the past of its invoice, whenever we learned of it.
    let earlier = |d: &Document| d.kind == DocumentKind::SettledEarlier;
    b.documents.retain(|d| d.issued <= on || earlier(d));
    let known = |id: DocumentId| b.documents.iter().find(|d| d.id == id);
    b.applications
        .retain(|a| match (known(a.from), known(a.to)) {
            (Some(from), Some(_)) => a.effective_on <= on || earlier(from),
            (_, None) | (None, _) => false,
        });
    b.reversals.retain(|r| r.effective_on <= on);
    b.restatements.retain(|r| r.effective_on <= on);
    b.promises.retain(|p| p.taken_on <= on);
    for p in &mut b.promises {
        p.end = p.end.take().filter(|end| end.on <= on);
    }
    b.rulings.retain(|r| r.on <= on);
    b.claims.retain(|c| c.made_on <= on);
    for c in &mut b.claims {
        c.retracted_on = c.retracted_on.filter(|d| *d <= on);
    }
    b.follow_ups.retain(|f| f.made_on <= on);
    b.touches.retain(|t| t.on <= on);
    b.tasks.retain(|t| t.made_on <= on);
    for t in &mut b.tasks {
        t.done_on = t.done_on.filter(|d| *d <= on);
    }
    b.disputes.retain(|d| d.opened_on <= on);
    for d in &mut b.disputes {
        d.resolved_on = d.resolved_on.filter(|d| *d <= on);
    }
    b.holds.retain(|h| h.from <= on);
    b.lien_steps.retain(|l| l.made_on <= on);
    for l in &mut b.lien_steps {
        l.done_on = l.done_on.filter(|d| *d <= on);
    }
    b
}

/// A small generator of our own, so that a failing case shrinks to its seed.
fn mix<T>(rows: &mut [T], seed: &mut u64) {
    for i in (1..rows.len()).rev() {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let j = usize::try_from(*seed >> 33).expect("31 bits") % (i + 1);
        rows.swap(i, j);
    }
}

/// The same rows in another order.
pub fn shuffled(book: &Book, mut seed: u64) -> Book {
    let mut b = book.clone();
    mix(&mut b.documents, &mut seed);
    mix(&mut b.applications, &mut seed);
    mix(&mut b.reversals, &mut seed);
    mix(&mut b.restatements, &mut seed);
    mix(&mut b.promises, &mut seed);
    mix(&mut b.disputes, &mut seed);
    mix(&mut b.follow_ups, &mut seed);
    mix(&mut b.touches, &mut seed);
    b
}

/// The same book with its documents entered in another order: other ids, the same numbers on paper.
pub fn renumbered(book: &Book, mut seed: u64) -> Book {
    let mut b = book.clone();
    let mut ids: Vec<i64> = (1..).take(b.documents.len()).collect();
    mix(&mut ids, &mut seed);
    let new = |id: DocumentId| {
        let at = usize::try_from(id.0 - 1).expect("from 1");
        ids.get(at).map_or(id, |n| DocumentId(*n))
    };
    for d in &mut b.documents {
        d.id = new(d.id);
    }
    for a in &mut b.applications {
        (a.from, a.to) = (new(a.from), new(a.to));
    }
    for r in &mut b.reversals {
        r.document = new(r.document);
    }
    for r in &mut b.restatements {
        r.document = new(r.document);
    }
    for item in b.promises.iter_mut().flat_map(|p| &mut p.items) {
        item.document = new(item.document);
    }
    for id in b.claims.iter_mut().flat_map(|c| &mut c.invoices) {
        *id = new(*id);
    }
    for d in &mut b.disputes {
        d.document = new(d.document);
    }
    b.documents.sort_by_key(|d| d.id);
    b
}
