//! Columns that no field takes and that change what their rows mean: a side (`Dr/Cr`, `S/H`), a mark for what was taken back, a yes
//! under *Paid*, a rate of exchange; and words that name something else than a document.
//!
//! Law: a built-in profile knows its columns, so this is asked of tables that common headings or a mapping describe. A side is
//! taken where every word of it is known; whatever else contradicts the balance holds its row back.

use super::clean::heading;
use super::findings::{Code, Fault};
use super::plan::Plan;
use super::records::Row;
use super::sizes::Sizes;
use super::vocabulary::{Field, Sign};
use crate::domain::money::{Currency, Minor};

const SIDE: [&str; 17] = [
    "s/h",
    "sh",
    "soll/haben",
    "d/c",
    "c/d",
    "dc",
    "dr/cr",
    "cr/dr",
    "drcr",
    "debit/credit",
    "debitcredit",
    "debit/creditindicator",
    "sign",
    "+/-",
    "d/h",
    "debe/haber",
    "side",
];
const RAISES: [&str; 11] = [
    "s", "soll", "d", "dr", "dr.", "db", "debit", "debe", "débit", "+", "dare",
];
const LOWERS: [&str; 11] = [
    "h", "haben", "c", "cr", "cr.", "credit", "haber", "crédit", "-", "\u{2212}", "avere",
];
const VOID: [&str; 18] = [
    "void",
    "voided",
    "isvoid",
    "isvoided",
    "cancelled",
    "canceled",
    "iscancelled",
    "iscanceled",
    "deleted",
    "isdeleted",
    "reversed",
    "isreversed",
    "storno",
    "storniert",
    "annulé",
    "annulée",
    "anulado",
    "annullato",
];
const PAID: [&str; 6] = [
    "paid",
    "ispaid",
    "paid?",
    "fullypaid",
    "settled",
    "bezahlt?",
];
const RATE: [&str; 10] = [
    "exchangerate",
    "exch.rate",
    "fxrate",
    "currencyrate",
    "conversionrate",
    "rateofexchange",
    "wechselkurs",
    "tauxdechange",
    "tipodecambio",
    "wisselkoers",
];
const NO: [&str; 15] = [
    "", "no", "n", "false", "f", "0", "0.00", "0,00", "-", "nein", "non", "não", "nee", "falsch",
    "faux",
];
const YES: [&str; 15] = [
    "yes", "y", "true", "t", "x", "1", "ja", "j", "oui", "o", "si", "sí", "sim", "\u{2713}",
    "\u{2714}",
];
/// What a last line is called; nobody's name, number or type.
const TOTAL: [&str; 20] = [
    "total",
    "totals",
    "grandtotal",
    "reporttotal",
    "subtotal",
    "sub-total",
    "sum",
    "summe",
    "zwischensumme",
    "gesamt",
    "gesamtsumme",
    "endsumme",
    "totale",
    "totaal",
    "totaux",
    "totalgénéral",
    "soustotal",
    "sous-total",
    "suma",
    "soma",
];
/// Papers that nobody owes anything by.
const NO_RECEIVABLE: [&str; 22] = [
    "estimate",
    "quote",
    "quotation",
    "salesorder",
    "purchaseorder",
    "order",
    "orderconfirmation",
    "proforma",
    "pro-forma",
    "proformainvoice",
    "pro-formainvoice",
    "deliverynote",
    "packingslip",
    "angebot",
    "auftrag",
    "auftragsbestätigung",
    "lieferschein",
    "devis",
    "presupuesto",
    "offerte",
    "preventivo",
    "orçamento",
];

/// Where such columns stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags {
    side: Option<usize>,
    void: Vec<usize>,
    paid: Option<usize>,
    rate: Option<usize>,
    /// The table is of no built-in profile.
    unknown: bool,
}

impl Flags {
    pub(super) fn of(plan: &Plan<'_>) -> Flags {
        let profile = plan.header.profile;
        if !profile.fallback && !profile.is_mapped() {
            return Flags::default();
        }
        let taken: Vec<usize> = plan.header.columns.all().collect();
        let names: Vec<String> = plan.header.cells.iter().map(|h| heading(h)).collect();
        let all = |words: &[&str]| -> Vec<usize> {
            let free = names
                .iter()
                .enumerate()
                .filter(|(at, _)| !taken.contains(at));
            free.filter(|(_, name)| words.contains(&name.as_str()))
                .map(|(at, _)| at)
                .collect()
        };
        let states_currency = plan.header.columns.of(Field::Currency).is_some();
        let signed = profile.values.sign == Sign::Signed;
        Flags {
            side: all(&SIDE).first().copied().filter(|_| signed),
            void: all(&VOID),
            paid: all(&PAID).first().copied(),
            rate: all(&RATE).first().copied().filter(|_| !states_currency),
            unknown: true,
        }
    }

