//! The tables whose rows an event writes and an undo voids, in the order in which rows hang on each other.

/// A table with `event_seq` and `voided_by`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Table {
    /// Imports.
    Batch,
    /// Their files.
    BatchFile,
    /// Bill-to customers.
    Account,
    /// People.
    Contact,
    /// Changed fields.
    FieldChange,
    /// Other names of accounts.
    Alias,
    /// Names that read like an account's and are another customer's.
    Apart,
    /// Differences between a report and what was typed.
    Question,
    /// Their ends.
    QuestionEnd,
    /// Rows with money.
    Document,
    /// What settles what.
    Application,
    /// What was taken back.
    Reversal,
    /// Changed amounts.
    Restatement,
    /// Money held back.
    Retainage,
    /// Touches and notes.
    Touch,
    /// Promises.
    Promise,
    /// Their invoices.
    PromiseItem,
    /// Their ends.
    PromiseEnd,
    /// Claims.
    Claim,
    /// Their invoices.
    ClaimItem,
    /// Their ends.
    ClaimEnd,
    /// Dates to come back.
    FollowUp,
    /// What somebody has to do.
    Task,
    /// Contested amounts.
    Dispute,
    /// Stops.
    Hold,
    /// Dated construction remedies.
    LienStep,
    /// Ends of tasks, disputes, holds and lien steps.
    Closing,
    /// What was answered in a touch.
    Answer,
    /// What was named as standing in the way.
    Barrier,
    /// Plans.
    Plan,
    /// What was done about claims.
    ClaimStep,
    /// What they asked us to send.
    Request,
    /// Its invoices.
    RequestItem,
    /// Charges given up if a promise is kept.
    Waiver,
    /// What was decided about them.
    WaiverDecision,
    /// Stops on shipments.
    CreditHold,
    /// Their ends.
    CreditHoldEnd,
    /// What was decided about promises that were not kept.
    Review,
    /// What waits for a supervisor.
    Approval,
    /// What was answered.
    ApprovalDecision,
    /// Who is away, and who covers.
    Absence,
    /// Who was back early.
    AbsenceEnd,
    /// By which rules accounts of nobody find somebody.
    Portfolio,
    /// Closes of days.
    DailyClose,
    /// Their lines.
    DailyCloseLine,
    /// Letters.
    Letter,
    /// What goes with them.
    LetterPart,
    /// Attempts to send them.
    Attempt,
    /// How those ended.
    AttemptEnd,
    /// What supervisors ruled about promises.
    VerdictOverride,
    /// What they agreed to about late charges.
    FeeBasis,
    /// Fees that were posted.
    Fee,
    /// The days that they are for.
    FeeItem,
    /// What of them was given up.
    FeeWaiver,
    /// What they get of what they contested.
    Settlement,
    /// Who answers a dispute from then on.
    Handover,
    /// Limits that supervisors set.
    CreditLimit,
    /// Terms from a day on.
    CreditTerms,
    /// What was stopped, warned of, done all the same.
    Audit,
    /// Sheets that go with letters.
    LetterGuide,
    /// Who sells, and where mail reaches them.
    Seller,
    /// Next steps that they were told of.
    ToldStep,
    /// What was done although the honesty rule warned.
    ToldOverride,
    /// Accounts in the hands of an agency.
    Placement,
    /// What happened there.
    PlacementStep,
    /// When placing was declined.
    PlacementDecline,
    /// Jobs.
    Job,
    /// Days of jobs.
    JobDate,
    /// Who has a part in them.
    JobParty,
    /// What was done on them.
    JobStep,
    /// Filings that are planned.
    JobPlan,
    /// Their courtesy calls.
    JobCall,
    /// Texts that were blacked out.
    Redaction,
}

