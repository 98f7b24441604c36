//! A report as a file: text with its delimiter, encoding and line ends, or a workbook with numbers and serial days.

use super::model::Choice;
use super::write::{Cell, Report, Role};
use super::{Below, Digits, Encoding, Layout, Money};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn pick<T: Copy>(of: &[T], n: usize) -> T {
    of[n % of.len()]
}

/// An amount as the system writes it.
pub fn amount(cents: i64, style: Money) -> String {
    let (whole, part) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out += style.thousands;
        }
        out.push(c);
    }
    let decimals = match style.digits {
        Digits::Two => format!("{part:02}"),
        Digits::Four => format!("{part:02}00"),
        Digits::Few => format!("{part:02}").trim_end_matches('0').to_owned(),
    };
    if !decimals.is_empty() {
        out.push(style.decimal);
        out += &decimals;
    }
    match style.below {
        _ if cents >= 0 => out,
        Below::Before => format!("-{out}"),
        Below::After => format!("{out}-"),
        Below::Brackets => format!("({out})"),
    }
}

fn shown(cell: &Cell, layout: &Layout, choice: &Choice) -> String {
    let style = pick(layout.money, choice.money);
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(t) | Cell::Number(t) => t.clone(),
        Cell::Money(cents) => amount(*cents, style),
        Cell::Total(cents) if layout.dollars => match (*cents < 0, style.below) {
            (true, Below::Before) => format!("-${}", amount(-cents, style)),
            (true, Below::After) => format!("${}", amount(*cents, style)),
            (true, Below::Brackets) => format!("$({})", amount(-cents, style)),
            _ => format!("${}", amount(*cents, style)),
        },
        Cell::Total(cents) => amount(*cents, style),
        Cell::Day(day) => day.format(pick(layout.dates, choice.date)).to_string(),
    }
}

/// The lines of the report as text, each with its end.
pub fn lines(report: &Report, layout: &Layout, choice: &Choice) -> Vec<String> {
    let delimiter = char::from(pick(layout.delimiters, choice.delimiter));
    let end = pick(&["\r\n", "\r\n", "\n"], choice.end);
    let special = ['"', delimiter, '\n', '\r'];
    let mut out = Vec::new();
    for row in &report.rows {
        let mut line = String::new();
        // Blank lines of a report have no delimiters; its titles only in some systems.
        let blank = row.cells.iter().all(|c| *c == Cell::Empty);
        let bare = blank && matches!(row.role, Role::Above | Role::Below);
        for (i, cell) in row.cells.iter().enumerate() {
            if bare {
                break;
            }
            if i > 0 {
                line.push(delimiter);
            }
            let text = shown(cell, layout, choice);
            let quoted = layout.quote_all && !text.is_empty();
            if quoted || text.contains(special) {
                line += &format!("\"{}\"", text.replace('"', "\"\""));
            } else {
                line += &text;
            }
        }
        line += end;
        out.push(line);
    }
    if choice.unended
        && let Some(last) = out.last_mut()
    {
        last.truncate(last.trim_end_matches(['\r', '\n']).len());
    }
    out
}

/// The text in the encoding that the dice say.
pub fn encoded(text: &str, layout: &Layout, choice: &Choice) -> Vec<u8> {
    match pick(layout.encodings, choice.encoding) {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Bom => format!("\u{feff}{text}").into_bytes(),
        Encoding::Western => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        Encoding::Wide => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    }
}

/// The report as text.
pub fn csv(report: &Report, layout: &Layout, choice: &Choice) -> Vec<u8> {
    encoded(&lines(report, layout, choice).concat(), layout, choice)
}

/// The report as a workbook.
pub fn xlsx(report: &Report, layout: &Layout, choice: &Choice) -> Vec<u8> {
    let mut book = Workbook::new();
    if layout.spacers && choice.titles {
        let tips = book.add_worksheet();
        tips.set_name("QuickBooks Desktop Export Tips")
            .expect("a name");
        tips.write_string(
            1,
            1,
            "Did you know? Refresh your reports from within Excel.",
        )
        .expect("written");
    }
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("mm/dd/yyyy");
    let two = Format::new().set_num_format("#,##0.00");
    for (r, row) in report.rows.iter().enumerate() {
        let r = u32::try_from(r).expect("few rows");
        for (c, cell) in row.cells.iter().enumerate() {
            let spread = if layout.spacers && c >= layout.lead {
                c + (c - layout.lead)
            } else {
                c
            };
            let c = u16::try_from(spread).expect("few columns");
            let written = match cell {
                Cell::Empty => continue,
                Cell::Number(t) if choice.numeric => {
                    sheet.write_number(r, c, t.parse::<f64>().expect("digits"))
                }
                Cell::Text(t) | Cell::Number(t) => sheet.write_string(r, c, t),
                Cell::Money(cents) | Cell::Total(cents) => sheet.write_number_with_format(
                    r,
                    c,
                    amount(*cents, super::BARE[0])
                        .parse::<f64>()
                        .expect("a number"),
                    &two,
                ),
                Cell::Day(on) => {
                    let text = on.format("%Y-%m-%d").to_string();
                    sheet.write_datetime_with_format(
                        r,
                        c,
                        ExcelDateTime::parse_from_str(&text).expect("a day"),
                        &day,
                    )
                }
            };
            written.expect("written");
        }
    }
    book.save_to_buffer().expect("a workbook")
}
