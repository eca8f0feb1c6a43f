//! A Sendcloud that answers as it is asked to.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::support::upstream;

/// Answers with the status that the carrier, the point's id, the picture's name or the tile's row
/// is; where that is 504, it says that it was asked, and no more. A point with 1,000 more than that is
/// well when it is asked for first.
pub(super) async fn start(arrived: Arc<Semaphore>) -> SocketAddr {
    let answer = move |status: u16, well: Response| {
        let arrived = arrived.clone();
        async move {
            let error = json!({"errors": [{"status": "?", "code": "invalid", "detail": "no",
                "source": {"parameter": "address"}}]});
            match status {
                504 => {
                    arrived.add_permits(1);
                    std::future::pending().await
                }
                400..=599 => {
                    let status = StatusCode::from_u16(status).expect("a status");
                    (status, axum::Json(error)).into_response()
                }
                _ => well,
            }
        }
    };
    let list = {
        let answer = answer.clone();
        async move |request: Request| {
            let query = request.uri().query().unwrap_or_default();
            let (_, carrier) = query.split_once("carrier_code=").unwrap_or_default();
            let status = carrier.get(..3).and_then(|carrier| carrier.parse().ok());
            let mut odd = upstream::packstation(2);
            odd["carrier"]["logo_url"] =
                json!("https://cdn.sendcloud.com/global-media/carriers/dhl.svg");
            odd["opening_times"]["monday"] = json!([{"start_time": "8:00", "end_time": "24:00"}]);
            odd["opening_times"]["sunday"] = json!("never");
            odd["next_open_at"] = json!("2026-03-03T08:00:00+01:00");
            odd["distance"] = json!(919.4);
            let geocoding = json!({"status": "matched", "precision": "city",
                "formatted_address": "Eindhoven"});
            let data = json!({"results": [upstream::point(1), odd], "geocoding": geocoding});
            let well = axum::Json(json!({ "data": data })).into_response();
            answer(status.unwrap_or(200), well).await
        }
    };
    let point = {
        let answer = answer.clone();
        let known = Arc::new(Mutex::new(BTreeSet::new()));
        async move |Path(asked): Path<u64>| {
            let is_new = known.lock().expect("no panic").insert(asked);
            let mut point = upstream::point(asked);
            let id = if is_new { asked } else { asked % 1000 };
            point["is_expired"] = json!(id == 2);
            if id == 4 {
                point = upstream::packstation(asked);
            }
            let well = axum::Json(json!({ "data": point })).into_response();
            answer(u16::try_from(id).unwrap_or(200), well).await
        }
    };
    let availability = async |Path(id): Path<u64>| {
        let data = json!({"is_available": id != 3});
        axum::Json(json!({ "data": data }))
    };
    let options = {
        let answer = answer.clone();
        async move |axum::Json(body): axum::Json<serde_json::Value>| {
            let code = body["from_address"]["postal_code"].as_str();
            let status = code.and_then(|code| code.parse().ok());
            let data = json!([{"code": "a:b", "carrier": {"code": "a"}, "product": null,
                "functionalities": {"tracked": true, "last_mile": "locker", "insurance": null},
                "weight": {"min": {"value": "0.001", "unit": "kg"}, "max": null},
                "max_dimensions": {"unit": "cm"}, "contract": {"id": 1},
                "requirements": {"is_service_point_required": true}}, {"code": "c",
                "requirements": {"fields": ["width"], "is_service_point_required": true}}]);
            let well = axum::Json(json!({"data": data, "message": null})).into_response();
            answer(status.unwrap_or(200), well).await
        }
    };
    let svg = || {
        let svg = [(header::CONTENT_TYPE, "image/svg+xml")];
        (svg, "<svg/>").into_response()
    };
    let logo = {
        let answer = answer.clone();
        async move |Path(name): Path<String>| {
            let status = name.trim_end_matches(".svg").parse().unwrap_or(200);
            answer(status, svg()).await
        }
    };
    let tile = async move |Path((_, _, status)): Path<(u8, u32, u16)>| answer(status, svg()).await;
    let api = Router::new()
        .route("/service-points", get(list))
        .route("/shipping-options", post(options))
        .route("/service-points/{id}", get(point))
        .route(
            "/service-points/{id}/check-availability",
            post(availability),
        );
    let router = Router::new()
        .nest("/api/v3", api)
        .route("/global-media/{name}", get(logo))
        .route("/tiles/{z}/{x}/{y}", get(tile));
    upstream::serve(router).await
}
