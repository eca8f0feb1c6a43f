//! What a browser may know of a shop's configuration: the answer of `GET /api/config`.

use serde::Serialize;

use crate::{CountryCode, GeneralShopType, Json, PostNumberRule, RADIUS_MAX_M, lenient};

/// Public settings of a shop; `null` stands for "not restricted".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicConfig {
    /// Key of the shop.
    pub shop: String,
    /// Carrier codes that are searched where the page names none; none = the integration's.
    pub carriers: Option<Vec<String>>,
    /// Countries that can be searched.
    pub countries: Option<Vec<CountryCode>>,
    /// Types that are searched where the page names none.
    pub general_shop_types: Option<Vec<GeneralShopType>>,
    /// Whether points may be selected whose details are expired.
    pub allow_expired: bool,
    /// Largest radius of a search, in metres; a larger one is searched as this one.
    pub radius_max: u32,
    /// Where map tiles come from; none = no map.
    pub tiles: Option<TileSource>,
    /// Which points ask for a post number; the first match counts.
    pub post_number_rules: Vec<PostNumberRule>,
}

/// A source of map tiles, as the widget sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TileSource {
    /// Template with `{z}`, `{x}` and `{y}`, relative to the proxy's address.
    pub url: String,
    /// Who is to be named on the map, plain text.
    pub attribution: String,
    /// Deepest zoom that the source has.
    pub max_zoom: u8,
}

impl PublicConfig {
    /// Reads the answer of `GET /api/config`.
    #[must_use]
    pub fn read<J: Json>(json: &J) -> Self {
        let countries = lenient::texts(json, "countries").map(|codes| {
            let codes = codes
                .iter()
                .filter_map(|code| CountryCode::parse(code).ok());
            codes.collect()
        });
        let types = lenient::texts(json, "general_shop_types")
            .map(|types| types.iter().map(|text| text.as_str().into()).collect());
        let rules = lenient::member(json, "post_number_rules").and_then(|rules| rules.items());
        let rules = rules.unwrap_or_default();
        Self {
            shop: lenient::text(json, "shop"),
            carriers: lenient::texts(json, "carriers"),
            countries,
            general_shop_types: types,
            allow_expired: lenient::flag(json, "allow_expired"),
            radius_max: lenient::integer(json, "radius_max")
                .and_then(|radius| radius.try_into().ok())
                .unwrap_or(RADIUS_MAX_M),
            tiles: lenient::member(json, "tiles").and_then(|tiles| TileSource::read(&tiles)),
            post_number_rules: rules.iter().filter_map(PostNumberRule::read).collect(),
        }
    }
}

impl TileSource {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            url: lenient::optional_text(json, "url")?,
            attribution: lenient::text(json, "attribution"),
            max_zoom: lenient::integer(json, "max_zoom")?.try_into().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PublicConfig;

    /// An older proxy says nothing of it, and refuses such points.
    #[test]
    fn expired_points_are_allowed_only_where_that_is_said() {
        for (json, is_allowed) in [
            (json!({}), false),
            (json!({"allow_expired": null}), false),
            (json!({"allow_expired": "true"}), false),
            (json!({"allow_expired": false}), false),
            (json!({"allow_expired": true}), true),
        ] {
            let config = PublicConfig::read(&&json);
            assert_eq!(config.allow_expired, is_allowed, "{json}");
            let written = serde_json::to_value(config).expect("it is JSON");
            assert_eq!(written["allow_expired"], is_allowed, "{json}");
        }
    }
}
