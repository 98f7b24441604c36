//! Lists of things that have a name in the ledger and words on screen: one macro, so that name, words and list cannot part.
//!
//! Law: a name is for ever (it stands in ledgers and in JSON); words may change.

/// Makes an enum with `ALL`, `name()` (ledger, JSON), `words()` (screen) and `from_name()`.
macro_rules! named {
    ($(#[$doc:meta])* $vis:vis enum $type:ident { $($(#[$vdoc:meta])* $variant:ident => $name:literal, $words:literal;)* }) => {
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        $vis enum $type {
            $($(#[$vdoc])* #[serde(rename = $name)] $variant,)*
        }

        impl $type {
            /// All of them, as listed.
            pub const ALL: &'static [$type] = &[$($type::$variant,)*];

            /// The name in the ledger, in JSON and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// As a person says it.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $($type::$variant => $words,)* }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$type> {
                $type::ALL.iter().copied().find(|t| t.name() == name)
            }
        }
    };
}

pub(crate) use named;
