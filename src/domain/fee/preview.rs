//! What may be posted today, by which rule and on what agreement; or why nothing may be.
//!
//! Pure, and the same for one account, for all of them and for the posting itself: what was shown is what is posted. Nothing is charged on
//! fees, on contested or retained money, on what was given up already, or for a day twice; nothing at all while a bankruptcy hold stands.

use super::rules::{FeeRule, charge};
use super::{FeeItem, FeeKind, agreement};
use crate::domain::aging::days_past_due;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::concession;
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::HoldKind;
use crate::domain::verdict::{Judgement, disputed_on};
use serde::{Deserialize, Serialize};

/// Days after a payment came back in which its fee is offered.
const NSF_DAYS: i64 = 60;

/// A fee that may be posted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// By which rule.
    pub rule: String,
    /// What kind.
    pub kind: FeeKind,
    /// How much.
    pub amount: Minor,
    /// The agreement that allows it; `None` = nobody has said which, and it cannot be posted.
    pub basis: Option<String>,
    /// The invoice that is late, or the payment that came back.
    pub about: Option<DocumentId>,
    /// The days that a finance charge is for.
    pub items: Vec<FeeItem>,
    /// How it is worked out.
    pub words: String,
}

/// What may be posted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Preview {
    /// In the order of the rules.
    pub proposals: Vec<Proposal>,
    /// Why nothing may be posted here at all.
    pub blocked: Option<String>,
}

impl Preview {
    /// Those with an agreement.
    pub fn postable(&self) -> impl Iterator<Item = &Proposal> {
        self.proposals.iter().filter(|p| p.basis.is_some())
    }
}

/// What may be posted at an account on the day of the balances.
///
/// # Errors
/// When an amount does not fit.
pub fn preview(
    book: &Book,
    balances: &Balances,
    judgements: &[Judgement],
    rules: &Rules,
) -> Result<Preview, MoneyError> {
    let as_of = balances.as_of();
    let bankrupt = book.holds.iter().any(|h| {
        h.kind == HoldKind::Bankruptcy && h.from <= as_of && h.until.is_none_or(|day| as_of < day)
    });
    if bankrupt {
        return Ok(Preview {
            proposals: Vec::new(),
            blocked: Some("a bankruptcy hold stops fees too".to_owned()),
        });
    }
    let own = agreement(book, as_of);
    let mut out = Preview::default();
    for rule in &rules.fees.rules {
        if !rule.accounts.is_empty() && !rule.accounts.contains(&book.account.kind) {
            continue;
        }
        let basis = rule.basis.as_deref().or(own).map(str::to_owned);
        let of = Of {
            book,
            balances,
            judgements,
            rule,
            basis,
        };
        match rule.kind {
            FeeKind::FinanceCharge => out.proposals.extend(of.finance_charge()?),
            FeeKind::LateFee => out.proposals.extend(of.late_fees()),
            FeeKind::Nsf => out.proposals.extend(of.returned()),
        }
    }
    Ok(out)
}

/// One rule at one account.
struct Of<'a> {
    book: &'a Book,
    balances: &'a Balances,
    judgements: &'a [Judgement],
    rule: &'a FeeRule,
    basis: Option<String>,
}

