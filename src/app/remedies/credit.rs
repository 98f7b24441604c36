//! Remedies about credit: limit, hold, terms.
//!
//! Law: as `remedies`. Each is a supervisor's word with a reason; what the limit could be is shown with its reasons and never typed in by itself.

use super::super::deed::{Deed, Ground, Missing, day_ahead, free_text, supervisor};
use super::super::form::{Field, FieldName as F, Form};
use super::clocks::{answer, anyway, not_told};
use super::{RemedyKind, Row, as_it_is, group};
use crate::domain::by_when::describe;
use crate::domain::credit::{self, TermsKind, TradeTerms};
use crate::domain::ladder::LadderStep;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{CreditAct, Intent, ReviewAct};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::CreditLimit,
        name: "credit-limit",
        keys: &["l"],
        title: "set the credit limit",
        help: "Another credit limit, with a supervisor's reason",
        state: limit_state,
        open: open_limit,
        reshape: as_it_is,
        made: made_limit,
        preview: preview_limit,
    },
    Row {
        kind: RemedyKind::CreditHold,
        name: "credit-hold",
        keys: &["h"],
        title: "stop shipments",
        help: "Credit hold: nothing ships until a supervisor lifts it",
        state: hold_state,
        open: open_hold,
        reshape: as_it_is,
        made: made_hold,
        preview: preview_hold,
    },
    Row {
        kind: RemedyKind::CreditRelease,
        name: "credit-release",
        keys: &["e"],
        title: "let shipments go on",
        help: "Lift the credit hold",
        state: release_state,
        open: |_| why_and_who().to_vec(),
        reshape: as_it_is,
        made: made_release,
        preview: preview_release,
    },
    Row {
        kind: RemedyKind::Terms,
        name: "terms",
        keys: &["t"],
        title: "change the terms",
        help: "COD, prepay, card on file or net days, from a day on",
        state: terms_state,
        open: open_terms,
        reshape: reshape_terms,
        made: made_terms,
        preview: preview_terms,
    },
    Row {
        kind: RemedyKind::CreditGroup,
        name: "credit-group",
        keys: &["U"],
        title: "join or leave a group",
        help: "Accounts that stand for each other: one limit counts for all of them",
        state: group::state,
        open: group::open,
        reshape: as_it_is,
        made: group::made,
        preview: group::preview,
    },
];

/// Why, and who allows it.
fn word(form: &Form, g: &Ground<'_>) -> Result<(String, String), Missing> {
    let reason = free_text(form, F::Reason)?;
    if reason.is_empty() {
        return Err((F::Reason, "why? sales and the order desk will ask".into()));
    }
    let name = form.text(F::AllowedBy);
    if name.is_empty() {
        return Err((F::AllowedBy, "which supervisor decides it?".into()));
    }
    Ok((reason, supervisor(name, g)?))
}

fn why_and_who() -> [Field; 2] {
    [
        Field::text(F::Reason, "").called("because"),
        Field::text(F::AllowedBy, ""),
    ]
}

fn limit_state(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let c = &prep.credit;
    Ok(match c.limit {
        Some(limit) => format!(
            "owed {}",
            credit::share_words(c.exposure, limit, g.currency)
        ),
        None => format!("none; owed {}", say::money(c.exposure, g.currency)),
    })
}

fn open_limit(g: &Ground<'_>) -> Vec<Field> {
    let now = g.prep.and_then(|p| p.credit.limit);
    let now = now.map_or_else(|| "none".to_owned(), |l| l.show_whole(g.currency));
    let [why, who] = why_and_who();
    vec![Field::text(F::Words, &now).called("limit"), why, who]
}

/// The limit as typed: an amount, or `none`.
fn typed_limit(form: &Form, g: &Ground<'_>) -> Result<Option<Minor>, Missing> {
    let typed = form.text(F::Words);
    if typed.is_empty() {
        return Err((F::Words, "how much? for example 60,000, or none".into()));
    }
    if typed.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    match Minor::parse(typed, g.currency) {
        Ok(limit) if !limit.is_negative() => Ok(Some(limit)),
        Ok(_) => Err((F::Words, "a limit is zero or more".into())),
        Err(e) => Err((F::Words, e.to_string())),
    }
}

fn made_limit(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let after = typed_limit(form, g)?;
    let before = g.prep.and_then(|p| p.account.credit_limit);
    if after == before {
        return Err((F::Words, "that is the limit now: type another".into()));
    }
    let (reason, by) = word(form, g)?;
    Ok(Deed::Intent(Box::new(Intent::Credit(CreditAct::Limit {
        account: form.account,
        before,
        after,
        reason,
        by,
    }))))
}

