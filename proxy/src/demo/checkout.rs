//! The demo's pages: the checkout, the configurator beside it, and the shop that receives the order.

use std::path::Path;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;

use sandbox::shop::ShopConfig;
use secrecy::ExposeSecret;

use crate::app::AppState;
use crate::assets::{Assets, AssetsError};
use crate::config;
use crate::error::Error;
use crate::routes::{self, assets::answer};
use crate::selections::SigningKey;

/// Addresses, and the files of `dist/` that stand there.
const FILES: [(&str, &str); 7] = [
    ("/", "demo/index.html"),
    ("/demo/checkout.css", "demo/checkout.css"),
    ("/demo/checkout.js", "demo/checkout.js"),
    ("/configurator", "demo/configurator.html"),
    ("/demo/configurator.css", "demo/configurator.css"),
    ("/demo/configurator.js", "demo/configurator.js"),
    ("/demo/snippet.js", "demo/snippet.js"),
];

/// The pages change with every build, under the same addresses.
const ASK_AGAIN: &str = "no-cache";

/// What a careful shop's checkout would say: the picker needs no more than `'wasm-unsafe-eval'`.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// Makes sure that the pages were built.
pub(super) fn require(assets: &Assets, directory: &Path) -> Result<(), AssetsError> {
    let mut files = FILES.into_iter();
    files.try_for_each(|(_, file)| assets.require(file, directory))
}

/// The pages and what they load.
pub(super) fn router(state: AppState) -> Router {
    let file = |path: &'static str| {
        get(
            async move |State(app): State<AppState>, headers: HeaderMap| {
                let asset = app.assets().find(path).ok_or(Error::UnknownRoute)?;
                Ok::<Response, Error>(answer(asset, &headers, ASK_AGAIN))
            },
        )
    };
    let mut pages = Router::new();
    for (address, path) in FILES {
        pages = pages.route(address, file(path));
    }
    pages
        .method_not_allowed_fallback(routes::unknown_method)
        .layer(from_fn(add_policy))
        .with_state(state)
}

/// The shop's backend, which trusts what this proxy signs.
///
/// # Panics
///
/// Never: the demo's variables hold a secret and no key.
pub(super) fn shop(shop: &config::ShopConfig, issuer: String) -> Router {
    let secret = shop.signing_keys.iter().find_map(SigningKey::secret);
    let secret = secret.expect("the demo signs with a secret");
    let backend = sandbox::shop::router(ShopConfig {
        signing_secret: secret.expose_secret().to_owned(),
        shop: shop.key.clone(),
        issuer,
        clock: sandbox::Clock::system(),
    });
    Router::new()
        .nest("/demo", backend)
        .method_not_allowed_fallback(routes::unknown_method)
}

async fn add_policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}
