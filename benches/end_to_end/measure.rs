//! What a process costs, and how a ratio spreads over rounds.

use std::fmt;
use std::process::Command;
use std::time::Instant;

use crate::scale::{Scale, spread};

type Failure = Box<dyn std::error::Error>;

/// What one process cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Seconds of processor time.
    pub cpu: f64,
    /// Seconds from start to end.
    pub wall: f64,
    /// Peak of resident memory in MiB.
    pub memory: f64,
    /// Effects asked for.
    pub effects: u64,
}

/// Ratios of several rounds.
#[derive(Default)]
pub struct Spread(Vec<f64>);

/// Tells the parent what this process cost so far.
pub fn report_own(effects: u64) -> Result<(), Failure> {
    // Where a system has no such files there is nothing to compare, but results can be looked at all the same.
    let own = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let (status, stat) = (own("status"), own("stat"));
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("NaN");
    let peak: f64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    // Fields 14 and 15 of the whole line, in hundredths of a second.
    println!("{} {} {effects}", (ticks(11) + ticks(12)) / 100.0, peak / 1024.0);
    Ok(())
}

/// Runs this program again with `arguments`.
pub fn child(arguments: &[&str]) -> Result<Cost, Failure> {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe()?).args(arguments).output()?;
    let wall = start.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(format!("{arguments:?} failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let [cpu, memory, effects] = words.as_slice() else { return Err(format!("not a report: {text}").into()) };
    Ok(Cost { cpu: cpu.parse()?, wall, memory: memory.parse()?, effects: effects.parse()? })
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} s cpu, {:.2} s wall, {:.0} MiB", self.cpu, self.wall, self.memory)
    }
}

impl Spread {
    /// Adds one round.
    pub fn add(&mut self, ratio: f64) {
        self.0.push(ratio);
    }

    /// Whether their median is within `limit`.
    pub fn judge(self, scale: Scale, what: &str, limit: f64) -> bool {
        scale.judge(what, spread(self.0), limit)
    }
}
