//! On file: where they stand on the ladder, what they were told, what was done all the same, placement, jobs with their deadlines.

use super::super::Sight;
use crate::domain::clocks;
use crate::domain::lien::{self, COUNSEL, ClockState};
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let as_of = sight.as_of;
    let day = |d| say::day(d, as_of);
    let known = clocks::clocks(sight.book, &sight.facts, as_of, sight.rules);
    let line = |tone, text| BriefLine { tone, text };
    let mut out = Vec::new();
    if let Some(words) = known.standing.words(as_of) {
        out.push(line(Tone::Plain, format!("ladder: {words}")));
    }
    for placed in &known.placements {
        let state = placed.state(as_of);
        let tone = if placed.is_out(as_of) {
            Tone::Bad
        } else {
            Tone::Plain
        };
        let back = placed.recovered(as_of).unwrap_or_default();
        let came = if back.amount.is_positive() {
            format!(
                ", {} came, {} of it fees",
                sight.money(back.amount),
                sight.money(back.fees)
            )
        } else {
            String::new()
        };
        out.push(line(
            tone,
            format!(
                "placed {} with {}: {}, {}{came}",
                day(placed.on),
                placed.agency,
                sight.money(placed.amount),
                state.words()
            ),
        ));
    }
    if known.window {
        out.push(line(
            Tone::Warn,
            "in the window for placement: the supervisor decides".to_owned(),
        ));
    }
    for no in &known.declined {
        out.push(line(
            Tone::Plain,
            format!(
                "placement declined {} until {} ({}): {}",
                day(no.on),
                day(no.again_on),
                no.by,
                no.reason
            ),
        ));
    }
    for told in &known.told {
        let from = told
            .for_on
            .map_or(String::new(), |d| format!(" from {}", day(d)));
        let how = if told.by_letter { " by letter" } else { "" };
        out.push(line(
            Tone::Plain,
            format!(
                "told {} {}{how}: {}{from}",
                told.to.as_deref().unwrap_or("them"),
                day(told.on),
                told.step.words()
            ),
        ));
    }
    for done in &known.overrides {
        out.push(line(
            Tone::Warn,
            format!(
                "{} {} all the same ({}): {}; {}",
                done.step.words(),
                day(done.on),
                done.by,
                done.reason,
                done.warning
            ),
        ));
    }
    for step in sight
        .book
        .lien_steps
        .iter()
        .filter(|s| s.made_on <= as_of && s.done_on.is_none_or(|done| done > as_of))
    {
        let tone = match sight.days_since(step.due_on) {
            1.. => Tone::Bad,
            n if -n <= i64::from(sight.rules.lien_days) => Tone::Warn,
            _ => Tone::Plain,
        };
        out.push(line(
            tone,
            format!("{} on {} by {}", step.step, step.job, day(step.due_on)),
        ));
    }
    jobs(sight, &known, &mut out);
    out
}

fn jobs(sight: &Sight<'_>, known: &clocks::Clocks, out: &mut Vec<BriefLine>) {
    let as_of = sight.as_of;
    let day = |d| say::day(d, as_of);
    for line in &known.jobs {
        let name = &line.job.name;
        for clock in &line.clock {
            let near = clock.is_near(sight.rules.lien_days);
            let (tone, words) = match (clock.state, clock.due_on) {
                (ClockState::Running { days }, Some(due)) => (
                    if near { Tone::Warn } else { Tone::Plain },
                    format!(
                        "by {}, {} left",
                        day(due),
                        say::plural(days.unsigned_abs(), "day")
                    ),
                ),
                (ClockState::Passed { .. }, Some(due)) => {
                    (Tone::Bad, format!("was to be done by {}", day(due)))
                }
                (ClockState::Done { on, .. }, _) => (Tone::Good, format!("done {}", day(on))),
                _ => (
                    Tone::Plain,
                    "runs from a day that is not known yet".to_owned(),
                ),
            };
            let first = match (clock.missing, clock.state) {
                (Some(_), ClockState::Done { .. }) | (None, _) => String::new(),
                (Some(step), _) => format!(", needs the {}", step.words()),
            };
            out.push(BriefLine {
                tone,
                text: format!(
                    "{name}: {} {words}{first} ({}: {})",
                    clock.said,
                    lien::verified(clock.verified_on),
                    clock.source
                ),
            });
        }
        for plan in &line.plans {
            let open = plan.calls.iter().filter(|c| c.on.is_none()).count();
            let calls = match open {
                0 => "all called".to_owned(),
                n => format!(
                    "{n} of {} not called, by {}",
                    plan.calls.len(),
                    day(plan.call_by)
                ),
            };
            out.push(BriefLine {
                tone: if open > 0 { Tone::Warn } else { Tone::Plain },
                text: format!(
                    "{name}: {} planned for {}, {calls}",
                    plan.kind.words(),
                    day(plan.file_on)
                ),
            });
        }
        for done in line.job.steps.iter().rev().filter(|s| s.on <= as_of) {
            let money = done
                .amount
                .map_or(String::new(), |m| format!(", {}", sight.money(m)));
            out.push(BriefLine {
                tone: Tone::Plain,
                text: format!("{name}: {} {}{money}", done.kind.words(), day(done.on)),
            });
        }
    }
    if !known.jobs.is_empty() {
        out.push(BriefLine {
            tone: Tone::Plain,
            text: COUNSEL.to_owned(),
        });
    }
}
