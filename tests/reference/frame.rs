//! A fragment in the journey that stands around it, with every line's way back to the fragment.

const FRAME: &str = include_str!("frame.yaml");
/// Sections of which an example may show some names: those of the frame stand beside them.
const SHARED: [&str; 4] = ["events", "profile", "context", "actions"];
/// Where the states that steps may go to are added.
const STATES: [&str; 2] = ["  NEXT: {}", "  DONE: { final: true }"];

/// A journey made around a fragment.
pub struct Framed {
    lines: Vec<Line>,
    indent: usize,
}

struct Line {
    text: String,
    /// Its number in the fragment, from 1, if it stands there.
    of: Option<usize>,
}

impl Line {
    fn added(text: &str) -> Self {
        Self { text: text.to_owned(), of: None }
    }
}

impl Framed {
    /// `body` where it stands: in a `journey`, or below `states`, `steps` or `actions` of one.
    pub fn new(place: &str, body: &[&str]) -> Result<Self, String> {
        let states = ["states:"].map(Line::added);
        let above: &[&str] = match place {
            "journey" | "states" => &[],
            "steps" => &["  HERE:", "    steps:"],
            "actions" => &["  HERE:", "    steps:", "      - id: asked", "        triggers: ASKED", "        actions:"],
            _ => return Err(format!("there is no frame `{place}`")),
        };
        let indent =
            [("journey", 0), ("states", 2), ("steps", 6)].iter().find(|it| it.0 == place).map_or(10, |it| it.1);
        let pad = " ".repeat(indent);
        let own = body.iter().enumerate().map(|(at, line)| Line { text: format!("{pad}{line}"), of: Some(at + 1) });
        let mut lines: Vec<Line> = own.collect();
        if place != "journey" {
            lines = states.into_iter().chain(above.iter().copied().map(Line::added)).chain(lines).collect();
            let known: Vec<String> = lines.iter().filter_map(|line| name(&line.text)).map(str::to_owned).collect();
            let free = |line: &&&str| name(line).is_some_and(|name| !known.iter().any(|it| it == name));
            lines.extend(STATES.iter().filter(free).map(|line| Line::added(line)));
        }
        Ok(Self { lines: complete(lines), indent })
    }

    /// The whole file.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n") + "\n"
    }

    /// Where a place of the file stands in the fragment.
    pub fn back(&self, line: usize, column: usize) -> Option<(usize, usize)> {
        Some((self.lines.get(line - 1)?.of?, column.saturating_sub(self.indent)))
    }
}

/// `written` as a whole journey.
fn complete(written: Vec<Line>) -> Vec<Line> {
    let keys: Vec<String> = written.iter().filter_map(|line| key(&line.text)).map(str::to_owned).collect();
    let has = |key: &str| keys.iter().any(|it| it == key);
    let first = written.iter().skip_while(|line| !line.text.starts_with("states:")).find_map(|line| name(&line.text));
    let initial = format!("initial: {}", first.unwrap_or("HERE"));
    let head = ["wayfare: 1", "journey: shop", "version: 1.0.0", &initial, "states: { HERE: {} }"];
    let mut lines: Vec<Line> = head.into_iter().filter(|line| !key(line).is_some_and(has)).map(Line::added).collect();
    for (section, names) in sections().into_iter().filter(|(section, _)| !has(section)) {
        lines.push(Line::added(&format!("{section}:")));
        lines.extend(names.into_iter().map(Line::added));
    }
    let mut written = written.into_iter().peekable();
    while let Some(head) = written.next() {
        let section = sections().into_iter().find(|(section, _)| head.text.trim_end() == format!("{section}:"));
        lines.push(head);
        let begin = lines.len();
        while written.peek().is_some_and(|line| key(&line.text).is_none()) {
            lines.extend(written.next());
        }
        if let Some((_, names)) = section.filter(|(section, _)| SHARED.contains(section)) {
            let known: Vec<String> =
                lines[begin..].iter().filter_map(|line| name(&line.text)).map(str::to_owned).collect();
            let free = |line: &&str| name(line).is_some_and(|name| !known.iter().any(|it| it == name));
            lines.extend(names.into_iter().filter(free).map(Line::added));
        }
    }
    lines
}

/// The sections of the frame with the lines of their names.
fn sections() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in FRAME.lines() {
        match (key(line), all.last_mut()) {
            (Some(section), _) => all.push((section, Vec::new())),
            (None, Some((_, names))) => names.push(line),
            (None, None) => {}
        }
    }
    all
}

/// The key of a line that is not indented.
fn key(line: &str) -> Option<&str> {
    let known = line.starts_with(|c: char| c.is_alphabetic() || c == '_');
    known.then(|| line.split(':').next()).flatten()
}

/// The name that a line declares inside a section.
fn name(line: &str) -> Option<&str> {
    line.strip_prefix("  ").and_then(key)
}