impl Of<'_> {
    fn proposal(&self, amount: Minor, about: Option<DocumentId>, words: String) -> Proposal {
        Proposal {
            rule: self.rule.name.clone(),
            kind: self.rule.kind,
            amount,
            basis: self.basis.clone(),
            about,
            items: Vec::new(),
            words,
        }
    }

    fn is_fee(&self, document: DocumentId) -> bool {
        self.book.fees.iter().any(|f| f.document == document)
    }

    fn number(&self, document: DocumentId) -> &str {
        let found = self.book.documents.iter().find(|d| d.id == document);
        found.map_or("", |d| d.number.as_str())
    }

    /// Fees that stand: posted up to the day and not taken back.
    fn standing(&self) -> impl Iterator<Item = &super::Fee> {
        let there = |f: &&super::Fee| {
            self.balances.exists(f.document) && !self.balances.reversed(f.document)
        };
        self.book.fees.iter().filter(there)
    }

    /// Past-due invoices beyond the rule's grace, each with its days.
    fn late(&self) -> impl Iterator<Item = (&crate::domain::balances::Balance, i64)> {
        let as_of = self.balances.as_of();
        let grace = i64::from(self.rule.grace_days);
        self.balances
            .receivables()
            .map(move |row| (row, days_past_due(row.due, as_of)))
            .filter(move |(row, days)| *days > grace && !self.is_fee(row.id))
    }

    fn finance_charge(&self) -> Result<Option<Proposal>, MoneyError> {
        let as_of = self.balances.as_of();
        let mut items = Vec::new();
        for (row, _) in self.late() {
            let contested = disputed_on(self.book, self.balances, row.id)?;
            let given_up = concession::on(self.book, self.balances, self.judgements, row.id)?;
            let principal = row.open.less(row.held).less(contested).less(given_up);
            let charged = self.standing().flat_map(|f| &f.items);
            let charged = charged.filter(|i| i.document == row.id).map(|i| i.to).max();
            let from = charged.map_or(row.due, |day| day.max(row.due));
            let days = as_of.signed_duration_since(from).num_days();
            if !principal.is_positive() || days <= 0 {
                continue;
            }
            items.push(FeeItem {
                document: row.id,
                principal,
                from,
                to: as_of,
                amount: charge(principal, self.rule.rate, days)?,
            });
        }
        let amount = Minor::sum(items.iter().map(|i| i.amount))?;
        if !amount.is_positive() || amount < self.rule.minimum {
            return Ok(None);
        }
        let on = Minor::sum(items.iter().map(|i| i.principal))?;
        let words = format!(
            "{} % a month on {} of {}, up to {}",
            percent(self.rule.rate),
            say::money(on, self.book.account.currency),
            say::plural(items.len() as u64, "invoice"),
            say::day(as_of, as_of)
        );
        Ok(Some(Proposal {
            items,
            ..self.proposal(amount, None, words)
        }))
    }

    fn late_fees(&self) -> Vec<Proposal> {
        let charged = |id| {
            let late = |f: &&super::Fee| f.kind == FeeKind::LateFee && f.about == Some(id);
            self.standing().any(|f| late(&f))
        };
        self.late()
            .filter(|(row, _)| row.open > row.held && !charged(row.id))
            .map(|(row, days)| {
                let words = format!("{} is {days} days late", self.number(row.id));
                self.proposal(self.rule.flat, Some(row.id), words)
            })
            .filter(|p| p.amount.is_positive())
            .collect()
    }

    /// Once for each payment that came back for want of funds, whatever became of that fee.
    fn returned(&self) -> Vec<Proposal> {
        let as_of = self.balances.as_of();
        let asked = |id| self.book.fees.iter().any(|f| f.about == Some(id));
        let reversals = self.book.reversals.iter().filter(|r| {
            let days = as_of.signed_duration_since(r.effective_on).num_days();
            (0..=NSF_DAYS).contains(&days) && is_nsf(&r.reason) && !asked(r.document)
        });
        let payments = reversals.filter_map(|r| {
            let found = self.book.documents.iter().find(|d| d.id == r.document)?;
            (found.kind.is_cash() && found.issued <= as_of).then_some((r, found))
        });
        let proposals = payments.map(|(r, payment)| {
            let number = payment.reference.as_deref().unwrap_or(&payment.number);
            let words = format!(
                "payment {number} of {} came back on {}",
                say::money(payment.amount, self.book.account.currency),
                say::day(r.effective_on, as_of)
            );
            self.proposal(self.rule.flat, Some(payment.id), words)
        });
        proposals.filter(|p| p.amount.is_positive()).collect()
    }
}

/// Did a payment come back for want of funds?
#[must_use]
pub fn is_nsf(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    ["nsf", "insufficient", "bounced", "returned"]
        .iter()
        .any(|word| reason.contains(word))
}

