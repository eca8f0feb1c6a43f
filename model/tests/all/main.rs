//! The model through its public door: what v3 documents, and what must hold for any document.

mod documents;
mod search;
