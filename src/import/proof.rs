//! What a report says it comes to, against what its rows come to: to the cent, for every group and for the whole.
//!
//! A difference is fatal where absence closes documents. A total that shows nothing proves nothing, and that is said once for
//! the file. `layout` finds the totals, `file` walks the rows.

use super::currencies;
use super::findings::{Code, Findings};
use super::grid::Kind;
use super::groups::Sums;
use super::layout::{Said, Tracker};
use super::parties::Head;
use super::plan::Plan;
use super::profile::Profile;
use super::vocabulary::Field;
use crate::domain::money::Minor;

/// A total of the report, and its rows.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Total<'t> {
    /// The group that it closes.
    pub(crate) group: &'t str,
    pub(crate) line: u64,
    pub(crate) said: Said<'t>,
    pub(crate) summed: Sums,
}

impl Total<'_> {
    fn of(&self, field: Field) -> (&str, i128) {
        match field {
            Field::Amount => (self.said.face, self.summed.face),
            _ => (self.said.open, self.summed.open),
        }
    }

    /// The sum of its numbers, whatever their currency.
    fn all(&self, field: Field) -> Option<i128> {
        match field {
            Field::Amount => self.summed.all_face(),
            _ => self.summed.all_open(),
        }
    }
}

/// Compares the totals of one file.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    /// Totals that show nothing, the first of them with its line and group.
    absent: u64,
    first_absent: Option<(u64, String)>,
}

impl Proof {
    /// Compares one total with its rows; the declared open amount, where it can be read.
    pub(crate) fn compare(
        &mut self,
        plan: &Plan<'_>,
        total: &Total<'_>,
        found: &mut Findings,
    ) -> Option<Minor> {
        // A formula without a result, or with a 0 that nobody worked out, says nothing.
        let unknown = match total.said.formula {
            Kind::Uncached => true,
            Kind::FormulaZero => total.summed.open != 0,
            _ => false,
        };
        if unknown {
            self.is_absent(total.group, total.line);
            return None;
        }
        if !total.said.face.is_empty() {
            self.compare_one(plan, Field::Amount, total, found);
        }
        if !total.said.credit.is_empty() {
            return compare_columns(plan, total, found);
        }
        if !total.said.open.is_empty() {
            return self.compare_one(plan, Field::Open, total, found);
        }
        // Such reports leave a cell empty where others write 0.00.
        if plan.header.profile.values.empty_open_is_zero && total.said.face.is_empty() {
            mismatch(plan, Field::Open, total, Minor::ZERO, found);
            return Some(Minor::ZERO);
        }
        // A total over another column than the one that is read: the headings were exchanged, or the total's cells moved.
        if !total.said.elsewhere.is_empty() && !plan.header.profile.fallback {
            let value = total.said.elsewhere;
            found.report(Code::TotalMismatch, total.line, "open", value, || {
                format!(
                    "the total of '{}' stands in another column than what is open: {value}",
                    total.group
                )
            });
            return None;
        }
        self.is_absent(total.group, total.line);
        None
    }

    /// Compares what a row above a customer's documents says with what they come to.
    pub(crate) fn compare_head(&mut self, plan: &Plan<'_>, head: &Head, found: &mut Findings) {
        let total = Total {
            group: &head.label,
            line: head.line,
            said: Said {
                open: &head.open,
                face: &head.face,
                credit: "",
                formula: Kind::Text,
                elsewhere: "",
            },
            summed: head.sums,
        };
        self.compare(plan, &total, found);
    }

    fn compare_one(
        &mut self,
        plan: &Plan<'_>,
        field: Field,
        total: &Total<'_>,
        found: &mut Findings,
    ) -> Option<Minor> {
        let (declared, summed) = total.of(field);
        let currency = plan.section(total.group).unwrap_or(plan.book);
        let said = match plan.amount(declared, field, currency) {
            Ok((said, _)) => said,
            Err(fault) if fault.code == Code::OtherCurrency => {
                let (line, group) = (total.line, total.group);
                let usual = currencies::usual(declared).map(|c| c.code().to_owned());
                let value = usual.as_deref().unwrap_or(declared);
                found.report(Code::TotalCurrency, line, field.name(), value, || {
                    format!(
                        "the total of '{group}' is '{declared}', and the book is kept in {currency}: import it into a ledger of its own, made with currency = \"{}\" in the settings",
                        usual.as_deref().unwrap_or("EUR")
                    )
                });
                return None;
            }
            Err(fault) => {
                found.report(
                    Code::TotalMismatch,
                    total.line,
                    field.name(),
                    declared,
                    || {
                        format!(
                            "the total of '{}' cannot be read: {}",
                            total.group, fault.message
                        )
                    },
                );
                return None;
            }
        };
        if said.is_zero() && summed != 0 && plan.header.profile.layout.zero_is_no_total {
            if field == Field::Open {
                self.is_absent(total.group, total.line);
            }
            return None;
        }
        // A total over several currencies adds up numbers, not money: it proves the rows, and says nothing of what is owed.
        let mixed = i128::from(said.get()) != total.of(field).1;
        if mixed && total.all(field) == Some(i128::from(said.get())) {
            return None;
        }
        mismatch(plan, field, total, said, found);
        Some(said)
    }