impl Table {
    /// Every table, parents before children.
    pub const ALL: [Table; 73] = [
        Table::Batch,
        Table::BatchFile,
        Table::Account,
        Table::Contact,
        Table::FieldChange,
        Table::Alias,
        Table::Apart,
        Table::Question,
        Table::QuestionEnd,
        Table::Document,
        Table::Application,
        Table::Reversal,
        Table::Restatement,
        Table::Retainage,
        Table::Touch,
        Table::Promise,
        Table::PromiseItem,
        Table::PromiseEnd,
        Table::Claim,
        Table::ClaimItem,
        Table::ClaimEnd,
        Table::FollowUp,
        Table::Task,
        Table::Dispute,
        Table::Hold,
        Table::LienStep,
        Table::Closing,
        Table::Answer,
        Table::Barrier,
        Table::Plan,
        Table::ClaimStep,
        Table::Request,
        Table::RequestItem,
        Table::Waiver,
        Table::WaiverDecision,
        Table::CreditHold,
        Table::CreditHoldEnd,
        Table::Review,
        Table::Approval,
        Table::ApprovalDecision,
        Table::Absence,
        Table::AbsenceEnd,
        Table::Portfolio,
        Table::DailyClose,
        Table::DailyCloseLine,
        Table::Letter,
        Table::LetterPart,
        Table::Attempt,
        Table::AttemptEnd,
        Table::VerdictOverride,
        Table::FeeBasis,
        Table::Fee,
        Table::FeeItem,
        Table::FeeWaiver,
        Table::Settlement,
        Table::Handover,
        Table::CreditLimit,
        Table::CreditTerms,
        Table::Audit,
        Table::LetterGuide,
        Table::Seller,
        Table::ToldStep,
        Table::ToldOverride,
        Table::Placement,
        Table::PlacementStep,
        Table::PlacementDecline,
        Table::Job,
        Table::JobDate,
        Table::JobParty,
        Table::JobStep,
        Table::JobPlan,
        Table::JobCall,
        Table::Redaction,
    ];

    /// Its name in SQL.
    pub const fn name(self) -> &'static str {
        match self {
            Table::Batch => "batch",
            Table::BatchFile => "batch_file",
            Table::Account => "account",
            Table::Contact => "contact",
            Table::FieldChange => "field_change",
            Table::Alias => "alias",
            Table::Apart => "apart",
            Table::Question => "question",
            Table::QuestionEnd => "question_end",
            Table::Document => "document",
            Table::Application => "application",
            Table::Reversal => "reversal",
            Table::Restatement => "restatement",
            Table::Retainage => "retainage",
            Table::Touch => "touch",
            Table::Promise => "promise",
            Table::PromiseItem => "promise_item",
            Table::PromiseEnd => "promise_end",
            Table::Claim => "claim",
            Table::ClaimItem => "claim_item",
            Table::ClaimEnd => "claim_end",
            Table::FollowUp => "follow_up",
            Table::Task => "task",
            Table::Dispute => "dispute",
            Table::Hold => "hold",
            Table::LienStep => "lien_step",
            Table::Closing => "closing",
            Table::Answer => "answer",
            Table::Barrier => "barrier",
            Table::Plan => "plan",
            Table::ClaimStep => "claim_step",
            Table::Request => "request",
            Table::RequestItem => "request_item",
            Table::Waiver => "waiver",
            Table::WaiverDecision => "waiver_decision",
            Table::CreditHold => "credit_hold",
            Table::CreditHoldEnd => "credit_hold_end",
            Table::Review => "review",
            Table::Approval => "approval",
            Table::ApprovalDecision => "approval_decision",
            Table::Absence => "absence",
            Table::AbsenceEnd => "absence_end",
            Table::Portfolio => "portfolio",
            Table::DailyClose => "daily_close",
            Table::DailyCloseLine => "daily_close_line",
            Table::Letter => "letter",
            Table::LetterPart => "letter_part",
            Table::Attempt => "attempt",
            Table::AttemptEnd => "attempt_end",
            Table::VerdictOverride => "verdict_override",
            Table::FeeBasis => "fee_basis",
            Table::Fee => "fee",
            Table::FeeItem => "fee_item",
            Table::FeeWaiver => "fee_waiver",
            Table::Settlement => "settlement",
            Table::Handover => "handover",
            Table::CreditLimit => "credit_limit",
            Table::CreditTerms => "credit_terms",
            Table::Audit => "audit",
            Table::LetterGuide => "letter_guide",
            Table::Seller => "seller",
            Table::ToldStep => "told_step",
            Table::ToldOverride => "told_override",
            Table::Placement => "placement",
            Table::PlacementStep => "placement_step",
            Table::PlacementDecline => "placement_decline",
            Table::Job => "job",
            Table::JobDate => "job_date",
            Table::JobParty => "job_party",
            Table::JobStep => "job_step",
            Table::JobPlan => "job_plan",
            Table::JobCall => "job_call",
            Table::Redaction => "redaction",
        }
    }

    /// The table of that name.
    pub fn from_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|t| t.name() == name)
    }
}
