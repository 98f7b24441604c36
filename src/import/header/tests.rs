use super::*;

fn head(text: &str) -> Head {
    text.lines()
        .enumerate()
        .map(|(i, l)| (i as u64 + 1, l.split(';').map(str::to_owned).collect()))
        .collect()
}

fn which(text: &str) -> Result<(String, u64), Code> {
    let profiles = Profiles::embedded();
    find(&head(text), &profiles, None)
        .map(|h| (h.profile.id.clone(), h.row as u64 + 1))
        .map_err(|e| e.code)
}

#[test]
fn a_header_is_found_below_titles_by_the_columns_that_its_profile_requires() {
    assert_eq!(
        which(
            "Co\nA/R Aging Detail Report\n;Date;Transaction type;Num;Customer full name;Due date;Amount;Open balance\n"
        ),
        Ok(("qbo-aging-detail".into(), 3))
    );
    assert_eq!(
        which(";DATE;Transaction Type;No.;Term;Due Date;Open Balance\n"),
        Ok(("qbo-open-invoices".into(), 1))
    );
}

#[test]
fn the_fallback_wants_to_see_a_date_and_an_amount() {
    let header = "Client;Invoice #;Date;Balance Due\n";
    assert_eq!(
        which(&format!("{header}A;1;2026-01-05;5.00")),
        Ok(("plain".into(), 1))
    );
    assert_eq!(
        which(header),
        Ok(("plain".into(), 1)),
        "an empty list is a list"
    );
    assert_eq!(
        which(&format!("{header}A;1;soon;later")),
        Err(Code::MissingColumn)
    );
}

#[test]
fn what_is_not_receivables_is_refused_by_name() {
    assert_eq!(
        which(
            ";Date;Transaction type;Num;Vendor display name;Due date;Past due;Amount;Open balance\n"
        ),
        Err(Code::PayablesFile)
    );
    assert_eq!(
        which(
            "Co\nA/P Aging Detail\n;Date;Transaction type;Num;Customer;Due date;Amount;Open balance\n"
        ),
        Err(Code::PayablesFile)
    );
    assert_eq!(
        which("Customer;Current;1 - 30;31 - 60;61 - 90;91 and over;Total\nA;1;2;3;4;5;15\n"),
        Err(Code::WrongReport)
    );
}

#[test]
fn what_is_missing_is_said() {
    let profiles = Profiles::embedded();
    let text = "Customer;Invoice number;Due date;Amount\nA;1;2026-01-05;5.00\n";
    let error = find(&head(text), &profiles, None).expect_err("no balance");
    assert_eq!((error.code, error.line), (Code::MissingColumn, 1));
    assert!(error.message.contains("open"), "{}", error.message);
    assert_eq!(which("a;b;c\n1;2;3\n"), Err(Code::NoHeader));
    let text = "Customer;Number;Date;Balance\nA;1;soon;later\n";
    let error = find(&head(text), &profiles, None).expect_err("no dates");
    assert!(error.message.contains("no row below"), "{}", error.message);
    assert_eq!(which(""), Err(Code::NoHeader));
}

#[test]
fn two_columns_of_one_name_are_refused() {
    assert_eq!(
        which("Customer;Number;Date;Balance;Balance\nA;1;2026-01-05;5.00;6.00\n"),
        Err(Code::DuplicateHeader)
    );
}

#[test]
fn a_profile_that_is_asked_for_is_used_or_says_what_it_lacks() {
    let profiles = Profiles::embedded();
    let plain = profiles.get("plain");
    let text = "Vendor;Client;Number;Date;Balance\nv;A;1;2026-01-05;5.00\n";
    assert!(find(&head(text), &profiles, plain).is_ok());
    let dealer = profiles.get("dealer-erp-invoices");
    let error = find(&head(text), &profiles, dealer).expect_err("lacks");
    assert_eq!(error.code, Code::NoHeader);
}
