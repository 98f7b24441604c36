//! What became of promises in the sample month: every verdict once, each with its story.

use super::super::deed::{Deed, QUIET, Talk};
use super::Story;
use crate::domain::dispute::DisputeCode;
use crate::domain::review::Decision;
use crate::domain::touch::TouchOutcome as O;

impl Story<'_, '_> {
    pub(super) fn promises_that_failed(&mut self) {
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
                ("Teo", s.ahead(2)),
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

    pub(super) fn promises_that_held(&mut self) {
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

    pub(super) fn promises_that_ended(&mut self) {
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
}
