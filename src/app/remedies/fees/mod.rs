//! Remedies about finance charges, late fees and NSF fees: post one, give some of it up, take either back; what they agreed to.
//!
//! Law: as `remedies`. What may be posted is `domain::fee::preview`'s, shown to the cent; what is posted is what was shown.

mod all;
mod waiving;

use super::super::deed::{Deed, Ground, Missing, free_text};
use super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::fee::FeeLine;
use crate::domain::fee::preview::Proposal;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{FeeDeed, Intent, NewFee};
use waiving::{
    chosen, offer, offerable, offered, preview_offer, preview_reinstate, preview_waive, reason,
    reinstatable, reinstate, reinstated, reshape_offer, reshape_waive, waivable, waive, waived,
};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::PostFee,
        name: "post-fee",
        keys: &["p"],
        title: "post a fee",
        help: "A finance charge, late fee or NSF fee by the rules: shown to the cent, then posted",
        state: postable,
        open: post,
        reshape: as_it_is,
        made: posted,
        preview: preview_post,
    },
    Row {
        kind: RemedyKind::WaiveFee,
        name: "waive-fee",
        keys: &["w"],
        title: "waive a fee",
        help: "Give some of a fee up, now; above the limit a supervisor says yes or no",
        state: waivable,
        open: waive,
        reshape: reshape_waive,
        made: waived,
        preview: preview_waive,
    },
    Row {
        kind: RemedyKind::OfferWaiver,
        name: "offer-waiver",
        keys: &["c"],
        title: "waive it if a promise is kept",
        help: "A fee is given up when a promise is kept: earned by itself, lapsed by itself",
        state: offerable,
        open: offer,
        reshape: reshape_offer,
        made: offered,
        preview: preview_offer,
    },
    Row {
        kind: RemedyKind::ReinstateFee,
        name: "reinstate-fee",
        keys: &["i"],
        title: "reinstate a waived fee",
        help: "What was given up of a fee is owed again",
        state: reinstatable,
        open: reinstate,
        reshape: as_it_is,
        made: reinstated,
        preview: preview_reinstate,
    },
    Row {
        kind: RemedyKind::ReverseFee,
        name: "reverse-fee",
        keys: &["v"],
        title: "take a fee back",
        help: "A fee that should not have been posted",
        state: reversible,
        open: reverse,
        reshape: as_it_is,
        made: reversed,
        preview: preview_reverse,
    },
    Row {
        kind: RemedyKind::FeeAgreement,
        name: "fee-agreement",
        keys: &["a"],
        title: "what they agreed to",
        help: "The agreement that allows late charges; none without one",
        state: agreement_state,
        open: agreement,
        reshape: as_it_is,
        made: agreed,
        preview: preview_agreed,
    },
    Row {
        kind: RemedyKind::PostAllFees,
        name: "post-all-fees",
        keys: &["T"],
        title: "post fees at all accounts",
        help: "Every fee that the rules allow, at every account: shown first, posted together, undone together",
        state: all::state,
        open: all::open,
        reshape: as_it_is,
        made: all::made,
        preview: all::preview,
    },
];

/// Why nothing may be posted where something is late enough.
pub(in crate::app) const NO_AGREEMENT: &str = "no agreement allows fees here: write it down first";

fn intent(deed: FeeDeed) -> Result<Deed, Missing> {
    Ok(Deed::Intent(Box::new(Intent::Fee(Box::new(deed)))))
}

fn proposals<'a>(g: &Ground<'a>) -> Vec<&'a Proposal> {
    let all = g.prep.map(|p| p.fees.preview.postable().collect());
    all.unwrap_or_default()
}

fn postable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let shown = &prep.fees.preview;
    if let Some(why) = &shown.blocked {
        return Err(why.clone());
    }
    if shown.proposals.is_empty() {
        return Err("nothing is late enough for a fee".to_owned());
    }
    let all: Vec<&Proposal> = shown.postable().collect();
    if all.is_empty() {
        return Err(NO_AGREEMENT.to_owned());
    }
    let sum = Minor::sum(all.iter().map(|p| p.amount)).unwrap_or(Minor::ZERO);
    let mut kinds: Vec<&str> = all.iter().map(|p| p.kind.words()).collect();
    kinds.dedup();
    Ok(format!(
        "{}, {} may be posted",
        say::list(&kinds),
        say::money(sum, g.currency)
    ))
}

fn post(g: &Ground<'_>) -> Vec<Field> {
    let options = (0..).zip(proposals(g)).map(|(n, p)| {
        let words = format!("{} {}", p.kind.words(), say::money(p.amount, g.currency));
        (n, words)
    });
    let pick = Pick {
        options: options.collect(),
        at: 0,
    };
    vec![Field::new(F::Which, Value::Pick(pick)).called("fee")]
}

fn picked<'a>(form: &Form, g: &Ground<'a>) -> Option<&'a Proposal> {
    let at = usize::try_from(form.picked(F::Which)?).ok()?;
    proposals(g).get(at).copied()
}

