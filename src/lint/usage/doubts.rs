//! What faults of the language leave in doubt: a name that may stand in what could not be read may be used there.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::workspace::{FileKind, Project};
use crate::syntax::lines::line_at;
use crate::syntax::source::Source;
use crate::terms::rule;
use crate::terms::span::{FileId, Name, Span};
use crate::terms::suggest;

/// The files that have faults, and the names in them that nothing has.
#[derive(Debug, Default)]
pub struct Doubts<'a> {
    /// Files with faults; without a text where that is not at hand.
    faulty: BTreeMap<FileId, Option<&'a str>>,
    strangers: Vec<(FileId, &'a str)>,
    /// Where the faults stand.
    spans: BTreeSet<Span>,
}

impl<'a> Doubts<'a> {
    /// Those of a project.
    pub fn of(project: &Project, sources: &'a [Source]) -> Self {
        let source = |file: FileId| sources.get(file.0 as usize);
        let unread = project.files.iter().filter(|file| file.kind == FileKind::Unknown).map(|file| file.id);
        let places = project.faults.iter();
        let faulty = places.clone().map(|(_, span)| span.file).chain(unread);
        // Of a file that could not be read at all there is no text.
        let at_hand = |file| source(file).filter(|source| source.is_text() || !source.text.is_empty());
        let faulty = faulty.map(|file| (file, at_hand(file).map(|source| source.text.as_str()))).collect();
        let strangers = places.filter(|(rule, _)| *rule == rule::UNKNOWN_NAME).map(|(_, span)| span);
        let strangers = strangers.chain(project.uses.values().flat_map(|uses| &uses.strangers));
        // The place of a name in quotes is that of the quotes.
        let bare = |said: &'a str| said.trim_matches(['"', '\'']);
        let strangers = strangers.filter_map(|span| Some((span.file, bare(source(span.file)?.slice(*span)))));
        let spans = project.faults.iter().map(|(_, span)| *span).collect();
        Self { faulty, strangers: strangers.collect(), spans }
    }

    /// Whether nothing is in doubt.
    pub fn is_empty(&self) -> bool {
        self.faulty.is_empty()
    }

    /// Whether a file has faults.
    pub fn in_file(&self, file: FileId) -> bool {
        self.faulty.contains_key(&file)
    }

    /// Whether a fault stands at `span`.
    pub fn is_at(&self, span: Span) -> bool {
        self.spans.contains(&span)
    }

    /// Whether `name` may be used in one of the files that count, though it does not seem so: it stands elsewhere in
    /// one that has faults, or most probably a name that nothing has means it.
    pub fn may_use(&self, name: &Name, counts: &dyn Fn(FileId) -> bool) -> bool {
        let own = |file: FileId| usize::from(file == name.span.file);
        let mut faulty = self.faulty.iter().filter(|(file, _)| counts(**file));
        let stands =
            faulty.any(|(&file, text)| text.is_none_or(|text| places(text, &name.value).nth(own(file)).is_some()));
        stands || self.is_faulty(name) || self.is_meant(&name.value, counts)
    }

    /// The same for an event, which a pattern may match.
    pub fn may_hear(&self, name: &Name, counts: &dyn Fn(FileId) -> bool) -> bool {
        let matches = |text: &str| {
            let mut prefixes = name.value.match_indices('.').map(|(at, _)| format!("{}*", &name.value[..=at]));
            prefixes.any(|pattern| text.contains(&pattern)) || text.contains("\"*\"") || text.contains("'*'")
        };
        let mut faulty = self.faulty.iter().filter(|(file, _)| counts(**file));
        faulty.any(|(_, text)| text.is_some_and(matches)) || self.may_use(name, counts)
    }

    /// Whether a name that nothing has most probably means `name`.
    pub fn is_meant(&self, name: &str, counts: &dyn Fn(FileId) -> bool) -> bool {
        let mut strangers = self.strangers.iter().filter(|(file, _)| counts(*file));
        strangers.any(|(_, stranger)| suggest::nearest(stranger, [name]).is_some())
    }

    /// Whether `file` may say one of `keys` at its top, though it does not seem so: it has faults, and a line begins with
    /// that key or with one that is like it.
    pub fn may_say(&self, file: FileId, keys: &[&str]) -> bool {
        let Some(text) = self.faulty.get(&file) else { return false };
        let begins = |line: &str| {
            let said = line.trim_start_matches(|c: char| c.is_whitespace() || "\"'-?{,".contains(c));
            let word = said.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            suggest::nearest(word, keys.iter().copied()).is_some()
        };
        text.is_none_or(|text| text.lines().any(begins))
    }

    /// Whether one of `keys` begins a line with a fault in the file of `name` below it and above the byte `until`: it may
    /// have been meant for the entry of that name.
    pub fn may_say_below(&self, name: &Name, until: u32, keys: &[&str]) -> bool {
        let file = name.span.file;
        let Some(Some(text)) = self.faulty.get(&file) else { return false };
        let says = |span: &Span| {
            let said = text[line_at(text, span.start as usize)].trim_start();
            let behind = keys.iter().filter_map(|key| said.strip_prefix(key));
            behind.into_iter().any(|rest| rest.trim_start().starts_with(':'))
        };
        self.spans.range(Span::new(file, name.span.end, 0)..Span::new(file, until, 0)).any(says)
    }

    /// Whether `variable` may be read in its file, though it does not seem so.
    pub fn may_read(&self, variable: &Name) -> bool {
        self.stands(variable, |before, _| before.ends_with(['.', '"', '\'']))
    }

    /// Whether `variable` may be set in its file, though it does not seem so.
    pub fn may_set(&self, variable: &Name) -> bool {
        self.stands(variable, |_, after| after.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    }

    /// Whether a fault stands on the line on which `name` is declared: it may be no name at all.
    fn is_faulty(&self, name: &Name) -> bool {
        let file = name.span.file;
        let Some(Some(text)) = self.faulty.get(&file) else { return false };
        let line = line_at(text, name.span.start as usize);
        let (start, end) = (Span::new(file, line.start as u32, 0), Span::new(file, line.end as u32, u32::MAX));
        self.spans.range(start..=end).next().is_some()
    }

    fn stands(&self, name: &Name, fits: impl Fn(&str, &str) -> bool) -> bool {
        let file = name.span.file;
        let Some(text) = self.faulty.get(&file) else { return false };
        let Some(text) = text.filter(|_| !self.is_faulty(name)) else { return true };
        let elsewhere = |at: usize| at < name.span.start as usize || at >= name.span.end as usize;
        let mut places = places(text, &name.value).filter(|&at| elsewhere(at));
        places.any(|at| fits(&text[..at], &text[at + name.value.len()..]))
            || self.is_meant(&name.value, &|it| it == file)
    }
}

/// Where `name` stands in `text` and is no part of a longer word.
pub fn places<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}