/// How it would stand then, and what the limit could be.
fn preview_limit(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Some(prep) = g.prep else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let owed = prep.credit.exposure;
    if let Ok(Some(limit)) = typed_limit(form, g) {
        let share = credit::share_words(owed, limit, g.currency);
        out.push(format!("owed then: {share}"));
    }
    let s = &prep.credit.suggested;
    out.push(match s.limit {
        Some(limit) => format!("{} could be given:", limit.show_whole(g.currency)),
        None => "no limit is suggested:".to_owned(),
    });
    out.extend(s.reasons.iter().cloned());
    out
}

fn hold_state(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match &prep.credit.hold {
        Some(hold) => Err(format!("stopped since {}", say::day(hold.from, g.today))),
        None => Ok("they ship".to_owned()),
    }
}

fn open_hold(g: &Ground<'_>) -> Vec<Field> {
    let mut fields = why_and_who().to_vec();
    fields.extend(anyway(g, LadderStep::CreditHold));
    fields
}

fn made_hold(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let (reason, _) = word(form, g)?;
    Ok(Deed::Review(ReviewAct::CreditHold {
        account: form.account,
        reason,
        anyway: answer(form, g, LadderStep::CreditHold)?,
    }))
}

fn preview_hold(_: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out: Vec<String> = not_told(g, LadderStep::CreditHold).into_iter().collect();
    out.push("nothing ships from now on; calls go on".to_owned());
    out.push("the order desk sees it in the credit list: bywhen credit list".to_owned());
    out
}

fn release_state(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match &prep.credit.hold {
        Some(hold) => Ok(format!(
            "stopped since {}: {}",
            say::day(hold.from, g.today),
            hold.reason.trim()
        )),
        None => Err("shipments are not stopped".to_owned()),
    }
}

fn made_release(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let (reason, _) = word(form, g)?;
    Ok(Deed::Review(ReviewAct::LiftCreditHold {
        account: form.account,
        reason: Some(reason),
    }))
}

fn preview_release(_: &Form, g: &Ground<'_>) -> Vec<String> {
    let owed = g.prep.map(|p| (p.credit.exposure, p.credit.limit));
    let owed = owed.and_then(|(owed, limit)| Some((owed, limit?)));
    let share =
        owed.map(|(owed, limit)| format!("owed {}", credit::share_words(owed, limit, g.currency)));
    let goes = "they ship again from now on; the credit list says so".to_owned();
    share.into_iter().chain([goes]).collect()
}

fn terms_state(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let now = match (&prep.credit.terms, prep.account.terms_days) {
        (Some(t), _) => t.terms.words(),
        (None, Some(days)) => format!("net {days}, as the books have it"),
        (None, None) => "nobody says".to_owned(),
    };
    Ok(match &prep.credit.terms_ahead {
        Some(t) => format!(
            "{now}; {} from {}",
            t.terms.words(),
            say::day(t.from, g.today)
        ),
        None => now,
    })
}

fn open_terms(g: &Ground<'_>) -> Vec<Field> {
    let words: Vec<&str> = TermsKind::ALL.iter().map(|t| t.words()).collect();
    let days = g.prep.and_then(|p| p.account.terms_days).unwrap_or(30);
    let [why, who] = why_and_who();
    vec![
        Field::pick(F::Which, &words).called("terms"),
        Field::text(F::Parts, &days.to_string()).called("days"),
        Field::text(F::DueOn, &describe(g.today, g.today)).called("from"),
        why,
        who,
    ]
}

fn kind(form: &Form) -> TermsKind {
    let at = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let found = at.and_then(|n| TermsKind::ALL.get(n)).copied();
    found.unwrap_or(TermsKind::Net)
}

fn reshape_terms(form: &mut Form, _: &Ground<'_>) {
    let net = kind(form) == TermsKind::Net;
    form.hide(F::Parts, !net);
}

fn preview_terms(_: &Form, _: &Ground<'_>) -> Vec<String> {
    vec![
        "a decision with its history: the books bill by their own terms until they are changed there"
            .to_owned(),
    ]
}

fn made_terms(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let kind = kind(form);
    let days = match kind {
        TermsKind::Net => {
            let typed = form.text(F::Parts);
            let days = typed.parse::<u32>().ok().filter(|d| *d <= 3650);
            Some(days.ok_or((
                F::Parts,
                format!("'{typed}' is no number of days: for example 30"),
            ))?)
        }
        TermsKind::Cod | TermsKind::Prepay | TermsKind::CardOnFile => None,
    };
    let from = day_ahead(form, F::DueOn, g)?.date;
    let (reason, by) = word(form, g)?;
    Ok(Deed::Intent(Box::new(Intent::Credit(CreditAct::Terms {
        account: form.account,
        terms: TradeTerms { kind, days },
        from,
        reason,
        by,
    }))))
}
