//! A fraction that is rounded only when it is shown.

use serde::{Deserialize, Serialize};

/// A numerator over a denominator; "n/a" where there is nothing to divide by.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ratio {
    /// What is counted.
    pub num: i128,
    /// Of how much.
    pub den: i128,
}

impl Ratio {
    /// `num / den`.
    #[must_use]
    pub const fn new(num: i128, den: i128) -> Ratio {
        Ratio { num, den }
    }

    /// The value times `scale`, rounded half away from zero; `None` where the denominator is zero.
    /// `scaled(10)` of days are tenths of a day, `scaled(1_000)` of a share are tenths of a percent.
    #[must_use]
    pub fn scaled(self, scale: i128) -> Option<i64> {
        if self.den == 0 {
            return None;
        }
        let (num, den) = if self.den < 0 {
            (-self.num, -self.den)
        } else {
            (self.num, self.den)
        };
        let doubled = num.checked_mul(scale)?.checked_mul(2)?;
        let half = if doubled < 0 { -den } else { den };
        i64::try_from((doubled + half) / den.checked_mul(2)?).ok()
    }

    /// Tenths of a percent.
    #[must_use]
    pub fn per_mille(self) -> Option<i64> {
        self.scaled(1_000)
    }
}

/// Tenths as they are read: `79.6`, `-0.5`; "n/a" where there is nothing.
#[must_use]
pub fn tenths(value: Option<i64>) -> String {
    match value {
        None => "n/a".to_owned(),
        Some(n) => {
            let sign = if n < 0 { "-" } else { "" };
            let size = n.unsigned_abs();
            format!("{sign}{}.{}", size / 10, size % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_is_rounded_once_half_away_from_zero() {
        assert_eq!(Ratio::new(1, 3).per_mille(), Some(333));
        assert_eq!(Ratio::new(2, 3).per_mille(), Some(667));
        assert_eq!(Ratio::new(1, 8).scaled(100), Some(13));
        assert_eq!(Ratio::new(-1, 8).scaled(100), Some(-13));
        assert_eq!(Ratio::new(5, 0).scaled(10), None);
        assert_eq!(tenths(Some(796)), "79.6");
        assert_eq!(tenths(Some(-5)), "-0.5");
        assert_eq!(tenths(None), "n/a");
    }
}
