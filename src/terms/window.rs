//! Recurring spans of local time: when one is open, and when it opens next.

use jiff::civil::Date;

use crate::terms::time::{DAY, MINUTE};
use crate::terms::zone::{Steady, Zone, instant_of, local};

/// How many days a window may stay closed although it has days: clock changes swallow a few at most.
const MOST_DAYS: usize = 40;

/// The hours of a window, on the clock of whatever zone it is asked for. They belong to the day on which it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Whether it opens on each day; Monday is 0.
    pub days: [bool; 7],
    /// Minutes after midnight; inside.
    pub from: u16,
    /// Minutes after midnight, up to 1440; outside. Before `from`: on the next day.
    pub to: u16,
}

impl Hours {
    /// Whether it is open at an instant, in milliseconds.
    pub fn is_open(&self, at: i64, zone: &Zone) -> bool {
        self.opening(at, zone) == Some(at)
    }

    /// The first instant from `at` on, in milliseconds, at which it is open; absent where none is before the calendar
    /// ends.
    pub fn opening(&self, at: i64, zone: &Zone) -> Option<i64> {
        if let Some(found) = self.far_from_changes(at, zone.steady(at)?) {
            return Some(found);
        }
        // What opened on the day before may be open still, and openings and closings both follow the order of days.
        let mut day = local(at, zone)?.date().yesterday().ok()?;
        for _ in 0..MOST_DAYS {
            if let Some((opens, closes)) = self.on(day, zone)
                && at < closes
            {
                return Some(opens.max(at));
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The same where all days that matter lie between two clock changes, with a day to spare: there a day has 24 hours,
    /// and every local time one instant.
    fn far_from_changes(&self, at: i64, steady: Steady) -> Option<i64> {
        let today = at.checked_add(steady.offset)?.div_euclid(DAY);
        let next_day = i64::from(self.to < self.from);
        for day in today - 1..=today + 7 {
            // 1970-01-01 was a Thursday.
            if !self.days[(day + 3).rem_euclid(7) as usize] {
                continue;
            }
            let midnight = day * DAY - steady.offset;
            let opens = midnight + i64::from(self.from) * MINUTE;
            let closes = midnight + next_day * DAY + i64::from(self.to) * MINUTE;
            if opens.checked_sub(DAY)? < steady.from || closes.checked_add(DAY)? > steady.to {
                return None;
            }
            if at < closes {
                return Some(opens.max(at));
            }
        }
        None
    }

    /// From when to when it is open having opened on `day`; absent where it does not open.
    fn on(&self, day: Date, zone: &Zone) -> Option<(i64, i64)> {
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        if !self.days[weekday % 7] {
            return None;
        }
        let last = if self.to < self.from { day.tomorrow().ok()? } else { day };
        let (opens, closes) = (instant_of(day, self.from, zone)?, instant_of(last, self.to, zone)?);
        (opens < closes).then_some((opens, closes))
    }
}

#[cfg(test)]
mod tests {
    use super::Hours;
    use crate::terms::time::{format_instant, parse_instant};
    use crate::terms::walk::{MINUTES_OF_DAY, Walk, ZONES};
    use crate::terms::zone::zone;

    const EVERY_DAY: [bool; 7] = [true; 7];
    const WEEKEND: [bool; 7] = [false, false, false, false, false, true, true];

    /// Whether the window is open when the clock has come as far as `reached`, in minutes since the epoch.
    fn is_open(hours: &Hours, reached: i64) -> bool {
        let (day, minute) = (reached.div_euclid(MINUTES_OF_DAY), reached.rem_euclid(MINUTES_OF_DAY));
        // 1970-01-01 was a Thursday.
        let opens_on = |day: i64| hours.days[(day + 3).rem_euclid(7) as usize];
        let (from, to) = (i64::from(hours.from), i64::from(hours.to));
        if from < to {
            opens_on(day) && from <= minute && minute < to
        } else {
            (opens_on(day) && from <= minute) || (opens_on(day - 1) && minute < to)
        }
    }

    #[test]
    fn windows_are_open_when_the_clock_says_so() {
        let windows = [
            Hours { days: EVERY_DAY, from: 8 * 60, to: 21 * 60 },
            Hours { days: EVERY_DAY, from: 22 * 60, to: 6 * 60 },
            Hours { days: WEEKEND, from: 0, to: 1440 },
            // Wholly inside most gaps, and again what most folds repeat.
            Hours { days: EVERY_DAY, from: 2 * 60, to: 2 * 60 + 30 },
            Hours { days: [false, false, false, false, true, false, true], from: 23 * 60 + 30, to: 60 },
        ];
        for name in ZONES {
            let (walk, zone) = (Walk::of(name), zone(name).unwrap());
            for hours in windows {
                let mut next = None;
                let mut openings = vec![None; walk.steps()];
                for place in (0..walk.steps()).rev() {
                    next = if is_open(&hours, walk.reached(place)) { Some(walk.at(place)) } else { next };
                    openings[place] = next;
                }
                for place in walk.places() {
                    // Towards the end of the walk the next opening lies beyond it.
                    let Some(expected) = openings[place] else { continue };
                    let at = walk.at(place);
                    let found = hours.opening(at, &zone);
                    assert_eq!(found, Some(expected), "{name} {hours:?} {}", format_instant(at));
                }
            }
        }
    }

    #[test]
    fn a_window_is_open_from_its_first_to_before_its_last_minute() {
        let (hours, utc) = (Hours { days: WEEKEND, from: 540, to: 1260 }, zone("UTC").unwrap());
        for (at, opens) in [
            ("2026-11-27T12:00:00Z", "2026-11-28T09:00:00Z"),
            ("2026-11-28T08:59:59.999Z", "2026-11-28T09:00:00Z"),
            ("2026-11-28T09:00:00.001Z", "2026-11-28T09:00:00.001Z"),
            ("2026-11-28T20:59:59.999Z", "2026-11-28T20:59:59.999Z"),
            ("2026-11-28T21:00:00Z", "2026-11-29T09:00:00Z"),
        ] {
            let found = hours.opening(parse_instant(at).unwrap(), &utc).map(format_instant);
            assert_eq!(found.as_deref(), Some(opens), "{at}");
            assert_eq!(hours.is_open(parse_instant(at).unwrap(), &utc), at == opens, "{at}");
        }
    }

    #[test]
    fn a_day_that_a_zone_skipped_has_no_hours() {
        // In Apia the Friday 2011-12-30 never was.
        let apia = zone("Pacific/Apia").unwrap();
        let friday = [false, false, false, false, true, false, false];
        let thursday = parse_instant("2011-12-29T23:00:00-10:00").unwrap();
        for (from, to, opens) in [
            (540, 1260, "2012-01-06T09:00:00+14:00"),
            (0, 1440, "2012-01-06T00:00:00+14:00"),
            // What would have run over into Saturday is left of it.
            (1320, 360, "2011-12-31T00:00:00+14:00"),
        ] {
            let found = Hours { days: friday, from, to }.opening(thursday, &apia);
            assert_eq!(found, parse_instant(opens).ok(), "{from} {to}");
        }
    }

    #[test]
    fn a_window_without_days_or_calendar_never_opens() {
        let utc = zone("UTC").unwrap();
        let hours = |days| Hours { days, from: 0, to: 1440 };
        assert_eq!(hours([false; 7]).opening(0, &utc), None);
        for at in [i64::MIN, i64::MAX] {
            assert_eq!(hours(EVERY_DAY).opening(at, &utc), None);
        }
    }
}
