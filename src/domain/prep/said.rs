//! The values that the script is filled from: the situation, and every amount and day already in words.

use super::Sight;
use super::agreed::waivers;
use super::sight::vehicle;
use crate::domain::account::{Account, Contact};
use crate::domain::brief;
use crate::domain::claim::{self, ClaimState};
use crate::domain::document::Document;
use crate::domain::facts::{self, PromiseFact};
use crate::domain::fee;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::say;
use crate::domain::script::{READ_OUT, ScriptFacts, ScriptInvoice, Situation};
use crate::domain::touch::LienStep;
use crate::domain::verdict::Verdict;
use crate::domain::waiver::WaiverState;

/// Thanking for an older payment than this would sound like irony.
const THANKS_WITHIN: i64 = 120;
/// Usually later than this many days is a slow payer.
pub(crate) const SLOW_FROM: i64 = 8;
/// A kept rate below this percent, over at least two promises, too.
const SLOW_BELOW: u32 = 50;

/// The customer's name as it is said aloud: `(EUR)` behind it is our own mark for the account in another currency.
fn spoken_name(account: &Account) -> String {
    let mark = format!(" ({})", account.currency);
    let name = account.name.strip_suffix(&mark).unwrap_or(&account.name);
    name.to_owned()
}

/// The script's values.
pub(super) fn script(sight: &Sight<'_>) -> Result<ScriptFacts, MoneyError> {
    let asked = asked(sight)?;
    let contact = super::log::contacts(sight)
        .into_iter()
        .find(|c| !is_department(&c.name));
    let paid = sight
        .habits
        .last_paid
        .filter(|p| sight.days_since(p.dated) <= THANKS_WITHIN);
    let claim = sight.claims_in(ClaimState::Overdue).into_iter().next();
    let lien = lien_ahead(sight);
    let offered = waivers(sight)
        .into_iter()
        .find(|w| w.state == WaiverState::Offered);
    let charged = fee::lines(sight.book, &sight.balances);
    let charged = Minor::sum(charged.iter().map(|f| f.open))?;
    let promise = subject(sight);
    let judgement = promise.and_then(|p| sight.judgement(p.id));
    let amount = promise.and_then(|p| sight.promise(p.id)).map(|p| p.amount);
    Ok(ScriptFacts {
        situation: situation(sight),
        owes: sight.facts.collectible.is_positive() && !sight.owes_nothing(),
        first_name: contact.as_ref().and_then(first_name),
        contact: contact.map(|c| c.name),
        account: spoken_name(&sight.book.account),
        caller: None,
        company: None,
        agreed: None,
        agreed_by: None,
        collectible: sight.spoken(sight.facts.collectible),
        past_due: sight.spoken(sight.facts.past_due),
        oldest_days: asked.first().map_or(0, |(d, _)| sight.days_since(d.due)),
        more_invoices: asked.len().saturating_sub(READ_OUT),
        invoices: asked
            .into_iter()
            .take(READ_OUT)
            .map(|(document, part)| ScriptInvoice {
                number: document.number.clone(),
                amount: sight.spoken(part),
                days_late: sight.days_since(document.due),
                due: say::short_day(document.due, sight.as_of),
                job: document.job.clone(),
            })
            .collect(),
        last_payment: paid.map(|p| sight.spoken(p.amount)),
        last_payment_on: paid.and_then(|p| p.on).map(|on| sight.day(on)),
        promised: amount.map(|a| sight.spoken(a)),
        promised_by: promise.map(|p| sight.day(p.by_when)),
        received: promise
            .filter(|p| p.received.is_positive())
            .map(|p| sight.spoken(p.received)),
        short: promise
            .filter(|p| p.short.is_positive())
            .map(|p| sight.spoken(p.short)),
        short_is: judgement
            .and_then(|j| j.short_matches.first())
            .map(|text| thing(text)),
        level: promise
            .filter(|p| p.level > 1)
            .map(|p| say::ordinal_word(p.level)),
        claim: claim.map(|c| vehicle(c.method, c.reference.as_deref())),
        claim_mailed: claim.map(|c| sight.day(c.mailed_on)),
        lien_step: lien.as_ref().map(|s| s.step.clone()),
        lien_due: lien.as_ref().map(|s| sight.day(s.due_on)),
        lien_job: lien.map(|s| s.job).filter(|job| !job.is_empty()),
        late_charge: charged.is_positive().then(|| sight.spoken(charged)),
        waiver: offered.as_ref().map(|w| sight.spoken(w.amount)),
        waiver_by: offered.map(|w| sight.day(w.by_when)),
        credits_lately: brief::credits_lately(sight),
    })
}

/// The past-due invoices with what may be asked for on each, oldest due first. They add up to `collectible`.
fn asked<'a>(sight: &Sight<'a>) -> Result<Vec<(&'a Document, Minor)>, MoneyError> {
    let claims = claim::states(sight.book, &sight.balances);
    let mut out: Vec<(&Document, Minor)> =
        facts::asked(sight.book, &sight.balances, &claims, &sight.judgements)?
            .into_iter()
            .filter_map(|(id, part)| Some((sight.document(id)?, part)))
            .collect();
    out.sort_by_key(|(d, _)| (d.due, d.issued, d.id));
    Ok(out)
}

