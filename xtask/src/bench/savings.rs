//! How many calls reach the upstream for the same searches: behind the proxy, and behind an nginx
//! that keeps answers by the address as it was written.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::figures::{Table, grouped};
use super::http::Client;
use super::misses::authorization;
use super::relay::Relay;
use super::stage::{Cpu, Stage};
use super::trace::{self, Question, Search};

/// Calls a second that are waited for: a shop has 5, and the search that would be the sixth a 429.
const CALLS_A_SECOND: f64 = 4.5;
/// No longer than this.
const PLAY_MAX: Duration = Duration::from_secs(300);

/// What became of a trace.
struct Played {
    searches: usize,
    calls: usize,
    refused: usize,
    took: Duration,
}

/// Runs it and prints its table.
///
/// # Errors
///
/// Where a program fails, or a search is answered with an error.
pub(crate) fn run(stage: &Stage, is_quick: bool) -> Result<()> {
    println!("\n## Upstream calls of a day's searches");
    let trace = trace::searches(if is_quick { 300 } else { 10_000 });
    let addresses: HashSet<&str> = trace.iter().map(|search| &*search.path).collect();
    let questions: HashSet<Question> = trace.iter().map(|search| search.question).collect();
    println!(
        "\n{} searches under {} addresses for {} different questions: 85 % postal codes in four \
         spellings, by three frontends with an order of parameters and a limit each; 15 % moves of \
         a map.",
        grouped(trace.len() as f64),
        grouped(addresses.len() as f64),
        grouped(questions.len() as f64)
    );
    let sandbox = stage.start_sandbox(0)?;
    let mut table = Table::new(&["", "searches", "upstream calls", "saved", "refused", "took"]);

    let relay = Relay::start(sandbox.address)?;
    let proxy = stage.start_proxy(relay.address, Cpu::Any)?;
    let ours = play(&trace, proxy.address, &relay, Some(CALLS_A_SECOND))?;
    table.row(&row("proxy", &ours));

    let relay = Relay::start(sandbox.address)?;
    let keep = format!(
        "proxy_cache answers; proxy_cache_key $request_uri; proxy_cache_valid 200 10m; \
         proxy_set_header Authorization \"{}\";",
        authorization()
    );
    if let Some(nginx) = stage.start_nginx(relay.address, &keep, Cpu::Any)? {
        let theirs = play(&trace, nginx.address, &relay, None)?;
        table.row(&row("nginx by raw address", &theirs));
    }
    table.print();
    Ok(())
}

/// Plays it over one connection, at most so many calls a second on average.
fn play(
    trace: &[Search],
    address: SocketAddr,
    relay: &Relay,
    calls_a_second: Option<f64>,
) -> Result<Played> {
    let mut client = Client::new(address, &[("accept-encoding", "gzip")]);
    let started = Instant::now();
    let mut refused = 0;
    let mut searches = 0;
    'trace: for Search { path, .. } in trace {
        loop {
            if started.elapsed() > PLAY_MAX {
                println!("\nStopped after {} s.", PLAY_MAX.as_secs());
                break 'trace;
            }
            let calls = relay.calls() as f64;
            let due = calls_a_second.map_or(0.0, |rate| calls / rate);
            let early = due - started.elapsed().as_secs_f64();
            if early > 0.0 {
                thread::sleep(Duration::from_secs_f64(early));
            }
            let answer = client.get(path)?;
            if let (429 | 503, Some(wait)) = (answer.status, answer.retry_after()) {
                refused += 1;
                thread::sleep(wait);
                continue;
            }
            ensure!(answer.status == 200, "{} for {path}", answer.status);
            searches += 1;
            break;
        }
    }
    Ok(Played {
        searches,
        calls: relay.calls(),
        refused,
        took: started.elapsed(),
    })
}

fn row(name: &str, played: &Played) -> Vec<String> {
    let saved = 1.0 - played.calls as f64 / played.searches.max(1) as f64;
    vec![
        name.to_owned(),
        grouped(played.searches as f64),
        grouped(played.calls as f64),
        format!("{:.1} %", saved * 100.0),
        played.refused.to_string(),
        format!("{:.0} s", played.took.as_secs_f64()),
    ]
}
