//! For tests only: ten years of a zone minute by minute, from nothing but its offset at each instant.
//!
//! How far the clock has come is the greatest local time that it ever showed. It jumps over what a clock change skips
//! and stands still while one occurs again, so the instant of a local time is the first at which the clock has come so
//! far: the rule of the language in one sentence, with no gap or fold in it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::terms::time::{MINUTE, parse_instant};

/// Zones that have gone through everything: half hours, changes at midnight, in Ramadan, over the date line.
pub(crate) const ZONES: [&str; 10] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/St_Johns",
];

/// Minutes of a day on the clock.
pub(crate) const MINUTES_OF_DAY: i64 = 1440;

const BEGIN: &str = "2008-06-01T00:00:00Z";
const YEARS: usize = 10;
/// How many steps before and after a clock change are looked at one by one, in minutes.
const AROUND: usize = 36 * 60;

/// Ten years of one zone.
pub(crate) struct Walk {
    begin: i64,
    step: usize,
    clock: Vec<i64>,
    reached: Vec<i64>,
}

impl Walk {
    /// Through the zone of this name.
    pub(crate) fn of(name: &str) -> Self {
        let (zone, begin) = (TimeZone::get(name).unwrap(), parse_instant(BEGIN).unwrap());
        // Newfoundland changed its clocks one minute after midnight until 2011.
        let step = if name == "America/St_Johns" { 1 } else { 15 };
        let count = YEARS * 365 * 1440 / step;
        let clock: Vec<i64> = (0..count).map(|place| clock(begin + (place * step) as i64 * MINUTE, &zone)).collect();
        let mut most = i64::MIN;
        let reached = clock.iter().map(|&shown| {
            most = most.max(shown);
            most
        });
        let reached = reached.collect();
        Self { begin, step, clock, reached }
    }

    /// How many steps it has.
    pub(crate) fn steps(&self) -> usize {
        self.clock.len()
    }

    /// The instant of a step, in milliseconds.
    pub(crate) fn at(&self, place: usize) -> i64 {
        self.begin + (place * self.step) as i64 * MINUTE
    }

    /// What the clock shows, in minutes since the epoch.
    pub(crate) fn clock(&self, place: usize) -> i64 {
        self.clock[place]
    }

    /// How far the clock has come, in minutes since the epoch.
    pub(crate) fn reached(&self, place: usize) -> i64 {
        self.reached[place]
    }

    /// The first instant at which the clock had come as far as `local`; absent beyond the end.
    pub(crate) fn first(&self, local: i64) -> Option<i64> {
        let place = self.reached.partition_point(|&reached| reached < local);
        (place < self.steps()).then(|| self.at(place))
    }

    /// Steps to look at: a good part of those around clock changes, and some of the others.
    pub(crate) fn places(&self) -> Vec<usize> {
        let (around, step) = (AROUND / self.step, self.step as i64);
        let changes = (1..self.steps()).filter(|&place| self.clock[place] - self.clock[place - 1] != step);
        let near = changes.flat_map(|place| {
            let fine = place.saturating_sub(4)..place + 4;
            let coarse = (place.saturating_sub(around)..place + around).step_by(105 / self.step);
            fine.chain(coarse)
        });
        let far = (around..self.steps()).step_by(9_973 / self.step);
        near.chain(far).filter(|&place| place < self.steps()).collect()
    }
}

fn clock(at: i64, zone: &TimeZone) -> i64 {
    let offset = zone.to_offset(Timestamp::from_millisecond(at).unwrap()).seconds();
    (at + i64::from(offset) * 1_000).div_euclid(MINUTE)
}
