//! Content negotiation over the encodings that the build made.

use axum::http::{HeaderMap, header};

/// How the bytes of a file are encoded; in our order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// All of them, in our order of preference.
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// The best for a request where all are there.
    pub(crate) fn choose(request: &HeaderMap) -> Self {
        choose(request, Self::ALL.into_iter())
    }

    /// What `dist/` adds to the name of a file.
    pub(crate) const SUFFIXES: [(Self, &'static str); 2] =
        [(Self::Brotli, ".br"), (Self::Gzip, ".gz")];

    /// The word in `Content-Encoding`; none for bytes as they are.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What tells the entity tags of a file's encodings apart.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Identity => "id",
        }
    }

    fn is_named(self, name: &str) -> bool {
        match self {
            Self::Brotli => name.eq_ignore_ascii_case("br"),
            Self::Gzip => name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip"),
            Self::Identity => name.eq_ignore_ascii_case("identity"),
        }
    }
}

/// The encoding with the highest weight among those `there`; among equals the one we prefer.
///
/// RFC 9110, section 12.5.3: without the header or a word that matches, identity stays acceptable.
pub(crate) fn choose(request: &HeaderMap, there: impl Iterator<Item = Encoding>) -> Encoding {
    let accepted = accepted(request);
    let weighed = there.map(|encoding| (weight(encoding, &accepted), encoding));
    let best = weighed
        .filter(|(weight, _)| *weight > 0)
        .max_by(|(left, one), (right, other)| left.cmp(right).then(other.cmp(one)));
    best.map_or(Encoding::Identity, |(_, encoding)| encoding)
}

/// Names with weights in thousandths.
fn accepted(request: &HeaderMap) -> Vec<(&str, u16)> {
    let values = request.get_all(header::ACCEPT_ENCODING);
    let texts = values.iter().filter_map(|value| value.to_str().ok());
    let items = texts.flat_map(|text| text.split(','));
    items
        .map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            (name.trim(), parse_weight(parameters))
        })
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

/// `q=0.5` is 500; no `q` is 1000, and one that cannot be read refuses.
fn parse_weight(parameters: &str) -> u16 {
    let Some((name, value)) = parameters.split_once('=') else {
        return 1000;
    };
    let weight = value.trim().parse::<f32>().ok();
    let weight = weight.filter(|weight| (0.0..=1.0).contains(weight));
    if name.trim().eq_ignore_ascii_case("q") {
        // In range by the line above, so the cast cannot cut.
        weight.map_or(0, |weight| (weight * 1000.0) as u16)
    } else {
        1000
    }
}

fn weight(encoding: Encoding, accepted: &[(&str, u16)]) -> u16 {
    let named = accepted.iter().find(|(name, _)| encoding.is_named(name));
    let any = accepted.iter().find(|(name, _)| *name == "*");
    match (named, any) {
        (Some((_, weight)), _) => *weight,
        // Not said, so acceptable, but behind whatever was asked for.
        (None, _) if encoding == Encoding::Identity => 1,
        (None, Some((_, weight))) => *weight,
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, choose};
    use axum::http::{HeaderMap, HeaderValue, header};

    /// What browsers, tools and the RFC's own examples send.
    #[test]
    fn the_highest_weight_wins() {
        let table = [
            (None, Encoding::Identity),
            (Some(""), Encoding::Identity),
            (Some("gzip, deflate, br, zstd"), Encoding::Brotli),
            (Some("gzip, deflate"), Encoding::Gzip),
            (Some("x-gzip"), Encoding::Gzip),
            (Some("GZIP"), Encoding::Gzip),
            (Some("br;q=0.5, gzip;q=0.8"), Encoding::Gzip),
            (Some("br;q=0, gzip;q=0"), Encoding::Identity),
            (Some("br ; q=0.9 , gzip ; q=0.9"), Encoding::Brotli),
            (Some("identity, br;q=0.5"), Encoding::Identity),
            (Some("*"), Encoding::Brotli),
            (Some("*;q=0"), Encoding::Identity),
            (Some("br;q=0, *"), Encoding::Gzip),
            (Some("br;q=nonsense, gzip"), Encoding::Gzip),
            (Some("br;q=7"), Encoding::Identity),
            (Some("deflate"), Encoding::Identity),
        ];
        let there = [Encoding::Identity, Encoding::Brotli, Encoding::Gzip];
        for (sent, expected) in table {
            let mut headers = HeaderMap::new();
            if let Some(sent) = sent {
                headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(sent));
            }
            let chosen = choose(&headers, there.into_iter());
            assert_eq!(chosen, expected, "Accept-Encoding: {sent:?}");
        }
    }

    #[test]
    fn what_was_not_built_is_not_chosen() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("br"));
        let chosen = choose(&headers, [Encoding::Identity].into_iter());
        assert_eq!(chosen, Encoding::Identity);
    }
}
