//! The shopper's number with the carrier, and which points ask for one.

use std::fmt;

use serde::Serialize;

use crate::{Json, ServicePoint, lenient};

/// The shopper's number with the carrier: ASCII digits, kept as text because zeros may lead.
///
/// Personal data, hidden by `Debug`. Not the postal code, and not the number of a locker.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PostNumber(String);

/// What was typed is no post number of the required form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a post number")]
pub struct MalformedPostNumber;

impl PostNumber {
    /// Reads what a shopper typed; blanks, hyphens and dots are dropped: `"0012 345-6"` is `00123456`.
    ///
    /// # Errors
    ///
    /// [`MalformedPostNumber`], unless ASCII digits are left, as many as `rule` allows.
    pub fn parse(input: &str, rule: &PostNumberRule) -> Result<Self, MalformedPostNumber> {
        let is_separator = |c: char| c.is_whitespace() || c == '-' || c == '.';
        let digits: String = input.chars().filter(|&c| !is_separator(c)).collect();
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (rule.min_digits..=rule.max_digits).contains(&digits.len());
        (is_number && fits)
            .then_some(Self(digits))
            .ok_or(MalformedPostNumber)
    }

    /// A number that was read before and kept.
    ///
    /// # Errors
    ///
    /// [`MalformedPostNumber`], unless it is 1 to 64 ASCII digits.
    pub fn from_digits(digits: &str) -> Result<Self, MalformedPostNumber> {
        let fits = (1..=64).contains(&digits.len());
        let is_number = fits && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number
            .then(|| Self(digits.to_owned()))
            .ok_or(MalformedPostNumber)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PostNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PostNumber(hidden)")
    }
}

/// Which points ask for a post number, and of which form. v3 does not say, so a shop's
/// configuration does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostNumberRule {
    /// Country of the point, upper case.
    pub country_code: String,
    /// Returned carrier codes.
    pub carrier_codes: Vec<String>,
    /// Types, the carrier's own or general ones; compared without case, `-`, `_` and blanks.
    pub shop_types: Vec<String>,
    /// Whether the shopper can go on without one.
    pub requirement: Requirement,
    /// Fewest digits.
    pub min_digits: usize,
    /// Most digits.
    pub max_digits: usize,
}

/// Whether a post number must be given where a rule asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// No selection without it.
    Required,
    /// May be left empty.
    Optional,
}

impl PostNumberRule {
    /// Reads a rule as `GET /api/config` sends it; none where it says nothing.
    pub(crate) fn read<J: Json>(json: &J) -> Option<Self> {
        let digits = |name: &str| usize::try_from(lenient::integer(json, name)?).ok();
        Some(Self {
            country_code: lenient::optional_text(json, "country_code")?,
            carrier_codes: lenient::texts(json, "carrier_codes")?,
            shop_types: lenient::texts(json, "shop_types")?,
            requirement: match lenient::text(json, "requirement").as_str() {
                "required" => Requirement::Required,
                "optional" => Requirement::Optional,
                _ => return None,
            },
            min_digits: digits("min_digits")?,
            max_digits: digits("max_digits")?,
        })
    }

    /// Whether the rule speaks of this point.
    #[must_use]
    pub fn applies_to(&self, point: &ServicePoint) -> bool {
        let general = point.general_shop_type.as_ref().map(|kind| kind.as_str());
        let types = [point.carrier_shop_type.as_deref(), general];
        let is_type = |wanted: &String| {
            let wanted = normalised(wanted);
            types
                .iter()
                .flatten()
                .any(|kind| normalised(kind) == wanted)
        };
        point
            .address
            .country_code
            .eq_ignore_ascii_case(&self.country_code)
            && self.carrier_codes.contains(&point.carrier.code)
            && self.shop_types.iter().any(is_type)
    }
}

/// A type as rules compare it.
fn normalised(shop_type: &str) -> String {
    let letters = shop_type.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The first rule that speaks of the point; none asks for no post number.
#[must_use]
pub fn find_post_number_rule<'a>(
    rules: &'a [PostNumberRule],
    point: &ServicePoint,
) -> Option<&'a PostNumberRule> {
    rules.iter().find(|rule| rule.applies_to(point))
}

/// The rules of a shop that configures none: German DHL, whose form of the number is the one in
/// DHL's own interface description (`developer.dhl.com`, Parcel DE Shipping, Postnumber).
#[must_use]
pub fn default_post_number_rules() -> Vec<PostNumberRule> {
    let rule = |shop_types: &[&str], requirement, min_digits| PostNumberRule {
        country_code: "DE".to_owned(),
        carrier_codes: vec!["dhl_de".to_owned(), "dhl".to_owned()],
        shop_types: shop_types.iter().map(|&kind| kind.to_owned()).collect(),
        requirement,
        min_digits,
        max_digits: 10,
    };
    vec![
        rule(&["packstation", "locker"], Requirement::Required, 6),
        rule(&["post_office", "parcelshop"], Requirement::Optional, 3),
    ]
}

#[cfg(test)]
mod tests {
    use super::{PostNumber, Requirement, default_post_number_rules, find_post_number_rule};
    use crate::ServicePoint;

    fn point(country: &str, carrier: &str, raw: &str, general: &str) -> ServicePoint {
        let json = serde_json::json!({
            "id": 1, "carrier": {"code": carrier}, "position": {"latitude": 52.5, "longitude": 13.4},
            "address": {"country_code": country}, "carrier_shop_type": raw, "general_shop_type": general,
        });
        serde_json::from_value(json).expect("a service point")
    }

    fn requirement(point: &ServicePoint) -> Option<Requirement> {
        find_post_number_rule(&default_post_number_rules(), point).map(|rule| rule.requirement)
    }

    #[test]
    fn a_packstation_needs_one_however_its_type_is_written() {
        for raw in ["packStation", "packstation", "PACK-STATION", "pack_station"] {
            let point = point("DE", "dhl_de", raw, "");
            assert_eq!(requirement(&point), Some(Requirement::Required), "{raw}");
        }
        let locker = point("DE", "dhl", "", "locker");
        assert_eq!(requirement(&locker), Some(Requirement::Required));
    }

    #[test]
    fn a_post_office_only_offers_the_field() {
        for (raw, general) in [
            ("postOffice", "post_office"),
            ("parcelShop", "servicepoint"),
        ] {
            let point = point("DE", "dhl_de", raw, general);
            assert_eq!(requirement(&point), Some(Requirement::Optional), "{raw}");
        }
    }

    #[test]
    fn others_are_not_asked() {
        assert_eq!(requirement(&point("NL", "dhl", "", "locker")), None);
        assert_eq!(requirement(&point("DE", "dpd", "", "locker")), None);
        assert_eq!(
            requirement(&point("DE", "dhl_de", "paketshop", "servicepoint")),
            None
        );
    }

    #[test]
    fn leading_zeros_stay_and_separators_go() {
        let rule = &default_post_number_rules()[0];
        let parse = |input| PostNumber::parse(input, rule).map(|number| number.as_str().to_owned());
        assert_eq!(parse("0012 345-6").as_deref(), Ok("00123456"));
        assert_eq!(parse(" 12345.6 ").as_deref(), Ok("123456"));
        for wrong in ["", "12345", "12345678901", "12345a", "１２３４５６"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_hides_the_number() {
        let number = PostNumber::parse("123456", &default_post_number_rules()[0]).unwrap();
        assert!(!format!("{number:?}").contains("123456"));
    }
}
