//! Local time by IANA zone: what a clock change skips is the first instant after the gap, what occurs twice the first.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::terms::time::MINUTE;

/// The zone of that IANA name.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The local time of an instant in milliseconds; absent outside the calendar.
pub fn local(at: i64, zone: &TimeZone) -> Option<DateTime> {
    Timestamp::from_millisecond(at).ok().map(|at| zone.to_datetime(at))
}

/// The instant of a local time, in milliseconds; absent outside the calendar.
pub fn instant(local: DateTime, zone: &TimeZone) -> Option<i64> {
    let found = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local),
        AmbiguousOffset::Gap { after, .. } => {
            let before_the_gap = after.to_timestamp(local).ok()?;
            return zone.following(before_the_gap).next().map(|change| change.timestamp().as_millisecond());
        }
    };
    found.map(Timestamp::as_millisecond).ok()
}

/// The instant at which so many minutes of a day have passed on the clock; 1440 is the beginning of the next day.
pub fn instant_of(day: Date, minutes: u16, zone: &TimeZone) -> Option<i64> {
    let midnight = day.to_datetime(Time::midnight());
    let local = midnight.checked_add(jiff::SignedDuration::from_millis(i64::from(minutes) * MINUTE)).ok()?;
    instant(local, zone)
}
