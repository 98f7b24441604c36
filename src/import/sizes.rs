//! What a row is worth: its open amount and its face, with the sign that its source means, and the kind that follows from both.

use super::findings::{Code, Fault};
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::{Field, Sign, SourceType};
use crate::domain::document::DocumentKind;
use crate::domain::money::{Currency, Minor};

/// What a row says of its size: what is open, and the face where it is given; both with their sign.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sizes {
    pub(crate) open: Minor,
    pub(crate) face: Option<Minor>,
    pub(crate) rounded: bool,
}

/// What a row's status means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Open,
    /// Partly paid.
    Partial,
    Closed,
    /// Taken back: owed no more, and not paid.
    Void,
    Ignored,
    Unknown(String),
}

impl Sizes {
    /// Reads a row's amounts.
    pub(crate) fn read(
        plan: &Plan<'_>,
        row: &Row<'_>,
        kind: Option<SourceType>,
        currency: Currency,
        status: &Status,
    ) -> Result<Sizes, Fault> {
        let values = &plan.header.profile.values;
        let amount_cell = plan.cell(row, Field::Amount);
        let open_cell = plan.cell(row, Field::Open);
        let has_open = plan.header.columns.of(Field::Open).is_some();
        let mut rounded = false;
        let mut read = |cell, field| {
            plan.amount(cell, field, currency).map(|(m, r)| {
                rounded |= r;
                m
            })
        };
        let overflow = || {
            Fault::new(
                Code::BadAmount,
                "open",
                open_cell,
                "the amount is too large for the ledger".to_owned(),
            )
        };
        let needs_face = !has_open || !amount_cell.is_empty();
        let void = *status == Status::Void;
        let open = if values.sign == Sign::Columns && !void {
            Some(Self::of_columns(plan, row, &mut read)?)
        } else if void || (has_open && open_cell.is_empty() && values.empty_open_is_zero) {
            Some(Minor::ZERO)
        } else if has_open {
            Some(read(open_cell, Field::Open)?)
        } else {
            None
        };
        let face = if needs_face {
            Some(read(amount_cell, Field::Amount)?)
        } else {
            None
        };
        let has_paid = plan.header.columns.of(Field::Paid).is_some();
        let paid_cell = plan.cell(row, Field::Paid);
        if let (true, Some(open), Some(face)) = (plan.header.profile.fallback, open, face)
            && !paid_cell.is_empty()
            && !open.is_zero()
            && open == face
            && !read(paid_cell, Field::Paid)?.is_zero()
        {
            return Err(Fault::new(
                Code::BadAmount,
                "open",
                open_cell,
                "something was paid, but the balance is the whole amount: it is not what is open"
                    .to_owned(),
            ));
        }
        if let (Some(open), Some(face)) = (open, face)
            && !plan.header.profile.fallback
            && !paid_cell.is_empty()
            && !open.is_zero()
        {
            let paid = read(paid_cell, Field::Paid)?.abs();
            let rest = face.abs().minus(paid).map_err(|_| overflow())?;
            if !paid.is_zero() && open.abs() > rest {
                return Err(Fault::new(
                    Code::BadAmount,
                    "open",
                    open_cell,
                    "more of it is open than its amount less what was paid: one of the three is wrong"
                        .to_owned(),
                ));
            }
        }
        let open = match (open, face) {
            (Some(open), _)
                if *status == Status::Closed && values.status_decides && !open.is_zero() =>
            {
                return Err(Fault::new(
                    Code::BadAmount,
                    "open",
                    open_cell,
                    "it is settled by its status, and yet something of it remains".to_owned(),
                ));
            }
            _ if *status == Status::Closed && values.status_decides => Minor::ZERO,
            (Some(open), _) => open,
            (None, Some(face)) if has_paid => {
                let paid = match paid_cell {
                    // A system that writes what was paid in every row has left out nothing: the cell was emptied.
                    "" if values.sign == Sign::Minus && !plan.header.profile.is_mapped() => {
                        return Err(Fault::new(
                            Code::BadAmount,
                            "paid",
                            "",
                            "nothing says how much of it was paid, so nobody knows what is open"
                                .to_owned(),
                        ));
                    }
                    "" => Minor::ZERO,
                    cell => read(cell, Field::Paid)?,
                };
                face.minus(paid).map_err(|_| overflow())?
            }
            (None, Some(_)) if *status == Status::Closed => Minor::ZERO,
            (None, Some(_)) if matches!(status, Status::Partial | Status::Unknown(_)) => {
                return Err(Fault::new(
                    Code::BadAmount,
                    "status",
                    plan.cell(row, Field::Status),
                    "the file has no balance and no amount paid, so nobody knows what of this is open; export it with its balance".to_owned(),
                ));
            }
            // A credit file without balances says nothing of use: the store applies it as far as its invoice is open.
            (None, face) => face.unwrap_or(Minor::ZERO),
        };
        let credit = values.sign == Sign::ByColumn && Self::is_credit(plan, row, kind)?;
        if values.sign == Sign::ByColumn && !credit && open.is_negative() {
            return Err(Fault::new(
                Code::UnsignedCredit,
                "open",
                open_cell,
                "it is below zero, and what tells a credit here says that it is none".to_owned(),
            ));
        }
        if values.sign == Sign::ByColumn
            && kind.is_none()
            && !open.is_zero()
            && plan.header.columns.of(Field::Direction).is_some()
            && plan.cell(row, Field::Direction).is_empty()
        {
            return Err(Fault::new(
                Code::UnsignedCredit,
                "open",
                open_cell,
                "amounts have no sign here, and the column that has it is empty in this row"
                    .to_owned(),
            ));
        }
        let signed = |size: Minor| match values.sign {
            Sign::Signed | Sign::Minus | Sign::Columns => size,
            Sign::ByType => match kind {
                Some(SourceType::Credit | SourceType::Payment) => size.abs().negated(),
                Some(
                    SourceType::Invoice
                    | SourceType::Debit
                    | SourceType::Journal
                    | SourceType::BySign
                    | SourceType::Payable
                    | SourceType::Ignored,
                )
                | None => size,
            },
            Sign::ByFile => size.negated(),
            Sign::ByColumn if credit => size.abs().negated(),
            Sign::ByColumn => size.abs(),
        };
        if values.sign == Sign::ByFile
            && (open.is_negative() || face.is_some_and(Minor::is_negative))
        {
            let (field, cell) = if open.is_negative() {
                ("open", open_cell)
            } else {
                ("amount", amount_cell)
            };
            return Err(Fault::new(
                Code::BadAmount,
                field,
                cell,
                "credits stand above zero in this file; one below zero has no meaning".to_owned(),
            ));
        }
        Ok(Sizes {
            open: signed(open),
            face: face.map(signed),
            rounded,
        })
    }
}

