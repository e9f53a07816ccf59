//! One level of a picture in layers: what comes first is above, lines run downward between the layers.

mod cells;
mod fold;
pub mod level;
mod order;
mod place;
mod ports;
mod ranks;
mod route;
pub mod solve;
mod tracks;
