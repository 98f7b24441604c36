//! Workbooks through the program: unpacked in a child, imported like the rest, refused in one line when they are made to harm.

mod books;
mod cli_support;

use books::{Sheet, one, xlsx};
use cli_support::Desk;

const HEADER: &[&str] = &[
    "Customer ID",
    "Customer",
    "Invoice Number",
    "Date",
    "Due Date",
    "Open Balance",
];

#[test]
fn a_workbook_is_imported_and_the_same_again_changes_nothing() {
    let desk = Desk::empty();
    let file = desk.file(
        "open.xlsx",
        one(&[
            HEADER,
            &["'C1", "Alder", "1001", "@46296", "@46326", "10.5"],
        ]),
    );
    let run = desk.on("2026-11-20", &["import", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    let again = desk.on("2026-11-20", &["import", &file]);
    assert_eq!(again.code, 0, "{again:?}");
    let aging = desk.on("2026-11-20", &["aging"]);
    assert!(aging.out.contains("10.50"), "{aging:?}");
}

#[test]
fn a_folder_gives_its_workbooks_too() {
    let desk = Desk::empty();
    desk.file(
        "in/a.xlsx",
        one(&[
            HEADER,
            &["'C1", "Alder", "1001", "@46296", "@46326", "10.5"],
        ]),
    );
    desk.file("in/~$a.xlsx", "a lock");
    let folder = desk.path("in");
    let run = desk.on("2026-11-20", &["import", folder.to_str().expect("utf-8")]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_workbook_that_is_made_to_harm_is_refused_in_one_line_and_no_ledger_is_made() {
    let desk = Desk::empty();
    let bomb = Sheet {
        before: "<dimension ref=\"A1:XFD1048576\"/>".into(),
        ..Sheet::new("List", &[HEADER])
    };
    let file = desk.file("bomb.xlsx", xlsx(&[bomb], ""));
    let run = desk.on("2026-11-20", &["import", &file]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.err.lines().count(), 1, "{run:?}");
    assert!(run.err.contains("17179869184 cells"), "{run:?}");
    assert!(!desk.ledger().exists());
}

#[test]
fn a_file_without_an_end_is_refused_before_it_fills_memory() {
    let desk = Desk::empty();
    let run = desk.on("2026-11-20", &["import", "/dev/zero"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("more than 256 MiB"), "{run:?}");
}

/// Figures of a release build: docs/import.md.
#[test]
#[ignore = "three million cells take minutes in a debug build: cargo test --release --test cli_workbooks -- --ignored"]
fn a_workbook_of_three_million_cells_is_read_whole() {
    let desk = Desk::empty();
    let rows = 300_000;
    let mut cells: Vec<[String; 10]> = Vec::with_capacity(rows);
    for n in 0..rows {
        let mut row: [String; 10] = Default::default();
        row[0] = format!("'C{}", n % 5_000);
        row[1] = format!("Customer {}", n % 5_000);
        row[2] = format!("SI-{n}");
        row[3] = "@46268".into();
        row[4] = "@46298".into();
        row[5] = format!("{}.25", n % 9_000 + 1);
        for cell in &mut row[6..] {
            *cell = n.to_string();
        }
        cells.push(row);
    }
    let head: Vec<&str> = HEADER.iter().copied().chain(["A", "B", "C", "D"]).collect();
    let texts: Vec<Vec<&str>> = cells
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let all: Vec<&[&str]> = std::iter::once(head.as_slice())
        .chain(texts.iter().map(Vec::as_slice))
        .collect();
    let file = desk.file("cells.xlsx", one(&all));
    let report = desk.json("2026-11-20", &["import", &file]);
    assert_eq!(report["files"][0]["open_invoices"], rows);
}
