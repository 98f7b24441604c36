//! What is blacked out, and what stands in its place. Pure.

use super::card;
use serde::{Deserialize, Serialize};

/// What stands for each character of a text that was taken out.
pub const BLACK: char = '█';

/// A shorter text is found in too much that is not meant.
pub const SHORTEST: usize = 6;

/// What is to be taken out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wanted {
    /// Card numbers and security codes, wherever one is found (`card::inspect`).
    Cards,
    /// Exactly this text.
    Text(String),
}

impl Wanted {
    /// Why that text cannot be looked for; `None` when it can.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        match self {
            Wanted::Text(text) if text.chars().count() < SHORTEST || text.contains(BLACK) => {
                Some(format!(
                    "a text to take out has {SHORTEST} characters at least: a shorter one is found in too much that is not meant"
                ))
            }
            _ => None,
        }
    }

    /// The text with everything wanted taken out; `None` when it holds none of it. A card number leaves its last four digits, as the rules
    /// of the card companies allow; any other text leaves nothing but its length.
    #[must_use]
    pub fn black_out(&self, text: &str) -> Option<String> {
        match self {
            Wanted::Cards => {
                let mut masked = card::inspect(text)?.masked;
                // The last digits that were left may stand beside the word for a security code.
                while let Some(found) = card::inspect(&masked) {
                    masked = found.masked;
                }
                Some(masked)
            }
            Wanted::Text(wanted) if text.contains(wanted.as_str()) => {
                let black: String = wanted.chars().map(|_| BLACK).collect();
                Some(text.replace(wanted.as_str(), &black))
            }
            Wanted::Text(_) => None,
        }
    }

    /// What it is, for the log: never the text itself.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Wanted::Cards => "card numbers and security codes",
            Wanted::Text(_) => "a text that was named",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_leaves_four_digits_and_a_named_text_its_length() {
        let cards = Wanted::Cards.black_out("card 4111 1111 1111 1111, thanks");
        assert_eq!(cards.as_deref(), Some("card ****1111, thanks"));
        let named = Wanted::Text("born 1980".into());
        assert_eq!(
            named.black_out("he was born 1980 and born 1980").as_deref(),
            Some("he was █████████ and █████████")
        );
        assert_eq!(named.black_out("born 1981"), None);
    }

    #[test]
    fn what_was_blacked_out_holds_nothing_to_black_out() {
        for (wanted, text) in [
            (Wanted::Cards, "4111111111111111 cvv 123"),
            (Wanted::Text("secret".into()), "a secretsecret"),
        ] {
            let out = wanted.black_out(text).expect("found");
            assert_eq!(wanted.black_out(&out), None, "{out}");
        }
    }

    #[test]
    fn a_short_text_is_not_looked_for() {
        assert!(Wanted::Text("12345".into()).refusal().is_some());
        assert!(Wanted::Text("123456".into()).refusal().is_none());
    }
}
