//! The picker in a checkout, with a shop that receives the order. Without keys the sandbox stands
//! in Sendcloud's place, and nothing needs a network.

mod checkout;
mod variables;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use axum::Router;
use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Fault, Faults, Sandbox};
use secrecy::ExposeSecret;
use tokio::net::TcpListener;

use crate::accept::{Acceptor, Metrics};
use crate::app::{self, AppState};
use crate::assets::Assets;
use crate::cli::RunError;
use crate::clock::Clock;
use crate::config::{Config, Credentials, Environment};
use crate::print;
use crate::server::{self, Ending};
use hyper_util::service::TowerToHyperService;
use variables::DemoVariables;

/// Most connections at a time.
const CONNECTIONS: usize = 4096;
/// No balancer has to turn away from a demo.
const NO_GRACE: Duration = Duration::ZERO;

/// Runs the imitation of Sendcloud alone, every answer of its API so much later.
///
/// # Errors
///
/// Where it cannot listen, or the listener breaks.
pub(crate) async fn run_sandbox(listen: SocketAddr, latency: Duration) -> Result<(), RunError> {
    let mut variables = DemoVariables::new(&Environment::get);
    variables.make_up("SENDCLOUD_PUBLIC_KEY", || DEMO_PUBLIC_KEY.to_owned());
    variables.make_up("SENDCLOUD_SECRET_KEY", || DEMO_SECRET_KEY.to_owned());
    let credentials = Credentials::read(&|name| variables.get(name))?;
    let (listener, address) = server::bind(listen)?;
    let ending = Ending::listen(NO_GRACE);
    variables.print("It takes these keys, since none are set:");
    print::line(format_args!(
        "The sandbox is at http://{address}/ (SENDCLOUD_BASE_URL=http://{address}/api/v3)"
    ));
    let faults = Faults::none();
    faults.set(Fault::Latency(latency));
    let router = sandbox::router(imitation(&credentials).with_faults(&faults));
    let acceptor = Acceptor::new(CONNECTIONS, Metrics::default());
    let service = TowerToHyperService::new(router);
    server::serve(listener, service, acceptor, ending).await;
    Ok(())
}

/// Serves the demo checkout and everything behind it.
///
/// # Errors
///
/// Where the widget has not been built, an address is taken, or a listener breaks.
pub(crate) async fn run_demo(
    listen: SocketAddr,
    admin_listen: Option<SocketAddr>,
    directory: &Path,
) -> Result<(), RunError> {
    let assets = Assets::load(directory)?;
    checkout::require(&assets, directory)?;
    let (listener, address) = server::bind(listen)?;
    let ending = Ending::listen(NO_GRACE);
    let address = reachable(address);
    let admin_listener = match admin_listen {
        Some(listen) => Some(server::bind(listen)?.0),
        None => None,
    };
    let mut variables = DemoVariables::new(&Environment::get);
    variables.fill_in(address);
    let sandbox_listener = if variables.has_keys() {
        None
    } else {
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (listener, address) = server::bind(loopback)?;
        variables.use_sandbox(address);
        Some(listener)
    };
    let mut config = Config::read(&|name| variables.get(name), address)?;
    let issuer = config.issuer(address);
    let shop = config
        .shops
        .first_mut()
        .expect("a configuration has a shop");
    let sandbox = sandbox_listener.map(|listener| {
        let api = sandbox::router(imitation(&shop.upstream.credentials));
        (listener, sandbox::tiles::router().fallback_service(api))
    });
    let shop = checkout::shop(shop, issuer);
    let state = AppState::new(config, assets, Clock::system(), address);
    let state = state.map_err(RunError::Client)?;
    let beside = checkout::router(state.clone()).merge(shop);

    variables.print("Made up for this run, since not set:");
    print::line(format_args!("The demo checkout is at http://{address}/"));
    let accepts = Metrics::default();
    let acceptor = Acceptor::new(CONNECTIONS, accepts.clone());
    let service = app::service_with(state.clone(), beside);
    let admin = app::admin_router(&state, ending.stage(), |registry| {
        accepts.register(registry)
    });
    tokio::select! {
        ended = serve_sandbox(sandbox) => ended?,
        never = state.tend() => match never {},
        () = server::serve_admin(admin_listener, admin) => {}
        () = server::serve(listener, service, acceptor, ending) => {}
    }
    state.selections().close().await;
    Ok(())
}

/// Where a browser on this machine finds what listens on `address`: "everywhere" is no place to go
/// to, and no origin of a page.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Serves the sandbox where there is one; ends only if it breaks.
async fn serve_sandbox(sandbox: Option<(TcpListener, Router)>) -> std::io::Result<()> {
    match sandbox {
        Some((listener, router)) => axum::serve(listener, router).await,
        None => std::future::pending().await,
    }
}

/// The sandbox, for whoever has these keys.
fn imitation(credentials: &Credentials) -> Sandbox {
    let public_key = credentials.public_key.expose_secret();
    let secret_key = credentials.secret_key.expose_secret();
    Sandbox::default().with_keys(public_key, secret_key)
}
