//! The accept loop over real sockets. Tests stop the clock once their connection stands: what
//! follows takes no time, and timers are exact.

mod ending;
mod limits;
mod service;
mod slow;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use prometheus_client::registry::Registry;
use proxy::accept::{Acceptor, Metrics, Stage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{Instant, timeout};

use crate::support::log;

const GET: &str = "GET / HTTP/1.1\r\nhost: pickup.example\r\n\r\n";

/// An acceptor on a port of its own.
struct Server {
    address: SocketAddr,
    stage: watch::Sender<Stage>,
    registry: Registry,
    served: JoinHandle<()>,
}

impl Server {
    async fn start(router: Router) -> Self {
        Self::start_with(100, router).await
    }

    async fn start_with(connections: usize, router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        Self::start_on(listener, connections, TowerToHyperService::new(router))
    }

    fn start_on<S>(listener: TcpListener, connections: usize, service: S) -> Self
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
    {
        log::start();
        let address = listener.local_addr().expect("it listens");
        let metrics = Metrics::default();
        let mut registry = Registry::with_prefix("picker");
        metrics.register(&mut registry);
        let acceptor = Acceptor::new(connections, metrics);
        let (stage, stages) = watch::channel(Stage::Open);
        let served = tokio::spawn(acceptor.serve(listener, service, stages));
        Self {
            address,
            stage,
            registry,
            served,
        }
    }

    async fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).await;
        let stream = stream.expect("it listens");
        // Else a second small packet waits for the system's clock, which goes on.
        stream.set_nodelay(true).expect("it is connected");
        Client(stream)
    }

    /// The value of a metric, written with its labels.
    fn metric(&self, name: &str) -> u64 {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).expect("text");
        let mut lines = text.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0, |value| value.parse().expect("a number"))
    }
}

/// What the loop answers by itself had none of them.
fn assert_default_headers(answer: &str) {
    for header in [
        "vary: Origin, Accept-Encoding",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(answer.contains(&format!("{header}\r\n")), "{answer}");
    }
}

/// Somebody at the other end, who speaks HTTP by hand.
struct Client(TcpStream);

impl Client {
    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.expect("it is read");
    }

    /// Reads one answer that has a length.
    async fn answer(&mut self) -> String {
        let mut answer = Vec::new();
        let whole = async {
            while !is_whole(&answer) {
                let read = self.0.read_buf(&mut answer).await.expect("an answer");
                assert_ne!(read, 0, "half an answer: {answer:?}");
            }
        };
        timeout(Duration::from_secs(200), whole)
            .await
            .expect("an answer in time");
        String::from_utf8(answer).expect("text")
    }

    /// Asks and is answered, while no timer runs.
    async fn get(&mut self) -> String {
        awake(async {
            self.send(GET).await;
            self.answer().await
        })
        .await
    }

    /// What comes until the connection is closed, and the seconds that it took.
    async fn rest(&mut self) -> (Vec<u8>, f64) {
        let began = Instant::now();
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(1000), self.0.read_to_end(&mut rest)).await;
        // Closed or reset: it is over for the client.
        let _ = end.expect("the connection is closed at some time");
        (rest, began.elapsed().as_secs_f64())
    }

    /// Waits until the other side closes without a word; returns the seconds that it took.
    async fn closed(&mut self) -> f64 {
        let (rest, seconds) = self.rest().await;
        assert_eq!(String::from_utf8_lossy(&rest), "");
        seconds
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().expect("a number"));
    body.len() >= length
}

/// Does it while a stopped clock stands. Otherwise it jumps to the next timer whenever nothing runs
/// here, and then bytes may still be on their way through the system.
async fn awake<F: Future>(work: F) -> F::Output {
    let busy = async {
        loop {
            yield_now().await;
        }
    };
    let done = tokio::select! {
        biased;
        done = work => done,
        () = busy => unreachable!("it has no end"),
    };
    // The other side has its turn as well.
    for _ in 0..200 {
        yield_now().await;
    }
    done
}

/// Answers at once.
fn quick() -> Router {
    Router::new().fallback(get(|| async { "ok" }))
}

/// Answers `after` a time.
fn slow(after: Duration) -> Router {
    Router::new().fallback(move |_: Request| async move {
        tokio::time::sleep(after).await;
        "at last"
    })
}

#[track_caller]
fn assert_near(seconds: f64, expected: f64) {
    let distance = (seconds - expected).abs();
    assert!(distance < 0.5, "{seconds} s instead of {expected} s");
}
