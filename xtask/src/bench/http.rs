//! A client of HTTP/1.1 that does no more than what is measured needs: one connection, kept open,
//! one request after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// One connection, opened when it is needed.
pub(crate) struct Client {
    address: SocketAddr,
    headers: String,
    stream: Option<BufReader<TcpStream>>,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The first header of this name, which is written in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(given, value)| (given == name).then_some(value.as_str()))
    }

    /// How many headers there are.
    pub(crate) fn header_count(&self) -> usize {
        self.headers.len()
    }

    /// Whether one asks to come again later, and says when.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let seconds = self.header("retry-after")?.parse().ok()?;
        Some(Duration::from_secs(seconds))
    }
}

impl Client {
    /// Sends these headers with every request.
    pub(crate) fn new(address: SocketAddr, headers: &[(&str, &str)]) -> Self {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        Self {
            address,
            headers: lines.collect(),
            stream: None,
        }
    }

    /// Asks for a path. Where the server has closed the connection meanwhile, asks on a new one.
    ///
    /// # Errors
    ///
    /// Where nobody listens, or what comes back is no whole answer.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer> {
        let is_reused = self.stream.is_some();
        match self.exchange(path) {
            Err(_) if is_reused => self.exchange(path),
            result => result,
        }
    }

    fn exchange(&mut self, path: &str) -> Result<Answer> {
        // Put back at the end: after a failure the connection is good for nothing.
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect_timeout(&self.address, PATIENCE)
                    .with_context(|| format!("nobody listens at {}", self.address))?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                BufReader::new(stream)
            }
        };
        let (address, headers) = (self.address, &self.headers);
        let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n");
        stream.get_mut().write_all(request.as_bytes())?;
        let answer = read_answer(&mut stream)?;
        if answer.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

fn read_answer(stream: &mut impl BufRead) -> Result<Answer> {
    let status = read_line(stream)?;
    let status = status.split(' ').nth(1).context("no status line")?;
    let mut answer = Answer {
        status: status.parse().context("no status")?,
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').context("no header")?;
        let header = (name.to_ascii_lowercase(), value.trim().to_owned());
        answer.headers.push(header);
    }
    if let Some(length) = answer.header("content-length") {
        answer.body = vec![0; length.parse().context("no length")?];
        stream.read_exact(&mut answer.body)?;
    } else if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(stream, &mut answer.body)?;
    } else {
        bail!("a body without a length");
    }
    Ok(answer)
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> Result<()> {
    loop {
        let size = usize::from_str_radix(&read_line(stream)?, 16).context("no chunk")?;
        let taken = stream.by_ref().take(size as u64).read_to_end(body)?;
        ensure!(taken == size, "a chunk was cut short");
        ensure!(read_line(stream)?.is_empty(), "a chunk without an end");
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_line(stream: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    ensure!(stream.read_line(&mut line)? > 0, "the connection ended");
    Ok(line.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::read_answer;

    #[test]
    fn both_ways_to_end_a_body_are_read() {
        let told = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and the next answer";
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
            3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        for text in [told, chunked] {
            let answer = read_answer(&mut text.as_bytes()).unwrap();
            assert_eq!((answer.status, &*answer.body), (200, &b"hello"[..]));
        }
    }

    #[test]
    fn what_was_cut_short_is_no_answer() {
        let told = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell";
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell";
        for text in ["", "HTTP/1.1 200 OK\r\n", told, chunked] {
            assert!(read_answer(&mut text.as_bytes()).is_err(), "{text}");
        }
    }
}
