//! What a process costs, and how a ratio spreads over rounds.

use std::fmt;
use std::process::Command;
use std::time::Instant;

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
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let peak: f64 = peak.trim().trim_end_matches("kB").trim().parse()?;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
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

    /// Prints the ratios and whether their median is within `limit`.
    pub fn judge(&mut self, what: &str, limit: f64) -> bool {
        self.0.sort_by(f64::total_cmp);
        let at = |place: usize| self.0.get(place).copied().unwrap_or(f64::NAN);
        let (least, median, most) = (at(0), at(self.0.len() / 2), at(self.0.len().saturating_sub(1)));
        let kept = median <= limit;
        let verdict = if kept { "kept" } else { "MISSED" };
        println!("{what}: {median:.2} ({least:.2} to {most:.2}), at most {limit}: {verdict}");
        kept
    }
}
