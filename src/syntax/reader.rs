//! One pass of the YAML parser over a text: a tree, or where and why it stopped.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as Mark, StrInput, StructureStyle, Tag};

use crate::syntax::allow::{is_call, may_hold};
use crate::syntax::anchors::is_unclear;
use crate::syntax::builder::{Builder, Head, Shape};
use crate::syntax::fault::Stop;
use crate::syntax::node::{Layout, Node, Props, Scalar, Style};
use crate::syntax::repair::Hole;
use crate::syntax::restart::Restarts;
use crate::terms::finding::Finding;
use crate::terms::span::FileId;

/// A file's tree, absent where it says nothing, with what is wrong with it as YAML.
#[derive(Debug)]
pub struct Tree<'s> {
    /// The one node of the document.
    pub root: Option<Node<'s>>,
    /// Findings of YAML.
    pub findings: Vec<Finding>,
    /// Whether something was left out of which nobody can say where it belonged.
    pub cut: bool,
    /// The first byte of each comment that is for the checker.
    pub calls: Vec<u32>,
    /// Whether there are tags.
    pub tagged: bool,
}

/// Reads `text`, whose `holes` were blanked before; adds to `restarts` where it could begin again.
pub fn parse<'s>(file: FileId, text: &'s str, holes: &'s [Hole], restarts: &mut Restarts) -> Result<Tree<'s>, Stop> {
    let mut options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
    };
    options.set_emit_comments(may_hold(text));
    // However many lines a comment has, it is no reason to refuse the text.
    options.max_buffered_comment_events = usize::MAX;
    let mut pass = Pass {
        events: Parser::new_from_str_with_options(text, options),
        builder: Builder::new(file, text, holes),
        text,
        restarts,
        last: (0, 0),
        documents: 0,
        calls: Vec::new(),
        tagged: false,
    };
    while pass.step()? {}
    let cut = pass.documents > 1 || pass.builder.has_stray_holes();
    let (calls, tagged) = (pass.calls, pass.tagged);
    Ok(Tree { root: pass.builder.root, findings: pass.builder.findings, cut, calls, tagged })
}

struct Pass<'s, 'r> {
    events: Parser<'s, StrInput<'s>>,
    builder: Builder<'s>,
    text: &'s str,
    restarts: &'r mut Restarts,
    last: (usize, usize),
    documents: usize,
    calls: Vec<u32>,
    tagged: bool,
}

impl<'s> Pass<'s, '_> {
    /// Takes one event; false after the last.
    fn step(&mut self) -> Result<bool, Stop> {
        let Some((event, mark)) = self.next()? else { return Ok(false) };
        let place = place(&mark);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second document in one file".to_owned();
                    self.builder.report(place, message, "put each document in a file of its own, without `---`");
                    return Ok(false);
                }
            }
            Event::StreamEnd => return Ok(false),
            Event::Comment(..) => {
                let range = place.start as usize..place.end as usize;
                if self.text.get(range).is_some_and(is_call) {
                    self.calls.push(place.start);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let head = self.head(anchor, tag.as_deref(), &mark)?;
                self.last = (place.start as usize, place.end as usize);
                self.note_restart(&mark);
                let flow = self.builder.in_flow();
                // The parser says `~` for a value that was left out.
                let text = if place.is_empty() && style == ScalarStyle::Plain { "".into() } else { text };
                let scalar = Scalar { text, style: style_of(style), flow, indent: mark.indent.unwrap_or(0) as u32 };
                self.builder.scalar(scalar, place, head);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let head = self.head(anchor, tag.as_deref(), &mark)?;
                self.builder.open(Shape::List, layout(style), place, mark.start.col(), head);
            }
            Event::MappingStart(style, anchor, tag) => {
                let head = self.head(anchor, tag.as_deref(), &mark)?;
                self.builder.open(Shape::Map, layout(style), place, mark.start.col(), head);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.last.1 = self.last.1.max(if mark.end == mark.start { 0 } else { place.end as usize });
                self.builder.close(place);
            }
            Event::Alias(id) => {
                self.last = (place.start as usize, place.end as usize);
                self.builder.alias(id, place);
            }
            Event::UnresolvedAlias(_) => {
                self.last = (place.start as usize, place.end as usize);
                self.builder.unknown_alias(place);
            }
            _ => {}
        }
        Ok(true)
    }

    /// Notes the line of a key that begins it.
    fn note_restart(&mut self, mark: &Mark) {
        let start = mark.byte_range().unwrap_or_default().start;
        let Some(line) = start.checked_sub(mark.start.col()) else { return };
        let Some(restart) = self.builder.restart(line) else { return };
        let (before, indent) = (&self.text.as_bytes()[..line], &self.text.as_bytes()[line..start]);
        if before.last().is_none_or(|&byte| byte == b'\n') && indent.iter().all(|&byte| byte == b' ') {
            self.restarts.add(restart);
        }
    }

    fn next(&mut self) -> Result<Option<(Event<'s>, Mark)>, Stop> {
        match self.events.next_event() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(error)) => Err(self.stop(error.kind().clone(), error.marker().byte_offset().unwrap_or(0))),
        }
    }

    fn stop(&self, kind: ErrorKind, at: usize) -> Stop {
        Stop { kind, at, last: self.last, open: self.builder.open_brackets() }
    }

    /// The tag and anchor of the node that was just announced; the anchor's place is an event of its own after it.
    fn head(&mut self, anchor: usize, tag: Option<&Tag>, mark: &Mark) -> Result<Head, Stop> {
        if anchor == 0 && tag.is_none() {
            return Ok(Head::default());
        }
        let mut props = Props::default();
        if let Some(tag) = tag {
            self.tagged = true;
            let range = mark.tag_span().map_or_else(|| place(mark), |tag| place(&tag));
            props.tag = Some((range.start, range.end));
            props.core = tag.is_yaml_core_schema();
            props.string = tag.is_yaml_core_schema_tag("str");
        }
        if anchor > 0 {
            let range = self.next()?.map(|(_, mark)| place(&mark)).unwrap_or_default();
            self.judge_anchor(&range);
            props.anchor = Some((range.start, range.end));
        }
        Ok(Head { anchor, props: Some(Box::new(props)) })
    }

    /// Reports the anchor at `place` if not everybody reads it alike.
    fn judge_anchor(&mut self, place: &std::ops::Range<u32>) {
        let said = self.text.get(place.start as usize..place.end as usize).unwrap_or_default();
        if is_unclear(said) {
            let message = format!("readers of YAML disagree where the name of the anchor `{said}` ends");
            let help = "use letters, digits, `-` and `_` for it, with a space behind it, or put the text in quotes";
            self.builder.report(place.clone(), message, help);
        }
    }
}

fn place(mark: &Mark) -> std::ops::Range<u32> {
    let range = mark.byte_range().unwrap_or_default();
    range.start as u32..range.end.max(range.start) as u32
}

const fn layout(style: StructureStyle) -> Layout {
    match style {
        StructureStyle::Block => Layout::Block,
        StructureStyle::Flow => Layout::Flow,
    }
}

/// How a scalar is written.
pub(in crate::syntax) const fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
