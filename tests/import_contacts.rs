//! Lists of customers as QuickBooks and Xero export them: who is an account, who to call, where, on what terms.

mod import_common;

use bywhen::domain::staged::{FileKind, StagedAccount, StagedFile};
use import_common::{codes, data, options, read, read_with};

fn account<'f>(file: &'f StagedFile, name: &str) -> &'f StagedAccount {
    file.accounts
        .iter()
        .find(|a| a.key.name.as_deref() == Some(name))
        .unwrap_or_else(|| panic!("{name} is there: {:?}", file.issues))
}

fn sample(name: &str, profile: &str) -> (StagedFile, serde_json::Value) {
    let file = read_with(&data(name), &options(None));
    assert_eq!(
        (file.profile.as_str(), file.kind),
        (profile, FileKind::Customers)
    );
    let expected = serde_json::from_slice(&data(&format!("{name}.expected.json"))).expect("json");
    (file, expected)
}

fn with_email(file: &StagedFile) -> u64 {
    file.accounts.iter().filter(|a| a.email.is_some()).count() as u64
}

#[test]
fn a_quickbooks_online_contact_list_names_customers_and_leaves_their_jobs_out() {
    let (file, expected) = sample("qbo_customer_contact_list.csv", "qbo-customers");
    assert_eq!(
        Some(file.accounts.len() as u64),
        expected["customers"].as_u64()
    );
    assert_eq!(Some(file.rows), expected["customers_and_jobs"].as_u64());
    assert_eq!(Some(with_email(&file)), expected["with_email"].as_u64());
    assert_eq!(codes(&file), [(0, "job_skipped")]);
    let harbor = account(&file, "Harbor Framing, LLC");
    assert_eq!(harbor.contact.as_deref(), Some("Dee Halvorsen"));
    assert_eq!(harbor.phone.as_deref(), Some("(360) 555-0141"));
    assert_eq!(
        harbor.address.as_deref(),
        Some("410 Wharf St Anacortes WA 98221")
    );
    account(&file, "Al \"Big Al\" Petrosky Drywall");
}

#[test]
fn a_xero_contact_list_has_numbers_people_addresses_and_terms() {
    let (file, expected) = sample("xero_contacts.csv", "xero-contacts");
    assert_eq!(file.issues, []);
    assert_eq!(
        Some(file.accounts.len() as u64),
        expected["customers"].as_u64()
    );
    assert_eq!(Some(with_email(&file)), expected["with_email"].as_u64());
    let lake = account(&file, "Lakeshore Remodeling Group, LP");
    assert_eq!(lake.key.number.as_deref(), Some("C1008"));
    assert_eq!(lake.terms_days, Some(60));
    assert_eq!(lake.contact.as_deref(), Some("Tom Birch"));
    assert_eq!(lake.state.as_deref(), Some("WA"));
    assert_eq!(
        lake.address.as_deref(),
        Some("1450 Lake Dr, Kirkland, WA, 98033")
    );
}

#[test]
fn xero_terms_that_are_no_number_of_days_are_told_and_not_taken() {
    let file = read(
        "ContactName,AccountNumber,EmailAddress,FirstName,LastName,PhoneNumber,MobileNumber,DueDateSalesDay,DueDateSalesTerm\n\
         Rimu Cafe,,a@b.example,Ana,,,021 555 012,20,DAYSAFTERBILLDATE\n\
         Kauri Ltd,,,,,04 555 0199,,20,ofFollowingMonth\n\
         Totara,,,,,,,30,\n",
    );
    assert_eq!(file.profile, "xero-contacts");
    let rimu = account(&file, "Rimu Cafe");
    assert_eq!(rimu.terms_days, Some(20));
    assert_eq!(rimu.contact.as_deref(), Some("Ana"));
    assert_eq!(rimu.phone.as_deref(), Some("021 555 012"));
    assert_eq!(rimu.mobile.as_deref(), Some("021 555 012"));
    assert_eq!(account(&file, "Kauri Ltd").terms_days, None);
    assert_eq!(account(&file, "Totara").terms_days, Some(30));
    assert_eq!(codes(&file), [(3, "bad_terms")]);
}

#[test]
fn the_older_quickbooks_online_contact_list_reads_with_phones_taken_apart() {
    let file = read(
        "Customer Contact List,,,,,\nAlder Supply,,,,,\n\nCustomer,Phone Numbers,Email,Full Name,Billing Address,Shipping Address\n\
         Bay Marine,Phone:(360) 555-0141 Mobile:(360) 555-0199,ap@bay.example,Mo Bay,1 Dock St,\n\
         Bay Marine:Slip 4,,,,,\n,,,,,\nFriday, 20 November 2026 04:30 PM GMT+0,,,,\n"
            .replace("Friday, 20 November 2026 04:30 PM GMT+0", "\"Friday, 20 November 2026 04:30 PM GMT+0\",")
            .as_str(),
    );
    assert_eq!(file.profile, "qbo-customers");
    assert_eq!(file.accounts.len(), 1, "{:?}", file.accounts);
    assert_eq!(file.rows, 2, "the time below the list is no row of it");
    let bay = account(&file, "Bay Marine");
    assert_eq!(bay.phone.as_deref(), Some("(360) 555-0141"));
    assert_eq!(bay.mobile.as_deref(), Some("(360) 555-0199"));
}

