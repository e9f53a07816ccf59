//! The calendar of expressions, by IANA zone.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::expr::fault::EvalError;
use crate::expr::inputs::Complaints;
use crate::terms::zone::{self, Zone};

/// The days of a week as `weekday` names them.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The zone of that IANA name; where there is none the default, which is complained about.
pub fn zone_or_default(name: &str, default: &str, complaints: &Complaints) -> Zone {
    if let Some(zone) = zone::zone(name) {
        return zone;
    }
    complaints.add(format!("`{name}` is no time zone; `{default}` was taken"));
    zone::zone(default).unwrap_or_else(Zone::utc)
}

/// The minutes since midnight of `09:00`.
pub fn clock(text: &str) -> Option<i16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, below: i16| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i16>().ok().filter(|&n| digits && n < below)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}

/// The first instant later than `at` whose local time is `minutes` after midnight.
pub(crate) fn next_time(at: i64, minutes: i16, zone: &Zone) -> Result<i64, EvalError> {
    let today = local(at, zone)?.date();
    let time = Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).map_err(|_| outside())?;
    let mut date = today;
    loop {
        let found = instant(date.to_datetime(time), zone)?;
        if found > at {
            return Ok(found);
        }
        date = date.tomorrow().map_err(|_| outside())?;
    }
}

/// The first instant of the local day of `at`.
pub(crate) fn start_of_day(at: i64, zone: &Zone) -> Result<i64, EvalError> {
    instant(local(at, zone)?.date().to_datetime(Time::midnight()), zone)
}

/// The same local time `days` days of Monday to Friday later.
pub(crate) fn add_workdays(at: i64, days: i64, zone: &Zone) -> Result<i64, EvalError> {
    if days < 1 {
        return Err(EvalError::new("the number of workdays must be at least 1"));
    }
    let from = local(at, zone)?;
    let mut date = weekday_or_before(from.date())?;
    date = date.checked_add(Span::new().try_weeks(days / 5).map_err(|_| outside())?).map_err(|_| outside())?;
    for _ in 0..days % 5 {
        date = date.tomorrow().map_err(|_| outside())?;
        while is_weekend(date) {
            date = date.tomorrow().map_err(|_| outside())?;
        }
    }
    instant(date.to_datetime(from.time()), zone)
}

/// `mon` to `sun`.
pub(crate) fn weekday(at: i64, zone: &Zone) -> Result<&'static str, EvalError> {
    let day = local(at, zone)?.date().weekday().to_monday_zero_offset();
    Ok(WEEKDAYS[usize::from(day.unsigned_abs()) % 7])
}

/// The local hour, 0 to 23.
pub(crate) fn hour(at: i64, zone: &Zone) -> Result<i64, EvalError> {
    Ok(i64::from(local(at, zone)?.hour()))
}

/// The local date, `2026-11-24`.
pub(crate) fn date(at: i64, zone: &Zone) -> Result<String, EvalError> {
    Ok(local(at, zone)?.date().to_string())
}

/// The instant of a local time, in milliseconds.
fn instant(local: DateTime, zone: &Zone) -> Result<i64, EvalError> {
    zone::instant(local, zone).ok_or_else(outside)
}

fn local(at: i64, zone: &Zone) -> Result<DateTime, EvalError> {
    zone::local(at, zone).ok_or_else(outside)
}

