//! The name of an answer in the cache: the bytes of everything that shapes it, each part with its
//! kind and its length in front, so that no two questions share a name.

use model::{Area, CarrierScope, Position, ReferencePoint, Search, ServicePointId};

use crate::config::AccountId;
use crate::upstream::ShippingQuestion;

/// What an answer is kept under. Holds the shopper's address where the search does: it is in memory
/// only, and shown to nobody.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Box<[u8]>);

impl Key {
    /// The answer to a canonical search.
    pub(crate) fn of_search(account: AccountId, search: &Search) -> Self {
        let mut bytes = Writer::new(account, b's');
        bytes.part(b'l', search.country_code.as_str().as_bytes());
        match &search.carriers {
            CarrierScope::Unspecified => {}
            CarrierScope::Codes(codes) => bytes.parts(b'c', codes),
            CarrierScope::Integration => bytes.part(b'i', b""),
        }
        match &search.near {
            None => {}
            Some(ReferencePoint::Address(address)) => bytes.part(b'a', fold(address).as_bytes()),
            Some(ReferencePoint::Structured(parts)) => {
                let named = [
                    (b's', parts.street.as_deref().map(fold)),
                    (b'h', parts.house_number.as_deref().map(fold)),
                    (b'p', parts.postal_code.as_deref().map(squeeze)),
                    (b't', parts.city.as_deref().map(fold)),
                ];
                for (tag, part) in named {
                    if let Some(part) = part {
                        bytes.part(tag, part.as_bytes());
                    }
                }
            }
            Some(ReferencePoint::Position(position)) => bytes.position(b'o', *position),
        }
        match &search.area {
            None => {}
            Some(Area::Radius(metres)) => bytes.part(b'r', &metres.to_be_bytes()),
            Some(Area::Box(area)) => {
                bytes.position(b'n', area.north_east);
                bytes.position(b'w', area.south_west);
            }
        }
        bytes.parts(b'd', &search.carrier_service_point_ids);
        if let Some(kind) = &search.carrier_shop_type {
            bytes.part(b'k', kind.as_bytes());
        }
        for kind in &search.general_shop_types {
            bytes.part(b'g', kind.as_str().as_bytes());
        }
        bytes.part(b'm', &search.limit.to_be_bytes());
        bytes.finish()
    }

    /// A service point by its id.
    pub(crate) fn of_point(account: AccountId, id: ServicePointId) -> Self {
        Self::of_id(account, b'p', id)
    }

    /// Whether a service point takes parcels.
    pub(crate) fn of_availability(account: AccountId, id: ServicePointId) -> Self {
        Self::of_id(account, b'a', id)
    }

    /// What can ship to a service point.
    pub(crate) fn of_shipping(account: AccountId, question: &ShippingQuestion) -> Self {
        let mut bytes = Writer::new(account, b'o');
        bytes.part(b'b', question.body().to_string().as_bytes());
        bytes.finish()
    }

    fn of_id(account: AccountId, route: u8, id: ServicePointId) -> Self {
        let mut bytes = Writer::new(account, route);
        bytes.part(b'i', &id.get().to_be_bytes());
        bytes.finish()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn new(account: AccountId, route: u8) -> Self {
        let mut bytes = Vec::with_capacity(128);
        bytes.extend_from_slice(&account.0);
        bytes.push(route);
        Self(bytes)
    }

    fn part(&mut self, tag: u8, part: &[u8]) {
        let length = u32::try_from(part.len()).expect("parameters are at most 200 characters");
        self.0.push(tag);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
    }

    fn parts(&mut self, tag: u8, parts: &[String]) {
        for part in parts {
            self.part(tag, part.as_bytes());
        }
    }

    fn position(&mut self, tag: u8, position: Position) {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&position.latitude.to_bits().to_be_bytes());
        bytes[8..].copy_from_slice(&position.longitude.to_bits().to_be_bytes());
        self.part(tag, &bytes);
    }

    fn finish(self) -> Key {
        Key(self.0.into_boxed_slice())
    }
}

/// Small letters: nobody means another street by capitals.
fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Capitals without blanks, as codes are compared.
fn squeeze(text: &str) -> String {
    let capitals = text.chars().filter(|c| !c.is_whitespace());
    capitals.flat_map(char::to_uppercase).collect()
}