/// The promise that the call is about: one that failed, is late, or falls due today.
fn subject<'s>(sight: &'s Sight<'_>) -> Option<&'s PromiseFact> {
    sight.facts.promise.as_ref().filter(|p| match p.verdict {
        Verdict::Broken | Verdict::Light | Verdict::InGrace | Verdict::DueToday => true,
        Verdict::Open
        | Verdict::Kept
        | Verdict::KeptLate
        | Verdict::CuredLate
        | Verdict::Superseded
        | Verdict::Withdrawn
        | Verdict::Voided => false,
    })
}

/// Which script fits: what they promised first, then what is under way, then dates of ours, then how they usually pay.
fn situation(sight: &Sight<'_>) -> Situation {
    let facts = &sight.facts;
    if let Some(promise) = subject(sight) {
        return match promise.verdict {
            Verdict::DueToday => Situation::PromiseDue,
            _ if promise.received.is_positive() => Situation::Light,
            _ => Situation::Broken,
        };
    }
    let oldest = facts.oldest_due.map_or(0, |due| sight.days_since(due));
    if !sight.claims_in(ClaimState::Overdue).is_empty() {
        Situation::ClaimOverdue
    } else if lien_ahead(sight).is_some() {
        Situation::LienCourtesy
    } else if (1..=i64::from(sight.rules.newly_days)).contains(&oldest) {
        Situation::NewlyPastDue
    } else if is_slow(sight) {
        Situation::SlowPayer
    } else if facts.last_talk.is_none() {
        Situation::FirstCall
    } else {
        // They were spoken with and it is still open: the question is why, not when.
        Situation::SlowPayer
    }
}

/// A step whose last day has passed is no reason for a courtesy call.
fn lien_ahead(sight: &Sight<'_>) -> Option<LienStep> {
    sight.lien_step().filter(|s| s.due_on >= sight.as_of)
}

fn is_slow(sight: &Sight<'_>) -> bool {
    let late = sight.habits.median_late.is_some_and(|d| d >= SLOW_FROM);
    let word = sight.word();
    let weak = word.given() >= 2 && word.weighted_percent.is_some_and(|p| p < SLOW_BELOW);
    late || weak
}

/// `CM-77 (pricing)` out of `CM-77 (pricing) is exactly 3,400.00`.
fn thing(text: &str) -> String {
    let what = [" is exactly ", " are exactly "]
        .iter()
        .find_map(|verb| text.rsplit_once(verb))
        .map_or(text, |(what, _)| what);
    what.trim_end_matches(", not paid at all,").to_owned()
}

/// `Accounts Payable` is nobody to ask for by name.
fn is_department(name: &str) -> bool {
    let lower = name.to_lowercase();
    [
        "accounts",
        "payable",
        "a/p",
        "billing",
        "office",
        "accounting",
        "reception",
        "front desk",
    ]
    .iter()
    .any(|word| lower.contains(word))
        || matches!(lower.trim(), "ap" | "main" | "")
}

/// `Dana` of `Dana Ruiz`, `Ruiz, Dana` or `Dana`; nothing of `Mr. Ruiz` or `D. Ruiz`.
pub(crate) fn first_name(contact: &Contact) -> Option<String> {
    let name = contact.name.trim();
    let (first, rest) = match name.split_once(',') {
        Some((last, first)) => (first.split_whitespace().next()?, last),
        None => name.split_once(char::is_whitespace).unwrap_or((name, name)),
    };
    let title = first.trim_end_matches('.').to_lowercase();
    let is_title = matches!(title.as_str(), "mr" | "mrs" | "ms" | "miss" | "dr" | "prof");
    let is_initial = title.chars().count() < 2;
    (!is_title && !is_initial && !rest.trim().is_empty()).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AccountId, ContactId};

    fn named(name: &str) -> Option<String> {
        first_name(&Contact {
            id: ContactId(1),
            account: AccountId(1),
            name: name.to_owned(),
            role: None,
            phone: None,
            mobile: None,
            email: None,
            preferred: true,
            zone: None,
            right_party: None,
            phone_bad_on: None,
            email_bad_on: None,
        })
    }

    #[test]
    fn first_names_are_taken_only_where_there_is_one() {
        assert_eq!(named("Dana Ruiz").as_deref(), Some("Dana"));
        assert_eq!(named("Ruiz, Dana M.").as_deref(), Some("Dana"));
        assert_eq!(named("Mr. Ruiz"), None);
        assert_eq!(named("Dr Ana Silva"), None);
        assert_eq!(named("D. Ruiz"), None);
        assert_eq!(named("Dana").as_deref(), Some("Dana"));
        assert_eq!(named("Ruiz,"), None);
        assert_eq!(named(""), None);
    }

    #[test]
    fn departments_are_not_asked_for_by_name() {
        assert!(is_department("Accounts Payable"));
        assert!(is_department("AP"));
        assert!(is_department("Front Desk"));
        assert!(!is_department("Apollo Payne"));
    }

    #[test]
    fn the_thing_that_explains_a_shortfall_is_named_without_its_amount() {
        for (said, what) in [
            ("CM-77 (pricing) is exactly 3,400.00", "CM-77 (pricing)"),
            (
                "CM-1 (tax) and CM-2 (tax) are exactly 5.00",
                "CM-1 (tax) and CM-2 (tax)",
            ),
            ("SI-2, not paid at all, is exactly 5.00", "SI-2"),
        ] {
            assert_eq!(thing(said), what);
        }
        assert_eq!(thing("CM-77"), "CM-77");
    }
}