/// The date itself, or the Friday before it: workdays are counted from there.
fn weekday_or_before(mut date: Date) -> Result<Date, EvalError> {
    while is_weekend(date) {
        date = date.yesterday().map_err(|_| outside())?;
    }
    Ok(date)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn outside() -> EvalError {
    EvalError::new("the instant is outside the calendar")
}

#[cfg(test)]
mod tests {
    use super::{add_workdays, clock, date, hour, next_time, start_of_day, weekday};
    use crate::terms::time::{format_instant, parse_instant};
    use crate::terms::walk::{MINUTES_OF_DAY, Walk, ZONES};
    use crate::terms::zone::zone;

    fn at(text: &str) -> i64 {
        parse_instant(text).unwrap()
    }

    #[test]
    fn the_next_time_is_later_than_the_instant() {
        let berlin = zone("Europe/Berlin").unwrap();
        for (from, time, next) in [
            ("2026-11-24T07:59:59Z", "09:00", "2026-11-24T08:00:00Z"),
            ("2026-11-24T08:00:00Z", "09:00", "2026-11-25T08:00:00Z"),
            // 02:30 does not exist on 2026-03-29: the first instant after the gap is 03:00 summer time.
            ("2026-03-28T12:00:00Z", "02:30", "2026-03-29T01:00:00Z"),
            // 02:30 occurs twice on 2026-10-25: the first is summer time.
            ("2026-10-24T12:00:00Z", "02:30", "2026-10-25T00:30:00Z"),
        ] {
            let found = next_time(at(from), clock(time).unwrap(), &berlin).unwrap();
            assert_eq!(format_instant(found), next, "{from} {time}");
        }
    }

    #[test]
    fn a_day_may_begin_after_midnight() {
        // In Santiago the clocks went from 24:00 to 01:00 on 2026-09-06.
        let santiago = zone("America/Santiago").unwrap();
        let start = start_of_day(at("2026-09-06T15:00:00Z"), &santiago).unwrap();
        assert_eq!(format_instant(start), "2026-09-06T04:00:00Z");
    }

    #[test]
    fn workdays_skip_weekends() {
        let utc = zone("UTC").unwrap();
        for (from, days, to) in [
            ("2026-11-25T10:00:00Z", 1, "2026-11-26T10:00:00Z"),
            ("2026-11-27T10:00:00Z", 1, "2026-11-30T10:00:00Z"),
            ("2026-11-28T10:00:00Z", 1, "2026-11-30T10:00:00Z"),
            ("2026-11-28T10:00:00Z", 5, "2026-12-04T10:00:00Z"),
            ("2026-11-25T10:00:00Z", 12, "2026-12-11T10:00:00Z"),
        ] {
            assert_eq!(format_instant(add_workdays(at(from), days, &utc).unwrap()), to, "{from} {days}");
        }
        assert!(add_workdays(0, 0, &utc).is_err() && add_workdays(0, i64::MAX, &utc).is_err());
    }

    #[test]
    fn local_parts_are_local() {
        let tokyo = zone("Asia/Tokyo").unwrap();
        let late = at("2026-11-24T20:00:00Z");
        assert_eq!(weekday(late, &tokyo).as_deref(), Ok("wed"));
        assert_eq!(hour(late, &tokyo), Ok(5));
        assert_eq!(date(late, &tokyo).as_deref(), Ok("2026-11-25"));
        assert!(zone("Mars/Base").is_none() && clock("24:00").is_none() && clock("9:00").is_none());
    }

    /// The same minute of the day so many workdays later, day by day; 1970-01-01 was a Thursday.
    fn later(mut day: i64, mut workdays: i64) -> i64 {
        while workdays > 0 {
            day += 1;
            workdays -= i64::from((day + 3).rem_euclid(7) < 5);
        }
        day
    }

    #[test]
    fn the_calendar_agrees_with_the_clock() {
        for name in ZONES {
            let (walk, zone) = (Walk::of(name), zone(name).unwrap());
            for place in walk.places() {
                let (at, shown) = (walk.at(place), walk.clock(place));
                let (day, minute) = (shown.div_euclid(MINUTES_OF_DAY), shown.rem_euclid(MINUTES_OF_DAY));
                let what = || format!("{name} {}", format_instant(at));
                if day > walk.clock(0).div_euclid(MINUTES_OF_DAY) {
                    assert_eq!(start_of_day(at, &zone).ok(), walk.first(day * MINUTES_OF_DAY), "{}", what());
                }
                for minutes in [0, 60, 150, 540, 1425] {
                    let mut days = (day - 2)..;
                    let next = days.find_map(|day| match walk.first(day * MINUTES_OF_DAY + minutes) {
                        Some(first) if first <= at => None,
                        found => Some(found),
                    });
                    let Some(expected) = next.flatten() else { continue };
                    assert_eq!(next_time(at, minutes as i16, &zone), Ok(expected), "{} {minutes}", what());
                }
                for workdays in [1, 2, 5, 11] {
                    let Some(expected) = walk.first(later(day, workdays) * MINUTES_OF_DAY + minute) else { continue };
                    assert_eq!(add_workdays(at, workdays, &zone), Ok(expected), "{} {workdays}", what());
                }
            }
        }
    }

    #[test]
    fn no_instant_is_too_far_to_be_refused() {
        let berlin = zone("Europe/Berlin").unwrap();
        for at in [i64::MIN, i64::MIN + 1, -62_135_596_800_001, 253_402_207_200_000, 253_402_300_799_999, i64::MAX] {
            let _ = (next_time(at, 0, &berlin), start_of_day(at, &berlin), add_workdays(at, 9, &berlin));
            let _ = (weekday(at, &berlin), hour(at, &berlin), date(at, &berlin));
        }
    }
}
