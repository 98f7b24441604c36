//! The store thread: owns a `Ledger`, answers questions in the order they were asked, and lets writes wait their turn.
//!
//! Law: the screen's thread never calls SQLite (FAULTS C1). While somebody else holds the write lock, writes wait in their order, say so
//! every second, and reads are answered past them. A reply carries the number of its request; `wake` is called after every reply, so
//! that a loop asleep in `poll` notices.

use super::Ledger;
use super::engine::BUSY_LIMIT;
use super::protocol::{Intent, Reply, Request, StoreError};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// How long between two looks at the write lock.
const NAP: Duration = Duration::from_millis(20);
/// A wait that is shorter than this is nobody's business.
const UNSAID: Duration = Duration::from_millis(300);

/// The store thread.
pub struct Worker {
    orders: Option<Sender<Order>>,
    replies: Receiver<(u64, Reply)>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    Ask(u64, Box<Request>),
    GiveUp(u64),
    #[cfg(debug_assertions)]
    Fail,
}

impl Worker {
    /// Starts the thread.
    #[must_use]
    pub fn start(ledger: Ledger) -> Worker {
        Worker::start_with(ledger, || {})
    }

    /// Starts the thread; `wake` is called on it after every reply.
    #[must_use]
    pub fn start_with(ledger: Ledger, wake: impl Fn() + Send + 'static) -> Worker {
        Worker::start_patient(ledger, BUSY_LIMIT, wake)
    }

    fn start_patient(
        ledger: Ledger,
        patience: Duration,
        wake: impl Fn() + Send + 'static,
    ) -> Worker {
        let (orders, inbox) = channel();
        let (outbox, replies) = channel();
        let failed = outbox.clone();
        let desk = Counter {
            ledger,
            patience,
            outbox,
            wake,
            line: VecDeque::new(),
        };
        let spawned = Builder::new()
            .name("store".into())
            .spawn(move || desk.work(&inbox));
        let thread = match spawned {
            Ok(handle) => Some(handle),
            Err(e) => {
                let text = format!("the store thread could not be started: {e}");
                let _ = failed.send((0, Reply::Failed(StoreError::Storage(text))));
                None
            }
        };
        Worker {
            orders: Some(orders),
            replies,
            thread,
        }
    }

    /// Asks; the reply comes under the same number. Returns false when the thread is gone (it panicked).
    pub fn ask(&self, seq: u64, request: Request) -> bool {
        self.order(Order::Ask(seq, Box::new(request)))
    }

    /// Takes back a write that is still waiting: its reply says that nothing was saved. One that has begun is finished.
    pub fn give_up(&self, seq: u64) -> bool {
        self.order(Order::GiveUp(seq))
    }

    /// Makes the thread fail: only in builds for tests, to see that the desk lives on.
    #[cfg(debug_assertions)]
    pub fn fail(&self) -> bool {
        self.order(Order::Fail)
    }

    fn order(&self, order: Order) -> bool {
        match &self.orders {
            Some(sender) => sender.send(order).is_ok(),
            None => false,
        }
    }

    /// Where the replies arrive.
    #[must_use]
    pub fn replies(&self) -> &Receiver<(u64, Reply)> {
        &self.replies
    }
}

impl Drop for Worker {
    /// Lets the thread finish what was asked (a write is never dropped), then joins it.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the store was reported by the panic hook; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

/// A write in the line.
struct InLine {
    seq: u64,
    request: Request,
    waited: Duration,
    /// The second that was said last.
    said: Option<u64>,
}

/// The thread's side: the ledger, and the writes that wait.
struct Counter<W> {
    ledger: Ledger,
    patience: Duration,
    outbox: Sender<(u64, Reply)>,
    wake: W,
    line: VecDeque<InLine>,
}

impl<W: Fn()> Counter<W> {
    fn work(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = if self.line.is_empty() {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(NAP)
            };
            match order {
                Ok(Order::Ask(seq, request)) if writes(&request) => self.line.push_back(InLine {
                    seq,
                    request: *request,
                    waited: Duration::ZERO,
                    said: None,
                }),
                Ok(Order::Ask(seq, request)) => self.answer(seq, *request),
                Ok(Order::GiveUp(seq)) => self.give_up(seq),
                #[cfg(debug_assertions)]
                Ok(Order::Fail) => panic!("asked for by a test"),
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(first) = self.line.front_mut() {
                        first.waited += NAP;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    // Nobody reads past them any more: they wait as a command does.
                    while let Some(next) = self.line.pop_front() {
                        self.answer(next.seq, next.request);
                    }
                    return;
                }
            }
            self.serve_line();
        }
    }

    /// Does the writes that may begin; the first one that may not says so.
    fn serve_line(&mut self) {
        while let Some(mut first) = self.line.pop_front() {
            if self.ledger.is_free() {
                self.answer(first.seq, first.request);
                continue;
            }
            if first.waited >= self.patience {
                let busy = self.ledger.busy(first.waited);
                self.tell(first.seq, Reply::Failed(busy));
                continue;
            }
            let second = first.waited.as_secs();
            if first.waited >= UNSAID.min(self.patience / 2) && first.said != Some(second) {
                first.said = Some(second);
                let waiting = self.ledger.waiting(first.waited);
                self.tell(first.seq, Reply::Waiting(waiting));
            }
            self.line.push_front(first);
            return;
        }
    }

    fn give_up(&mut self, seq: u64) {
        let Some(at) = self.line.iter().position(|w| w.seq == seq) else {
            return;
        };
        self.line.remove(at);
        let text = "given up: nothing was saved";
        self.tell(seq, Reply::Failed(StoreError::Busy(text.into())));
    }

