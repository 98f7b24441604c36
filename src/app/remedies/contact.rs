//! Remedies about contact: bankruptcy, cease contact, attorney only, and who stands behind an account.
//!
//! Law: as `remedies`. A stop holds from the moment it is saved; only a supervisor lifts a bankruptcy.

use super::super::deed::{Deed, Ground, Missing, day, free_text, some, supervisor};
use super::super::form::{Field, FieldName as F, Form, Value};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::account::AccountKind;
use crate::domain::hold::{HoldDetails, HoldKind};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{AccountEdit, Change, Intent, NewHold, Record, Remedy};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::Bankruptcy,
        name: "bankruptcy",
        keys: &["B"],
        title: "bankruptcy",
        help: "They filed: everything stops at once; the case, the court, the day",
        state: |p, g| may_stop(p, g, HoldKind::Bankruptcy),
        open: open_bankruptcy,
        reshape: as_it_is,
        made: made_bankruptcy,
        preview: |_, _| {
            vec![
                "calls, letters, liens and fees stop until a supervisor lifts it".to_owned(),
                "without a case number it stops all the same: ask the court's clerk for it"
                    .to_owned(),
            ]
        },
    },
    Row {
        kind: RemedyKind::CeaseContact,
        name: "cease-contact",
        keys: &["X"],
        title: "they ask for no contact",
        help: "Cease contact: who asked, and how",
        state: |p, g| may_stop(p, g, HoldKind::CeaseContact),
        open: open_cease,
        reshape: as_it_is,
        made: made_cease,
        preview: |_, _| {
            vec!["no call, no letter from now on; a sales heads-up stays in the house and still goes".to_owned()]
        },
    },
    Row {
        kind: RemedyKind::AttorneyOnly,
        name: "attorney-only",
        keys: &["A"],
        title: "attorney only",
        help: "Their lawyer speaks for them: calls and letters go there",
        state: |p, g| may_stop(p, g, HoldKind::Attorney),
        open: open_attorney,
        reshape: as_it_is,
        made: made_attorney,
        preview: |_, _| {
            vec!["they are not called or written to from now on; the lawyer is, at the address given here".to_owned()]
        },
    },
    Row {
        kind: RemedyKind::LiftHold,
        name: "lift-hold",
        keys: &["O"],
        title: "lift the stop",
        help: "Contact may go on; a bankruptcy is lifted by a supervisor",
        state: lift_state,
        open: open_lift,
        reshape: as_it_is,
        made: made_lift,
        preview: |_, _| {
            vec!["calls and letters go on from now; what was held in the outbox is due".to_owned()]
        },
    },
    Row {
        kind: RemedyKind::Behind,
        name: "stands-behind",
        keys: &["W"],
        title: "who stands behind it",
        help: "Business or consumer, natural person, guarantor: which contact rules hold",
        state: behind_state,
        open: open_behind,
        reshape: as_it_is,
        made: made_behind,
        preview: preview_behind,
    },
];

fn may_stop(prep: &Prep, g: &Ground<'_>, kind: HoldKind) -> Result<String, String> {
    match &prep.hold {
        Some(hold) if hold.kind == kind => {
            Err(format!("in force since {}", say::day(hold.from, g.today)))
        }
        _ => Ok("not in force".to_owned()),
    }
}

fn stop(form: &Form, kind: HoldKind, details: HoldDetails) -> Deed {
    Deed::Intent(Box::new(Intent::Hold(Box::new(NewHold {
        account: form.account,
        kind,
        details,
    }))))
}

fn open_bankruptcy(_: &Ground<'_>) -> Vec<Field> {
    vec![
        Field::text(F::Reference, "").called("case"),
        Field::text(F::Name, "").called("court"),
        Field::text(F::MailedOn, "").called("filed on"),
        Field::text(F::Words, "").called("note"),
    ]
}

fn made_bankruptcy(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let filed_on = match form.text(F::MailedOn) {
        "" => None,
        _ => Some(day(form, F::MailedOn, g)?),
    };
    let details = HoldDetails {
        case_number: some(&free_text(form, F::Reference)?),
        court: some(&free_text(form, F::Name)?),
        filed_on,
        note: some(&free_text(form, F::Words)?),
        ..HoldDetails::default()
    };
    Ok(stop(form, HoldKind::Bankruptcy, details))
}

fn open_cease(_: &Ground<'_>) -> Vec<Field> {
    vec![
        Field::text(F::Name, "").called("asked by"),
        Field::text(F::Words, "").called("how"),
    ]
}

fn made_cease(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let who = free_text(form, F::Name)?;
    if who.is_empty() {
        return Err((F::Name, "who asked not to be contacted?".into()));
    }
    let details = HoldDetails {
        asked_by: Some(who),
        asked_how: some(&free_text(form, F::Words)?),
        ..HoldDetails::default()
    };
    Ok(stop(form, HoldKind::CeaseContact, details))
}

fn open_attorney(_: &Ground<'_>) -> Vec<Field> {
    vec![
        Field::text(F::Name, "").called("lawyer"),
        Field::text(F::Phone, ""),
        Field::text(F::Mail, ""),
        Field::text(F::Words, "").called("note"),
    ]
}

