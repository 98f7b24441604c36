//! Random and half-right files thrown at the import: nothing panics, nothing hangs, and what is read is bounded by what was given.
//!
//! A short run belongs to every `cargo test`. `BYWHEN_FUZZ=100000 cargo test --release --test fuzz_import` is the long one;
//! docs/import.md says how far it was last run.

mod books;

use books::{Sheet, ods, rows_xml, xlsx};
use bywhen::domain::money::Currency;
use bywhen::import::{self, DateOrder, InputFile, Profiles, ReadOptions};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

static PROFILES: LazyLock<Profiles> = LazyLock::new(Profiles::embedded);

fn runs(short: u32) -> ProptestConfig {
    let cases = std::env::var("BYWHEN_FUZZ")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(short),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Reads the file every way, and asks what must hold of any answer.
fn read(bytes: &[u8]) {
    for order in [None, Some(DateOrder::Mdy)] {
        let options = ReadOptions {
            date_order: order,
            as_of: "2026-11-20".parse().ok(),
            ..ReadOptions::new(Currency::USD)
        };
        let files = [InputFile {
            name: "f".into(),
            bytes: bytes.to_vec(),
        }];
        let file = import::read(&files, &options, &PROFILES, &mut |_| {}).remove(0);
        assert!(
            file.documents.len() as u64 <= file.rows,
            "no row makes two documents"
        );
        assert!(
            file.issues.len() < 6_000,
            "findings are counted, not listed without end"
        );
        for issue in &file.issues {
            assert!(
                !issue.message.is_empty() && issue.message.len() < 2_000,
                "{issue:?}"
            );
        }
    }
}

/// Unpacks as the program does, in a child: a damaged old workbook can ask its reader for more memory than there is.
fn in_a_child(bytes: &[u8]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bywhen"))
        .arg("__unpack-workbook")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let mut stdin = child.stdin.take().expect("its input");
    // It may be gone already.
    let _ = stdin.write_all(bytes);
    drop(stdin);
    let out = child.wait_with_output().expect("its end");
    if out.status.success() {
        assert!(
            import::from_pipe(&out.stdout).is_some(),
            "an answer that is none"
        );
    }
}

/// Words and values as reports have them, and as none has.
fn cell() -> impl Strategy<Value = String> {
    let words = vec![
        "",
        "",
        "",
        "Customer",
        "Customer ID",
        "Invoice Number",
        "Num",
        "Date",
        "Due Date",
        "Due date",
        "Open Balance",
        "Open balance",
        "Transaction type",
        "Amount",
        "Total",
        "TOTAL",
        "Total for Alder",
        "Alder",
        "CURRENT",
        "1 - 30",
        "As of Nov 20, 2026",
        "Invoice",
        "Credit Memo",
        "Payment",
        "10.00",
        "-5.00",
        "(1,234.56)",
        "1.234,56",
        "1e3",
        "99999999999999999999",
        "2026-10-01",
        "11/12/2026",
        "31/12/2026",
        "46296",
        "60",
        "#N/A",
        "=",
        "=0",
        "@46296",
        "@60",
        "\u{202e}evil",
        "\u{1b}[2J",
        "a\0b",
        "\"",
        "sep=;",
        "-----",
        "\u{c}",
        "5,00 CR",
        "٣",
        "\u{feff}",
        "_x0007_",
    ];
    prop_oneof![4 => select(words).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(cell(), 0..9), 0..14)
}

/// A header that is known, over rows of anything.
fn list() -> impl Strategy<Value = Vec<Vec<String>>> {
    let heads = vec![
        "Customer ID|Customer|Invoice Number|Date|Due Date|Open Balance",
        "|Date|Transaction type|Num|Customer full name|Due date|Amount|Open balance",
        "|Date|Transaction type|Num|Term|Due date|Open balance",
        "Contact|Invoice Date|Due Date|Invoice Number|Current|Older|Total",
        "Payment Number|CustomerPayment ID|Date|Customer Name|Amount|Invoice Number|Amount Applied to Invoice",
    ];
    (select(heads), table()).prop_map(|(head, mut rows)| {
        rows.insert(0, head.split('|').map(str::to_owned).collect());
        rows
    })
}

fn joined(rows: &[Vec<String>], by: &str) -> String {
    rows.iter()
        .map(|r| r.join(by))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The same bytes with some of them changed, or cut off.
fn damaged(mut bytes: Vec<u8>, hits: &[(Index, u8)], cut: Option<Index>) -> Vec<u8> {
    for (at, byte) in hits {
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
    }
    if let Some(cut) = cut {
        let length = cut.index(bytes.len() + 1);
        bytes.truncate(length);
    }
    bytes
}

fn harm() -> impl Strategy<Value = (Vec<(Index, u8)>, Option<Index>)> {
    (
        proptest::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        proptest::option::of(any::<Index>()),
    )
}

fn as_sheet(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|r| r.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    rows_xml(&rows)
}

proptest! {
    #![proptest_config(runs(60))]

    #[test]
    fn no_noise_stops_the_container(head in select(vec![&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<?xml", b"\xff\xfe", b"%PDF"]), noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        read(&[head, &noise].concat());
    }

    #[test]
    fn no_text_stops_header_rows_or_values(rows in prop_oneof![table(), list()], by in select(vec![",", ";", "\t", "|", "   "]), harm in harm()) {
        read(&damaged(joined(&rows, by).into_bytes(), &harm.0, harm.1));
    }

    #[test]
    fn no_workbook_stops_its_reader(rows in prop_oneof![table(), list()], harm in harm(), repeat in "[0-9]{1,7}") {
        let sheet = Sheet { name: "a".into(), rows: as_sheet(&rows), ..Sheet::default() };
        read(&damaged(xlsx(&[sheet], ""), &harm.0, harm.1));
        let row = format!("<table:table-row><table:table-cell table:number-columns-repeated=\"{}\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>", &repeat[..repeat.len().min(4)]);
        read(&damaged(ods(&row), &harm.0, harm.1));
    }

    #[test]
    fn no_old_workbook_outlives_its_process(harm in harm()) {
        let bytes = std::fs::read("tests/data/plain_open_items.xls").expect("a workbook");
        in_a_child(&damaged(bytes, &harm.0, harm.1));
    }

    #[test]
    fn no_markup_stops_its_reader(rows in prop_oneof![table(), list()], harm in harm(), span in 0u32..2000, xml: bool) {
        let cells = |r: &Vec<String>| -> String {
            r.iter().map(|c| if xml {
                format!("<Cell ss:Index=\"{span}\"><Data ss:Type=\"Number\">{c}</Data></Cell>")
            } else {
                format!("<td colspan={span} rowspan=2>{c}")
            }).collect()
        };
        let text: String = rows.iter().map(|r| if xml { format!("<Row>{}</Row>", cells(r)) } else { format!("<tr>{}", cells(r)) }).collect();
        let text = if xml {
            format!("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>{text}</Table></Worksheet></Workbook>")
        } else {
            format!("<html><table>{text}</table>")
        };
        read(&damaged(text.into_bytes(), &harm.0, harm.1));
    }

    #[test]
    fn no_printed_list_stops_its_reader(rows in list(), widths in proptest::collection::vec(1usize..20, 9), ruled: bool) {
        let line = |cells: &Vec<String>| -> String {
            cells.iter().zip(&widths).map(|(c, w)| format!("{c:w$}  ")).collect()
        };
        let mut lines: Vec<String> = rows.iter().map(line).collect();
        if ruled {
            lines.insert(1, widths.iter().map(|w| format!("{}  ", "-".repeat(*w))).collect());
        }
        read(lines.join("\n").as_bytes());
    }
}
