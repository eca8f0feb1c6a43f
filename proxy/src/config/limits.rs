//! How much is answered: to one client, and to all clients of a shop together.

use super::Section;

/// Largest number of a rate.
const MOST: u32 = 1_000_000;

/// What may come in one after the other, and at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// How many come back in a minute; at least 1.
    pub(crate) per_minute: u32,
    /// How many may come at once after a pause; at least 1.
    pub(crate) burst: u32,
}

impl Rate {
    pub(crate) const fn new(per_minute: u32, burst: u32) -> Self {
        Self { per_minute, burst }
    }

    /// Reads `key = { per_minute = …, burst = … }`; what is left out stays as it is in `self`.
    fn read(self, key: &'static str, section: &mut Section<'_, '_>) -> Self {
        section.within(key, |section| Self {
            per_minute: section
                .number("per_minute", 1..=MOST)
                .unwrap_or(self.per_minute),
            burst: section.number("burst", 1..=MOST).unwrap_or(self.burst),
        })
    }
}

/// `[limits]`: what one client may ask of one shop.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ClientLimits {
    /// `limits.requests`: any request. Default 120 a minute and 40 at once.
    pub(crate) requests: Rate,
    /// `limits.misses`: searches and points that Sendcloud has to be asked for. Default 30 and 20.
    pub(crate) misses: Rate,
    /// `limits.selections`: confirmations. Default 10 and 5.
    pub(crate) selections: Rate,
    /// `limits.files`: map tiles and logos. Default 600 and 200.
    pub(crate) files: Rate,
}

impl ClientLimits {
    pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
        let default = Self::default();
        Self {
            requests: default.requests.read("requests", section),
            misses: default.misses.read("misses", section),
            selections: default.selections.read("selections", section),
            files: default.files.read("files", section),
        }
    }
}

impl Default for ClientLimits {
    fn default() -> Self {
        Self {
            requests: Rate::new(120, 40),
            misses: Rate::new(30, 20),
            selections: Rate::new(10, 5),
            files: Rate::new(600, 200),
        }
    }
}

/// `[shops.KEY.limits]`: what all clients of a shop may ask for together.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ShopLimits {
    /// `shops.KEY.limits.misses`: as for a client. Default 300 a minute and 60 at once.
    pub(crate) misses: Rate,
    /// `shops.KEY.limits.selections`: as for a client. Default 60 and 20.
    pub(crate) selections: Rate,
}

impl ShopLimits {
    pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
        let default = Self::default();
        Self {
            misses: default.misses.read("misses", section),
            selections: default.selections.read("selections", section),
        }
    }
}

impl Default for ShopLimits {
    fn default() -> Self {
        Self {
            misses: Rate::new(300, 60),
            selections: Rate::new(60, 20),
        }
    }
}
