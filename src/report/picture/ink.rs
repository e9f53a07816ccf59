//! The colours of a picture, by what they are for, in light and in dark.

use crate::picture::card::Sign;
use crate::picture::mark::Colour;

/// Which colours a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those that the reader's screen asks for; light where a viewer cannot tell.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A colour by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Its name in the picture's style sheet.
    pub name: &'static str,
    /// In light.
    pub light: &'static str,
    /// In dark.
    pub dark: &'static str,
}

const fn ink(name: &'static str, light: &'static str, dark: &'static str) -> Ink {
    Ink { name, light, dark }
}

pub const CANVAS: Ink = ink("canvas", "#fbfcfd", "#12161d");
pub const SURFACE: Ink = ink("surface", "#ffffff", "#1d232d");
pub const BORDER: Ink = ink("border", "#c3ccd9", "#465162");
pub const STRONG: Ink = ink("strong", "#5b6a80", "#8d9bb0");
pub const TEXT: Ink = ink("text", "#18212f", "#e8edf4");
pub const MUTED: Ink = ink("muted", "#5f6c80", "#9aa7b9");
pub const PROSE: Ink = ink("prose", "#475467", "#b3bfce");
pub const LINE: Ink = ink("line", "#7f8da3", "#75839a");
pub const RULE: Ink = ink("rule", "#e3e8ef", "#323b49");
pub const GUARD: Ink = ink("guard", "#7a4a06", "#e3b56c");
pub const EFFECT: Ink = ink("effect", "#0b6b62", "#6ccabd");
pub const EVENT: Ink = ink("event", "#4a46d6", "#a3a4ff");
pub const CLOCK: Ink = ink("clock", "#b4540a", "#f0a254");
pub const DONE: Ink = ink("done", "#177a42", "#6dcb92");
pub const ANSWER: Ink = ink("answer", "#0b699f", "#6fbdec");
pub const SHARE: Ink = ink("share", "#7b3fd1", "#c39cf7");
pub const SPLIT: Ink = ink("split", "#f6f1fe", "#292239");
pub const SPLIT_BORDER: Ink = ink("split-border", "#b79be6", "#7b63ac");
pub const FINAL: Ink = ink("final", "#f3f6fa", "#222935");
pub const DEPTHS: [Ink; 3] =
    [ink("depth-1", "#f2f5f9", "#181d26"), ink("depth-2", "#e9eef5", "#1f2530"), ink("depth-3", "#dfe7f0", "#272f3c")];
pub const HEADS: [Ink; 3] =
    [ink("head-1", "#e6ecf4", "#222a36"), ink("head-2", "#dae3ee", "#2a3341"), ink("head-3", "#cedae8", "#333e4e")];

/// A mark's own colour and the tint of what it is put on.
const MARKS: [(Ink, Ink); 6] = [
    (ink("green", "#1a7f45", "#4fc07d"), ink("green-tint", "#e3f6ea", "#16301f")),
    (ink("red", "#c62f2f", "#f47c7c"), ink("red-tint", "#fdeaea", "#3a1c1e")),
    (ink("amber", "#ad6800", "#eeb04a"), ink("amber-tint", "#fdf2d9", "#352a14")),
    (ink("blue", "#1b62d1", "#74a8f9"), ink("blue-tint", "#e6effd", "#18273f")),
    (ink("violet", "#7b3fd1", "#c39cf7"), ink("violet-tint", "#f2eafd", "#2b2140")),
    (ink("grey", "#8a94a3", "#6d7888"), ink("grey-tint", "#f1f3f5", "#1b2028")),
];

/// From nobody to the most, in steps of ten: the colour of borders and of fills.
const HEAT: [(Ink, Ink); 11] = [
    (ink("heat-0", "#9fb0c6", "#4c5a70"), ink("heat-0-tint", "#f4f7fb", "#1a2029")),
    (ink("heat-1", "#8fb0d4", "#4a6484"), ink("heat-1-tint", "#e9f1fa", "#1a2533")),
    (ink("heat-2", "#7aadd8", "#4a7096"), ink("heat-2-tint", "#dcecf9", "#1b2c3e")),
    (ink("heat-3", "#62a8d2", "#4a7ea5"), ink("heat-3-tint", "#d0e8f5", "#1c3446")),
    (ink("heat-4", "#4ba6b8", "#4a939f"), ink("heat-4-tint", "#cdeaec", "#1c3c43")),
    (ink("heat-5", "#4a9f86", "#58a68c"), ink("heat-5-tint", "#d3eedd", "#213f35")),
    (ink("heat-6", "#8a9a2e", "#9aab45"), ink("heat-6-tint", "#eaf1c4", "#323a18")),
    (ink("heat-7", "#b58a12", "#c79d33"), ink("heat-7-tint", "#fbeeb4", "#433714")),
    (ink("heat-8", "#cc6f12", "#dd8638"), ink("heat-8-tint", "#fddfae", "#4d3113")),
    (ink("heat-9", "#cf4d1e", "#e66a3e"), ink("heat-9-tint", "#fdceb0", "#552616")),
    (ink("heat-10", "#c12a2a", "#f05b5b"), ink("heat-10-tint", "#fbbdb4", "#5c1f1f")),
];

const PLAIN: [Ink; 19] = [
    CANVAS,
    SURFACE,
    BORDER,
    STRONG,
    TEXT,
    MUTED,
    PROSE,
    LINE,
    RULE,
    GUARD,
    EFFECT,
    EVENT,
    CLOCK,
    DONE,
    ANSWER,
    SHARE,
    SPLIT,
    SPLIT_BORDER,
    FINAL,
];

/// Every ink that a picture with these marks' colours can use.
pub fn all(marked: bool) -> impl Iterator<Item = Ink> {
    let marks = MARKS.iter().chain(&HEAT).flat_map(|&(own, tint)| [own, tint]);
    PLAIN.into_iter().chain(DEPTHS).chain(HEADS).chain(marks.take(if marked { usize::MAX } else { 0 }))
}

/// The colour of a mark and of what it is put on.
pub fn of(colour: Colour) -> (Ink, Ink) {
    match colour {
        Colour::Green => MARKS[0],
        Colour::Red => MARKS[1],
        Colour::Amber => MARKS[2],
        Colour::Blue => MARKS[3],
        Colour::Violet => MARKS[4],
        Colour::Grey => MARKS[5],
        Colour::Heat(heat) => HEAT[usize::from(heat.min(100)).div_ceil(10)],
    }
}

/// The colour of a sign.
pub const fn of_sign(sign: Sign) -> Ink {
    match sign {
        Sign::Event => EVENT,
        Sign::Clock => CLOCK,
        Sign::Always | Sign::In | Sign::Out | Sign::Onward => STRONG,
        Sign::Done | Sign::Flag => DONE,
        Sign::Answer => ANSWER,
        Sign::Share => SHARE,
    }
}
