//! What is odd about a promise before it is saved: shown while it is typed, refused or warned about, never changed.
//!
//! Pure, over the prep that is on screen; `app` and `cli` call it with the same arguments.

use crate::domain::calendar::Calendar;
use crate::domain::ids::{DocumentId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::view::{InvoiceLine, Prep, PromiseLine};
use chrono::NaiveDate;

/// What is done about a finding.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LintSeverity {
    /// It cannot be saved like this.
    Refuse,
    /// It can be saved; look twice.
    Warn,
}

/// What was found.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum LintKind {
    /// The day is gone.
    Past,
    /// Nothing was promised.
    ZeroAmount,
    /// Nobody banks on that day.
    DayOff,
    /// Further away than the policy allows without approval.
    BeyondRange,
    /// More than is owed.
    MoreThanBalance,
    /// Part of it is contested.
    Disputed,
    /// The same debt is already promised.
    AlreadyPromised,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lint {
    /// Refuse or warn.
    pub severity: LintSeverity,
    /// What it is about.
    pub kind: LintKind,
    /// One sentence without a full stop: what, and what to do.
    pub text: String,
}

/// A promise as it stands in the form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft<'a> {
    /// How much.
    pub amount: Minor,
    /// By when.
    pub by_when: NaiveDate,
    /// Which invoices; empty = the account as a whole.
    pub invoices: &'a [DocumentId],
    /// Promises that it replaces, said outright: they do not count as a second promise.
    pub supersedes: &'a [PromiseId],
}

/// Everything odd about a promise, what refuses it first.
#[must_use]
pub fn lint(draft: &Draft<'_>, prep: &Prep, rules: &Rules) -> Vec<Lint> {
    let currency = prep.account.currency;
    let mut found = Vec::new();
    if !draft.amount.is_positive() {
        found.push(Lint {
            severity: LintSeverity::Refuse,
            kind: LintKind::ZeroAmount,
            text: "a promise needs an amount above zero: type what they will pay".to_owned(),
        });
    }
    found.extend(lint_day(draft.by_when, prep.as_of, &rules.calendar));
    let days = draft.by_when.signed_duration_since(prep.as_of).num_days();
    if days > i64::from(rules.promise_range_days) {
        found.push(warn(
            LintKind::BeyondRange,
            format!(
                "{days} days out, beyond the {} that the policy allows: ask for an earlier part payment, or for approval",
                rules.promise_range_days
            ),
        ));
    }
    found.extend(lint_amount(draft, prep, currency));
    found.extend(lint_repeats(draft, prep, currency));
    found.sort_by_key(|l| l.severity);
    found
}

/// What is odd about a day alone: gone, a weekend, a holiday. For follow-ups and dates of tasks too.
#[must_use]
pub fn lint_day(day: NaiveDate, as_of: NaiveDate, calendar: &Calendar) -> Vec<Lint> {
    let said = say::day(day, as_of);
    if day < as_of {
        return vec![Lint {
            severity: LintSeverity::Refuse,
            kind: LintKind::Past,
            text: format!("{said} is gone: type today or a day ahead"),
        }];
    }
    let why = if calendar.is_holiday(day) {
        "a holiday"
    } else if calendar.is_weekend(day) {
        "a weekend"
    } else {
        return Vec::new();
    };
    let next = say::day(calendar.next_open(day), as_of);
    vec![warn(
        LintKind::DayOff,
        format!("{said} is {why}: the next business day is {next}"),
    )]
}

fn warn(kind: LintKind, text: String) -> Lint {
    Lint {
        severity: LintSeverity::Warn,
        kind,
        text,
    }
}

/// The open invoices that a draft or promise is about.
fn scope<'p>(prep: &'p Prep, invoices: &'p [DocumentId]) -> impl Iterator<Item = &'p InvoiceLine> {
    prep.invoices
        .iter()
        .filter(move |i| invoices.is_empty() || invoices.contains(&i.id))
}

