//! A receivables book of any size as CSV files, the same on every machine: what the speed claims are measured on.
//!
//! The shape follows what trade books look like: a heavy tail of invoices per account, amounts from a few units to tens of
//! thousands, 35 % of what is open past due, one open invoice in twelve partly paid.

use chrono::{Days, NaiveDate};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How large a book is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Its name in the figures.
    pub name: &'static str,
    /// Accounts.
    pub accounts: u64,
    /// Open invoices.
    pub open: u64,
    /// Paid invoices.
    pub paid: u64,
}

/// 1,000 accounts, 10,000 invoices.
pub const S: Size = Size {
    name: "S",
    accounts: 1_000,
    open: 7_500,
    paid: 2_500,
};

/// 20,000 accounts, 200,000 invoices.
pub const M: Size = Size {
    name: "M",
    accounts: 20_000,
    open: 120_000,
    paid: 80_000,
};

/// 100,000 accounts, four million invoices: a book as large as this desk is made for.
pub const L: Size = Size {
    name: "L",
    accounts: 100_000,
    open: 1_000_000,
    paid: 3_000_000,
};

/// The day that the book is as of.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date")
}

/// SplitMix64: a few lines, and the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }

    /// Amounts in cents: many small, few large.
    fn cents(&mut self) -> u64 {
        let scale = [20_000, 60_000, 110_000, 250_000, 900_000, 3_000_000];
        let top = scale[self.roll(6) as usize];
        500 + self.roll(top)
    }

    /// An account, the first ones far more often than the last.
    fn account(&mut self, of: u64) -> u64 {
        let a = self.roll(of);
        let b = self.roll(of);
        a * b / of
    }
}

const FIRST: [&str; 12] = [
    "Northwind",
    "Harbor",
    "Cedar",
    "Granite",
    "Keystone",
    "Meridian",
    "Quarry",
    "Redwood",
    "Summit",
    "Tamarack",
    "Valley",
    "Zenith",
];
const TRADE: [&str; 10] = [
    "Framing", "Roofing", "Concrete", "Supply", "Electric", "Plumbing", "Lumber", "Glass",
    "Flooring", "Masonry",
];
const FORM: [&str; 5] = ["Inc", "LLC", "Co", "& Sons", "Partners"];

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Writes accounts, invoices, payments and credits into `dir`.
pub fn write(dir: &Path, size: Size) -> io::Result<()> {
    let mut dice = Dice(7);
    let today = as_of();
    let day = |back: u64| today - Days::new(back);
    let mut accounts =
        String::from("account_no,name,contact,email,phone,terms_days,credit_limit,currency\n");
    for i in 0..size.accounts {
        let name = format!(
            "{} {} {} #{i}",
            FIRST[dice.roll(12) as usize],
            TRADE[dice.roll(10) as usize],
            FORM[dice.roll(5) as usize]
        );
        let _ = writeln!(
            accounts,
            "C{:06},{name},Dana Ruiz,ap{i}@example.com,+1-503-555-{:04},30,{}.00,USD",
            i + 1,
            i % 10_000,
            dice.roll(100) * 1_000
        );
    }
    let mut invoices = String::from(
        "invoice_no,account_no,invoice_date,due_date,terms,amount,balance,po_number,status\n",
    );
    let mut payments = String::from(
        "payment_no,account_no,payment_date,method,amount,invoice_no,applied,reference\n",
    );
    let mut credits = String::from("credit_no,account_no,credit_date,amount,invoice_no,reason\n");
    let mut receipts = 0_u64;
    let mut pay =
        |payments: &mut String, account: u64, on: NaiveDate, cents: u64, invoice: &str| {
            receipts += 1;
            let _ = writeln!(
                payments,
                "P{receipts:08},C{account:06},{on},check,{a},{invoice},{a},{ref}",
                a = money(cents),
                ref = 10_000 + receipts
            );
        };
    for n in 0..size.paid + size.open {
        let account = dice.account(size.accounts) + 1;
        let cents = dice.cents();
        let number = format!("INV-{n:08}");
        let paid = n < size.paid;
        let late = dice.roll(100) < 35;
        let due = match (paid, late) {
            (true, _) => day(40 + dice.roll(1_000)),
            (false, true) => day(1 + dice.roll(45) * dice.roll(6).max(1)),
            (false, false) => today + Days::new(dice.roll(30)),
        };
        let issued = due - Days::new(30);
        let mut open = cents;
        if paid {
            open = 0;
            pay(
                &mut payments,
                account,
                due - Days::new(dice.roll(10)),
                cents,
                &number,
            );
        } else if dice.roll(12) == 0 {
            let part = 1 + dice.roll(cents - 1);
            open -= part;
            pay(
                &mut payments,
                account,
                (issued + Days::new(5)).min(today),
                part,
                &number,
            );
        }
        if !paid && dice.roll(250) == 0 {
            let _ = writeln!(
                credits,
                "CM{n:07},C{account:06},{},{},,Price adjustment",
                issued.min(today),
                money(100 + dice.roll(20_000))
            );
        }
        let status = if paid {
            "paid"
        } else if open < cents {
            "partial"
        } else {
            "open"
        };
        let _ = writeln!(
            invoices,
            "{number},C{account:06},{issued},{due},Net 30,{},{},PO{},{status}",
            money(cents),
            money(open),
            n % 50_000
        );
    }
    fs::create_dir_all(dir)?;
    fs::write(dir.join("accounts.csv"), accounts)?;
    fs::write(dir.join("invoices.csv"), invoices)?;
    fs::write(dir.join("payments.csv"), payments)?;
    fs::write(dir.join("credits.csv"), credits)
}
