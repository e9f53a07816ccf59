//! Durations and instants as the language writes them, in milliseconds. Nothing here reads a clock.

use std::fmt::Write as _;

/// Milliseconds of one second.
pub const SECOND: i64 = 1_000;
/// Milliseconds of one minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds of one hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds of one day, which the language takes as 24 hours.
pub const DAY: i64 = 24 * HOUR;
/// Milliseconds of one week.
pub const WEEK: i64 = 7 * DAY;

const UNITS: [(&str, i64); 6] = [("w", WEEK), ("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", 1)];

/// Why a text is no duration or no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Neither `1h30m` nor ISO 8601.
    #[error("`{0}` is no duration")]
    NotADuration(String),
    /// Months and years have no fixed length.
    #[error("`{0}` counts months or years, which have no fixed length")]
    Calendar(String),
    /// More than 64 bits of milliseconds.
    #[error("`{0}` is too long")]
    TooLong(String),
    /// Not RFC 3339.
    #[error("`{0}` is no instant")]
    NotAnInstant(String),
}

impl TimeError {
    /// What to write instead.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NotAnInstant(_) => "write RFC 3339, `2026-11-24T09:00:00Z`, or epoch milliseconds",
            _ => "write a duration such as `90s`, `15m`, `1h30m`, `3d`, `2w` or `P3D`; a day is 24 hours",
        }
    }
}

/// The milliseconds of `90s`, `1h30m`, `P3D`, `PT0.5S`.
pub fn parse_duration(text: &str) -> Result<i64, TimeError> {
    if text.starts_with(['P', 'p']) { parse_iso(text) } else { parse_units(text) }
}

/// The milliseconds since the epoch of an RFC 3339 instant; less than a millisecond is cut off.
pub fn parse_instant(text: &str) -> Result<i64, TimeError> {
    let instant: jiff::Timestamp = text.parse().map_err(|_| TimeError::NotAnInstant(text.trim_end().to_owned()))?;
    Ok(instant.as_nanosecond().div_euclid(1_000_000) as i64)
}

/// The shortest text that [`parse_duration`] reads back: `1d12h`, `0s`.
pub fn format_duration(millis: i64) -> String {
    if millis == 0 {
        return "0s".to_owned();
    }
    let mut text = String::from(if millis < 0 { "-" } else { "" });
    let mut rest = millis.unsigned_abs();
    for (unit, length) in UNITS.into_iter().skip(usize::from(!rest.is_multiple_of(WEEK as u64))) {
        let count = rest / length as u64;
        if count > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "{count}{unit}");
            rest %= length as u64;
        }
    }
    text
}

/// The RFC 3339 text, in UTC with milliseconds only where there are some; out of range, the number itself.
pub fn format_instant(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |instant| instant.to_string())
}

/// Whether `name` is an IANA time zone of the bundled database.
pub fn is_zone(name: &str) -> bool {
    jiff::tz::db().get(name).is_ok()
}

fn parse_units(text: &str) -> Result<i64, TimeError> {
    let not = || TimeError::NotADuration(text.trim_end().to_owned());
    let too_long = || TimeError::TooLong(text.to_owned());
    let mut rest = text;
    let mut total = 0i64;
    let mut longest = i64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(not)?;
        let after = &rest[digits..];
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (_, unit) = UNITS.into_iter().find(|(unit, _)| *unit == &after[..letters]).ok_or_else(not)?;
        if digits == 0 || unit >= longest {
            return Err(not());
        }
        longest = unit;
        let count: i64 = rest[..digits].parse().map_err(|_| too_long())?;
        total = count.checked_mul(unit).and_then(|part| total.checked_add(part)).ok_or_else(too_long)?;
        rest = &after[letters..];
    }
    if text.is_empty() { Err(not()) } else { Ok(total) }
}

fn parse_iso(text: &str) -> Result<i64, TimeError> {
    let span: jiff::Span = text.parse().map_err(|_| TimeError::NotADuration(text.trim_end().to_owned()))?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return Err(TimeError::Calendar(text.to_owned()));
    }
    span.to_duration(jiff::SpanRelativeTo::days_are_24_hours())
        .map_err(|_| TimeError::TooLong(text.to_owned()))
        .and_then(|length| i64::try_from(length.as_millis()).map_err(|_| TimeError::TooLong(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, format_duration, format_instant, is_zone, parse_duration, parse_instant};

    #[test]
    fn durations_are_read_in_both_spellings() {
        for (text, millis) in [
            ("500ms", 500),
            ("90s", 90_000),
            ("15m", 15 * MINUTE),
            ("1h30m", 90 * MINUTE),
            ("3d", 3 * DAY),
            ("2w", 14 * DAY),
            ("P3D", 3 * DAY),
            ("PT0.5S", 500),
            ("P1DT12H", 36 * HOUR),
            ("0s", 0),
        ] {
            assert_eq!(parse_duration(text), Ok(millis), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "3", "d", "3 d", "30m1h", "1h1h", "P1M", "P1Y", "1y", "-3d", "1.5h", "99999999999999999w"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_are_written_short() {
        for text in ["2w", "3d", "1d12h", "1h30m", "500ms", "15d"] {
            assert_eq!(parse_duration(text).map(format_duration).as_deref(), Ok(text));
        }
    }

    #[test]
    fn instants_are_rfc_3339() {
        assert_eq!(parse_instant("2023-11-14T22:13:20Z"), Ok(1_700_000_000_000));
        assert_eq!(parse_instant("2023-11-15T00:13:20.001+02:00"), Ok(1_700_000_000_001));
        assert_eq!(format_instant(1_700_000_000_001), "2023-11-14T22:13:20.001Z");
        assert!(parse_instant("yesterday").is_err());
    }

    #[test]
    fn zones_are_those_of_the_bundled_database() {
        assert!(is_zone("UTC") && is_zone("Europe/Paris"));
        assert!(!is_zone("Europe/Atlantis") && !is_zone(""));
    }
}
