//! Words of each language: streets, shops, villages. All shops and villages are invented.

mod east;
mod north;
mod south;
mod west;

pub(super) use east::{CZECH, ESTONIAN, HUNGARIAN, LATVIAN, LITHUANIAN, POLISH, SLOVAK, UKRAINIAN};
pub(super) use north::{DANISH, FINNISH, ICELANDIC, NORWEGIAN, SWEDISH};
pub(super) use south::{
    BULGARIAN, CROATIAN, GREEK, ITALIAN, PORTUGUESE, ROMANIAN, SLOVENE, SPANISH,
};
pub(super) use west::{BELGIAN, DUTCH, ENGLISH, FRENCH, GERMAN};

/// The words that places in a country are named with.
#[derive(Debug)]
pub(crate) struct Locale {
    pub(crate) streets: &'static [&'static str],
    pub(crate) shops: &'static [&'static str],
    /// What a shop without a name of its own is.
    pub(crate) corner_shop: &'static str,
    /// Beginnings and ends of village names.
    pub(crate) villages: (&'static [&'static str], &'static [&'static str]),
    pub(crate) locker: &'static str,
    pub(crate) post_office: &'static str,
}
