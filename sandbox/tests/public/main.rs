//! Everything that the sandbox promises, through its routers.

mod search;
mod support;
