//! A selection in the words of whatever ships the order: fragments that a shop merges into the body
//! it builds. `docs/handoff.md` says where each one goes.

mod lightspeed;
mod magento2;
mod order_v3;
mod parcel_v2;
mod shipment_v3;
mod shopware6;
#[cfg(test)]
mod tests;
mod woocommerce;

use model::ServicePoint;
use serde_json::Value;

/// Whose words a fragment speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Sendcloud's `POST /api/v2/parcels`.
    ParcelV2,
    /// Sendcloud's `POST /api/v3/orders`.
    OrderV3,
    /// Sendcloud's `POST /api/v3/shipments` and its relatives.
    ShipmentV3,
    /// Sendcloud's module for Magento 2.
    Magento2,
    /// Sendcloud's plugin for Shopware 6.
    Shopware6,
    /// Lightspeed eCom.
    Lightspeed,
    /// Sendcloud's plugin for `WooCommerce`.
    Woocommerce,
}

impl Format {
    /// In the order of the manual.
    pub(crate) const ALL: [Self; 7] = [
        Self::ParcelV2,
        Self::OrderV3,
        Self::ShipmentV3,
        Self::Magento2,
        Self::Shopware6,
        Self::Lightspeed,
        Self::Woocommerce,
    ];

    /// The word in the address.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ParcelV2 => "parcel-v2",
            Self::OrderV3 => "order-v3",
            Self::ShipmentV3 => "shipment-v3",
            Self::Magento2 => "magento2",
            Self::Shopware6 => "shopware6",
            Self::Lightspeed => "lightspeed",
            Self::Woocommerce => "woocommerce",
        }
    }

    /// The format of that name, if there is one.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// What a selection of this point, with or without a post number, knows in this format. Never
    /// the recipient, whom only the shop knows.
    pub(crate) fn fragment(self, point: &ServicePoint, post_number: Option<&str>) -> Value {
        match self {
            Self::ParcelV2 => parcel_v2::fragment(point, post_number),
            Self::OrderV3 => order_v3::fragment(point, post_number),
            Self::ShipmentV3 => shipment_v3::fragment(point, post_number),
            Self::Magento2 => magento2::fragment(point, post_number),
            Self::Shopware6 => shopware6::fragment(point, post_number),
            Self::Lightspeed => lightspeed::fragment(point, post_number),
            Self::Woocommerce => woocommerce::fragment(point, post_number),
        }
    }
}