    fn is_absent(&mut self, group: &str, line: u64) {
        self.absent += 1;
        self.first_absent
            .get_or_insert_with(|| (line, group.to_owned()));
    }

    /// Tells of totals that showed nothing.
    pub(crate) fn finish(self, found: &mut Findings) {
        let Some((line, group)) = self.first_absent else {
            return;
        };
        let more = match self.absent {
            1 => String::new(),
            n => format!(", nor do {} others", n - 1),
        };
        found.report(Code::TotalAbsent, line, "open", &group, || {
            format!("'{group}' shows no total{more}, so these rows are not checked against one")
        });
    }
}

/// A total in two columns: what is owed, less what is credited.
fn compare_columns(plan: &Plan<'_>, total: &Total<'_>, found: &mut Findings) -> Option<Minor> {
    let read = |cell: &str, field| match cell {
        "" => Ok(Minor::ZERO),
        cell => plan.amount(cell, field, plan.book).map(|(said, _)| said),
    };
    let owed = read(total.said.open, Field::Open);
    let credited = read(total.said.credit, Field::Credit);
    let said = match (owed, credited) {
        (Ok(owed), Ok(credited)) => owed.minus(credited).ok(),
        _ => None,
    };
    let Some(said) = said else {
        found.report(
            Code::TotalMismatch,
            total.line,
            "open",
            total.said.open,
            || format!("the total of '{}' cannot be read", total.group),
        );
        return None;
    };
    if i128::from(said.get()) != total.summed.open {
        mismatch(plan, Field::Open, total, said, found);
    }
    Some(said)
}

fn mismatch(plan: &Plan<'_>, field: Field, total: &Total<'_>, said: Minor, found: &mut Findings) {
    let (group, summed) = (total.group, total.of(field).1);
    let delta = i128::from(said.get()) - summed;
    if delta == 0 {
        return;
    }
    let currency = plan.section(group).unwrap_or(plan.book);
    let show = |n: i128| minor(n).show(currency);
    let what = match field {
        Field::Amount => "amounts",
        _ => "rows",
    };
    found.report(Code::TotalMismatch, total.line, field.name(), group, || {
        format!(
            "'{group}' says {}, its {what} come to {}: a difference of {}",
            said.show(currency),
            show(summed),
            show(delta)
        )
    });
}

/// What must have come by the end of a report.
pub(crate) fn check_end(
    tracker: &Tracker<'_>,
    profile: &Profile,
    has_titles: bool,
    found: &mut Findings,
) {
    let layout = &profile.layout;
    if let Some(age) = tracker.only_ages() {
        found.report(Code::MissingColumn, 0, "customer", age, || {
            "the groups are ages, and no column says whose the invoices are; add the column of the customer's name to the report and export it again".to_owned()
        });
    }
    if let Some(column) = tracker.grouped_by() {
        found.report(Code::WrongReport, 0, "customer", column, || {
            format!("its groups are what the column '{column}' says, and nothing says whose the invoices are; export it with its totals by customer, or with a column of the customers' names")
        });
    }
    if tracker.total_seen() {
        return;
    }
    // What was cut out of a report by hand has neither titles nor an end.
    if layout.end_required && has_titles && !tracker.footer_seen() {
        found.report(Code::TruncatedFile, 0, "", "", || {
            "the report ends with a total or with the time at which it was made, and here there is neither; export it again".to_owned()
        });
    }
    if layout.grand_total.is_empty() {
        return;
    }
    if let Some(group) = tracker.unclosed() {
        found.report(Code::TruncatedFile, 0, "", group, || {
            format!("the file ends within '{group}', without its total and the report's; export it again")
        });
    } else if layout.total_required {
        found.report(Code::TruncatedFile, 0, "", "", || {
            "the report always ends with its total, and here there is none; export it again"
                .to_owned()
        });
    }
}

/// A sum as an amount; beyond the range the nearest end of it.
pub(crate) fn minor(sum: i128) -> Minor {
    let limit = i128::from(i64::MAX);
    Minor::new(i64::try_from(sum.clamp(-limit, limit)).unwrap_or(i64::MAX))
}
