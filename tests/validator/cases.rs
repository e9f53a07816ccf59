//! Wrong files as data: pages of Markdown in which each fenced block is one.

use std::path::Path;

/// One wrong file.
pub struct Case {
    /// Where it stands, for messages.
    pub place: String,
    /// The kind of its schema.
    pub kind: String,
    /// Where the fault is, as a JSON pointer.
    pub at: String,
    /// The keyword of JSON Schema that refuses it.
    pub keyword: String,
    /// The rule or reason that our own reader names.
    pub rule: String,
    /// The whole file.
    pub text: String,
}

/// The good files and the wrong ones of a page.
pub fn cases(path: &Path) -> (Vec<String>, Vec<Case>) {
    let page = std::fs::read_to_string(path).expect("a page");
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        let words: Vec<&str> = info.split_whitespace().collect();
        if words == ["yaml", "base"] {
            good.push(body.join("\n") + "\n");
            continue;
        }
        let [language, kind, at, keyword, rule, rest @ ..] = words.as_slice() else { panic!("{info}") };
        let without = rest.first().and_then(|word| word.strip_prefix("without="));
        let text = match *language {
            "yaml" => over(good.last().expect("a base"), &body, without),
            _ => body.join("\n") + "\n",
        };
        wrong.push(Case {
            place: format!("{}:{}", path.file_name().expect("a name").display(), number + 1),
            kind: (*kind).to_owned(),
            at: if *at == "-" { String::new() } else { (*at).to_owned() },
            keyword: (*keyword).to_owned(),
            rule: (*rule).to_owned(),
            text,
        });
    }
    (good, wrong)
}

/// The file `base` with the top-level keys of `body` in place of its own.
fn over(base: &str, body: &[&str], without: Option<&str>) -> String {
    let base: Vec<&str> = base.lines().collect();
    let new = sections(body);
    let mut text = String::new();
    for (key, lines) in sections(&base) {
        let lines = new.iter().find(|(other, _)| *other == key).map_or(lines, |(_, lines)| lines.clone());
        if without != Some(key) {
            text += &(lines.join("\n") + "\n");
        }
    }
    let known = sections(&base);
    for (key, lines) in new {
        if !known.iter().any(|(other, _)| *other == key) {
            text += &(lines.join("\n") + "\n");
        }
    }
    text
}

fn sections<'t>(lines: &[&'t str]) -> Vec<(&'t str, Vec<&'t str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for &line in lines {
        match line.split_once(':').filter(|_| !line.starts_with(' ')) {
            Some((key, _)) => all.push((key, vec![line])),
            None => all.last_mut().expect("a key").1.push(line),
        }
    }
    all
}
