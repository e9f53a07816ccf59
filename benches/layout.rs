//! Laying a text out against its floor: the same YAML read once by the same parser, in the same process and rounds.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, reason = "a bench may stop where it stands")]

mod scale;

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use granit_parser::Parser;
use wayfare::syntax::layout::text::lay_out;

use scale::{Scale, spread};

const ROUNDS: usize = 21;
/// What the layout may take of the time that reading takes.
const LIMIT: f64 = 4.0;

fn main() -> ExitCode {
    let scale = Scale::asked();
    let laid = journey(scale.pick(10_000, 200));
    assert!(lay_out(&laid).as_ref() == Ok(&laid), "the bench's own journey is laid out");
    let loose = loosened(&laid);
    assert!(lay_out(&loose).as_ref() == Ok(&laid), "and so it is again, however it was indented");
    if scale == Scale::Small {
        return ExitCode::SUCCESS;
    }
    println!("a journey of {} lines, {} KiB", laid.lines().count(), laid.len() / 1024);
    // All that the command does with a text: read, lay out, and read again to be sure that nothing was lost.
    scale.end(&[
        compare("  a text in which every line changes / read once", &loose),
        compare("  a text that is laid out already / read once", &laid),
        by_size(),
    ])
}

fn by_size() -> bool {
    println!("time by size (lines, ns a line)");
    let mut per_line = Vec::new();
    for lines in [10_000, 40_000, 160_000] {
        let text = loosened(&journey(lines));
        let least = (0..3).map(|_| time(&mut || lay_out(&text).unwrap().len())).min().unwrap_or_default();
        per_line.push(least.as_nanos() as f64 / text.lines().count() as f64);
        println!("  {lines:>7} {:>8.0}", per_line[per_line.len() - 1]);
    }
    let growth = per_line[2] / per_line[0];
    println!("  from 10,000 to 160,000 lines a line takes {growth:.2} times as long (at most 1.5)");
    growth <= 1.5
}

/// A journey of about as many lines, with all that people write: comments, brackets, quotes, scalars over lines.
fn journey(lines: usize) -> String {
    let mut text = String::from(
        "wayfare: 1\njourney: large\nversion: 1.0.0\n\nevents:\n  GO: { payload: { total: number } }\n\ncontext:\n  \
         n:     { type: int, default: 0 }\n  where: { type: string, default: unknown }\n\ninitial: S0\nstates:\n",
    );
    for state in 0..lines / 20 {
        write!(
            text,
            "  S{state}:\n    description: >\n      What a person of state {state} sees, in a few words\n      over two lines\n    \
             # Whoever is here waits.\n    on_entry:\n      - send_email: {{ template: t-{state}, first_name: =profile.first_name }}\n    \
             steps:\n      - id: go-{state}\n        name: \"Goes on, or: stays\"\n        triggers: [GO, BACK]\n        \
             guard: ctx.n >= 3 && event.payload.total > 100.0\n        set: {{ n: =ctx.n + 1 }}\n        to: S0\n      \
             - id: wait-{state}\n        after: 3d  # long enough\n        actions:\n          - emit: GO\n        to: S0\n\n"
        )
        .unwrap();
    }
    text.pop();
    text
}

/// The text indented by four, with wide gaps behind its dashes.
fn loosened(text: &str) -> String {
    let mut loose = String::new();
    for line in text.lines() {
        let said = line.trim_start();
        let wide = said.strip_prefix("- ").map_or_else(|| said.to_owned(), |item| format!("-   {item}"));
        writeln!(loose, "{:1$}{wide}", "", 2 * (line.len() - said.len())).unwrap();
    }
    loose
}

fn compare(name: &str, text: &str) -> bool {
    let mut floor = || Parser::new_from_str(text).map(|event| usize::from(event.is_ok())).sum();
    let mut ours = || lay_out(text).unwrap().len();
    let mut ratios = Vec::new();
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let (below, above) = (time(&mut floor), time(&mut ours));
        least = (least.0.min(below), least.1.min(above));
        ratios.push(above.as_secs_f64() / below.as_secs_f64());
    }
    println!("  least times {:.1?} and {:.1?}", least.1, least.0);
    Scale::Whole.judge(name, spread(ratios), LIMIT)
}

fn time(work: &mut impl FnMut() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}
