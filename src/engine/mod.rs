//! One step of one instance: pure, total, told the time.

pub mod due;
pub mod effect;
pub mod event;
pub mod instance;
pub mod step;
pub mod trace;