fn lint_amount(draft: &Draft<'_>, prep: &Prep, currency: Currency) -> Vec<Lint> {
    let total = |of: fn(&InvoiceLine) -> Minor| {
        // A book's own total fits (it was summed when the prep was made), and so does any part of it.
        Minor::sum(scope(prep, draft.invoices).map(of)).unwrap_or(Minor::ZERO)
    };
    let (owed, which) = if draft.invoices.is_empty() {
        (prep.open.less(prep.unapplied.abs()), "the account")
    } else {
        (total(|i| i.open), "those invoices")
    };
    let amount = say::money(draft.amount, currency);
    // "Open" is gross wherever it is said: what credits take off it is said with it.
    let less = match draft.invoices.is_empty() && !prep.unapplied.is_zero() {
        true => " after credits and unapplied money",
        false => "",
    };
    if draft.amount > owed {
        return vec![warn(
            LintKind::MoreThanBalance,
            format!(
                "{amount} is more than {which} owe{}: {} is open{less}",
                if draft.invoices.is_empty() { "s" } else { "" },
                say::money(owed, currency)
            ),
        )];
    }
    let disputed = total(|i| i.disputed);
    if disputed.is_positive() && draft.amount > owed.less(disputed) {
        return vec![warn(
            LintKind::Disputed,
            format!(
                "{amount} covers disputed money: only {} of it is undisputed",
                say::money(owed.less(disputed), currency)
            ),
        )];
    }
    Vec::new()
}

/// Promises on the same debt whose day is today or ahead; one that is late is what a new date is for.
fn lint_repeats(draft: &Draft<'_>, prep: &Prep, currency: Currency) -> Vec<Lint> {
    let live = prep.promises.iter().filter(|line| {
        line.promise.by_when >= prep.as_of
            && line.judgement.verdict.is_live()
            && !draft.supersedes.contains(&line.promise.id)
            && line.judgement.short.is_positive()
    });
    live.filter_map(|line| {
        let names = shared(draft, line)?;
        let subject = match names.as_slice() {
            [] => "there is a promise already".to_owned(),
            [one] => format!("{one} is already promised"),
            [one, two] => format!("{one} and {two} are already promised"),
            [one, rest @ ..] => format!("{one} and {} more are already promised", rest.len()),
        };
        Some(warn(
            LintKind::AlreadyPromised,
            format!(
                "{subject}: {} by {}",
                say::money(line.promise.amount, currency),
                say::day(line.promise.by_when, prep.as_of)
            ),
        ))
    })
    .collect()
}

