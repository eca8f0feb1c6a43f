//! Stands between a cache and its upstream and counts the calls. Bytes pass unchanged.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};

/// What ends the head of a request. Searches have no bodies, so each of these is a call.
const HEAD_END: &[u8] = b"\r\n\r\n";

/// A relay that runs until the program ends.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    calls: Arc<AtomicUsize>,
}

impl Relay {
    /// Listens on a free port and passes everything on.
    ///
    /// # Errors
    ///
    /// Where no port is to be had.
    pub(crate) fn start(upstream: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
        let address = listener.local_addr()?;
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A connection that cannot be passed on is closed: the cache sees a failed call.
                let _ = pass_on(stream, upstream, &counted);
            }
        });
        Ok(Self { address, calls })
    }

    /// How many calls have come.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

/// Both directions in a thread each, until either side ends.
fn pass_on(client: TcpStream, upstream: SocketAddr, calls: &Arc<AtomicUsize>) -> io::Result<()> {
    let server = TcpStream::connect(upstream)?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let (back_from, back_to) = (server.try_clone()?, client.try_clone()?);
    let calls = Arc::clone(calls);
    thread::spawn(move || {
        let mut ends = EndCounter::default();
        copy(client, server, |bytes| {
            calls.fetch_add(ends.count(bytes), Ordering::Relaxed);
        });
    });
    thread::spawn(move || copy(back_from, back_to, |_| {}));
    Ok(())
}

fn copy(mut from: TcpStream, mut to: TcpStream, mut seen: impl FnMut(&[u8])) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut buffer) {
        seen(&buffer[..length]);
        if length == 0 || to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    // Fails where the other direction was first.
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

/// Finds ends of heads, wherever the pieces of a stream are cut.
#[derive(Default)]
struct EndCounter {
    matched: usize,
}

impl EndCounter {
    fn count(&mut self, bytes: &[u8]) -> usize {
        let mut found = 0;
        for &byte in bytes {
            if byte == HEAD_END[self.matched] {
                self.matched += 1;
            } else {
                self.matched = usize::from(byte == HEAD_END[0]);
            }
            if self.matched == HEAD_END.len() {
                self.matched = 0;
                found += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::EndCounter;

    #[test]
    fn calls_are_counted_wherever_they_are_cut() {
        let text = b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        for cut in 0..text.len() {
            let mut counter = EndCounter::default();
            let (first, second) = text.split_at(cut);
            assert_eq!(counter.count(first) + counter.count(second), 2, "{cut}");
        }
    }
}
