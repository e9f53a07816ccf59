//! Tests of the interpreter: charts with their stories, and random ones beside a naive reading of the recommendation.

mod agreement;
mod answers;
mod consequences;
mod faults;
mod merges;
mod moves;
mod naive;
mod person;
mod policies;
mod random;
mod time;
mod versions;
mod windows;
mod written;
