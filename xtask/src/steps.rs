//! Headings and times, so that a long run can be followed and its slow part found.

use std::time::Instant;

use anyhow::{Context, Result};

/// Runs the steps of one command under headings, and sums their time up at the end.
pub(crate) struct Steps {
    started: Instant,
    count: usize,
}

impl Steps {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        let started = Instant::now();
        Self { started, count: 0 }
    }

    /// Runs one step under its heading.
    ///
    /// # Errors
    ///
    /// The step's own, with its name in front.
    pub(crate) fn run(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n== {name}");
        let started = Instant::now();
        step().with_context(|| name.to_owned())?;
        println!("-- {name}: {:.1} s", started.elapsed().as_secs_f64());
        self.count += 1;
        Ok(())
    }

    /// The closing line.
    pub(crate) fn finish(self) {
        let seconds = self.started.elapsed().as_secs_f64();
        println!("\nAll {} steps passed in {seconds:.1} s.", self.count);
    }
}
