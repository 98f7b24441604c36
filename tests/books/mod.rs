//! Workbooks for tests, put together by hand: only so can they be wrong in every way that a test needs.
#![allow(dead_code)]

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A zip of these parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        out.write_all(text.as_bytes()).expect("a part");
    }
    out.finish().expect("a zip").into_inner()
}

/// A sheet of an xlsx workbook: its name, its rows as XML, what stands before them, and whether it is hidden.
#[derive(Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub rows: String,
    pub before: String,
    pub hidden: bool,
}

impl Sheet {
    pub fn new(name: &str, rows: &[&[&str]]) -> Sheet {
        Sheet {
            name: name.to_owned(),
            rows: rows_xml(rows),
            ..Sheet::default()
        }
    }
}

/// Rows from texts: `=`: a formula without a result; `=0`: one with that result; `#…`: an error; `@46337`: a day's serial;
/// `'7`: text that looks like a number; a number: a number; else text; empty: no cell.
pub fn rows_xml(rows: &[&[&str]]) -> String {
    let mut out = String::new();
    for (r, cells) in rows.iter().enumerate() {
        out += &format!("<row r=\"{}\">", r + 1);
        for (c, text) in cells.iter().enumerate() {
            let at = format!("{}{}", column(c), r + 1);
            out += &match *text {
                "" => continue,
                "=" => format!("<c r=\"{at}\"><f>SUM(A1:A2)</f><v/></c>"),
                t if t.starts_with('=') => format!("<c r=\"{at}\"><f>A1</f><v>{}</v></c>", &t[1..]),
                t if t.starts_with('#') => format!("<c r=\"{at}\" t=\"e\"><v>{t}</v></c>"),
                t if t.starts_with('@') => format!("<c r=\"{at}\" s=\"1\"><v>{}</v></c>", &t[1..]),
                t if t.parse::<f64>().is_ok() => format!("<c r=\"{at}\"><v>{t}</v></c>"),
                t => format!(
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                    t.trim_start_matches('\'')
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                ),
            };
        }
        out += "</row>";
    }
    out
}

fn column(c: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
    match c {
        0..=25 => letter(c).to_string(),
        _ => format!("{}{}", letter(c / 26 - 1), letter(c)),
    }
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// An xlsx workbook. `properties` stands in `workbook.xml` before the sheets.
pub fn xlsx(sheets: &[Sheet], properties: &str) -> Vec<u8> {
    let mut list = String::new();
    let mut links = String::new();
    let mut parts = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let id = i + 1;
        let state = if sheet.hidden {
            " state=\"hidden\""
        } else {
            ""
        };
        list += &format!(
            "<sheet name=\"{}\" sheetId=\"{id}\"{state} r:id=\"rId{id}\"/>",
            sheet.name
        );
        links += &format!(
            "<Relationship Id=\"rId{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        );
        parts.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!(
                "<?xml version=\"1.0\"?>{}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{}<sheetData>{}</sheetData></worksheet>",
                if sheet.before.starts_with("<!") { &sheet.before } else { "" },
                if sheet.before.starts_with("<!") { "" } else { &sheet.before },
                sheet.rows
            ),
        ));
    }
    let book = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}<sheets>{list}</sheets></workbook>"
    );
    let links = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}<Relationship Id=\"rIdS\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let mut all = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", links.as_str()),
        ("xl/styles.xml", STYLES),
    ];
    all.extend(
        parts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    zipped(&all)
}

/// A workbook of one sheet.
pub fn one(rows: &[&[&str]]) -> Vec<u8> {
    xlsx(&[Sheet::new("List", rows)], "")
}

/// An OpenDocument spreadsheet with this table.
pub fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"List\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"/>",
        ),
        ("content.xml", &content),
    ])
}
