//! The credit list: for the order desk, which ships or does not, and for sales.

use super::{Ask, text};
use crate::domain::credit::{self, Standing};
use crate::domain::reports::ReportName;
use crate::domain::reports::drill::Figure;
use crate::domain::reports::sum::CreditShare;
use crate::domain::reports::table::{Cell, Line, Role, Table, right, words};
use crate::domain::say;

/// Every account with a limit, a hold or terms of its own; groups with what all their accounts owe.
pub(super) fn credit(a: &Ask<'_>) -> Table {
    let all = &a.figures.credit;
    let over = all.iter().filter(|c| stands(c) == Standing::Over).count();
    let held = all.iter().filter(|c| c.hold_since.is_some()).count();
    let title = format!(
        "{} · {} over the limit, {} on credit hold",
        a.as_of("Credit"),
        over,
        held
    );
    let mut table = a.table(
        ReportName::Credit,
        title,
        vec![
            words("account", "account", 9),
            words("number", "number", 3),
            right("limit", "limit", 7),
            right("exposure", "owed", 8),
            right("used", "used", 9),
            words("standing", "stands", 6),
            right("hold_since", "hold since", 9),
            words("terms", "terms", 5),
            words("reason", "reason", 2),
            right("suggested_limit", "suggested", 4),
        ],
    );
    for one in all {
        let money = |amount| a.money(i128::from(crate::domain::money::Minor::get(amount)));
        let name = match one.members {
            0 => one.name.clone(),
            n => format!(
                "{} (group of {})",
                one.name,
                say::plural(u64::from(n), "account")
            ),
        };
        let standing = stands(one);
        let word = match (one.hold_since, standing) {
            (Some(_), _) => "hold",
            (None, Standing::Over) => "over",
            (None, Standing::Near) => "near",
            (None, Standing::Within) => "ok",
            (None, Standing::NoLimit) => "no limit",
        };
        let role = match (one.hold_since, standing) {
            (Some(_), _) => Role::Bad,
            (None, Standing::Over) => Role::Warn,
            _ => Role::Plain,
        };
        table.lines.push(
            Line::new(vec![
                text(name),
                text(one.label.clone()),
                one.limit.map_or(Cell::Empty, money),
                money(one.exposure),
                Cell::Percent(credit::utilisation(one.exposure, one.limit)),
                text(word),
                one.hold_since.map_or(Cell::Empty, Cell::Day),
                text(one.terms.clone().unwrap_or_default()),
                text(one.reason.clone().unwrap_or_default()),
                one.suggested.map_or(Cell::Empty, money),
            ])
            .role(role)
            .behind(Figure::Account(one.account)),
        );
    }
    table
        .notes
        .push("owed: open receivables, due or not, less credits and unapplied cash; orders that are not invoiced yet are not in it".to_owned());
    table.notes.push(
        "a suggested limit is never applied by itself: `bywhen credit show ACCOUNT` says why"
            .to_owned(),
    );
    table
}

fn stands(one: &CreditShare) -> Standing {
    credit::standing(one.exposure, one.limit)
}
