//! Remedies about what a customer contests or keeps back: how it ended, who answers it, opened again, a short pay made a case.
//!
//! Law: as `remedies`; the rules are `domain::dispute`'s and the store's, `domain::concession` says what is not asked for meanwhile.

use super::super::answers;
use super::super::deed::{Deed, Ground, Missing, day_ahead, free_text, money, some};
use super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::{DisputeId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::{DisputeLine, InvoiceLine, Prep, SettledLine};
use crate::store::protocol::{CaseDeed, Intent, NewDeduction, Resolution};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::ResolveDispute,
        name: "resolve-dispute",
        keys: &["r"],
        title: "resolve a dispute",
        help: "How a dispute or deduction ended: granted, partly granted, rejected, withdrawn; the credit that follows",
        state: resolvable,
        open: resolve,
        reshape: reshape_resolve,
        made: resolved,
        preview: preview_resolve,
    },
    Row {
        kind: RemedyKind::HandOverDispute,
        name: "hand-over-dispute",
        keys: &["N"],
        title: "hand a dispute over",
        help: "Somebody else answers a dispute, or by another day",
        state: handable,
        open: hand_over,
        reshape: as_it_is,
        made: handed,
        preview: preview_hand,
    },
    Row {
        kind: RemedyKind::ReopenDispute,
        name: "reopen-dispute",
        keys: &["o"],
        title: "open a dispute again",
        help: "A settled dispute goes on, for what is still open of it",
        state: reopenable,
        open: reopen,
        reshape: as_it_is,
        made: reopened,
        preview: preview_reopen,
    },
    Row {
        kind: RemedyKind::Deduction,
        name: "deduction",
        keys: &["d"],
        title: "a short pay is a deduction",
        help: "They kept a part of an invoice back when they paid: a case with its reason",
        state: deductible,
        open: deduction,
        reshape: reshape_deduction,
        made: deducted,
        preview: preview_deduction,
    },
];

fn intent(deed: CaseDeed) -> Result<Deed, Missing> {
    Ok(Deed::Intent(Box::new(Intent::Case(Box::new(deed)))))
}

fn pick<'a, T>(all: &'a [T], words: impl Fn(&T) -> (i64, String)) -> Pick
where
    T: 'a,
{
    Pick {
        options: all.iter().map(words).collect(),
        at: 0,
    }
}

fn open_ones<'a>(g: &Ground<'a>) -> &'a [DisputeLine] {
    g.prep.map(|p| p.disputes.as_slice()).unwrap_or_default()
}

fn which(g: &Ground<'_>) -> Field {
    let pick = pick(open_ones(g), |d| {
        let words = format!(
            "{} of {} ({})",
            say::money(d.amount, g.currency),
            d.number,
            d.code
                .map_or_else(|| d.reason.trim().to_owned(), |c| c.words().to_owned())
        );
        (d.id.0, words)
    });
    Field::new(F::Which, Value::Pick(pick)).called("dispute")
}

fn chosen<'a>(form: &Form, g: &Ground<'a>) -> Option<&'a DisputeLine> {
    let id = form.picked(F::Which)?;
    open_ones(g).iter().find(|d| d.id.0 == id)
}

fn resolvable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    if prep.disputes.is_empty() {
        return Err("nothing is on dispute".to_owned());
    }
    let all = Minor::sum(prep.disputes.iter().map(|d| d.amount)).unwrap_or(Minor::ZERO);
    let late = prep.disputes.iter().filter(|d| d.late > 0).count();
    let late = match late {
        0 => String::new(),
        n => format!(", {n} late"),
    };
    Ok(format!(
        "{} open{late}, {}",
        prep.disputes.len(),
        say::money(all, prep.account.currency)
    ))
}

fn end(form: &Form) -> DisputeEnd {
    let at = form.picked(F::Then).and_then(|n| usize::try_from(n).ok());
    let how = at.and_then(|n| DisputeEnd::ALL.get(n)).copied();
    how.unwrap_or(DisputeEnd::Rejected)
}

fn resolve(g: &Ground<'_>) -> Vec<Field> {
    let ends: Vec<&str> = DisputeEnd::ALL.iter().map(|e| e.words()).collect();
    vec![
        which(g),
        Field::pick(F::Then, &ends).called("it is"),
        Field::text(F::Waive, "").called("credit"),
        Field::text(F::Reference, "").called("credit memo"),
        Field::text(F::Words, ""),
    ]
}

