//! Workbooks, web tables and printed lists through the whole import: what their cells become, which sheet is read, what is refused.

mod books;
mod import_common;

use books::{Sheet, ods, one, rows_xml, xlsx, zipped};
use bywhen::domain::staged::{Covers, StagedFile};
use bywhen::import::{self, InputFile, Profiles, ReadOptions};
use import_common::{data, options, read_with, short};

const HEADER: &[&str] = &[
    "Customer ID",
    "Customer",
    "Invoice Number",
    "Date",
    "Due Date",
    "Open Balance",
];
const ROW: &[&str] = &["'C1", "Alder", "1001", "@46296", "@46326", "10.5"];

fn read(bytes: &[u8]) -> StagedFile {
    read_with(bytes, &options(Some("2026-11-20")))
}

fn codes(file: &StagedFile) -> Vec<(&str, u64)> {
    file.issues
        .iter()
        .map(|i| (i.code.as_str(), i.line))
        .collect()
}

#[track_caller]
fn refused(bytes: &[u8], code: &str, word: &str) {
    let file = read(bytes);
    let issue = file
        .issues
        .first()
        .unwrap_or_else(|| panic!("nothing refused: {file:?}"));
    assert_eq!(issue.code, code, "{}", issue.message);
    assert!(issue.message.contains(word), "{}", issue.message);
    assert_eq!(file.documents, []);
}

#[test]
fn cells_become_exact_text_and_what_is_no_value_holds_its_row() {
    let file = read(&one(&[
        HEADER,
        ROW,
        &[
            "'C1",
            "Alder",
            "'007",
            "@46296.9999",
            "@46326",
            "1234.5600000000001",
        ],
        &["'C1", "Alder", "85001", "46296", "@46326", "-0.3"],
        &[
            "'C1",
            "Alder",
            "123456789012345680",
            "@46296",
            "@46326",
            "5",
        ],
        &["'C1", "Alder", "5", "@60", "@46326", "5"],
        &["'C1", "Alder", "6", "@46296", "@46326", "#N/A"],
        &["'C1", "Alder", "7", "@46296", "@46326", "="],
        &["'C1", "Alder", "8", "@46296", "@46326", "0.005"],
        &["'C1", "#REF!", "9", "@46296", "@46326", "5"],
        &["'C1", "Alder", "10", "@46296", "@46326", "=25"],
        &["'C1", "Alder", "11", "@46296", "@46326", "1E+2"],
    ]));
    assert_eq!(
        short(&file),
        [
            "Alder invoice 1001 2026-10-01 2026-10-31 1050",
            "Alder invoice 007 2026-10-01 2026-10-31 123456",
            "Alder credit_memo 85001 2026-10-01 2026-10-01 -30",
            "Alder invoice 10 2026-10-01 2026-10-31 2500",
            "Alder invoice 11 2026-10-01 2026-10-31 10000",
        ]
    );
    let errors: Vec<_> = codes(&file)
        .into_iter()
        .filter(|(_, line)| *line > 4)
        .collect();
    assert_eq!(
        errors,
        [
            ("bad_cell", 5),
            ("bad_cell", 6),
            ("bad_cell", 7),
            ("bad_cell", 8),
            ("bad_amount", 9),
            ("bad_cell", 10),
        ]
    );
    assert_eq!(file.rejects.len(), 6);
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let row: &[&str] = &["'C1", "Alder", "1", "@44834", "44864", "5"];
    let sheets = [Sheet::new("List", &[HEADER, row])];
    let file = read(&xlsx(&sheets, "<workbookPr date1904=\"1\"/>"));
    assert_eq!(short(&file), ["Alder invoice 1 2026-10-01 2026-10-31 500"]);
}

#[test]
fn a_zero_that_waits_for_its_calculation_is_none() {
    let row: &[&str] = &["'C1", "Alder", "1", "@46296", "@46326", "=0"];
    let open: &[&str] = &["'C1", "Alder", "2", "@46296", "@46326", "5"];
    let sheets = [Sheet::new("List", &[HEADER, row, open])];
    let waiting = read(&xlsx(&sheets, "<calcPr fullCalcOnLoad=\"1\"/>"));
    assert_eq!(codes(&waiting), [("bad_cell", 2)]);
    let counted = read(&xlsx(&sheets, ""));
    assert_eq!(codes(&counted), [("zero_open", 0)]);
}

