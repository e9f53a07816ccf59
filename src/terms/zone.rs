//! Local time by IANA zone: what a clock change skips is the first instant after the gap, what occurs twice the first.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::terms::time::MINUTE;

/// A time zone. It remembers between which clock changes it was asked last: most questions are about one half of a year.
#[derive(Clone, Debug)]
pub struct Zone(Rc<Clock>);

#[derive(Debug)]
struct Clock {
    rules: TimeZone,
    last: Cell<Steady>,
}

/// A time between two clock changes, in milliseconds: from one, to before the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steady {
    /// From when on: the change before, else the beginning of the calendar.
    pub from: i64,
    /// To when: the change after, else the end of the calendar.
    pub to: i64,
    /// By how much local time is ahead of UTC.
    pub offset: i64,
}

thread_local! {
    /// Zones by name as it was written: looking one up costs more than most questions to it. Only zones that there are
    /// come in here, so their number is bounded.
    static KNOWN: RefCell<FxHashMap<SmolStr, Zone>> = RefCell::default();
}

/// So many zones are remembered; there are no more, but for ways to write them.
const MOST: usize = 2_048;

/// The zone of that IANA name.
pub fn zone(name: &str) -> Option<Zone> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(zone) = known.get(name) {
            return Some(zone.clone());
        }
        let zone = Zone::new(TimeZone::get(name).ok()?);
        if known.len() < MOST {
            known.insert(name.into(), zone.clone());
        }
        Some(zone)
    })
}

impl Zone {
    /// Universal time.
    pub fn utc() -> Self {
        Self::new(TimeZone::UTC)
    }

    fn new(rules: TimeZone) -> Self {
        Self(Rc::new(Clock { rules, last: Cell::default() }))
    }

    /// Between which clock changes an instant lies; absent outside the calendar.
    pub fn steady(&self, at: i64) -> Option<Steady> {
        let last = self.0.last.get();
        if last.from <= at && at < last.to {
            return Some(last);
        }
        let stamp = Timestamp::from_millisecond(at).ok()?;
        let change =
            |change: Option<jiff::tz::TimeZoneTransition<'_>>| change.map(|it| it.timestamp().as_millisecond());
        // Changes come at whole seconds, and one at the instant itself counts as before it.
        let next = Timestamp::from_millisecond(at + 1).ok()?;
        let steady = Steady {
            from: change(self.0.rules.preceding(next).next()).unwrap_or(Timestamp::MIN.as_millisecond()),
            to: change(self.0.rules.following(stamp).next()).unwrap_or(Timestamp::MAX.as_millisecond()),
            offset: i64::from(self.0.rules.to_offset(stamp).seconds()) * 1_000,
        };
        self.0.last.set(steady);
        Some(steady)
    }
}

/// The local time of an instant in milliseconds; absent outside the calendar.
pub fn local(at: i64, zone: &Zone) -> Option<DateTime> {
    let offset = Offset::from_seconds((zone.steady(at)?.offset / 1_000) as i32).ok()?;
    Timestamp::from_millisecond(at).ok().map(|at| offset.to_datetime(at))
}

/// The instant of a local time, in milliseconds; absent outside the calendar.
pub fn instant(local: DateTime, zone: &Zone) -> Option<i64> {
    let found = match zone.0.rules.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local),
        AmbiguousOffset::Gap { after, .. } => {
            let before_the_gap = after.to_timestamp(local).ok()?;
            return zone.0.rules.following(before_the_gap).next().map(|change| change.timestamp().as_millisecond());
        }
    };
    found.map(Timestamp::as_millisecond).ok()
}

/// The instant at which so many minutes of a day have passed on the clock; 1440 is the beginning of the next day.
pub fn instant_of(day: Date, minutes: u16, zone: &Zone) -> Option<i64> {
    let midnight = day.to_datetime(Time::midnight());
    let local = midnight.checked_add(jiff::SignedDuration::from_millis(i64::from(minutes) * MINUTE)).ok()?;
    instant(local, zone)
}

#[cfg(test)]
mod tests {
    use super::{Steady, zone};
    use crate::terms::time::parse_instant;

    #[test]
    fn a_zone_is_steady_between_its_clock_changes() {
        let at = |text: &str| parse_instant(text).unwrap();
        let berlin = zone("Europe/Berlin").unwrap();
        let (spring, autumn) = (at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z"));
        let summer = Steady { from: spring, to: autumn, offset: 7_200_000 };
        for inside in [spring, spring + 1, at("2026-07-01T00:00:00Z"), autumn - 1] {
            assert_eq!(berlin.steady(inside), Some(summer));
        }
        assert_eq!(berlin.steady(spring - 1).map(|it| (it.to, it.offset)), Some((spring, 3_600_000)));
        assert_eq!(berlin.steady(autumn).map(|it| (it.from, it.offset)), Some((autumn, 3_600_000)));
        let utc = zone("UTC").unwrap();
        assert_eq!(utc.steady(0).map(|it| it.offset), Some(0));
        for zone in [berlin, utc] {
            assert!(zone.steady(i64::MAX).is_none() && zone.steady(i64::MIN).is_none());
        }
    }
}
