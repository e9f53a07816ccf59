//! `graph`: the picture of a journey.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::cli::draft::Draft;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::judging;
use crate::cli::terminal::{self, MOST_COLUMNS};
use crate::model::journey::Journey;
use crate::picture::compose;
use crate::picture::mark::Marks;
use crate::project::opening::Opening;
use crate::project::workspace::Workspace;
use crate::report::paint::Paint;
use crate::report::picture::direction::Direction;
use crate::report::picture::dot;
use crate::report::picture::mermaid::limits as mermaid;
use crate::report::picture::svg::{self, Settings, Theme};
use crate::report::picture::text::draw::{self as text, Style};
use crate::report::picture::{html, json, place};
use crate::syntax::source::Source;
use crate::terms::suggest;

const EXAMPLES: &str = "\
Examples:
  wayfare graph journeys/welcome.yaml                          a drawing in the terminal
  wayfare graph journeys/welcome.yaml --output welcome.html    a page to look around in
  wayfare graph journeys --journey welcome --format mermaid    for a README or a pull request
  wayfare graph journeys/welcome.yaml --format dot | dot -Tpdf > welcome.pdf
  wayfare graph git:v1.4.0:journeys/welcome.yaml --output before.svg
  wayfare graph journeys/welcome.yaml --format json | jq '.lines[].element'

The formats are described in docs/graph.md.";

const ENDINGS: &str = "name it `.svg`, `.html`, `.mmd`, `.dot`, `.json` or `.txt`, or say which with `--format`";

/// `graph`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Graph {
    /// A file, or a folder with one journey below it
    ///
    /// `-` is standard input, `git:REF:PATH` a journey of another time.
    #[arg(value_name = "JOURNEY")]
    pub path: PathBuf,
    /// Which journey, by its id, where there are several
    #[arg(long, value_name = "ID")]
    pub journey: Option<String>,

    /// What is drawn
    ///
    /// If left out, what the name of the output file ends in, else `text`.
    #[arg(long, value_enum, help_heading = "Output")]
    pub format: Option<PictureFormat>,
    /// The file to write; standard output, if left out
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Colours of `svg` and `html`
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub theme: Colours,
    /// Where lines of `mermaid` and `dot` lead
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub direction: Leading,
    /// How many columns a drawing in characters takes
    ///
    /// If left out, those of the terminal, and 100 where there is none.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000), help_heading = "Output")]
    pub width: Option<u16>,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PictureFormat {
    /// A drawing in characters.
    Text,
    /// The same in ASCII alone.
    Ascii,
    /// A drawing for a page or a document.
    Svg,
    /// A page to look around in: zoom, search, collapse.
    Html,
    /// A Mermaid flowchart, as GitHub and GitLab render it.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
    /// One JSON object.
    Json,
}

/// Colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colours {
    /// As the reader's screen.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl From<Colours> for Theme {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::Auto => Self::Auto,
            Colours::Light => Self::Light,
            Colours::Dark => Self::Dark,
        }
    }
}

/// Where lines lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Leading {
    /// From the top down.
    #[default]
    Down,
    /// From the left to the right.
    Right,
}

/// Draws a journey.
pub fn graph(command: &Graph) -> anyhow::Result<Exit> {
    let format = format(command)?;
    let workspace = judging::open(std::slice::from_ref(&command.path), Opening::default())?;
    if judging::has_errors(&workspace, "nothing was drawn") {
        return Ok(Exit::Failed);
    }
    let journey = chosen(&workspace, command)?;
    // A file that can never be written is told of before the work.
    let draft = command.output.as_deref().map(Draft::begin).transpose()?;
    let picture = drawn(command, format, journey, &workspace.sources);
    match draft {
        Some(mut draft) => {
            draft.write_all(&picture)?;
            draft.publish()?;
        }
        None => terminal::print(&picture)?,
    }
    Ok(Exit::Done)
}

fn drawn(command: &Graph, format: PictureFormat, journey: &Journey, sources: &[Source]) -> Vec<u8> {
    let direction = match command.direction {
        Leading::Down => Direction::Down,
        Leading::Right => Direction::Right,
    };
    let (chart, marks) = (compose::chart(journey), Marks::default());
    match format {
        PictureFormat::Text => text::render(&chart, &marks, style(command, terminal::is_plain())).into_bytes(),
        PictureFormat::Ascii => text::render(&chart, &marks, style(command, true)).into_bytes(),
        PictureFormat::Svg => svg::svg(&chart, &marks, Settings { theme: command.theme.into() }).into_bytes(),
        PictureFormat::Html => {
            let theme = command.theme.into();
            html::render(&chart, &marks, &place::written(journey, sources), theme).into_bytes()
        }
        PictureFormat::Mermaid => {
            let diagram = mermaid::render(&chart, &marks, direction);
            for what in diagram.left_out {
                terminal::tell(&format!("left out, since forges refuse larger pictures: {what}\n"));
            }
            diagram.text.into_bytes()
        }
        PictureFormat::Dot => dot::render(&chart, &marks, direction).into_bytes(),
        PictureFormat::Json => json::render(&chart, &marks, &place::written(journey, sources)),
    }
}

fn style(command: &Graph, ascii: bool) -> Style {
    let to_file = command.output.is_some();
    let paint = if to_file { Paint::Plain } else { terminal::paint_of_output() };
    let width = command
        .width
        .map_or_else(|| if to_file { MOST_COLUMNS } else { terminal::width().unwrap_or(MOST_COLUMNS) }, usize::from);
    Style { paint, width, ascii }
}

/// What was asked for, else what the file's name ends in, else a drawing in characters.
fn format(command: &Graph) -> anyhow::Result<PictureFormat> {
    let Some(output) = command.output.as_deref().filter(|_| command.format.is_none()) else {
        return Ok(command.format.unwrap_or(PictureFormat::Text));
    };
    let ending = output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    Ok(match ending.as_deref() {
        Some("txt") => PictureFormat::Text,
        Some("svg") => PictureFormat::Svg,
        Some("html" | "htm") => PictureFormat::Html,
        Some("mmd" | "mermaid") => PictureFormat::Mermaid,
        Some("dot" | "gv") => PictureFormat::Dot,
        Some("json") => PictureFormat::Json,
        _ => {
            let message = format!("the name `{}` does not say what to draw", output.display());
            return Err(Failure::new(message, ENDINGS).into());
        }
    })
}

fn chosen<'w>(workspace: &'w Workspace, command: &Graph) -> anyhow::Result<&'w Arc<Journey>> {
    let all: Vec<&Arc<Journey>> = workspace.projects.iter().flat_map(|project| &project.journeys).collect();
    let ids = || all.iter().map(|journey| journey.id.value.as_str());
    let path = command.path.display();
    if let Some(wanted) = &command.journey {
        let found = all.iter().copied().find(|journey| journey.id.value == wanted.as_str());
        return found.ok_or_else(|| {
            let message = format!("no journey under `{path}` is called `{wanted}`");
            let help = suggest::help(wanted, ids()).unwrap_or_else(|| "name a file that has one".to_owned());
            Failure::new(message, help).into()
        });
    }
    match all.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::new(format!("there is no journey under `{path}`"), "name a file that has one").into()),
        several => {
            let list: Vec<&str> = ids().collect();
            let message = format!("there are {} journeys under `{path}`: `{}`", several.len(), list.join("`, `"));
            Err(Failure::new(message, "choose one with `--journey ID`, or name its file").into())
        }
    }
}