/// `1.5`, from hundredths.
#[must_use]
pub fn percent(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fee::{Agreement, Fee};
    use crate::domain::ids::FeeId;
    use crate::domain::testing::{BookMaker, d};
    use crate::domain::touch::{Hold, HoldDetails};
    use crate::domain::verdict;

    fn shown(b: &BookMaker, day: &str) -> Preview {
        let rules = Rules::default();
        let balances = Balances::at(&b.book, d(day)).expect("fits");
        let judged = verdict::judge_all(&b.book, d(day), &rules).expect("fits");
        preview(&b.book, &balances, &judged, &rules).expect("fits")
    }

    fn late_account() -> BookMaker {
        let mut b = BookMaker::new();
        b.invoice("2026-09-01", "2026-10-01", 1_000_000);
        b.book.agreements.push(Agreement {
            text: "credit application of 3 Mar 2024, section 4".into(),
            on: d("2026-01-01"),
        });
        b
    }

    #[test]
    fn nothing_is_charged_within_the_grace_and_from_the_due_date_after_it() {
        let b = late_account();
        for (day, amount) in [
            ("2026-10-01", None),
            ("2026-10-11", None),
            ("2026-10-12", Some(5_425)),
            ("2026-10-31", Some(14_795)),
        ] {
            let got = shown(&b, day).proposals.first().map(|p| p.amount.get());
            assert_eq!(got, amount, "{day}");
        }
    }

    #[test]
    fn the_days_of_an_invoice_are_charged_once_and_again_when_the_fee_is_taken_back() {
        let mut b = late_account();
        let first = shown(&b, "2026-10-31").proposals.remove(0);
        let fee = b.document(
            crate::domain::document::DocumentKind::DebitNote,
            "2026-10-31",
            14_795,
        );
        b.book.fees.push(Fee {
            id: FeeId(1),
            document: fee,
            kind: FeeKind::FinanceCharge,
            rule: first.rule,
            basis: "terms".into(),
            words: first.words,
            about: None,
            items: first.items,
            waived: Vec::new(),
        });
        assert!(shown(&b, "2026-10-31").proposals.is_empty());
        let next = shown(&b, "2026-11-30").proposals.remove(0);
        // Thirty days more, and no interest on the fee itself.
        assert_eq!((next.amount.get(), next.items.len()), (14_795, 1));
        assert_eq!(next.items[0].from, d("2026-10-31"));
        b.reverse(fee, "2026-11-02");
        let again = shown(&b, "2026-11-30").proposals.remove(0);
        assert_eq!(again.items[0].from, d("2026-10-01"));
    }

    #[test]
    fn contested_and_retained_money_is_not_charged() {
        let mut b = late_account();
        let invoice = b.book.documents[0].id;
        b.dispute(invoice, 400_000, "2026-10-05");
        b.hold_back("2026-10-06", 100_000, None);
        let got = shown(&b, "2026-10-31").proposals.remove(0);
        assert_eq!(got.items[0].principal, Minor::new(500_000));
    }

    #[test]
    fn without_an_agreement_there_is_an_amount_and_no_basis() {
        let mut b = late_account();
        b.book.agreements.push(Agreement {
            text: String::new(),
            on: d("2026-10-20"),
        });
        assert!(shown(&b, "2026-10-19").postable().next().is_some());
        let after = shown(&b, "2026-10-31");
        assert_eq!((after.proposals.len(), after.postable().count()), (1, 0));
    }

    #[test]
    fn a_bankruptcy_hold_stops_fees_and_other_stops_do_not() {
        let mut b = late_account();
        b.book.holds.push(Hold {
            kind: HoldKind::CeaseContact,
            from: d("2026-10-01"),
            until: None,
            details: HoldDetails::default(),
        });
        assert!(shown(&b, "2026-10-31").blocked.is_none());
        b.book.holds.push(Hold {
            kind: HoldKind::Bankruptcy,
            from: d("2026-10-15"),
            until: Some(d("2026-11-15")),
            details: HoldDetails::default(),
        });
        assert!(shown(&b, "2026-10-31").blocked.is_some());
        assert!(shown(&b, "2026-11-15").blocked.is_none());
    }

    #[test]
    fn a_check_that_bounces_is_offered_once_with_its_fee() {
        let mut b = late_account();
        let check = b.pay("2026-10-02", 50_000, &[]);
        b.reverse(check, "2026-10-06");
        let nsf = |b: &BookMaker, day: &str| {
            let all = shown(b, day).proposals;
            all.into_iter().filter(|p| p.kind == FeeKind::Nsf).count()
        };
        assert_eq!(nsf(&b, "2026-10-05"), 0);
        assert_eq!(nsf(&b, "2026-10-06"), 1);
        assert_eq!(nsf(&b, "2026-12-06"), 0, "an old one is not brought up");
    }

    #[test]
    fn rates_are_written_without_zeros_at_the_end() {
        assert_eq!(
            [150, 100, 125, 5].map(percent),
            ["1.5", "1", "1.25", "0.05"]
        );
    }
}
