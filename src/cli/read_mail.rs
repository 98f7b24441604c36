//! `bywhen read-mail`: a mail of theirs, read; what it says, whose it is, and what it offers. With `--keep` its text is kept on the account.

use super::acts::say_done;
use super::args::ReadMailArgs;
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::ids::DocumentId;
use crate::domain::inbound::{self, Found, LONGEST, Offer, Payment, Reading, Scan, Sense};
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::{Channel, TouchOutcome};
use crate::store::protocol::{FinishCall, Intent, MailAccount, MailAsk, Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;
use std::io::Read;

/// What is read of a file at most: more is cut, and said.
const MOST: u64 = LONGEST as u64 + 1;

#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    currency: Currency,
    #[serde(flatten)]
    reading: &'a Reading,
    accounts: Vec<AccountShape<'a>>,
}

#[derive(Serialize)]
struct AccountShape<'a> {
    #[serde(flatten)]
    account: &'a MailAccount,
    offer: OfferShape<'a>,
    /// Of a mail about several things, each of them.
    offers: Vec<OfferShape<'a>>,
}

#[derive(Serialize)]
struct OfferShape<'a> {
    sense: Option<Sense>,
    invoices: &'a [DocumentId],
    amount: Option<Minor>,
    payment: Option<&'a Payment>,
    left_on: Option<NaiveDate>,
    by_when: Option<NaiveDate>,
    deducted: Vec<Minor>,
}

impl<'a> From<&'a Offer> for OfferShape<'a> {
    fn from(offer: &'a Offer) -> Self {
        OfferShape {
            sense: offer.sense,
            invoices: &offer.invoices,
            amount: offer.amount,
            payment: offer.payment.as_ref(),
            left_on: offer.left_on,
            by_when: offer.by_when,
            deducted: offer.deducted.iter().map(|(_, m)| *m).collect(),
        }
    }
}

