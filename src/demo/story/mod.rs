//! What happened at each account in the month before today: the calls, payments, bounces and holds, account by account.
//!
//! Each paragraph is one story and says which reason, verdict or gate it is the example of. Stories of promises are in `promises`.

mod promises;

use super::deed::{Act, Deed, QUIET, Talk, What};
use super::stage::Stage;
use crate::domain::credit::{TermsKind, TradeTerms};
use crate::domain::dispute::DisputeCode;
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{JobStepKind, PartyKind};
use crate::domain::task::TaskKind;
use crate::domain::touch::{HoldDetails, HoldKind, Method, TouchOutcome as O};
use chrono::NaiveDate;

/// All acts but the reports, in no order: `build` sorts them by day.
pub(super) fn acts(stage: &Stage<'_>) -> Vec<Act> {
    let mut story = Story {
        stage,
        acts: Vec::new(),
    };
    story.promises_that_failed();
    story.promises_that_held();
    story.promises_that_ended();
    story.dates_and_debts_of_ours();
    story.gates();
    story.background();
    story.acts
}

struct Story<'s, 'a> {
    stage: &'s Stage<'a>,
    acts: Vec<Act>,
}

type Promise = (i64, NaiveDate, &'static [&'static str]);

/// Paid when it is delivered.
const COD: TradeTerms = TradeTerms {
    kind: TermsKind::Cod,
    days: None,
};

impl Story<'_, '_> {
    /// Something that happened `back` business days before today.
    fn at(&mut self, back: u32, account: &'static str, deed: Deed) {
        self.acts.push(Act {
            on: self.stage.back(back),
            what: What::At(account, deed),
        });
    }

    fn promised(
        &mut self,
        back: u32,
        account: &'static str,
        barrier: &'static str,
        note: &'static str,
        promise: Promise,
    ) {
        self.at(
            back,
            account,
            Deed::Talk(Talk {
                outcome: O::Promise,
                barrier,
                note,
                promise: Some(promise),
                ..QUIET
            }),
        );
    }

