//! Tests of the interpreter: charts with their stories, and random ones beside a naive reading of the recommendation.

mod agreement;
mod consequences;
mod explanations;
mod faults;
mod moves;
mod naive;
mod person;
mod random;
mod time;
