//! What the import says in words: how sure a recognition is, and refusals with the keys of this screen instead of the command's options.

use crate::app::action::{Action, Context};
use crate::app::keymap::Keymap;
use crate::domain::by_when::DateOrder;
use crate::domain::imports::{DecimalMark, Trust};
use crate::domain::say;
use crate::domain::staged::FileKind;
use crate::store::protocol::NearMatch;

/// How sure it is, and why.
pub(super) fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Saved => "certain: you mapped this very header",
        Trust::Sure => "sure: every column of it is there",
        Trust::Likely => "likely: common headings, and the rows fit",
        Trust::Told => "because you said so",
        Trust::Unknown => "nobody knows this layout",
    }
}

/// What a kind of file is called.
pub(super) fn kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Snapshot => "list of what is open",
        FileKind::List => "list of documents",
        FileKind::Payments => "payments or credits",
        FileKind::Customers => "customers",
    }
}

/// An order of dates.
pub(super) const fn order(order: DateOrder) -> &'static str {
    match order {
        DateOrder::Dmy => "day first",
        DateOrder::Mdy => "month first",
        DateOrder::Ymd => "year first",
    }
}

/// A decimal mark.
pub(super) const fn mark(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Dot => "decimal point",
        DecimalMark::Comma => "decimal comma",
    }
}

/// A first letter in capitals.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A refusal or finding as this screen says it: the options of the command become the keys that do the same here.
pub(super) fn at_the_desk(keymap: &Keymap, text: &str) -> String {
    let key = |action| keymap.label(Context::ImportReview, action);
    let (skip, accept, close) = (
        key(Action::SkipErrors),
        key(Action::AcceptMismatch),
        key(Action::CloseMissing),
    );
    let (day, dates, decimals) = (
        key(Action::ChooseDay),
        key(Action::ChooseDates),
        key(Action::ChooseDecimals),
    );
    let (encoding, map) = (key(Action::ChooseEncoding), key(Action::MapColumns));
    let swaps = [
        (
            "import the rest with --skip-errors",
            format!("press {skip} to import the rest"),
        ),
        (
            "to import it all the same: --accept-mismatch",
            format!("{accept} takes it all the same"),
        ),
        ("say so with --close-missing", format!("press {close}")),
        ("give it with --as-of YYYY-MM-DD", format!("{day} says it")),
        ("name it with --as-of", format!("{day} says it")),
        (
            "say which with --date-order dmy or --date-order mdy",
            format!("{dates} decides"),
        ),
        (
            "or say which holds with --date-order",
            format!("or {dates} says which holds"),
        ),
        (
            "--date-order says it outright",
            format!("{dates} says it outright"),
        ),
        (
            "if not, give --encoding",
            format!("if not, {encoding} changes it"),
        ),
        (
            "or name its encoding with --encoding",
            format!("or {encoding} names its encoding"),
        ),
        (
            "say it with --decimal dot or --decimal comma, or in a profile",
            format!("{decimals} decides"),
        ),
        (
            "or describe the format in a profile",
            format!("or {map} maps its columns"),
        ),
    ];
    let mut text = without_alias(text);
    for (option, here) in swaps {
        text = text.replace(option, &here);
    }
    text
}

/// A new name that reads like a known customer, and the keys that say what it means.
pub(super) fn near(keymap: &Keymap, near: &NearMatch, count: usize) -> String {
    pair(keymap, Context::ImportReview, near, count)
}

/// Two customers of the ledger who read alike, and the same keys.
pub(super) fn alike(keymap: &Keymap, near: &NearMatch, count: usize) -> String {
    pair(keymap, Context::Imports, near, count)
}

fn pair(keymap: &Keymap, at: Context, near: &NearMatch, count: usize) -> String {
    let key = |action| keymap.label(at, action);
    let (same, other) = (key(Action::SameCustomer), key(Action::OtherCustomer));
    let number = match near.label == near.known {
        true => String::new(),
        false => format!(" ({})", near.label),
    };
    let what = match near.documents {
        _ if at == Context::Imports => format!("{} reads like {}{number}", near.name, near.known),
        0 => format!("{} is new and reads like {}{number}", near.name, near.known),
        n => format!(
            "{} of {}{number} stand under the new name {}",
            say::plural(n, "document"),
            near.known,
            near.name
        ),
    };
    let more = match count {
        1 => String::new(),
        n => format!(" (1 of {n} such names)"),
    };
    format!("{what}{more}: {same} same customer, {other} another one")
}

/// The command that makes a name an alias: here the line above says which keys do it.
fn without_alias(text: &str) -> String {
    let Some(at) = text.find("bywhen alias ") else {
        return text.to_owned();
    };
    let (before, _) = text.split_at(at);
    for end in [
        ": if it is the same customer, say so (",
        ", unless you say that it is the same: ",
        ": ",
    ] {
        if let Some(kept) = before.strip_suffix(end) {
            return match end {
                ": " => kept.to_owned(),
                ", unless you say that it is the same: " => {
                    format!("{kept}, unless you say that it is the same")
                }
                _ => format!("{kept}: say whether it is the same customer"),
            };
        }
    }
    text.to_owned()
}

/// Where something stands: `line 3: `, `lines 2, 3 and 7: `, of many the first few; line 0 is the file itself.
pub(super) fn places(lines: &[u64]) -> String {
    match lines {
        [] | [0, ..] => String::new(),
        [line] => format!("line {line}: "),
        lines => {
            let first: Vec<String> = lines.iter().take(MOST).map(u64::to_string).collect();
            match (lines.len() - first.len(), first.split_last()) {
                (0, Some((last, rest))) => format!("lines {} and {last}: ", rest.join(", ")),
                (more, _) => format!("lines {} and {more} more: ", first.join(", ")),
            }
        }
    }
}

/// So many lines are named.
const MOST: usize = 8;
