//! Whom a request comes from. One header is read for it, and only where the operator named who may
//! write it: everybody else can write what they like.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::{Extensions, HeaderMap, HeaderName, Request, request::Parts};
use ipnet::IpNet;

use crate::{accept::Peer, app::AppState, config::ServerConfig};

/// Who may say whom a request comes from, and where.
pub(crate) struct Trust {
    proxies: Vec<IpNet>,
    header: HeaderName,
}

impl Trust {
    pub(crate) fn new(config: &ServerConfig) -> Self {
        Self {
            proxies: config.trusted_proxies.clone(),
            header: config.client_ip_header.clone(),
        }
    }
}

/// Whom a request comes from. Personal data: it has no `Debug`, and is written nowhere.
#[derive(Clone, Copy)]
pub(crate) struct ClientAddress {
    ip: IpAddr,
    is_local: bool,
}

impl ClientAddress {
    /// Reads it off a request that came over a connection from `peer`.
    pub(crate) fn read(peer: IpAddr, headers: &HeaderMap, trust: &Trust) -> Self {
        let peer = peer.to_canonical();
        let has_hop = is_trusted(peer, &trust.proxies) && headers.contains_key(&trust.header);
        let values = headers.get_all(&trust.header).iter();
        let values = values.map(|value| value.as_bytes());
        Self {
            ip: client_ip(peer, values, &trust.proxies),
            is_local: peer.is_loopback() && !has_hop,
        }
    }

    /// Reads it off a request. A server that tells no peer has one client, and so the strictest
    /// limits.
    pub(crate) fn of<B>(request: &Request<B>, trust: &Trust) -> Self {
        Self::at(request.extensions(), request.headers(), trust)
    }

    fn at(extensions: &Extensions, headers: &HeaderMap, trust: &Trust) -> Self {
        let peer = extensions.get::<Peer>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Self::read(peer, headers, trust)
    }

    pub(crate) fn ip(self) -> IpAddr {
        self.ip
    }

    /// Whether it is this machine itself, and for nobody else that it told of: a benchmark, or a
    /// terminator that is not configured yet and would be taken for a single client.
    pub(super) fn is_local(self) -> bool {
        self.is_local
    }
}

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        let settings = app.settings();
        Ok(Self::at(
            &parts.extensions,
            &parts.headers,
            settings.trust(),
        ))
    }
}

/// The client's address: the peer, unless that is one of `trusted`; then the last in the header's
/// values that is none of them. The peer also where the values cannot be read so far, or name
/// nobody else.
pub fn client_ip<'a>(
    peer: IpAddr,
    header_values: impl Iterator<Item = &'a [u8]>,
    trusted: &[IpNet],
) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let hops: Vec<&[u8]> = header_values
        .flat_map(|value| value.split(|&byte| byte == b','))
        .collect();
    for hop in hops.into_iter().rev() {
        match parse_hop(hop) {
            Some(hop) if is_trusted(hop, trusted) => {}
            Some(hop) => return hop,
            None => return peer,
        }
    }
    peer
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&ip))
}

/// An address, perhaps in brackets, perhaps with a port.
fn parse_hop(hop: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(hop).ok()?.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let ip = match bare {
        Some(bare) => IpAddr::V6(bare.parse().ok()?),
        None => text
            .parse()
            .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
            .ok()?,
    };
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn trusted() -> Vec<IpNet> {
        let networks = ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"];
        networks.map(|text| text.parse().expect("a network")).into()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn client(peer: &str, values: &[&str]) -> IpAddr {
        let values = values.iter().map(|value| value.as_bytes());
        client_ip(ip(peer), values, &trusted())
    }

    #[test]
    fn the_client_is_the_last_that_is_nobody_we_know() {
        let table: [(&str, &[&str], &str); 14] = [
            ("203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1 ,10.0.0.2"], "198.51.100.1"),
            (
                "10.0.0.1",
                &["1.1.1.1", "198.51.100.1, 10.0.0.2"],
                "198.51.100.1",
            ),
            ("10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("10.0.0.1", &["::ffff:198.51.100.1"], "198.51.100.1"),
            ("fd00::1", &["2001:db8::5"], "2001:db8::5"),
            ("fd00::1", &["[2001:db8::5]"], "2001:db8::5"),
            ("fd00::1", &["[2001:db8::5]:443"], "2001:db8::5"),
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.1"),
        ];
        for (peer, values, expected) in table {
            assert_eq!(client(peer, values), ip(expected), "{peer} {values:?}");
        }
    }

    /// A terminator on this machine speaks for others as soon as it is trusted.
    #[test]
    fn this_machine_is_local_only_where_it_speaks_for_itself() {
        let header = HeaderName::from_static("x-forwarded-for");
        let read = |peer: &str, proxies: Vec<IpNet>, value: Option<&'static str>| {
            let trust = Trust {
                proxies,
                header: header.clone(),
            };
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(&header, HeaderValue::from_static(value));
            }
            ClientAddress::read(ip(peer), &headers, &trust).is_local()
        };
        assert!(read("127.0.0.1", vec![], None));
        assert!(read("::ffff:127.0.0.1", vec![], Some("198.51.100.1")));
        assert!(read("127.0.0.1", trusted(), None));
        assert!(!read("127.0.0.1", trusted(), Some("198.51.100.1")));
        assert!(!read("127.0.0.1", trusted(), Some("rubbish")));
        assert!(!read("10.0.0.1", trusted(), Some("127.0.0.1")));
    }

    proptest! {
        /// Whatever a client writes comes before what the terminator adds.
        #[test]
        fn a_client_cannot_write_itself_another_address(
            written in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..4),
            real in any::<std::net::Ipv4Addr>(),
        ) {
            let real = IpAddr::V4(real);
            prop_assume!(!is_trusted(real, &trusted()));
            let added = real.to_string();
            let values = written.iter().map(Vec::as_slice).chain([added.as_bytes()]);
            prop_assert_eq!(client_ip(ip("10.0.0.1"), values, &trusted()), real);
        }

        #[test]
        fn nobody_else_is_listened_to(
            written in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..4),
            peer in any::<IpAddr>(),
        ) {
            let peer = peer.to_canonical();
            prop_assume!(!is_trusted(peer, &trusted()));
            let values = written.iter().map(Vec::as_slice);
            prop_assert_eq!(client_ip(peer, values, &trusted()), peer);
        }
    }
}
