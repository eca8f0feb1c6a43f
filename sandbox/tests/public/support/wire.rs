//! A sandbox on a port of its own, asked byte by byte: what an HTTP client would hide is the point.

use std::io;
use std::net::SocketAddr;

use axum::serve::ListenerExt;
use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::basic;

/// An address search, a search on the map, a point and a check of its availability.
pub(crate) const ADDRESS_SEARCH: &str = "GET /api/v3/service-points?country_code=NL\
    &carrier_code=dhl&address=Stadhuisplein+10,+5611+EM+Eindhoven&limit=5";
pub(crate) const MAP_SEARCH: &str = "GET /api/v3/service-points?country_code=NL&carrier_code=dhl\
    &latitude=51.44&longitude=5.48&limit=5";
pub(crate) const POINT: &str = "GET /api/v3/service-points/1000001";
pub(crate) const CHECK: &str = "POST /api/v3/service-points/1000001/check-availability";
pub(crate) const TOKEN: &str = "POST /oauth2/token";

/// What arrived before the connection ended.
#[derive(Debug)]
pub(crate) struct Received {
    bytes: Vec<u8>,
    /// How it ended.
    pub(crate) ended: io::Result<()>,
}

impl Received {
    pub(crate) fn is_nothing(&self) -> bool {
        self.bytes.is_empty()
    }

    fn parts(&self) -> (&str, &[u8]) {
        let end = self.bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head in {} bytes", self.bytes.len()));
        let head = std::str::from_utf8(&self.bytes[..end]).expect("heads are ASCII");
        (head, &self.bytes[end + 4..])
    }

    pub(crate) fn status(&self) -> u16 {
        let status = self.parts().0.split(' ').nth(1);
        status.and_then(|text| text.parse().ok()).expect("a status")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.parts().0.lines().skip(1);
        lines.find_map(|line| {
            let (given, value) = line.split_once(": ")?;
            given.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn body(&self) -> &[u8] {
        self.parts().1
    }

    /// Null where the body is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap_or_default()
    }
}

/// Serves it until the test ends.
pub(crate) async fn serve(sandbox: Sandbox) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let router = sandbox::router(sandbox);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The same, with sockets that are reset when they are closed.
pub(crate) async fn serve_without_linger(sandbox: Sandbox) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let listener = listener.tap_io(|stream| stream.set_zero_linger().expect("a TCP socket"));
    let router = sandbox::router(sandbox);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Sends one request with the demo keys and reads until the connection ends. HTTP/1.0, so that no
/// body is in chunks.
pub(crate) async fn ask(address: SocketAddr, request: &str) -> Received {
    ask_in(address, request, "HTTP/1.0").await
}

pub(crate) async fn ask_in(address: SocketAddr, request: &str, version: &str) -> Received {
    let mut stream = send(address, request, version).await;
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes).await.map(drop);
    Received { bytes, ended }
}

/// Sends the request and leaves the answer unread.
pub(crate) async fn send(address: SocketAddr, request: &str, version: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let keys = basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY);
    let head = format!(
        "{request} {version}\r\nhost: {address}\r\nauthorization: {keys}\r\n\
         connection: close\r\ncontent-length: 0\r\n\r\n"
    );
    let sent = stream.write_all(head.as_bytes()).await;
    sent.expect("it reads requests");
    stream
}