fn posted(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(p) = picked(form, g) else {
        return Err((F::Which, "nothing may be posted here".into()));
    };
    intent(FeeDeed::Post {
        account: form.account,
        fees: vec![NewFee {
            rule: p.rule.clone(),
            about: p.about,
            amount: p.amount,
        }],
    })
}

fn preview_post(form: &Form, g: &Ground<'_>) -> Vec<String> {
    const SHOWN: usize = 6;
    let Some(p) = picked(form, g) else {
        return Vec::new();
    };
    let number = |id| {
        let lines = g.prep.map(|x| x.invoices.as_slice()).unwrap_or_default();
        let line = lines.iter().find(|l| l.id == id);
        line.map_or(String::new(), |l| l.number.clone())
    };
    let mut out = vec![p.words.clone()];
    for item in p.items.iter().take(SHOWN) {
        let days = item.to.signed_duration_since(item.from).num_days();
        out.push(format!(
            "{}: {} for {} on {}",
            number(item.document),
            say::money(item.amount, g.currency),
            say::plural(days.unsigned_abs(), "day"),
            say::money(item.principal, g.currency)
        ));
    }
    let more = p.items.len().saturating_sub(SHOWN);
    if more > 0 {
        out.push(format!("and {} more", say::plural(more as u64, "invoice")));
    }
    if let Some(basis) = &p.basis {
        out.push(format!("allowed by: {basis}"));
    }
    out
}

fn fees<'a>(g: &Ground<'a>, fits: impl Fn(&FeeLine) -> bool) -> Vec<&'a FeeLine> {
    let all = g.prep.map(|p| p.fees.posted.as_slice()).unwrap_or_default();
    all.iter().filter(|f| fits(f)).collect()
}

fn which(g: &Ground<'_>, all: &[&FeeLine], amount: impl Fn(&FeeLine) -> Minor) -> Field {
    let options = all.iter().map(|f| {
        let words = format!(
            "{} {} {}",
            f.kind.words(),
            f.number,
            say::money(amount(f), g.currency)
        );
        (f.id.0, words)
    });
    let pick = Pick {
        options: options.collect(),
        at: 0,
    };
    Field::new(F::Which, Value::Pick(pick)).called("fee")
}

fn state_of(
    prep: &Prep,
    fits: impl Fn(&FeeLine) -> bool,
    amount: impl Fn(&FeeLine) -> Minor,
    none: &str,
    word: &str,
) -> Result<String, String> {
    let all: Vec<&FeeLine> = prep.fees.posted.iter().filter(|f| fits(f)).collect();
    if all.is_empty() {
        return Err(none.to_owned());
    }
    let sum = Minor::sum(all.iter().map(|f| amount(f))).unwrap_or(Minor::ZERO);
    Ok(format!(
        "{}, {} {word}",
        say::plural(all.len() as u64, "fee"),
        say::money(sum, prep.account.currency)
    ))
}

fn is_posted(f: &FeeLine) -> bool {
    !f.reversed
}

fn reversible(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    state_of(prep, is_posted, |f| f.amount, "no fee was posted", "posted")
}

fn reverse(g: &Ground<'_>) -> Vec<Field> {
    let all = fees(g, is_posted);
    vec![which(g, &all, |f| f.amount), Field::text(F::WhyCall, "")]
}

fn reversed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(fee) = chosen(form, g) else {
        return Err((F::Which, "no fee was posted here".into()));
    };
    intent(FeeDeed::Reverse {
        fee: fee.id,
        reason: reason(form, "why is it taken back?")?,
    })
}

fn preview_reverse(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let said = |f: &FeeLine| {
        format!(
            "{} goes as if it had never been posted; its days can be charged again",
            f.number
        )
    };
    chosen(form, g).map(said).into_iter().collect()
}

fn agreement_state(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    Ok(match &prep.fees.agreement {
        Some(text) => text.clone(),
        None => "none is known: nothing may be posted".to_owned(),
    })
}

fn agreement(g: &Ground<'_>) -> Vec<Field> {
    let known = g.prep.and_then(|p| p.fees.agreement.as_deref());
    vec![Field::text(F::Words, known.unwrap_or("")).called("agreement")]
}

fn agreed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let text = free_text(form, F::Words)?;
    let known = g.prep.and_then(|p| p.fees.agreement.as_deref());
    if text.is_empty() && known.is_none() {
        let why = "which agreement allows late charges? for example: credit application of 3 Mar 2024, section 4";
        return Err((F::Words, why.into()));
    }
    intent(FeeDeed::Agreed {
        account: form.account,
        text,
    })
}

fn preview_agreed(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let known = g.prep.and_then(|p| p.fees.agreement.as_deref());
    let words = match (form.text(F::Words), known) {
        ("", Some(_)) => "emptied: no late charge may be posted any more; what was posted stays",
        _ => "where it stands that late charges are owed; every fee names it",
    };
    vec![words.to_owned()]
}
