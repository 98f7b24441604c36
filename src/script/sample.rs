//! Facts to try templates with: everything known, nothing known, each value missing alone, each value known alone.

use crate::domain::script::{ScriptFacts, ScriptInvoice, Situation};

/// Everything known, with so many invoices.
pub(super) fn full(situation: Situation, invoices: usize) -> ScriptFacts {
    let some = |text: &str| Some(text.to_owned());
    ScriptFacts {
        situation,
        owes: true,
        first_name: some("Dana"),
        contact: some("Dana Ruiz"),
        account: "Harbor Framing LLC".to_owned(),
        caller: some("Ana"),
        company: some("Ridgeline Supply"),
        collectible: "$13,310.55".to_owned(),
        agreed: some("$9,200.00"),
        agreed_by: some("Fri 27 Nov"),
        past_due: "$18,420.55".to_owned(),
        invoices: (0..invoices.min(6))
            .map(|n| ScriptInvoice {
                number: format!("SI-{}", 10432 + n * 35),
                amount: ["$9,200.00", "$4,110.55"][n.min(1)].to_owned(),
                days_late: 47,
                due: "3 Oct".to_owned(),
                job: some("Pier 9"),
            })
            .collect(),
        more_invoices: invoices.saturating_sub(6),
        oldest_days: if invoices == 0 { 0 } else { 47 },
        last_payment: some("$4,200.00"),
        last_payment_on: some("Mon 2 Nov"),
        promised: some("$5,000.00"),
        promised_by: some("Fri 20 Nov"),
        received: some("$1,600.00"),
        short: some("$3,400.00"),
        short_is: some("CM-77 (pricing)"),
        level: some("second"),
        claim: some("check 1182"),
        claim_mailed: some("Mon 9 Nov"),
        lien_step: some("notice of intent"),
        lien_due: some("Thu 3 Dec"),
        lien_job: some("Pier 9"),
        late_charge: some("$187.79"),
        waiver: some("$50.00"),
        waiver_by: some("Fri 27 Nov"),
        credits_lately: some("3 credits in 90 days, 2 for pricing"),
    }
}

macro_rules! optional {
    ($($field:ident),* $(,)?) => {
        /// Clears one value that may be missing.
        const CLEAR: &[fn(&mut ScriptFacts)] = &[$(|f| f.$field = None),*];
        /// Takes one value over.
        const TAKE: &[fn(&mut ScriptFacts, &ScriptFacts)] = &[$(|f, from| f.$field.clone_from(&from.$field)),*];
    };
}

optional!(
    first_name,
    contact,
    caller,
    company,
    agreed,
    agreed_by,
    last_payment,
    last_payment_on,
    promised,
    promised_by,
    received,
    short,
    short_is,
    level,
    claim,
    claim_mailed,
    lien_step,
    lien_due,
    lien_job,
    late_charge,
    waiver,
    waiver_by,
    credits_lately,
);

/// Nothing known that may be missing, with so many invoices.
pub(super) fn bare(situation: Situation, invoices: usize) -> ScriptFacts {
    let mut facts = full(situation, invoices);
    CLEAR.iter().for_each(|clear| clear(&mut facts));
    facts.invoices.iter_mut().for_each(|i| i.job = None);
    facts
}

/// Every sample for a situation.
pub(super) fn all(situation: Situation) -> Vec<ScriptFacts> {
    let mut out = Vec::new();
    for invoices in [0, 1, 2, 20] {
        out.push(full(situation, invoices));
        out.push(bare(situation, invoices));
    }
    let mut nothing = bare(situation, 0);
    nothing.owes = false;
    out.push(nothing);
    for clear in CLEAR {
        let mut facts = full(situation, 1);
        clear(&mut facts);
        out.push(facts);
    }
    for take in TAKE {
        let mut facts = bare(situation, 1);
        take(&mut facts, &full(situation, 1));
        out.push(facts);
    }
    out
}
