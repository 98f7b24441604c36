//! What keeps an account out of the queue, on purpose (DOMAIN §4). No score passes a gate.
//!
//! 1. A hold stops everything; an agency that has it asks alone; then another collector's account is not mine.
//! 2. They asked to be called: nothing below hides that.
//! 3. Touched today: it rests until tomorrow.
//! 4. What we owe and are late with, and a follow-up whose day has come, come up whatever was said since.
//! 5. A follow-up ahead, or the quiet days after a talk, hide what was known then. A promise that came due or broke, a claim that
//!    became overdue, a lien date that came near *after* that are not hidden.
//! 6. Net credit: whoever is owed money is not asked for any.
//! 7. A promise, claim or lien event brings it up even when nothing can be asked for yet (a promise due today covers everything).
//! 8. Nothing past due, all contested, all promised, all under way.

use super::Gate;
use super::event::Events;
use crate::domain::facts::Facts;
use crate::domain::rules::Rules;
use chrono::{Days, NaiveDate};

/// What keeps an account of `collector` out of the queue of `me` (`None` = everybody's), if anything does.
#[must_use]
pub fn gate(
    facts: &Facts,
    collector: Option<&str>,
    as_of: NaiveDate,
    me: Option<&str>,
    rules: &Rules,
) -> Option<Gate> {
    if let Some(kind) = facts.hold {
        return Some(Gate::Hold { kind });
    }
    if let Some(on) = facts.placed_on {
        return Some(Gate::Placed { on });
    }
    if let (Some(me), Some(theirs)) = (me, collector)
        && me != theirs
    {
        let collector = theirs.to_owned();
        return Some(Gate::AssignedElsewhere { collector });
    }
    let events = Events::of(facts, as_of, rules);
    if events.inbound.is_some() {
        return None;
    }
    // Where two gates hold, the one that says more about the debt is told.
    let resting = |gate: Gate| match events.each().next() {
        Some(_) => Some(gate),
        None => nothing_to_ask(facts, as_of).or(Some(gate)),
    };
    if facts.last_touch == Some(as_of) {
        return resting(Gate::TouchedRecently { on: as_of });
    }
    // A follow-up on an account that was settled since has nothing left to follow up.
    if events.owed.is_some() || (events.follow_up.is_some() && facts.open.is_positive()) {
        return None;
    }
    let newest = events.newest_ask();
    let known_on = |day: NaiveDate| newest.is_none_or(|since| since <= day);
    if let Some(due_on) = facts.follow_up.filter(|d| *d > as_of)
        && known_on(facts.follow_up_made.unwrap_or(as_of))
    {
        return resting(Gate::FollowUpAhead { due_on });
    }
    if let Some(on) = facts.last_talk
        && quiet_until(on, rules) >= as_of
        && known_on(on)
    {
        return resting(Gate::TouchedRecently { on });
    }
    if net_credit(facts) {
        return Some(Gate::NetCredit);
    }
    if newest.is_some() {
        return None;
    }
    nothing_to_ask(facts, as_of)
}

fn quiet_until(talk: NaiveDate, rules: &Rules) -> NaiveDate {
    talk.checked_add_days(Days::new(rules.quiet_days.into()))
        .unwrap_or(talk)
}

fn net_credit(facts: &Facts) -> bool {
    facts.unapplied.is_negative() && facts.open <= facts.unapplied.abs()
}

