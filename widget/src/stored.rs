//! Values that live as long as a reactive owner: Leptos' stored values of one type, whatever they are.
//!
//! Each other type would bring a copy of the arena's code (`docs/adr/0008-views-of-one-type.md`).

use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::prelude::{LocalStorage, StoredValue, WithValue};

/// A value that lives as long as the owner that it was made under. A handle: copies are the same
/// value.
pub(crate) struct Stored<T> {
    slot: StoredValue<Rc<dyn Any>, LocalStorage>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Stored<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stored<T> {}

impl<T: 'static> Stored<T> {
    /// Stores a value under the current owner.
    pub(crate) fn new(value: T) -> Self {
        Self {
            slot: StoredValue::new_local(Rc::new(value)),
            value: PhantomData,
        }
    }

    /// The value; none once the owner is gone.
    pub(crate) fn find(self) -> Option<Rc<T>> {
        find(self.slot)?.downcast().ok()
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// Where the owner is gone.
    pub(crate) fn get(self) -> Rc<T> {
        self.find().expect("the owner is there")
    }
}

impl<T: 'static> Stored<RefCell<T>> {
    /// Reads the value.
    ///
    /// # Panics
    ///
    /// Where the owner is gone, or the value is being changed.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.get().borrow())
    }

    /// Reads the value; none once the owner is gone.
    pub(crate) fn try_with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        Some(read(&self.find()?.borrow()))
    }

    /// Changes the value; nothing happens, and none comes back, once the owner is gone.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(change(&mut self.find()?.borrow_mut()))
    }
}

/// Keeps a thing until the current owner is gone.
pub(crate) fn keep(thing: impl Any) {
    // A handle to take it out again nobody needs.
    let _: Stored<()> = Stored {
        slot: StoredValue::new_local(Rc::new(thing)),
        value: PhantomData,
    };
}

fn find(slot: StoredValue<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    slot.try_with_value(Clone::clone)
}
