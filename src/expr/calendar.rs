//! Local time by IANA zone: what a clock change skips is the first instant after the gap, what occurs twice the first.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp, Zoned};

use crate::expr::fault::EvalError;

/// The days of a week as `weekday` names them.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The zone of that IANA name.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
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
pub(crate) fn next_time(at: i64, minutes: i16, zone: &TimeZone) -> Result<i64, EvalError> {
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
pub(crate) fn start_of_day(at: i64, zone: &TimeZone) -> Result<i64, EvalError> {
    instant(local(at, zone)?.date().to_datetime(Time::midnight()), zone)
}

/// The same local time `days` days of Monday to Friday later.
pub(crate) fn add_workdays(at: i64, days: i64, zone: &TimeZone) -> Result<i64, EvalError> {
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
pub(crate) fn weekday(at: i64, zone: &TimeZone) -> Result<&'static str, EvalError> {
    let day = local(at, zone)?.date().weekday().to_monday_zero_offset();
    Ok(WEEKDAYS[usize::from(day.unsigned_abs()) % 7])
}

/// The local hour, 0 to 23.
pub(crate) fn hour(at: i64, zone: &TimeZone) -> Result<i64, EvalError> {
    Ok(i64::from(local(at, zone)?.hour()))
}

/// The local date, `2026-11-24`.
pub(crate) fn date(at: i64, zone: &TimeZone) -> Result<String, EvalError> {
    Ok(local(at, zone)?.date().to_string())
}

/// The instant of a local time, in milliseconds.
pub fn instant(local: DateTime, zone: &TimeZone) -> Result<i64, EvalError> {
    let found = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(local),
        AmbiguousOffset::Gap { after, .. } => {
            let before_the_gap = after.to_timestamp(local).map_err(|_| outside())?;
            return zone
                .following(before_the_gap)
                .next()
                .map(|change| change.timestamp().as_millisecond())
                .ok_or_else(outside);
        }
    };
    found.map(Timestamp::as_millisecond).map_err(|_| outside())
}

fn local(at: i64, zone: &TimeZone) -> Result<Zoned, EvalError> {
    Timestamp::from_millisecond(at).map(|at| at.to_zoned(zone.clone())).map_err(|_| outside())
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
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use proptest::prelude::proptest;

    use super::{add_workdays, clock, date, hour, next_time, start_of_day, weekday, zone};
    use crate::terms::time::{format_instant, parse_instant};

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

    /// Gaps and folds of an hour and of half of one, at midnight too, a day that was left out, and none.
    const ZONES: [&str; 9] = [
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "UTC",
    ];

    /// An instant near a clock change of `zone`, `minutes` away from it, or near `at` where there is none.
    fn near_a_change(at: i64, minutes: i64, zone: &TimeZone) -> i64 {
        let from = Timestamp::from_millisecond(at).unwrap();
        let change = zone.following(from).next().map_or(at, |change| change.timestamp().as_millisecond());
        change + minutes * 60_000
    }

    /// The minutes since midnight of the local time of `at`.
    fn minutes_of(at: i64, zone: &TimeZone) -> i16 {
        let local = super::local(at, zone).unwrap();
        i16::from(local.hour()) * 60 + i16::from(local.minute())
    }

    fn is_after_a_gap(at: i64, zone: &TimeZone) -> bool {
        let offset = |at: i64| zone.to_offset(Timestamp::from_millisecond(at).unwrap()).seconds();
        offset(at) > offset(at - 1)
    }

    proptest! {
        #[test]
        fn the_next_time_is_the_first(
            zone_number in 0..ZONES.len(), at in 0i64..1_900_000_000_000, away in -3_000i64..3_000, minutes in 0i16..1_440
        ) {
            let zone = zone(ZONES[zone_number]).unwrap();
            let at = near_a_change(at, away, &zone);
            let next = next_time(at, minutes, &zone).unwrap();
            assert!(next > at && next - at <= 50 * 3_600_000, "{at} {next}");
            assert!(minutes_of(next, &zone) == minutes || is_after_a_gap(next, &zone));
            // The instants from `at` on, minute by minute, have no such time but where it comes a second time.
            let mut between = at - at.rem_euclid(60_000) + 60_000;
            while between < next {
                assert!(
                    minutes_of(between, &zone) != minutes || next_time(between - 7_300_000, minutes, &zone).unwrap() < between,
                    "{} {}", format_instant(at), format_instant(between)
                );
                between += 60_000;
            }
        }

        #[test]
        fn a_day_starts_where_its_date_does(
            zone_number in 0..ZONES.len(), at in 0i64..1_900_000_000_000, away in -3_000i64..3_000
        ) {
            let zone = zone(ZONES[zone_number]).unwrap();
            let at = near_a_change(at, away, &zone);
            let start = start_of_day(at, &zone).unwrap();
            assert!(start <= at, "{} {}", format_instant(start), format_instant(at));
            assert_eq!(date(start, &zone), date(at, &zone));
            assert_ne!(date(start - 1, &zone), date(at, &zone));
            assert_eq!(hour(at, &zone).unwrap(), i64::from(minutes_of(at, &zone)) / 60);
        }

        #[test]
        fn workdays_are_counted(
            zone_number in 0..ZONES.len(), at in 0i64..1_900_000_000_000, away in -3_000i64..3_000, count in 1i64..30
        ) {
            let zone = zone(ZONES[zone_number]).unwrap();
            let at = near_a_change(at, away, &zone);
            let found = add_workdays(at, count, &zone).unwrap();
            let is_workday = |at: i64| !["sat", "sun"].contains(&weekday(at, &zone).unwrap());
            assert!(is_workday(found) || is_after_a_gap(found, &zone));
            // Noons: no clock change moves one to another day.
            let noon = |at: i64| next_time(start_of_day(at, &zone).unwrap() - 1, 720, &zone).unwrap();
            let (mut day, mut counted) = (noon(at), 0);
            while date(day, &zone) != date(found, &zone) && day < found + 86_400_000 {
                day = next_time(day, 720, &zone).unwrap();
                counted += i64::from(is_workday(day));
            }
            assert_eq!(counted, count, "{} to {}", format_instant(at), format_instant(found));
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
