//! An instant as an argument.

use crate::terms::time::{TimeError, parse_instant};

/// Epoch milliseconds, or RFC 3339, as epoch milliseconds.
pub fn parse(text: &str) -> Result<i64, TimeError> {
    text.parse().or_else(|_| parse_instant(text))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_instant_is_rfc_3339_or_milliseconds() {
        assert_eq!(parse("1700000000000"), Ok(1_700_000_000_000));
        assert_eq!(parse("2023-11-14T22:13:20Z"), Ok(1_700_000_000_000));
        assert_eq!(parse("-1"), Ok(-1));
        assert!(parse("tomorrow").is_err_and(|error| error.help().contains("RFC 3339")));
    }
}
