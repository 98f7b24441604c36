//! The queue in words: the `why` column, the details behind each reason, the gates.

use super::score::{main_reason, oldest_days, suits};
use super::{Gate, Reason};
use crate::domain::account::AccountKind;
use crate::domain::facts::Facts;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::HoldKind;
use chrono::NaiveDate;

/// The width of the `why` column.
const WHY_COLUMNS: usize = 16;

/// The `why` column: the strongest reason in at most 16 columns; empty when there is none.
#[must_use]
pub fn why(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> String {
    let Some(reason) = main_reason(facts, as_of, rules) else {
        return String::new();
    };
    let level = facts.promise.as_ref().map_or(1, |p| p.level);
    match reason {
        Reason::Inbound => match hour_today(facts, as_of) {
            Some(hour) => format!("inbound {hour}"),
            None => "inbound".to_owned(),
        },
        Reason::OwedByUs => format!(
            "we owe {}d",
            days_since(facts.owed_by_us, as_of).min(99_999)
        ),
        Reason::PromiseBroken if level > 1 => format!("broken {}", say::ordinal(level.min(9_999))),
        Reason::PromiseBroken => "broken".to_owned(),
        Reason::PromiseLight => {
            let short = facts.promise.as_ref().map_or(Minor::ZERO, |p| p.short);
            format!("light {}", narrow(short, facts.currency, WHY_COLUMNS - 6))
        }
        Reason::PromiseLate => "promise late".to_owned(),
        Reason::PromiseDue => "due today".to_owned(),
        Reason::FollowUpDue => match hour_today(facts, as_of) {
            Some(hour) => format!("follow-up {hour}"),
            None => "follow-up".to_owned(),
        },
        Reason::ClaimOverdue => "check due".to_owned(),
        Reason::LienClock => "lien call".to_owned(),
        Reason::PlacementWindow => "placement?".to_owned(),
        Reason::OverLimit => "over limit".to_owned(),
        Reason::PastDue => "past due".to_owned(),
        Reason::NewlyPastDue => "new".to_owned(),
    }
}

/// The hour agreed for today: the row stands where its points put it, and says when to call.
fn hour_today(facts: &Facts, as_of: NaiveDate) -> Option<String> {
    facts
        .follow_up_at
        .filter(|_| facts.follow_up == Some(as_of))
        .map(say::time)
}

fn days_since(day: Option<NaiveDate>, as_of: NaiveDate) -> i64 {
    day.map_or(0, |d| as_of.signed_duration_since(d).num_days())
}

/// An amount in so many columns: whole units, else thousands or millions, cut.
fn narrow(amount: Minor, currency: Currency, columns: usize) -> String {
    let sign = currency.prefix();
    let unit = 10_i64.pow(currency.exponent());
    if amount.get() < unit {
        return format!("{sign}{}", amount.show(currency));
    }
    let full = format!("{sign}{}", amount.show_whole(currency));
    if full.len() <= columns {
        return full;
    }
    let whole = amount.get() / unit;
    let scaled = [(1_000, "k"), (1_000_000, "M"), (1_000_000_000, "B")]
        .into_iter()
        .map(|(size, letter)| format!("{sign}{}{letter}", whole / size))
        .find(|text| text.len() <= columns);
    scaled.unwrap_or_else(|| format!("{sign}{}T", whole / 1_000_000_000_000))
}

/// What stands behind a reason, in words.
pub(super) fn detail(reason: Reason, facts: &Facts, as_of: NaiveDate) -> String {
    let money = |m: Minor| m.show(facts.currency);
    let day = |d: Option<NaiveDate>| d.map_or_else(String::new, |d| say::day(d, as_of));
    let days = |n: i64| say::plural(n.unsigned_abs(), "day");
    match reason {
        Reason::Inbound => format!(
            "they asked to be called{}, waiting since {}",
            hour_today(facts, as_of).map_or_else(String::new, |h| format!(" at {h}")),
            day(facts.inbound_since)
        ),
        Reason::OwedByUs => format!(
            "we promised them something by {}: {} late",
            day(facts.owed_by_us),
            days(days_since(facts.owed_by_us, as_of))
        ),
        Reason::PromiseBroken | Reason::PromiseLight | Reason::PromiseLate | Reason::PromiseDue => {
            promise_detail(reason, facts, as_of)
        }
        Reason::FollowUpDue => format!(
            "follow-up set for {}{}",
            day(facts.follow_up),
            facts
                .follow_up_at
                .map_or_else(String::new, |at| format!(" at {}", say::time(at)))
        ),
        Reason::ClaimOverdue => format!(
            "money said to be under way was expected by {}",
            day(facts.claim_due)
        ),
        Reason::LienClock => format!(
            "lien, notice or courtesy call by {}, {}",
            day(facts.lien_due),
            facts
                .lien_due
                .map_or_else(String::new, |d| say::distance(d, as_of))
        ),
        Reason::PlacementWindow => format!(
            "oldest {} past due, no promise kept or live: place it with an agency?",
            days(oldest_days(facts, as_of))
        ),
        Reason::OverLimit => over_limit(facts),
        Reason::PastDue => format!(
            "{} to ask for, oldest {} past due{}",
            money(facts.collectible),
            days(oldest_days(facts, as_of)),
            week(facts, as_of)
        ),
        Reason::NewlyPastDue => format!(
            "{} to ask for, past due for {}{}",
            money(facts.collectible),
            days(oldest_days(facts, as_of)),
            week(facts, as_of)
        ),
    }
}

/// The day of the week suits this kind of account: part of the points, so it is said.
fn week(facts: &Facts, as_of: NaiveDate) -> &'static str {
    match facts.kind {
        _ if !suits(facts.kind, as_of) => "",
        AccountKind::Commercial => "; a business early in the week",
        AccountKind::Consumer | AccountKind::Mixed => "; a consumer late in the week",
    }
}

