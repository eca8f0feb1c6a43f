//! An answer of Sendcloud's, kept decoded, and the bodies that were made of it.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderValue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{CountryCode, Data, GeocodingResult, GeocodingStatus, SearchResults, ServicePoint};
use serde::Serialize;

use super::canonical::Shown;
use super::encoded::Encoded;
use super::lifetimes::{Lifetimes, Subject};
use super::outlook;
use crate::clock::Clock;
use crate::encoding::Encoding;
use crate::upstream::{self, ShippingOptions};

/// Most bodies of one entry: a page of a shop uses one or two limits.
const VARIANTS_MAX: usize = 8;
/// Most bytes of them, so that no entry outgrows its part of the memory.
const VARIANTS_WEIGHT_MAX: usize = 512 * 1024;
/// What a decoded point takes of the memory, in bytes, roughly.
const POINT_WEIGHT: usize = 1_000;
/// The same for a shipping option.
const OPTION_WEIGHT: usize = 6_000;
/// What an entry takes beside its points and bodies, in bytes, roughly.
const ENTRY_WEIGHT: usize = 500;
/// A failed refresh is not repeated for so long.
const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// Bodies above this are encoded where they do not hold up other requests, in points.
const ASIDE_FROM: usize = 60;

/// What Sendcloud said. Names the shopper's address, so it has no `Debug`.
pub(crate) enum Answer {
    /// The points of a search.
    Found(SearchResults),
    /// A point.
    Point(Box<ServicePoint>),
    /// Whether a point takes parcels now.
    Available(bool),
    /// What can ship to a point.
    Shipping(Arc<ShippingOptions>),
    /// That the question has no answer: 400 or 404.
    Refused(upstream::Error),
}

/// A kept answer.
pub(crate) struct Entry {
    answer: Answer,
    lifetimes: Lifetimes,
    /// When it was kept, by [`Clock::passed`].
    since: Duration,
    /// None where browsers may keep nothing.
    cache_control: Option<HeaderValue>,
    variants: Mutex<Vec<Arc<Variant>>>,
    /// Held by whoever makes a body, so that nobody makes the same beside it.
    making: tokio::sync::Mutex<()>,
    /// In milliseconds of [`Clock::passed`].
    refresh_from_ms: AtomicU64,
}

/// What an age makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Fresh,
    /// Shown while it is asked for again.
    WhileRevalidating,
    /// Shown where Sendcloud fails.
    IfError,
    Dead,
}

/// One body.
pub(crate) struct Variant {
    shown: Shown,
    /// What it says of openings is true until then.
    holds_until: Timestamp,
    pub(crate) body: Encoded,
}

impl Entry {
    /// Keeps an answer to a question of this kind. `share`, from 0 to 1, spreads the ends of entries
    /// that were made together.
    pub(super) fn new(
        subject: Subject,
        mut answer: Answer,
        country: Option<CountryCode>,
        clock: &Clock,
        share: f64,
    ) -> Self {
        let zone = match &mut answer {
            Answer::Found(results) => {
                // v3 promises the order; cutting from the front depends on it.
                let distance = |point: &ServicePoint| point.distance.metres().unwrap_or(u32::MAX);
                results.results.sort_by_key(distance);
                country.map_or(TimeZone::UTC, outlook::zone_of_country)
            }
            Answer::Point(point) => outlook::zone_of_point(point),
            Answer::Available(_) | Answer::Shipping(_) | Answer::Refused(_) => TimeZone::UTC,
        };
        let now = clock.now();
        let week = outlook::next_monday(&zone, now).duration_since(now);
        let lifetimes = Lifetimes::of(subject, &answer).jittered(share);
        let lifetimes = lifetimes.fresh_until(Duration::try_from(week).unwrap_or_default());
        Self {
            cache_control: subject.may_stay_in_browsers().then(|| control(lifetimes)),
            answer,
            lifetimes,
            since: clock.passed(),
            variants: Mutex::default(),
            making: tokio::sync::Mutex::default(),
            refresh_from_ms: AtomicU64::new(0),
        }
    }

    pub(crate) fn answer(&self) -> &Answer {
        &self.answer
    }

    /// How old it is.
    pub(crate) fn age(&self, clock: &Clock) -> Duration {
        clock.passed().saturating_sub(self.since)
    }

    /// What is left of its first phase, in whole seconds; negative once that is over.
    pub(crate) fn ttl_s(&self, clock: &Clock) -> i64 {
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        seconds(self.lifetimes.fresh) - seconds(self.age(clock))
    }

    pub(crate) fn phase(&self, clock: &Clock) -> Phase {
        let age = self.age(clock);
        let Lifetimes {
            fresh,
            while_revalidating,
            if_error,
        } = self.lifetimes;
        if age < fresh {
            Phase::Fresh
        } else if age < while_revalidating {
            Phase::WhileRevalidating
        } else if age < if_error {
            Phase::IfError
        } else {
            Phase::Dead
        }
    }

    /// What browsers may do with it; none where they may keep nothing.
    pub(crate) fn cache_control(&self) -> Option<&HeaderValue> {
        self.cache_control.as_ref()
    }

    /// Whether it may be asked for again behind an answer.
    pub(super) fn may_refresh(&self, clock: &Clock) -> bool {
        millis(clock.passed()) >= self.refresh_from_ms.load(Ordering::Relaxed)
    }

