//! Which points ask for a post number, where a shop decides that for itself.

use model::{PostNumberRule, Requirement};

use super::Section;
use super::shop::{parse_carrier, parse_country};

/// Most digits that a rule can ask for.
const DIGITS_MAX: usize = 20;

/// Reads `[[post_number_rules]]`; none where the shop has none, which is not the same as an empty
/// list.
pub(super) fn read_rules(section: &mut Section<'_, '_>) -> Option<Vec<PostNumberRule>> {
    let rules = section.rows("post_number_rules", read_rule)?;
    Some(rules.into_iter().flatten().collect())
}

fn read_rule(section: &mut Section<'_, '_>) -> Option<PostNumberRule> {
    let keys = [
        "country_code",
        "carrier_codes",
        "shop_types",
        "requirement",
        "min_digits",
        "max_digits",
    ];
    for key in keys {
        section.require(key, "a rule has all its keys");
    }
    let country = section.parse("country_code", parse_country);
    let carriers = section.list("carrier_codes", parse_carrier);
    let types = section.list("shop_types", parse_shop_type);
    let requirement = section.parse("requirement", parse_requirement);
    let min_digits = section.number("min_digits", 1..=DIGITS_MAX);
    let max_digits = section.number("max_digits", 1..=DIGITS_MAX);
    if min_digits
        .zip(max_digits)
        .is_some_and(|(least, most)| least > most)
    {
        section.find_here("has a min_digits above its max_digits");
    }
    Some(PostNumberRule {
        country_code: country?.as_str().to_owned(),
        carrier_codes: carriers?,
        shop_types: types?,
        requirement: requirement?,
        min_digits: min_digits?,
        max_digits: max_digits?,
    })
}

fn parse_requirement(text: &str) -> Result<Requirement, String> {
    match text {
        "required" => Ok(Requirement::Required),
        "optional" => Ok(Requirement::Optional),
        _ => Err("is \"required\" or \"optional\"".to_owned()),
    }
}

/// A carrier's own type or a general one: what carriers call theirs is open.
fn parse_shop_type(text: &str) -> Result<String, String> {
    let is_type = (1..=64).contains(&text.len()) && !text.chars().any(char::is_control);
    is_type
        .then(|| text.to_owned())
        .ok_or_else(|| format!("holds {text:?}, which is no type such as locker"))
}
