//! How much a bench does: all of it under `cargo bench`, which measures; very little, once, under `cargo test`, where
//! results must be right and time is no matter.
#![allow(dead_code, reason = "each bench uses its own part")]

use std::process::ExitCode;

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// All of it; promises are judged.
    Whole,
    /// A glance; nothing is measured, so nothing is promised.
    Small,
}

impl Scale {
    /// As cargo asks: only `cargo bench` hands `--bench` on.
    pub fn asked() -> Self {
        if std::env::args().any(|argument| argument == "--bench") { Self::Whole } else { Self::Small }
    }

    /// The size for this much.
    pub fn pick<T>(self, whole: T, small: T) -> T {
        match self {
            Self::Whole => whole,
            Self::Small => small,
        }
    }

    /// How the bench ends of whose promises some are `kept`.
    pub fn end(self, kept: &[bool]) -> ExitCode {
        if self == Self::Small || kept.iter().all(|kept| *kept) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Whether `median` keeps its promise of `at_most`; says so where it was measured.
    pub fn judge(self, what: &str, (least, median, most): (f64, f64, f64), at_most: f64) -> bool {
        let kept = median <= at_most;
        if self == Self::Whole {
            let verdict = if kept { "kept" } else { "MISSED" };
            println!("{what}: {median:.2} ({least:.2} to {most:.2}), at most {at_most}: {verdict}");
        }
        kept
    }
}

/// The least, the median and the greatest.
pub fn spread(mut all: Vec<f64>) -> (f64, f64, f64) {
    all.sort_by(f64::total_cmp);
    (all[0], all[all.len() / 2], all[all.len() - 1])
}
