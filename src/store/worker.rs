//! The store thread: owns a `Ledger`, answers requests in the order they were asked.
//!
//! Law: the screen's thread never calls SQLite (FAULTS C1). A reply carries the number of its request; long work sends
//! `Reply::Progress` under the same number first. `wake` is called after every reply, so that a loop asleep in `poll` notices.

use super::Ledger;
use super::protocol::{Reply, Request, StoreError};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

/// The store thread.
pub struct Worker {
    requests: Option<Sender<(u64, Request)>>,
    replies: Receiver<(u64, Reply)>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread.
    #[must_use]
    pub fn start(ledger: Ledger) -> Worker {
        Worker::start_with(ledger, || {})
    }

    /// Starts the thread; `wake` is called on it after every reply.
    #[must_use]
    pub fn start_with(mut ledger: Ledger, wake: impl Fn() + Send + 'static) -> Worker {
        let (requests, inbox) = channel::<(u64, Request)>();
        let (outbox, replies) = channel::<(u64, Reply)>();
        let failed = outbox.clone();
        let spawned = Builder::new().name("store".into()).spawn(move || {
            while let Ok((seq, request)) = inbox.recv() {
                let reply = ledger.ask(request, &mut |progress| {
                    // The desk may have gone; the work is finished all the same.
                    let _ = outbox.send((seq, Reply::Progress(progress)));
                    wake();
                });
                if outbox.send((seq, reply)).is_err() {
                    break;
                }
                wake();
            }
        });
        let thread = match spawned {
            Ok(handle) => Some(handle),
            Err(e) => {
                let text = format!("the store thread could not be started: {e}");
                let _ = failed.send((0, Reply::Failed(StoreError::Storage(text))));
                None
            }
        };
        Worker {
            requests: Some(requests),
            replies,
            thread,
        }
    }

    /// Asks; the reply comes under the same number. Returns false when the thread is gone (it panicked).
    pub fn ask(&self, seq: u64, request: Request) -> bool {
        match &self.requests {
            Some(sender) => sender.send((seq, request)).is_ok(),
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
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the store was reported by the panic hook; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}