    fn answer(&mut self, seq: u64, request: Request) {
        let (outbox, wake) = (&self.outbox, &self.wake);
        let reply = self.ledger.ask(request, &mut |progress| {
            // The desk may have gone; the work is finished all the same.
            let _ = outbox.send((seq, Reply::Progress(progress)));
            wake();
        });
        self.tell(seq, reply);
    }

    fn tell(&self, seq: u64, reply: Reply) {
        let _ = self.outbox.send((seq, reply));
        (self.wake)();
    }
}

/// It needs the write lock.
fn writes(request: &Request) -> bool {
    match request {
        Request::Write(_, Intent::Import(order)) => !order.dry_run,
        Request::Write(..) | Request::TurnDay { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Identity;
    use super::super::protocol::{Here, Stamp, Waiting};
    use super::*;
    use crate::domain::money::Currency;
    use crate::domain::rules::Rules;
    use chrono::{DateTime, NaiveDate};
    use rusqlite::Connection;
    use std::path::{Path, PathBuf};

    /// A ledger in a file, and a worker that waits so long.
    fn started(folder: &Path, patience: Duration) -> (PathBuf, Worker) {
        let path = folder.join("l.db");
        let id = Identity {
            company: "Harbor".into(),
            currency: Currency::USD,
        };
        let ledger = Ledger::create(&path, &id, Rules::default()).expect("a ledger");
        (path, Worker::start_patient(ledger, patience, || {}))
    }

    /// Somebody else's transaction that writes.
    fn locked(path: &Path) -> Connection {
        let other = Connection::open(path).expect("a second connection");
        other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
        other
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
    }

    /// A write that is refused as soon as it has the lock: there is nothing to undo.
    fn write() -> Request {
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            on: day(),
            by: "bob".into(),
            key: "k".into(),
        };
        Request::Write(stamp, Intent::Undo { seq: None })
    }

    fn next(worker: &Worker) -> (u64, Reply) {
        worker.replies().recv().expect("a reply")
    }

    const LONG: Duration = Duration::from_secs(3_600);

    #[test]
    fn reads_are_answered_while_a_write_waits_and_the_write_follows() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, worker) = started(folder.path(), LONG);
        let other = locked(&path);
        worker.ask(1, write());
        worker.ask(2, Request::Status { as_of: day() });
        assert!(matches!(next(&worker), (2, Reply::Status(_))));
        let (seq, waiting) = next(&worker);
        assert_eq!(seq, 1);
        let Reply::Waiting(Waiting { who, seconds: 0 }) = waiting else {
            panic!("{waiting:?}")
        };
        assert_eq!(who, "another program is saving to this ledger");
        other.execute_batch("ROLLBACK").expect("the lock is free");
        // The empty ledger has nothing to undo: it was asked, so the lock was had.
        let (seq, reply) = next(&worker);
        assert!(
            matches!(&reply, Reply::Failed(StoreError::Refused(_))),
            "{reply:?}"
        );
        assert_eq!(seq, 1);
    }

    #[test]
    fn a_write_that_waits_says_who_is_saving() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, worker) = started(folder.path(), LONG);
        let mut ann = Ledger::open(&path, Rules::default()).expect("a second desk");
        let here = Here {
            at: DateTime::UNIX_EPOCH,
            by: "Ann".into(),
            account: None,
        };
        ann.ask(Request::Here(here), &mut |_| {});
        let Request::Write(stamp, _) = write() else {
            panic!("a write")
        };
        let stamp = Stamp {
            by: "Ann".into(),
            ..stamp
        };
        ann.begin(&stamp, Some("saving"));
        let _lock = locked(&path);
        worker.ask(1, write());
        let (_, reply) = next(&worker);
        let Reply::Waiting(Waiting { who, .. }) = reply else {
            panic!("{reply:?}")
        };
        assert_eq!(who, "Ann is saving");
    }

    #[test]
    fn a_write_that_waits_is_given_up_and_those_behind_it_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, worker) = started(folder.path(), LONG);
        let other = locked(&path);
        worker.ask(1, write());
        worker.ask(2, write());
        worker.give_up(1);
        let (seq, reply) = std::iter::repeat_with(|| next(&worker))
            .find(|(_, r)| !matches!(r, Reply::Waiting(_)))
            .expect("a reply");
        assert_eq!(seq, 1);
        let Reply::Failed(StoreError::Busy(text)) = reply else {
            panic!("{reply:?}")
        };
        assert!(text.contains("nothing was saved"), "{text}");
        other.execute_batch("ROLLBACK").expect("the lock is free");
        let (seq, reply) = std::iter::repeat_with(|| next(&worker))
            .find(|(_, r)| !matches!(r, Reply::Waiting(_)))
            .expect("a reply");
        assert_eq!(seq, 2);
        assert!(matches!(reply, Reply::Failed(StoreError::Refused(_))));
        // What has ended cannot be given up: no reply, no harm.
        worker.give_up(2);
        worker.ask(3, Request::Changed);
        assert!(matches!(next(&worker), (3, Reply::Changed(_))));
    }

    #[test]
    fn patience_ends_with_nothing_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, worker) = started(folder.path(), NAP * 3);
        let _lock = locked(&path);
        worker.ask(1, write());
        assert!(matches!(next(&worker), (1, Reply::Waiting(_))));
        let (_, reply) = next(&worker);
        let Reply::Failed(StoreError::Busy(text)) = reply else {
            panic!("{reply:?}")
        };
        assert!(text.contains("nothing was saved"), "{text}");
    }
}
