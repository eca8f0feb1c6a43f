//! Chance, so that what failed at the same moment does not come back at the same moment.

use std::time::Duration;

/// Any time from `least` to `most`.
pub(crate) fn between(least: Duration, most: Duration) -> Duration {
    least + most.saturating_sub(least).mul_f64(fastrand::f64())
}
