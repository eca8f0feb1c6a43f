//! What the page asked for: the element's attributes, as the loader passes them.

use model::{Json, Position};

use crate::query::Place;

/// The element's attributes. Texts are as the page wrote them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// Address of the proxy, ending in `/`.
    pub(crate) proxy: String,
    /// Key of the shop, where the proxy serves several.
    pub(crate) shop: Option<String>,
    /// Whether the picker stands in the page or in a dialog.
    pub(crate) mode: Mode,
    /// Country to search in, ISO 3166-1 alpha-2.
    pub(crate) country: Option<String>,
    /// Where the first search starts; none where the page does not say.
    pub(crate) place: Option<Place>,
    /// `latitude` and `longitude` as numbers, where they are some.
    pub(crate) position: Option<Position>,
    /// Carriers, without which the shop's are searched, and types of points: v3's pairs.
    pub(crate) scope: Vec<(&'static str, String)>,
    /// The cart that the selection is for.
    pub(crate) reference: Option<String>,
    /// Id of the point of an earlier selection.
    pub(crate) value: Option<String>,
    /// The post number of that selection.
    pub(crate) post_number: Option<String>,
    /// When the map is loaded.
    pub(crate) map: MapMode,
}

/// Where the picker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In the page.
    #[default]
    Inline,
    /// In a modal dialog, which can be closed.
    Dialog,
}

/// When the map is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MapMode {
    /// As soon as there is room for it or it is asked for.
    #[default]
    Auto,
    /// When the shopper presses a button.
    Click,
    /// Never.
    Off,
}

impl Settings {
    /// Reads the loader's JSON: the attributes as the page wrote them. A blank one is one that the
    /// page did not write.
    pub(crate) fn read<J: Json>(json: &J) -> Self {
        let text = |name: &str| {
            let text = json.member(name)?.text()?;
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let mut scope: Vec<(&'static str, String)> = Vec::new();
        // Words between commas or blanks, each once.
        for (name, parameter) in [
            ("carriers", "carrier_code"),
            ("shop-types", "general_shop_type"),
            ("carrier-shop-type", "carrier_shop_type"),
        ] {
            for word in text(name).unwrap_or_default().split([' ', ',', '\n', '\t']) {
                if !word.is_empty() && scope.iter().all(|(_, known)| known != word) {
                    scope.push((parameter, word.to_owned()));
                }
            }
        }
        let number = |name: &str| json.member(name)?.number();
        let position = number("latitude").zip(number("longitude"));
        let word = |name| text(name).unwrap_or_default().to_ascii_lowercase();
        Self {
            proxy: text("proxy").unwrap_or_default(),
            shop: text("shop"),
            mode: match word("mode").as_str() {
                "dialog" => Mode::Dialog,
                _ => Mode::Inline,
            },
            country: text("country"),
            place: Place::of(&text),
            position: position.map(|(latitude, longitude)| Position {
                latitude,
                longitude,
            }),
            scope,
            reference: text("reference"),
            value: text("value"),
            post_number: text("post-number"),
            map: match word("map").as_str() {
                "click" => MapMode::Click,
                "off" => MapMode::Off,
                _ => MapMode::Auto,
            },
        }
    }

    /// Whether points found for one can be chosen for the other.
    pub(crate) fn has_same_delivery(&self, other: &Self) -> bool {
        self.shop == other.shop && self.country == other.country && self.scope == other.scope
    }
}

#[cfg(test)]
mod tests {
    use super::{MapMode, Mode, Settings};
    use crate::query::Place;

    #[test]
    fn an_element_without_attributes_has_settings_without_wishes() {
        let json = serde_json::json!({ "proxy": "/", "shop": null, "country": "  " });
        let settings = Settings::read(&&json);
        let none = Settings {
            proxy: "/".to_owned(),
            ..Settings::default()
        };
        assert_eq!(settings, none);
    }

    #[test]
    fn attributes_are_read_however_the_page_wrote_them() {
        let settings = Settings::read(&&serde_json::json!({
            "proxy": "/", "mode": " Dialog ", "postal-code": " 5611 EM ", "house-number": "10",
            "carriers": "postnl, dhl  dpd,\npostnl,", "shop-types": " , ", "map": "OFF",
        }));
        assert_eq!(settings.mode, Mode::Dialog);
        let parts = [
            ("address_house_number", "10"),
            ("address_postal_code", "5611 EM"),
        ];
        let parts = parts.map(|(name, part)| (name, part.to_owned()));
        assert_eq!(settings.place, Some(Place::Attributes(parts.into())));
        let carriers = ["postnl", "dhl", "dpd"].map(|code| ("carrier_code", code.to_owned()));
        assert_eq!(settings.scope, carriers);
        assert_eq!(settings.map, MapMode::Off);
    }
}