#[test]
fn the_sheet_with_the_list_is_read_wherever_it_stands() {
    let tips = Sheet::new("Tips", &[&["Getting started"], &["Print this report"]]);
    let list = Sheet::new("List", &[&["Co"], HEADER, ROW]);
    let empty = Sheet::new("Template", &[HEADER]);
    let file = read(&xlsx(&[tips, empty, list.clone()], ""));
    assert_eq!(codes(&file), []);
    assert_eq!(short(&file).len(), 1);
    assert_eq!(file.documents[0].line, 3);

    let other = Sheet::new(
        "October",
        &[HEADER, &["'C2", "Birch", "1", "@46296", "@46326", "7"]],
    );
    let both = read(&xlsx(&[list.clone(), other], ""));
    assert_eq!(codes(&both), [("other_sheet", 0)]);
    assert!(
        both.issues[0]
            .message
            .contains("'List' was read; 'October'"),
        "{}",
        both.issues[0].message
    );
    assert_eq!(
        both.covers,
        Covers::Nothing,
        "what stands on the other sheet is not closed"
    );
    assert_eq!(short(&both).len(), 1);

    let hidden = Sheet {
        hidden: true,
        ..list
    };
    refused(&xlsx(&[hidden], ""), "no_header", "hidden");
}

#[test]
fn spacers_between_columns_drop_out_and_groups_keep_their_depth() {
    let header: &[&str] = &[
        "",
        "",
        "",
        "Type",
        "",
        "Date",
        "",
        "Num",
        "",
        "P. O. #",
        "",
        "Name",
        "",
        "Terms",
        "",
        "Due Date",
        "",
        "Aging",
        "",
        "Open Balance",
    ];
    let file = read(&one(&[
        header,
        &["", "Current"],
        &[
            "",
            "",
            "",
            "Invoice",
            "",
            "@46296",
            "",
            "FC 1",
            "",
            "",
            "",
            "Alder:Pier 9",
            "",
            "Net 30",
            "",
            "@46346",
            "",
            "",
            "",
            "10.5",
        ],
        &[
            "",
            "Total Current",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "=10.5",
        ],
        &["", "1 - 30"],
        &[
            "", "", "", "Payment", "", "@46300", "", "", "", "", "", "Birch", "", "", "", "", "",
            "20", "", "-3",
        ],
        &[
            "",
            "Total 1 - 30",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "=-3",
        ],
        &[
            "TOTAL", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "=7.5",
        ],
    ]));
    assert_eq!(codes(&file), []);
    assert_eq!(
        short(&file),
        [
            "Alder/Pier 9 invoice FC 1 2026-10-01 2026-11-20 1050",
            "Birch payment - 2026-10-05 2026-10-05 -300",
        ]
    );
    assert_eq!(file.declared_total.map(|m| m.get()), Some(750));
}

#[test]
fn a_report_of_formulas_that_nobody_worked_out_is_not_taken_for_an_empty_one() {
    let file = read(&one(&[
        &[
            "",
            "Date",
            "Transaction type",
            "Num",
            "Term",
            "Due date",
            "Open balance",
        ],
        &["Alder"],
        &["", "=", "=", "=", "", "=", "="],
        &["Total for Alder", "", "", "", "", "", "="],
        &["TOTAL", "", "", "", "", "", "="],
    ]));
    assert!(
        codes(&file).contains(&("unclassified_row", 3)),
        "{:?}",
        file.issues
    );
}

