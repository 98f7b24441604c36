//! A mapping as the text of a profile.

use crate::domain::imports::{DecimalMark, Mapping};
use crate::import::DateOrder;
use crate::import::clean::heading;
use crate::import::profile::header_hash;
use toml::{Table, Value};

/// The words for types, states, totals and days that a mapped layout is read with: those of the plain list.
const PLAIN: &str = include_str!("../profiles/plain.toml");

/// What the totals of groups begin with, where the customer stands above its documents.
const SUBTOTALS: [&str; 4] = [
    "Total for {group}",
    "Total {group}",
    "Total - {group}",
    "{group} Total",
];

/// The profile of a mapping, as it is saved.
#[must_use]
pub fn profile_text(mapping: &Mapping) -> String {
    let plain: Table = toml::from_str(PLAIN).unwrap_or_default();
    let of_plain = |section: &str, key: &str| -> Option<Value> {
        plain.get(section)?.as_table()?.get(key).cloned()
    };
    let names: Vec<String> = mapping.headings.iter().map(|h| heading(h)).collect();
    let mut top = Table::new();
    top.insert("id".into(), mapping.id().into());
    top.insert("title".into(), mapping.title.trim().into());
    top.insert("kind".into(), mapping.kind.name().into());
    top.insert("header_hash".into(), header_hash(&names).into());
    let mut columns = Table::new();
    let mut require = Vec::new();
    for (title, meaning) in mapping.headings.iter().zip(&mapping.columns) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(meaning) = meaning.filter(|m| m.fits(mapping.kind) && !title.is_empty()) {
            // A bar in `require` parts alternatives.
            if !title.contains('|') {
                require.push(Value::from(title.clone()));
            }
            columns.insert(meaning.field().into(), Value::Array(vec![title.into()]));
        }
    }
    top.insert("require".into(), Value::Array(require));
    top.insert("columns".into(), columns.into());
    let mut layout = Table::new();
    for key in ["grand_total", "as_of"] {
        if let Some(words) = of_plain("layout", key) {
            layout.insert(key.into(), words);
        }
    }
    let levels = [
        (mapping.aged, "bucket"),
        (mapping.grouped, "customer"),
        (mapping.carried, "carry"),
    ];
    let groups: Vec<Value> = levels
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, level)| Value::from(*level))
        .collect();
    if !groups.is_empty() {
        layout.insert("groups".into(), groups.into());
        let subtotals: Vec<Value> = SUBTOTALS.into_iter().map(Value::from).collect();
        layout.insert("subtotal".into(), subtotals.into());
    }
    top.insert("layout".into(), layout.into());
    let mut values = Table::new();
    values.insert("sign".into(), mapping.sign.name().into());
    let decimal = match mapping.decimal {
        None => "auto",
        Some(DecimalMark::Dot) => "dot",
        Some(DecimalMark::Comma) => "comma",
    };
    values.insert("decimal".into(), decimal.into());
    let order = match mapping.date_order.map(DateOrder::from) {
        None => "auto",
        Some(DateOrder::Dmy) => "dmy",
        Some(DateOrder::Mdy) => "mdy",
        Some(DateOrder::Ymd) => "ymd",
    };
    values.insert("date_order".into(), order.into());
    top.insert("values".into(), values.into());
    for section in ["types", "status"] {
        if let Some(words) = plain.get(section) {
            top.insert(section.into(), words.clone());
        }
    }
    format!(
        "# Made by the mapping screen of bywhen; docs/import.md explains every key.\n{}",
        toml::to_string(&top).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::imports::{Meaning, SeenColumn, SignRule};
    use crate::domain::staged::FileKind;
    use crate::import::catalog::Profiles;
    use crate::import::mapping::guess;
    use crate::import::profile::Profile;
    use proptest::prelude::*;

    fn column(heading: &str) -> SeenColumn {
        SeenColumn {
            heading: heading.into(),
            samples: Vec::new(),
            field: None,
        }
    }

    #[test]
    fn a_mapping_written_as_a_profile_takes_its_own_header_and_no_other() {
        let columns = [
            column("Kunde"),
            column("Beleg \"Nr\"\n"),
            column("Datum"),
            column("Offen"),
        ];
        let mut mapping = guess(
            "Hausbank",
            FileKind::Snapshot,
            &columns,
            &Profiles::default(),
        );
        use Meaning as M;
        mapping.columns = [M::Customer, M::Number, M::Date, M::Open]
            .map(Some)
            .to_vec();
        mapping.decimal = Some(DecimalMark::Comma);
        let profile = Profile::parse(&profile_text(&mapping)).expect("a profile");
        assert_eq!(profile.id, "hausbank");
        assert!(profile.is_mapped());
        let names = |titles: &[&str]| titles.iter().map(|t| heading(t)).collect::<Vec<_>>();
        let own = names(&["KUNDE", "beleg \"nr\"", "Datum", "", "Offen"]);
        assert!(profile.takes_header(&own));
        assert!(profile.has_required(&own));
        assert_eq!(
            profile.lacks(&own, &profile.map(&own)),
            Vec::<String>::new()
        );
        let more = names(&["Kunde", "Beleg \"Nr\"", "Datum", "Offen", "Filiale"]);
        assert!(!profile.takes_header(&more));
        assert!(
            profile.has_required(&more),
            "asked for by name it reads this too"
        );
    }

    fn meanings() -> impl Strategy<Value = Vec<Option<Meaning>>> {
        proptest::collection::vec(
            proptest::option::of(0..Meaning::ALL.len()).prop_map(|i| i.map(|i| Meaning::ALL[i])),
            1..9,
        )
    }

    proptest! {
        #[test]
        fn what_a_mapping_misses_is_what_its_profile_lacks(
            wanted in meanings(), kind in 0..4_usize, sign in 0..SignRule::ALL.len(), grouped: bool, carried: bool, title in "[ -~]{0,20}",
        ) {
            let kind = [FileKind::Snapshot, FileKind::List, FileKind::Payments, FileKind::Customers][kind];
            let columns: Vec<SeenColumn> =
                (0..wanted.len()).map(|i| column(&format!("{title} {i}"))).collect();
            let mut mapping = guess("a", kind, &columns, &Profiles::default());
            mapping.columns = vec![None; wanted.len()];
            for (i, meaning) in wanted.iter().enumerate() {
                if meaning.is_some_and(|m| m.fits(kind)) {
                    mapping.assign(i, *meaning);
                }
            }
            mapping.sign = SignRule::ALL[sign];
            mapping.grouped = grouped && kind != FileKind::Customers;
            mapping.carried = carried && !mapping.grouped && kind != FileKind::Customers;
            let names: Vec<String> = mapping.headings.iter().map(|h| heading(h)).collect();
            match Profile::parse(&profile_text(&mapping)) {
                Ok(profile) => {
                    let lacks = profile.lacks(&names, &profile.map(&names));
                    // A type for the signs is our own demand: without it every row is an error.
                    let typed = mapping.sign != SignRule::ByType
                        || mapping.has(Meaning::Type)
                        || !matches!(kind, FileKind::Snapshot | FileKind::List);
                    if typed {
                        prop_assert_eq!(lacks.is_empty(), mapping.missing().is_empty(), "{:?} {:?}", lacks, mapping.missing());
                    }
                }
                // The reader wants a customer before anything else.
                Err(why) => prop_assert!(mapping.missing().contains(&"customer's name or number"), "{why}"),
            }
        }
    }
}
