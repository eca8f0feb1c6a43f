//! The process is killed under load, again and again: no acknowledged selection is lost, and none is
//! there twice.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::{Folder, sandbox, select, serve};
use crate::cli::client;
use crate::support::{BACKEND_SECRET, postgres};

const CLIENTS: u32 = 8;
const POINTS: [u64; 2] = [1_000_001, 1_000_002];

/// What one client was told.
struct Acknowledged {
    reference: String,
    id: String,
    point: u64,
    /// Whether the client has chosen nothing else for the reference, answered or not.
    is_last: bool,
}

/// Selects for one cart after the other, each twice at a time and some another point after that,
/// until nobody answers.
async fn select_until_the_end(
    url: String,
    name: String,
    begun: Arc<Semaphore>,
) -> Vec<Acknowledged> {
    let client = client();
    let mut acknowledged = Vec::new();
    for count in 0.. {
        let reference = format!("{name}-{count}");
        let once = || select(&client, &url, &reference, POINTS[0]);
        let (one, two) = tokio::join!(once(), once());
        begun.add_permits(1);
        let is_replaced = count % 3 == 0;
        let is_last = !is_replaced;
        for answer in [&one, &two].into_iter().flatten() {
            acknowledged.push(told(&reference, answer, is_last));
        }
        if let (Some(one), Some(two)) = (&one, &two) {
            assert_eq!(one.1["id"], two.1["id"], "{reference} was made twice");
        } else {
            break;
        }
        if is_replaced {
            match select(&client, &url, &reference, POINTS[1]).await {
                Some(answer) => acknowledged.push(told(&reference, &answer, true)),
                None => break,
            }
        }
    }
    acknowledged
}

fn told(reference: &str, answer: &(StatusCode, serde_json::Value), is_last: bool) -> Acknowledged {
    let (status, selection) = answer;
    assert!(status.is_success(), "{status}: {selection}");
    Acknowledged {
        reference: reference.to_owned(),
        id: selection["id"].as_str().expect("an id").to_owned(),
        point: selection["service_point_id"].as_u64().expect("an id"),
        is_last,
    }
}

/// Kills a proxy so many times; gives how many selections were acknowledged in all.
async fn kill(name: &str, store: Option<String>, rounds: usize) -> usize {
    let folder = Folder::new(name);
    let store = store.unwrap_or_else(|| folder.store());
    let settings = folder.settings(sandbox().await, &store);
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let mut all: Vec<Acknowledged> = Vec::new();
    for round in 0..rounds {
        let program = serve(&settings).await;
        let begun = Arc::new(Semaphore::new(0));
        let mut clients = JoinSet::new();
        for index in 0..CLIENTS {
            let name = format!("r{round}-c{index}");
            clients.spawn(select_until_the_end(
                program.url.clone(),
                name,
                begun.clone(),
            ));
        }
        // The first answers of a process take longest: all clients are under way.
        let warm = begun.acquire_many(2 * CLIENTS).await;
        warm.expect("nobody closes it").forget();
        sleep(Duration::from_millis(random.u64(0..500))).await;
        program.signal("-KILL").await;
        let before = all.len();
        all.extend(clients.join_all().await.into_iter().flatten());
        assert!(all.len() > before, "seed {seed}: there was no load");
        drop(program);
        count(&store, &all, seed).await;
    }
    ask_again(&settings, &all, seed).await;
    all.len()
}

/// Looks into the tables, as nobody else does who trusts the proxy.
async fn count(store: &str, acknowledged: &[Acknowledged], seed: u64) {
    let sql = "SELECT id, reference, is_current FROM selections";
    let rows: Vec<(String, String, bool)> = if store.starts_with("sqlite:") {
        let mut file = SqliteConnection::connect(store).await.expect("it opens");
        sqlx::query_as(sql)
            .fetch_all(&mut file)
            .await
            .expect("rows")
    } else {
        let mut server = PgConnection::connect(store).await.expect("it listens");
        sqlx::query_as(sql)
            .fetch_all(&mut server)
            .await
            .expect("rows")
    };
    let mut current: HashMap<&str, usize> = HashMap::new();
    for (_, reference, is_current) in &rows {
        *current.entry(reference).or_default() += usize::from(*is_current);
    }
    let ids: HashSet<_> = rows.iter().map(|(id, ..)| id).collect();
    let lost = acknowledged
        .iter()
        .filter(|it| !ids.contains(&it.id))
        .count();
    assert_eq!(lost, 0, "seed {seed}: so many are lost");
    let doubled: Vec<_> = current.iter().filter(|(_, count)| **count != 1).collect();
    assert!(doubled.is_empty(), "seed {seed}: {doubled:?}");
}

/// A proxy that was started anew knows every one by its id, and gives the same to who selects again.
async fn ask_again(settings: &Path, acknowledged: &[Acknowledged], seed: u64) {
    let program = serve(settings).await;
    let client = client();
    for one in acknowledged {
        let url = format!("{}api/selections/{}", program.url, one.id);
        let answer = client.get(url).bearer_auth(BACKEND_SECRET).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "seed {seed}: {}", one.id);
        let text = answer.text().await.expect("a body");
        assert!(
            text.contains(&one.id) && text.contains(&one.reference),
            "{text}"
        );
    }
    for one in acknowledged.iter().filter(|it| it.is_last).rev().take(200) {
        let answer = select(&client, &program.url, &one.reference, one.point).await;
        let (status, selection) = answer.expect("an answer");
        assert_eq!(status, StatusCode::OK, "seed {seed}: {}", one.reference);
        assert_eq!(selection["id"], one.id.as_str(), "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_loses_nothing_and_doubles_nothing() {
    kill("killed", None, 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_loses_nothing_and_doubles_nothing() {
    if let Some(server) = postgres::shared() {
        kill("killed-postgres", Some(server.make_database().await), 3).await;
    }
}

/// By hand: `cargo test -p proxy --test proxy twenty_times -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it takes half a minute"]
async fn twenty_times_each() {
    let count = kill("killed-often", None, 20).await;
    println!("SQLite: 20 kills, {count} acknowledged, none lost or doubled");
    if let Some(server) = postgres::shared() {
        let url = server.make_database().await;
        let count = kill("killed-often-postgres", Some(url), 20).await;
        println!("PostgreSQL: 20 kills, {count} acknowledged, none lost or doubled");
    }
}
