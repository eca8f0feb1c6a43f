//! What follows from signals and is asked for often: worked out once for each state of them.

use std::{cell::RefCell, rc::Rc};

use crate::stored::Stored;

/// The versions of the signals that a value follows from.
pub(super) type Versions = [u32; 4];

/// The last value, and what it is for.
type Last<T> = Option<(Versions, Rc<T>)>;

/// A value that follows from signals. A handle: copies are the same value.
pub(super) struct Derived<T>(Stored<RefCell<Last<T>>>);

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T: 'static> Derived<T> {
    /// Nothing is worked out yet. Belongs to the current owner.
    pub(super) fn new() -> Self {
        Self(Stored::new(RefCell::new(None)))
    }

    /// The value for these versions.
    pub(super) fn get(self, versions: Versions, derive: impl FnOnce() -> T) -> Rc<T> {
        let kept = self.0.with(Clone::clone);
        if let Some((of, value)) = kept
            && of == versions
        {
            return value;
        }
        let value = Rc::new(derive());
        self.0
            .update(|kept| *kept = Some((versions, value.clone())));
        value
    }
}
