//! What several reports say of one customer: names and numbers, other names, near names, what was typed here, several currencies.

mod store_common;
mod store_staged;

use bywhen::domain::document::DocumentKind;
use bywhen::domain::ids::QuestionId;
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::staged::{FileKind, StagedAccount};
use bywhen::store::protocol::{ImportReport, Intent, QuestionLine, Record, Reply, Request, Take};
use store_common::{Desk, ask_aging};
use store_staged::{customers, import, invoice, list, refused, snapshot};

fn alias(desk: &mut Desk, account: &str, name: &str) {
    let account = desk.account(account);
    let name = name.to_owned();
    desk.done(Intent::Record(Record::Alias { account, name }));
}

fn questions(desk: &mut Desk) -> Vec<QuestionLine> {
    match desk.ask(Request::Questions { account: None }) {
        Reply::Questions(lines) => lines,
        other => panic!("{other:?}"),
    }
}

fn answer(desk: &mut Desk, question: QuestionId, take: Take) {
    desk.done(Intent::Record(Record::Answer { question, take }));
}

fn codes(report: &ImportReport) -> Vec<&str> {
    report
        .files
        .iter()
        .flat_map(|f| &f.issues)
        .map(|i| i.code.as_str())
        .collect()
}

fn accounts(desk: &mut Desk) -> u64 {
    match desk.ask(Request::Status {
        as_of: store_common::day("2026-11-30"),
    }) {
        Reply::Status(status) => status.accounts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_first_and_numbers_later_meet_in_one_account_and_the_reverse() {
    for names_first in [true, false] {
        let mut desk = Desk::on("2026-11-06");
        let by_name = invoice("|Harbor Framing LLC", "A-1", 50_000, 50_000);
        let by_number = invoice("C1|HARBOR  Framing llc", "A-1", 50_000, 50_000);
        let (first, second) = if names_first {
            (by_name, by_number)
        } else {
            (by_number, by_name)
        };
        import(&mut desk, vec![snapshot("2026-11-06", vec![first])]);
        desk.today("2026-11-13");
        let report = import(&mut desk, vec![snapshot("2026-11-13", vec![second])]);
        assert_eq!(report.files[0].documents.unchanged, 1, "{names_first}");
        assert_eq!(accounts(&mut desk), 1);
        let account = desk.account("C1");
        assert_eq!(desk.prep(account).open, Minor::new(50_000));
        desk.checks();
    }
}

#[test]
fn a_name_and_a_number_in_one_set_meet_whichever_stands_first() {
    let mut desk = Desk::on("2026-11-06");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-06",
            vec![invoice("|Harbor", "A-1", 50_000, 50_000)],
        )],
    );
    desk.today("2026-11-13");
    let rows = vec![
        invoice("|Harbor", "A-1", 50_000, 50_000),
        invoice("C1|Harbor", "A-2", 7_000, 7_000),
    ];
    import(&mut desk, vec![snapshot("2026-11-13", rows)]);
    assert_eq!(accounts(&mut desk), 1);
    assert_eq!(desk.account("C1"), desk.account("Harbor"));
    desk.checks();
}

#[test]
fn a_near_name_is_offered_with_the_command_and_merged_only_by_it() {
    let mut desk = Desk::on("2026-11-06");
    let old = invoice("C1|Harbor Framing LLC", "A-1", 50_000, 50_000);
    import(&mut desk, vec![snapshot("2026-11-06", vec![old])]);
    desk.today("2026-11-13");
    // A list of another system: without numbers, the name as somebody typed it.
    let new = || list(vec![invoice("|Harbour Framing", "A-2", 7_000, 7_000)]);
    let report = import(&mut desk, vec![new()]);
    assert_eq!(codes(&report), ["near_match"]);
    let near = &report.files[0].near[0];
    assert_eq!(
        (near.label.as_str(), near.name.as_str()),
        ("C1", "Harbour Framing")
    );
    let message = &report.files[0].issues[0].message;
    assert!(
        message.contains("bywhen alias C1 \"Harbour Framing\""),
        "{message}"
    );
    assert_eq!(accounts(&mut desk), 2);

    alias(&mut desk, "C1", "Harbour Framing");
    let c1 = desk.account("C1");
    assert_eq!(
        desk.account("harbour framing"),
        c1,
        "it is found by its other name"
    );
    let mut again = new();
    again.sha256 = "later".into();
    let report = import(&mut desk, vec![again]);
    assert_eq!(codes(&report), Vec::<&str>::new());
    let prep = desk.prep(c1);
    assert_eq!((prep.open, prep.invoices.len()), (Minor::new(57_000), 2));
    let total = ask_aging(&mut desk, "2026-11-13")[0].total_open;
    assert_eq!(
        total,
        Minor::new(57_000),
        "what stood under the other name moved, once"
    );
    desk.checks();
}

