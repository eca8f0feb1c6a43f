//! What a browser may know of a shop's configuration: the answer of `GET /api/config`.

use serde::{Deserialize, Serialize};

use crate::{CountryCode, GeneralShopType, PostNumberRule};

/// Public settings of a shop; `null` stands for "not restricted".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicConfig {
    /// Key of the shop.
    pub shop: String,
    /// Carrier codes that are searched where the page names none; none = the integration's.
    pub carriers: Option<Vec<String>>,
    /// Countries that can be searched.
    pub countries: Option<Vec<CountryCode>>,
    /// Types that are searched where the page names none.
    pub general_shop_types: Option<Vec<GeneralShopType>>,
    /// Where map tiles come from; none = no map.
    pub tiles: Option<TileSource>,
    /// Which points ask for a post number; the first match counts.
    pub post_number_rules: Vec<PostNumberRule>,
}

/// A source of map tiles, as the widget sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TileSource {
    /// Template with `{z}`, `{x}` and `{y}`, relative to the proxy's address.
    pub url: String,
    /// Who is to be named on the map, plain text.
    pub attribution: String,
    /// Deepest zoom that the source has.
    pub max_zoom: u8,
}
