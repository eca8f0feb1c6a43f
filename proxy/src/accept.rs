//! Connections, and who is at their other end.

use std::net::SocketAddr;

/// The other end of a request's connection; an extension of every request that came over one.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
