//! Allocations where nobody is new: the same people, their keys, timers, caps and quiet hours, for months.

use std::path::Path;

use stats_alloc::Region;
use wayfare::engine::event::Event;
use wayfare::graph::fleet::Fleet;
use wayfare::intake::decode::Decoder;
use wayfare::orchestrator::link::Link;
use wayfare::orchestrator::person::Person;
use wayfare::orchestrator::process::{Conductor, Settings};
use wayfare::orchestrator::record::{Kind, Record, Recorder};

use crate::{COUNTED, Failure, ours};

const PEOPLE: usize = 200;
const ROUNDS: i64 = 600;
const HOUR: i64 = 3_600_000;

/// What happened, so that a bench in which nothing happens would be seen.
#[derive(Default)]
struct Count {
    sent: u64,
    held: u64,
    later: u64,
    timers: u64,
}

impl Recorder for Count {
    fn record(&mut self, record: &Record<'_>) {
        use wayfare::engine::effect::Verdict;
        use wayfare::orchestrator::record::Cause;
        self.timers += u64::from(matches!(record.cause, Some(Cause::Timer { .. })));
        if let Kind::Step(trace) | Kind::Enter(trace) | Kind::Send(trace) = record.kind {
            for effect in &trace.effects {
                match effect.verdict {
                    Verdict::Sent => self.sent += 1,
                    Verdict::Deferred => self.later += 1,
                    _ => self.held += 1,
                }
            }
        }
    }
}

/// Fails if there is an allocation in the second half, which no clock decides.
pub fn allocations(journeys: &Path) -> Result<(), Failure> {
    let fleet: &Fleet = Box::leak(Box::new(ours::compile(journeys)?));
    let lines: Vec<String> = (0..ROUNDS).flat_map(|round| (0..PEOPLE).map(move |person| line(round, person))).collect();
    let decoder = Decoder::new(fleet);
    let decode = |line: &'static str| decoder.decode(line.as_bytes(), 1).map_err(|rejected| rejected.detail);
    let events: Vec<Event<'_>> = lines.into_iter().map(|line| decode(line.leak())).collect::<Result<_, _>>()?;
    // Idempotency keys are forgotten after three days, so that their memory is steady too.
    let settings: &Settings = Box::leak(Box::new(Settings { idempotency_window: 72 * HOUR, processing_opt_in: false }));
    let mut conductor = Conductor::new(fleet, settings);
    let mut people: Vec<Person> = (0..PEOPLE).map(|person| Person::new(&format!("u-{person}"), false)).collect();
    let mut count = Count::default();
    let (warm, steady) = events.split_at(events.len() / 2);
    for (number, event) in warm.iter().enumerate() {
        conductor.process(&mut people[number % PEOPLE], event, Link::None, &mut count);
    }
    let mut count = Count::default();
    let region = Region::new(COUNTED);
    for (number, event) in steady.iter().enumerate() {
        conductor.process(&mut people[number % PEOPLE], event, Link::None, &mut count);
    }
    let change = region.change();
    let allocations = change.allocations + change.reallocations;
    let Count { sent, held, later, timers } = count;
    let told = format!(
        "allocations in {} events of the steady state ({sent} sent, {held} held, {later} deferred, {timers} timers): \
         {allocations}, at most 0",
        steady.len(),
    );
    if allocations > 0 || [sent, held, later, timers].into_iter().any(|count| count <= 1_000) {
        return Err(told.into());
    }
    println!("{told}");
    Ok(())
}

/// What one person does in one round of nine hours: looks, fills one of two carts, pays for it.
fn line(round: i64, person: usize) -> String {
    let at = 1_700_000_000_000 + round * 32_400_000 + person as i64;
    let says =
        if round == 0 { r#","consent":{"marketing":true,"push":true},"traits":{"tz":"Asia/Tokyo"}"# } else { "" };
    let order = round / 60 % 2;
    let (kind, payload) = match round % 60 {
        0..=39 => ("VISITED", format!(r#"{{"page":"/p","order":{order}}}"#)),
        40..=49 => ("CART_CHANGED", format!(r#"{{"order":{order},"total":{}.5}}"#, 20 + round % 9)),
        50..=57 => ("VISITED", format!(r#"{{"page":"/q","order":{order}}}"#)),
        _ => ("PAID", format!(r#"{{"order":{order},"amount":9.5}}"#)),
    };
    format!(
        r#"{{"eventId":"e-{round}-{person}","userId":"u-{person}","type":"{kind}","payload":{payload},"timestamp":{at}{says}}}"#
    )
}
