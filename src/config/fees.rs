//! The rules of fees: a data file beside the settings, shipped with a default, checked with line and column.
//!
//! Law: it fills in `domain::fee::rules::FeeRules` and decides nothing. `assets/fees.toml` is what ships.

use super::read::{ConfigError, plain};
use super::values::{Percent, TextAmount};
use crate::domain::account::AccountKind;
use crate::domain::fee::FeeKind;
use crate::domain::fee::rules::{FeeRule, FeeRules};
use crate::domain::money::{Currency, Minor};
use serde::Deserialize;
use std::io;
use std::path::Path;

/// The file's name, beside the settings.
pub const FILE: &str = "fees.toml";

/// What ships inside the binary.
pub const SHIPPED: &str = include_str!("../../assets/fees.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "series")]
    series: toml::Spanned<String>,
    #[serde(default = "waivers")]
    waivers: toml::Spanned<String>,
    #[serde(default)]
    rule: Vec<toml::Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    kind: String,
    rate: Option<Percent>,
    amount: Option<TextAmount>,
    #[serde(default)]
    grace_days: u32,
    minimum: Option<TextAmount>,
    basis: Option<String>,
    #[serde(default)]
    accounts: Vec<String>,
}

fn series() -> toml::Spanned<String> {
    toml::Spanned::new(0..0, FeeRules::default().series)
}

fn waivers() -> toml::Spanned<String> {
    toml::Spanned::new(0..0, FeeRules::default().waivers)
}

/// The rules of that file; the shipped ones when there is none.
///
/// # Errors
/// When the file is there but cannot be read or understood.
pub fn load(path: &Path, currency: Currency) -> Result<FeeRules, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, path, currency),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(FeeRules::default()),
        Err(source) => Err(ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The rules that `text` gives; `path` is named in errors.
///
/// # Errors
/// At the first thing that is not understood: file, line, column, and the right form.
pub fn parse(text: &str, path: &Path, currency: Currency) -> Result<FeeRules, ConfigError> {
    let source = super::data::File::new(text, path);
    let wrong = |at: usize, message: String| source.wrong(at, message);
    let file: File = toml::from_str(text)
        .map_err(|e| wrong(e.span().map_or(0, |span| span.start), plain(e.message())))?;
    for prefix in [&file.series, &file.waivers] {
        let fits = (1..=10).contains(&prefix.get_ref().chars().count())
            && prefix
                .get_ref()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !fits {
            let message = "a series is 1 to 10 letters, digits and hyphens (write \"FC-\")";
            return Err(wrong(prefix.span().start, message.to_owned()));
        }
    }
    if file.series.get_ref() == file.waivers.get_ref() {
        let message = "fees and waivers need different series (write \"FC-\" and \"FW-\")";
        return Err(wrong(file.waivers.span().start, message.to_owned()));
    }
    let mut rules: Vec<FeeRule> = Vec::new();
    for entry in file.rule {
        let at = entry.span().start;
        let rule = rule(entry.into_inner(), currency).map_err(|message| wrong(at, message))?;
        if rules.iter().any(|r| r.name == rule.name) {
            let message = format!("two rules are called '{}': rename one", rule.name);
            return Err(wrong(at, message));
        }
        rules.push(rule);
    }
    Ok(FeeRules {
        series: file.series.into_inner(),
        waivers: file.waivers.into_inner(),
        rules,
    })
}

fn rule(entry: Entry, currency: Currency) -> Result<FeeRule, String> {
    let name = entry.name.trim().to_owned();
    if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err("a rule needs a name of 1 to 100 characters".to_owned());
    }
    let Some(kind) = FeeKind::from_name(&entry.kind) else {
        let known: Vec<&str> = FeeKind::ALL.iter().map(|k| k.name()).collect();
        return Err(format!(
            "'{}' is no kind of fee: write {}",
            entry.kind,
            known.join(", ")
        ));
    };
    let money = |amount: &Option<TextAmount>| match amount {
        Some(text) => text.minor(currency).map_err(|e| e.to_string()),
        None => Ok(Minor::ZERO),
    };
    let flat = money(&entry.amount)?;
    let rate = entry.rate.map_or(0, |p| p.0);
    match kind {
        FeeKind::FinanceCharge if rate == 0 || entry.amount.is_some() => {
            return Err(format!(
                "the finance charge '{name}' needs a rate and no amount (write rate = \"1.5\")"
            ));
        }
        FeeKind::LateFee | FeeKind::Nsf if !flat.is_positive() || entry.rate.is_some() => {
            return Err(format!(
                "the fee '{name}' needs an amount and no rate (write amount = \"25.00\")"
            ));
        }
        _ => {}
    }
    if rate > 1_000 {
        return Err(format!(
            "{} % a month is more than any contract holds: at most 10",
            crate::domain::fee::preview::percent(rate)
        ));
    }
    let basis = entry.basis.map(|b| b.trim().to_owned());
    if let Some(basis) = &basis
        && !(1..=400).contains(&basis.chars().count())
    {
        return Err(format!(
            "the basis of '{name}' is an agreement in 1 to 400 characters, or left out"
        ));
    }
    let mut accounts = Vec::new();
    for kind in &entry.accounts {
        let Some(kind) = AccountKind::from_name(kind) else {
            return Err(format!(
                "'{kind}' is no kind of account: write commercial, consumer, mixed"
            ));
        };
        accounts.push(kind);
    }
    Ok(FeeRule {
        name,
        kind,
        rate,
        flat,
        grace_days: entry.grace_days,
        minimum: money(&entry.minimum)?,
        basis,
        accounts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FeeRules, String> {
        parse(text, Path::new("fees.toml"), Currency::USD).map_err(|e| e.to_string())
    }

    #[test]
    fn the_shipped_file_says_what_the_rules_are_without_one() {
        assert_eq!(read(SHIPPED), Ok(FeeRules::default()));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, says) in [
            ("series = \"\"", "fees.toml:1:10: a series is"),
            ("\nserie = \"X\"", "fees.toml:2:1: "),
            (
                "[[rule]]\nname = \"a\"\nkind = \"interest\"",
                "'interest' is no kind of fee: write finance_charge, late_fee, nsf",
            ),
            (
                "[[rule]]\nname = \"a\"\nkind = \"nsf\"\nrate = \"1.5\"",
                "needs an amount and no rate",
            ),
            (
                "[[rule]]\nname = \"a\"\nkind = \"finance_charge\"",
                "needs a rate",
            ),
            (
                "[[rule]]\nname = \"a\"\nkind = \"finance_charge\"\nrate = \"15\"",
                "at most 10",
            ),
            (
                "[[rule]]\nname = \"a\"\nkind = \"nsf\"\namount = \"35\"\n\n[[rule]]\nname = \"a\"\nkind = \"nsf\"\namount = \"35\"",
                "fees.toml:6:",
            ),
            (
                "[[rule]]\nname = \"a\"\nkind = \"nsf\"\namount = \"35\"\naccounts = [\"retail\"]",
                "'retail' is no kind of account",
            ),
        ] {
            let said = read(text).expect_err(text);
            assert!(said.contains(says), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
    }
}
