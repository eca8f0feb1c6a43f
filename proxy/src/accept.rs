//! Connections, and what is known of them.

use std::net::SocketAddr;

/// Who is at the other end of a request's connection: an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);
