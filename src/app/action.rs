//! What a key can mean, and where.
//!
//! Law: plain data. `table` says which key means which action in which context; `update` does it.

use super::remedies::RemedyKind;
use crate::domain::inbound::Sense;
use crate::domain::review::Decision;

/// Where the next key goes. Exactly one is in force at a time (`Model::context`).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Context {
    /// The queue's list.
    Queue,
    /// The prep of an account.
    Prep,
    /// The list of promises.
    Promises,
    /// Promises that wait for a supervisor's decision.
    Review,
    /// What waits for a supervisor's yes or no.
    Approvals,
    /// What was decided.
    Decided,
    /// Disputes and deductions of all accounts.
    Cases,
    /// Clocks of all accounts by day.
    Clocks,
    /// The collectors.
    Collectors,
    /// The figures of the supervisor.
    Trends,
    /// The reports.
    Reports,
    /// Letters.
    Outbox,
    /// A call: what do they say?
    Call,
    /// The wrap-up of a call.
    Wrap,
    /// A form with fields.
    Form,
    /// A note is being typed.
    Note,
    /// The queue's filter is being typed.
    Filter,
    /// The find box.
    Find,
    /// The command palette.
    Palette,
    /// The list of keys.
    Help,
    /// Why an account is or is not in the queue.
    Why,
    /// The search over all notes.
    Notes,
    /// The people of an account.
    People,
    /// What can be done about an account.
    Remedies,
    /// A letter being changed.
    Letter,
    /// A mail of theirs, pasted.
    TheirMail,
    /// A person or the account being changed.
    Card,
    /// A question that waits for `y`.
    Confirm,
    /// An unfinished call is offered.
    Resume,
    /// A save waits for somebody else's, or may be tried again: its keys come before those of the place itself.
    Saving,
    /// No ledger yet: two doors.
    Welcome,
    /// Past imports.
    Imports,
    /// The path of a file to import.
    ImportPath,
    /// Files are being read or written.
    ImportWork,
    /// What was read and what it would change, waiting for a yes.
    ImportReview,
    /// The columns of an unknown layout.
    ImportMap,
    /// One of several, about a file.
    ImportAsk,
    /// A day, a number or a name, about a file.
    ImportType,
}

impl Context {
    /// Every context, in the order of the manual.
    pub const ALL: [Context; 38] = [
        Context::Queue,
        Context::Prep,
        Context::Call,
        Context::Wrap,
        Context::Form,
        Context::Note,
        Context::Promises,
        Context::Review,
        Context::Approvals,
        Context::Decided,
        Context::Cases,
        Context::Clocks,
        Context::Collectors,
        Context::Trends,
        Context::Reports,
        Context::Outbox,
        Context::Filter,
        Context::Find,
        Context::Notes,
        Context::People,
        Context::Remedies,
        Context::Letter,
        Context::TheirMail,
        Context::Card,
        Context::Palette,
        Context::Why,
        Context::Help,
        Context::Confirm,
        Context::Resume,
        Context::Saving,
        Context::Welcome,
        Context::Imports,
        Context::ImportPath,
        Context::ImportWork,
        Context::ImportReview,
        Context::ImportMap,
        Context::ImportAsk,
        Context::ImportType,
    ];

    /// Its heading in help and manual.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Context::Queue => "Queue",
            Context::Prep => "Prep",
            Context::Promises => "Promises",
            Context::Review => "Review: to decide",
            Context::Approvals => "Review: to approve",
            Context::Decided => "Review: decided",
            Context::Cases => "Review: cases",
            Context::Clocks => "Review: clocks",
            Context::Collectors => "Review: collectors",
            Context::Trends => "Review: trends",
            Context::Reports => "Reports",
            Context::Outbox => "Outbox",
            Context::Call => "Call",
            Context::Wrap => "Wrap-up",
            Context::Form => "Forms",
            Context::Note => "Note",
            Context::Filter => "Filter",
            Context::Find => "Find",
            Context::Palette => "Commands",
            Context::Help => "Keys",
            Context::Why => "Why",
            Context::Notes => "Notes of all accounts",
            Context::People => "People",
            Context::Remedies => "Remedies",
            Context::Letter => "A letter being changed",
            Context::TheirMail => "A mail of theirs",
            Context::Card => "People: changing",
            Context::Confirm => "Questions",
            Context::Resume => "Unfinished call",
            Context::Saving => "While a save waits",
            Context::Welcome => "Welcome",
            Context::Imports => "Import",
            Context::ImportPath => "Import: file",
            Context::ImportWork => "Import: under way",
            Context::ImportReview => "Import: what was read",
            Context::ImportMap => "Import: columns",
            Context::ImportAsk => "Import: choice",
            Context::ImportType => "Import: answer",
        }
    }

    /// True where letters are typed: only keys without a character can mean something there.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Context::Form
                | Context::Note
                | Context::Filter
                | Context::Find
                | Context::Notes
                | Context::Card
                | Context::Palette
                | Context::Letter
                | Context::ImportPath
                | Context::ImportType
        )
    }
}

