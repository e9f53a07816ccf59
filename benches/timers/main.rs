//! Many pending timers: a million people with ten each against the same people with one each.
//!
//! Each side runs in a process of its own; the rounds alternate. `WAYFARE_BENCH_PEOPLE` makes it smaller.

#![allow(clippy::disallowed_methods, reason = "a bench measures, and is told its size by the environment")]
#![allow(clippy::print_stdout, reason = "its report")]

#[path = "../end_to_end/measure.rs"]
mod measure;
#[path = "../end_to_end/ours.rs"]
mod ours;
#[path = "../scale.rs"]
mod scale;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

use measure::{Spread, child, report_own};
use scale::Scale;

const ROUNDS: usize = 5;
const TIMERS: u64 = 10;
/// Events of each person.
const EVENTS: u64 = 5;
const BYTES: f64 = 48.0;
const CPU: f64 = 1.3;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [side @ ("one" | "many"), folder] => {
            let folder = Path::new(folder);
            let journey = folder.join(format!("{side}.yaml"));
            let table = folder.join(format!("{side}.csv"));
            report_own(ours::run(&journey, &folder.join("events.jsonl"), &table, 1)?)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => compare(),
    }
}

fn compare() -> Result<ExitCode, Failure> {
    let scale = Scale::asked();
    let told = std::env::var("WAYFARE_BENCH_PEOPLE").ok().map(|text| text.parse()).transpose()?;
    let people = scale.pick(told.unwrap_or(1_000_000), 500);
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_str().ok_or("the temporary folder has no readable name")?;
    std::fs::write(folder.path().join("one.yaml"), journey(1))?;
    std::fs::write(folder.path().join("many.yaml"), journey(TIMERS))?;
    events(&folder.path().join("events.jsonl"), people)?;
    println!("{people} people, {EVENTS} events of each, {TIMERS} pending timers of each against one");
    let (mut bytes, mut cpu) = (Spread::default(), Spread::default());
    for _ in 0..scale.pick(ROUNDS, 1) {
        let one = child(&["one", place])?;
        let many = child(&["many", place])?;
        if one.effects != many.effects {
            return Err("a timer fired, so the sides did not do the same".into());
        }
        bytes.add((many.memory - one.memory) * 1024.0 * 1024.0 / (people * (TIMERS - 1)) as f64);
        cpu.add(many.cpu / one.cpu);
        if scale == Scale::Whole {
            println!("one timer {one}; {TIMERS} timers {many}");
        }
    }
    Ok(scale.end(&[
        bytes.judge(scale, "bytes for each pending timer", BYTES),
        cpu.judge(scale, "processor time for each event, ten timers / one", CPU),
    ]))
}

/// People who wait in one state with so many timers, none of which is due while the bench lasts.
fn journey(timers: u64) -> String {
    let mut text = String::from(
        "wayfare: 1\njourney: wait\nversion: 1.0.0\nevents: { CAME: {}, MOVED: { payload: { by: int } } }\n\
         context: { moved: { type: int, default: 0 } }\nentry: { triggers: CAME }\ninitial: WAITING\nstates:\n  \
         WAITING:\n    steps:\n      - { id: move, triggers: MOVED, set: { moved: =ctx.moved + event.payload.by } }\n",
    );
    for timer in 0..timers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "      - {{ id: t-{timer}, after: {}d, to: GONE }}", 300 + timer);
    }
    text.push_str("  GONE: { final: true }\n");
    text
}

fn events(path: &Path, people: u64) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for round in 0..EVENTS {
        for person in 0..people {
            let at = 1_700_000_000_000 + (round * people + person) as i64;
            let (kind, payload) =
                if round == 0 { ("CAME", "{}") } else { ("MOVED", r#"{"by":3,"note":"a step ahead"}"#) };
            writeln!(
                file,
                r#"{{"eventId":"e-{round}-{person:07}","userId":"user-{person:07}","type":"{kind}","payload":{payload},"timestamp":{at}}}"#
            )?;
        }
    }
    file.flush()
}
