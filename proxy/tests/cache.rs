//! What is kept of Sendcloud's answers, and what becomes of it on bad days.

mod behaviours;
mod headers;
mod matrix;
mod truth;

use std::time::Duration;

/// A search by position: fresh for 10 minutes, stale for an hour, and for a day where Sendcloud
/// fails, each a tenth more or less.
const SEARCH: &str = "/api/v3/service-points?country_code=NL&carrier_code=postnl\
                      &latitude=51.44&longitude=5.47&radius=2000";
/// Another one.
const OTHER_SEARCH: &str = "/api/v3/service-points?country_code=NL&carrier_code=postnl\
                            &latitude=52.09&longitude=5.12&radius=2000";

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}
