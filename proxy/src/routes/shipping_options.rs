//! What can ship to a selected point.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use model::{CountryCode, ErrorObject, code};

use super::backend::Backend;
use super::query::{Pair, take_shop};
use super::selections::{NO_STORE, SelectionId};
use crate::clean::is_invisible;
use crate::selections::find_shipping_options;
use crate::upstream::{ParcelWeight, ShippingQuestion, UnusableWeight, WeightUnit};
use crate::{app::AppState, error::Error};

/// Pattern of the route.
pub(super) const SHIPPING_OPTIONS: &str = "/api/selections/{id}/shipping-options";

/// Most characters of a postal code.
const POSTAL_CODE_MAX: usize = 20;
/// Most violations that are told.
const VIOLATIONS_MAX: usize = 20;

const FROM_COUNTRY_CODE: &str = "from_country_code";
const FROM_POSTAL_CODE: &str = "from_postal_code";
const WEIGHT: &str = "weight";
const WEIGHT_UNIT: &str = "weight_unit";
const PARAMETERS: [&str; 4] = [FROM_COUNTRY_CODE, FROM_POSTAL_CODE, WEIGHT, WEIGHT_UNIT];

/// Where a parcel comes from, and what it weighs.
#[derive(Debug)]
struct Parcel {
    from_country_code: CountryCode,
    from_postal_code: Option<String>,
    weight: ParcelWeight,
}

/// `GET /api/selections/{id}/shipping-options`
pub(super) async fn list(
    State(app): State<AppState>,
    Backend(shop): Backend,
    SelectionId(id): SelectionId,
    uri: Uri,
) -> Result<Response, Error> {
    let settings = app.settings();
    let (_, query) = take_shop(&uri, &settings)?;
    let parcel = Parcel::read(&query).map_err(Error::InvalidParameters)?;
    let found = app.selections().find(&shop.config().key, &id).await?;
    let found = found.ok_or(Error::UnknownSelection)?;
    let question = ShippingQuestion {
        to: found.service_point,
        from_country_code: parcel.from_country_code,
        from_postal_code: parcel.from_postal_code,
        weight: parcel.weight,
    };
    let options = find_shipping_options(&app, &shop, question).await?;
    Ok(([NO_STORE], Json(&*options)).into_response())
}

impl Parcel {
    /// Reads a query: `from_country_code`, and where they are given `from_postal_code`, `weight`
    /// (default `1`) and `weight_unit` (default `kg`). All that is wrong is told at once.
    fn read(query: &[Pair<'_>]) -> Result<Self, Vec<ErrorObject>> {
        let mut violations = Violations::default();
        for (index, (name, _)) in query.iter().enumerate() {
            let is_again = query[..index].iter().any(|(earlier, _)| earlier == name);
            match PARAMETERS.into_iter().find(|known| known == name) {
                Some(name) if is_again => {
                    violations.add(name, code::INVALID, "Parameter given too many times");
                }
                Some(_) => {}
                None => {
                    // Cut, because it goes back to whoever sent it.
                    let name: String = name.chars().take(40).collect();
                    violations.add(&name, code::UNKNOWN_FIELD, "Unknown parameter");
                }
            }
        }
        let value = |wanted: &str| {
            let (_, value) = query.iter().find(|(name, _)| name == wanted)?;
            Some(value.trim()).filter(|value| !value.is_empty())
        };
        let country = violations.read_country(value(FROM_COUNTRY_CODE));
        let postal_code = violations.read_postal_code(value(FROM_POSTAL_CODE));
        let unit = violations.read_unit(value(WEIGHT_UNIT).unwrap_or("kg"));
        let weight = violations.read_weight(value(WEIGHT).unwrap_or("1"), unit);
        match (country, weight) {
            (Some(from_country_code), Some(weight)) if violations.0.is_empty() => Ok(Self {
                from_country_code,
                from_postal_code: postal_code,
                weight,
            }),
            _ => Err(violations.0),
        }
    }
}

/// What is wrong with a query.
#[derive(Default)]
struct Violations(Vec<ErrorObject>);

impl Violations {
    fn add(&mut self, parameter: &str, code: &str, detail: &str) {
        if self.0.len() < VIOLATIONS_MAX {
            let violation = ErrorObject::parameter(parameter, code, detail);
            self.0.push(violation);
        }
    }

    fn read_country(&mut self, text: Option<&str>) -> Option<CountryCode> {
        let Some(text) = text else {
            self.add(FROM_COUNTRY_CODE, code::REQUIRED, "Field required");
            return None;
        };
        let country_code = CountryCode::parse(text).ok();
        if country_code.is_none() {
            let shown: String = text.chars().take(10).collect();
            let detail = format!("\"{shown}\" is not a valid country code");
            self.add(FROM_COUNTRY_CODE, code::INVALID_CHOICE, &detail);
        }
        country_code
    }

