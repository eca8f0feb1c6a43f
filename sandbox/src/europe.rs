//! A procedural Europe: whatever is asked about is computed from the place itself, so the same
//! question has the same answer on every machine, and nothing has to be stored.
//!
//! The Earth is cut into square cells on the Mercator map. A cell knows how built-up it is from
//! the cities and villages around it, rolls its streets and service points from its own
//! coordinates, and a service point's id is the number of its cell and its slot in it.

mod carriers;
mod cell;
mod cities;
mod countries;
mod dice;
mod known_cells;
mod land;
mod locales;
mod mercator;
mod methods;
mod names;
mod opening_times;
mod places;
mod points;
mod postal_codes;
mod search;
mod terrain;

pub(crate) use carriers::{
    CarrierEntry, answering_codes, carrier, carrier_codes, is_known_carrier,
};
pub(crate) use cell::{Cell, place_in};
pub(crate) use cities::{City, all_cities, cities_of};
pub(crate) use countries::{AddressStyle, Country, country};
pub(crate) use dice::{Dice, hash_text, noise};
pub(crate) use land::{coast_lines, is_land};
pub(crate) use mercator::Mercator;
pub(crate) use methods::{Method, Product, products};
pub(crate) use opening_times::set_outlook;
pub(crate) use places::{cities_near, density, nearest_city, villages_near};
pub(crate) use points::{find_by_carrier_id, find_point};
pub(crate) use postal_codes::{PostalArea, find_area, is_postal_code, postal_code_at};
pub(crate) use search::search_around;
pub(crate) use terrain::{RIVER_HALF_WIDTH_M, in_river, is_park, river_level, wood_level};
