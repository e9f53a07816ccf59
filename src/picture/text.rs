//! How wide text is, without a font at hand, and how it is broken into lines.
//!
//! Proportional widths are those of Helvetica, which Arial, Arimo and Liberation Sans share by design: a picture that names
//! these fonts fits whichever of them is there.

/// A style of text: a face and a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// The picture's title.
    Masthead,
    /// What stands below the title.
    Subtitle,
    /// A state's name.
    Name,
    /// A name or a description for people.
    Prose,
    /// What makes something happen.
    Trigger,
    /// What must hold.
    Guard,
    /// What is done.
    Effect,
    /// What is told of a thing in a panel.
    Fact,
    /// A panel's heading.
    Heading,
    /// A goal's or a mark's short word.
    Tag,
}

/// The kinds of faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Proportional.
    Regular,
    /// Proportional and bold.
    Bold,
    /// All characters equally wide.
    Mono,
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 10] = [
        Self::Masthead,
        Self::Subtitle,
        Self::Name,
        Self::Prose,
        Self::Trigger,
        Self::Guard,
        Self::Effect,
        Self::Fact,
        Self::Heading,
        Self::Tag,
    ];

    /// Its face.
    pub const fn face(self) -> Face {
        match self {
            Self::Masthead | Self::Name | Self::Trigger | Self::Heading | Self::Tag => Face::Bold,
            Self::Subtitle | Self::Prose | Self::Effect | Self::Fact => Face::Regular,
            Self::Guard => Face::Mono,
        }
    }

    /// Its size in pixels.
    pub const fn size(self) -> f64 {
        match self {
            Self::Masthead => 20.0,
            Self::Subtitle => 12.5,
            Self::Name => 14.0,
            Self::Prose => 12.0,
            Self::Trigger | Self::Effect | Self::Fact => 11.5,
            Self::Heading => 11.0,
            Self::Guard | Self::Tag => 10.5,
        }
    }

    /// From one line to the next, in pixels.
    pub const fn leading(self) -> f64 {
        match self {
            Self::Masthead => 26.0,
            Self::Name | Self::Subtitle => 18.0,
            Self::Prose | Self::Heading => 16.0,
            Self::Trigger | Self::Effect | Self::Fact | Self::Guard | Self::Tag => 15.0,
        }
    }
}

/// Thousandths of the size, from space to tilde.
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The same for bold.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
];

/// Fixed-width faces differ by a hundredth or two; this is the widest of the usual ones.
const MONO: f64 = 0.605;

/// How wide `text` is in `style`, in pixels.
pub fn width(text: &str, style: Style) -> f64 {
    text.chars().map(|char| advance(char, style.face())).sum::<f64>() * style.size()
}

fn advance(char: char, face: Face) -> f64 {
    let code = u32::from(char);
    if let Some(other) = other_scripts(code) {
        return other;
    }
    if face == Face::Mono {
        return MONO;
    }
    let table = if face == Face::Bold { &BOLD } else { &REGULAR };
    let ascii = code.checked_sub(32).and_then(|place| table.get(place as usize));
    ascii.map_or_else(|| latin(code, face), |&thousandths| f64::from(thousandths) / 1000.0)
}

/// Marks that take no room, and scripts whose characters are about as wide as high, in any face.
fn other_scripts(code: u32) -> Option<f64> {
    match code {
        0x300..=0x36F | 0x200B..=0x200F | 0xFE00..=0xFE0F | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF => Some(0.0),
        0x1100..=0x115F | 0x2E80..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => {
            Some(1.0)
        }
        0xFF00..=0xFF60 | 0x20000..=0x3FFFF => Some(1.0),
        0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF => Some(1.38),
        _ => None,
    }
}

fn latin(code: u32, face: Face) -> f64 {
    match code {
        0x2018 | 0x2019 | 0xB7 => 0.278,
        0x201C | 0x201D | 0xB0 => 0.5,
        0x2014 | 0x2026 | 0xC6 | 0x152 | 0x2190..=0x21FF => 1.0,
        0xC0..=0xDE => 0.778,
        0xA0..=0x17F if face == Face::Bold => 0.667,
        0xA0..=0x17F => 0.6,
        _ => 0.72,
    }
}

/// `text` in lines of at most `room` pixels and at most `most` lines; an ellipsis ends what was shortened.
pub fn wrapped(text: &str, style: Style, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(text) {
        let wide = width(piece, style);
        if used + width(piece.trim_end(), style) > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
            if lines.len() == most {
                return shortened(lines, style, room);
            }
        }
        if wide > room {
            broken(piece, style, room, &mut lines, &mut line);
            used = width(&line, style);
            if lines.len() >= most {
                lines.truncate(most);
                return shortened(lines, style, room);
            }
            continue;
        }
        line.push_str(piece);
        used += wide;
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// Where a line may end: after a space, and within long words after a sign.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(char::is_whitespace).flat_map(|word| {
        let long = word.len() > 18;
        word.split_inclusive(move |char| long && matches!(char, '.' | '_' | '/' | '-' | '(' | ','))
    })
}

fn broken(piece: &str, style: Style, room: f64, lines: &mut Vec<String>, line: &mut String) {
    let mut used = width(line, style);
    for char in piece.chars() {
        let wide = advance(char, style.face()) * style.size();
        if used + wide > room && !line.is_empty() {
            lines.push(std::mem::take(line));
            used = 0.0;
        }
        line.push(char);
        used += wide;
    }
}

fn shortened(mut lines: Vec<String>, style: Style, room: f64) -> Vec<String> {
    for line in &mut lines {
        *line = line.trim().to_owned();
    }
    if let Some(last) = lines.last_mut() {
        while width(last, style) + width("…", style) > room && last.pop().is_some() {}
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    lines
}
