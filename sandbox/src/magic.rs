//! Magic inputs: like a payment provider's test cards, each gives one outcome on demand.
//!
//! The tables here are the ones of `docs/sandbox.md`; a test compares the two.

use model::ServicePointId;

/// A street that no town has: wherever it stands in an address, it decides the outcome.
#[derive(Clone, Copy, Debug)]
pub struct MagicAddress {
    /// What to type, in either case.
    pub street: &'static str,
    pub(crate) outcome: AddressOutcome,
}

/// What a magic street does to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressOutcome {
    NotFound,
    PartiallyMatched,
    NoneNearby,
    GeocoderDown,
    TooManyRequests,
    Slow,
    MalformedPoints,
    NoJson,
    ServerError,
    Confirmation,
}

/// A service point whose id decides what happens to it.
#[derive(Clone, Copy, Debug)]
pub struct MagicPoint {
    /// Its id.
    pub id: u64,
    pub(crate) name: &'static str,
    pub(crate) outcome: PointOutcome,
}

/// What becomes of a magic service point once it is asked for by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointOutcome {
    /// Never listed; by id it is there and expired.
    OnlyExpired,
    /// Listed; by id it does not exist.
    Gone,
    /// Listed fresh; by id it is expired.
    Expired,
    /// Listed; its availability check says no.
    Unavailable,
    /// Listed; by id it is a 429.
    TooManyRequests,
    /// Listed; its availability check is a 503.
    CheckFails,
}

use AddressOutcome as Address;
use PointOutcome as Point;

const fn street(street: &'static str, outcome: AddressOutcome) -> MagicAddress {
    MagicAddress { street, outcome }
}

const fn point(id: u64, name: &'static str, outcome: PointOutcome) -> MagicPoint {
    MagicPoint { id, name, outcome }
}

/// All magic streets.
pub const MAGIC_ADDRESSES: &[MagicAddress] = &[
    street("Magic Nowhere", Address::NotFound),
    street("Magic Partial", Address::PartiallyMatched),
    street("Magic Empty", Address::NoneNearby),
    street("Magic Geocoder", Address::GeocoderDown),
    street("Magic Busy", Address::TooManyRequests),
    street("Magic Slow", Address::Slow),
    street("Magic Malformed", Address::MalformedPoints),
    street("Magic Garbage", Address::NoJson),
    street("Magic Error", Address::ServerError),
    street("Magic Confirmation", Address::Confirmation),
];

/// All magic service points; they stand in Eindhoven.
pub const MAGIC_POINTS: &[MagicPoint] = &[
    point(1_000_404, "Magic Gone Shop", Point::Gone),
    point(1_000_408, "Magic Forgotten Shop", Point::OnlyExpired),
    point(1_000_409, "Magic Expired Shop", Point::Expired),
    point(1_000_410, "Magic Full Shop", Point::Unavailable),
    point(1_000_429, "Magic Busy Shop", Point::TooManyRequests),
    point(1_000_503, "Magic Silent Shop", Point::CheckFails),
];

/// The outcome that an address asks for.
pub(crate) fn find_outcome(address: &str) -> Option<AddressOutcome> {
    let words = |text: &str| {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let given = words(address);
    let magic = MAGIC_ADDRESSES.iter().find(|magic| {
        let street = words(magic.street);
        given.windows(street.len()).any(|window| window == street)
    });
    magic.map(|magic| magic.outcome)
}

/// The magic point with an id.
pub(crate) fn find_magic_point(id: ServicePointId) -> Option<&'static MagicPoint> {
    MAGIC_POINTS.iter().find(|point| point.id == id.get())
}