impl Sizes {
    /// What is owed and what is credited, in two columns of which a row fills one.
    fn of_columns<'r>(
        plan: &Plan<'_>,
        row: &Row<'r>,
        read: &mut dyn FnMut(&'r str, Field) -> Result<Minor, Fault>,
    ) -> Result<Minor, Fault> {
        let cells = [Field::Open, Field::Credit].map(|f| (plan.cell(row, f), f));
        if cells.iter().all(|(cell, _)| cell.is_empty()) {
            return Err(Fault::new(
                Code::BadAmount,
                "open",
                "",
                "neither the column of what is owed nor that of credits holds an amount".to_owned(),
            ));
        }
        let mut size = |(cell, field): (&'r str, Field)| match cell {
            "" => Ok(Minor::ZERO),
            cell => read(cell, field),
        };
        let (owed, credited) = (size(cells[0])?, size(cells[1])?);
        match (owed.is_zero(), credited.is_zero()) {
            (_, true) => Ok(owed),
            (true, false) => Ok(credited.negated()),
            (false, false) => Err(Fault::new(
                Code::BadAmount,
                "credit",
                cells[1].0,
                "both columns hold an amount: nothing tells what of it is open".to_owned(),
            )),
        }
    }

    /// What tells a credit where amounts have no sign: the type's word, else the sign of another column. Both must agree.
    fn is_credit(plan: &Plan<'_>, row: &Row<'_>, kind: Option<SourceType>) -> Result<bool, Fault> {
        let cell = plan.cell(row, Field::Direction);
        let by_type = match kind {
            Some(SourceType::Credit | SourceType::Payment) => Some(true),
            Some(SourceType::Invoice | SourceType::Debit) => Some(false),
            _ => None,
        };
        let by_sign = match cell {
            "" => None,
            cell => {
                let size = plan.amount(cell, Field::Direction, plan.book)?.0;
                (!size.is_zero()).then(|| size.is_negative())
            }
        };
        match (by_type, by_sign) {
            (Some(a), Some(b)) if a != b => Err(Fault::new(
                Code::UnsignedCredit,
                "type",
                plan.cell(row, Field::Type),
                format!("the type and the sign of '{cell}' disagree on whether this is a credit"),
            )),
            (Some(credit), _) | (None, Some(credit)) => Ok(credit),
            // Nothing on either side: zero, or a file that tells credits by number only.
            (None, None) if kind.is_none() && plan.header.columns.of(Field::Direction).is_none() => {
                Err(Fault::new(
                    Code::UnsignedCredit,
                    "type",
                    plan.cell(row, Field::Type),
                    "amounts have no sign here, and the type does not tell a credit from an invoice".to_owned(),
                ))
            }
            (None, None) => Ok(false),
        }
    }
}

