//! A store for one test, and selections to put into it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use jiff::{SignedDuration, Timestamp};
use model::{PostNumber, Reference};
use serde_json::json;

use super::server;
use crate::config::StoreConfig;
use crate::selections::Record;
use crate::selections::store::{Binding, Placed, Store};

pub(super) const SHOP: &str = "boots";

/// A store, opened by whichever question comes first.
#[derive(Clone)]
pub(super) struct Fixture {
    pub(super) store: Arc<Store>,
    pub(super) config: StoreConfig,
    folder: Option<Arc<Folder>>,
}

/// Is removed with the last who holds it.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Fixture {
    pub(super) fn on_sqlite() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("picker-store-{}-{count}", process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir(&folder).expect("a folder");
        let config = StoreConfig::Sqlite(folder.join("selections.db"));
        Self {
            folder: Some(Arc::new(Folder(folder))),
            ..Self::on(config)
        }
    }

    /// None where there is no server.
    pub(super) async fn on_postgres() -> Option<Self> {
        let url = server::shared()?.make_database().await;
        Some(Self::on(StoreConfig::Postgres(url.into())))
    }

    pub(super) fn on(config: StoreConfig) -> Self {
        Self {
            store: Arc::new(Store::new(config.clone())),
            config,
            folder: None,
        }
    }

    /// Another process with the same database, as far as a store can tell.
    pub(super) fn beside(&self) -> Self {
        Self {
            folder: self.folder.clone(),
            ..Self::on(self.config.clone())
        }
    }

    /// The file, of one that has one.
    pub(super) fn file(&self) -> PathBuf {
        match &self.config {
            StoreConfig::Sqlite(path) => path.clone(),
            StoreConfig::Postgres(_) => panic!("it has no file"),
        }
    }

    /// Stores a selection that must be a new one.
    pub(super) async fn place(&self, record: &Record) {
        let placed = self.store.place(record, Timestamp::MAX).await;
        assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
    }

    pub(super) async fn bind(&self, id: &str, order: &str, at: Timestamp) -> Binding {
        let bound = self.store.bind(SHOP, id, &reference(order), at).await;
        bound.expect("it answers")
    }

    pub(super) async fn find(&self, id: &str) -> Option<Record> {
        self.store.find(SHOP, id).await.expect("it answers")
    }

    /// The id of the current selection of a reference.
    pub(super) async fn current(&self, name: &str) -> Option<String> {
        let found = self.store.find_current(SHOP, &reference(name)).await;
        found.expect("it answers").map(|record| record.id)
    }

    /// The ids of all selections of the shop.
    pub(super) async fn ids(&self) -> Vec<String> {
        let all = self.store.list(SHOP, None, 10_000).await;
        let all = all.expect("it answers");
        all.into_iter().map(|record| record.id).collect()
    }
}

/// A moment so many seconds after the tests' first.
pub(super) fn at(seconds: i64) -> Timestamp {
    let first = Timestamp::from_second(1_772_445_600).expect("a moment");
    first + SignedDuration::from_secs(seconds)
}

pub(super) fn reference(name: &str) -> Reference {
    Reference::parse(name).expect("it can be used")
}

/// A selection of point `point` for a cart, made at the first moment.
pub(super) fn record(id: &str, cart: &str, point: u64) -> Record {
    Record {
        id: id.to_owned(),
        shop: SHOP.to_owned(),
        reference: Some(reference(cart)),
        order_reference: None,
        is_current: true,
        service_point: service_point(point),
        to_post_number: None,
        is_available: Some(true),
        selected_at: at(0),
        checked_at: at(0),
        bound_at: None,
        earlier_service_point_id: None,
    }
}

pub(super) fn post_number(digits: &str) -> Option<PostNumber> {
    Some(PostNumber::from_digits(digits).expect("digits"))
}

pub(super) fn service_point(id: u64) -> model::ServicePoint {
    let point = json!({
        "id": id, "name": "Łódź \u{1F4E6} \"locker\"\n\u{0}",
        "carrier": {"code": "postnl", "name": "PostNL", "logo_url": null, "icon_url": null},
        "carrier_service_point_id": "NL-00002", "carrier_shop_type": "PBA",
        "general_shop_type": "locker",
        "address": {"street": "Stationsplein", "house_number": "1", "postal_code": "5611 AC",
            "city": "Eindhoven", "country_code": "NL"},
        "position": {"latitude": 51.4433, "longitude": 5.4813},
        "contact": {"email": "", "phone": ""},
        "opening_times": {"monday": null, "tuesday": null, "wednesday": null, "thursday": null,
            "friday": null, "saturday": null, "sunday": null},
        "is_open_tomorrow": false, "next_open_at": null, "is_expired": false
    });
    serde_json::from_value(point).expect("a service point")
}
