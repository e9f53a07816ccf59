//! The signs in front of lines of text, drawn around the origin in a square of eleven pixels.

use crate::picture::card::Sign;

/// The outline of a sign and what of it is filled, as SVG path data.
pub const fn paths(sign: Sign) -> (&'static str, &'static str) {
    match sign {
        Sign::Event => ("", "M1.4-5.6-4 .9H-.7L-1.6 5.6 4-1H.6Z"),
        Sign::Clock => ("M5 0A5 5 0 1 1-5 0 5 5 0 1 1 5 0ZM0-2.9V0L2 1.3", ""),
        Sign::Always => ("M-4-3.4-.6 0-4 3.4M.8-3.4 4.2 0 .8 3.4", ""),
        Sign::Done => ("M5 0A5 5 0 1 1-5 0 5 5 0 1 1 5 0ZM-2.3.2-.6 1.9 2.4-1.7", ""),
        Sign::Answer => ("M4.4-4V-1.2A2.6 2.6 0 0 1 1.8 1.4H-4M-1.2-1.6-4.2 1.4-1.2 4.4", ""),
        Sign::Share => ("M5 0A5 5 0 1 1-5 0 5 5 0 1 1 5 0Z", "M0 0V-5A5 5 0 0 1 4.33 2.5Z"),
        Sign::In => ("M0-5V1.6M-2.8-1.2 0 1.8 2.8-1.2M-4 4.7H4", ""),
        Sign::Out => ("M0 2.2V-4.6M-2.8-1.8 0-4.8 2.8-1.8M-4 4.7H4", ""),
        Sign::Onward => ("M-4.6 0H4.2M1.2-3.2 4.4 0 1.2 3.2", ""),
        Sign::Flag => ("M-3.4 5.2V-5", "M-3.4-5H4.4L2.4-2.4 4.4.2H-3.4Z"),
    }
}
