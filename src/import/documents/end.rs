//! The end of a file: documents that came twice are left out, what was taken back is parted from what lives, and a table of an unknown
//! system is looked at once more as a whole.

use super::Documents;
use super::odd::{exceeds, owed_by_us};
use crate::domain::staged::{Covers, FileKind, SharedKey, StagedFile};
use crate::import::findings::{Code, Findings};
use crate::import::mixed;
use crate::import::suspect;
use crate::import::vocabulary::Field;
use std::collections::HashSet;

impl Documents<'_> {
    /// Hands the documents over. `proven`: the report showed its total.
    pub(crate) fn finish(mut self, file: &mut StagedFile, proven: bool, found: &mut Findings) {
        if self.payables > 0
            && self.payables == self.rows
            && self.profile.kind != FileKind::Snapshot
        {
            owed_by_us(0, "", found);
        }
        // Whoever maps the columns by hand, or names the profile, has said which is which.
        if !self.profile.is_mapped() && !self.plan.named {
            self.accounts.finish(found);
        }
        self.lines.finish(proven, found);
        self.coins
            .finish(&self.profile.title, &self.profile.id, found);
        if self.profile.values.line_amounts {
            for document in &self.out {
                exceeds(document, found);
                if document.amount_known {
                    self.swapped
                        .see_whole(document.line, document.amount, document.open);
                }
            }
        }
        if self.derived > 0 && self.plan.header.columns.of(Field::Due).is_none() {
            let n = self.derived;
            found.report(Code::DueDerived, 0, "due", "", || {
                format!("the file has no due dates: {n} worked out from terms")
            });
        }
        file.documents = self.twice.leave_out(self.out);
        // A number that was taken back and given again is a document that lives.
        let mut voided = self.voided;
        if !voided.is_empty() {
            let live = file.documents.iter();
            let live: HashSet<(&SharedKey, &str)> =
                live.map(|d| (&d.account, d.number.as_str())).collect();
            voided.retain(|v| !live.contains(&(&v.account, v.number.as_str())));
        }
        file.voided = voided;
        if self.profile.fallback && suspect::runs_on(&file.documents) {
            file.documents.clear();
            found.report(Code::WrongReport, 0, "open", "", || {
                "every balance is the one above it and the row's own amount: this is a statement with a running balance, not a list of what is open; export the open items".to_owned()
            });
            return;
        }
        // A running balance is over the amounts as well: what it really is was said above.
        self.swapped.finish(found);
        if self.profile.fallback && !proven && suspect::sums_up(&file.documents) {
            file.documents.clear();
            found.report(Code::WrongReport, 0, "open", "", || {
                "its last row comes to the sum of all rows above it: if it is the total, take it out or call it Total".to_owned()
            });
            return;
        }
        // Of an unknown table: a list of what was paid looks just like one of what is open, and as such it would close everything.
        let lists_open = file.documents.iter().any(|d| !d.open.is_zero()) || found.holds_any();
        if self.profile.fallback && file.kind == FileKind::Snapshot && !lists_open {
            file.documents.clear();
            let rows = self.rows;
            found.report(Code::WrongReport, 0, "open", "", || match rows {
                0 => "there is no row below the header; export it again with its rows".to_owned(),
                _ => "nothing in it is open, so it lists what was paid; export the open items, with what remains of each".to_owned(),
            });
            return;
        }
        let both = self.profile.covers() == Covers::Both && !self.profile.is_mapped();
        if both && suspect::numbers_each_row(&file.documents) {
            found.report(Code::SwappedColumns, 0, "customer_id", "", || {
                "every row has another number of a customer, and every customer one number of a document: these two headings seem to be exchanged; put them right, or, if the file is right, map its columns by hand".to_owned()
            });
        }
        if !self.profile.values.several_currencies {
            mixed::hold(&mut file.documents, self.plan.book, found);
        }
    }
}
