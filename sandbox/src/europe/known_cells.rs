//! Cells that have been looked at, so that the next search around the same place takes a
//! fraction of the time. What is forgotten is computed again, and comes out the same.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError},
};

use model::ServicePoint;

use super::{
    Cell,
    points::{country_of, points_in},
};

/// All are forgotten above this many: about 50 MB of service points, were they all in towns.
const CELLS_MAX: usize = 40_000;

static CELLS: LazyLock<Mutex<HashMap<Cell, Arc<KnownCell>>>> = LazyLock::new(Mutex::default);

/// What a cell has on it.
pub(super) struct KnownCell {
    cell: Cell,
    /// None on the open sea.
    pub(super) country_code: Option<&'static str>,
    points: OnceLock<Vec<ServicePoint>>,
}

impl KnownCell {
    /// Its service points, without their outlook.
    pub(super) fn points(&self) -> &[ServicePoint] {
        self.points.get_or_init(|| points_in(self.cell).collect())
    }
}

/// Looks at a cell. Its points are rolled when they are asked for.
pub(super) fn look_at(cell: Cell) -> Arc<KnownCell> {
    let cells = || CELLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = cells().get(&cell) {
        return Arc::clone(known);
    }
    // Not under the lock: of two who look at the same time, the later one is remembered.
    let known = Arc::new(KnownCell {
        cell,
        country_code: country_of(cell),
        points: OnceLock::new(),
    });
    let mut cells = cells();
    if cells.len() == CELLS_MAX {
        cells.clear();
    }
    cells.insert(cell, Arc::clone(&known));
    known
}