/// `broken, 2nd time: 5,000.00 by Fri 20 Nov, nothing came`
fn promise_detail(reason: Reason, facts: &Facts, as_of: NaiveDate) -> String {
    let Some(p) = &facts.promise else {
        return String::new();
    };
    let money = |m: Minor| m.show(facts.currency);
    let time = match p.level {
        0 | 1 => String::new(),
        n => format!(", {} time", say::ordinal(n)),
    };
    let word = match reason {
        Reason::PromiseBroken => "broken",
        Reason::PromiseLight => "light",
        Reason::PromiseLate => "late",
        _ => "due today",
    };
    let came = if p.received.is_positive() {
        format!("{} came, {} short", money(p.received), money(p.short))
    } else if reason == Reason::PromiseBroken {
        "nothing came".to_owned()
    } else {
        "nothing yet".to_owned()
    };
    let by = say::day(p.by_when, as_of);
    let over = overlays(facts, as_of);
    format!("{word}{time}: {} by {by}, {came}{over}", money(p.required))
}

/// What lies over the account's promises: money said to be under way and still in its days, what is on dispute.
fn overlays(facts: &Facts, as_of: NaiveDate) -> String {
    let money = |m: Minor| m.show(facts.currency);
    let mut out = String::new();
    if let Some(day) = facts.claim_due.filter(|day| *day >= as_of) {
        let day = say::day(day, as_of);
        out.push_str(&format!("; said to be under way, expected by {day}"));
    }
    if facts.disputed.is_positive() {
        out.push_str(&format!("; {} there is on dispute", money(facts.disputed)));
    }
    out
}

fn over_limit(facts: &Facts) -> String {
    let limit = facts.credit_limit.unwrap_or(Minor::ZERO);
    let owed = facts.open.get().saturating_add(facts.unapplied.get());
    let of = limit.show(facts.currency);
    if limit.is_positive() {
        let percent = i128::from(owed) * 100 / i128::from(limit.get());
        format!("{percent} % of its credit limit of {of}")
    } else {
        format!(
            "{} owed on a credit limit of {of}",
            Minor::new(owed).show(facts.currency)
        )
    }
}

/// What an account owes as the queue sees it, on one line: past due, what of it is not asked for and why, what may be asked for.
/// `past due 8,400.00 · 5,000.00 said to be under way, expected by Mon 23 Nov · may be asked for 3,400.00`
#[must_use]
pub fn money_line(facts: &Facts, as_of: NaiveDate) -> String {
    let money = |m: Minor| say::money(m, facts.currency);
    let mut parts = vec![format!("past due {}", money(facts.past_due))];
    if facts.disputed.is_positive() {
        parts.push(format!("{} there is on dispute", money(facts.disputed)));
    }
    if facts.covered.is_positive() {
        parts.push(format!("promised {}", money(facts.covered)));
    }
    match facts.claim_due.filter(|day| *day >= as_of) {
        Some(day) if facts.in_transit.is_positive() => parts.push(format!(
            "{} said to be under way, expected by {}",
            money(facts.in_transit),
            say::day(day, as_of)
        )),
        _ if facts.in_transit.is_positive() => {
            parts.push(format!("{} said to be under way", money(facts.in_transit)));
        }
        _ => {}
    }
    parts.push(format!("may be asked for {}", money(facts.collectible)));
    parts.join(" · ")
}

