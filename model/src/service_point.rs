//! A service point, field by field as Sendcloud's v3 API describes it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::{Json, OpeningTimes, lenient};

/// Sendcloud's id of a service point: a positive whole number below 2^53.
///
/// JavaScript holds no larger one exactly. Its lifetime is limited: [`Carrier::code`] with
/// [`ServicePoint::carrier_service_point_id`] outlives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ServicePointId(u64);

impl ServicePointId {
    /// The largest id: what a JavaScript number holds exactly.
    pub const MAX: u64 = (1 << 53) - 1;

    /// Takes an id between 1 and [`Self::MAX`].
    #[must_use]
    pub fn new(id: u64) -> Option<Self> {
        (1..=Self::MAX).contains(&id).then_some(Self(id))
    }

    /// The number itself.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ServicePointId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de> Deserialize<'de> for ServicePointId {
    /// Reads a number, or a text that is one: other v3 bodies write ids as text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = (&Value::deserialize(deserializer)?)
            .number()
            .and_then(lenient::whole);
        let id = id.and_then(Self::new);
        id.ok_or_else(|| D::Error::custom("not the id of a service point"))
    }
}

/// A place where a parcel can be collected: a locker, a post office, a shop.
///
/// Read tolerantly: only `id`, `carrier.code` and `position` must be there, every other gap gets
/// its empty value, unknown fields are ignored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServicePoint {
    /// Sendcloud's id.
    pub id: ServicePointId,
    /// Name of the service point, often in capitals.
    pub name: String,
    /// Who operates it; may differ from the carrier searched for.
    pub carrier: Carrier,
    /// The carrier's own id, empty where it is not known.
    pub carrier_service_point_id: String,
    /// The carrier's own type, in any casing (`packStation`, `PBA`, `400`).
    pub carrier_shop_type: Option<String>,
    /// Sendcloud's general type; none where the carrier's maps to none.
    pub general_shop_type: Option<GeneralShopType>,
    /// Postal address.
    pub address: Address,
    /// Where it lies.
    pub position: Position,
    /// How to reach the people there.
    pub contact: Contact,
    /// The current week's times, local at the point.
    pub opening_times: OpeningTimes,
    /// Whether it is expected to be open tomorrow, by this week's times.
    pub is_open_tomorrow: bool,
    /// When it opens next, RFC 3339 with the point's own offset.
    pub next_open_at: Option<String>,
    /// Whether its details are no longer fresh; says nothing about open or closed.
    pub is_expired: bool,
    /// How far it lies from the reference point of the search.
    #[serde(skip_serializing_if = "Distance::is_absent")]
    pub distance: Distance,
}

impl ServicePoint {
    /// Reads a point; none where its id, carrier code or position is missing.
    #[must_use]
    pub fn read<J: Json>(json: &J) -> Option<Self> {
        let contact = lenient::member(json, "contact");
        let contact_text = |name| {
            contact
                .as_ref()
                .map_or_else(String::new, |contact| lenient::text(contact, name))
        };
        Some(Self {
            id: lenient::integer(json, "id").and_then(ServicePointId::new)?,
            name: lenient::text(json, "name"),
            carrier: Carrier::read(&json.member("carrier")?)?,
            carrier_service_point_id: lenient::text(json, "carrier_service_point_id"),
            carrier_shop_type: lenient::optional_text(json, "carrier_shop_type"),
            general_shop_type: lenient::optional_text(json, "general_shop_type")
                .map(|text| GeneralShopType::from(text.as_str())),
            address: lenient::member(json, "address")
                .map_or_else(Address::default, |address| Address::read(&address)),
            position: Position::read(&json.member("position")?)?,
            contact: Contact {
                email: contact_text("email"),
                phone: contact_text("phone"),
            },
            opening_times: lenient::member(json, "opening_times")
                .map_or_else(OpeningTimes::default, |times| OpeningTimes::read(&times)),
            is_open_tomorrow: lenient::flag(json, "is_open_tomorrow"),
            next_open_at: lenient::optional_text(json, "next_open_at"),
            is_expired: lenient::flag(json, "is_expired"),
            distance: json
                .member("distance")
                .map_or(Distance::Absent, |distance| Distance::read(&distance)),
        })
    }
}

