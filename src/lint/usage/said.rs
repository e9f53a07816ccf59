//! The files that style is asked of, and what they say for people.

use smol_str::SmolStr;

use crate::lint::usage::table::Sheet;
use crate::lint::whole::Whole;
use crate::syntax::document::JourneyDocument;
use crate::terms::span::Spanned;

/// The files whose findings are shown, but for journeys that only tests name: they were published, and stay as they are.
pub fn sheets<'w, 'a>(whole: &'w Whole<'a>) -> impl Iterator<Item = &'w Sheet<'a>> {
    let project = whole.project;
    let is_guest = |sheet: &Sheet<'_>| project.guests.iter().any(|guest| guest.file == sheet.file);
    whole.usage().sheets.iter().filter(move |sheet| project.reported.contains(&sheet.file) && !is_guest(sheet))
}

/// The journeys among them.
pub fn journeys<'w>(whole: &'w Whole<'_>) -> impl Iterator<Item = &'w JourneyDocument> {
    sheets(whole).filter_map(|sheet| sheet.journey)
}

/// The journey with its name; without one, where the name could not be read.
pub fn called(journey: &JourneyDocument) -> String {
    let id = &journey.id.value;
    if id.starts_with('?') { "this journey".to_owned() } else { format!("the journey `{id}`") }
}

/// Whether there is a text that says something.
pub fn is_said(text: Option<&Spanned<SmolStr>>) -> bool {
    text.is_some_and(|text| !text.value.trim().is_empty())
}
