//! How many files the system lets the process open: each connection is one.

use tracing::warn;

/// For everything that is open beside connections: those being refused, those to Sendcloud, files.
const OTHERS: usize = 256 + super::SPARES;

/// Warns where `connections` could not all be taken. Where the system does not tell, as anywhere
/// but on Linux, nothing is said.
pub(crate) fn warn_of_few_files(connections: usize) {
    let limits = std::fs::read_to_string("/proc/self/limits");
    let Some(limit) = limits.ok().as_deref().and_then(parse) else {
        return;
    };
    let needed = connections + OTHERS;
    if limit < needed {
        warn!(
            limit,
            needed,
            "the limit of open files (ulimit -n, LimitNOFILE) is below what connections may need"
        );
    }
}

/// The soft limit; none where it is unlimited.
fn parse(limits: &str) -> Option<usize> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_soft_limit_counts() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max processes             7823                 7823                 processes \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(parse(limits), Some(1024));
        assert_eq!(parse(&limits.replace("1024  ", "unlimited")), None);
        assert_eq!(parse(""), None);
    }
}
