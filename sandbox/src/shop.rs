//! A small shop backend.