fn nothing_to_ask(facts: &Facts, as_of: NaiveDate) -> Option<Gate> {
    if net_credit(facts) {
        return Some(Gate::NetCredit);
    }
    if !facts.past_due.is_positive() {
        return Some(Gate::NothingPastDue);
    }
    if facts.collectible.is_positive() {
        return None;
    }
    Some(if facts.covered.is_positive() {
        Gate::Promised {
            by_when: facts.next_promise.unwrap_or(as_of),
        }
    } else if facts.in_transit.is_positive() {
        Gate::InTransit {
            expected_by: facts.claim_due.unwrap_or(as_of),
        }
    } else {
        Gate::AllDisputed
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::gather;
    use crate::domain::ids::DocumentId;
    use crate::domain::promise::EndKind;
    use crate::domain::testing::{BookMaker, d};
    use crate::domain::touch::HoldKind;

    fn gated(b: &BookMaker, day: &str) -> Option<Gate> {
        let rules = Rules::default();
        let facts = gather(&b.book, d(day), &rules).expect("fits");
        gate(&facts, None, d(day), None, &rules)
    }

    /// 1,000.00 past due since 1 Oct.
    fn debtor() -> (BookMaker, DocumentId) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        (b, i)
    }

    #[test]
    fn a_past_due_account_is_in_and_a_current_one_is_not() {
        let (b, _) = debtor();
        assert_eq!(gated(&b, "2026-10-01"), Some(Gate::NothingPastDue));
        assert_eq!(gated(&b, "2026-10-02"), None);
    }

    #[test]
    fn a_hold_beats_everything_even_an_inbound_request() {
        let (mut b, _) = debtor();
        b.follow_up("2026-11-20", "2026-11-20", None);
        b.book.follow_ups[0].requested_by_them = true;
        assert_eq!(gated(&b, "2026-11-20"), None);
        b.hold(HoldKind::Bankruptcy, "2026-11-20");
        let kind = HoldKind::Bankruptcy;
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::Hold { kind }));
    }

    #[test]
    fn another_collectors_account_is_not_mine_and_nobodys_is_everybodys() {
        let (b, _) = debtor();
        let rules = Rules::default();
        let facts = gather(&b.book, d("2026-11-20"), &rules).expect("fits");
        let of = |collector, me| gate(&facts, collector, d("2026-11-20"), me, &rules);
        let collector = "Ben".to_owned();
        let elsewhere = Some(Gate::AssignedElsewhere { collector });
        assert_eq!(of(Some("Ben"), Some("Ana")), elsewhere);
        assert_eq!(of(None, Some("Ana")), None);
        assert_eq!(of(Some("Ben"), None), None);
    }

    #[test]
    fn a_live_promise_that_covers_it_keeps_it_out_until_its_day() {
        let (mut b, i) = debtor();
        b.promise("2026-11-10", "2026-11-20", 100_000, &[i]);
        let by_when = d("2026-11-20");
        assert_eq!(gated(&b, "2026-11-19"), Some(Gate::Promised { by_when }));
        assert_eq!(gated(&b, "2026-11-20"), None);
        assert_eq!(gated(&b, "2026-11-23"), None);
        assert_eq!(gated(&b, "2026-11-24"), None);
    }

    #[test]
    fn quiet_days_do_not_hide_a_promise_that_came_due_since() {
        let (mut b, i) = debtor();
        b.talk("2026-11-19");
        b.promise("2026-11-10", "2026-11-20", 100_000, &[i]);
        assert_eq!(gated(&b, "2026-11-20"), None);
        let (mut b, _) = debtor();
        b.talk("2026-11-17");
        let on = d("2026-11-17");
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::TouchedRecently { on }));
        assert_eq!(gated(&b, "2026-11-21"), None);
    }

    #[test]
    fn quiet_days_hide_what_was_broken_before_the_talk() {
        let (mut b, i) = debtor();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        assert_eq!(gated(&b, "2026-11-10"), None);
        b.talk("2026-11-10");
        let on = d("2026-11-10");
        assert_eq!(gated(&b, "2026-11-11"), Some(Gate::TouchedRecently { on }));
        assert_eq!(gated(&b, "2026-11-14"), None);
    }

    #[test]
    fn a_follow_up_ahead_hides_what_was_known_and_not_what_breaks_later() {
        let (mut b, i) = debtor();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.follow_up("2026-11-12", "2026-11-30", None);
        let due_on = d("2026-11-30");
        assert_eq!(
            gated(&b, "2026-11-20"),
            Some(Gate::FollowUpAhead { due_on })
        );
        assert_eq!(gated(&b, "2026-11-30"), None);
        b.book.follow_ups[0].made_on = d("2026-11-05");
        assert_eq!(gated(&b, "2026-11-20"), None);
    }

    #[test]
    fn touched_today_rests_but_an_inbound_request_does_not() {
        let (mut b, _) = debtor();
        let touch = b.talk("2026-11-20");
        let on = d("2026-11-20");
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::TouchedRecently { on }));
        b.follow_up("2026-11-20", "2026-11-20", Some(touch));
        b.book.follow_ups[0].requested_by_them = true;
        assert_eq!(gated(&b, "2026-11-20"), None);
    }

    #[test]
    fn our_own_late_task_comes_up_although_nothing_is_past_due() {
        let mut b = BookMaker::new();
        b.invoice("2026-11-01", "2026-12-01", 100_000);
        b.talk("2026-11-17");
        b.owe("2026-11-17", "2026-11-18");
        assert_eq!(gated(&b, "2026-11-18"), Some(Gate::NothingPastDue));
        assert_eq!(gated(&b, "2026-11-19"), None);
    }

    #[test]
    fn a_claim_keeps_it_out_through_its_mail_days_only() {
        let (mut b, _) = debtor();
        b.claim("2026-11-16", "2026-11-19", 100_000);
        let expected_by = d("2026-11-19");
        assert_eq!(
            gated(&b, "2026-11-19"),
            Some(Gate::InTransit { expected_by })
        );
        assert_eq!(gated(&b, "2026-11-20"), None);
    }

    #[test]
    fn disputes_and_net_credit_keep_it_out() {
        let (mut b, i) = debtor();
        b.dispute(i, 100_000, "2026-11-10");
        assert_eq!(gated(&b, "2026-11-11"), Some(Gate::AllDisputed));
        let (mut b, i) = debtor();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.credit("2026-11-19", 100_000);
        assert_eq!(gated(&b, "2026-11-18"), None);
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::NetCredit));
    }

    #[test]
    fn a_lien_date_comes_up_before_anything_is_past_due() {
        let mut b = BookMaker::new();
        b.invoice("2026-11-01", "2026-12-31", 100_000);
        b.lien("2026-11-01", "2026-11-30");
        assert_eq!(gated(&b, "2026-11-15"), Some(Gate::NothingPastDue));
        assert_eq!(gated(&b, "2026-11-16"), None);
    }

    #[test]
    fn a_failed_promise_keeps_it_in_until_cured_replaced_or_settled() {
        let (mut b, i) = debtor();
        let p = b.promise("2026-11-02", "2026-11-06", 50_000, &[i]);
        b.book.documents[0].due = d("2026-12-31");
        let broken = b.book.clone();
        assert_eq!(gated(&b, "2026-11-20"), None);

        b.pay("2026-11-19", 50_000, &[(i, 50_000)]);
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::NothingPastDue));

        b.book = broken.clone();
        let next = b.promise("2026-11-18", "2026-11-30", 50_000, &[i]);
        b.end(p, EndKind::Superseded, "2026-11-18", Some(next));
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::NothingPastDue));

        b.book = broken;
        let early = b.pay("2026-11-01", 100_000, &[]);
        b.apply(early, i, 100_000, "2026-11-19");
        assert_eq!(gated(&b, "2026-11-20"), Some(Gate::NothingPastDue));
    }
}
