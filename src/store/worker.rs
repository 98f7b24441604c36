//! The store thread: owns a `Ledger`, answers questions in the order they were asked, and lets writes wait their turn.
//!
//! Law: the screen's thread never calls SQLite (FAULTS C1). While somebody else holds the write lock, writes wait in their order, say so
//! every second, and reads are answered past them. An import and a check go on in a thread and with a connection of their own, so that
//! keys are answered meanwhile. A reply carries the number of its request; `wake` is called after every reply, so that a loop asleep in
//! `poll` notices.

use super::Ledger;
use super::engine::BUSY_LIMIT;
use super::protocol::{Intent, Reply, Request, StoreError};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
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
    pub fn start_with(ledger: Ledger, wake: impl Fn() + Send + Sync + 'static) -> Worker {
        Worker::start_patient(ledger, BUSY_LIMIT, wake)
    }

    fn start_patient(
        ledger: Ledger,
        patience: Duration,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Worker {
        let (orders, inbox) = channel();
        let (outbox, replies) = channel();
        let failed = outbox.clone();
        let desk = Counter {
            ledger,
            patience,
            outbox,
            wake: Arc::new(wake),
            line: VecDeque::new(),
            aside: None,
            held: VecDeque::new(),
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
    wake: Arc<W>,
    line: VecDeque<InLine>,
    /// Long work that goes on beside.
    aside: Option<Aside>,
    /// What can only be done after it.
    held: VecDeque<(u64, Request)>,
}

/// Long work in a thread of its own.
struct Aside {
    /// Gives the connection back that it worked with.
    thread: JoinHandle<Ledger>,
    /// The connection that writes is with it; the desk reads with a second one meanwhile.
    writes: bool,
}

impl<W: Fn() + Send + Sync + 'static> Counter<W> {
    fn work(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = self.next(inbox);
            if self.aside.as_ref().is_some_and(|a| a.thread.is_finished()) {
                self.rejoin();
            }
            match order {
                Ok(Order::Ask(seq, request)) if writes(&request) => self.line.push_back(InLine {
                    seq,
                    request: *request,
                    waited: Duration::ZERO,
                    said: None,
                }),
                Ok(Order::Ask(seq, request)) if self.aside.is_some() && needs_all(&request) => {
                    self.held.push_back((seq, *request));
                }
                Ok(Order::Ask(seq, request)) => self.begin(seq, *request),
                Ok(Order::GiveUp(seq)) => self.give_up(seq),
                #[cfg(debug_assertions)]
                Ok(Order::Fail) => panic!("asked for by a test"),
                Err(RecvTimeoutError::Timeout) => {
                    if !self.is_writing()
                        && let Some(first) = self.line.front_mut()
                    {
                        first.waited += NAP;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return self.leave(),
            }
            self.serve_line();
        }
    }

    /// The next order. Where there is none, what will be asked next is made ready first.
    fn next(&mut self, inbox: &Receiver<Order>) -> Result<Order, RecvTimeoutError> {
        if self.aside.is_some() || !self.line.is_empty() {
            return inbox.recv_timeout(NAP);
        }
        loop {
            match inbox.try_recv() {
                Ok(order) => return Ok(order),
                Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
                Err(TryRecvError::Empty) if self.ledger.look_ahead() => {}
                Err(TryRecvError::Empty) => {
                    return inbox.recv().map_err(|_| RecvTimeoutError::Disconnected);
                }
            }
        }
    }

    /// Nobody reads any more: what was asked is finished, writes wait as a command does.
    fn leave(mut self) {
        while self.aside.is_some() {
            self.rejoin();
        }
        while let Some(next) = self.line.pop_front() {
            self.answer(next.seq, next.request);
        }
    }

    /// Answers, or lets long work begin beside.
    fn begin(&mut self, seq: u64, request: Request) {
        let other = if is_long(&request) && self.aside.is_none() {
            self.ledger.another()
        } else {
            None
        };
        let Some(mut other) = other else {
            return self.answer(seq, request);
        };
        let writes = writes(&request);
        if writes {
            std::mem::swap(&mut self.ledger, &mut other);
        }
        let (outbox, wake) = (self.outbox.clone(), Arc::clone(&self.wake));
        let spawned = Builder::new()
            .name("store, long work".into())
            .spawn(move || {
                answer(&mut other, seq, request, &outbox, &*wake);
                other
            });
        match spawned {
            Ok(thread) => self.aside = Some(Aside { thread, writes }),
            // The connection went with the thread that could not be made.
            Err(e) => panic!("a thread could not be started: {e}"),
        }
    }

    /// The connection that writes is away.
    fn is_writing(&self) -> bool {
        self.aside.as_ref().is_some_and(|a| a.writes)
    }

    /// Waits for the work that goes on beside, and takes up what had to wait for it.
    fn rejoin(&mut self) {
        let Some(aside) = self.aside.take() else {
            return;
        };
        match aside.thread.join() {
            Ok(ledger) if aside.writes => self.ledger = ledger,
            Ok(_) => {}
            Err(panic) => std::panic::resume_unwind(panic),
        }
        while self.aside.is_none()
            && let Some((seq, request)) = self.held.pop_front()
        {
            self.begin(seq, request);
        }
    }

    /// Does the writes that may begin; the first one that may not says so.
    fn serve_line(&mut self) {
        while !self.is_writing()
            && let Some(mut first) = self.line.pop_front()
        {
            // Two long works at once would need a third connection: the later one waits for the earlier.
            let must_wait = self.aside.is_some() && is_long(&first.request);
            if !must_wait && self.ledger.is_free() {
                self.begin(first.seq, first.request);
                continue;
            }
            if must_wait {
                self.line.push_front(first);
                return;
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
        answer(&mut self.ledger, seq, request, &self.outbox, &*self.wake);
    }

    fn tell(&self, seq: u64, reply: Reply) {
        let _ = self.outbox.send((seq, reply));
        (self.wake)();
    }
}

/// Asks the ledger and sends what it says, how far it is first.
fn answer(
    ledger: &mut Ledger,
    seq: u64,
    request: Request,
    outbox: &Sender<(u64, Reply)>,
    wake: &impl Fn(),
) {
    let reply = ledger.ask(request, &mut |progress| {
        // The desk may have gone; the work is finished all the same.
        let _ = outbox.send((seq, Reply::Progress(progress)));
        wake();
    });
    let _ = outbox.send((seq, reply));
    wake();
}

/// It takes so long that keys must be answered meanwhile.
fn is_long(request: &Request) -> bool {
    matches!(
        request,
        Request::Write(_, Intent::Import(_)) | Request::Check(_)
    )
}

/// It cannot be done while other work goes on: it is long itself, or speaks for this desk as a whole.
fn needs_all(request: &Request) -> bool {
    is_long(request) || matches!(request, Request::Here(_) | Request::Backup { .. })
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
mod tests;