#[test]
fn an_alias_holds_for_the_next_snapshot_and_nothing_is_paid_by_it() {
    let mut desk = Desk::on("2026-11-06");
    let rows = |name: &str| {
        vec![
            invoice(name, "A-1", 50_000, 50_000),
            invoice(name, "A-2", 7_000, 7_000),
            invoice("|Cedar", "B-1", 900_000, 900_000),
        ]
    };
    import(
        &mut desk,
        vec![snapshot("2026-11-06", rows("|Harbor Framing"))],
    );
    let harbor = desk.account("Harbor Framing");
    let promise = desk.promise(harbor, 50_000, "2026-11-20", &[]);
    desk.today("2026-11-13");
    // The customer has another name in the books: refused, because it would look paid and new.
    let renamed = || snapshot("2026-11-13", rows("|Harbor & Sons"));
    let (why, report) = refused(&mut desk, vec![renamed()]);
    assert!(
        why.contains("Harbor Framing") && why.contains("bywhen alias"),
        "{why}"
    );
    assert_eq!(report.files[0].near[0].documents, 2);

    alias(&mut desk, "Harbor Framing", "Harbor & Sons");
    let report = import(&mut desk, vec![renamed()]);
    assert_eq!(report.files[0].documents.unchanged, 3);
    let prep = desk.prep(harbor);
    assert_eq!((prep.open, prep.payments.len()), (Minor::new(57_000), 0));
    assert_eq!(prep.promises[0].promise.id, promise);
    desk.checks();
}

#[test]
fn two_customers_with_the_same_documents_are_two_when_the_user_says_so() {
    let mut desk = Desk::on("2026-11-06");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-06",
            vec![
                invoice("|Harbor", "1", 50_000, 50_000),
                invoice("|Cedar", "B-1", 900_000, 900_000),
            ],
        )],
    );
    desk.today("2026-11-13");
    let mut order = store_staged::order(vec![snapshot(
        "2026-11-13",
        vec![
            invoice("|Kestrel", "1", 50_000, 50_000),
            invoice("|Cedar", "B-1", 900_000, 900_000),
        ],
    )]);
    order.close_missing = true;
    let done = desk.done(Intent::Import(Box::new(order)));
    let report = done.import.expect("a report");
    assert!(report.applied, "{:?}", report.refused);
    assert_eq!(report.files[0].documents.closed, 1);
    let harbor = desk.account("Harbor");
    assert_eq!(
        desk.prep(harbor).payments[0].kind,
        DocumentKind::PresumedCash
    );
    desk.checks();
}

#[test]
fn an_invoice_that_moves_to_another_customer_is_no_payment_of_the_first() {
    let mut desk = Desk::on("2026-11-06");
    let both = |first: &str| {
        vec![
            invoice(first, "A-1", 50_000, 50_000),
            invoice("|Harbor", "A-2", 7_000, 7_000),
            invoice("|Cedar", "B-1", 900_000, 900_000),
        ]
    };
    import(&mut desk, vec![snapshot("2026-11-06", both("|Harbor"))]);
    desk.today("2026-11-13");
    let report = import(&mut desk, vec![snapshot("2026-11-13", both("|Cedar"))]);
    assert_eq!(codes(&report), ["moved_account"]);
    let harbor = desk.account("Harbor");
    let prep = desk.prep(harbor);
    assert_eq!((prep.open, prep.payments.len()), (Minor::new(7_000), 0));
    let cedar = desk.account("Cedar");
    assert_eq!(desk.prep(cedar).open, Minor::new(950_000));
    desk.checks();
}

#[test]
fn an_alias_that_would_hide_what_people_wrote_or_merge_two_numbers_is_refused() {
    let mut desk = Desk::on("2026-11-06");
    let rows = vec![
        invoice("C1|Harbor", "A-1", 50_000, 50_000),
        invoice("C2|Harbor South", "A-2", 50_000, 50_000),
        invoice("|Harbor Ltd", "A-3", 50_000, 50_000),
    ];
    import(&mut desk, vec![snapshot("2026-11-06", rows)]);
    let account = desk.account("C1");
    let mut no = |name: &str, word: &str| {
        let name = name.to_owned();
        let why = desk.refused(Intent::Record(Record::Alias { account, name }));
        assert!(why.contains(word), "{why}");
    };
    no("harbor", "its own name");
    no("Harbor South", "two numbers");
    no("  ", "empty");
    let other = desk.account("Harbor Ltd");
    desk.done(Intent::AddNote {
        account: other,
        text: "asks for copies".into(),
    });
    let name = "Harbor Ltd".to_owned();
    let why = desk.refused(Intent::Record(Record::Alias { account, name }));
    assert!(why.contains("calls or notes"), "{why}");
    alias(&mut desk, "C1", "Harbor Holding");
    let name = "HARBOR  holding".to_owned();
    let why = desk.refused(Intent::Record(Record::Alias { account, name }));
    assert!(why.contains("already"), "{why}");
    // And it can be taken back.
    desk.done(Intent::Undo { seq: None });
    alias(&mut desk, "C2", "Harbor Holding");
    desk.checks();
}