/// The kind from the source's type and the direction of the amount, and what is odd about the pair.
pub(crate) fn settle(kind: Option<SourceType>, direction: Minor) -> (DocumentKind, Option<Code>) {
    use SourceType::{BySign, Credit, Debit, Ignored, Invoice, Journal, Payable, Payment};
    let lowers = direction.is_negative();
    match (kind, lowers) {
        (Some(Invoice | BySign | Payable | Ignored) | None, false) => (DocumentKind::Invoice, None),
        (Some(Debit), false) => (DocumentKind::DebitNote, None),
        (Some(Journal), false) => (DocumentKind::JournalDebit, None),
        (Some(Credit | Payment), false) => (DocumentKind::DebitNote, Some(Code::PositiveCredit)),
        (Some(Invoice | Debit), true) => (DocumentKind::CreditMemo, Some(Code::NegativeInvoice)),
        (Some(Credit | BySign | Payable | Ignored) | None, true) => {
            (DocumentKind::CreditMemo, None)
        }
        (Some(Payment), true) => (DocumentKind::Payment, None),
        (Some(Journal), true) => (DocumentKind::JournalCredit, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_comes_from_the_type_and_the_direction() {
        use SourceType::{Credit, Invoice, Journal, Payment};
        let (up, down) = (Minor::new(1), Minor::new(-1));
        assert_eq!(settle(Some(Invoice), up).0, DocumentKind::Invoice);
        assert_eq!(
            settle(Some(Invoice), down),
            (DocumentKind::CreditMemo, Some(Code::NegativeInvoice))
        );
        assert_eq!(settle(Some(Journal), up).0, DocumentKind::JournalDebit);
        assert_eq!(settle(Some(Journal), down).0, DocumentKind::JournalCredit);
        assert_eq!(settle(Some(Payment), down).0, DocumentKind::Payment);
        assert_eq!(
            settle(Some(Credit), up),
            (DocumentKind::DebitNote, Some(Code::PositiveCredit))
        );
        assert_eq!(settle(None, down), (DocumentKind::CreditMemo, None));
    }
}
