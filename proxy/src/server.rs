//! Listening, signals, and the order of ending.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{info, warn};

use crate::accept::{Acceptor, Metrics, Stage};

/// Connections that the system keeps until the proxy takes them.
const BACKLOG: u32 = 4096;
/// Balancers, supervisors and whoever reads the metrics.
const ADMIN_CONNECTIONS: usize = 64;
/// How long requests that have begun may take once the listener is closed.
const DRAIN: Duration = Duration::from_secs(20);

/// An address is taken, or not ours to take.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct ListenError {
    address: SocketAddr,
    source: io::Error,
}

/// Opens a listener; port 0 takes any that is free.
pub(crate) fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ListenError> {
    let failed = |source| ListenError { address, source };
    let listener = listen(address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // Else a restart waits for the connections of the process before it. On Windows the option
    // means something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// When and how the process ends.
pub(crate) struct Ending {
    signals: Signals,
    stage: watch::Sender<Stage>,
    grace: Duration,
}

impl Ending {
    /// Listens for signals from now on. Once one has come, everything is still answered for
    /// `grace`, while balancers turn away.
    pub(crate) fn listen(grace: Duration) -> Self {
        Self {
            signals: Signals::listen(),
            stage: watch::Sender::new(Stage::Open),
            grace,
        }
    }

    /// How far the end has come.
    pub(crate) fn stage(&self) -> watch::Receiver<Stage> {
        self.stage.subscribe()
    }
}

/// Serves until SIGTERM or ctrl-C and ends then in this order: the stage says so, and the grace
/// passes; the listener closes; what has begun comes to its end, [`DRAIN`] at most. A second signal
/// ends at once.
pub(crate) async fn serve<S>(listener: TcpListener, service: S, acceptor: Acceptor, ending: Ending)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    let Ending {
        mut signals,
        stage,
        grace,
    } = ending;
    let mut answered = pin!(acceptor.serve(listener, service, stage.subscribe()));
    tokio::select! {
        () = answered.as_mut() => return,
        () = signals.next() => {}
    }
    info!("ending: other proxies should take over now");
    stage.send_replace(Stage::Leaving);
    let drained = async {
        sleep(grace).await;
        info!("ending: no connections are taken any more, begun requests are answered");
        stage.send_replace(Stage::Draining);
        sleep(DRAIN).await;
    };
    tokio::select! {
        () = answered.as_mut() => info!("ended: every request was answered"),
        () = drained => warn!("ended: some requests took too long to be answered"),
        () = signals.next() => warn!("ended at once, by a second signal"),
    }
}

/// Answers balancers and supervisors, where there is a listener for them, as long as it is polled.
pub(crate) async fn serve_admin(listener: Option<TcpListener>, router: Router) {
    let Some(listener) = listener else {
        return std::future::pending().await;
    };
    let (_always, stage) = watch::channel(Stage::Open);
    let acceptor = Acceptor::new(ADMIN_CONNECTIONS, Metrics::default());
    let service = TowerToHyperService::new(router);
    acceptor.serve(listener, service, stage).await;
}

/// What asks the process to end: SIGTERM and ctrl-C.
struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    interrupt: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on, so that none is missed between two. Where no handler can be installed,
    /// that signal ends the process by itself.
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            terminate: signal(SignalKind::terminate()).ok(),
            interrupt: signal(SignalKind::interrupt()).ok(),
        }
    }

    async fn next(&mut self) {
        tokio::select! {
            Some(()) = recv(&mut self.terminate) => {}
            Some(()) = recv(&mut self.interrupt) => {}
            else => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
async fn recv(signal: &mut Option<tokio::signal::unix::Signal>) -> Option<()> {
    signal.as_mut()?.recv().await
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self {}
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
