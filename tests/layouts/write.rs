//! A ledger laid out as a report: rows of cells, each of which knows whether it is a text, an amount or a day.

use super::model::{Choice, Doc, Kind, Ledger, as_of};
use super::{Column, Job, Layout, Named, Shape, Sign, What};
use chrono::NaiveDate;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    Empty,
    Text(String),
    /// Digits that a workbook may hold as a number.
    Number(String),
    Money(i64),
    /// With a currency sign where the layout has them.
    Total(i64),
    Day(NaiveDate),
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Role {
    Above,
    Header,
    Label,
    /// Of which document, in the order of the report.
    Data(usize),
    Total,
    Below,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub role: Role,
    pub cells: Vec<Cell>,
}

/// A report, and what it says.
#[derive(Clone, Debug)]
pub struct Report {
    pub rows: Vec<Row>,
    /// Where the open amount stands.
    pub open: usize,
    /// Its documents in a fixed order.
    pub docs: Vec<Doc>,
    pub columns: Vec<Column>,
    pub titled: bool,
}

/// What of the ledger a layout can show.
fn shown(layout: &Layout, ledger: &Ledger) -> Vec<Doc> {
    let has = |kind: Kind| layout.kinds.iter().any(|(k, _)| *k == kind);
    let mut docs: Vec<Doc> = ledger
        .docs
        .iter()
        .filter(|d| has(d.kind))
        .cloned()
        .flat_map(|d| parts(layout, d))
        .collect();
    for doc in &mut docs {
        if layout.job == Job::No {
            doc.job = None;
        }
        if !layout.currencies {
            doc.currency = "USD";
        }
        if layout.paid.is_empty() && doc.open == 0 {
            doc.open = doc.amount;
        }
    }
    docs
}

/// An invoice in its two parts, where the layout has them.
fn parts(layout: &Layout, doc: Doc) -> Vec<Doc> {
    if !layout.splits || doc.kind != Kind::Invoice || doc.open != doc.amount || doc.amount < 2 {
        return vec![doc];
    }
    let half = doc.amount / 2;
    let rest = Doc {
        due: doc.due + chrono::Days::new(31),
        amount: doc.amount - half,
        open: doc.amount - half,
        ..doc.clone()
    };
    let first = Doc {
        amount: half,
        open: half,
        ..doc
    };
    vec![first, rest]
}

struct Writer<'a> {
    layout: &'a Layout,
    ledger: &'a Ledger,
    choice: &'a Choice,
    columns: Vec<Column>,
    width: usize,
    rows: Vec<Row>,
}

/// Lays a ledger out.
pub fn write(layout: &Layout, ledger: &Ledger, choice: &Choice) -> Report {
    let mut docs = shown(layout, ledger);
    let mut columns: Vec<Column> = layout
        .columns
        .iter()
        .enumerate()
        .filter(|(i, c)| !c.optional || choice.without & (1 << i) == 0)
        .map(|(_, c)| *c)
        .collect();
    if layout.shuffled {
        let mut n = choice.order;
        for i in (1..columns.len()).rev() {
            n = n
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let j = usize::try_from(n >> 33).expect("31 bits") % (i + 1);
            columns.swap(i, j);
        }
    }
    let grouped = matches!(
        layout.shape,
        Shape::Customers | Shape::Jobs | Shape::Carried | Shape::Headed
    );
    if grouped {
        docs.sort_by_key(|d| (d.customer, d.job));
    } else if layout.shape == Shape::Currencies {
        docs.sort_by_key(|d| d.currency);
    } else if let Shape::Ages(_) = layout.shape {
        docs.sort_by_key(|d| std::cmp::Reverse(age(d)));
    }
    let width = layout.lead + columns.len();
    let open = layout.lead
        + columns
            .iter()
            .position(|c| c.what == What::Open || c.what == What::Paid)
            .unwrap_or(0);
    let mut w = Writer {
        layout,
        ledger,
        choice,
        columns,
        width,
        rows: Vec::new(),
    };
    let titled = !layout.titles.is_empty() && (choice.titles || !layout.bare);
    if titled {
        for title in layout.titles {
            let text = title
                .replace("{day}", &as_of().format("%B %d, %Y").to_string())
                .replace("{eday}", &as_of().format("%-d %B %Y").to_string());
            w.label(Role::Above, 0, &text);
        }
        w.row(Role::Above, Vec::new());
    }
    let mut header = vec![Cell::Empty; layout.lead];
    header.extend(w.columns.iter().map(|c| text(c.heading)));
    w.row(Role::Header, header);
    w.body(&docs);
    if choice.footer && !layout.footers.is_empty() {
        w.row(Role::Below, Vec::new());
        for footer in layout.footers {
            w.label(Role::Below, 0, footer);
        }
    }
    Report {
        rows: w.rows,
        open,
        docs,
        columns: w.columns,
        titled,
    }
}

