//! `fmt`: files in their canonical layout.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::draft::Draft;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::lint::levels::judge;
use crate::project::config::Config;
use crate::project::written::{self, Written};
use crate::report::difference::unified;
use crate::report::findings::text;
use crate::report::table::counted;
use crate::syntax::layout::text::{LayoutError, lay_out};
use crate::syntax::read::read;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::FileId;

const EXAMPLES: &str = "\
Examples:
  wayfare fmt                           the project around the current folder
  wayfare fmt journeys/welcome.yaml     one file
  wayfare fmt --check                   for a build: names what is not laid out, and writes nothing
  wayfare fmt --diff                    shows what would change
  wayfare fmt - < draft.yaml            from standard input to standard output

Exit codes: 0 done, 1 `--check` or `--diff` found files that are not laid out, 2 a file could not be read or written.";

/// `fmt`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Fmt {
    /// Files or folders; the project around the current folder, if left out
    ///
    /// A folder means all files of the language below it, `-` alone standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not laid out, and exit 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change, and exit 1 if anything would
    #[arg(long)]
    pub diff: bool,
}

/// How many files came out how.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    changed: usize,
    unchanged: usize,
    failed: usize,
}

/// Lays files out, and says how many were changed.
pub fn fmt(command: &Fmt) -> anyhow::Result<Exit> {
    let files = written::files(&command.paths).map_err(|error| Failure::new(error.to_string(), error.help()))?;
    let mut tally = Tally::default();
    for file in &files {
        match lay_out_file(command, file) {
            Ok(true) => tally.changed += 1,
            Ok(false) => tally.unchanged += 1,
            Err(trouble) => {
                trouble.tell()?;
                tally.failed += 1;
            }
        }
    }
    let dry = command.check || command.diff;
    if dry || !files.iter().any(|file| file.input) {
        terminal::tell(&tally.line(dry));
    }
    Ok(match tally {
        Tally { failed: 1.., .. } => Exit::Failed,
        Tally { changed: 1.., .. } if dry => Exit::Findings,
        _ => Exit::Done,
    })
}

/// Why a file stays as it is.
enum Trouble {
    /// It cannot be read, as the findings say.
    Unread(Box<Source>, Vec<Finding>),
    /// Anything else.
    Failed(anyhow::Error),
}

impl<T: Into<anyhow::Error>> From<T> for Trouble {
    fn from(error: T) -> Self {
        Self::Failed(error.into())
    }
}

impl Trouble {
    /// Tells it; fails only where nobody reads what is written any more.
    fn tell(self) -> anyhow::Result<()> {
        match self {
            Self::Unread(source, findings) => {
                let judged = judge(findings, &Config::default());
                terminal::tell(&text::render(&judged, &[*source], terminal::paint_of_errors()));
            }
            Self::Failed(error) if crate::cli::failure::is_closed_pipe(&error) => return Err(error),
            Self::Failed(error) => terminal::complain(&error),
        }
        Ok(())
    }
}

/// Lays one file out; whether that changes it.
fn lay_out_file(command: &Fmt, file: &Written) -> Result<bool, Trouble> {
    let path = file.path.display().to_string();
    if !file.ours {
        let help = "a file of the language begins with `wayfare: 1`; nothing else is laid out";
        return Err(Failure::new(format!("`{path}` is no file of the language"), help).into());
    }
    let (source, findings) = Source::decode(FileId(0), &file.path, file.bytes.clone());
    if !source.is_text() {
        return Err(Trouble::Unread(Box::new(source), findings));
    }
    let laid = match lay_out(&source.text) {
        Ok(laid) => laid,
        Err(LayoutError::NotYaml) => return Err(faults(source)),
        Err(error @ LayoutError::Changed) => {
            let help = "this is a fault of the program: please report it with the file, which was left as it is";
            return Err(Failure::new(format!("`{path}` cannot be laid out: {error}"), help).into());
        }
    };
    let changes = laid != source.text;
    if command.diff {
        terminal::print(unified(&path, &source.text, &laid, terminal::paint_of_output()).as_bytes())?;
    } else if command.check {
        if changes {
            terminal::print(format!("{path}\n").as_bytes())?;
        }
    } else if file.input {
        terminal::print(laid.as_bytes())?;
    } else if changes {
        let mut draft = Draft::begin(&file.path)?;
        draft.write_all(laid.as_bytes())?;
        draft.publish()?;
    }
    Ok(changes)
}

/// What keeps a text from being YAML.
fn faults(source: Source) -> Trouble {
    let mut findings = Vec::new();
    read(&source, &mut findings);
    findings.retain(|finding| [rule::YAML_SYNTAX, rule::EXPRESSION_NEEDS_QUOTES].contains(&finding.rule));
    Trouble::Unread(Box::new(source), findings)
}

impl Tally {
    /// `2 files reformatted, 5 files left unchanged`.
    fn line(self, dry: bool) -> String {
        let [changed, unchanged] =
            if dry { ["would be reformatted", "already formatted"] } else { ["reformatted", "left unchanged"] };
        let parts = [(self.changed, changed), (self.unchanged, unchanged), (self.failed, "not formatted")];
        let parts = parts.into_iter().filter(|&(count, _)| count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{} {what}", counted(count, "file"))).collect();
        format!("{}\n", if parts.is_empty() { "no files".to_owned() } else { parts.join(", ") })
    }
}
