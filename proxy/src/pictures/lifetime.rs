//! How long a host lets its picture be kept: what `Cache-Control` and `Expires` say to a shared
//! cache (RFC 9111).

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, header};
use jiff::Timestamp;

/// What a host says of keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifetime {
    /// How long from now it is as good as new; none where the host does not say.
    pub(super) fresh: Option<Duration>,
    /// Whether it may be kept at all.
    pub(super) may_be_kept: bool,
    /// Whether it may be shown after that where the host fails.
    pub(super) may_be_stale: bool,
}

impl Lifetime {
    /// Of a host that says nothing.
    pub(crate) const UNSAID: Self = Self {
        fresh: None,
        may_be_kept: true,
        may_be_stale: true,
    };

    /// Reads the headers of an answer of `now`.
    pub(crate) fn read(headers: &HeaderMap, now: Timestamp) -> Self {
        let mut lifetime = Self::UNSAID;
        let (mut max_age, mut s_maxage) = (None, None);
        let values = headers.get_all(header::CACHE_CONTROL).iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        for directive in texts.flat_map(|text| text.split(',')) {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            let seconds = || Some(seconds(value).unwrap_or_default());
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" | "private" => lifetime.may_be_kept = false,
                "no-cache" => {
                    s_maxage = Some(Duration::ZERO);
                    lifetime.may_be_stale = false;
                }
                "must-revalidate" | "proxy-revalidate" => lifetime.may_be_stale = false,
                "s-maxage" => s_maxage = s_maxage.or_else(seconds),
                "max-age" => max_age = max_age.or_else(seconds),
                _ => {}
            }
        }
        let stated = s_maxage.or(max_age).map(|fresh| {
            let age = text(headers, header::AGE).and_then(seconds);
            fresh.saturating_sub(age.unwrap_or_default())
        });
        lifetime.fresh = stated.or_else(|| expires(headers, now));
        lifetime
    }
}

/// Until `Expires`, by the host's own clock where it tells the time. One that cannot be read has
/// passed: hosts write `0` and `-1`.
fn expires(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text_of = |name| text(headers, name);
    let until = text_of(header::EXPIRES)?;
    let now = text_of(header::DATE).and_then(date).unwrap_or(now);
    let left = date(until).map(|until| until.duration_since(now));
    Some(
        left.and_then(|left| left.try_into().ok())
            .unwrap_or_default(),
    )
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim().trim_matches('"');
    // Hosts that mean "for ever" write more than a number holds.
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(text.parse::<u32>().unwrap_or(u32::MAX).into()))
}

fn date(text: &str) -> Option<Timestamp> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    parser.parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::Lifetime;

    fn read(pairs: &[(&'static str, &'static str)]) -> Lifetime {
        let headers = pairs.iter().map(|&(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        let now = "2026-03-02T10:00:00Z".parse().unwrap();
        let mut all = HeaderMap::new();
        all.extend(headers);
        Lifetime::read(&all, now)
    }

    #[test]
    fn freshness_is_what_the_host_says() {
        let noon = "Mon, 02 Mar 2026 12:00:00 GMT";
        let one = "Mon, 02 Mar 2026 13:00:00 GMT";
        for (headers, expected) in [
            (&[][..], None),
            (&[("cache-control", "public, max-age=60")], Some(60)),
            (
                &[("cache-control", "MAX-AGE=60, s-maxage=\"90\"")],
                Some(90),
            ),
            (&[("cache-control", "s-maxage=90,max-age=60")], Some(90)),
            (&[("cache-control", "max-age=60"), ("age", "20")], Some(40)),
            (&[("cache-control", "max-age=60"), ("age", "90")], Some(0)),
            (&[("cache-control", "max-age=soon")], Some(0)),
            (
                &[("cache-control", "max-age=99999999999999999999")],
                Some(u32::MAX),
            ),
            (&[("cache-control", "max-age=9, no-cache")], Some(0)),
            (&[("expires", noon)], Some(7200)),
            (&[("expires", one), ("date", noon)], Some(3600)),
            (&[("expires", noon), ("date", one)], Some(0)),
            (&[("expires", "0")], Some(0)),
            (
                &[("cache-control", "max-age=60"), ("expires", one)],
                Some(60),
            ),
            (
                &[("cache-control", "public"), ("expires", noon)],
                Some(7200),
            ),
        ] {
            let fresh = read(headers).fresh.map(|fresh| fresh.as_secs());
            assert_eq!(fresh, expected.map(u64::from), "{headers:?}");
        }
    }

    #[test]
    fn what_may_not_be_kept_or_go_stale_is_told() {
        for (value, may_be_kept, may_be_stale) in [
            ("max-age=60", true, true),
            ("no-store", false, true),
            ("private, max-age=60", false, true),
            ("no-cache", true, false),
            ("max-age=60, must-revalidate", true, false),
            ("s-maxage=60, proxy-revalidate", true, false),
        ] {
            let lifetime = read(&[("cache-control", value)]);
            let told = (lifetime.may_be_kept, lifetime.may_be_stale);
            assert_eq!(told, (may_be_kept, may_be_stale), "{value}");
        }
    }
}
