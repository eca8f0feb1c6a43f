//! Whatever a query string holds: it is refused with reasons, or it is a search that reads the same
//! from what is sent on.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::{LIMIT_MAX, Search, TEXT_MAX};

fuzz_target!(|query: &[u8]| {
    match Search::parse(form_urlencoded::parse(query)) {
        Ok(search) => {
            let sent_on = search.to_pairs();
            for (name, value) in &sent_on {
                assert!(!value.trim().is_empty(), "{name} is sent without a value");
                assert!(value.chars().count() <= TEXT_MAX, "{name} is too long");
            }
            assert!((1..=LIMIT_MAX).contains(&search.limit));
            assert_eq!(Search::parse(&mut sent_on.into_iter()), Ok(search));
        }
        Err(violations) => {
            assert!(!violations.is_empty());
            for violation in violations {
                assert_eq!(violation.status, "400");
                assert!(violation.source.parameter.is_some());
                assert!(!violation.detail.is_empty());
            }
        }
    }
});