#[test]
fn numbers_of_a_sheet_have_no_notation_though_its_texts_have_commas() {
    let rows = rows_xml(&[
        &["Debitor", "Name", "Beleg", "Belegdatum", "Offen"],
        &["'1", "Ärger", "'7001", "@46296", "234.5"],
        &["'1", "Ärger", "'7002", "@46296", "1234567.25"],
        &["'1", "Ärger", "'7003", "@46296", "1.234,56"],
    ]);
    let sheet = Sheet {
        name: "OP".into(),
        rows,
        ..Sheet::default()
    };
    let profile = "id = \"op\"\ntitle = \"OP\"\nkind = \"snapshot\"\nrequire = [\"Debitor\", \"Offen\"]\n[columns]\ncustomer_id = [\"Debitor\"]\ncustomer = [\"Name\"]\nnumber = [\"Beleg\"]\ndate = [\"Belegdatum\"]\nopen = [\"Offen\"]\n[values]\ndecimal = \"comma\"\n";
    let profiles = Profiles::with_user(&[profile.to_owned()]).expect("a profile");
    let files = [InputFile {
        name: "op.xlsx".into(),
        bytes: xlsx(&[sheet], ""),
    }];
    let options = ReadOptions {
        ..options(Some("2026-11-20"))
    };
    let file = import::read(&files, &options, &profiles, &mut |_| {}).remove(0);
    let cents: Vec<i64> = file.documents.iter().map(import_common::open).collect();
    assert_eq!(cents, [23_450, 123_456_725, 123_456], "{:?}", file.issues);
}

#[test]
fn old_excel_opendocument_xml_and_web_tables_read_like_the_rest() {
    let xls = read(&data("plain_open_items.xls"));
    assert_eq!((xls.encoding.as_str(), codes(&xls)), ("xls", vec![]));
    assert_eq!(
        short(&xls),
        [
            "Núñez Concrete invoice 00123 2026-10-01 2026-10-31 123456",
            "R&D Ltd invoice 85001 2026-11-02 2026-12-02 30",
        ]
    );
    let text = |t: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>"
        )
    };
    let head: String = HEADER.iter().map(|h| text(h)).collect();
    let day = |d: &str| {
        format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{d}\"/>")
    };
    let table = format!(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row><table:table-row>{head}</table:table-row><table:table-row>{}{}{}{}{}<table:table-cell office:value-type=\"float\" office:value=\"10.5\"/></table:table-row>",
        text("C1"),
        text("Alder"),
        text("007"),
        day("2026-10-01"),
        day("2026-10-31T00:00:00")
    );
    let open = read(&ods(&table));
    assert_eq!((open.encoding.as_str(), codes(&open)), ("ods", vec![]));
    assert_eq!(
        short(&open),
        ["Alder invoice 007 2026-10-01 2026-10-31 1050"]
    );
    assert_eq!(open.documents[0].line, 4);

    let cell = |kind: &str, t: &str| format!("<Cell><Data ss:Type=\"{kind}\">{t}</Data></Cell>");
    let head: String = HEADER.iter().map(|h| cell("String", h)).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"x\"><Worksheet ss:Name=\"L\"><Table><Row>{head}</Row><Row>{}{}{}{}{}{}</Row></Table></Worksheet></Workbook>",
        cell("String", "C1"),
        cell("String", "Alder"),
        cell("Number", "1001"),
        cell("DateTime", "2026-10-01T00:00:00.000"),
        cell("DateTime", "2026-10-31T00:00:00.000"),
        cell("Number", "10.5")
    );
    let sheet = read(xml.as_bytes());
    assert_eq!(
        (sheet.encoding.as_str(), codes(&sheet)),
        ("xml spreadsheet", vec![])
    );
    assert_eq!(
        short(&sheet),
        ["Alder invoice 1001 2026-10-01 2026-10-31 1050"]
    );

    let row = |tag: &str, cells: &[&str]| -> String {
        cells
            .iter()
            .map(|c| format!("<{tag}>{c}</{tag}>"))
            .collect()
    };
    let html = format!(
        "<html><body><h2>As of Nov 20, 2026</h2><table><tr>{}</tr><tr>{}</tr></table></body></html>",
        row("th", HEADER),
        row(
            "td",
            &[
                "C1",
                "R&amp;D&nbsp;Ltd",
                "007",
                "2026-10-01",
                "2026-10-31",
                "1,234.50"
            ]
        )
    );
    let page = read_with(html.as_bytes(), &options(None));
    assert_eq!((page.encoding.as_str(), codes(&page)), ("html", vec![]));
    assert_eq!(
        short(&page),
        ["R&D Ltd invoice 007 2026-10-01 2026-10-31 123450"]
    );
}