#[test]
fn the_quickbooks_desktop_customer_center_gives_terms_limits_people_and_no_balances() {
    let file = read(
        ",\"Active Status\",\"Customer\",\"Balance\",\"Balance Total\",\"Company\",\"Mr./Ms./...\",\"First Name\",\"M.I.\",\"Last Name\",\"Primary Contact\",\"Main Phone\",\"Fax\",\"Alt. Phone\",\"Secondary Contact\",\"Job Title\",\"Main Email\",\"Bill to 1\",\"Bill to 2\",\"Bill to 3\",\"Bill to 4\",\"Bill to 5\",\"Customer Type\",\"Terms\",\"Rep\",\"Sales Tax Code\",\"Tax item\",\"Resale Num\",\"Account No.\",\"Credit Limit\",\"Job Status\"\n\
         ,\"Active\",\"Harbor Framing, LLC\",\"0.00\",\"8,000.00\",\"Harbor Framing, LLC\",,\"Dee\",,\"Halvorsen\",\"Dee Halvorsen\",\"(360) 555-0141\",,,\"Lou Ames\",,\"ap@harbor.example\",\"Harbor Framing, LLC\",\"410 Wharf St\",\"Anacortes, WA 98221\",,,\"Contractor\",\"2% 10 Net 30\",\"JS\",,,,\"100\",\"25,000.00\",\"None\"\n\
         ,\"Active\",\"Harbor Framing, LLC:Pier 9\",\"8,000.00\",\"8,000.00\",,,,,,,,,,,,,,,,,,,,,,,,,,\"Awarded\"\n\
         ,\"Not-active\",\"Castellano Bros.\",\"0.00\",\"0.00\",,,\"Vito\",,\"Castellano\",,,,,,,,,,,,,,,,,,,\"100\",,\n",
    );
    assert_eq!(file.profile, "qbd-customers");
    assert_eq!(codes(&file), [(0, "job_skipped")]);
    assert_eq!(file.accounts.len(), 2);
    let harbor = account(&file, "Harbor Framing, LLC");
    assert_eq!(harbor.key.number, None, "account numbers are typed by hand");
    assert_eq!(harbor.terms_days, Some(30));
    assert_eq!(harbor.credit_limit.map(|l| l.get()), Some(2_500_000));
    assert_eq!(harbor.salesperson.as_deref(), Some("JS"));
    assert_eq!(harbor.other_contact.as_deref(), Some("Lou Ames"));
    assert_eq!(
        harbor.address.as_deref(),
        Some("Harbor Framing, LLC, 410 Wharf St, Anacortes, WA 98221")
    );
    let castellano = account(&file, "Castellano Bros.");
    assert_eq!(castellano.contact.as_deref(), Some("Vito Castellano"));
}

#[test]
fn the_quickbooks_desktop_contact_list_reads_in_windows_1252_with_a_spacer_before_it() {
    let text = "\"\",\"Customer\",\"Company Name\",\"First Name\",\"Last Name\",\"Main Email\",\"Main Phone\",\"Bill Addr Line1\",\"Bill Addr Line2\",\"Bill City\",\"Bill State\",\"Bill Zip\",\"Terms\"\r\n\
         ,\"Núñez Concrete\",,\"Héctor\",\"Núñez\",\"h@n.example\",\"(509) 555-0128\",\"77 Quarry Rd\",,\"Wenatchee\",\"WA\",\"98801\",\"Net 15\"\r\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let file = read_with(&latin, &options(None));
    assert_eq!(file.profile, "qbd-contacts");
    assert_eq!(codes(&file), [(0, "encoding_guessed")]);
    let nunez = account(&file, "Núñez Concrete");
    assert_eq!(nunez.contact.as_deref(), Some("Héctor Núñez"));
    assert_eq!(
        (nunez.terms_days, nunez.state.as_deref()),
        (Some(15), Some("WA"))
    );
    assert_eq!(
        nunez.address.as_deref(),
        Some("77 Quarry Rd, Wenatchee, WA, 98801")
    );
}

#[test]
fn a_list_of_vendors_or_employees_is_no_list_of_customers() {
    for (header, code) in [
        (
            "Vendor,Phone numbers,Email,Full name,Address,Account number",
            "payables_file",
        ),
        ("Employee,Phone numbers,Email,Address", "wrong_report"),
    ] {
        let file = read(&format!(
            "Co,,,,,\nContact List,,,,,\n\n{header}\nA,Phone:1,a@b.example,,,\n"
        ));
        assert_eq!(import_common::fatal(&file), [(4, code)]);
    }
}
