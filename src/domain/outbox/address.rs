//! A mailbox that may stand in a header: one, plain, and nothing that a mail program could take for an option.
//!
//! Stricter than the standard on purpose (no quoted local parts, no comments, no domain literals): what a customer's accounting department has is plain,
//! and whatever is odd enough to need quoting is more often an attack or a typing error (FAULTS X3, X4).

/// Why a mailbox is none.
#[derive(Copy, Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddressFault {
    /// Nothing there.
    #[error("there is no mail address")]
    Empty,
    /// Two addresses, a name in front, a blank, a control character.
    #[error("a mail address has no blanks, commas, brackets, quotes or control characters")]
    Odd,
    /// Not `someone@somewhere.example`.
    #[error("a mail address looks like name@company.com")]
    Shape,
    /// It begins like an option of a program.
    #[error("a mail address does not begin with '-'")]
    Option,
    /// Longer than a mail server takes.
    #[error("a mail address has at most 254 characters")]
    Long,
}

/// The mailbox as it may be used, or what is wrong with it.
///
/// # Errors
/// When a strict reading would not take it.
pub fn check(text: &str) -> Result<&str, AddressFault> {
    let address = text.trim();
    if address.is_empty() {
        return Err(AddressFault::Empty);
    }
    if address.len() > 254 {
        return Err(AddressFault::Long);
    }
    if address.starts_with('-') {
        return Err(AddressFault::Option);
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
    if address.contains(odd) {
        return Err(AddressFault::Odd);
    }
    let Some((local, host)) = address.split_once('@') else {
        return Err(AddressFault::Shape);
    };
    let dotted = |part: &str| !part.is_empty() && part.split('.').all(|word| !word.is_empty());
    let host_fits = dotted(host)
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    if local.len() > 64 || !dotted(local) || !host_fits {
        return Err(AddressFault::Shape);
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_mailboxes_are_taken() {
        for good in [
            "ap@harbor.example",
            " dana.ruiz+ap@mail.harbor-framing.co.uk ",
            "o'hara@x.example",
            "büro@müller.example",
            "a@b.c",
        ] {
            assert_eq!(check(good), Ok(good.trim()), "{good}");
        }
    }

    #[test]
    fn what_could_carry_a_second_header_option_or_recipient_is_refused() {
        for (bad, why) in [
            ("", AddressFault::Empty),
            ("-oQ/tmp@x.com", AddressFault::Option),
            ("ap@x.com\r\nBcc: e@e.com", AddressFault::Odd),
            ("ap@x.com, e@e.com", AddressFault::Odd),
            ("Dana <ap@x.com>", AddressFault::Odd),
            ("\"a b\"@x.com", AddressFault::Odd),
            ("ap@[127.0.0.1]", AddressFault::Odd),
            ("ap@x.com\u{0}", AddressFault::Odd),
            ("ap", AddressFault::Shape),
            ("ap@", AddressFault::Shape),
            ("@x.com", AddressFault::Shape),
            ("ap@host", AddressFault::Shape),
            ("a@b@c.com", AddressFault::Shape),
            ("a..b@x.com", AddressFault::Shape),
            (".a@x.com", AddressFault::Shape),
            ("a@-x.com", AddressFault::Shape),
            ("a@x..com", AddressFault::Shape),
        ] {
            assert_eq!(check(bad), Err(why), "{bad:?}");
        }
        assert_eq!(
            check(&format!("{}@x.com", "a".repeat(300))),
            Err(AddressFault::Long)
        );
    }
}
