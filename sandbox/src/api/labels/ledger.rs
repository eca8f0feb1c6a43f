//! What was handed in, as far as a later request depends on it.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::Value;

/// The oldest ones are forgotten above this: the sandbox may run for weeks.
const ENTRIES_MAX: usize = 1_000;

/// Ids look like Sendcloud's.
const FIRST_ID: u64 = 300_000_001;

/// Gives ids out, and remembers what they were given to.
#[derive(Default)]
pub(in crate::api) struct Ledger {
    given: AtomicU64,
    /// Ids by integration and order id.
    orders: Mutex<VecDeque<((u64, String), u64)>>,
    /// Shipments by external reference.
    shipments: Mutex<VecDeque<(String, Value)>>,
}

impl Ledger {
    pub(super) fn next_id(&self) -> u64 {
        FIRST_ID + self.given.fetch_add(1, Ordering::Relaxed)
    }

    /// The id of an order, the same one whenever it is saved again.
    pub(super) fn order_id(&self, integration_id: u64, order_id: &str) -> u64 {
        let mut orders = lock(&self.orders);
        let known = orders
            .iter()
            .find(|((integration, order), _)| *integration == integration_id && order == order_id);
        if let Some((_, id)) = known {
            return *id;
        }
        let id = self.next_id();
        push(&mut orders, ((integration_id, order_id.to_owned()), id));
        id
    }

    /// Keeps a shipment under its external reference.
    ///
    /// # Errors
    ///
    /// The shipment that already has the reference.
    pub(super) fn add_shipment(&self, reference: &str, shipment: &Value) -> Result<(), Value> {
        let mut shipments = lock(&self.shipments);
        if let Some((_, known)) = shipments.iter().find(|(known, _)| known == reference) {
            return Err(known.clone());
        }
        push(&mut shipments, (reference.to_owned(), shipment.clone()));
        Ok(())
    }
}

fn lock<T>(entries: &Mutex<VecDeque<T>>) -> MutexGuard<'_, VecDeque<T>> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

fn push<T>(entries: &mut VecDeque<T>, entry: T) {
    if entries.len() == ENTRIES_MAX {
        entries.pop_front();
    }
    entries.push_back(entry);
}
