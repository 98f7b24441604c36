//! The key table: one row per thing that a key can mean. Dispatch, footer, help, palette, `docs/keys.md` and the user's
//! `[keys]` all read it, so help cannot lie.
//!
//! Law: data only. A new key is a new row here (of a remedy: in the file of its group); `keymap` resolves, `update` does.

use super::action::{Action, Context};
use super::remedies;
use crate::domain::inbound::Sense;
use crate::domain::review::Decision;
use Context as C;
use std::sync::LazyLock;

/// One row: an action, where it exists, its keys, and how it is spoken of.
#[derive(Clone, Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// The name in `[keys]` and in the palette.
    pub name: &'static str,
    /// Where it exists.
    pub contexts: &'static [Context],
    /// Its keys as shipped.
    pub keys: &'static [&'static str],
    /// The word in the footer and how much it matters there (9 = last to go).
    pub hint: Option<(&'static str, u8)>,
    /// One line of help.
    pub help: &'static str,
}

/// The screens with lists.
const MAIN: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Trends,
];
/// Where there is an account to do something about.
const REMEDIES: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Call,
];
/// The parts of the supervisor's screen.
const REVIEW: &[Context] = &[
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Trends,
];
/// Those with an account under the cursor.
const REVIEWED: &[Context] = &[C::Review, C::Approvals, C::Decided, C::Cases, C::Clocks];
/// The screens from which the tabs lead to one another.
const TABS: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Trends,
    C::Reports,
    C::Outbox,
    C::Imports,
    C::ImportWork,
    C::ImportReview,
    C::ImportMap,
];
/// Everything that scrolls or has a cursor and takes no text.
const LISTS: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Reports,
    C::Outbox,
    C::Call,
    C::Wrap,
    C::Why,
    C::Help,
    C::Imports,
    C::ImportReview,
    C::ImportMap,
    C::ImportAsk,
    C::People,
    C::Remedies,
    C::TheirMail,
];
/// Where an account is selected.
const ACCOUNT: &[Context] = &[C::Queue, C::Prep, C::Promises];
/// Where Esc goes back and does nothing else.
const BACK: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Trends,
    C::Reports,
    C::Outbox,
    C::Call,
    C::Wrap,
    C::Form,
    C::Filter,
    C::Find,
    C::Notes,
    C::People,
    C::Remedies,
    C::Card,
    C::Palette,
    C::Confirm,
    C::Resume,
    C::Welcome,
    C::Imports,
    C::ImportPath,
    C::ImportReview,
    C::ImportMap,
    C::ImportAsk,
    C::ImportType,
    C::TheirMail,
    C::Letter,
];
/// Fields of one line or more.
const FIELDS: &[Context] = &[C::Form, C::Card];
/// Boxes with hits under a line of text.
const HITS: &[Context] = &[C::Find, C::Notes, C::Palette];
/// Where the list of keys can be opened.
const NOT_TYPING: &[Context] = &[
    C::Queue,
    C::Prep,
    C::Promises,
    C::Review,
    C::Approvals,
    C::Decided,
    C::Cases,
    C::Clocks,
    C::Collectors,
    C::Trends,
    C::Reports,
    C::Outbox,
    C::Call,
    C::Wrap,
    C::People,
    C::Remedies,
    C::Welcome,
    C::Imports,
    C::ImportWork,
    C::ImportReview,
    C::ImportMap,
    C::ImportAsk,
    C::TheirMail,
];

const fn row(
    action: Action,
    name: &'static str,
    contexts: &'static [Context],
    keys: &'static [&'static str],
    hint: Option<(&'static str, u8)>,
    help: &'static str,
) -> Binding {
    Binding {
        action,
        name,
        contexts,
        keys,
        hint,
        help,
    }
}

/// Every key of the desk: those of the list of remedies after all others.
pub static BINDINGS: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let remedies = remedies::rows().map(|r| {
        let action = Action::Remedy(r.kind);
        row(action, r.name, &[C::Remedies], r.keys, None, r.help)
    });
    ROWS.iter().cloned().chain(remedies).collect()
});

