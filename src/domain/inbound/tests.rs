//! What mails say, as a table; and what must be true of any text.

use super::*;
use crate::domain::by_when::DateOrder;
use crate::domain::calendar::Calendar;
use crate::domain::ids::DocumentId;
use crate::domain::money::Currency;
use crate::domain::touch::Method;
use proptest::prelude::*;

fn d(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn reading(text: &str) -> Reading {
    let calendar = Calendar::default();
    let scan = Scan {
        today: d("2026-11-23"),
        order: DateOrder::Mdy,
        calendar: &calendar,
        currency: Currency::USD,
    };
    read(text, &scan)
}

fn numbers(text: &str) -> Vec<String> {
    reading(text).numbers.into_iter().map(|n| n.value).collect()
}

fn amounts(text: &str) -> Vec<i64> {
    reading(text)
        .amounts
        .iter()
        .map(|a| a.value.get())
        .collect()
}

fn days(text: &str) -> Vec<String> {
    reading(text)
        .days
        .iter()
        .map(|x| x.value.to_string())
        .collect()
}

fn payments(text: &str) -> Vec<String> {
    let of = |p: &Payment| format!("{} {}", p.method.name(), p.number);
    reading(text)
        .payments
        .iter()
        .map(|p| of(&p.value))
        .collect()
}

#[test]
fn amounts_are_what_says_so_itself() {
    for (text, wanted) in [
        ("we pay $5,000", vec![500_000]),
        ("total 1,234.50.", vec![123_450]),
        ("USD 1200 and 300 USD", vec![120_000, 30_000]),
        ("$1.50, ($350.00), -20.00", vec![150, -35_000, -2_000]),
        ("4.110,55", vec![411_055]),
        ("(the $40.00)", vec![4_000]),
        ("5000 of 2026, 12 pieces, 3.5 tons", vec![]),
        ("1.234.50 and 12,34,56 and 1,2", vec![]),
        ("$0.00", vec![]),
        ("$99999999999999999999", vec![]),
    ] {
        assert_eq!(amounts(text), wanted, "{text}");
    }
}

#[test]
fn days_are_read_with_and_without_a_year_ahead_and_behind() {
    for (text, wanted) in [
        ("by 2026-11-27", vec!["2026-11-27"]),
        ("on 11/27/2026 or 12/4/26", vec!["2026-11-27", "2026-12-04"]),
        ("by Nov 27, 2026 please", vec!["2026-11-27"]),
        ("check mailed Nov 18", vec!["2026-11-18"]),
        ("27 November 2026", vec!["2026-11-27"]),
        ("dated November 3rd", vec!["2026-11-03"]),
        ("will pay on Friday", vec!["2026-11-27"]),
        ("mailed it Friday", vec!["2026-11-20"]),
        ("next friday", vec!["2026-12-04"]),
        ("Jan 5", vec!["2027-01-05"]),
        ("tomorrow", vec!["2026-11-24"]),
        ("by Friday Dec 4", vec!["2026-12-04"]),
        ("on Friday, 4 December", vec!["2026-12-04"]),
        ("sent Wed. Nov 18", vec!["2026-11-18"]),
        (
            "mailed on Tuesday or on 11/27",
            vec!["2026-11-17", "2025-11-27"],
        ),
        (
            "we may march on; the sun sat; 15 pieces; 1/2 of it in 2026",
            vec!["2027-01-02"],
        ),
        ("1999-01-01 and 2026-13-40", vec![]),
    ] {
        assert_eq!(days(text), wanted, "{text}");
    }
}

#[test]
fn checks_and_transfers_keep_their_numbers_to_themselves() {
    for (text, wanted, left) in [
        (
            "check #1182 for SI-10432",
            vec!["check 1182"],
            vec!["SI-10432"],
        ),
        ("Ck. no. 44017", vec!["check 44017"], vec![]),
        ("check#889", vec!["check 889"], vec![]),
        ("cheque number 5518", vec!["check 5518"], vec![]),
        (
            "ACH trace 021000021234567",
            vec!["ach 021000021234567"],
            vec![],
        ),
        ("wire ref: FT26-77120", vec!["wire FT26-77120"], vec![]),
        ("please check invoice SI-10432", vec![], vec!["SI-10432"]),
        ("check the pricing", vec![], vec![]),
        ("please check 10432 again", vec![], vec!["10432"]),
        ("we wire SI-10432 today", vec![], vec!["SI-10432"]),
        ("ACH on Friday", vec![], vec![]),
    ] {
        assert_eq!(payments(text), wanted, "{text}");
        assert_eq!(numbers(text), left, "{text}");
    }
}

#[test]
fn numbers_are_words_with_digits_that_are_nothing_else() {
    for (text, wanted) in [
        (
            "Invoices SI-10432, SI-10467 and 10502",
            vec!["SI-10432", "SI-10467", "10502"],
        ),
        ("invoice 77 but 77 pieces", vec!["77"]),
        ("INV:2026/118", vec!["2026/118"]),
        ("invoice#10432.", vec!["10432"]),
        ("call 12 times on 11/27", vec![]),
        ("see https://x.example/SI-1", vec![]),
        ("A1", vec![]),
        ("-- 5-- #", vec![]),
    ] {
        assert_eq!(numbers(text), wanted, "{text}");
    }
}

#[test]
fn a_remittance_is_read_line_by_line_and_what_they_answer_to_is_not_theirs() {
    let mail = "From: Dana Ruiz <ap@harbor.example>\n\nPlease find our remittance: check 1182, mailed Nov 20.\n\nInvoice     Amount\nSI-10432    9,200.00\nSI-10467    4,110.55\nfreight     (110.55)\nTotal       13,200.00\n\nOn Mon, Nov 16, 2026 Ana wrote:\n> Invoice SI-99999 of $7.00 is open\nSI-88888 $8.00\n";
    let found = reading(mail);
    assert_eq!(found.addresses[0].value, "ap@harbor.example");
    assert_eq!(
        (found.payments[0].value.method, found.payments[0].line),
        (Method::Check, 3)
    );
    let numbers: Vec<&str> = found.numbers.iter().map(|n| n.value.as_str()).collect();
    assert_eq!(numbers, ["SI-10432", "SI-10467"]);
    assert_eq!(found.pairs.len(), 2);
    let known = [
        ("SI-10432".to_owned(), DocumentId(1)),
        ("SI-10467".to_owned(), DocumentId(2)),
    ];
    let offer = offer(&found, &known, d("2026-11-23"));
    assert_eq!(offer.sense, Some(Sense::Claim));
    assert_eq!(
        offer.amount,
        Some(Minor::new(1_320_000)),
        "the mail's own total"
    );
    assert_eq!(offer.left_on, Some(d("2026-11-20")));
    assert_eq!(offer.invoices, [DocumentId(1), DocumentId(2)]);
    assert_eq!(offer.deducted, [(None, Minor::new(11_055))]);
}

#[test]
fn the_sense_of_a_mail_is_a_payment_a_day_ahead_or_a_complaint() {
    for (text, wanted) in [
        ("Check 1182 went out on Friday.", Some(Sense::Claim)),
        ("We sent it last week.", Some(Sense::Claim)),
        ("We will pay $5,000 by Nov 27.", Some(Sense::Promise)),
        ("Payment is scheduled for 12/4/2026", Some(Sense::Promise)),
        (
            "The price on SI-10432 is wrong, we dispute $350.00",
            Some(Sense::Dispute),
        ),
        ("Two pallets are missing", Some(Sense::Dispute)),
        ("Thanks, have a good weekend", None),
    ] {
        let found = reading(text);
        assert_eq!(offer(&found, &[], d("2026-11-23")).sense, wanted, "{text}");
    }
}

#[test]
fn an_amount_that_the_mail_does_not_settle_stays_empty() {
    let found = reading("SI-1 and SI-2: $100.00 or $200.00, I am not sure");
    assert_eq!(offer(&found, &[], d("2026-11-23")).amount, None);
    let once = reading("5,000.00 on the 4th; yes, 5,000.00");
    assert_eq!(
        offer(&once, &[], d("2026-11-23")).amount,
        Some(Minor::new(500_000))
    );
}

/// The invoices that the tests of mixed mails name.
fn known() -> Vec<(String, DocumentId)> {
    let numbers = ["SI-10432", "SI-10467", "SI-10502"];
    let pairs = numbers.iter().zip(1_i64..);
    pairs
        .map(|(n, id)| ((*n).to_owned(), DocumentId(id)))
        .collect()
}

#[test]
fn a_mail_about_several_things_offers_each_with_its_own_amount_day_and_invoice() {
    let found = reading(
        "Hi Ana,\nwe mailed check 20991 on Nov 18 for $7,600.00 covering SI-10432. SI-10467 we will pay $3,898.05 by Friday Dec 4.\nOn SI-10502 we dispute 800.00, one bundle was missing.\nBest, Dana\n",
    );
    let today = d("2026-11-23");
    assert_eq!(
        senses(&found, today),
        [Sense::Claim, Sense::Promise, Sense::Dispute]
    );
    let of = |sense| offer_as(&found, &known(), today, sense);
    let claim = of(Sense::Claim);
    assert_eq!(claim.amount, Some(Minor::new(760_000)));
    assert_eq!(claim.left_on, Some(d("2026-11-18")));
    assert_eq!(claim.invoices, [DocumentId(1)]);
    assert_eq!(
        claim.payment.as_ref().map(|p| p.number.as_str()),
        Some("20991")
    );
    let promise = of(Sense::Promise);
    assert_eq!(promise.amount, Some(Minor::new(389_805)));
    assert_eq!(promise.by_when, Some(d("2026-12-04")));
    assert_eq!(promise.invoices, [DocumentId(2)]);
    let dispute = of(Sense::Dispute);
    assert_eq!(
        dispute.deducted,
        [(Some(DocumentId(3)), Minor::new(80_000))]
    );
    assert_eq!(dispute.invoices, [DocumentId(3)]);
    assert_eq!(offer(&found, &known(), today), claim, "the surest leads");
    let text = portion_text(&found, today, Sense::Dispute);
    assert!(text.starts_with("On SI-10502 we dispute"), "{text}");
    assert!(!text.contains("20991"), "{text}");
}

#[test]
fn a_row_of_a_remittance_that_names_a_short_pay_stays_a_row_of_it() {
    let found = reading(
        "Remittance advice, check 1182 of Nov 20\nSI-10432 9,200.00\nSI-10467 4,110.55 short paid damaged\nTotal 13,310.55\n",
    );
    let today = d("2026-11-23");
    assert_eq!(senses(&found, today), [Sense::Claim]);
    let offer = offer(&found, &known(), today);
    assert_eq!(offer.sense, Some(Sense::Claim));
    assert_eq!(offer.amount, Some(Minor::new(1_331_055)));
}

#[test]
fn the_only_amount_of_a_complaint_is_what_it_is_about_and_of_two_none() {
    let today = d("2026-11-23");
    let one = reading("The price on SI-10432 is wrong, we dispute $350.00");
    let offer = offer_as(&one, &known()[..1], today, Sense::Dispute);
    assert_eq!(offer.deducted, [(Some(DocumentId(1)), Minor::new(35_000))]);
    let two = reading("SI-10432 is wrong: you billed $500.00 instead of $450.00");
    let offer = offer_as(&two, &known()[..1], today, Sense::Dispute);
    assert_eq!(offer.deducted, []);
}

#[test]
fn hostile_text_is_cut_made_visible_and_masked() {
    let evil = format!(
        "\u{1b}]0;x\u{7}\u{202e}SI-10432 card 4111 1111 1111 1111\r\nnext{}",
        "a".repeat(10 * 1024 * 1024)
    );
    let found = reading(&evil);
    assert!(found.cut && found.masked);
    assert!(found.text.len() <= 2 * LONGEST, "{}", found.text.len());
    assert!(!found.text.contains(['\u{1b}', '\u{202e}', '\u{7}', '\r']));
    assert!(
        !found.text.contains("4111 1111 1111 1111"),
        "{}",
        &found.text[..200]
    );
    assert!(note(&found.text).chars().count() < 8_000);
    let many = "SI-10432 $1.00 11/27/2026 check 12 a@b.co\n".repeat(5_000);
    let found = reading(&many);
    assert!(found.amounts.len() <= 300 && found.pairs.len() <= 300);
}

proptest! {
    #[test]
    fn whatever_is_found_stands_in_the_line_that_is_named(text in "[ -~\\n€äß\u{202e}\u{1b}]{0,400}") {
        let found = reading(&text);
        let lines: Vec<&str> = found.text.lines().collect();
        let stands = |written: &str, line: usize| {
            let words: Vec<&str> = written.split(' ').collect();
            lines.get(line - 1).is_some_and(|l| words.iter().all(|w| l.contains(w) || l.to_lowercase().contains(w)))
        };
        for n in &found.numbers { prop_assert!(stands(&n.written, n.line), "{n:?}"); }
        for a in &found.amounts { prop_assert!(stands(&a.written, a.line), "{a:?}"); }
        for x in &found.days { prop_assert!(stands(&x.written, x.line), "{x:?}"); }
        for p in &found.payments { prop_assert!(stands(&p.written, p.line), "{p:?}"); }
        for w in &found.words { prop_assert!(stands(&w.written, w.line), "{w:?}"); }
    }

    #[test]
    fn amounts_that_we_write_ourselves_are_read_back(cents in 1_i64..900_000_000) {
        let shown = Minor::new(cents).show(Currency::USD);
        prop_assert_eq!(amounts(&format!("we pay {shown} today")), vec![cents]);
        let dollars = format!("${shown}");
        prop_assert_eq!(amounts(&dollars), vec![cents]);
    }

    #[test]
    fn a_number_of_ours_is_found_wherever_it_stands(n in 1_000_u32..99_999, before in "[a-z ,.]{0,20}", after in "[ ,.;:!]{0,3}") {
        let number = format!("SI-{n}");
        let found = numbers(&format!("{before} {number}{after}"));
        prop_assert!(found.contains(&number), "{found:?}");
    }

    #[test]
    fn reading_what_was_read_finds_the_same(text in "[ -~\\n]{0,300}") {
        let first = reading(&text);
        let again = reading(&first.text);
        prop_assert_eq!(first.numbers, again.numbers);
        prop_assert_eq!(first.amounts, again.amounts);
    }
}
