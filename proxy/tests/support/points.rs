//! A Sendcloud whose points come and go, and that counts what it is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time;

use super::{TestApp, upstream};

/// The strings of that Sendcloud.
#[derive(Clone, Default)]
pub(crate) struct Points(Arc<Mutex<Inner>>, Arc<Notify>);

#[derive(Default)]
struct Inner {
    points: BTreeMap<u64, Value>,
    full: BTreeSet<u64>,
    /// Questions for their availability wait.
    held: BTreeSet<u64>,
    is_down: bool,
    is_availability_down: bool,
    search: Search,
    calls: Calls,
}

/// How searches end.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Search {
    #[default]
    Well,
    Failing,
    Hanging,
}

/// How often Sendcloud was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calls {
    pub(crate) points: usize,
    pub(crate) searches: usize,
    pub(crate) availability: usize,
}

impl Points {
    /// A proxy before such a Sendcloud, which knows point 1 (a locker) and 2 (a Packstation).
    pub(crate) async fn start() -> (TestApp, Self) {
        Self::start_with(&[]).await
    }

    /// With further variables of the proxy.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> (TestApp, Self) {
        let (address, points) = Self::serve().await;
        (TestApp::on(address, variables), points)
    }

    /// Such a Sendcloud alone.
    pub(crate) async fn serve() -> (SocketAddr, Self) {
        let points = Self::default();
        points.put(upstream::point(1));
        points.put(upstream::packstation(2));
        let api = Router::new()
            .route("/service-points", get(search))
            .route("/service-points/{id}", get(find))
            .route("/service-points/{id}/check-availability", post(check))
            .with_state(points.clone());
        let address = upstream::serve(Router::new().nest("/api/v3", api)).await;
        (address, points)
    }

    /// Opens a point, or changes it.
    pub(crate) fn put(&self, point: Value) {
        let id = point["id"].as_u64().expect("an id");
        self.lock().points.insert(id, point);
    }

    /// Changes one member of a point.
    pub(crate) fn set(&self, id: u64, name: &str, value: Value) {
        let mut inner = self.lock();
        let point = inner.points.get_mut(&id).expect("the point is there");
        point[name] = value;
    }

    /// Closes a point for good.
    pub(crate) fn remove(&self, id: u64) {
        self.lock().points.remove(&id);
    }

    /// The point takes no parcels.
    pub(crate) fn fill(&self, id: u64) {
        self.lock().full.insert(id);
    }

    /// Sendcloud answers nothing but 500 from now on, or is well again.
    pub(crate) fn set_down(&self, is_down: bool) {
        self.lock().is_down = is_down;
    }

    /// Questions for availability fail from now on, and nothing else does.
    pub(crate) fn fail_availability(&self) {
        self.lock().is_availability_down = true;
    }

    /// It does again.
    pub(crate) fn empty(&self, id: u64) {
        self.lock().full.remove(&id);
    }

    /// Questions for its availability wait from now on.
    pub(crate) fn hold(&self, id: u64) {
        self.lock().held.insert(id);
    }

    /// They are answered.
    pub(crate) fn release(&self, id: u64) {
        self.lock().held.remove(&id);
        self.1.notify_waiters();
    }

    /// Waits until so many questions for availability have come.
    pub(crate) async fn availability_is_asked(&self, times: usize) {
        let asked = async {
            while self.lock().calls.availability < times {
                time::sleep(Duration::from_millis(2)).await;
            }
        };
        let asked = time::timeout(Duration::from_secs(5), asked).await;
        asked.expect("it is asked");
    }

    /// Searches fail from now on, and nothing else does.
    pub(crate) fn fail_searches(&self) {
        self.lock().search = Search::Failing;
    }

    /// Searches are not answered from now on.
    pub(crate) fn hang_searches(&self) {
        self.lock().search = Search::Hanging;
    }

    /// How often it was asked since the last time.
    pub(crate) fn take_calls(&self) -> Calls {
        std::mem::take(&mut self.lock().calls)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("no test panics in here")
    }
}

/// Lets the time pass that the account's shares take to fill: they start empty.
pub(crate) async fn share_fills() {
    time::pause();
    time::advance(Duration::from_secs(20)).await;
    time::resume();
}

fn failed() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn find(State(points): State<Points>, Path(id): Path<u64>) -> Response {
    let mut inner = points.lock();
    inner.calls.points += 1;
    if inner.is_down {
        return failed();
    }
    match inner.points.get(&id) {
        Some(point) => Json(json!({ "data": point })).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// As v3 searches by a carrier's own id, or else all of a country.
async fn search(State(points): State<Points>, RawQuery(query): RawQuery) -> Response {
    let search = {
        let mut inner = points.lock();
        inner.calls.searches += 1;
        match inner.is_down {
            true => Search::Failing,
            false => inner.search,
        }
    };
    match search {
        Search::Well => {}
        Search::Failing => return failed(),
        Search::Hanging => return std::future::pending().await,
    }
    let inner = points.lock();
    let query = query.unwrap_or_default();
    let value = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    };
    let is_meant = |point: &&Value| {
        let country = value("country_code");
        let own_id = value("carrier_service_point_id");
        country.is_none_or(|country| point["address"]["country_code"] == country)
            && own_id.is_none_or(|own_id| point["carrier_service_point_id"] == own_id)
    };
    let results: Vec<_> = inner.points.values().filter(is_meant).collect();
    Json(json!({"data": {"results": results, "geocoding": null}})).into_response()
}

async fn check(State(points): State<Points>, Path(id): Path<u64>) -> Response {
    points.lock().calls.availability += 1;
    let released = points.1.notified();
    if points.lock().held.contains(&id) {
        released.await;
    }
    let inner = points.lock();
    if inner.is_down || inner.is_availability_down {
        return failed();
    }
    if !inner.points.contains_key(&id) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let is_available = !inner.full.contains(&id);
    Json(json!({"data": {"is_available": is_available}})).into_response()
}
