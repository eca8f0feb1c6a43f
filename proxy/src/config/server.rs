//! The settings of the process: where it listens, whom it believes, what it keeps.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::HeaderName;
use ipnet::IpNet;

/// `[server]`: listening, and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct ServerConfig {
    /// `server.listen`, `PICKER_LISTEN`: the public side. Default `127.0.0.1:8080`. Takes a restart.
    pub(crate) listen: SocketAddr,
    /// `server.admin_listen`, `PICKER_ADMIN_LISTEN`: for balancers and supervisors. Default
    /// `127.0.0.1:9090`. Takes a restart.
    pub(crate) admin_listen: SocketAddr,
    /// `server.trusted_proxies`, `PICKER_TRUSTED_PROXIES`: who may say in
    /// [`Self::client_ip_header`] whom a request comes from. Default: nobody.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// `server.client_ip_header`, `PICKER_CLIENT_IP_HEADER`: a list of addresses, the nearest last.
    /// Default `X-Forwarded-For`.
    pub(crate) client_ip_header: HeaderName,
    /// `server.connections`: most connections at a time, 1 to 65,536. Default 4,096. Takes a
    /// restart.
    pub(crate) connections: usize,
    /// `server.drain_grace_s`, `PICKER_DRAIN_GRACE_S`: how long `/readyz` says 503 before the
    /// listener closes, in seconds, 0 to 60. Default 5.
    pub(crate) drain_grace: Duration,
}

/// `[cache]`: what is kept of Sendcloud's answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CacheConfig {
    /// `cache.memory_mib`: most bytes of answers kept, written in MiB, 1 to 65,536. Default 128.
    /// Takes a restart.
    pub(crate) memory_bytes: u64,
}

/// What is used where nothing is said.
pub(crate) const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
/// As [`LISTEN`], for the admin side.
pub(crate) const ADMIN_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 9090);

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: LISTEN,
            admin_listen: ADMIN_LISTEN,
            trusted_proxies: Vec::new(),
            client_ip_header: HeaderName::from_static("x-forwarded-for"),
            connections: 4096,
            drain_grace: Duration::from_secs(5),
        }
    }
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            memory_bytes: 128 * 1024 * 1024,
        }
    }
}