    /// Gives a row's amounts the side that it names, and holds it back where a mark contradicts what is open.
    pub(super) fn apply(
        &self,
        plan: &Plan<'_>,
        row: &Row<'_>,
        currency: Currency,
        sizes: &mut Sizes,
    ) -> Result<(), Fault> {
        if !self.unknown {
            return Ok(());
        }
        let name = |at: usize| plan.header.cells.get(at).map_or("", |h| h.trim());
        let folded = |at: usize| row.cell(at).trim().to_lowercase();
        let fault =
            |code, at: usize, message: String| Err(Fault::new(code, "open", row.cell(at), message));
        if let Some(at) = self.side
            && !sizes.open.is_zero()
        {
            let word = folded(at);
            if LOWERS.contains(&word.as_str()) {
                sizes.open = sizes.open.abs().negated();
                sizes.face = sizes.face.map(|f| f.abs().negated());
            } else if !RAISES.contains(&word.as_str()) || sizes.open.is_negative() {
                let why = format!(
                    "the column '{}' says '{}', which does not go with this amount: nothing tells whether the row raises or lowers the balance",
                    name(at),
                    row.cell(at)
                );
                return fault(Code::UnsignedCredit, at, why);
            }
        }
        let marked = |at: &&usize| !NO.contains(&folded(**at).as_str());
        if let Some(&at) = self.void.iter().find(marked)
            && !sizes.open.is_zero()
        {
            let why = format!("'{}' is set, and yet it has a balance", name(at));
            return fault(Code::BalanceConflict, at, why);
        }
        if let Some(at) = self.paid
            && !sizes.open.is_zero()
        {
            let word = folded(at);
            let whole = sizes.face.is_some_and(|face| face == sizes.open);
            let amount = plan.amount(row.cell(at), Field::Amount, currency);
            let part = amount.is_ok_and(|(paid, _)| paid != Minor::ZERO);
            if YES.contains(&word.as_str()) && word != "1" || part && whole {
                let why = "something was paid, but the balance is the whole amount: it is not what is open";
                return fault(Code::BadAmount, at, why.to_owned());
            }
        }
        if let Some(at) = self.rate {
            let word = folded(at);
            let one = word
                .strip_prefix('1')
                .is_some_and(|rest| rest.chars().all(|c| matches!(c, '0' | '.' | ',')));
            if !word.is_empty() && !one {
                let why = format!(
                    "it has a rate of exchange ('{}'), and no column says in which currency the amounts are; add the currency to the report",
                    row.cell(at)
                );
                return fault(Code::OtherCurrency, at, why);
            }
        }
        Ok(())
    }

    /// A total that stands in the list as if it were a document.
    pub(super) fn is_total(&self, cells: [&str; 3]) -> Option<Fault> {
        let cell = self.unknown.then_some(cells)?.into_iter().find(|cell| {
            // Nothing longer is in the list; most rows are told by their length.
            cell.len() <= 20 && TOTAL.contains(&heading(cell).trim_end_matches(':'))
        })?;
        Some(Fault::new(
            Code::UnclassifiedRow,
            "",
            cell,
            format!(
                "this row says '{cell}': a total with a number and a date cannot be told from a document; take it out, or call it otherwise"
            ),
        ))
    }
}

/// A type of paper by which nobody owes anything: an order, a quotation.
pub(super) fn is_no_receivable(word: &str) -> bool {
    NO_RECEIVABLE.contains(&heading(word).as_str())
}

/// A number that a spreadsheet has cut to a few digits and ten to the power of something: `2.98737E+18` stands for many.
pub(super) fn is_cut(cell: &str) -> bool {
    // Hardly any cell has one, and every row is asked.
    if !cell.as_bytes().contains(&b'+') {
        return false;
    }
    let Some((digits, power)) = cell.split_once("E+").or_else(|| cell.split_once("e+")) else {
        return false;
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, rest) = digits
        .split_once(['.', ','])
        .map_or((digits, "0"), |parts| parts);
    whole.len() == 1 && number(whole) && number(rest) && power.len() == 2 && number(power)
}

/// A day as a spreadsheet shows what it took for one, `4-Feb`: nobody numbers documents or customers so.
pub(super) fn is_day(cell: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    if !(5..=6).contains(&cell.len()) {
        return false;
    }
    cell.split_once('-').is_some_and(|(day, month)| {
        MONTHS.contains(&month) && day.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
    })
}

/// Digits that a spreadsheet keeps of a number.
const KEPT: usize = 15;

/// A number of which a spreadsheet may have kept fifteen digits only: at least three zeros stand for the rest.
pub(super) fn is_zeroed(cell: &str) -> bool {
    cell.len() >= KEPT + 3
        && cell.bytes().all(|b| b.is_ascii_digit())
        && cell.bytes().skip(KEPT).all(|b| b == b'0')
}

/// Whether the numbers of all customers were cut so: one of them may end in zeros by itself.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Zeroed {
    whole: bool,
    rows: u64,
}

impl Zeroed {
    /// Looks at one customer's number.
    pub(super) fn see(&mut self, cell: &str) {
        if is_zeroed(cell) {
            self.rows += 1;
        } else if !cell.is_empty() {
            self.whole = true;
        }
    }

    /// All of them, and more than two rows.
    pub(super) fn all(self) -> bool {
        !self.whole && self.rows > 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_spreadsheet_cut_are_known_and_nothing_else_is() {
        for cut in ["2.98737E+18", "1,5e+05", "3E+12"] {
            assert!(is_cut(cut), "{cut}");
        }
        for whole in ["", "E+", "1E5", "SI-1E+05", "12E+05", "1.2.3E+05", "1E+5"] {
            assert!(!is_cut(whole), "{whole}");
        }
    }

    #[test]
    fn a_day_that_a_spreadsheet_made_of_a_number_is_known() {
        for day in ["4-Feb", "31-Dec"] {
            assert!(is_day(day), "{day}");
        }
        for number in [
            "4-FEB", "32-Feb", "0-Jan", "A-Feb", "Feb-04", "12-1234", "5-May1",
        ] {
            assert!(!is_day(number), "{number}");
        }
    }

    #[test]
    fn an_order_is_no_receivable_and_an_invoice_is() {
        assert!(is_no_receivable("Sales Order"));
        assert!(is_no_receivable("Pro-Forma Invoice"));
        assert!(!is_no_receivable("Invoice"));
        assert!(!is_no_receivable("Order invoice"));
    }
}
