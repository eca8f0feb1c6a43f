//! What the page asked for: the element's attributes, as the loader passes them.

use model::{Json, Position};

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
    /// Postal code of the delivery address.
    pub(crate) postal_code: Option<String>,
    /// City of the delivery address.
    pub(crate) city: Option<String>,
    /// Street of the delivery address.
    pub(crate) street: Option<String>,
    /// House number of the delivery address.
    pub(crate) house_number: Option<String>,
    /// The delivery address as one text, instead of its parts.
    pub(crate) address: Option<String>,
    /// Degrees north, instead of an address.
    pub(crate) latitude: Option<String>,
    /// Degrees east, instead of an address.
    pub(crate) longitude: Option<String>,
    /// The same as numbers, where they are some.
    pub(crate) position: Option<Position>,
    /// Carrier codes; empty = the shop's.
    pub(crate) carriers: Vec<String>,
    /// General types; empty = all.
    pub(crate) shop_types: Vec<String>,
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
        // Words between commas or blanks, each once.
        let words = |name: &str| {
            let mut words: Vec<String> = Vec::new();
            for word in text(name).unwrap_or_default().split([' ', ',', '\n', '\t']) {
                if !word.is_empty() && words.iter().all(|known| known != word) {
                    words.push(word.to_owned());
                }
            }
            words
        };
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
            postal_code: text("postal-code"),
            city: text("city"),
            street: text("street"),
            house_number: text("house-number"),
            address: text("address"),
            latitude: text("latitude"),
            longitude: text("longitude"),
            position: position.map(|(latitude, longitude)| Position {
                latitude,
                longitude,
            }),
            carriers: words("carriers"),
            shop_types: words("shop-types"),
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
        self.shop == other.shop
            && self.country == other.country
            && self.carriers == other.carriers
            && self.shop_types == other.shop_types
    }

    /// Whether both ask for the same first search.
    pub(crate) fn has_same_place(&self, other: &Self) -> bool {
        let place = |settings: &Self| {
            [
                settings.postal_code.clone(),
                settings.city.clone(),
                settings.street.clone(),
                settings.house_number.clone(),
                settings.address.clone(),
                settings.latitude.clone(),
                settings.longitude.clone(),
            ]
        };
        place(self) == place(other) && self.has_same_delivery(other)
    }
}

#[cfg(test)]
mod tests {
    use super::{MapMode, Mode, Settings};

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
        assert_eq!(settings.postal_code.as_deref(), Some("5611 EM"));
        assert_eq!(settings.house_number.as_deref(), Some("10"));
        assert_eq!(settings.carriers, ["postnl", "dhl", "dpd"]);
        assert!(settings.shop_types.is_empty());
        assert_eq!(settings.map, MapMode::Off);
    }
}