    /// Puts the next refresh off, after one failed.
    pub(super) fn put_refresh_off(&self, clock: &Clock) {
        let from = millis(clock.passed() + REFRESH_PAUSE);
        self.refresh_from_ms.store(from, Ordering::Relaxed);
    }

    /// The points of a list or of a reading by id.
    pub(crate) fn points(&self) -> &[ServicePoint] {
        match &self.answer {
            Answer::Found(results) => &results.results,
            Answer::Point(point) => std::slice::from_ref(&**point),
            Answer::Available(_) | Answer::Shipping(_) | Answer::Refused(_) => &[],
        }
    }

    /// The body with these points in this encoding, if it has been made and still tells the truth.
    pub(crate) fn variant(
        &self,
        shown: &Shown,
        encoding: Encoding,
        clock: &Clock,
    ) -> Option<Arc<Variant>> {
        let variant = self.true_variant(shown, clock)?;
        variant.body.representation(encoding)?;
        Some(variant)
    }

    /// The same, made where it is not there.
    ///
    /// # Errors
    ///
    /// Where there is no memory for it.
    pub(super) async fn make_variant(
        self: &Arc<Self>,
        shown: &Shown,
        encoding: Encoding,
        clock: &Clock,
    ) -> io::Result<Arc<Variant>> {
        let _making = self.making.lock().await;
        if let Some(made) = self.variant(shown, encoding, clock) {
            return Ok(made);
        }
        let now = clock.now();
        // What Sendcloud said is shown as it is until it no longer holds.
        let is_as_said = self.age(clock) < Duration::from_secs(1);
        let (entry, shown) = (self.clone(), shown.clone());
        let is_short = shown.count() < ASIDE_FROM;
        let written = self.true_variant(&shown, clock);
        let make = move || {
            let variant = written.unwrap_or_else(|| entry.write(shown, now, is_as_said));
            variant.body.make(encoding).map(|()| variant)
        };
        let made = if is_short {
            make()?
        } else {
            let made = tokio::task::spawn_blocking(make).await;
            made.map_err(io::Error::other)??
        };
        self.keep_variant(&made);
        Ok(made)
    }

    /// The body with these points, in whatever encodings it has by now.
    fn true_variant(&self, shown: &Shown, clock: &Clock) -> Option<Arc<Variant>> {
        let variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        let found = variants.iter().find(|variant| variant.shown == *shown)?;
        (clock.now() < found.holds_until).then(|| found.clone())
    }

    /// Puts a body where the next will find it. The oldest go; this one stays in any case.
    fn keep_variant(&self, made: &Arc<Variant>) {
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        variants.retain(|variant| variant.shown != made.shown);
        variants.push(made.clone());
        let weight = |variants: &[Arc<Variant>]| -> usize {
            variants.iter().map(|variant| variant.body.weight()).sum()
        };
        while variants.len() > 1
            && (variants.len() > VARIANTS_MAX || weight(&variants) > VARIANTS_WEIGHT_MAX)
        {
            variants.remove(0);
        }
    }

    fn write(&self, shown: Shown, now: Timestamp, is_as_said: bool) -> Arc<Variant> {
        let mut points = shown.copy(self.points());
        if !is_as_said {
            for point in &mut points {
                outlook::look_out(point, now);
            }
        }
        let holds_until = outlook::holds_until(&points, now);
        let body = match &self.answer {
            Answer::Found(results) => write(&List {
                results: &points,
                geocoding: results.geocoding.as_ref(),
            }),
            _ => write(&points.first()),
        };
        Arc::new(Variant {
            shown,
            holds_until,
            body: Encoded::new(body),
        })
    }

    /// What it takes of the memory, in bytes.
    pub(super) fn weight(&self) -> usize {
        let variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        let bodies: usize = variants.iter().map(|variant| variant.body.weight()).sum();
        let options = match &self.answer {
            Answer::Shipping(options) => options.data.len(),
            Answer::Found(_) | Answer::Point(_) | Answer::Available(_) | Answer::Refused(_) => 0,
        };
        let content = self.points().len() * POINT_WEIGHT + options * OPTION_WEIGHT;
        ENTRY_WEIGHT + content + bodies
    }
}

impl Subject {
    /// An address is the shopper's, so its answer stays nowhere on the way.
    fn may_stay_in_browsers(self) -> bool {
        matches!(self, Self::Area | Self::Point)
    }
}

/// Whether a list is empty because nobody understood the address.
pub(super) fn is_address_unknown(results: &SearchResults) -> bool {
    let status = results.geocoding.as_ref().map(|geocoding| geocoding.status);
    status == Some(GeocodingStatus::NotFound)
}

/// `SearchResults`, of points that lie elsewhere.
#[derive(Serialize)]
struct List<'a> {
    results: &'a [ServicePoint],
    geocoding: Option<&'a GeocodingResult>,
}

fn write(data: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(&Data { data }).expect("the model's types have text keys only")
}

/// `max-age` and its companions, as the age beside it is told.
fn control(lifetimes: Lifetimes) -> HeaderValue {
    let fresh_s = lifetimes.fresh.as_secs();
    let control = format!(
        "private, max-age={fresh_s}, stale-while-revalidate={}, stale-if-error={}",
        lifetimes.while_revalidating.as_secs() - fresh_s,
        lifetimes.if_error.as_secs() - fresh_s,
    );
    HeaderValue::try_from(control).expect("digits and words are header characters")
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
