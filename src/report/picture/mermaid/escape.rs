//! Text inside of Mermaid's quotes, where it means nothing but itself.

/// `text` as the inside of a quoted label. Everything that Mermaid, its Markdown or the page's HTML could take for more
/// than text becomes an entity.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '#' | '%' | '$' | '`' | '*' | '\\' | '~' | '{' | '}' => entity(&mut out, c),
            c if c.is_control() || turns(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character turns the direction of what follows it.
const fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Escaped pieces as one label. A label that speaks of styles must have no colon: Mermaid searches lines for `style…:`
/// before it parses them; one that begins like a list would be taken for Markdown.
pub fn label(label: &str) -> String {
    let mut label = label.to_owned();
    if label.contains("style") || label.contains("classDef") || label.contains(":fa-") {
        label = label.replace(':', "#58;");
    }
    let mut chars = label.chars();
    match chars.next() {
        Some(first @ ('-' | '+' | '_')) => {
            let mut out = String::new();
            entity(&mut out, first);
            out + chars.as_str()
        }
        Some(first) if first.is_ascii_digit() => list_number(&label),
        _ => label,
    }
}

/// `1. x` without the point that makes it a list.
fn list_number(label: &str) -> String {
    let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = label.split_at(digits);
    match rest.chars().next() {
        Some(point @ ('.' | ')')) => {
            let mut out = number.to_owned();
            entity(&mut out, point);
            out + &rest[1..]
        }
        _ => label.to_owned(),
    }
}

/// Text of a line without quotes, such as the title for screen readers.
pub fn bare(text: &str) -> String {
    let harmless = |c: char| if c.is_control() || turns(c) || "#;%{}\"`<>\\".contains(c) { ' ' } else { c };
    text.chars().map(harmless).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entity(out: &mut String, c: char) {
    out.push('#');
    out.push_str(&u32::from(c).to_string());
    out.push(';');
}
