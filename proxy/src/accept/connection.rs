//! One connection, from its first byte to its end.

use std::convert::Infallible;
use std::future::pending;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::guard::Guard;
use super::progress::Progress;
use super::{Metrics, Peer, Stage, service};

/// Most headers of a request.
const HEADERS: usize = 64;
/// Most bytes of a request's head.
const HEAD_BYTES: usize = 16 * 1024;
/// What is kept of a connection's bytes, each way.
const BUFFER_BYTES: usize = 32 * 1024;

/// A connection that was taken.
pub(super) struct Connection {
    stream: TcpStream,
    shared: Arc<Shared>,
}

/// What the parts of a connection share.
pub(super) struct Shared {
    pub(super) peer: Peer,
    pub(super) progress: Progress,
    pub(super) metrics: Metrics,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, peer: Peer, metrics: Metrics) -> Self {
        let shared = Arc::new(Shared {
            peer,
            progress: Progress::new(),
            metrics,
        });
        Self { stream, shared }
    }

    /// Answers a single request, which has to come at once.
    pub(super) async fn serve_once<S>(self, service: S)
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
        S::Future: Send,
    {
        let (_, stage) = watch::channel(Stage::Draining);
        self.serve(service, stage).await;
    }

    /// Answers requests until the client or `stage` ends it, or the client is too slow.
    pub(super) async fn serve<S>(self, service: S, mut stage: watch::Receiver<Stage>)
    where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
        S::Future: Send,
    {
        // Small answers should not wait for company; where it cannot be set, they do.
        let _ = self.stream.set_nodelay(true);
        let Shared {
            progress, metrics, ..
        } = &*self.shared;
        let io = TokioIo::new(Guard::new(self.stream, self.shared.clone()));
        let service = service::watch(service, self.shared.clone());
        progress.enter(*stage.borrow_and_update());
        let mut connection = pin!(http().serve_connection(io, service));
        let mut look = pin!(sleep_until(Instant::now()));
        loop {
            tokio::select! {
                // What has arrived is read before the connection is taken for idle.
                biased;
                // An error is the client's: it left, or did not speak HTTP.
                _ = connection.as_mut() => return,
                stage = next(&mut stage) => {
                    progress.enter(stage);
                    // Where a head is expected, hyper would close before it has read what is under
                    // way; the answer closes there.
                    if stage == Stage::Draining && !progress.expects_head() {
                        connection.as_mut().graceful_shutdown();
                    }
                    look.as_mut().reset(Instant::now());
                }
                () = look.as_mut() => match progress.look() {
                    Ok(next) => look.as_mut().reset(next),
                    Err(cut) => {
                        metrics.count_cut(cut);
                        return;
                    }
                },
            }
        }
    }
}

/// Without hyper's own timeout for heads: it runs between two requests as well, so that one value
/// would have to serve both, and takes a timer for each request.
fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    http.header_read_timeout(None)
        .max_headers(HEADERS)
        .max_header_size(HEAD_BYTES)
        .max_buf_size(BUFFER_BYTES);
    http
}

/// The next stage; who told the stages is gone: none comes.
async fn next(stage: &mut watch::Receiver<Stage>) -> Stage {
    if stage.changed().await.is_err() {
        return pending().await;
    }
    *stage.borrow_and_update()
}
