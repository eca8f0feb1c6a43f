//! Where else a parcel could go: what a shopper is offered whose point takes none.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use model::{Distance, ErrorMeta, ServicePoint, distance_m};
use tokio::time::{Instant, timeout_at};

use crate::app::AppState;
use crate::cache::Purpose;
use crate::{lookup::Lookup, shop::Shop};

/// How far they may lie away, in metres: as far as somebody walks or cycles.
const RADIUS_M: u32 = 10_000;
/// Among how many points the nearest are looked for: some are not the shop's.
const LIMIT: u16 = 50;
/// Longest that a refusal waits for them.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// The nearest points instead of one that takes no parcels; none where they could not be found
/// quickly.
#[derive(Clone, Default)]
pub(crate) struct Alternatives(pub(crate) Vec<ServicePoint>);

impl Alternatives {
    /// Looks for them beside a point, within what is left until `deadline`.
    pub(super) async fn find(
        app: &AppState,
        shop: &Arc<Shop>,
        point: &ServicePoint,
        deadline: Instant,
    ) -> Self {
        let deadline = deadline.min(Instant::now() + PATIENCE);
        let found = timeout_at(deadline, search(app, shop, point)).await;
        Self(found.ok().flatten().unwrap_or_default())
    }
}

async fn search(
    app: &AppState,
    shop: &Arc<Shop>,
    point: &ServicePoint,
) -> Option<Vec<ServicePoint>> {
    let position = point.position;
    let pairs = [
        ("country_code", point.address.country_code.clone()),
        ("latitude", position.latitude.to_string()),
        ("longitude", position.longitude.to_string()),
        ("radius", RADIUS_M.to_string()),
        ("limit", LIMIT.to_string()),
    ];
    let pairs = pairs.map(|(name, value)| (name.into(), value.into()));
    // A point without a place on the Earth, or of a country that the shop left, has no neighbours.
    let lookup = Lookup::search(shop, pairs.into()).ok()?;
    let entry = lookup.ask_for(app, Purpose::Show).await.ok()?;
    let metres = |other: &ServicePoint| distance_m(position, other.position).round();
    // Expired ones are told to no shop: what is offered of our own accord should hold.
    let is_other =
        |other: &&ServicePoint| other.id != point.id && !other.is_expired && shop.offers(other);
    let mut others: Vec<_> = entry.points().iter().filter(is_other).collect();
    others.sort_by(|one, other| metres(one).total_cmp(&metres(other)));
    let nearest = others.into_iter().take(ErrorMeta::ALTERNATIVES_MAX);
    let nearest = nearest.map(|other| ServicePoint {
        // Below the radius, so the cast cannot cut.
        distance: Distance::Metres(metres(other) as u32),
        ..other.clone()
    });
    Some(nearest.collect())
}

impl fmt::Debug for Alternatives {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Alternatives({})", self.0.len())
    }
}
