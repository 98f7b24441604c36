//! How each question is answered: a read, in one short transaction.

use super::board::Board;
use super::fault::Res;
use super::names::Names;
use super::protocol::{Progress, Reply, Request};
use super::{
    Ledger, accounts, aging, ahead, aliases, approvals, audit, cases, check, decided, events,
    fault, fees, find, import, inbound, lane, letters, listing, morning, notes, payments,
    promise_board, promises, questions, queue, reviews, sellers, staff, status, task_board, tasks,
    undo,
};
use crate::domain::rules::Rules;
use chrono::NaiveDate;

impl Ledger {
    /// A read: one short transaction, so that all numbers of an answer are of the same moment.
    pub(super) fn read(
        &mut self,
        request: Request,
        progress: &mut dyn FnMut(Progress),
    ) -> Res<Reply> {
        let Ledger {
            engine,
            rules,
            board,
            names,
            reports,
            ahead,
            ..
        } = self;
        let tx = engine.conn.unchecked_transaction()?;
        let conn = &*tx;
        Ok(match request {
            Request::Status { as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                let waits = reviews::settle(conn, rules, board)?.len();
                Reply::Status(Box::new(status::status(conn, board, as_of, waits)?))
            }
            Request::Queue(ask) => {
                let board = on_day(board, conn, rules, ask.as_of)?;
                let names = match ask.filter.trim() {
                    "" => None,
                    _ => Some(&*loaded(names, conn)?),
                };
                let page = queue::page(conn, rules, board, names, &ask)?;
                ahead.page(page.rows.iter().map(|row| row.account).collect());
                Reply::Queue(Box::new(page))
            }
            Request::Why { account, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Why(Box::new(queue::why(conn, rules, board, account)?))
            }
            Request::Prep { account, as_of } => {
                let prep = match ahead.take(account, as_of) {
                    Some(ready) => ready,
                    None => ahead::prepared(conn, rules, account, as_of)?,
                };
                Reply::Prep(Box::new(prep))
            }
            Request::Resolve { text } => Reply::Account(Box::new(accounts::resolve(conn, &text)?)),
            Request::Find { text, limit, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                let names = loaded(names, conn)?;
                Reply::Hits(find::find(conn, board, names, &text, limit)?)
            }
            Request::FindPayments { text } => Reply::Payments(payments::find(conn, &text)?),
            Request::Promises(ask) => Reply::Promises(promises::list(conn, rules, &ask)?),
            Request::PromiseBoard(ask) => {
                Reply::PromiseBoard(Box::new(promise_board::board(conn, rules, &ask)?))
            }
            Request::PromiseDetail { promise, as_of } => {
                let found = promise_board::detail(conn, rules, promise, as_of)?;
                Reply::PromiseDetail(found.map(Box::new))
            }
            Request::Tasks(ask) => Reply::Tasks(tasks::list(conn, rules, &ask)?),
            Request::TaskBoard(ask) => {
                Reply::TaskBoard(Box::new(task_board::board(conn, rules, &ask)?))
            }
            Request::SearchNotes {
                text,
                account,
                limit,
                as_of,
            } => Reply::Notes(notes::search(conn, &text, account, limit, as_of)?),
            Request::AddsUp {
                account,
                amount,
                as_of,
            } => Reply::Sums(find::adds_up(conn, account, amount, as_of)?),
            Request::Review(ask) => {
                let board = on_day(board, conn, rules, ask.as_of)?;
                Reply::Review(Box::new(reviews::page(conn, rules, board, &ask)?))
            }
            Request::Decided(ask) => Reply::Decided(Box::new(decided::list(conn, rules, &ask)?)),
            Request::Collectors { as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Collectors(Box::new(staff::page(conn, rules, board)?))
            }
            Request::PlanMove { plan, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Moves(Box::new(staff::preview(conn, board, &plan)?))
            }
            Request::FeePreviews { account, as_of } => {
                Reply::FeePreviews(fees::previews(conn, rules, account, as_of)?)
            }
            Request::Cases { as_of } => Reply::Cases(cases::open(conn, rules, as_of)?),
            Request::Approvals { as_of, ended } => {
                Reply::Approvals(approvals::list(conn, as_of, ended)?)
            }
            Request::Audit(ask) => Reply::Audit(audit::list(conn, &ask)?),
            Request::Outbox(ask) => Reply::Outbox(Box::new(letters::read(conn, &ask)?)),
            Request::Sellers => Reply::Sellers(sellers::list(conn)?),
            Request::ReadMail(ask) => Reply::MailAccounts(inbound::read(conn, &ask)?),
            Request::Lane { as_of } => Reply::Lane(Box::new(lane::lane(conn, rules, as_of)?)),
            Request::Placements { as_of } => Reply::Placements(lane::placements(conn, as_of)?),
            Request::Aging { as_of, by } => Reply::Aging(aging::report(conn, as_of, by)?),
            Request::OpenItems { as_of } => {
                Reply::OpenItems(listing::items(conn, as_of, &mut |done, total| {
                    progress(reading(done, total))
                })?)
            }
            Request::Activity { from, to } => {
                Reply::Activity(listing::activity(conn, from, to, &mut |done, total| {
                    progress(reading(done, total))
                })?)
            }
            Request::CloseOf { day, derived } => {
                Reply::Reported(reports.close(conn, rules, day, derived)?)
            }
            Request::Awaited { as_of } => Reply::Awaited(morning::awaited(conn, as_of)?),
            Request::Report(ask) => Reply::Reported(reports.step(conn, rules, &ask)?),
            Request::Events { limit } => Reply::Events(events::list(conn, limit)?),
            Request::LastAct { by } => Reply::LastAct(undo::last(conn, &by)?),
            Request::Batches { limit } => Reply::Batches(status::batches(conn, limit)?),
            Request::Aliases { account } => Reply::Aliases(aliases::list(conn, account)?),
            Request::Alike => Reply::Alike(import::alike(conn)?),
            Request::Questions { account } => Reply::Questions(questions::list(conn, account)?),
            Request::Check(ask) => {
                let checked = check::run(conn, rules, &ask, &mut |done, total| {
                    progress(Progress {
                        stage: "comparing",
                        done,
                        total,
                    });
                })?;
                Reply::Checked(Box::new(checked))
            }
            Request::TurnDay { .. }
            | Request::Changed
            | Request::Here(..)
            | Request::Backup { .. }
            | Request::Rehearse(..)
            | Request::Write(..) => {
                return fault::refuse("this request is no read");
            }
        })
    }
}

/// How far a list is.
const fn reading(done: u64, total: u64) -> Progress {
    Progress {
        stage: "reading",
        done,
        total,
    }
}

/// The board of a day: the one in memory when it is of that day.
fn on_day<'a>(
    board: &'a mut Option<Board>,
    conn: &rusqlite::Connection,
    rules: &Rules,
    as_of: NaiveDate,
) -> Res<&'a mut Board> {
    let made = match board.take() {
        Some(known) if known.as_of == as_of => known,
        _ => Board::build(conn, rules, as_of)?,
    };
    Ok(board.insert(made))
}

/// The names: read on first use.
fn loaded<'a>(names: &'a mut Option<Names>, conn: &rusqlite::Connection) -> Res<&'a mut Names> {
    let made = match names.take() {
        Some(known) => known,
        None => Names::load(conn)?,
    };
    Ok(names.insert(made))
}
