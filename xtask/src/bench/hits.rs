//! How many hits a second one CPU answers, and how long the slowest of a hundred takes: the proxy
//! beside nginx's `proxy_cache`, which was filled from the proxy and so sends the same bytes.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};

use super::figures::{Table, grouped, median};
use super::http::{Answer, Client};
use super::stage::{Cpu, Stage};
use crate::process;

const CONNECTIONS: u32 = 32;
const GZIP: (&str, &str) = ("accept-encoding", "gzip");
const CACHE: &str = "proxy_cache answers; proxy_cache_valid 200 1h; \
    proxy_ignore_headers Cache-Control Expires; add_header X-Cache $upstream_cache_status;";

/// What wrk says of one run.
#[derive(Default)]
struct Runs {
    per_second: Vec<f64>,
    p99_ms: Vec<f64>,
}

/// Runs it and prints its table.
///
/// # Errors
///
/// Where a program fails, or the two do not send the same.
pub(crate) fn run(stage: &Stage, is_quick: bool) -> Result<()> {
    println!("\n## Cached searches");
    if stage.wrk().is_none() {
        println!("\nSkipped: wrk is not on PATH.");
        return Ok(());
    }
    let sandbox = stage.start_sandbox(0)?;
    let proxy = stage.start_proxy(sandbox.address, Cpu::Measured)?;
    let nginx = stage.start_nginx(proxy.address, CACHE, Cpu::Measured)?;
    let (rounds, seconds) = if is_quick { (1, 1) } else { (5, 4) };
    println!(
        "\nMedians of {rounds} interleaved runs of {seconds} s; wrk with 1 thread and \
         {CONNECTIONS} connections on another CPU.\n"
    );
    let mut table = Table::new(&[
        "points",
        "body",
        "proxy requests/s",
        "nginx requests/s",
        "ratio",
        "proxy p99",
        "nginx p99",
    ]);
    for limit in [20, 100] {
        let path = format!(
            "/api/v3/service-points?country_code=NL&latitude=51.44&longitude=5.48&limit={limit}"
        );
        let listed = count_points(proxy.address, &path)?;
        ensure!(listed == limit, "{listed} points instead of {limit}");
        let hit = prove_hit(proxy.address, &path, "cache-status", "hit")?;
        if let Some(nginx) = &nginx {
            let other = prove_hit(nginx.address, &path, "x-cache", "HIT")?;
            ensure!(other.body == hit.body, "nginx sends other bytes");
            println!(
                "{limit} points: the same bytes; {} headers by the proxy, {} by nginx.",
                hit.header_count(),
                other.header_count()
            );
        }
        let (mut ours, mut theirs) = (Runs::default(), Runs::default());
        for _ in 0..rounds {
            measure(stage, proxy.address, &path, seconds, &mut ours)?;
            if let Some(nginx) = &nginx {
                measure(stage, nginx.address, &path, seconds, &mut theirs)?;
            }
        }
        table.row(&row(limit, &hit, &ours, &theirs));
    }
    table.print();
    Ok(())
}

fn row(limit: usize, hit: &Answer, ours: &Runs, theirs: &Runs) -> Vec<String> {
    let (our_rate, their_rate) = (median(&ours.per_second), median(&theirs.per_second));
    let has_nginx = !theirs.per_second.is_empty();
    let theirs_or_dash = |text: String| if has_nginx { text } else { "–".to_owned() };
    let encoding = hit.header("content-encoding").unwrap_or("identity");
    vec![
        limit.to_string(),
        format!("{} B {encoding}", grouped(hit.body.len() as f64)),
        grouped(our_rate),
        theirs_or_dash(grouped(their_rate)),
        theirs_or_dash(format!("{:.2}", our_rate / their_rate)),
        format!("{:.2} ms", median(&ours.p99_ms)),
        theirs_or_dash(format!("{:.2} ms", median(&theirs.p99_ms))),
    ]
}

/// How many points an answer lists. Makes the proxy keep it, too.
fn count_points(address: SocketAddr, path: &str) -> Result<usize> {
    let answer = Client::new(address, &[]).get(path)?;
    ensure!(answer.status == 200, "the proxy answers {}", answer.status);
    let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let results = json["data"]["results"].as_array();
    Ok(results.context("no list")?.len())
}

/// An answer that says of itself that it was a hit.
fn prove_hit(address: SocketAddr, path: &str, header: &str, word: &str) -> Result<Answer> {
    let mut client = Client::new(address, &[GZIP]);
    client.get(path)?;
    let answer = client.get(path)?;
    let said = answer.header(header).unwrap_or("nothing");
    ensure!(said.contains(word), "no hit: {header} says {said}");
    Ok(answer)
}

fn measure(
    stage: &Stage,
    address: SocketAddr,
    path: &str,
    seconds: u32,
    runs: &mut Runs,
) -> Result<()> {
    let mut wrk = stage.wrk().context("wrk has gone")?;
    wrk.args(["-t1", "--latency", "-H", "Accept-Encoding: gzip"]);
    wrk.args([format!("-c{CONNECTIONS}"), format!("-d{seconds}s")]);
    wrk.arg(format!("http://{address}{path}"));
    let (per_second, p99_ms) = read_report(&process::output(&mut wrk)?)?;
    runs.per_second.push(per_second);
    runs.p99_ms.push(p99_ms);
    Ok(())
}

/// Requests a second and the 99th percentile in milliseconds, of wrk's report.
fn read_report(report: &str) -> Result<(f64, f64)> {
    let value = |name: &str| {
        let mut lines = report.lines().map(str::trim);
        lines.find_map(|line| Some(line.strip_prefix(name)?.trim()))
    };
    for problem in ["Non-2xx or 3xx responses:", "Socket errors:"] {
        ensure!(value(problem).is_none(), "wrk met errors:\n{report}");
    }
    let per_second = value("Requests/sec:").context("wrk tells no rate")?;
    let p99 = value("99%").context("wrk tells no 99th percentile")?;
    let number = p99.trim_end_matches(char::is_alphabetic);
    let factor = match p99.strip_prefix(number) {
        Some("us") => 0.001,
        Some("ms") => 1.0,
        _ => 1_000.0,
    };
    Ok((per_second.parse()?, number.parse::<f64>()? * factor))
}

#[cfg(test)]
mod tests {
    use super::read_report;

    const REPORT: &str = "  Latency Distribution\n     50%  270.00us\n     99%    1.25ms\n\
        \x20 9 requests in 1.00s, 2MB read\nRequests/sec:  11500.25\nTransfer/sec:  2.00MB\n";

    #[test]
    fn reports_are_read_in_any_unit() {
        assert_eq!(read_report(REPORT).unwrap(), (11_500.25, 1.25));
        let quick = REPORT.replace("1.25ms", "680.00us");
        assert_eq!(read_report(&quick).unwrap().1, 0.68);
        let slow = REPORT.replace("1.25ms", "1.50s");
        assert_eq!(read_report(&slow).unwrap().1, 1_500.0);
    }

    #[test]
    fn a_run_with_errors_does_not_count() {
        let failed = format!("{REPORT}  Non-2xx or 3xx responses: 9\n");
        assert!(read_report(&failed).is_err());
    }
}
