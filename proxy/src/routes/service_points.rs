//! v3's own two reading routes: a v3 client works against them by changing the base address.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use model::ServicePointId;

use super::query::{ShopOnly, take_shop};
use crate::limits::ClientAddress;
use crate::settings::Settings;
use crate::{app::AppState, error::Error, lookup::Lookup};

/// Path of the list.
pub(crate) const LIST: &str = "/api/v3/service-points";
/// Pattern of a point.
pub(crate) const POINT: &str = "/api/v3/service-points/{id}";

/// The pattern of one of the two addresses.
pub(crate) fn pattern(uri: &Uri) -> &'static str {
    if uri.path() == LIST { LIST } else { POINT }
}

/// The question of a request for either route; none where it is for neither.
pub(crate) fn read(uri: &Uri, settings: &Settings) -> Option<Result<Lookup, Error>> {
    match uri.path().strip_prefix(LIST)? {
        "" => Some(read_search(uri, settings)),
        rest => {
            let id = rest.strip_prefix('/').filter(|id| !id.contains('/'))?;
            Some(read_point(uri, id, settings))
        }
    }
}

fn read_search(uri: &Uri, settings: &Settings) -> Result<Lookup, Error> {
    let (shop, pairs) = take_shop(uri, settings)?;
    Lookup::search(shop, pairs)
}

fn read_point(uri: &Uri, id: &str, settings: &Settings) -> Result<Lookup, Error> {
    let ShopOnly(shop) = ShopOnly::read(uri, settings)?;
    let id = parse_id(id).ok_or(Error::UnknownServicePoint)?;
    Ok(Lookup::point(&shop, id))
}

/// An id in its one spelling: digits, the first of them no 0.
fn parse_id(text: &str) -> Option<ServicePointId> {
    let id = text.parse().ok().and_then(ServicePointId::new)?;
    (!text.starts_with(['+', '0'])).then_some(id)
}

/// `GET /api/v3/service-points` and `GET /api/v3/service-points/{id}`
pub(super) async fn answer(
    State(app): State<AppState>,
    client: ClientAddress,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let lookup = read(&uri, &app.settings()).ok_or(Error::UnknownRoute)??;
    let served = lookup.answer(&app, client).await?;
    lookup.respond(&app, &served, &headers).await
}