fn text(t: &str) -> Cell {
    if t.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(t.to_owned())
    }
}

/// 0 = current … 3 = oldest, by the system's own way.
fn age(doc: &Doc) -> usize {
    match (as_of() - doc.due).num_days() {
        ..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        _ => 3,
    }
}

fn signed(doc: &Doc, amount: i64) -> i64 {
    if doc.raises() { amount } else { -amount }
}

impl Writer<'_> {
    fn row(&mut self, role: Role, mut cells: Vec<Cell>) {
        cells.resize(self.width.max(cells.len()), Cell::Empty);
        self.rows.push(Row { role, cells });
    }

    fn label(&mut self, role: Role, column: usize, label: &str) {
        let mut cells = vec![Cell::Empty; column];
        cells.push(text(label));
        self.row(role, cells);
    }

    fn body(&mut self, docs: &[Doc]) {
        match self.layout.shape {
            Shape::Flat | Shape::Lines => self.data(docs, 0),
            Shape::Ages(ages) => {
                for (n, label) in ages.iter().enumerate() {
                    let n = ages.len() - 1 - n;
                    let from = docs.iter().position(|d| age(d) == n);
                    let of: Vec<Doc> = docs.iter().filter(|d| age(d) == n).cloned().collect();
                    if let Some(from) = from {
                        self.label(Role::Label, 0, label);
                        self.data(&of, from);
                        self.subtotal(label, 0, &of);
                    }
                }
            }
            Shape::Currencies => {
                let mut from = 0;
                for section in docs.chunk_by(|a, b| a.currency == b.currency) {
                    self.label(Role::Label, 0, section[0].currency);
                    self.data(section, from);
                    self.total("Total", 0, section);
                    from += section.len();
                }
            }
            Shape::Customers | Shape::Jobs | Shape::Carried | Shape::Headed => {
                let mut from = 0;
                for customer in docs.chunk_by(|a, b| a.customer == b.customer) {
                    self.customer(customer, from);
                    from += customer.len();
                }
            }
        }
        if let Some(total) = self.layout.total {
            self.total(total, 0, docs);
        }
    }

    fn customer(&mut self, docs: &[Doc], from: usize) {
        let label = self.group_label(&docs[0]);
        match self.layout.shape {
            Shape::Customers => {
                self.label(Role::Label, 0, &label);
                self.data(docs, from);
                self.subtotal(&label, 0, docs);
            }
            Shape::Jobs => {
                self.label(Role::Label, 0, &label);
                let mut at = from;
                for job in docs.chunk_by(|a, b| a.job == b.job) {
                    if let Some(name) = job[0].job {
                        let column = usize::from(self.layout.lead > 1);
                        self.label(Role::Label, column, name);
                        self.data(job, at);
                        self.subtotal(name, column, job);
                    } else {
                        self.data(job, at);
                    }
                    at += job.len();
                }
                self.subtotal(&label, 0, docs);
            }
            Shape::Carried => {
                self.data(docs, from);
                let start = self.rows.len();
                self.total("", 0, docs);
                // The customer's total repeats its id or shows a dash.
                if let Some(i) = self.columns.iter().position(|c| c.what == What::Id) {
                    self.rows[start].cells[i] =
                        Cell::Text(self.ledger.customers[docs[0].customer].number.clone());
                }
            }
            Shape::Headed => {
                self.total(&label, 0, docs);
                self.data(docs, from);
            }
            _ => {}
        }
        if self.choice.blank {
            self.row(Role::Below, Vec::new());
        }
    }

    fn group_label(&self, doc: &Doc) -> String {
        let customer = &self.ledger.customers[doc.customer];
        match self.layout.named {
            Named::Both => format!("{} {}", customer.number, customer.name),
            Named::Coded if customer.is_coded() => {
                format!("{} {}", customer.number, customer.name)
            }
            _ => customer.name.to_owned(),
        }
    }

    fn subtotal(&mut self, label: &str, column: usize, docs: &[Doc]) {
        if let Some(pattern) = self.layout.subtotal {
            self.total(&pattern.replace("{}", label), column, docs);
        }
    }

    fn total(&mut self, label: &str, column: usize, docs: &[Doc]) {
        let lead = self.layout.lead;
        let mut cells = vec![Cell::Empty; lead];
        let of_section = self.layout.shape == Shape::Currencies;
        let currency = docs
            .first()
            .filter(|_| of_section)
            .map_or("USD", |d| d.currency);
        for c in &self.columns {
            let sum = |of: &dyn Fn(&Doc) -> i64| {
                docs.iter().filter(|d| d.currency == currency).map(of).sum()
            };
            cells.push(match c.what {
                What::Open => Cell::Total(sum(&|d| self.open_of(d))),
                What::Amount => Cell::Total(sum(&|d| self.amount_of(d))),
                What::Age(n) => Cell::Total(sum(&|d| {
                    if age(d) == usize::from(n) {
                        self.open_of(d)
                    } else {
                        0
                    }
                })),
                _ => Cell::Empty,
            });
        }
        if !label.is_empty() {
            cells[column] = text(label);
        }
        self.row(Role::Total, cells);
    }

    fn open_of(&self, doc: &Doc) -> i64 {
        match self.layout.sign {
            Sign::Signed => signed(doc, doc.open),
            Sign::Unsigned => doc.open,
        }
    }

    fn amount_of(&self, doc: &Doc) -> i64 {
        match self.layout.sign {
            Sign::Signed => signed(doc, doc.amount),
            Sign::Unsigned => doc.amount,
        }
    }

    fn data(&mut self, docs: &[Doc], from: usize) {
        let mut running = 0;
        for (i, doc) in docs.iter().enumerate() {
            running += self.open_of(doc);
            let lines = if self.layout.shape == Shape::Lines {
                self.choice.lines
            } else {
                1
            };
            for _ in 0..lines {
                let mut cells = vec![Cell::Empty; self.layout.lead];
                for c in &self.columns {
                    cells.push(self.cell(c.what, doc, from + i, i == 0, running));
                }
                self.row(Role::Data(from + i), cells);
            }
        }
    }

    fn cell(&self, what: What, doc: &Doc, index: usize, first: bool, running: i64) -> Cell {
        let customer = &self.ledger.customers[doc.customer];
        let carried = self.layout.shape == Shape::Carried && !first;
        match what {
            What::Id | What::Name if carried => Cell::Empty,
            What::Id => number(&customer.number),
            What::Name => match (self.layout.job, doc.job) {
                (Job::Behind(sep), Some(job)) => text(&format!("{}{sep}{job}", customer.name)),
                _ => text(customer.name),
            },
            What::Job => text(doc.job.unwrap_or("")),
            What::Type => text(
                self.layout
                    .kinds
                    .iter()
                    .find(|(k, _)| *k == doc.kind)
                    .map_or("", |k| k.1),
            ),
            What::Number => number(&doc.number),
            What::Date => Cell::Day(doc.issued),
            What::Due if doc.raises() || self.choice.credit_due => Cell::Day(doc.due),
            What::Due => Cell::Empty,
            What::Amount => Cell::Money(self.amount_of(doc)),
            What::Open => Cell::Money(self.open_of(doc)),
            What::Paid => Cell::Money(doc.amount - doc.open),
            What::Signed => Cell::Money(signed(doc, doc.amount)),
            What::Currency => text(doc.currency),
            What::Status => {
                let words = if doc.open == 0 {
                    self.layout.paid
                } else {
                    self.layout.statuses
                };
                text(words[self.choice.status % words.len()])
            }
            What::Age(n) if age(doc) == usize::from(n) => Cell::Money(self.open_of(doc)),
            What::Age(_) => Cell::Money(0),
            What::Entry => number(&(2_700 + index).to_string()),
            What::Days => number(&(as_of() - doc.due).num_days().to_string()),
            What::Words => text(["", "Deck, rear \"A\"", "See note"][index % 3]),
            What::Figures => Cell::Money(i64::try_from(index).expect("few") * 1_234),
            What::Running => Cell::Money(running),
        }
    }
}

fn number(t: &str) -> Cell {
    let plain = t.len() <= 15 && !t.starts_with('0') && t.bytes().all(|b| b.is_ascii_digit());
    match plain && !t.is_empty() {
        true => Cell::Number(t.to_owned()),
        false => text(t),
    }
}