/// Something that the user wants. What it means depends on the context; what it is called does not.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "the help line of each stands in the key table")]
pub enum Action {
    Quit,
    Leave,
    Help,
    Palette,
    Suspend,
    Redraw,
    ScreenQueue,
    ScreenPromises,
    ScreenReview,
    ScreenReports,
    ScreenImports,
    ScreenOutbox,
    WriteLetter,
    SendLetters,
    LetterArrived,
    LetterLost,
    EditLetter,
    DropDraft,
    LetterGuide,
    LetterOnce,
    ReadMail,
    MailIs(Sense),
    KeepMail,
    Undo,
    Up,
    Down,
    Top,
    Bottom,
    HalfUp,
    HalfDown,
    PageUp,
    PageDown,
    In,
    Out,
    NextPane,
    PrevPane,
    Back,
    Call,
    Inbound,
    Promise,
    Note,
    FollowUp,
    AskSupervisor,
    Why,
    Filter,
    Find,
    NextReason,
    Copy,
    Dial,
    People,
    AddPerson,
    EditPerson,
    EditAccount,
    Prefer,
    Decides,
    WrongNumber,
    Bounced,
    TakeTheirs,
    KeepOurs,
    SearchNotes,
    NewLine,
    Phrase,
    OpenAccount,
    Decide(Decision),
    Remedies,
    Remedy(RemedyKind),
    ShowAll,
    Approve,
    Decline,
    OnlyMine,
    Supervise,
    QueueOf,
    Reassign,
    BalanceMoney,
    BalanceCount,
    Away,
    BackAtWork,
    Calendar,
    OtherSide,
    NextState,
    NextMethod,
    NextDays,
    Rule,
    PrevMonth,
    NextMonth,
    OpenRows,
    NextReport,
    PrevReport,
    PrevPeriod,
    NextPeriod,
    NextSpan,
    NextCollector,
    NextSegment,
    NextCurrency,
    ReadAgain,
    SaveReport,
    SayAlreadySent,
    SayToday,
    SayDate,
    SayVague,
    SayVoicemail,
    SayNoAnswer,
    SayFollowUp,
    SayNoInvoice,
    SayDisputes,
    SayPaperwork,
    SayApproval,
    SayCashShort,
    SayWaiver,
    SayRetainage,
    SayWrongPerson,
    SayAngry,
    TakeBack,
    ConfirmMail,
    EndTask,
    Toggle,
    PrevStep,
    NextStep,
    CallNote,
    ToWrap,
    Save,
    EditNext,
    AddAnother,
    DropNext,
    Barrier,
    Told,
    NextField,
    FieldDown,
    FieldUp,
    PrevField,
    PrevChoice,
    NextChoice,
    Submit,
    EndNote,
    Accept,
    Pick,
    NextHit,
    PrevHit,
    Confirm,
    Resume,
    Discard,
    GiveUp,
    Retry,
    DoorImport,
    DoorSample,
    Complete,
    ImportFile,
    ImportUndo,
    ImportApply,
    NextFile,
    PrevFile,
    ChooseProfile,
    ChooseEncoding,
    ChooseDates,
    ChooseDecimals,
    ChooseDay,
    MapColumns,
    SkipErrors,
    AcceptMismatch,
    CloseMissing,
    NamesAlike,
    SameCustomer,
    OtherCustomer,
    ClearColumn,
    MapSave,
    DayFirst,
    MonthFirst,
    PointDecimals,
    CommaDecimals,
}
