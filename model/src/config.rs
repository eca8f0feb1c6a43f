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
    /// Who is to be named on the map.
    pub attribution: Vec<AttributionPart>,
    /// Deepest zoom that the source has.
    pub max_zoom: u8,
}

/// A piece of an attribution: `{"text": "OpenStreetMap", "url": "https://…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributionPart {
    /// What is shown, with the blanks around it.
    pub text: String,
    /// Where it leads, an `https` address; none = it is no link.
    pub url: Option<String>,
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
        let attribution = lenient::member(json, "attribution").and_then(|parts| parts.items());
        let attribution = attribution.unwrap_or_default();
        Some(Self {
            url: lenient::optional_text(json, "url")?,
            attribution: attribution
                .iter()
                .filter_map(AttributionPart::read)
                .collect(),
            max_zoom: lenient::integer(json, "max_zoom")?.try_into().ok()?,
        })
    }
}

impl AttributionPart {
    /// A part without a text is none; one that leads anywhere but to `https` leads nowhere, so that
    /// no page runs a script that stands there.
    fn read<J: Json>(json: &J) -> Option<Self> {
        let url = lenient::optional_text(json, "url");
        Some(Self {
            text: lenient::optional_text(json, "text").filter(|text| !text.is_empty())?,
            url: url.filter(|url| url.starts_with("https://")),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PublicConfig;

    fn attribution(json: &serde_json::Value) -> serde_json::Value {
        let tiles = json!({"url": "/tiles/{z}/{x}/{y}", "max_zoom": 19, "attribution": json});
        let config = PublicConfig::read(&&json!({ "tiles": tiles }));
        let written = serde_json::to_value(config).expect("it is JSON");
        written["tiles"]["attribution"].clone()
    }

    #[test]
    fn an_attribution_is_read_as_it_is_written() {
        let parts = json!([
            {"text": "© ", "url": null},
            {"text": "OpenStreetMap", "url": "https://www.openstreetmap.org/copyright"},
        ]);
        assert_eq!(attribution(&parts), parts);
    }

    /// A link could run a script of whoever answers in the proxy's place.
    #[test]
    fn only_https_is_a_link() {
        for url in [
            "javascript:alert(1)",
            "http://a.example",
            "/a",
            "",
            "HTTPS:a",
        ] {
            let read = attribution(&json!([{"text": "a", "url": url}]));
            assert_eq!(read, json!([{"text": "a", "url": null}]), "{url}");
        }
    }

    /// An older proxy sends a text; its map is shown all the same.
    #[test]
    fn what_is_no_part_is_left_out() {
        let parts =
            json!([null, 1, "a", {}, {"url": "https://a.example"}, {"text": ""}, {"text": "b"}]);
        assert_eq!(attribution(&parts), json!([{"text": "b", "url": null}]));
        assert_eq!(attribution(&json!("© OpenStreetMap")), json!([]));
        assert_eq!(attribution(&json!(null)), json!([]));
    }

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
