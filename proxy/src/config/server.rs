//! The settings of the process: where it listens, whom it believes, what it keeps.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::HeaderName;
use ipnet::IpNet;

use super::{Section, Source};

/// The public side.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// For balancers and supervisors.
const ADMIN_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9090);
/// Where proxies write whom they speak for.
const CLIENT_IP_HEADER: HeaderName = HeaderName::from_static("x-forwarded-for");
const CONNECTIONS: usize = 4096;
const CONNECTIONS_MAX: usize = 65_536;
const DRAIN_GRACE_S: u64 = 5;
const DRAIN_GRACE_MAX_S: u64 = 60;
const MEMORY_MIB: u64 = 128;
const TILES_MEMORY_MIB: u64 = 64;
const MEMORY_MAX_MIB: u64 = 65_536;

/// `[server]`: listening, and the way to it.
#[derive(Clone)]
pub(crate) struct ServerConfig {
    /// `server.listen`, `PICKER_LISTEN`: the public side. Default `127.0.0.1:8080`. Takes a
    /// restart.
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
    /// listener closes, in seconds, 0 to 60. Default 5. Takes a restart.
    pub(crate) drain_grace: Duration,
}

/// `[cache]`: what is kept of others' answers.
#[derive(Clone, Copy)]
pub(crate) struct CacheConfig {
    /// `cache.memory_mib`: most bytes of answers kept, written in MiB, 1 to 65,536. Default 128.
    /// Takes a restart.
    pub(crate) memory_bytes: u64,
    /// `cache.tiles_memory_mib`: the same of map tiles, 1 to 65,536. Default 64. Takes a restart.
    pub(crate) tiles_memory_bytes: u64,
}

impl ServerConfig {
    /// Reads the section; what was said on the command line goes before it.
    pub(super) fn read(section: &mut Section<'_, '_>, source: &Source) -> Self {
        let listen = section.parse("listen", parse_listen);
        let admin_listen = section.parse("admin_listen", parse_listen);
        let trusted_proxies = ("trusted_proxies", "PICKER_TRUSTED_PROXIES");
        let client_ip_header = ("client_ip_header", "PICKER_CLIENT_IP_HEADER");
        let drain_grace = ("drain_grace_s", "PICKER_DRAIN_GRACE_S");
        Self {
            listen: source.listen.or(listen).unwrap_or(LISTEN),
            admin_listen: source.admin_listen.or(admin_listen).unwrap_or(ADMIN_LISTEN),
            trusted_proxies: section
                .list(trusted_proxies, parse_network)
                .unwrap_or_default(),
            client_ip_header: section
                .parse(client_ip_header, parse_header)
                .unwrap_or(CLIENT_IP_HEADER),
            connections: section
                .number("connections", 1..=CONNECTIONS_MAX)
                .unwrap_or(CONNECTIONS),
            drain_grace: Duration::from_secs(
                section
                    .number(drain_grace, 0..=DRAIN_GRACE_MAX_S)
                    .unwrap_or(DRAIN_GRACE_S),
            ),
        }
    }
}

impl CacheConfig {
    pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
        let mut bytes = |key, default| {
            let mib = section.number(key, 1..=MEMORY_MAX_MIB);
            mib.unwrap_or(default) * 1024 * 1024
        };
        Self {
            memory_bytes: bytes("memory_mib", MEMORY_MIB),
            tiles_memory_bytes: bytes("tiles_memory_mib", TILES_MEMORY_MIB),
        }
    }
}

fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "is no address with a port, such as 127.0.0.1:8080".to_owned())
}

/// A network, or an address alone.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let network = text.parse::<IpNet>().ok();
    let network = network.or_else(|| Some(text.parse::<IpAddr>().ok()?.into()));
    network
        .map(|network| network.trunc())
        .ok_or_else(|| format!("holds {text:?}, which is no network such as 10.0.0.0/8"))
}

fn parse_header(text: &str) -> Result<HeaderName, String> {
    text.parse()
        .map_err(|_| "is no header's name, such as X-Forwarded-For".to_owned())
}
