//! Ten thousand scenarios of ten steps against reading their files, in the same process and rounds.
//!
//! Prints the ratio as median (least to greatest) and fails where the median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod scale;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use wayfare::orchestrator::record::{Record, Recorder};
use wayfare::project::workspace::Workspace;
use wayfare::trial::run::{Options, run};
use wayfare::trial::verdict::Verdict;

use scale::{Scale, spread};

const ROUNDS: usize = 5;
const FILES: usize = 10;
const AT_MOST: f64 = 3.0;

const JOURNEY: &str = "\
wayfare: 1
journey: shop
version: 1.0.0
events:
  JOINED: { payload: { source: string? } }
  ADDED: { payload: { sku: string, price: { type: number, min: 0 } } }
  BOUGHT: { payload: { total: number } }
  LEFT: {}
context:
  source: { type: string, default: unknown }
  items: { type: int, default: 0 }
  spent: { type: number, default: 0 }
actions:
  greet: { params: { template: string } }
  remind: {}
  thank: { params: { total: number } }
entry:
  triggers: JOINED
  set: { source: =event.payload.source ?? \"unknown\" }
exit:
  - { id: left, triggers: LEFT }
initial: LOOKING
states:
  LOOKING:
    on_entry:
      - greet: { template: hello }
    steps:
      - { id: add, triggers: ADDED, set: { items: =ctx.items + 1 }, to: FILLING }
  FILLING:
    steps:
      - { id: more, triggers: ADDED, guard: event.payload.price > 0.0, set: { items: =ctx.items + 1 } }
      - { id: nudge, after: 1d, actions: [remind] }
      - id: buy
        triggers: BOUGHT
        set: { spent: =ctx.spent + event.payload.total }
        actions: [thank: { total: =event.payload.total }]
        to: CUSTOMER
  CUSTOMER:
    steps:
      - { id: again, triggers: BOUGHT, set: { spent: =ctx.spent + event.payload.total } }
";

/// Who hears nothing.
struct Nobody;

impl Recorder for Nobody {
    fn record(&mut self, _record: &Record<'_>) {}
}

fn main() -> ExitCode {
    let scale = Scale::asked();
    let scenarios = scale.pick(10_000, 30);
    let files = files(scenarios);
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    println!("{scenarios} scenarios of 10 steps in {FILES} files, {lines} lines, on one thread");
    let mut ratios = Vec::new();
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..scale.pick(ROUNDS, 1) {
        let (read, workspace) = time(|| Workspace::from_texts(&files));
        let (played, passed) = time(|| passed(&workspace));
        assert_eq!(passed, scenarios, "the bench's own scenarios pass");
        least = (least.0.min(read), least.1.min(played));
        ratios.push(played.as_secs_f64() / read.as_secs_f64());
    }
    if scale == Scale::Whole {
        println!("  least times {:.1?} and {:.1?}", least.1, least.0);
    }
    scale.end(&[scale.judge("  playing / reading", spread(ratios), AT_MOST)])
}

fn passed(workspace: &Workspace) -> usize {
    assert!(workspace.projects[0].findings.is_empty(), "the bench's own files are clean");
    let outcomes = run(workspace, Options { threads: 1, filter: None }, &|| Nobody);
    outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Passed)).count()
}

fn files(scenarios: usize) -> Vec<(PathBuf, String)> {
    let mut files = vec![(PathBuf::from("shop.yaml"), JOURNEY.to_owned())];
    for file in 0..FILES {
        let mut text = "wayfare: 1\nscenarios: shop\ntests:\n".to_owned();
        for test in 0..scenarios / FILES {
            scenario(&mut text, file * scenarios / FILES + test);
        }
        files.push((PathBuf::from(format!("shop-{file}.scenarios.yaml")), text));
    }
    files
}

/// A test of ten items; every third one has defaults of its own.
fn scenario(text: &mut String, number: usize) {
    writeln!(text, "  - name: person {number} buys").unwrap();
    if number.is_multiple_of(3) {
        writeln!(text, "    context: {{ spent: {} }}", number % 100).unwrap();
    }
    let spent = if number.is_multiple_of(3) { number % 100 } else { 0 };
    write!(
        text,
        "    steps:
      - send: {{ event: JOINED, payload: {{ source: ad }} }}
        expect: {{ state: LOOKING, actions: [greet: {{ template: hello }}], context: {{ source: ad }} }}
      - send: {{ event: ADDED, payload: {{ sku: s-{number}, price: 5 }} }}
        expect: {{ state: FILLING, steps: add }}
      - send: {{ event: ADDED, payload: {{ sku: s-1, price: 0 }} }}
        expect: {{ ignored: guard-false }}
      - wait: 2h
      - send: {{ event: ADDED, payload: {{ sku: s-2, price: 7.5 }} }}
        expect: {{ context: {{ items: 2 }} }}
      - wait: 1d
        expect: {{ actions: remind }}
      - send: {{ event: BOUGHT, payload: {{ total: 20 }} }}
        expect: {{ state: CUSTOMER, actions: [thank: {{ total: 20 }}] }}
      - send: {{ event: BOUGHT, payload: {{ total: 10 }} }}
      - expect: {{ context: {{ spent: {} }}, status: active }}
      - send: LEFT
        expect: {{ status: exited, no_step: true }}
",
        spent + 30
    )
    .unwrap();
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}