fn reshape_resolve(form: &mut Form, g: &Ground<'_>) {
    let how = end(form);
    let all = chosen(form, g).map_or(String::new(), |d| d.amount.show(g.currency));
    form.offer(F::Waive, if how == DisputeEnd::Granted { &all } else { "" });
    let credited = matches!(how, DisputeEnd::Granted | DisputeEnd::Partial);
    form.hide(F::Waive, how != DisputeEnd::Partial);
    form.hide(F::Reference, !credited);
}

fn resolved(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(line) = chosen(form, g) else {
        return Err((F::Which, "nothing is on dispute here".into()));
    };
    let how = end(form);
    let credited = match how {
        DisputeEnd::Partial => {
            let amount = money(form, F::Waive, g)?;
            if amount >= line.amount {
                let all = say::money(line.amount, g.currency);
                return Err((F::Waive, format!("less than {all}, or it is granted")));
            }
            Some(amount)
        }
        _ => None,
    };
    let number = match how {
        DisputeEnd::Granted | DisputeEnd::Partial => some(&free_text(form, F::Reference)?),
        DisputeEnd::Rejected | DisputeEnd::Withdrawn => None,
    };
    intent(CaseDeed::Resolve(Resolution {
        dispute: line.id,
        how,
        credited,
        number,
        note: some(&free_text(form, F::Words)?),
    }))
}

fn preview_resolve(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Some(line) = chosen(form, g) else {
        return Vec::new();
    };
    let show = |m: Minor| say::money(m, g.currency);
    let amount = match end(form) {
        DisputeEnd::Granted => line.amount,
        DisputeEnd::Partial => money(form, F::Waive, g).unwrap_or(Minor::ZERO),
        DisputeEnd::Rejected | DisputeEnd::Withdrawn => {
            return vec![format!(
                "{} of {} is asked for again",
                show(line.amount),
                line.number
            )];
        }
    };
    if !amount.is_positive() {
        return Vec::new();
    }
    let credit = match form.text(F::Reference) {
        "" => format!(
            "a task of ours: issue a credit of {}; until it is in the books nobody asks for it",
            show(amount)
        ),
        number => format!("credit memo {number} of {} settles it now", show(amount)),
    };
    let rest = line.amount.less(amount);
    let mut out = vec![credit];
    if rest.is_positive() {
        out.push(format!("{} is asked for again", show(rest)));
    }
    out
}

fn handable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    let owner = |d: &DisputeLine| d.owner.clone().unwrap_or_else(|| "nobody".to_owned());
    match prep.disputes.as_slice() {
        [] => Err("nothing is on dispute".to_owned()),
        [one] => Ok(format!("{} answers", owner(one))),
        several => {
            let mut names: Vec<String> = several.iter().map(owner).collect();
            names.dedup();
            Ok(format!("{} answer", say::list(&names)))
        }
    }
}

fn hand_over(g: &Ground<'_>) -> Vec<Field> {
    let answers = g.prep.and_then(|p| p.account.salesperson.clone());
    vec![
        which(g),
        Field::text(F::Owner, answers.as_deref().unwrap_or(g.me)),
        Field::text(F::DueOn, &answers::in_days(3, g)),
        Field::text(F::Words, ""),
    ]
}

fn handed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(line) = chosen(form, g) else {
        return Err((F::Which, "nothing is on dispute here".into()));
    };
    let Some(owner) = some(&free_text(form, F::Owner)?) else {
        return Err((F::Owner, "who on our side answers it?".into()));
    };
    intent(CaseDeed::HandOver {
        dispute: line.id,
        owner,
        due_on: day_ahead(form, F::DueOn, g)?.date,
        note: some(&free_text(form, F::Words)?),
    })
}

fn preview_hand(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let now = |d: &DisputeLine| match &d.owner {
        Some(owner) => format!("{owner} answers now; the case keeps both names"),
        None => "nobody answers it now".to_owned(),
    };
    chosen(form, g).map(now).into_iter().collect()
}

fn ended_ones(prep: &Prep) -> Vec<&SettledLine> {
    prep.settled.iter().filter(|d| !d.reopened).collect()
}

fn reopenable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match ended_ones(prep).first() {
        None => Err("no dispute has ended".to_owned()),
        Some(d) => Ok(format!(
            "{} of {}, {} {}",
            say::money(d.amount, g.currency),
            d.number,
            d.how.map_or("ended", DisputeEnd::words),
            say::day(d.ended_on, g.today)
        )),
    }
}

