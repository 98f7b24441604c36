//! The final notice: what is past due, and what happens from which day on if nothing is agreed. It tells; it never threatens.

use super::{Draft, LetterFacts, Order, Sender, draft, facts};
use crate::domain::ladder::{Ladder, LadderStep};
use crate::domain::money::MoneyError;
use crate::domain::say;
use crate::domain::view::Prep;
use chrono::{Days, NaiveDate};

/// What a notice announces, and from which day on.
pub type Announced = (LadderStep, NaiveDate);

/// The steps that a notice announces by itself: the next ones of the ladder that must be told, each on its day and never before its notice.
#[must_use]
pub fn announced(prep: &Prep, ladder: &Ladder) -> Vec<Announced> {
    let today = prep.as_of;
    let stands = &prep.clocks.standing;
    let mut out: Vec<Announced> = ladder
        .rungs
        .iter()
        .filter_map(|rung| {
            let notice = ladder.notice_days(rung.step)?;
            let least = today.checked_add_days(Days::new(notice.into()))?;
            let left = i64::from(rung.days) - stands.days;
            let day = u64::try_from(left)
                .ok()
                .and_then(|left| today.checked_add_days(Days::new(left)))
                .unwrap_or(today);
            Some((rung.step, day.max(least)))
        })
        .collect();
    out.sort_by_key(|(_, day)| *day);
    out
}

/// The notice before it has words: draft and facts. `order` is of the kind `FinalNotice`.
///
/// # Errors
/// When sums do not fit.
pub fn notice(
    prep: &Prep,
    order: &Order,
    steps: &[Announced],
    from: &Sender<'_>,
) -> Result<(Draft, LetterFacts), MoneyError> {
    let mut filled = facts(prep, order, from)?;
    filled.next_steps = steps
        .iter()
        .map(|(step, day)| {
            format!(
                "from {} {} on: {}",
                say::weekday(*day),
                day.format("%-d %b %Y"),
                means(*step)
            )
        })
        .collect();
    Ok((draft(prep, order), filled))
}

/// What a step means for whoever reads of it.
const fn means(step: LadderStep) -> &'static str {
    match step {
        LadderStep::Reminder | LadderStep::Call | LadderStep::SupervisorCall => "we call you",
        LadderStep::FinalNotice => "a final notice",
        LadderStep::CreditHold => "no further deliveries until the account is settled",
        LadderStep::Notice => "a notice of intent to file a lien",
        LadderStep::Lien => "a lien is filed for what is open on the job",
        LadderStep::Placement => "the account is handed over to an agency",
    }
}