/// The numbers of the invoices that both name; empty when one of the two is about the whole account;
/// `None` when they have nothing in common.
fn shared(draft: &Draft<'_>, line: &PromiseLine) -> Option<Vec<String>> {
    if draft.invoices.is_empty() || line.promise.items.is_empty() {
        return Some(Vec::new());
    }
    let names: Vec<String> = line
        .promise
        .items
        .iter()
        .zip(&line.invoices)
        .filter(|(item, _)| draft.invoices.contains(&item.document))
        .map(|(_, number)| number.clone())
        .collect();
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prep::prepare;
    use crate::domain::testing::{BookMaker, d};
    use chrono::Weekday;

    /// A Tuesday, two days before Thanksgiving.
    const TODAY: &str = "2026-11-24";

    fn rules() -> Rules {
        Rules {
            calendar: Calendar::new(&[Weekday::Sat, Weekday::Sun], [d("2026-11-26")]),
            ..Rules::default()
        }
    }

    fn found(
        b: &BookMaker,
        amount: i64,
        by_when: &str,
        invoices: &[DocumentId],
    ) -> Vec<(LintSeverity, LintKind, String)> {
        let prep = prepare(&b.book, d(TODAY), &rules(), None).expect("fits");
        let draft = Draft {
            amount: Minor::new(amount),
            by_when: d(by_when),
            invoices,
            supersedes: &[],
        };
        lint(&draft, &prep, &rules())
            .into_iter()
            .map(|l| (l.severity, l.kind, l.text))
            .collect()
    }

    fn texts(b: &BookMaker, amount: i64, by_when: &str, invoices: &[DocumentId]) -> Vec<String> {
        found(b, amount, by_when, invoices)
            .into_iter()
            .map(|(_, _, text)| text)
            .collect()
    }

    fn book() -> (BookMaker, DocumentId, DocumentId) {
        let mut b = BookMaker::new();
        let first = b.invoice("2026-09-01", "2026-10-01", 500_000);
        let second = b.invoice("2026-09-02", "2026-10-02", 300_000);
        (b, first, second)
    }

    #[test]
    fn a_plain_promise_has_nothing_odd_about_it() {
        let (b, first, _) = book();
        assert_eq!(texts(&b, 500_000, "2026-11-27", &[first]), [""; 0]);
        assert_eq!(texts(&b, 800_000, TODAY, &[]), [""; 0]);
    }

    #[test]
    fn the_past_and_nothing_are_refused_first() {
        let (b, ..) = book();
        let odd = found(&b, 0, "2026-11-20", &[]);
        let kinds: Vec<(LintSeverity, LintKind)> = odd.iter().map(|l| (l.0, l.1)).collect();
        assert_eq!(
            kinds,
            [
                (LintSeverity::Refuse, LintKind::ZeroAmount),
                (LintSeverity::Refuse, LintKind::Past)
            ]
        );
        assert_eq!(odd[1].2, "Fri 20 Nov is gone: type today or a day ahead");
    }

    #[test]
    fn days_off_name_the_next_business_day() {
        let (b, ..) = book();
        assert_eq!(
            texts(&b, 100, "2026-11-28", &[]),
            ["Sat 28 Nov is a weekend: the next business day is Mon 30 Nov"]
        );
        assert_eq!(
            texts(&b, 100, "2026-11-26", &[]),
            ["Thu 26 Nov is a holiday: the next business day is Fri 27 Nov"]
        );
    }

    #[test]
    fn the_policy_range_ends_after_thirty_days() {
        let (b, ..) = book();
        assert_eq!(texts(&b, 100, "2026-12-24", &[]), [""; 0]);
        let odd = found(&b, 100, "2026-12-25", &[]);
        assert_eq!(odd[0].1, LintKind::BeyondRange);
        assert!(odd[0].2.starts_with("31 days out, beyond the 30"));
    }

    #[test]
    fn more_than_is_owed_is_said_for_the_account_and_for_invoices() {
        let (mut b, first, _) = book();
        assert_eq!(
            texts(&b, 800_001, "2026-11-27", &[]),
            ["8,000.01 is more than the account owes: 8,000.00 is open"]
        );
        assert_eq!(
            texts(&b, 600_000, "2026-11-27", &[first]),
            ["6,000.00 is more than those invoices owe: 5,000.00 is open"]
        );
        b.pay("2026-11-20", 100_000, &[]);
        assert_eq!(
            found(&b, 750_000, "2026-11-27", &[])[0].1,
            LintKind::MoreThanBalance,
            "unapplied cash is paid already"
        );
        assert_eq!(
            texts(&b, 750_000, "2026-11-27", &[]),
            [
                "7,500.00 is more than the account owes: 7,000.00 is open after credits and unapplied money"
            ]
        );
    }

    #[test]
    fn disputed_money_is_not_promised_silently() {
        let (mut b, first, _) = book();
        b.dispute(first, 80_000, "2026-11-01");
        assert_eq!(
            texts(&b, 500_000, "2026-11-27", &[first]),
            ["5,000.00 covers disputed money: only 4,200.00 of it is undisputed"]
        );
        assert_eq!(texts(&b, 420_000, "2026-11-27", &[first]), [""; 0]);
    }

    #[test]
    fn what_is_promised_already_is_said_with_its_day() {
        let (mut b, first, second) = book();
        let earlier = b.promise("2026-11-20", "2026-11-27", 500_000, &[first]);
        let said = format!("SI-{first} is already promised: 5,000.00 by Fri 27 Nov");
        assert_eq!(texts(&b, 500_000, "2026-12-04", &[first, second]), [said]);
        assert_eq!(texts(&b, 300_000, "2026-12-04", &[second]), [""; 0]);
        assert_eq!(
            texts(&b, 300_000, "2026-12-04", &[]),
            ["there is a promise already: 5,000.00 by Fri 27 Nov"]
        );
        let prep = prepare(&b.book, d(TODAY), &rules(), None).expect("fits");
        let outright = Draft {
            amount: Minor::new(500_000),
            by_when: d("2026-12-04"),
            invoices: &[first],
            supersedes: &[earlier],
        };
        assert_eq!(lint(&outright, &prep, &rules()), []);
    }
}
