//! Below the lists of the supervisor's screen: the selected line in words, the trends, and what came of decisions.
//!
//! Law: draws only; `review` has the lists.

use super::pen::Pen;
use super::review::BESIDE;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::promises::verdict_words;
use crate::app::review::ReviewPane;
use crate::domain::review::CauseSide;
use crate::domain::say;
use crate::domain::verdict::Verdict;
use crate::store::protocol::ReviewRow;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Pen<'_> {
    pub(super) fn review_details(&mut self, model: &Model, area: Rect) {
        if area.height == 0 {
            return;
        }
        let beside = match area.width >= BESIDE {
            true => (area.width * 38 / 100).min(58),
            false => 0,
        };
        let left = Rect::new(area.x, area.y, area.width - beside, area.height);
        let w = left.width.saturating_sub(2);
        let sheet = match model.review.pane {
            ReviewPane::Inbox => model
                .review
                .selected_row()
                .map(|r| self.explain(model, r, w)),
            ReviewPane::Approvals => {
                let asked = model.review.selected_approval();
                asked.map(|a| self.explain_approval(model, a, w))
            }
            ReviewPane::Decided => {
                let decided = model.review.decided.selected_row();
                decided.map(|d| self.explain_decided(model, d, w))
            }
            ReviewPane::Clocks => {
                let row = model.review.clocks.row();
                row.map(|r| self.explain_clock(model, r, w))
            }
            ReviewPane::Cases => {
                let row = model.review.cases.row();
                row.map(|r| self.explain_case(model, r, w))
            }
            ReviewPane::Collectors => {
                let row = model.review.collectors.row();
                row.map(|r| self.explain_collector(model, r, w))
            }
            ReviewPane::Trends => None,
        };
        if let Some(sheet) = sheet {
            self.sheet(left, &sheet, 0);
        }
        if beside > 0 {
            let x = left.right();
            self.upright(x, area.y, area.height);
            let side = Rect::new(x + 2, area.y, beside.saturating_sub(2), area.height);
            let sheet = self.outcomes(model, side.width);
            self.sheet(side, &sheet, 0);
        }
    }

    fn explain(&self, model: &Model, row: &ReviewRow, w: u16) -> Sheet {
        let t = self.theme;
        let today = model.now.today;
        let mut sheet = Sheet::default();
        let judged = &row.line.judgement;
        let bad = match judged.verdict {
            Verdict::Broken => t.bad,
            _ => t.warn,
        };
        let head = format!(
            "{} · {} · waits since {}",
            row.account.name,
            verdict_words(judged.verdict),
            say::near_day(row.since, today)
        );
        sheet.wrapped(("", bad), w, &head, bad.patch(t.heading));
        sheet.wrapped(("", t.text), w, &row.line.explained, t.text);
        let cause = format!("{}: {}", row.cause.side.words(), row.cause.words);
        sheet.wrapped(("", t.text), w, &cause, side_style(self, row.cause.side));
        if let Some(review) = &row.before {
            let words = format!(
                "decided before, {} by {}: {} ({})",
                say::day(review.decided_on, today),
                review.by,
                review.words(),
                review.reason.trim()
            );
            sheet.wrapped(("", t.warn), w, &words, t.warn);
        }
        if let Some(day) = row.new_date {
            let words = format!("a new date was taken since: {}", say::day(day, today));
            sheet.wrapped(("", t.text), w, &words, t.text);
        }
        if let Some(chain) = &row.line.chain_line {
            sheet.wrapped(("", t.dim), w, chain, t.text);
        }
        let p = &row.line.promise;
        let who = row.line.contact.as_deref().unwrap_or("the account");
        let mut facts = vec![format!(
            "{who} kept {} of {} promises",
            row.kept.0, row.kept.1
        )];
        facts.push(format!(
            "taken {} by {}",
            say::day(p.taken_on, today),
            p.taken_by
        ));
        if !row.line.invoices.is_empty() {
            facts.push(row.line.invoices.join(", "));
        }
        let whose = row.account.collector.as_deref();
        facts.push(whose.map_or("nobody's account".to_owned(), |c| format!("{c}'s account")));
        sheet.wrapped(("", t.dim), w, &facts.join(" · "), t.dim);
        sheet
    }

    /// The figures and what came of decisions over the whole screen, with the kept rate as a picture where there is room.
    pub(super) fn review_trends(&mut self, model: &Model, area: Rect) {
        let wide = area.width >= BESIDE;
        let left = if wide { area.width * 2 / 5 } else { area.width };
        let at = Rect::new(
            area.x + 2,
            area.y + 1,
            left.saturating_sub(3),
            area.height.saturating_sub(1),
        );
        let sheet = self.outcomes(model, at.width);
        let used = self.sheet(at, &sheet, 0);
        let Some(data) = &model.reports.data else {
            return;
        };
        let picture = match wide {
            true => Rect::new(
                area.x + left,
                at.y,
                (area.width - left).saturating_sub(2),
                at.height.min(24),
            ),
            false => Rect::new(
                at.x,
                at.y + used + 1,
                at.width,
                at.height.saturating_sub(used + 1).min(14),
            ),
        };
        if picture.height >= 6 {
            let figures = data.figures(data.currency);
            self.kept_lines(data, &figures, picture);
        }
    }

    /// The figures of the period that the reports are of.
    fn trends(&self, model: &Model, w: u16) -> Sheet {
        let t = self.theme;
        let r = &model.review;
        let mut sheet = Sheet::default();
        let name = 21.min(w / 2);
        let line = |head: &'static str, words: String| {
            Row::default().left(0, name, head, t.text).left(
                name,
                w.saturating_sub(name),
                words,
                t.text,
            )
        };
        if let Some(scope) = model
            .reports
            .scope
            .as_ref()
            .filter(|_| !r.trends.is_empty())
        {
            let today = model.now.today;
            let whose = scope
                .collector
                .as_ref()
                .map_or(String::new(), |c| format!(", {c}'s"));
            let head = format!(
                "{} to {}{whose}, and before",
                say::short_day(scope.from, today),
                say::short_day(scope.to, today)
            );
            sheet.wrapped(("", t.dim), w, &head, t.dim);
        }
        for trend in &r.trends {
            let before = trend
                .before
                .as_ref()
                .map_or(String::new(), |b| format!("  {b}"));
            sheet.push(line(trend.name, format!("{}{before}", trend.value)));
        }
        if let Some(status) = &model.status {
            let week = status.promised_this_week.show_whole(status.currency);
            sheet.push(line("promised this week", week));
        }
        sheet
    }

    /// What came of decisions, kind by kind.
    fn outcomes(&self, model: &Model, w: u16) -> Sheet {
        let t = self.theme;
        let page = &model.review.decided.page;
        let mut sheet = self.trends(model, w);
        sheet.gap();
        let head = format!("paid within {} days of the decision", page.within);
        sheet.wrapped(("", t.dim), w, &head, t.dim);
        if page.outcomes.is_empty() {
            sheet.wrapped(("", t.dim), w, "nothing was decided yet", t.dim);
        }
        for o in &page.outcomes {
            let words = match o.percent() {
                Some(percent) => format!("{percent} %, {} of {}", o.paid, o.over),
                None => format!("n/a, {} too young to say", o.decided),
            };
            let name = 21.min(w / 2);
            sheet.push(
                Row::default()
                    .left(0, name, o.decision.words(), t.text)
                    .left(name, w.saturating_sub(name), words, t.text),
            );
        }
        sheet
    }
}

/// The role of a cause's side.
pub(super) fn side_style(pen: &Pen<'_>, side: CauseSide) -> Style {
    match side {
        CauseSide::Customer => pen.theme.text,
        CauseSide::Us => pen.theme.bad,
        CauseSide::BankOrMail => pen.theme.accent,
        CauseSide::Disputed => pen.theme.warn,
    }
}
