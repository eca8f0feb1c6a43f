//! Listening, serving and ending politely.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing::info;

/// How long requests that have begun may take after the signal to end.
const DRAIN: Duration = Duration::from_secs(20);

/// An address is taken, or not ours to take.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct ListenError {
    address: SocketAddr,
    source: io::Error,
}

/// Opens a listener; port 0 takes any that is free.
pub(crate) async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ListenError> {
    let failed = |source| ListenError { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until SIGTERM or ctrl-C, then lets what has begun come to its end, [`DRAIN`] at most. A
/// second signal ends at once.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    drains: watch::Sender<bool>,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Small answers should not wait for company; where it cannot be set, they do.
        let _ = stream.set_nodelay(true);
    });
    let mut until_drain = drains.subscribe();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        // The sender lives as long as the server, so an error cannot come first.
        let _ = until_drain.wait_for(|drains| *drains).await;
    });
    let server = async move { server.await };
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => return ended,
        () = signal() => {}
    }
    info!("ending: open requests are answered, new ones are not taken");
    drains.send_replace(true);
    tokio::select! {
        ended = &mut server => ended,
        () = tokio::time::sleep(DRAIN) => Ok(()),
        () = signal() => Ok(()),
    }
}

/// Answers balancers and supervisors, where there is a listener for them.
pub(crate) async fn serve_admin(listener: Option<TcpListener>, router: Router) -> io::Result<()> {
    match listener {
        Some(listener) => axum::serve(listener, router).await,
        None => std::future::pending().await,
    }
}

/// Waits for SIGTERM or ctrl-C. Where a handler cannot be installed, that signal ends the process
/// by itself.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
