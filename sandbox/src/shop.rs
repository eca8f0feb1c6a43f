//! A small shop backend: takes the demo checkout's order, believes of the delivery only what the
//! selection token proves, and shows what it received.

mod html;
mod order;
mod page;
mod token;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State, rejection::PathRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};

use crate::{Clock, random::unguessable};
use order::{Order, OrderForm, Refused};

/// Orders beyond this push the oldest one out.
const ORDERS_MAX: usize = 200;
/// The form with a token in it is about 2 KB.
const BODY_MAX_BYTES: usize = 32 * 1024;

/// What the shop knows of the picker that signs its selections.
#[derive(Clone)]
pub struct ShopConfig {
    /// The secret that the picker signs this shop's selections with (HS256).
    pub signing_secret: String,
    /// The shop's key, which tokens name as `aud`.
    pub shop: String,
    /// Who signs, which tokens name as `iss`.
    pub issuer: String,
    /// When it is.
    pub clock: Clock,
}

// The secret must not reach a log by way of `{:?}`.
impl fmt::Debug for ShopConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ShopConfig")
            .field("shop", &self.shop)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Shop(Arc<Inner>);

struct Inner {
    config: ShopConfig,
    /// Oldest first.
    orders: Mutex<VecDeque<Order>>,
}

/// The backend: `POST /orders` and `GET /orders/{id}`, under whatever prefix it is nested.
pub fn router(config: ShopConfig) -> Router {
    let shop = Shop(Arc::new(Inner {
        config,
        orders: Mutex::default(),
    }));
    Router::new()
        .route("/orders", post(place_order))
        .route("/orders/{id}", get(show_order))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(shop)
}

async fn place_order(State(shop): State<Shop>, body: Bytes) -> Response {
    let form = OrderForm::read(&body);
    let accepted = Order::accept(&shop.0.config, form);
    let (order, id) = match (accepted, unguessable()) {
        (Ok(order), Ok(id)) => (order, id),
        (Err(refused), _) => return refuse(&refused),
        (Ok(_), Err(_)) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    // Relative to `…/orders`, so it holds under any prefix.
    let location = format!("orders/{id}");
    let mut orders = shop.0.orders.lock().unwrap_or_else(PoisonError::into_inner);
    let reference = order.reference();
    if reference.is_some() && orders.iter().any(|known| known.reference() == reference) {
        return refuse(&order.refuse("An order with this reference has been placed already."));
    }
    if orders.len() == ORDERS_MAX {
        orders.pop_front();
    }
    orders.push_back(Order { id, ..order });
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn refuse(refused: &Refused) -> Response {
    html(StatusCode::UNPROCESSABLE_ENTITY, page::refused(refused))
}

async fn show_order(State(shop): State<Shop>, id: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(id)) = id else {
        return html(StatusCode::NOT_FOUND, page::unknown());
    };
    let orders = shop.0.orders.lock().unwrap_or_else(PoisonError::into_inner);
    match orders.iter().find(|order| order.id == id) {
        Some(order) => html(StatusCode::OK, page::accepted(order)),
        None => html(StatusCode::NOT_FOUND, page::unknown()),
    }
}

/// Pages with somebody's address: kept by nobody, framed by nobody, running no script.
fn html(status: StatusCode, page: String) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'";
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Html(page)).into_response()
}
