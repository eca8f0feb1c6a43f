//! The end: nothing that has begun is lost, and nothing that waits holds it up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper_util::service::TowerToHyperService;
use proxy::accept::Stage;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, pause, sleep};

use super::{Client, GET, Server, assert_near, quick, slow};

impl Server {
    fn enter(&self, stage: Stage) {
        self.stage.send_replace(stage);
    }

    /// The seconds until the last connection is closed.
    async fn ended(self) -> f64 {
        let began = Instant::now();
        self.served.await.expect("no panic");
        began.elapsed().as_secs_f64()
    }
}

/// A balancer that has not yet noticed must find its requests answered.
#[tokio::test]
async fn before_the_end_everything_is_answered_and_asked_to_go_elsewhere() {
    let server = Server::start(quick()).await;
    let mut old = server.connect().await;
    assert!(!old.get().await.contains("connection: close"));
    server.enter(Stage::Leaving);
    let mut new = server.connect().await;
    for client in [&mut old, &mut new] {
        let answer = client.get().await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
        client.closed().await;
    }
}

#[tokio::test]
async fn a_request_in_flight_is_answered_whole() {
    let server = Server::start(slow(Duration::from_secs(15))).await;
    let mut client = server.connect().await;
    client.send(GET).await;
    pause();
    sleep(Duration::from_secs(1)).await;
    server.enter(Stage::Draining);
    let answer = client.answer().await;
    assert!(answer.ends_with("at last"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
    server.ended().await;
}

#[tokio::test]
async fn neither_idle_nor_half_open_connections_hold_up_the_end() {
    let server = Server::start(quick()).await;
    let mut idle = server.connect().await;
    idle.get().await;
    let mut silent = server.connect().await;
    let mut dripping = server.connect().await;
    dripping.send("GET / HT").await;
    let mut dripping_again = server.connect().await;
    dripping_again.get().await;
    dripping_again.send("GET / HT").await;
    while server.metric("picker_connections") < 4 {
        tokio::task::yield_now().await;
    }
    pause();
    server.enter(Stage::Draining);
    assert_near(idle.closed().await, 0.0);
    assert_near(server.ended().await, 0.5);
    for client in [&mut silent, &mut dripping, &mut dripping_again] {
        client.closed().await;
    }
}

/// Hyper's own way would close the connection that has just been taken.
#[tokio::test]
async fn a_request_on_its_way_is_answered() {
    let server = Server::start(quick()).await;
    let mut new = server.connect().await;
    let mut half = server.connect().await;
    half.send("GET / HT").await;
    while server.metric("picker_connections") < 2 {
        tokio::task::yield_now().await;
    }
    server.enter(Stage::Draining);
    sleep(Duration::from_millis(50)).await;
    half.send("TP/1.1\r\nhost: pickup.example\r\n\r\n").await;
    for answer in [new.get().await, half.answer().await] {
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
    server.ended().await;
}

/// The system has taken these connections, the proxy has not: closing the listener resets them.
#[tokio::test]
async fn what_waits_in_the_queue_is_answered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let mut clients = Vec::new();
    for _ in 0..20 {
        let stream = TcpStream::connect(address).await;
        let mut client = Client(stream.expect("it listens"));
        client.send(GET).await;
        clients.push(client);
    }
    let server = Server::start_on(listener, 100, TowerToHyperService::new(quick()));
    // The loop has not had a turn yet.
    server.enter(Stage::Draining);
    for client in &mut clients {
        assert!(client.answer().await.starts_with("HTTP/1.1 200"));
    }
    assert_near(server.ended().await, 0.0);
    assert!(TcpStream::connect(address).await.is_err());
}

/// Clients that ask all the time, while one process hands over to the next: every request gets its
/// answer.
#[tokio::test]
async fn a_change_of_processes_under_load_loses_nothing() {
    let old = Server::start(slow(Duration::from_millis(5))).await;
    let new = Server::start(quick()).await;
    let (balancer, address) = watch::channel(old.address);
    let answers = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..20)
        .map(|_| tokio::spawn(ask_until(new.address, address.clone(), answers.clone())))
        .collect();
    let answered = async |more: usize| {
        let until = answers.load(Ordering::Relaxed) + more;
        while answers.load(Ordering::Relaxed) < until {
            tokio::task::yield_now().await;
        }
    };
    answered(100).await;
    old.enter(Stage::Leaving);
    answered(100).await;
    balancer.send_replace(new.address);
    answered(5).await;
    old.enter(Stage::Draining);
    old.ended().await;
    for client in clients {
        client.await.expect("every request was answered");
    }
}

/// Asks at the balancer's address, again and again, until `last` has answered.
async fn ask_until(
    last: SocketAddr,
    address: watch::Receiver<SocketAddr>,
    answers: Arc<AtomicUsize>,
) {
    loop {
        let address = *address.borrow();
        let stream = TcpStream::connect(address).await;
        let mut client = Client(stream.expect("somebody listens"));
        loop {
            client.send(GET).await;
            let answer = client.answer().await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            answers.fetch_add(1, Ordering::Relaxed);
            if address == last {
                return;
            }
            if answer.contains("connection: close") {
                break;
            }
        }
    }
}