fn made_attorney(form: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    let name = free_text(form, F::Name)?;
    if name.is_empty() {
        return Err((F::Name, "who is their lawyer?".into()));
    }
    let details = HoldDetails {
        attorney: Some(name),
        attorney_phone: some(&free_text(form, F::Phone)?),
        attorney_mail: some(&free_text(form, F::Mail)?),
        note: some(&free_text(form, F::Words)?),
        ..HoldDetails::default()
    };
    Ok(stop(form, HoldKind::Attorney, details))
}

fn lift_state(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match &prep.hold {
        None => Err("no stop is in force".to_owned()),
        Some(hold) => Ok(format!(
            "{} since {}",
            hold.kind.words(),
            say::day(hold.from, g.today)
        )),
    }
}

fn open_lift(g: &Ground<'_>) -> Vec<Field> {
    let what = g.prep.and_then(|p| p.hold.as_ref()).map(|h| h.kind);
    let words: Vec<&str> = what.iter().map(|kind| kind.words()).collect();
    vec![
        Field::pick(F::Which, &words).called("stop"),
        Field::text(F::AllowedBy, ""),
    ]
}

fn made_lift(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(hold) = g.prep.and_then(|p| p.hold.as_ref()) else {
        return Err((F::Which, "no stop is in force (any more)".into()));
    };
    let name = form.text(F::AllowedBy);
    let allowed_by = match (name, hold.kind) {
        ("", HoldKind::Bankruptcy) => {
            let why = "only a supervisor lifts a bankruptcy: who allows it?";
            return Err((F::AllowedBy, why.into()));
        }
        ("", _) => None,
        (name, HoldKind::Bankruptcy) => Some(supervisor(name, g)?),
        (name, _) => Some(name.to_owned()),
    };
    Ok(Deed::Intent(Box::new(Intent::Record(Record::LiftHold {
        account: form.account,
        kind: hold.kind,
        allowed_by,
    }))))
}

/// The kinds in the order of the form.
const KINDS: [AccountKind; 3] = [
    AccountKind::Commercial,
    AccountKind::Consumer,
    AccountKind::Mixed,
];

fn behind_state(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    let flags = &prep.account.flags;
    let mut parts = vec![prep.safety.rules.clone()];
    if flags.natural_person {
        parts.push("natural person".to_owned());
    }
    if let Some(who) = &flags.guarantor {
        parts.push(format!("guaranteed by {who}"));
    }
    Ok(parts.join(", "))
}

fn open_behind(g: &Ground<'_>) -> Vec<Field> {
    let account = g.prep.map(|p| &p.account);
    let mut kind = Field::pick(F::Which, &KINDS.map(AccountKind::name)).called("account is");
    if let (Value::Pick(pick), Some(a)) = (&mut kind.value, account) {
        pick.at = KINDS.iter().position(|k| *k == a.kind).unwrap_or(0);
    }
    let flags = account.map(|a| a.flags.clone()).unwrap_or_default();
    let mut person = Field::pick(F::Who, &["no", "yes"]).called("natural person");
    if let Value::Pick(pick) = &mut person.value {
        pick.at = usize::from(flags.natural_person);
    }
    vec![
        kind,
        person,
        Field::text(F::Name, flags.guarantor.as_deref().unwrap_or("")).called("guarantor"),
    ]
}

fn made_behind(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(prep) = g.prep else {
        return Err((F::Which, "the account is being read".into()));
    };
    let (kind, flags) = (prep.account.kind, &prep.account.flags);
    let mut edits = Vec::new();
    let picked = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let after = picked.and_then(|n| KINDS.get(n)).copied().unwrap_or(kind);
    if after != kind {
        edits.push(AccountEdit::Kind(Change {
            before: kind,
            after,
        }));
    }
    let person = form.picked(F::Who) == Some(1);
    if person != flags.natural_person {
        edits.push(AccountEdit::NaturalPerson(Change {
            before: flags.natural_person,
            after: person,
        }));
    }
    let guarantor = some(&free_text(form, F::Name)?);
    if guarantor != flags.guarantor {
        edits.push(AccountEdit::Guarantor(Change {
            before: flags.guarantor.clone(),
            after: guarantor,
        }));
    }
    if edits.is_empty() {
        return Err((F::Which, "that is what it is already".into()));
    }
    Ok(Deed::Intent(Box::new(Intent::Remedy {
        account: form.account,
        remedy: Box::new(Remedy::EditAccount { edits }),
    })))
}

/// Which rules hold then.
fn preview_behind(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Some(prep) = g.prep else {
        return Vec::new();
    };
    let picked = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let who = crate::domain::call_rules::Who {
        kind: picked
            .and_then(|n| KINDS.get(n))
            .copied()
            .unwrap_or(prep.account.kind),
        natural_person: form.picked(F::Who) == Some(1),
        guaranteed: !form.text(F::Name).is_empty(),
        state: prep.account.state.as_deref(),
    };
    let rules = g.rules.calls.in_force(&who);
    let p = rules.profile;
    vec![format!(
        "{}: calls from {} to {} of their time, {} and {} in 7 days{}",
        rules.words,
        say::time(p.from),
        say::time(p.to),
        say::plural(p.calls.into(), "call"),
        say::plural(p.talks.into(), "talk"),
        if p.supervisor {
            "; more only with a supervisor"
        } else {
            ""
        }
    )]
}