#[rustfmt::skip]
const ROWS: &[Binding] = &[
    // What a collector does all day comes first: the footer and the help keep this order.
    row(Action::Call, "call", &[C::Queue, C::Prep], &["Enter"], Some(("call", 9)), "Start a call with the selected account"),
    row(Action::OpenAccount, "open-account", &[C::Promises], &["Enter"], Some(("account", 9)), "Go to the account of the selected promise"),
    row(Action::Promise, "promise", ACCOUNT, &["p"], Some(("promise", 8)), "Take a promise outside a call"),
    row(Action::Note, "note", MAIN, &["n"], Some(("note", 7)), "Write a note about the account"),
    row(Action::FollowUp, "follow-up", ACCOUNT, &["f"], Some(("follow-up", 7)), "Set a date to come back to the account"),
    row(Action::AskSupervisor, "ask-supervisor", &[C::Queue, C::Prep], &["a"], None, "Ask the supervisor for a placement with an agency or a write-off"),
    row(Action::Why, "why", MAIN, &["x"], Some(("why", 6)), "Why the account is in the queue, or why not"),
    row(Action::Inbound, "inbound", MAIN, &["I"], Some(("inbound", 3)), "They called: find the account and start the call"),
    row(Action::Undo, "undo", MAIN, &["u"], Some(("undo", 4)), "Undo the last recorded act"),
    row(Action::People, "people", &[C::Queue, C::Prep], &["c"], Some(("people", 4)), "The people there: add, change, mark; and the account's own fields"),
    row(Action::Remedies, "remedies", REMEDIES, &["R"], Some(("remedies", 5)), "What can be done about the account besides talking: fees, disputes, credit, clocks, letters"),
    row(Action::EndTask, "task-done", &[C::Queue, C::Prep], &["t"], None, "A task of this account is done, or no longer needed"),
    row(Action::Dial, "dial", &[C::Queue, C::Prep, C::People], &["D"], None, "Dial through the program of the settings"),
    row(Action::Copy, "copy", &[C::Queue, C::Prep, C::Promises, C::Review, C::Reports, C::People], &["y"], None, "Copy the phone number (else the account number) through the terminal"),

    // Reports.
    row(Action::OpenRows, "open-rows", &[C::Reports], &["Enter"], Some(("rows", 9)), "The rows behind the selected line; on an account, its prep"),
    row(Action::NextReport, "next-report", &[C::Reports], &["Tab", "Right", "l"], Some(("next report", 8)), "The next report"),
    row(Action::PrevReport, "previous-report", &[C::Reports], &["Shift-Tab", "Left", "h"], None, "The report before"),
    row(Action::NextSpan, "span", &[C::Reports], &["p"], Some(("period", 7)), "How long the period is: 30 days, the month so far, 90 days, a year"),
    row(Action::PrevPeriod, "previous-period", &[C::Reports], &["["], Some(("earlier", 6)), "The period before, as long as this one"),
    row(Action::NextPeriod, "next-period", &[C::Reports], &["]"], Some(("later", 5)), "The period after"),
    row(Action::NextCollector, "by-collector", &[C::Reports], &["c"], Some(("collector", 5)), "Only the accounts of one collector: the next one, then all again"),
    row(Action::NextSegment, "by-segment", &[C::Reports], &["s"], Some(("segment", 4)), "Only commercial, consumer or mixed accounts, then all again"),
    row(Action::NextCurrency, "next-currency", &[C::Reports], &["m"], None, "The figures of the next currency; they are never mixed"),
    row(Action::SaveReport, "export-report", &[C::Reports], &["e"], Some(("file", 6)), "Write what is shown into a new file: a workbook, CSV, JSON or text, as its ending says"),
    row(Action::ReadAgain, "read-again", &[C::Reports], &["r"], None, "Read the report again"),

    // Review.
    row(Action::OpenAccount, "review-account", REVIEWED, &["Enter"], Some(("account", 6)), "Go to the account"),
    row(Action::Decide(Decision::CallBack), "decide-call-back", &[C::Review], &["c"], Some(("call", 8)), "Decide: the collector calls again, for this reason"),
    row(Action::Decide(Decision::SupervisorCalls), "decide-supervisor-calls", &[C::Review], &["s"], Some(("I call", 8)), "Decide: the supervisor calls; it goes on the own list"),
    row(Action::Decide(Decision::NewTerms), "decide-new-terms", &[C::Review], &["t"], Some(("terms", 8)), "Decide: new terms, COD, prepay or a card on file"),
    row(Action::Decide(Decision::CreditHold), "decide-credit-hold", &[C::Review], &["h"], Some(("hold", 8)), "Decide: credit hold; nothing ships, calls go on"),
    row(Action::Decide(Decision::Notice), "decide-notice", &[C::Review], &["l"], Some(("lien", 8)), "Decide: notice or lien, after a courtesy call"),
    row(Action::Decide(Decision::Place), "decide-place", &[C::Review], &["p"], Some(("place", 8)), "Decide: place it with an agency"),
    row(Action::Decide(Decision::OurFault), "decide-our-fault", &[C::Review], &["o"], Some(("ours", 8)), "Decide: it is our fault; a task of ours puts it right first"),
    row(Action::Decide(Decision::Accept), "decide-accept", &[C::Review], &["a"], Some(("accept", 8)), "Decide: leave it as it is"),
    row(Action::Approve, "approve", &[C::Approvals], &["a"], Some(("approve", 9)), "Approve what is selected"),
    row(Action::Decline, "decline", &[C::Approvals], &["d"], Some(("decline", 9)), "Decline it, with a reason; the collector finds it in the queue"),
    row(Action::OnlyMine, "only-mine", &[C::Decided], &["m"], Some(("mine", 8)), "Only what I must act on and have not done yet; again for all"),
    row(Action::QueueOf, "queue-of", &[C::Collectors], &["Enter"], Some(("queue", 8)), "The queue of the selected collector; Esc there shows all again"),
    row(Action::Reassign, "reassign", &[C::Collectors], &["r"], Some(("reassign", 8)), "Give accounts of the selected collector to another: all, by letters, by size, by kind; shown before it is done"),
    row(Action::BalanceMoney, "balance-money", &[C::Collectors], &["b"], Some(("balance money", 7)), "Even out money past due among the collectors; shown before it is done"),
    row(Action::BalanceCount, "balance-count", &[C::Collectors], &["B"], Some(("accounts", 7)), "Even out accounts among the collectors; shown before it is done"),
    row(Action::Away, "away", &[C::Collectors], &["w"], Some(("away", 7)), "The selected collector is away: who covers, from when to when"),
    row(Action::BackAtWork, "back-at-work", &[C::Collectors], &["e"], None, "The selected collector is back before the last day"),
    row(Action::Supervise, "supervise", REVIEW, &["S"], Some(("supervise", 9)), "Act as supervisor, after a question; again to end it"),

    // Outbox.
    row(Action::WriteLetter, "write-letter", &[C::Outbox], &["w"], Some(("write it", 9)), "Keep the letter that is shown; it is sent with the others"),
    row(Action::SendLetters, "send-letters", &[C::Outbox], &["s"], Some(("send all due", 8)), "Send every letter that is due, the way that the settings name"),
    row(Action::OpenAccount, "letter-account", &[C::Outbox], &["Enter", "Right", "l"], Some(("account", 7)), "The account of the selected line"),
    row(Action::Undo, "undo-letter", &[C::Outbox], &["u"], Some(("undo", 4)), "Undo the last recorded act: a letter that has not gone waits again"),
    row(Action::LetterArrived, "letter-arrived", &[C::Outbox], &["a"], Some(("it arrived", 5)), "A letter that may have gone out did arrive: they have it"),
    row(Action::EditLetter, "edit-letter", &[C::Outbox], &["e"], Some(("change it", 8)), "Change the letter's words, its subject or whom it goes to before it is kept"),
    row(Action::DropDraft, "drop-letter", &[C::Outbox], &["Delete", "d"], Some(("drop it", 3)), "Drop a changed letter that is not kept yet; its request waits again"),
    row(Action::Bounced, "letter-bounced", &[C::Outbox], &["b"], Some(("mail bounced", 4)), "Mail to this address came back: marked at the person; once more takes the mark away"),
    row(Action::LetterLost, "letter-lost", &[C::Outbox], &["x"], Some(("it did not", 4)), "A letter that may have gone out did not arrive: it is sent again with the others"),

    // Letters being changed, and mail of theirs.
    row(Action::Submit, "keep-letter", &[C::Letter], &["Ctrl-S"], Some(("keep it", 9)), "Keep the letter: it waits in the outbox to be sent, its address confirmed or corrected"),
    row(Action::NextField, "letter-next-field", &[C::Letter], &["Tab"], Some(("next field", 7)), "To, subject, text"),
    row(Action::PrevField, "letter-previous-field", &[C::Letter], &["Shift-Tab"], None, "The field before"),
    row(Action::NewLine, "letter-new-line", &[C::Letter], &["Enter", "Ctrl-J"], None, "A new line of the text; in a field of one line, the next field"),
    row(Action::FieldDown, "letter-line-down", &[C::Letter], &["Down"], None, "A line down, else the next field"),
    row(Action::FieldUp, "letter-line-up", &[C::Letter], &["Up"], None, "A line up, else the field before"),
    row(Action::PageDown, "letter-page-down", &[C::Letter], &["PageDown"], None, "A page down in the text"),
    row(Action::PageUp, "letter-page-up", &[C::Letter], &["PageUp"], None, "A page up in the text"),
    row(Action::LetterGuide, "letter-guide", &[C::Letter], &["Ctrl-G"], Some(("sheet", 6)), "A short sheet goes with it: how we invoice, what a lien notice means, paying on time, none"),
    row(Action::LetterOnce, "letter-once", &[C::Letter], &["Ctrl-O"], Some(("only this once", 4)), "Another address is for this letter only, or is kept on file"),
    row(Action::ReadMail, "read-mail", &[C::Queue, C::Prep, C::Promises, C::Outbox], &["M"], Some(("read a mail", 2)), "Paste a mail of theirs: its numbers, amounts and days become a claim, a promise or a dispute"),
    row(Action::MailIs(Sense::Claim), "mail-claim", &[C::TheirMail], &["c"], Some(("money under way", 9)), "The mail says that money is under way: the form of a claim, filled in"),
    row(Action::MailIs(Sense::Promise), "mail-promise", &[C::TheirMail], &["p"], Some(("promise", 8)), "The mail names a day: the form of a promise, filled in"),
    row(Action::MailIs(Sense::Dispute), "mail-dispute", &[C::TheirMail], &["d"], Some(("dispute", 8)), "The mail contests something: the form of a dispute, filled in"),
    row(Action::KeepMail, "keep-mail", &[C::TheirMail], &["n"], Some(("keep the text", 7)), "Keep the mail's text on the account and nothing else"),

    // Remedies.
    row(Action::Pick, "open-remedy", &[C::Remedies], &["Enter"], Some(("open", 9)), "The form of the selected remedy; its letter opens it at once"),
    row(Action::ShowAll, "all-remedies", &[C::Remedies], &["Tab"], Some(("show all", 8)), "Show what is not possible now as well, each with its reason; again to fold it away"),
    row(Action::Filter, "filter-remedies", &[C::Remedies], &["/"], Some(("filter", 7)), "Show only remedies with these words, as you type; what is not possible now is found as well"),

    // People.
    row(Action::EditPerson, "edit-person", &[C::People], &["Enter", "e"], Some(("change", 9)), "Change name, role, phone, mail address"),
    row(Action::AddPerson, "add-person", &[C::People], &["a"], Some(("add", 8)), "Add a person"),
    row(Action::Prefer, "prefer", &[C::People], &["p"], Some(("ask first", 7)), "The one to ask for first"),
    row(Action::Decides, "decides", &[C::People], &["r"], Some(("decides", 6)), "Right party: decides about paying, does not, nobody asked"),
    row(Action::WrongNumber, "wrong-number", &[C::People], &["w"], Some(("wrong number", 6)), "The phone number is wrong; once more takes the mark away"),
    row(Action::Bounced, "bounced", &[C::People], &["b"], Some(("mail bounced", 6)), "Mail came back; once more takes the mark away"),
    row(Action::TakeTheirs, "take-report", &[C::People], &["t"], Some(("take theirs", 8)), "Where a report says otherwise than it was typed here: the report is right"),
    row(Action::KeepOurs, "keep-ours", &[C::People], &["o"], Some(("keep ours", 8)), "Where a report says otherwise than it was typed here: what was typed is right, and the same value is not asked about again"),
    row(Action::EditAccount, "edit-account", &[C::People], &["A"], Some(("account", 5)), "Change the account's fields: kind, collector, salesperson, state, limit, delivery address"),
    row(Action::TakeTheirs, "take-theirs", &[C::Card], &["Ctrl-T"], Some(("theirs", 8)), "Somebody else changed the line: theirs stays"),

    // Call.
    row(Action::SayAlreadySent, "say-already-sent", &[C::Call], &["s"], None, "They say: already sent it"),
    row(Action::SayToday, "say-today", &[C::Call], &["t"], None, "They say: will pay today"),
    row(Action::SayDate, "say-date", &[C::Call], &["d"], None, "They say: a date"),
    row(Action::SayVague, "say-vague", &[C::Call], &["v"], None, "They say: nothing definite"),
    row(Action::SayFollowUp, "say-follow-up", &[C::Call], &["f"], None, "They say: talk again on a date"),
    row(Action::SayNoInvoice, "say-no-invoice", &[C::Call], &["i"], None, "They say: no invoice here; send it again"),
    row(Action::SayDisputes, "say-disputes", &[C::Call], &["q"], None, "They say: something is not right; the invoice under the cursor is contested"),
    row(Action::SayPaperwork, "say-paperwork", &[C::Call], &["w"], None, "They say: paperwork is missing; a task of ours"),
    row(Action::SayApproval, "say-approval", &[C::Call], &["a"], None, "They say: it waits for an approval or a pay run"),
    row(Action::SayCashShort, "say-cash-short", &[C::Call], &["c"], None, "They say: cash is short; a part now, the rest in instalments"),
    row(Action::SayWaiver, "say-waiver", &[C::Call], &["e"], None, "They say: take the fee off; waived if they pay by a day"),
    row(Action::SayRetainage, "say-retainage", &[C::Call], &["r"], None, "They say: retainage, or paid when they are paid"),
    row(Action::SayWrongPerson, "say-wrong-person", &[C::Call], &["x"], None, "They say: wrong person or wrong number"),
    row(Action::SayAngry, "say-angry", &[C::Call], &["z"], None, "They are angry: patience, nothing is asked; again when they are calmer"),
    row(Action::SayVoicemail, "say-voicemail", &[C::Call], &["m"], None, "Left a message"),
    row(Action::SayNoAnswer, "say-no-answer", &[C::Call], &["o"], None, "Nobody answered"),
    row(Action::ToWrap, "wrap-up", &[C::Call], &["Enter"], Some(("wrap up", 9)), "Go to the wrap-up"),
    row(Action::Toggle, "toggle-invoice", &[C::Call], &["Space"], Some(("in question", 7)), "Take an invoice in or out of the amount asked for"),
    row(Action::PrevStep, "previous-step", &[C::Call], &["Left", "h"], None, "The script's step before"),
    row(Action::NextStep, "next-step", &[C::Call], &["Right", "l"], Some(("step", 7)), "The script's next step"),
    row(Action::TakeBack, "take-back", &[C::Call], &["Delete", "Backspace"], Some(("take back", 4)), "Take the last agreed thing out again"),
    row(Action::Save, "save-call", &[C::Wrap], &["Enter"], Some(("save, next account", 9)), "Save the call and bring the next account"),
    row(Action::CallNote, "call-note", &[C::Call, C::Wrap], &["n"], Some(("note", 8)), "Type a note about this call"),
    row(Action::AddAnother, "add-another", &[C::Wrap], &["a"], Some(("another answer", 8)), "Back to the call; what was agreed so far stays"),
    row(Action::EditNext, "edit-next-step", &[C::Wrap], &["e"], Some(("edit", 7)), "Change what the cursor is on"),
    row(Action::DropNext, "drop-next-step", &[C::Wrap], &["x", "Delete"], Some(("take out", 6)), "Take what the cursor is on out again"),
    row(Action::Barrier, "barrier", &[C::Call, C::Wrap], &["b"], Some(("barrier", 6)), "What stands in the way, and whose task it is"),
    row(Action::Told, "told", &[C::Wrap], &["t"], Some(("told them", 5)), "What next step was told to the customer, and for which day"),
    row(Action::ConfirmMail, "confirmation-mail", &[C::Wrap], &["c"], Some(("confirm by mail", 4)), "They want what was agreed in writing: on or off"),

    // Forms and typing.
    row(Action::Submit, "submit", FIELDS, &["Enter"], Some(("done", 9)), "Done; when something is missing, on to it"),
    row(Action::NextField, "next-field", FIELDS, &["Tab"], Some(("next field", 7)), "The next field"),
    row(Action::PrevField, "previous-field", FIELDS, &["Shift-Tab"], None, "The field before"),
    row(Action::FieldDown, "field-down", FIELDS, &["Down"], None, "The next line of a list, else the next field"),
    row(Action::FieldUp, "field-up", FIELDS, &["Up"], None, "The line before in a list, else the field before"),
    row(Action::PrevChoice, "previous-choice", FIELDS, &["Left"], None, "The choice before; in text, the character before"),
    row(Action::NextChoice, "next-choice", FIELDS, &["Right"], None, "The next choice; in text, the next character"),
    row(Action::NewLine, "new-line", &[C::Form, C::Note], &["Ctrl-J"], Some(("new line", 4)), "A new line in a note"),
    row(Action::Phrase, "phrase", &[C::Form, C::Note], &["Ctrl-T"], Some(("phrase", 5)), "In a note: the phrase of the short name before the cursor, else the next phrase"),
    row(Action::EndNote, "end-note", &[C::Note], &["Enter", "Esc", "Tab"], Some(("done", 9)), "Leave the note; what was typed stays"),
    row(Action::Accept, "accept-filter", &[C::Filter], &["Enter", "Down"], Some(("keep filter", 9)), "Keep the filter and go back to the list"),
    row(Action::Pick, "pick", HITS, &["Enter"], Some(("take", 9)), "Take the selected line"),
    row(Action::NextHit, "next-hit", HITS, &["Down", "Ctrl-N", "Tab"], Some(("next", 6)), "The next line"),
    row(Action::PrevHit, "previous-hit", HITS, &["Up", "Ctrl-P", "Shift-Tab"], None, "The line before"),
    row(Action::Confirm, "confirm", &[C::Confirm], &["y"], Some(("yes", 9)), "Yes, do it"),
    row(Action::Resume, "resume-call", &[C::Resume], &["y"], Some(("go on with it", 9)), "Go on with the unfinished call"),
    row(Action::Discard, "discard-call", &[C::Resume], &["d"], Some(("drop it", 8)), "Drop the unfinished call and what was typed in it"),

    row(Action::GiveUp, "give-up", &[C::Saving], &["Esc"], None, "Give up a save that waits for somebody else's: nothing is saved, the form stays"),
    row(Action::Retry, "try-again", &[C::Saving], &["r", "Ctrl-R"], None, "Try again what the ledger could not do; where text is typed, only the second key"),

    // First run and import.
    row(Action::DoorImport, "import", &[C::Welcome], &["i", "Enter"], Some(("import", 9)), "Import your receivables"),
    row(Action::DoorSample, "sample-desk", &[C::Welcome], &["s"], Some(("sample desk", 8)), "Look around in the sample desk; nothing is kept"),
    row(Action::Submit, "read-files", &[C::ImportPath], &["Enter"], Some(("read", 9)), "Read the files and show what they hold"),
    row(Action::Complete, "complete-path", &[C::ImportPath], &["Tab"], Some(("complete", 8)), "Complete the path"),
    row(Action::NextHit, "next-path", &[C::ImportPath], &["Down", "Ctrl-N"], Some(("recent", 6)), "The next file of those offered, or of those imported from before"),
    row(Action::PrevHit, "previous-path", &[C::ImportPath], &["Up", "Ctrl-P"], None, "The file before"),
    row(Action::ImportFile, "import-file", &[C::Imports], &["i", "Enter"], Some(("import a file", 9)), "Pick the file to import"),
    row(Action::ImportUndo, "undo-import", &[C::Imports], &["u"], Some(("undo it", 8)), "Take the selected import back as a whole; asks first"),
    row(Action::NamesAlike, "names-alike", &[C::Imports], &["a"], Some(("names alike", 8)), "Show the customers who read alike and of whom nobody has said whether they are one"),
    row(Action::Back, "stop-import", &[C::ImportWork], &["Esc"], Some(("stop", 9)), "Stop; nothing is written unless the writing has begun"),
    row(Action::ImportApply, "apply-import", &[C::ImportReview], &["y"], Some(("import", 9)), "Import what is shown"),
    row(Action::SkipErrors, "skip-errors", &[C::ImportReview], &["s"], Some(("skip bad rows", 8)), "Leave out the rows that cannot be read (they are written beside the file); again to take that back"),
    row(Action::AcceptMismatch, "accept-mismatch", &[C::ImportReview], &["t"], Some(("accept total", 8)), "Import although the report's own total differs; again to take that back"),
    row(Action::CloseMissing, "close-missing", &[C::ImportReview], &["x"], Some(("close missing", 8)), "Close what the report does not list any more; asks for the number"),
    row(Action::SameCustomer, "same-customer", &[C::ImportReview, C::Imports], &["="], Some(("same customer", 8)), "The name shown is the customer that it reads like; kept for all imports to come"),
    row(Action::OtherCustomer, "other-customer", &[C::ImportReview, C::Imports], &["o"], Some(("another one", 8)), "The name shown is another customer; it is not asked about again"),
    row(Action::Undo, "undo-name", &[C::ImportReview], &["u"], None, "Take back what was just said of a name"),
    row(Action::MapColumns, "map-columns", &[C::ImportReview], &["m"], Some(("map columns", 5)), "Say yourself what each column means"),
    row(Action::ChooseProfile, "choose-profile", &[C::ImportReview], &["p"], Some(("format", 4)), "Read it as another format"),
    row(Action::ChooseEncoding, "choose-encoding", &[C::ImportReview], &["e"], Some(("encoding", 3)), "Read it in another encoding"),
    row(Action::ChooseDates, "choose-dates", &[C::ImportReview], &["d"], Some(("dates", 4)), "Day first or month first"),
    row(Action::ChooseDecimals, "choose-decimals", &[C::ImportReview], &["c"], None, "Decimal point or decimal comma"),
    row(Action::ChooseDay, "choose-day", &[C::ImportReview], &["a"], Some(("as of", 4)), "The day that the report is of, where it does not say so"),
    row(Action::NextPane, "next-part", &[C::ImportReview], &["Tab", "Right", "l"], Some(("next part", 7)), "Rows, check, changes"),
    row(Action::PrevPane, "previous-part", &[C::ImportReview], &["Shift-Tab", "Left", "h"], None, "The part before"),
    row(Action::NextFile, "next-file", &[C::ImportReview], &["]"], Some(("next file", 6)), "The next of several files"),
    row(Action::PrevFile, "previous-file", &[C::ImportReview], &["["], None, "The file before"),
    row(Action::MapSave, "save-mapping", &[C::ImportMap], &["y"], Some(("save and read", 9)), "Save the mapping as a profile and read the file by it"),
    row(Action::NextChoice, "next-meaning", &[C::ImportMap], &["Right", "l"], Some(("change", 8)), "The next meaning of the column, or the next value of the setting"),
    row(Action::PrevChoice, "previous-meaning", &[C::ImportMap], &["Left", "h"], None, "The meaning or value before"),
    row(Action::Pick, "pick-meaning", &[C::ImportMap], &["Enter"], Some(("choose", 7)), "Choose what the column means; on the name, type another"),
    row(Action::ClearColumn, "clear-column", &[C::ImportMap], &["Space", "x"], Some(("do not read", 6)), "The column is not read"),
    row(Action::Pick, "take-choice", &[C::ImportAsk], &["Enter"], Some(("take", 9)), "Take the selected line"),
    row(Action::DayFirst, "day-first", &[C::ImportAsk], &["d"], None, "Dates have the day first"),
    row(Action::MonthFirst, "month-first", &[C::ImportAsk], &["m"], None, "Dates have the month first"),
    row(Action::PointDecimals, "decimal-point", &[C::ImportAsk], &["."], None, "Amounts have a decimal point"),
    row(Action::CommaDecimals, "decimal-comma", &[C::ImportAsk], &[","], None, "Amounts have a decimal comma"),
    row(Action::Submit, "submit-answer", &[C::ImportType], &["Enter"], Some(("done", 9)), "Take what is typed"),

    // Moving.
    row(Action::Up, "up", LISTS, &["k", "Up"], None, "One line up"),
    row(Action::Down, "down", LISTS, &["j", "Down"], None, "One line down"),
    row(Action::Top, "top", LISTS, &["g", "Home"], None, "To the first line"),
    row(Action::Bottom, "bottom", LISTS, &["G", "End"], None, "To the last line"),
    row(Action::HalfDown, "half-page-down", LISTS, &["Ctrl-D"], None, "Half a page down"),
    row(Action::HalfUp, "half-page-up", LISTS, &["Ctrl-U"], None, "Half a page up"),
    row(Action::PageDown, "page-down", LISTS, &["PageDown"], None, "A page down"),
    row(Action::PageUp, "page-up", LISTS, &["PageUp"], None, "A page up"),
    row(Action::In, "in", &[C::Queue], &["Right", "l"], Some(("prep", 5)), "Into the prep of the selected account"),
    row(Action::Out, "out", &[C::Prep], &["Left", "h"], Some(("list", 5)), "Back to the list"),
    row(Action::NextPane, "next-pane", MAIN, &["Tab"], Some(("pane", 4)), "The next pane: invoices, credits, payments, promises, notes, file, script"),
    row(Action::PrevPane, "previous-pane", MAIN, &["Shift-Tab"], None, "The pane before"),
    row(Action::Calendar, "calendar", &[C::Promises], &["c"], Some(("calendar", 6)), "List or month calendar, where there is no room for both"),
    row(Action::OtherSide, "other-side", &[C::Promises], &["o"], Some(("ours/theirs", 5)), "What they promised, or what we promised them"),
    row(Action::NextState, "state", &[C::Promises], &["r"], Some(("state", 5)), "Show only what became of so: due, late, broken, upcoming, made good, kept, replaced"),
    row(Action::NextDays, "days", &[C::Promises], &["d"], Some(("days", 4)), "Show only these days: this week, the month shown, the selected day, of all times"),
    row(Action::NextCollector, "whose", &[C::Promises], &["b"], None, "Show only one collector's accounts: the next one"),
    row(Action::NextMethod, "method", &[C::Promises], &["m"], None, "Show only what comes by check, ACH, wire or card; of ours, only one kind of thing"),
    row(Action::Rule, "rule", &[C::Promises], &["v"], Some(("rule", 3)), "A supervisor rules what the promise counts as, with a reason; the ledger's verdict stays beside it"),
    row(Action::PrevMonth, "previous-month", &[C::Promises], &["["], None, "The month before"),
    row(Action::NextMonth, "next-month", &[C::Promises], &["]"], Some(("month", 3)), "The next month"),
    row(Action::Filter, "filter", &[C::Queue], &["/"], Some(("filter", 6)), "Show only accounts with these words, as you type"),
    row(Action::NextReason, "reason", &[C::Queue], &["r"], None, "Show only one reason: the next one that has accounts"),
    row(Action::Find, "find", TABS, &["Ctrl-F"], Some(("find", 5)), "Find any account by name, number, invoice, phone or amount"),
    row(Action::SearchNotes, "search-notes", MAIN, &["N"], Some(("notes", 2)), "Search the notes of all accounts, newest first"),
    row(Action::Find, "find-here", &[C::Prep, C::Promises, C::Review, C::Approvals, C::Decided, C::Cases, C::Clocks, C::Collectors, C::Trends], &["/"], None, "Find any account, as Ctrl-F does"),

    // Everywhere.
    row(Action::ScreenQueue, "screen-queue", TABS, &["1"], None, "The queue"),
    row(Action::ScreenPromises, "screen-promises", TABS, &["2"], None, "Promises"),
    row(Action::ScreenReview, "screen-review", TABS, &["3"], None, "What waits for the supervisor: promises that were not kept, approvals"),
    row(Action::ScreenReports, "screen-reports", TABS, &["4"], None, "Reports"),
    row(Action::ScreenImports, "screen-imports", TABS, &["5"], None, "Imports"),
    row(Action::ScreenOutbox, "screen-outbox", TABS, &["6"], None, "Outbox: letters asked for, to send, in doubt"),
    row(Action::Palette, "commands", NOT_TYPING, &[":", "Ctrl-P"], Some(("commands", 2)), "Every command by name"),
    row(Action::Help, "help", NOT_TYPING, &["?"], Some(("help", 8)), "Every key of this screen"),
    row(Action::Back, "back", BACK, &["Esc"], Some(("back", 3)), "Back; never leaves the program"),
    row(Action::Back, "close", &[C::Why, C::Help], &["Esc", "q", "x", "?"], Some(("close", 9)), "Close"),
    row(Action::Quit, "quit", &[C::Queue, C::Prep, C::Promises, C::Review, C::Approvals, C::Decided, C::Cases, C::Clocks, C::Collectors, C::Trends, C::Reports, C::Outbox, C::Welcome, C::Imports], &["q"], Some(("quit", 1)), "Leave the desk; what is unfinished is kept"),
    row(Action::Leave, "leave-now", &Context::ALL, &["Ctrl-C"], None, "Leave the desk at once, from anywhere; what is unfinished is kept"),
    row(Action::Suspend, "suspend", &Context::ALL, &["Ctrl-Z"], None, "Back to the shell; `fg` returns"),
    row(Action::Redraw, "redraw", &Context::ALL, &["Ctrl-L"], None, "Draw the whole screen again"),
];