    fn paid(
        &mut self,
        back: u32,
        account: &'static str,
        cents: i64,
        reference: &'static str,
        invoices: &'static [&'static str],
    ) {
        self.at(
            back,
            account,
            Deed::Pay {
                cents,
                method: Method::Check,
                reference,
                invoices,
            },
        );
    }

    fn dates_and_debts_of_ours(&mut self) {
        let s = self.stage;
        // Follow-up due today.
        self.at(
            6,
            "C1010",
            Deed::Talk(Talk {
                outcome: O::FollowUp,
                barrier: "awaiting internal approval",
                note: "Hal is on a site until today, signs then",
                follow_up: Some((s.today, "Hal is back: ask for a date for SI-10470")),
                ..QUIET
            }),
        );
        // We owe them something: the school cannot pay without it, and we are late.
        self.at(
            7,
            "C1011",
            Deed::Talk(Talk {
                outcome: O::Request,
                barrier: "PO or paperwork missing",
                note: "Marisol needs the signed delivery slips for the gym roof",
                follow_up: Some((s.ahead(4), "slips must be with them by then")),
                ..QUIET
            }),
        );
        self.at(
            7,
            "C1011",
            Deed::Owe(
                TaskKind::ProofOfDelivery,
                "proof of delivery for SI-10473 and SI-10496",
                s.back(2),
            ),
        );
        // They asked us to call.
        self.at(
            1,
            "C1012",
            Deed::Talk(Talk {
                outcome: O::Request,
                inbound: true,
                note: "Nora called: wants to pay by card, needs someone to take her through it",
                follow_up: Some((s.today, "Nora asked for a call: pay by card")),
                ..QUIET
            }),
        );
        // A claim that has not come: the check was mailed nine business days ago.
        self.at(
            8,
            "C1003",
            Deed::Talk(Talk {
                outcome: O::Claim,
                barrier: "already sent",
                note: "Jean: check 1182 went out the day before",
                claim: Some((Method::Check, "1182", 731_000, s.back(9), &["SI-10451"])),
                ..QUIET
            }),
        );
        // A lien date is near. The job, with who has a part in it; a lien is planned, and nobody was called yet.
        self.at(
            13,
            "C1004",
            Deed::Job("Lot 14 - Alder Ct", "CA", s.back(120), s.back(55)),
        );
        self.at(
            12,
            "C1004",
            Deed::Party(PartyKind::Owner, "Alder Court Homes LLC", "(555) 010-0188"),
        );
        self.at(
            12,
            "C1004",
            Deed::Party(
                PartyKind::General,
                "Brightwater Construction",
                "(555) 010-0144",
            ),
        );
        self.at(11, "C1004", Deed::JobStep(JobStepKind::Preliminary));
        self.at(5, "C1004", Deed::Told(LadderStep::Lien));
        self.at(4, "C1004", Deed::Filing(JobStepKind::Lien, s.ahead(8)));
        self.at(
            13,
            "C1004",
            Deed::Talk(Talk {
                outcome: O::Voicemail,
                note: "Left word with the front office",
                ..QUIET
            }),
        );
    }

    fn gates(&mut self) {
        let s = self.stage;
        // In transit, still in its days.
        self.at(
            1,
            "C1020",
            Deed::Talk(Talk {
                outcome: O::Claim,
                barrier: "already sent",
                note: "Ania: check 5518 left this morning",
                claim: Some((Method::Check, "5518", 506_464, s.back(1), &["SI-10479"])),
                ..QUIET
            }),
        );
        // All of it contested.
        self.at(
            10,
            "C1021",
            Deed::Dispute(
                "SI-10448",
                315_601,
                DisputeCode::Damaged,
                "damaged or returned: trench boxes refused on site",
                ("Priya", s.ahead(1)),
            ),
        );
        // Holds.
        let case = HoldDetails {
            case_number: Some("26-31187".into()),
            court: Some("Bankr. D. Or.".into()),
            filed_on: Some(s.back(19)),
            ..HoldDetails::default()
        };
        self.at(
            17,
            "C1023",
            Deed::Stop(HoldKind::Bankruptcy, Box::new(case)),
        );
        let asked = HoldDetails {
            asked_by: Some("Al Petrosky".into()),
            asked_how: Some("by letter".into()),
            ..HoldDetails::default()
        };
        self.at(
            14,
            "C1024",
            Deed::Stop(HoldKind::CeaseContact, Box::new(asked)),
        );
        let lawyer = HoldDetails {
            attorney: Some("Judith Amari".into()),
            attorney_phone: Some("(916) 555-0160".into()),
            attorney_mail: Some("jamari@amarilaw.example".into()),
            ..HoldDetails::default()
        };
        self.at(6, "C1031", Deed::Stop(HoldKind::Attorney, Box::new(lawyer)));
        // A consumer: other hours, fewer calls.
        self.at(15, "C1032", Deed::Consumer);
        // Nothing ships; and whoever pays when it is delivered.
        self.at(
            4,
            "C1018",
            Deed::CreditHold(
                "two dates passed, nothing came: nothing ships until SI-10402 is paid",
            ),
        );
        self.at(
            10,
            "C1022",
            Deed::Terms(COD, "small job account, pays when it is delivered"),
        );
        // Placed: an agency asks, we do not. Nobody may tell him before, and the log says so.
        self.at(
            6,
            "C1024",
            Deed::Place(
                "Beacon Recovery",
                "wants to hear nothing more from us, and pays nothing",
                "he asked in writing not to be contacted",
            ),
        );
        // Retainage, and a date ahead.
        self.at(
            11,
            "C1025",
            Deed::Retain("SI-10458", 485_662, Some(s.ahead(40))),
        );
        self.at(
            5,
            "C1025",
            Deed::Talk(Talk {
                outcome: O::FollowUp,
                barrier: "awaiting internal approval",
                note: "Grace: owner approves pay applications on the 25th, 10 % retainage until final",
                follow_up: Some((s.ahead(3), "pay application should be approved")),
                ..QUIET
            }),
        );
    }

    fn background(&mut self) {
        let s = self.stage;
        // Talked some days ago without a date: past due, and due for another call.
        self.at(
            8,
            "C1006",
            Deed::Talk(Talk {
                barrier: "awaiting internal approval",
                note: "Rob: needs the store manager's initials on both, no date given",
                ..QUIET
            }),
        );
        self.at(
            11,
            "C1031",
            Deed::Talk(Talk {
                outcome: O::NoAnswer,
                ..QUIET
            }),
        );
        self.at(
            9,
            "C1033",
            Deed::Talk(Talk {
                outcome: O::Voicemail,
                note: "Asked Ike to call back about SI-10493",
                ..QUIET
            }),
        );
        // Promises that lie ahead, so that the calendar has a shape.
        // A plan: Tamarack pays one invoice in two checks.
        self.at(
            3,
            "C1026",
            Deed::Talk(Talk {
                outcome: O::Promise,
                barrier: "cash flow or weather",
                note: "Bo: cannot send all of it at once, two checks a week apart",
                ..QUIET
            }),
        );
        self.at(
            3,
            "C1026",
            Deed::Plan(
                vec![(700_000, s.ahead(2)), (616_620, s.ahead(7))],
                &["SI-10485"],
            ),
        );
        self.promised(
            2,
            "C1030",
            "in a pay run",
            "Sam: in the run of that Friday",
            (742_188, s.ahead(5), &["SI-10482"]),
        );
        // A waiver that hangs on a promise: Juniper's late charge goes if the money comes on its day.
        self.promised(
            5,
            "C1028",
            "fee in question",
            "Ray pays SI-10490 when his card turns over, asks us to take the late charge off",
            (143_590, s.ahead(4), &["SI-10490"]),
        );
        self.at(5, "C1028", Deed::Waive(2_500, "late charge of October"));
        // What waits for the supervisor: a fee above the collector's limit, and a rest that nobody will pay.
        self.at(
            1,
            "C1030",
            Deed::Waive(15_000, "late fees of October, if the run is on its day"),
        );
        self.at(
            3,
            "C1029",
            Deed::WriteOff(
                4_820,
                "freight from two summers ago, nobody there knows of it",
            ),
        );
        self.promised(16, "C1033", "", "Ike: part now", (100_000, s.back(12), &[]));
        self.paid(13, "C1033", 100_000, "889", &["SI-10493"]);
        // He kept freight back with it; most of that was ours, and the credit is on its way.
        self.at(
            12,
            "C1033",
            Deed::Deduct(
                "SI-10493",
                15_000,
                DisputeCode::Freight,
                "freight: two deliveries billed, one came",
                s.ahead(1),
            ),
        );
        self.at(
            2,
            "C1033",
            Deed::Settle(
                9_000,
                "the second delivery was ours; the fuel charge stands",
            ),
        );
        // Late charges are agreed with Whitaker: one was posted, and a part of it given up.
        self.at(
            20,
            "C1010",
            Deed::Agree("credit application of 3 Mar 2024, section 4"),
        );
        self.at(6, "C1010", Deed::PostFees);
        self.at(
            2,
            "C1010",
            Deed::WaiveFee(2_000, "a delivery ticket reached them late"),
        );
    }
}