    fn read_postal_code(&mut self, text: Option<&str>) -> Option<String> {
        let text = text?;
        if text.chars().count() > POSTAL_CODE_MAX {
            let detail = format!("Text should have at most {POSTAL_CODE_MAX} characters");
            self.add(FROM_POSTAL_CODE, code::INVALID, &detail);
        } else if text.chars().any(is_invisible) {
            let detail = "Text should hold no control characters";
            self.add(FROM_POSTAL_CODE, code::INVALID, detail);
        }
        Some(text.to_owned())
    }

    fn read_unit(&mut self, text: &str) -> Option<WeightUnit> {
        let unit = WeightUnit::find(text);
        if unit.is_none() {
            let detail = "Input should be 'kg', 'g', 'lbs' or 'oz'";
            self.add(WEIGHT_UNIT, code::INVALID_CHOICE, detail);
        }
        unit
    }

    fn read_weight(&mut self, text: &str, unit: Option<WeightUnit>) -> Option<ParcelWeight> {
        // Whether it is a number can be told whatever its unit should have been.
        let weight = ParcelWeight::parse(text, unit.unwrap_or(WeightUnit::G));
        let detail = match weight {
            Ok(weight) => return Some(weight),
            Err(UnusableWeight::NoNumber) => {
                "Input should be a valid number, unable to parse string as a number"
            }
            Err(UnusableWeight::OutOfRange) => {
                "Input should be greater than 0 and at most 1000 kilograms"
            }
        };
        self.add(WEIGHT, code::INVALID, detail);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Parcel, Vec<ErrorObject>> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        Parcel::read(&pairs)
    }

    /// Parameter and code of each violation.
    fn violations(query: &str) -> Vec<(String, String)> {
        let violations = read(query).expect_err(query);
        let told = violations.into_iter().map(|error| {
            let parameter = error.source.parameter.expect("a parameter");
            (parameter, error.code.expect("a code"))
        });
        told.collect()
    }

    #[test]
    fn a_country_is_enough() {
        for query in [
            "from_country_code=nl",
            "from_country_code=NL&weight=&weight_unit=&from_postal_code=+",
        ] {
            let parcel = read(query).expect(query);
            assert_eq!(parcel.from_country_code.as_str(), "NL");
            assert_eq!(parcel.from_postal_code, None);
            assert_eq!(parcel.weight.value(), "1");
            assert_eq!(parcel.weight.unit(), WeightUnit::Kg);
        }
    }

    #[test]
    fn all_four_are_read() {
        let query = "weight_unit=oz&weight=12.50&from_postal_code=1012+AB&from_country_code=NL";
        let parcel = read(query).expect(query);
        assert_eq!(parcel.from_postal_code.as_deref(), Some("1012 AB"));
        assert_eq!(parcel.weight.value(), "12.50");
        assert_eq!(parcel.weight.unit(), WeightUnit::Oz);
    }

    #[test]
    fn every_violation_is_told_in_v3s_codes() {
        for (query, parameter, code) in [
            ("", FROM_COUNTRY_CODE, code::REQUIRED),
            (
                "from_country_code=XX",
                FROM_COUNTRY_CODE,
                code::INVALID_CHOICE,
            ),
            ("from_country_code=NL&weight=heavy", WEIGHT, code::INVALID),
            ("from_country_code=NL&weight=0", WEIGHT, code::INVALID),
            ("from_country_code=NL&weight=1001", WEIGHT, code::INVALID),
            (
                "from_country_code=NL&weight_unit=st",
                WEIGHT_UNIT,
                code::INVALID_CHOICE,
            ),
            (
                "from_country_code=NL&from_postal_code=123456789012345678901",
                FROM_POSTAL_CODE,
                code::INVALID,
            ),
            (
                "from_country_code=NL&from_postal_code=1%E2%80%AE2",
                FROM_POSTAL_CODE,
                code::INVALID,
            ),
            (
                "from_country_code=NL&from_country_code=NL",
                FROM_COUNTRY_CODE,
                code::INVALID,
            ),
            ("from_country_code=NL&to=DE", "to", code::UNKNOWN_FIELD),
        ] {
            let expected = [(parameter.to_owned(), code.to_owned())];
            assert_eq!(violations(query), expected, "{query}");
        }
        assert_eq!(violations("weight=x&weight_unit=y&a=1").len(), 4);
        assert_eq!(violations(&"a=1&".repeat(100)).len(), VIOLATIONS_MAX);
    }
}
