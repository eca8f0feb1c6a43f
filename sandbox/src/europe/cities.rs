//! The larger cities: where places are, which country they are in and how large a town is.

mod center;
mod north;
mod south;
mod west;

use model::Position;

/// A city of the table.
#[derive(Debug)]
pub(crate) struct City {
    /// ISO 3166-1 alpha-2.
    pub(crate) country: &'static str,
    pub(crate) name: &'static str,
    pub(crate) position: Position,
    /// Thousands of inhabitants; the largest cities are several entries, one a district.
    pub(crate) population_k: f64,
    /// A code of its centre: before the bar what all its codes begin with, after it what differs.
    pub(crate) postal: &'static str,
}

const fn city(
    country: &'static str,
    name: &'static str,
    latitude: f64,
    longitude: f64,
    population_k: u16,
    postal: &'static str,
) -> City {
    City {
        country,
        name,
        position: Position {
            latitude,
            longitude,
        },
        population_k: population_k as f64,
        postal,
    }
}

impl City {
    /// How far its built-up area reaches, roughly: 6 km for Eindhoven, 20 km for Berlin.
    pub(crate) fn radius_m(&self) -> f64 {
        (self.population_k.sqrt() * 370.0).clamp(1_200.0, 20_000.0)
    }

    /// Service points a square kilometre at its centre.
    pub(super) fn core_density(&self) -> f64 {
        (self.population_k / 60.0).clamp(2.5, 8.0)
    }
}

/// All cities, country by country, each country's largest first.
pub(crate) fn all_cities() -> impl Iterator<Item = &'static City> {
    [west::CITIES, center::CITIES, south::CITIES, north::CITIES]
        .into_iter()
        .flatten()
}

/// The cities of a country, its largest first.
pub(crate) fn cities_of(country_code: &str) -> impl Iterator<Item = &'static City> {
    all_cities().filter(move |city| city.country == country_code)
}