fn person(name: &str, phone: &str) -> StagedAccount {
    StagedAccount {
        contact: Some(name.into()),
        phone: Some(phone.into()),
        ..customers("C1|Harbor")
    }
}

fn people_file(row: StagedAccount, version: &str) -> bywhen::domain::staged::StagedFile {
    let mut file = list(Vec::new());
    file.kind = FileKind::Customers;
    file.sha256 = version.into();
    file.file = format!("customers-{version}.csv");
    file.accounts = vec![row];
    file
}

fn typed(desk: &mut Desk, phone: &str) {
    let account = desk.account("C1");
    desk.done(Intent::Record(Record::Contact {
        account,
        name: "Ann".into(),
        role: None,
        phone: Some(phone.into()),
        email: None,
        preferred: false,
        zone: None,
    }));
}

fn phone(desk: &mut Desk) -> Option<String> {
    let account = desk.account("C1");
    desk.prep(account).contacts[0].phone.clone()
}

#[test]
fn a_file_fills_what_is_empty_and_follows_what_an_earlier_file_said() {
    let mut desk = Desk::on("2026-11-06");
    import(
        &mut desk,
        vec![snapshot(
            "2026-11-06",
            vec![invoice("C1|Harbor", "A-1", 500, 500)],
        )],
    );
    let row = StagedAccount {
        terms_days: Some(30),
        credit_limit: Some(Minor::new(900_000)),
        address: Some("Pier 9, Portland".into()),
        mobile: Some("503 555 0199".into()),
        other_contact: Some("Bob".into()),
        ..person("Ann", "503 555 0142")
    };
    let report = import(&mut desk, vec![people_file(row.clone(), "1")]);
    assert_eq!(report.files[0].accounts.changed, 1);
    let account = desk.account("C1");
    let prep = desk.prep(account);
    assert_eq!(prep.account.address.as_deref(), Some("Pier 9, Portland"));
    assert_eq!(prep.contacts.len(), 2);
    assert_eq!(prep.contacts[0].mobile.as_deref(), Some("503 555 0199"));
    // Only written otherwise: nothing changes. Another number: the file's own value follows.
    let same = StagedAccount {
        phone: Some("(503) 555-0142".into()),
        contact: Some("ann".into()),
        ..row.clone()
    };
    let report = import(&mut desk, vec![people_file(same, "2")]);
    assert_eq!(report.files[0].accounts.unchanged, 1);
    let moved = StagedAccount {
        phone: Some("503 555 0143".into()),
        ..row
    };
    let report = import(&mut desk, vec![people_file(moved, "3")]);
    assert_eq!(
        (report.files[0].accounts.changed, report.files[0].questions),
        (1, 0)
    );
    assert_eq!(phone(&mut desk).as_deref(), Some("503 555 0143"));
    desk.checks();
}

#[test]
fn what_a_collector_typed_stays_until_somebody_decides() {
    let mut desk = Desk::on("2026-11-06");
    import(&mut desk, vec![people_file(person("Ann", "111-1111"), "1")]);
    typed(&mut desk, "222-2222");
    // The file still has the old number.
    let report = import(&mut desk, vec![people_file(person("Ann", "111-1111"), "2")]);
    assert_eq!(codes(&report), ["differs_from_typed"]);
    assert_eq!(report.files[0].questions, 1);
    assert_eq!(phone(&mut desk).as_deref(), Some("222-2222"));
    let open = questions(&mut desk);
    assert_eq!(open.len(), 1);
    assert_eq!(
        (
            open[0].contact.as_deref(),
            open[0].mine.as_str(),
            open[0].theirs.as_str()
        ),
        (Some("Ann"), "222-2222", "111-1111")
    );
    // Once more: it is open already, and not asked twice.
    let report = import(&mut desk, vec![people_file(person("Ann", "111 1111"), "3")]);
    assert_eq!(codes(&report), Vec::<&str>::new());
    assert_eq!(questions(&mut desk).len(), 1);
    // A third value takes the place of the question.
    import(&mut desk, vec![people_file(person("Ann", "333-3333"), "4")]);
    let open = questions(&mut desk);
    assert_eq!((open.len(), open[0].theirs.as_str()), (1, "333-3333"));
    // Ours stays, and the same value asks no more.
    answer(&mut desk, open[0].id, Take::Mine);
    import(&mut desk, vec![people_file(person("Ann", "333-3333"), "5")]);
    assert_eq!(questions(&mut desk), []);
    assert_eq!(phone(&mut desk).as_deref(), Some("222-2222"));
    desk.checks();
}

