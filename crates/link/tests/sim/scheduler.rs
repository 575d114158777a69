//! One thing at a time, in an order that follows from the seed.
//!
//! Statements run on one blocking thread, which is held still while a task is polled. So a poll ends at the first
//! statement, sleep or wait, a crash can fall between any two of them, and every run of a seed is the same.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Wake, Waker},
    time::Duration,
};

use tokio::{sync::Notify, task::spawn_blocking};

use crate::chance::Chance;

/// A task: what a node or a person is busy with.
type Task = Pin<Box<dyn Future<Output = ()>>>;

struct Running {
    name: String,
    task: Task,
    bell: Arc<Bell>,
}

/// Rung when its task can go on.
struct Bell {
    rung: AtomicBool,
    any: Arc<Notify>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::SeqCst);
        self.any.notify_one();
    }
}

/// Everything that is under way.
pub(crate) struct Scheduler {
    chance: Chance,
    running: Vec<Running>,
    any: Arc<Notify>,
}

/// The longest that nothing happens before somebody is believed to hang.
const HANGS: Duration = Duration::from_secs(2 * 3_600);

impl Scheduler {
    pub(crate) fn new(chance: Chance) -> Self {
        Self {
            chance,
            running: Vec::new(),
            any: Arc::default(),
        }
    }

    /// Begins a task.
    pub(crate) fn begin(&mut self, name: &str, task: impl Future<Output = ()> + 'static) {
        self.running.push(Running {
            name: name.to_owned(),
            // How often tokio makes a task give way depends on how busy the machine is, and no life may.
            task: Box::pin(tokio::task::unconstrained(task)),
            bell: Arc::new(Bell {
                rung: AtomicBool::new(true),
                any: Arc::clone(&self.any),
            }),
        });
    }

    pub(crate) fn is_busy(&self, name: &str) -> bool {
        self.running.iter().any(|running| running.name == name)
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// The power goes: the task ends wherever it is. False when it was not running.
    pub(crate) fn kill(&mut self, name: &str) -> bool {
        let before = self.running.len();
        self.running.retain(|running| running.name != name);
        self.running.len() < before
    }

    /// Polls up to `polls` times; time passes only when nobody can go on.
    pub(crate) async fn run(&mut self, polls: u64) {
        for _ in 0..polls {
            if self.is_idle() {
                return;
            }
            if !self.poll_one().await && !self.wait(HANGS).await {
                return;
            }
        }
    }

    /// Lets so much time pass, with everything that happens in it.
    pub(crate) async fn pass(&mut self, time: Duration) {
        let end = tokio::time::Instant::now() + time;
        loop {
            while self.poll_one().await {}
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            if left.is_zero() || !self.wait(left).await {
                return;
            }
        }
    }

    /// Polls one of those that can go on; false when nobody can.
    async fn poll_one(&mut self) -> bool {
        let ready: Vec<usize> = (0..self.running.len())
            .filter(|index| self.running[*index].bell.rung.load(Ordering::SeqCst))
            .collect();
        if ready.is_empty() {
            return false;
        }
        let index = *self.chance.pick(&ready);
        let one = &mut self.running[index];
        one.bell.rung.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&one.bell));
        let (let_go, held) = mpsc::channel::<()>();
        let holding = spawn_blocking(move || held.recv().is_ok());
        let done = one
            .task
            .as_mut()
            .poll(&mut Context::from_waker(&waker))
            .is_ready();
        drop(let_go);
        holding.await.unwrap();
        if done {
            self.running.remove(index);
        }
        // Whatever the poll asked of the database has been done, and has rung, when this has.
        spawn_blocking(|| ()).await.unwrap();
        true
    }

    /// Waits until somebody can go on; false when nobody can for so long.
    async fn wait(&self, most: Duration) -> bool {
        tokio::time::timeout(most, self.any.notified())
            .await
            .is_ok()
    }
}
