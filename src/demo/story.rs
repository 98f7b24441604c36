//! What happened at each account in the month before today: the calls, payments, bounces and holds, account by account.
//!
//! Each paragraph is one story and says which reason, verdict or gate it is the example of.

use super::deed::{Act, Deed, Talk, What};
use super::stage::Stage;
use crate::domain::dispute::DisputeCode;
use crate::domain::review::Decision;
use crate::domain::task::TaskKind;
use crate::domain::touch::{HoldKind, Method, TouchOutcome as O};
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

const QUIET: Talk = Talk {
    outcome: O::Information,
    inbound: false,
    barrier: "",
    note: "",
    promise: None,
    claim: None,
    follow_up: None,
    at: None,
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

    fn promises_that_failed(&mut self) {
        let s = self.stage;
        // Light: Harbor paid 1,600 of 5,000 because it expects a credit of exactly the rest. The credit has been issued
        // since, and nobody has told them.
        self.promised(
            9,
            "C1001",
            "pricing",
            "Dana wants the stud price corrected on SI-10432, will pay the clean part meanwhile",
            (500_000, s.back(4), &["SI-10432"]),
        );
        self.paid(5, "C1001", 160_000, "20871", &["SI-10432"]);
        self.at(
            8,
            "C1001",
            Deed::Dispute(
                "SI-10502",
                80_000,
                DisputeCode::Quantity,
                "quantity: one bundle of LVL missing",
            ),
        );
        // Broken, the second time: Cedar & Stone lets dates pass.
        self.promised(
            19,
            "C1002",
            "cash flow or weather",
            "Walt: waiting for the quarry draw, half by mid month",
            (2_000_000, s.back(13), &["SI-10391"]),
        );
        // The supervisor had them called again at once: that brought another date, and no money.
        self.at(
            11,
            "C1002",
            Deed::Decide(
                Decision::CallBack,
                "half of it was promised: ask for the whole",
            ),
        );
        self.promised(
            11,
            "C1002",
            "cash flow or weather",
            "Draw came late. Walt gives a new date for the whole of SI-10391",
            (2_480_010, s.back(5), &["SI-10391"]),
        );
        // Late: O'Hara's date was the last business day; the window is still open.
        self.promised(
            7,
            "C1009",
            "in a pay run",
            "Siobhan puts SI-10455 in the next run",
            (1_240_000, s.back(1), &["SI-10455"]),
        );
        // Broken by a bounce: Bluff Street's check came on the day and went back.
        self.promised(
            12,
            "C1027",
            "waiting on their customer",
            "Jo: lender funds phase 2 this week",
            (455_010, s.back(8), &["SI-10431"]),
        );
        self.paid(8, "C1027", 455_010, "7781", &["SI-10431"]);
        self.at(4, "C1027", Deed::Bounce);
        // Cured late: Castellano broke the date and paid eight days after; still counts as not kept.
        self.promised(
            15,
            "C1016",
            "awaiting internal approval",
            "Vince signs checks on Fridays only",
            (1_168_424, s.back(11), &["SI-10435"]),
        );
        self.paid(5, "C1016", 1_168_424, "3306", &["SI-10435"]);
    }

    fn promises_that_held(&mut self) {
        let s = self.stage;
        // Due today: Pioneer said today.
        self.promised(
            6,
            "C1008",
            "",
            "Gus: check goes out so that it is here on the day",
            (792_223, s.today, &["SI-10489"]),
        );
        // Kept, and a live one now covers the rest: not in the queue on purpose.
        self.promised(
            14,
            "C1014",
            "in a pay run",
            "Tom: two runs, one invoice each",
            (1_472_207, s.back(9), &["SI-10429"]),
        );
        self.paid(9, "C1014", 1_472_207, "15502", &["SI-10429"]);
        self.promised(
            8,
            "C1014",
            "in a pay run",
            "Second run: SI-10487",
            (775_000, s.ahead(3), &["SI-10487"]),
        );
        // Kept late: Núñez came one business day after the date, within the window.
        self.promised(
            13,
            "C1015",
            "",
            "Luis mails it tomorrow",
            (609_137, s.back(9), &["SI-10438"]),
        );
        self.paid(8, "C1015", 609_137, "1190", &["SI-10438"]);
    }

    fn promises_that_ended(&mut self) {
        let s = self.stage;
        // Superseded twice: Crème gives a new date before each old one passes.
        self.promised(
            18,
            "C1017",
            "waiting on their customer",
            "Odile: hotel job pays us first",
            (845_200, s.back(10), &["SI-10419"]),
        );
        self.promised(
            12,
            "C1017",
            "waiting on their customer",
            "Hotel not paid yet, moves the date",
            (845_200, s.back(2), &["SI-10419"]),
        );
        self.promised(
            4,
            "C1017",
            "waiting on their customer",
            "Third date. Asked why: hotel pays on the 1st",
            (845_200, s.ahead(6), &["SI-10419"]),
        );
        // Withdrawn: 3 Rivers took it back before the date.
        self.promised(
            10,
            "C1018",
            "cash flow or weather",
            "Ed: half now",
            (300_000, s.back(3), &["SI-10402"]),
        );
        self.at(6, "C1018", Deed::Withdraw);
        self.at(
            6,
            "C1018",
            Deed::Talk(Talk {
                inbound: false,
                barrier: "cash flow or weather",
                note: "Ed takes the date back: bank has not renewed the line. Call him after his meeting",
                follow_up: Some((s.today, "Ed met his bank: ask for a plan")),
                outcome: O::FollowUp,
                ..QUIET
            }),
        );
        // Voided: a promise noted on the wrong account, taken out again; it is in no rate.
        self.promised(
            7,
            "C1019",
            "",
            "Lena: noted by mistake, was another Lena",
            (720_054, s.back(2), &["SI-10492"]),
        );
        self.at(7, "C1019", Deed::VoidPromise);
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
        // A lien date is near: courtesy call before anything is filed.
        self.at(
            12,
            "C1004",
            Deed::Lien("Lot 14 - Alder Ct", "notice of intent to lien", s.ahead(7)),
        );
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
            ),
        );
        // Holds.
        self.at(17, "C1023", Deed::Hold(HoldKind::Bankruptcy));
        self.at(14, "C1024", Deed::Hold(HoldKind::CeaseContact));
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
        self.promised(
            3,
            "C1026",
            "",
            "Bo: all of it in two checks, first one",
            (1_316_620, s.ahead(2), &["SI-10485"]),
        );
        self.promised(
            2,
            "C1030",
            "in a pay run",
            "Sam: in the run of that Friday",
            (742_188, s.ahead(5), &["SI-10482"]),
        );
        self.promised(
            5,
            "C1028",
            "",
            "Ray pays SI-10490 when his card turns over",
            (143_590, s.ahead(4), &["SI-10490"]),
        );
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
    }
}
