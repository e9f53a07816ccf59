//! What a check found, in any of the formats. None of them decides how the check ends.

use crate::report::findings::found::Found;
use crate::report::findings::text::{self, Style};
use crate::report::findings::{github, json, junit, sarif};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people, as compilers print them.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub.
    Github,
    /// JUnit XML.
    Junit,
}

/// `found` in `format`; `style` is for the text alone.
pub fn render(found: &Found<'_>, format: Format, style: Style) -> Vec<u8> {
    match format {
        Format::Text => text::render(found.judged, found.sources, style).into_bytes(),
        Format::Json => json::render(found.judged, found.sources, found.count),
        Format::Sarif => sarif::render(found),
        Format::Github => github::render(found).into_bytes(),
        Format::Junit => junit::render(found).into_bytes(),
    }
}
