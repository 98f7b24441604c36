//! By which rules fees are posted: data, read from `fees.toml` at the edge.
//!
//! Pure. The formula of a finance charge: `principal × rate × 12 × days ÷ 365`, rounded half up to the minor unit, the rate being one of a
//! month of simple interest. It is taken on what is open when it is posted, for the days since the due date or since the last charge.

use super::FeeKind;
use crate::domain::account::AccountKind;
use crate::domain::money::{Minor, MoneyError};
use serde::{Deserialize, Serialize};

/// One rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeRule {
    /// Its name: what is typed, and what stands with each fee.
    pub name: String,
    /// What kind of fee it makes.
    pub kind: FeeKind,
    /// Hundredths of a percent a month (150 = 1.5 %); for finance charges.
    pub rate: u32,
    /// The flat amount, for the others.
    pub flat: Minor,
    /// Days past due before anything is charged.
    pub grace_days: u32,
    /// Less than this is not worth a document.
    pub minimum: Minor,
    /// The agreement that allows it for everybody; `None` = each account's own.
    pub basis: Option<String>,
    /// Which accounts; empty = all.
    pub accounts: Vec<AccountKind>,
}

/// All rules.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeRules {
    /// What the numbers of fees begin with.
    pub series: String,
    /// What the numbers of waivers begin with.
    pub waivers: String,
    /// The rules, in the file's order.
    pub rules: Vec<FeeRule>,
}

impl Default for FeeRules {
    /// As shipped; `config` holds a test that its file says the same.
    fn default() -> Self {
        let rule = |name: &str, kind, rate, flat, grace_days, minimum| FeeRule {
            name: name.to_owned(),
            kind,
            rate,
            flat: Minor::new(flat),
            grace_days,
            minimum: Minor::new(minimum),
            basis: None,
            accounts: match kind {
                FeeKind::Nsf => Vec::new(),
                FeeKind::FinanceCharge | FeeKind::LateFee => vec![AccountKind::Commercial],
            },
        };
        FeeRules {
            series: "FC-".to_owned(),
            waivers: "FW-".to_owned(),
            rules: vec![
                rule("finance charge", FeeKind::FinanceCharge, 150, 0, 10, 100),
                rule("returned check", FeeKind::Nsf, 0, 3_500, 0, 0),
            ],
        }
    }
}

/// What a rate comes to.
///
/// # Errors
/// When it does not fit.
pub fn charge(principal: Minor, rate: u32, days: i64) -> Result<Minor, MoneyError> {
    let part = i128::from(principal.get().max(0)) * i128::from(rate) * 12 * i128::from(days.max(0));
    let whole = 365 * 10_000;
    let rounded = (part * 2 + whole) / (whole * 2);
    i64::try_from(rounded)
        .map(Minor::new)
        .map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_is_simple_interest_by_days_rounded_half_up() {
        for (principal, rate, days, expect) in [
            // 10,000.00 at 1.5 % a month for a year is 18 %.
            (1_000_000, 150, 365, 180_000),
            (1_000_000, 150, 30, 14_795),
            (920_000, 150, 47, 21_324),
            (100, 150, 1, 0),
            (1_000_000, 0, 365, 0),
            (0, 150, 365, 0),
            // Exactly 1.5 cents: half a cent goes up.
            (3_650, 125, 1, 2),
            (-5, 150, 30, 0),
        ] {
            let got = charge(Minor::new(principal), rate, days);
            assert_eq!(got, Ok(Minor::new(expect)), "{principal} {rate} {days}");
        }
        let huge = charge(Minor::new(i64::MAX), 10_000, 3_650);
        assert_eq!(huge, Err(MoneyError::Overflow));
    }
}
