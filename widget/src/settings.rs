//! What the page asked for: the element's attributes, as the loader passes them.

use model::Json;

/// The element's attributes. Texts are as the page wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Carrier codes; empty = the shop's.
    pub(crate) carriers: Vec<String>,
    /// General types; empty = all.
    pub(crate) shop_types: Vec<String>,
    /// The cart that the selection is for.
    pub(crate) reference: Option<String>,
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
    /// Reads the loader's JSON. A setting that is missing is one that the page did not make.
    pub(crate) fn read<J: Json>(json: &J) -> Self {
        let text = |name: &str| json.member(name)?.text();
        let texts = |name: &str| {
            let items = json.member(name).and_then(|list| list.items());
            items
                .unwrap_or_default()
                .iter()
                .filter_map(Json::text)
                .collect()
        };
        Self {
            proxy: text("proxy").unwrap_or_default(),
            shop: text("shop"),
            mode: match text("mode").as_deref() {
                Some("dialog") => Mode::Dialog,
                _ => Mode::Inline,
            },
            country: text("country"),
            postal_code: text("postal_code"),
            city: text("city"),
            street: text("street"),
            house_number: text("house_number"),
            address: text("address"),
            latitude: text("latitude"),
            longitude: text("longitude"),
            carriers: texts("carriers"),
            shop_types: texts("shop_types"),
            reference: text("reference"),
            map: match text("map").as_deref() {
                Some("click") => MapMode::Click,
                Some("off") => MapMode::Off,
                _ => MapMode::Auto,
            },
        }
    }

    /// Whether both ask for the same first search.
    pub(crate) fn has_same_place(&self, other: &Self) -> bool {
        let place = |settings: &Self| {
            [
                settings.country.clone(),
                settings.postal_code.clone(),
                settings.city.clone(),
                settings.street.clone(),
                settings.house_number.clone(),
                settings.address.clone(),
                settings.latitude.clone(),
                settings.longitude.clone(),
            ]
        };
        place(self) == place(other)
            && self.shop == other.shop
            && self.carriers == other.carriers
            && self.shop_types == other.shop_types
    }
}