fn reopen(g: &Ground<'_>) -> Vec<Field> {
    let ended = g.prep.map(ended_ones).unwrap_or_default();
    let pick = pick(&ended, |d| {
        let words = format!(
            "{} of {}, {}",
            say::money(d.amount, g.currency),
            d.number,
            d.how.map_or("ended", DisputeEnd::words)
        );
        (d.id.0, words)
    });
    vec![
        Field::new(F::Which, Value::Pick(pick)).called("dispute"),
        Field::text(F::WhyCall, ""),
        Field::text(F::Owner, ""),
        Field::text(F::DueOn, &answers::in_days(3, g)),
    ]
}

fn reopened(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(id) = form.picked(F::Which) else {
        return Err((F::Which, "no dispute has ended here".into()));
    };
    let reason = free_text(form, F::WhyCall)?;
    if reason.is_empty() {
        return Err((F::WhyCall, "why is it opened again?".into()));
    }
    intent(CaseDeed::Reopen {
        dispute: DisputeId(id),
        reason,
        owner: some(&free_text(form, F::Owner)?),
        due_on: day_ahead(form, F::DueOn, g)?.date,
    })
}

fn preview_reopen(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let ended = g.prep.map(ended_ones).unwrap_or_default();
    let one = ended.iter().find(|d| Some(d.id.0) == form.picked(F::Which));
    let words = |d: &&SettledLine| {
        format!(
            "what is still open of it on {} is not asked for again; days to resolve go on",
            d.number
        )
    };
    one.map(words).into_iter().collect()
}

/// Invoices of which something was paid and something is open: the smallest rest first, it is the likeliest to be a deduction.
fn short_paid(prep: &Prep) -> Vec<&InvoiceLine> {
    let free = |l: &InvoiceLine| l.open.less(l.disputed).less(l.conceded);
    let mut out: Vec<&InvoiceLine> = prep
        .invoices
        .iter()
        .filter(|l| l.paid.is_positive() && free(l).is_positive())
        .collect();
    out.sort_by_key(|l| l.open);
    out
}

fn deductible(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let short = short_paid(prep);
    match short.first() {
        None => Err("no invoice was paid in part".to_owned()),
        Some(one) => {
            let more = match short.len() {
                1 => String::new(),
                n => format!(", {} more", n - 1),
            };
            Ok(format!(
                "{} is short on {}{more}",
                say::money(one.open, g.currency),
                one.number
            ))
        }
    }
}

fn deduction(g: &Ground<'_>) -> Vec<Field> {
    let short = g.prep.map(short_paid).unwrap_or_default();
    let pick = pick(&short, |l| {
        let words = format!("{} of {}", say::money(l.open, g.currency), l.number);
        (l.id.0, words)
    });
    let codes: Vec<&str> = DisputeCode::ALL.iter().map(|c| c.words()).collect();
    vec![
        Field::new(F::Who, Value::Pick(pick)).called("short"),
        Field::text(F::Waive, "").called("deducted"),
        Field::pick(F::Which, &codes).called("because"),
        Field::text(F::Owner, g.me),
        Field::text(F::DueOn, &answers::in_days(3, g)),
        Field::text(F::Words, ""),
    ]
}

fn short_line<'a>(form: &Form, g: &Ground<'a>) -> Option<&'a InvoiceLine> {
    let id = form.picked(F::Who)?;
    g.prep?.invoices.iter().find(|l| l.id.0 == id)
}

fn reshape_deduction(form: &mut Form, g: &Ground<'_>) {
    if let Some(line) = short_line(form, g) {
        let free = line.open.less(line.disputed).less(line.conceded);
        form.offer(F::Waive, &free.show(g.currency));
    }
}

fn preview_deduction(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Ok(amount) = money(form, F::Waive, g) else {
        return Vec::new();
    };
    let number = short_line(form, g).map_or("", |l| l.number.as_str());
    vec![format!(
        "{} of {number} is not asked for until the case has ended",
        say::money(amount, g.currency)
    )]
}

fn deducted(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(line) = short_line(form, g) else {
        return Err((F::Who, "no invoice was paid in part here".into()));
    };
    let at = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let code = at.and_then(|at| DisputeCode::ALL.get(at)).copied();
    let code = code.unwrap_or(DisputeCode::Other);
    let reason = free_text(form, F::Words)?;
    if code == DisputeCode::Other && reason.is_empty() {
        return Err((F::Words, "why did they keep it back?".into()));
    }
    intent(CaseDeed::Deduct(NewDeduction {
        account: form.account,
        document: DocumentId(line.id.0),
        amount: Some(money(form, F::Waive, g)?),
        code,
        reason,
        payment: None,
        owner: some(&free_text(form, F::Owner)?),
        due_on: Some(day_ahead(form, F::DueOn, g)?.date),
    }))
}