/// A gate in plain words, for `queue --why`.
#[must_use]
pub fn gate_text(gate: &Gate, as_of: NaiveDate) -> String {
    match gate {
        Gate::Hold { kind } => match kind {
            HoldKind::Bankruptcy => "on hold: bankruptcy, all contact stops".to_owned(),
            HoldKind::CeaseContact => "on hold: they asked not to be contacted".to_owned(),
            HoldKind::Attorney => "on hold: talk to their attorney only".to_owned(),
        },
        Gate::NetCredit => "credits and unapplied cash outweigh what is open".to_owned(),
        Gate::NothingPastDue => "nothing is past due".to_owned(),
        Gate::AllDisputed => "all that is past due is on dispute".to_owned(),
        Gate::Promised { by_when } => {
            format!(
                "a live promise covers it until {}",
                say::day(*by_when, as_of)
            )
        }
        Gate::InTransit { expected_by } => format!(
            "a payment is said to be under way, expected by {}",
            say::day(*expected_by, as_of)
        ),
        Gate::FollowUpAhead { due_on } => {
            format!("a follow-up is set for {}", say::day(*due_on, as_of))
        }
        Gate::TouchedRecently { on } if *on == as_of => "touched today".to_owned(),
        Gate::TouchedRecently { on } => {
            format!("they were talked to on {}: it rests", say::day(*on, as_of))
        }
        Gate::Placed { on } => format!("an agency has it since {}", say::day(*on, as_of)),
        Gate::AssignedElsewhere { collector } => format!("it is {collector}'s account"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::gather;
    use crate::domain::testing::{BookMaker, d};

    fn said(b: &BookMaker, day: &str) -> (String, String) {
        let rules = Rules::default();
        let facts = gather(&b.book, d(day), &rules).expect("fits");
        let all = super::super::reasons(&facts, d(day), &rules);
        let detail = all.first().map_or_else(String::new, |r| r.detail.clone());
        (why(&facts, d(day), &rules), detail)
    }

    #[test]
    fn a_light_promise_shows_what_is_missing_and_a_second_broken_one_its_time() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-08-01", "2026-09-01", 500_000);
        b.promise("2026-11-16", "2026-11-20", 500_000, &[i]);
        b.pay("2026-11-20", 160_000, &[(i, 160_000)]);
        let light = said(&b, "2026-11-24");
        assert_eq!(light.0, "light $3,400");
        assert_eq!(
            light.1,
            "light: 5,000.00 by Fri 20 Nov, 1,600.00 came, 3,400.00 short"
        );
        b.promise("2026-11-24", "2026-11-25", 340_000, &[i]);
        let end = b.book.promises[1].id;
        let first = b.book.promises[0].id;
        b.end(
            first,
            crate::domain::promise::EndKind::Superseded,
            "2026-11-24",
            Some(end),
        );
        let broken = said(&b, "2026-11-30");
        assert_eq!(broken.0, "broken 2nd");
        assert_eq!(
            broken.1,
            "broken, 2nd time: 3,400.00 by Wed 25 Nov, nothing came"
        );
    }

    #[test]
    fn the_why_column_never_grows_beyond_its_width() {
        let euro = Currency::parse("EUR").expect("a code");
        for power in 0..16 {
            let amount = Minor::new(9 * 10_i64.pow(power));
            for currency in [Currency::USD, euro] {
                let text = narrow(amount, currency, WHY_COLUMNS - 6);
                assert!(text.len() <= WHY_COLUMNS - 6, "{text}");
            }
        }
        assert_eq!(narrow(Minor::new(50), Currency::USD, 10), "$0.50");
        assert_eq!(narrow(Minor::new(123_456_789), euro, 10), "EUR 1234k");
    }

    #[test]
    fn gates_are_told_in_plain_words() {
        let today = d("2026-11-23");
        let by_when = d("2027-01-08");
        assert_eq!(
            gate_text(&Gate::Promised { by_when }, today),
            "a live promise covers it until Fri 8 Jan 2027"
        );
        let on = d("2026-11-20");
        assert_eq!(
            gate_text(&Gate::TouchedRecently { on }, today),
            "they were talked to on Fri 20 Nov: it rests"
        );
    }

    #[test]
    fn an_agreed_hour_is_said_on_its_day_and_no_longer() {
        let mut b = BookMaker::new();
        b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.follow_up("2026-11-16", "2026-11-23", None);
        b.book.follow_ups[0].at = chrono::NaiveTime::from_hms_opt(9, 0, 0);
        let (why, detail) = said(&b, "2026-11-23");
        assert_eq!(why, "follow-up 09:00");
        assert_eq!(detail, "follow-up set for Mon 23 Nov at 09:00");
        assert_eq!(said(&b, "2026-11-24").0, "follow-up");
    }

    #[test]
    fn the_day_of_the_week_is_said_where_it_counts() {
        let mut b = BookMaker::new();
        b.invoice("2026-09-01", "2026-10-01", 100_000);
        let monday = said(&b, "2026-11-23").1;
        assert!(
            monday.ends_with("; a business early in the week"),
            "{monday}"
        );
        assert!(!said(&b, "2026-11-26").1.contains("week"));
        b.book.account.kind = AccountKind::Consumer;
        assert!(
            said(&b, "2026-11-26")
                .1
                .ends_with("; a consumer late in the week")
        );
    }
}