#[test]
fn a_value_taken_from_a_report_is_the_reports_again_and_the_answer_can_be_undone() {
    let mut desk = Desk::on("2026-11-06");
    import(&mut desk, vec![people_file(person("Ann", "111-1111"), "1")]);
    typed(&mut desk, "222-2222");
    let done = desk.done(Intent::Import(Box::new(store_staged::order(vec![
        people_file(person("Ann", "333-3333"), "2"),
    ]))));
    let open = questions(&mut desk)[0].id;
    answer(&mut desk, open, Take::Theirs);
    assert_eq!(phone(&mut desk).as_deref(), Some("333-3333"));
    assert_eq!(questions(&mut desk), []);
    let why = desk.refused(Intent::Record(Record::Answer {
        question: open,
        take: Take::Mine,
    }));
    assert!(why.contains("no open question"), "{why}");
    let why = desk.refused(Intent::Undo { seq: done.event });
    assert!(why.contains("decided since"), "{why}");
    desk.done(Intent::Undo { seq: None });
    assert_eq!(phone(&mut desk).as_deref(), Some("222-2222"));
    assert_eq!(questions(&mut desk).len(), 1);
    answer(&mut desk, open, Take::Theirs);
    // From now on the report may change it again.
    import(&mut desk, vec![people_file(person("Ann", "444-4444"), "3")]);
    assert_eq!(phone(&mut desk).as_deref(), Some("444-4444"));
    assert_eq!(questions(&mut desk), []);
    desk.checks();
}

#[test]
fn a_credit_limit_that_was_typed_is_asked_about_in_money() {
    let mut desk = Desk::on("2026-11-06");
    let limit = |cents: i64| StagedAccount {
        credit_limit: Some(Minor::new(cents)),
        ..customers("C1|Harbor")
    };
    import(&mut desk, vec![people_file(limit(500_000), "1")]);
    let account = desk.account("C1");
    desk.done(Intent::Record(Record::Account {
        account,
        kind: None,
        collector: None,
        salesperson: None,
        state: None,
        credit_limit: Some(Minor::new(200_000)),
        zone: None,
    }));
    import(&mut desk, vec![people_file(limit(800_000), "2")]);
    let open = questions(&mut desk);
    assert_eq!(
        (
            open[0].field.as_str(),
            open[0].mine.as_str(),
            open[0].theirs.as_str()
        ),
        ("credit limit", "2,000.00", "8,000.00")
    );
    // Typed to agree: the question is gone by itself.
    desk.done(Intent::Record(Record::Account {
        account,
        kind: None,
        collector: None,
        salesperson: None,
        state: None,
        credit_limit: Some(Minor::new(800_000)),
        zone: None,
    }));
    assert_eq!(questions(&mut desk), []);
    desk.checks();
}

#[test]
fn a_customer_in_two_currencies_has_an_account_in_each() {
    let mut desk = Desk::on("2026-11-06");
    let mut euro = invoice("C1|Harbor", "E-1", 30_000, 30_000);
    euro.currency = Currency::parse("EUR").expect("euro");
    let rows = vec![invoice("C1|Harbor", "A-1", 50_000, 50_000), euro];
    let report = import(&mut desk, vec![snapshot("2026-11-06", rows.clone())]);
    assert_eq!(
        report.files[0].total_open,
        Minor::new(50_000),
        "the book's currency only"
    );
    let all = &report.files[0].currencies;
    let of = |code: &str| {
        all.iter()
            .find(|c| c.currency.code() == code)
            .map(|c| (c.open_invoices, c.total_open.get()))
    };
    assert_eq!(
        (of("USD"), of("EUR")),
        (Some((1, 50_000)), Some((1, 30_000)))
    );
    let lines = ask_aging(&mut desk, "2026-11-06");
    assert_eq!(lines.len(), 2);
    let euros = desk.account("C1 EUR");
    assert_eq!(desk.account("Harbor (EUR)"), euros);
    assert_eq!(desk.prep(euros).open, Minor::new(30_000));
    desk.today("2026-11-13");
    let report = import(&mut desk, vec![snapshot("2026-11-13", rows)]);
    assert_eq!(report.files[0].documents.unchanged, 2);
    assert_eq!(accounts(&mut desk), 2);
    desk.checks();
}