/// Runs it.
pub fn run(session: &Session, args: &ReadMailArgs, out: &mut Out) -> Outcome {
    let raw = text(args)?;
    let mut desk = session.open()?;
    let given = match &args.account {
        Some(typed) => Some(desk.account(typed)?.id),
        None => None,
    };
    let mut currency = desk.status(session.as_of)?.currency;
    let rules = session.config.rules();
    let scan = Scan {
        today: session.as_of,
        order: session.config.date_order,
        calendar: &rules.calendar,
        currency,
    };
    let mut reading = inbound::read(&raw, &scan);
    let mut numbers: Vec<String> = reading.numbers.iter().map(|n| n.value.clone()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let ask = MailAsk {
        numbers,
        addresses: reading.addresses.iter().map(|a| a.value.clone()).collect(),
        account: given,
        as_of: session.as_of,
    };
    let accounts = match desk.ask(Request::ReadMail(ask))? {
        Reply::MailAccounts(found) => found,
        other => return Err(unexpected(&other)),
    };
    // Amounts are in the currency of whose mail it is.
    if let Some(theirs) = accounts
        .first()
        .map(|a| a.currency)
        .filter(|c| *c != currency)
    {
        currency = theirs;
        reading = inbound::read(&raw, &Scan { currency, ..scan });
    }
    let senses = inbound::senses(&reading, session.as_of);
    // What it is about most, then each thing that it is about.
    let offers: Vec<(Offer, Vec<Offer>)> = accounts
        .iter()
        .map(|a| {
            let known: Vec<(String, DocumentId)> = a
                .invoices
                .iter()
                .map(|i| (i.written.clone(), i.document))
                .collect();
            let most = inbound::offer(&reading, &known, session.as_of);
            let each = match senses.len() {
                0 | 1 => vec![most.clone()],
                _ => senses
                    .iter()
                    .map(|s| inbound::offer_as(&reading, &known, session.as_of, *s))
                    .collect(),
            };
            (most, each)
        })
        .collect();
    if args.keep {
        let Some(account) = accounts
            .first()
            .filter(|_| given.is_some() || accounts.len() == 1)
        else {
            return Err(Failure::Refused(
                "whose mail is it? name the account with --account ACCOUNT; nothing was saved"
                    .into(),
            ));
        };
        let mut call = FinishCall::new(account.account, TouchOutcome::Information);
        call.channel = Channel::Mail;
        call.inbound = true;
        call.contact = account.contact;
        call.right_party = false;
        call.note = inbound::note(&reading.text);
        let done = desk.write(session.stamp(), Intent::FinishCall(Box::new(call)))?;
        return say_done(session, &done, out);
    }
    if session.json {
        return out.json(&Document {
            as_of: session.as_of,
            currency,
            reading: &reading,
            accounts: accounts
                .iter()
                .zip(&offers)
                .map(|(account, (most, each))| AccountShape {
                    account,
                    offer: most.into(),
                    offers: each.iter().map(OfferShape::from).collect(),
                })
                .collect(),
        });
    }
    print(session, currency, &reading, &accounts, &offers, out)
}

fn text(args: &ReadMailArgs) -> Outcome<String> {
    let mut bytes = Vec::new();
    let read = if args.file.as_os_str() == "-" {
        std::io::stdin().lock().take(MOST).read_to_end(&mut bytes)
    } else {
        super::files::not_a_ledgers(&args.file)?;
        std::fs::File::open(&args.file).and_then(|f| f.take(MOST).read_to_end(&mut bytes))
    };
    read.map_err(|e| Failure::Refused(format!("{}: {e}", args.file.display())))?;
    // Mail is read whatever its letters: what is no UTF-8 is shown as such.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn print(
    session: &Session,
    currency: Currency,
    reading: &Reading,
    accounts: &[MailAccount],
    offers: &[(Offer, Vec<Offer>)],
    out: &mut Out,
) -> Outcome {
    let mut table = Table::new(&[
        ("line", Align::Right),
        ("what", Align::Left),
        ("is", Align::Left),
        ("written", Align::Shrink),
    ]);
    let mut rows: Vec<(usize, [String; 4])> = Vec::new();
    let mut add = |line: usize, what: &str, is: String, written: &str| {
        let row = [
            line.to_string(),
            what.to_owned(),
            is,
            clean(written).into_owned(),
        ];
        rows.push((line, row));
    };
    for Found {
        value,
        written,
        line,
        ..
    } in &reading.payments
    {
        let is = format!("{} {}", value.method.name(), value.number);
        add(*line, "payment", is, written);
    }
    for Found {
        value,
        written,
        line,
        ..
    } in &reading.amounts
    {
        add(*line, "amount", say::money(*value, currency), written);
    }
    for Found {
        value,
        written,
        line,
        ..
    } in &reading.days
    {
        add(*line, "day", say::day(*value, session.as_of), written);
    }
    for Found {
        value,
        written,
        line,
        ..
    } in &reading.addresses
    {
        add(*line, "address", value.clone(), written);
    }
    for Found {
        value,
        written,
        line,
        ..
    } in &reading.numbers
    {
        let known = accounts
            .iter()
            .find_map(|a| a.invoices.iter().find(|i| i.written == *value));
        if let Some(invoice) = known {
            add(*line, "invoice", invoice.number.clone(), written);
        }
    }
    rows.sort_by_key(|(line, _)| *line);
    if rows.is_empty() && accounts.is_empty() {
        return out.line(
            "nothing was found in it that the ledger knows: no number, amount, day or address",
        );
    }
    for (_, row) in rows {
        table.row(row);
    }
    table.print(out)?;
    if reading.cut {
        out.line("only the beginning was read: it is longer than mails are")?;
    }
    if reading.masked {
        out.line("a card number in it is masked")?;
    }
    out.line("")?;
    for (account, (_, each)) in accounts.iter().zip(offers) {
        let who = account
            .contact_name
            .as_ref()
            .map_or_else(String::new, |n| format!(", {n}"));
        for offer in each {
            let said = said(offer, account, currency, session.as_of);
            out.line(format!("{}, {}{who}: {said}", account.name, account.label))?;
        }
    }
    if accounts.is_empty() {
        out.line("no account has these numbers or addresses: --account ACCOUNT says whose it is")?;
    }
    Ok(())
}

/// `money under way of 7,600.00 about SI-10432, sent Wed 18 Nov`
fn said(offer: &Offer, account: &MailAccount, currency: Currency, as_of: NaiveDate) -> String {
    let sense = offer.sense.map_or("a mail", Sense::words);
    let known = account.invoices.iter();
    let numbers: Vec<&str> = known
        .filter(|i| offer.invoices.contains(&i.document))
        .map(|i| i.number.as_str())
        .collect();
    let about = match numbers.as_slice() {
        [] => String::new(),
        numbers => format!(" about {}", say::list(numbers)),
    };
    let taken_off = offer.deducted.first().map(|(_, m)| *m);
    let amount = match offer.sense {
        Some(Sense::Dispute) => taken_off.or(offer.amount),
        _ => offer.amount,
    };
    let amount = amount.map_or_else(String::new, |m| format!(" of {}", say::money(m, currency)));
    let day = match offer.sense {
        Some(Sense::Claim) => offer
            .left_on
            .map(|d| format!(", sent {}", say::day(d, as_of))),
        Some(Sense::Promise) => offer
            .by_when
            .map(|d| format!(", by {}", say::day(d, as_of))),
        Some(Sense::Dispute) | None => None,
    };
    format!("{sense}{amount}{about}{}", day.unwrap_or_default())
}
