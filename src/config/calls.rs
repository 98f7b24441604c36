//! `[calls]`: when and how often people may be called, one table per kind of account. Defaults and meaning: `domain::call_rules`.

use super::values::Hour;
use crate::domain::call_rules::{CallProfile, CallRules};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! profile_table {
    ($table:ident, $profile:ident) => {
        /// One profile: absent entries keep the default of their kind. The meaning of each stands in `domain::call_rules::CallProfile`.
        #[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        #[allow(
            missing_docs,
            reason = "each field is the field of the same name in `CallProfile`"
        )]
        pub struct $table {
            pub from: Hour,
            pub to: Hour,
            pub weekend: bool,
            pub talks: u32,
            pub calls: u32,
            pub supervisor: bool,
        }

        impl Default for $table {
            fn default() -> Self {
                let p = CallRules::default().$profile;
                $table {
                    from: Hour(p.from),
                    to: Hour(p.to),
                    weekend: p.weekend,
                    talks: p.talks,
                    calls: p.calls,
                    supervisor: p.supervisor,
                }
            }
        }

        impl From<$table> for CallProfile {
            fn from(t: $table) -> CallProfile {
                CallProfile {
                    from: t.from.0,
                    to: t.to.0,
                    weekend: t.weekend,
                    talks: t.talks,
                    calls: t.calls,
                    letters: None,
                    supervisor: t.supervisor,
                }
            }
        }
    };
}

profile_table!(CommercialTable, commercial);
profile_table!(ConsumerTable, consumer);

/// `[calls]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallTable {
    /// The desk shows only the accounts of whoever sits at it, of those whom they cover, and of nobody.
    pub only_mine: bool,
    /// Businesses.
    pub commercial: CommercialTable,
    /// Natural persons.
    pub consumer: ConsumerTable,
    /// The most calls to a consumer in seven days, by state.
    pub consumer_states: BTreeMap<String, u32>,
}

impl Default for CallTable {
    fn default() -> Self {
        CallTable {
            commercial: CommercialTable::default(),
            consumer: ConsumerTable::default(),
            consumer_states: CallRules::default().consumer_states,
            only_mine: false,
        }
    }
}

impl CallTable {
    /// What is wrong with the figures, if anything is.
    pub(super) fn fault(&self) -> Option<String> {
        let (a, b) = (self.commercial, self.consumer);
        [("commercial", a.from, a.to), ("consumer", b.from, b.to)]
            .into_iter()
            .find(|(_, from, to)| from.0 >= to.0)
            .map(|(kind, ..)| {
                format!("calls.{kind}: calls end before they begin (write from = \"08:00\", to = \"18:00\")")
            })
    }
}

impl From<CallTable> for CallRules {
    fn from(t: CallTable) -> CallRules {
        CallRules {
            commercial: t.commercial.into(),
            consumer: t.consumer.into(),
            consumer_states: t
                .consumer_states
                .into_iter()
                .map(|(state, n)| (state.trim().to_ascii_uppercase(), n))
                .collect(),
            // The rest is data of its own: `config::contact_rules`.
            ..CallRules::default()
        }
    }
}
