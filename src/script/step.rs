//! The steps of a call, in the order in which one goes through them.

use serde::Serialize;

/// A step of the script.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Say who calls, ask for a moment.
    Open,
    /// Make sure that it is the right person.
    Person,
    /// Thank for the business or the last payment.
    Thanks,
    /// State invoice, amount and days late; ask.
    Ask,
    /// Ask what is in the way, and listen.
    Listen,
    /// Help to remove it.
    Help,
    /// Agree a date.
    ByWhen,
    /// Confirm the date back, say what happens next, thank.
    Close,
    /// They say that it is sent already.
    Claim,
    /// They name no date: firm, never a threat.
    NoPromise,
    /// They are angry: patience, nothing is asked.
    Patience,
    /// Nobody answers: what to leave on the machine.
    Voicemail,
    /// They have no invoice: send it again, confirm where to.
    NoInvoice,
    /// They contest it: what, how much, and who answers.
    Dispute,
    /// A paper is missing that we owe them.
    Paperwork,
    /// It waits for a signature or a pay run.
    Approval,
    /// Cash is short: a part now, the rest dated.
    CashShort,
    /// Retainage, or they are paid first.
    HeldBack,
    /// Somebody else pays.
    WrongPerson,
    /// They want a charge taken off: only against a day.
    Waiver,
    /// They ask to talk another time: a day, an hour, and what will be clear by then.
    TalkAgain,
}

impl Step {
    /// Every step, those of the straight call first.
    pub const ALL: [Step; 21] = [
        Step::Open,
        Step::Person,
        Step::Thanks,
        Step::Ask,
        Step::Listen,
        Step::Help,
        Step::ByWhen,
        Step::Close,
        Step::Claim,
        Step::NoPromise,
        Step::Patience,
        Step::Voicemail,
        Step::NoInvoice,
        Step::Dispute,
        Step::Paperwork,
        Step::Approval,
        Step::CashShort,
        Step::HeldBack,
        Step::WrongPerson,
        Step::Waiver,
        Step::TalkAgain,
    ];

    /// The steps of a call that goes straight through, for the line of steps above the script.
    pub const FLOW: [Step; 8] = [
        Step::Open,
        Step::Person,
        Step::Thanks,
        Step::Ask,
        Step::Listen,
        Step::Help,
        Step::ByWhen,
        Step::Close,
    ];

    /// The name in template files and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Step::Open => "open",
            Step::Person => "person",
            Step::Thanks => "thanks",
            Step::Ask => "ask",
            Step::Listen => "listen",
            Step::Help => "help",
            Step::ByWhen => "by_when",
            Step::Close => "close",
            Step::Claim => "claim",
            Step::NoPromise => "no_promise",
            Step::Patience => "patience",
            Step::Voicemail => "voicemail",
            Step::NoInvoice => "no_invoice",
            Step::Dispute => "dispute",
            Step::Paperwork => "paperwork",
            Step::Approval => "approval",
            Step::CashShort => "cash_short",
            Step::HeldBack => "held_back",
            Step::WrongPerson => "wrong_person",
            Step::Waiver => "waiver",
            Step::TalkAgain => "talk_again",
        }
    }

    /// The name on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Step::ByWhen => "by-when",
            Step::Claim => "already sent",
            Step::NoPromise => "no date",
            Step::Patience => "angry",
            Step::NoInvoice => "no invoice",
            Step::Dispute => "disputes it",
            Step::CashShort => "cash is short",
            Step::HeldBack => "held back",
            Step::WrongPerson => "wrong person",
            Step::Waiver => "fee in question",
            Step::TalkAgain => "talk again",
            Step::Open
            | Step::Person
            | Step::Thanks
            | Step::Ask
            | Step::Listen
            | Step::Help
            | Step::Close
            | Step::Voicemail
            | Step::Paperwork
            | Step::Approval => self.name(),
        }
    }

    /// The step of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|s| s.name() == name)
    }
}
