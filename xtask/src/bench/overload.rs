//! What is left for shoppers while more is asked than Sendcloud allows: new searches arrive
//! whether or not the last ones were answered, beside a steady stream of hits.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::figures::{Table, median, millis, quantile};
use super::http::Client;
use super::stage::{Cpu, Stage};

const UPSTREAM_MS: u32 = 500;
/// Hits a second, and who asks for them.
const HITS: Load = Load {
    per_second: 100.0,
    threads: 8,
};
/// New searches a second that a shop may make: 300 a minute.
const CAPACITY: f64 = 5.0;
/// New searches a second that 32 calls at a time could answer, were there no quota.
const SLOTS: f64 = 64.0;

/// Requests that arrive evenly, whatever becomes of the ones before.
#[derive(Clone, Copy)]
struct Load {
    per_second: f64,
    /// As many can be under way.
    threads: usize,
}

/// What became of a load.
#[derive(Default)]
struct Outcome {
    answered_ms: Vec<f64>,
    refused: usize,
    /// Of these, the ones told when to come again.
    told: usize,
    failed: usize,
}

/// Runs it and prints its table.
///
/// # Errors
///
/// Where a program fails.
pub(crate) fn run(stage: &Stage, is_quick: bool) -> Result<()> {
    println!("\n## Overload");
    let seconds = if is_quick { 3 } else { 20 };
    println!(
        "\nAn upstream that takes {UPSTREAM_MS} ms; {seconds} s each of new searches at a steady \
         rate beside {} hits a second; times are counted from when a request was due.",
        HITS.per_second
    );
    let sandbox = stage.start_sandbox(UPSTREAM_MS)?;
    let proxy = stage.start_proxy(sandbox.address, Cpu::Any)?;
    let popular = new_search(0);
    let warm = Client::new(proxy.address, &[]).get(&popular)?;
    anyhow::ensure!(warm.status == 200, "the proxy answers {}", warm.status);

    let mut table = Table::new(&[
        "new searches",
        "answered/s",
        "p99 of these",
        "429, 503",
        "with `Retry-After`",
        "failed",
        "hits p50",
        "hits p99",
        "memory",
    ]);
    // Never the same place twice, in no two loads.
    let next = AtomicUsize::new(1);
    let rates = [0.0, CAPACITY, CAPACITY * 2.0, SLOTS * 2.0];
    for per_second in rates {
        let misses = Load {
            per_second,
            threads: if per_second > 0.0 { 400 } else { 0 },
        };
        let time = Duration::from_secs(seconds);
        let new = || new_search(next.fetch_add(1, Ordering::Relaxed));
        let (hits, misses) = thread::scope(|scope| {
            let misses = scope.spawn(|| play(proxy.address, misses, time, new));
            let hits = play(proxy.address, HITS, time, || popular.clone());
            (hits, misses.join())
        });
        let misses = misses.ok().context("a load broke off")?;
        let memory = proxy.resident_mib();
        table.row(&row(per_second, seconds, &misses, &hits, memory));
    }
    table.print();
    Ok(())
}

fn row(
    per_second: f64,
    seconds: u64,
    misses: &Outcome,
    hits: &Outcome,
    memory: Option<f64>,
) -> Vec<String> {
    let answered = misses.answered_ms.len();
    let count = answered + misses.refused + misses.failed;
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            return "–".to_owned();
        }
        format!("{:.0} %", part as f64 / whole as f64 * 100.0)
    };
    let p99 = quantile(&misses.answered_ms, 0.99);
    vec![
        format!("{per_second}/s"),
        format!("{:.1}", answered as f64 / seconds as f64),
        if answered == 0 {
            "–".to_owned()
        } else {
            format!("{p99:.0} ms")
        },
        share(misses.refused, count),
        share(misses.told, misses.refused),
        (misses.failed + hits.failed + hits.refused).to_string(),
        format!("{:.2} ms", median(&hits.answered_ms)),
        format!("{:.2} ms", quantile(&hits.answered_ms, 0.99)),
        memory.map_or_else(|| "–".to_owned(), |mib| format!("{mib:.1} MiB")),
    ]
}

/// A search that the cache holds as one of its own, for each of 2,000,000 numbers.
fn new_search(number: usize) -> String {
    let latitude = 51.300 + (number % 1_000) as f64 * 0.001;
    let longitude = 4.700 + (number / 1_000) as f64 * 0.001;
    format!(
        "/api/v3/service-points?country_code=NL&latitude={latitude:.3}&longitude={longitude:.3}\
         &radius=2000&limit=20"
    )
}

/// Sends what `path` gives for so long, evenly, and waits for the last answer.
fn play(
    address: SocketAddr,
    load: Load,
    time: Duration,
    path: impl Fn() -> String + Sync,
) -> Outcome {
    let requests = (load.per_second * time.as_secs_f64()) as usize;
    let next = AtomicUsize::new(0);
    let outcome = Mutex::new(Outcome::default());
    let started = Instant::now();
    let work = || {
        let mut client = Client::new(address, &[("accept-encoding", "gzip")]);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= requests {
                return;
            }
            let due = started + Duration::from_secs_f64(number as f64 / load.per_second);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let answer = client.get(&path());
            let took = due.elapsed();
            let mut outcome = outcome.lock().expect("nobody panics with it");
            match answer {
                Ok(answer) if answer.status == 200 => outcome.answered_ms.push(millis(took)),
                Ok(answer) if matches!(answer.status, 429 | 503) => {
                    outcome.refused += 1;
                    outcome.told += usize::from(answer.retry_after().is_some());
                }
                Ok(_) | Err(_) => outcome.failed += 1,
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..load.threads {
            scope.spawn(work);
        }
    });
    outcome.into_inner().expect("nobody panics with it")
}
