//! What is no longer needed is removed: post numbers first, then whole selections.

use jiff::Timestamp;

use super::{Retention, Store, StoreError};
use crate::config::SelectionsConfig;

/// Removes all that has been kept for its time at `now`, in steps so small that no shopper waits
/// behind one, and has the database give back the room.
///
/// # Errors
///
/// As the store; what is left is for the next time.
pub(crate) async fn remove_old(
    store: &Store,
    periods: &SelectionsConfig,
    now: Timestamp,
) -> Result<(), StoreError> {
    let retention = Retention {
        unbound_before: now - periods.unbound,
        bound_before: now - periods.bound,
        post_numbers_before: now - periods.post_numbers,
    };
    while !store.purge(&retention).await?.is_all() {}
    store.tidy().await
}
