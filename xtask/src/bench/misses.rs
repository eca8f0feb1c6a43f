//! How much later an answer comes that nobody has kept: through the proxy, and through nginx's
//! `proxy_pass`, each less what the upstream takes when it is asked directly.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::figures::{Table, median, millis, quantile};
use super::http::Client;
use super::stage::{Cpu, PUBLIC_KEY, SECRET_KEY, Stage};

/// Below the 5 a second that a shop may miss.
const PAUSE: Duration = Duration::from_millis(240);

/// What Sendcloud's API wants to see.
pub(crate) fn authorization() -> String {
    let keys = STANDARD.encode(format!("{PUBLIC_KEY}:{SECRET_KEY}"));
    format!("Basic {keys}")
}

/// Runs it and prints its table.
///
/// # Errors
///
/// Where a program fails.
pub(crate) fn run(stage: &Stage, is_quick: bool) -> Result<()> {
    println!("\n## Added latency of a miss");
    let samples = if is_quick { 10 } else { 250 };
    println!(
        "\n{samples} searches for 50 points, each for another place, one after the other over one \
         connection; what the same search takes directly is taken off, search by search."
    );
    let mut table = Table::new(&["upstream", "through", "median", "p90", "answers"]);
    for latency_ms in [0, 50] {
        measure(stage, latency_ms, samples, &mut table)?;
    }
    table.print();
    Ok(())
}

fn measure(stage: &Stage, latency_ms: u32, samples: usize, table: &mut Table) -> Result<()> {
    let sandbox = stage.start_sandbox(latency_ms)?;
    let proxy = stage.start_proxy(sandbox.address, Cpu::Measured)?;
    let pass = format!("proxy_set_header Authorization \"{}\";", authorization());
    let nginx = stage.start_nginx(sandbox.address, &pass, Cpu::Measured)?;
    let keys = authorization();
    let mut direct = Client::new(sandbox.address, &[("authorization", &keys)]);
    let mut through = vec![("the proxy", Client::new(proxy.address, &[]), Vec::new())];
    if let Some(nginx) = &nginx {
        through.push(("nginx", Client::new(nginx.address, &[]), Vec::new()));
    }
    for sample in 0..samples {
        let begun = Instant::now();
        // On the proxy's own grid and at its own limits, so that all ask for the same.
        let path = format!(
            "/api/v3/service-points?country_code=NL&use_integration_carriers=true\
             &latitude={:.3}&longitude={:.3}&radius=2000&limit=50",
            51.400 + (sample % 50) as f64 * 0.002,
            5.400 + (sample / 50) as f64 * 0.020
        );
        // The sandbox takes longer the first time that it is asked about a place.
        direct.get(&path)?;
        let started = Instant::now();
        direct.get(&path)?;
        let directly = started.elapsed();
        // Each is first as often as the other.
        let contestants = through.len();
        for turn in 0..contestants {
            let (_, client, added_ms) = &mut through[(sample + turn) % contestants];
            let started = Instant::now();
            let answer = client.get(&path)?;
            let took = started.elapsed();
            if answer.status == 200 {
                added_ms.push(millis(took) - millis(directly));
            }
        }
        thread::sleep(PAUSE.saturating_sub(begun.elapsed()));
    }
    for (name, _, added_ms) in &through {
        table.row(&[
            format!("{latency_ms} ms"),
            (*name).to_owned(),
            format!("{:.2} ms", median(added_ms)),
            format!("{:.2} ms", quantile(added_ms, 0.9)),
            format!("{}/{samples}", added_ms.len()),
        ]);
    }
    Ok(())
}