impl<'de> Deserialize<'de> for ServicePoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        Self::read(&&json).ok_or_else(|| D::Error::custom("no id, carrier code or position"))
    }
}

/// Who operates a service point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carrier {
    /// Sendcloud's code, the one that is saved with an order.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Logo, none where there is none.
    pub logo_url: Option<String>,
    /// Small logo for lists and markers, none where there is none.
    pub icon_url: Option<String>,
}

impl Carrier {
    fn read<J: Json>(json: &J) -> Option<Self> {
        let code = json.member("code")?.text();
        Some(Self {
            code: code.filter(|code| !code.is_empty())?,
            name: lenient::text(json, "name"),
            logo_url: lenient::optional_text(json, "logo_url"),
            icon_url: lenient::optional_text(json, "icon_url"),
        })
    }
}

/// Sendcloud's general type of a service point: an open set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GeneralShopType {
    /// A shop that handles parcels.
    ServicePoint,
    /// An automated parcel locker.
    Locker,
    /// A post office.
    PostOffice,
    /// The carrier's own depot.
    CarrierDepot,
    /// A type that Sendcloud added later: kept, and shown as a plain service point.
    Other(String),
}

impl GeneralShopType {
    /// The types that a search may ask for, in v3's order.
    pub const SEARCHABLE: [Self; 4] = [
        Self::ServicePoint,
        Self::Locker,
        Self::PostOffice,
        Self::CarrierDepot,
    ];

    /// The word on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ServicePoint => "servicepoint",
            Self::Locker => "locker",
            Self::PostOffice => "post_office",
            Self::CarrierDepot => "carrier_depot",
            Self::Other(other) => other,
        }
    }
}

impl From<&str> for GeneralShopType {
    fn from(text: &str) -> Self {
        Self::SEARCHABLE
            .into_iter()
            .find(|known| known.as_str() == text)
            .unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl Serialize for GeneralShopType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for GeneralShopType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

/// Postal address of a service point; every part may be empty, the number may stand in `street`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// Street.
    pub street: String,
    /// House number, a text.
    pub house_number: String,
    /// Postal code, as the country writes it.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// ISO 3166-1 alpha-2, as v3 sent it.
    pub country_code: String,
}

impl Address {
    fn read<J: Json>(json: &J) -> Self {
        Self {
            street: lenient::text(json, "street"),
            house_number: lenient::text(json, "house_number"),
            postal_code: lenient::text(json, "postal_code"),
            city: lenient::text(json, "city"),
            country_code: lenient::text(json, "country_code"),
        }
    }
}

/// A position in WGS 84 degrees; may lie off the Earth where the carrier's data is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Position {
    /// Whether it can be shown on a map: on the Earth, and not the 0/0 of missing data.
    #[must_use]
    pub fn is_on_earth(self) -> bool {
        let on_earth = self.latitude.abs() <= 90.0 && self.longitude.abs() <= 180.0;
        on_earth && (self.latitude != 0.0 || self.longitude != 0.0)
    }

    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            latitude: lenient::number(json, "latitude")?,
            longitude: lenient::number(json, "longitude")?,
        })
    }
}

/// How to reach the people at a service point; empty = not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
}

/// The distance from a search's reference point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Distance {
    /// Not part of the document: the point was read by id.
    #[default]
    Absent,
    /// `null`: the search had no reference point.
    Unknown,
    /// Whole metres.
    Metres(u32),
}

impl Distance {
    /// Whole metres, where known.
    #[must_use]
    pub fn metres(self) -> Option<u32> {
        match self {
            Self::Metres(metres) => Some(metres),
            Self::Absent | Self::Unknown => None,
        }
    }

    fn read<J: Json>(json: &J) -> Self {
        let metres = json.number();
        metres
            .filter(|metres| (0.0..=f64::from(u32::MAX)).contains(metres))
            // In range by the line above, so the cast cannot cut.
            .map_or(Self::Unknown, |metres| Self::Metres(metres.round() as u32))
    }

    /// Whether the document has no such field at all.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        *self == Self::Absent
    }
}

impl Serialize for Distance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.metres().serialize(serializer)
    }
}