#[test]
fn a_printed_list_is_read_by_its_columns_or_refused() {
    let list = "\
ACME SUPPLY                 AGED OPEN ITEMS                    PAGE 1
CUST NO  CUSTOMER NAME     INVOICE NO  INV DATE    DUE DATE        OPEN
-------  ----------------  ----------  ----------  ----------  --------
C1001    HARBOR FRAMING,   INV-3407    11/01/2026  12/01/2026  5,159.07
C1003    TOTAL HOME BUILD  CM-1        08/20/2026  08/20/2026     97.96-
C1003    TOTAL HOME BUILD  INV-3       08/13/2026  10/04/2026     10.00
\u{c}ACME SUPPLY                 AGED OPEN ITEMS                    PAGE 2
CUST NO  CUSTOMER NAME     INVOICE NO  INV DATE    DUE DATE        OPEN
-------  ----------------  ----------  ----------  ----------  --------
C1004    3 RIVERS          INV-4       08/14/2026  10/04/2026     20.00
                                                               --------
TOTAL                                                          5,091.11
";
    let header = list
        .replace("INV DATE", "DATE    ")
        .replace("CUST NO", "CUST ID");
    let file = read(header.as_bytes());
    assert_eq!(file.encoding, "print listing", "{:?}", file.issues);
    assert_eq!(codes(&file), []);
    assert_eq!(
        short(&file),
        [
            "HARBOR FRAMING, invoice INV-3407 2026-11-01 2026-12-01 515907",
            "TOTAL HOME BUILD credit_memo CM-1 2026-08-20 2026-08-20 -9796",
            "TOTAL HOME BUILD invoice INV-3 2026-08-13 2026-10-04 1000",
            "3 RIVERS invoice INV-4 2026-08-14 2026-10-04 2000",
        ]
    );
    assert_eq!(file.declared_total.map(|m| m.get()), Some(509_111));

    // Without numbers, names cut to the width of their column are not to be told apart.
    let nameless = header.replace("CUST ID", "REGION ");
    refused(
        &nameless
            .replace("HARBOR FRAMING, ", "HARBOR FRAMING C")
            .into_bytes(),
        "missing_column",
        "cut to 16",
    );
}

#[test]
fn hostile_workbooks_are_refused_with_one_clear_line() {
    let dimension = |reference: &str| Sheet {
        before: format!("<dimension ref=\"{reference}\"/>"),
        ..Sheet::new("List", &[HEADER, ROW])
    };
    refused(
        &xlsx(&[dimension("A1:XFD1048576")], ""),
        "too_large",
        "17179869184 cells",
    );
    let entity = Sheet {
        before: "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".into(),
        ..Sheet::new("List", &[HEADER, ROW])
    };
    refused(&xlsx(&[entity], ""), "not_a_table", "document type");
    let deep = Sheet {
        before: "<a>".repeat(70),
        ..Sheet::new("List", &[HEADER])
    };
    refused(&xlsx(&[deep], ""), "not_a_table", "nested");
    let bomb = "A".repeat(12 * 1024 * 1024);
    refused(&one(&[HEADER, &[&bomb]]), "too_large", "200 times");
    let long = "ab,".repeat(11_000);
    refused(&one(&[HEADER, &[&long]]), "too_large", "32767");
    let far = Sheet {
        rows: "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>".into(),
        ..Sheet::new("List", &[])
    };
    refused(&xlsx(&[far], ""), "too_many_columns", "1024");
    let backwards = Sheet {
        rows:
            "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                .into(),
        ..Sheet::new("List", &[])
    };
    refused(&xlsx(&[backwards], ""), "not_a_table", "damaged");
    let whole = one(&[HEADER, ROW]);
    refused(&whole[..whole.len() - 40], "not_a_table", "cut off");
    refused(b"PK\x03\x04", "not_a_table", "cut off");
    refused(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "not_a_table",
        "no Excel workbook",
    );
    refused(&zipped(&[("readme.txt", "x")]), "not_a_table", "archive");
    refused(
        &zipped(&[("word/document.xml", "<a/>")]),
        "not_a_table",
        "text document",
    );
    refused(
        &zipped(&[("xl/workbook.bin", "x"), ("xl/worksheets/sheet1.bin", "x")]),
        "not_a_table",
        "xlsb",
    );
    refused(b"<html><table><tr><td>Customer", "not_a_table", "cut off");
}
