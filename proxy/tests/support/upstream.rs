//! Upstreams made by hand, for what the real one does only on bad days.

use std::net::SocketAddr;

use axum::Router;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Serves a router on a port of its own until the test's runtime ends.
pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Answers every request of the API in the same way.
pub(crate) async fn always<H, T>(handler: H) -> SocketAddr
where
    H: axum::handler::Handler<T, ()>,
    T: 'static,
{
    serve(Router::new().fallback(handler)).await
}

/// A valid service point with this id.
pub(crate) fn point(id: u64) -> Value {
    json!({
        "id": id, "name": "Stationsplein Parcel Locker",
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
    })
}

/// A German Packstation: the rule asks for a post number there.
pub(crate) fn packstation(id: u64) -> Value {
    let mut point = point(id);
    point["carrier"]["code"] = json!("dhl_de");
    point["carrier_shop_type"] = json!("packStation");
    point["address"]["country_code"] = json!("DE");
    point
}
