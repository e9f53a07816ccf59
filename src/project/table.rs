//! A table of a TOML file whose keys are taken one by one: what is left in the end is unknown.

use smol_str::SmolStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::terms::element::Choice;
use crate::terms::finding::Finding;
use crate::terms::rule::{BAD_NAME, UNKNOWN_KEY, WRONG_SHAPE};
use crate::terms::span::{FileId, Name, Span};
use crate::terms::suggest;
use crate::terms::time::parse_duration;

/// A table that is being read. Every fault goes to its findings; a faulty value counts as absent.
pub struct Table<'a> {
    title: String,
    file: FileId,
    entries: Vec<(Name, &'a Spanned<DeValue<'a>>)>,
    known: Vec<SmolStr>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Table<'a> {
    /// The whole file.
    pub fn root(file: FileId, table: &'a DeTable<'a>, findings: &'a mut Vec<Finding>) -> Self {
        Self::new(String::new(), file, table, findings)
    }

    fn new(title: String, file: FileId, table: &'a DeTable<'a>, findings: &'a mut Vec<Finding>) -> Self {
        let entries =
            table.iter().map(|(key, value)| (Name::new(SmolStr::new(key.get_ref()), at(file, key)), value)).collect();
        Self { title, file, entries, known: Vec::new(), findings }
    }

    /// The string under `key`.
    pub fn text(&mut self, key: &str) -> Option<Name> {
        let (_, value) = self.take(key)?;
        self.as_text(key, value)
    }

    /// The list of strings under `key`.
    pub fn texts(&mut self, key: &str) -> Option<Vec<Name>> {
        let (_, value) = self.take(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of strings");
            return None;
        };
        Some(items.iter().filter_map(|item| self.as_text(key, item)).collect())
    }

    /// What the string under `key` stands for.
    pub fn choice<T: Clone>(&mut self, key: &str, choices: &[Choice<T>]) -> Option<T> {
        let text = self.text(key)?;
        self.chosen(key, &text, choices)
    }

    /// What `text`, the value of `key`, stands for.
    pub fn chosen<T: Clone>(&mut self, key: &str, text: &Name, choices: &[Choice<T>]) -> Option<T> {
        if let Some(choice) = choices.iter().find(|choice| choice.word == text.value) {
            return Some(choice.value.clone());
        }
        let message = format!("{} cannot be `{}`", self.named(key), text.value);
        let help = suggest::help(&text.value, choices.iter().map(|choice| choice.word)).unwrap_or_default();
        self.report(Finding::new(WRONG_SHAPE, text.span, message).help(help));
        None
    }

    /// The duration under `key`, above zero, in milliseconds.
    pub fn duration(&mut self, key: &str) -> Option<i64> {
        let text = self.text(key)?;
        match parse_duration(&text.value) {
            Ok(length) if length > 0 => return Some(length),
            Ok(_) => {
                let message = format!("{} must be longer than nothing", self.named(key));
                self.report(Finding::new(WRONG_SHAPE, text.span, message).help("write a duration such as `30d`"));
            }
            Err(error) => self.report(Finding::new(WRONG_SHAPE, text.span, error.to_string()).help(error.help())),
        }
        None
    }

    /// Where the value under `key` stands, if it was not taken yet.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| at(self.file, value))
    }

    /// The whole number under `key`, above zero.
    pub fn count(&mut self, key: &str) -> Option<i64> {
        let (_, value) = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_some_and(|number| number < 1) {
            let message = format!("{} is below 1", self.named(key));
            self.report(Finding::new(WRONG_SHAPE, at(self.file, value), message).help("write a whole number from 1"));
            return None;
        }
        if number.is_none() {
            self.wrong(key, value, "a whole number from 1");
        }
        number
    }

    /// Accepts a string, number, bool or list of these under `key`, to be read by a room that is not here.
    pub fn loose(&mut self, key: &str) {
        if let Some((_, value)) = self.take(key)
            && matches!(value.get_ref(), DeValue::Table(_))
        {
            self.wrong(key, value, "a plain value");
        }
    }

    /// Refuses `key`, whose value would be a secret; it is never suggested.
    pub fn secret(&mut self, key: &str) {
        let taken = self.take(key);
        self.known.pop();
        if let Some((name, _)) = taken {
            let message = format!("{} is a secret, which does not belong in a file", self.named(key));
            let help = format!(
                "name the environment variable that holds it, `{key}_env = \"…\"`; what is in a file is known to whoever \
                 reads it, so withdraw it if it was real"
            );
            self.report(Finding::new(WRONG_SHAPE, name.span, message).help(help));
        }
    }

    /// The table under `key`.
    pub fn table(&mut self, key: &str) -> Option<Table<'_>> {
        let (name, value) = self.take(key)?;
        self.inner(&name, value)
    }

    /// Every key that was not taken yet, to be read as a table by [`Table::inner`] or as text by [`Table::as_text`].
    pub fn rest(&mut self) -> Vec<(Name, &'a Spanned<DeValue<'a>>)> {
        std::mem::take(&mut self.entries)
    }

    /// `value`, found under `name`, as a table.
    pub fn inner(&mut self, name: &Name, value: &'a Spanned<DeValue<'a>>) -> Option<Table<'_>> {
        let title =
            if self.title.is_empty() { name.value.to_string() } else { format!("{}.{}", self.title, name.value) };
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("`{title}` is {} where a table belongs", described(value.get_ref()));
            let help = format!("write `[{title}]` on a line of its own and its keys below");
            self.report(Finding::new(WRONG_SHAPE, at(self.file, value), message).help(help));
            return None;
        };
        Some(Table::new(title, self.file, table, self.findings))
    }

    /// `value`, found under `key`, as a string.
    pub fn as_text(&mut self, key: &str, value: &Spanned<DeValue<'a>>) -> Option<Name> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(key, value, "a string");
            return None;
        };
        Some(Name::new(SmolStr::new(text), at(self.file, value)))
    }

    /// Reports `name` where `allowed` says no.
    pub fn hold_name(&mut self, name: &Name, allowed: bool) {
        if !allowed {
            let message = format!("`{}` is no name", name.value);
            let help = "begin with a letter or `_`, go on with letters, digits, `_` and `-`";
            self.report(Finding::new(BAD_NAME, name.span, message).help(help));
        }
    }

    /// Adds a finding.
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// `key` as messages name it: `time.default_tz`.
    pub fn named(&self, key: &str) -> String {
        if self.title.is_empty() { format!("`{key}`") } else { format!("`{}.{key}`", self.title) }
    }

    /// Reports every key that was not taken; gives those that were probably meant.
    pub fn finish(self) -> Vec<SmolStr> {
        let place =
            if self.title.is_empty() { "`wayfare.toml`".to_owned() } else { format!("the table `[{}]`", self.title) };
        let mut meant = Vec::new();
        for (name, _) in self.entries {
            let mut finding = Finding::new(UNKNOWN_KEY, name.span, format!("{place} has no key `{}`", name.value));
            finding.help = suggest::help(&name.value, self.known.iter().map(SmolStr::as_str));
            self.findings.push(finding);
            meant.extend(suggest::nearest(&name.value, self.known.iter().map(SmolStr::as_str)).map(SmolStr::new));
        }
        meant
    }

    fn take(&mut self, key: &str) -> Option<(Name, &'a Spanned<DeValue<'a>>)> {
        self.known.push(SmolStr::new(key));
        let index = self.entries.iter().position(|(name, _)| name.value == key)?;
        Some(self.entries.remove(index))
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'a>>, wanted: &str) {
        let message = format!("{} is {}", self.named(key), described(value.get_ref()));
        self.report(Finding::new(WRONG_SHAPE, at(self.file, value), message).help(format!("write {wanted}")));
    }
}

fn at<T>(file: FileId, spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(file, range.start as u32, range.end as u32)
}

const fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a bool",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
