//! The proxy's own accept loop. `axum::serve` sets no timer, so that whoever sends nothing, or reads
//! nothing, holds a connection for ever; and it takes as many connections as come.
//!
//! HTTP/1.1 only: a TLS terminator speaks HTTP/2 to browsers.

mod connection;
mod files;
mod guard;
mod metrics;
mod progress;
mod service;

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tracing::warn;

use crate::error::Error;
use connection::Connection;
pub(crate) use files::warn_of_few_files;
pub use metrics::Metrics;

/// Connections beyond the limit that are told so at a time; the system's queue keeps the others.
const SPARES: usize = 256;
/// The pause after a connection could not be taken: most often files have run out, and only time
/// brings some back.
const PAUSE: Duration = Duration::from_millis(50);

/// The other end of a request's connection; an extension of every request that came over one.
#[derive(Clone, Copy)]
pub struct Peer(pub SocketAddr);

impl fmt::Debug for Peer {
    /// Without the address, which is somebody's.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Peer").finish_non_exhaustive()
    }
}

/// How far the end has come. It never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Business as usual.
    Open,
    /// Everything is still taken and answered, each answer as the last of its connection.
    Leaving,
    /// The listener is closed, and what has begun comes to its end.
    Draining,
}

/// Takes connections, as many as agreed.
#[derive(Debug)]
pub struct Acceptor {
    slots: Arc<Semaphore>,
    spares: Arc<Semaphore>,
    metrics: Metrics,
    /// Each connection holds a receiver.
    alive: watch::Sender<()>,
}

impl Acceptor {
    /// At most `connections` at a time; those beyond get 503 instead of an answer.
    #[must_use]
    pub fn new(connections: usize, metrics: Metrics) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(connections)),
            spares: Arc::new(Semaphore::new(SPARES)),
            metrics,
            alive: watch::Sender::new(()),
        }
    }

    /// Has `service` answer everything that comes to `listener`, with the [`Peer`] in each request's
    /// extensions. Ends when `stage` is [`Stage::Draining`] and the last connection is closed.
    pub async fn serve<S>(
        self,
        listener: TcpListener,
        service: S,
        mut stage: watch::Receiver<Stage>,
    ) where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
    {
        let mut accepts = true;
        loop {
            let (stream, peer, spare) = tokio::select! {
                biased;
                () = drains(&mut stage) => break,
                accepted = self.accept(&listener, &mut accepts) => accepted,
            };
            self.spawn(stream, peer, spare, &service, &stage);
        }
        for (stream, peer) in queue(listener) {
            let spare = self.spare().await;
            self.spawn(stream, peer, spare, &service, &stage);
        }
        self.alive.closed().await;
    }

    /// The next connection, and a permit to refuse it. `accepts` tells whether the last one could
    /// be taken: what goes on is logged once.
    async fn accept(
        &self,
        listener: &TcpListener,
        accepts: &mut bool,
    ) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let spare = self.spare().await;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    *accepts = true;
                    return (stream, peer, spare);
                }
                Err(error) => {
                    self.metrics.accept_errors.inc();
                    // A client that was gone before its turn is no reason to keep others waiting.
                    if error.kind() == io::ErrorKind::ConnectionAborted {
                        continue;
                    }
                    if std::mem::replace(accepts, false) {
                        let cause = error.to_string();
                        warn!(cause, "connections cannot be taken; trying on");
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn spare(&self) -> OwnedSemaphorePermit {
        let spare = self.spares.clone().acquire_owned().await;
        spare.expect("nobody closes the semaphore")
    }

    /// Answers on a connection, or refuses there if it is one too many.
    fn spawn<S>(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        spare: OwnedSemaphorePermit,
        service: &S,
        stage: &watch::Receiver<Stage>,
    ) where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
        S: Clone + Send + 'static,
        S::Future: Send,
    {
        let metrics = self.metrics.clone();
        let alive = self.alive.subscribe();
        let stage = stage.clone();
        let connection = Connection::new(stream, Peer(canonical(peer)), metrics.clone());
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            let service = service.clone();
            tokio::spawn(async move {
                let _held = (slot, alive, metrics.count_connection());
                connection.serve(service, stage).await;
            });
        } else {
            self.metrics.connections_shed.inc();
            tokio::spawn(async move {
                let _held = (spare, alive);
                let refuse = service_fn(async |_| Ok(service::refusal(Error::Overloaded)));
                connection.serve_once(refuse).await;
            });
        }
    }
}

/// Waits for [`Stage::Draining`]; who told the stages is gone: it never comes.
async fn drains(stage: &mut watch::Receiver<Stage>) {
    if stage
        .wait_for(|stage| *stage == Stage::Draining)
        .await
        .is_err()
    {
        std::future::pending().await
    }
}

/// Takes what waits in the system's queue, and closes the listener then: without it, the clients
/// there would see their connection reset.
fn queue(listener: TcpListener) -> Vec<(TcpStream, SocketAddr)> {
    // Asked directly: tokio knows only of what its own loop has seen.
    let Ok(listener) = listener.into_std() else {
        return Vec::new();
    };
    let waiting = std::iter::from_fn(|| listener.accept().ok());
    let waiting = waiting.filter_map(|(stream, peer)| {
        stream.set_nonblocking(true).ok()?;
        Some((TcpStream::from_std(stream).ok()?, peer))
    });
    waiting.collect()
}

/// An IPv4 client of a listener for both versions by its IPv4 address.
fn canonical(peer: SocketAddr) -> SocketAddr {
    SocketAddr::new(peer.ip().to_canonical(), peer.port())
}

#[cfg(test)]
mod tests {
    use super::{Peer, canonical};

    #[test]
    fn an_ipv4_client_is_one_by_either_way() {
        let peer = canonical("[::ffff:192.0.2.1]:80".parse().unwrap());
        assert_eq!(peer, "192.0.2.1:80".parse().unwrap());
        assert!(!format!("{:?}", Peer(peer)).contains("192"));
    }
}
