//! Names of boxes that Mermaid and Graphviz take for nothing else, and that stay when other boxes come and go.

use std::collections::BTreeSet;

use crate::picture::chart::{Chart, Node, Shape};

/// A name for each box, and one for what stands in a compound box for all of its inside.
#[derive(Debug)]
pub struct Names {
    /// By box.
    pub boxes: Vec<String>,
    /// By box.
    pub whole: Vec<String>,
}

impl Names {
    /// The names of `chart`'s boxes.
    pub fn of(chart: &Chart) -> Self {
        let mut taken = BTreeSet::new();
        let boxes = chart.boxes.iter().map(|node| free(&mut taken, &wanted(node)));
        let boxes: Vec<String> = boxes.collect();
        let whole = chart.boxes.iter().map(|node| free(&mut taken, &format!("in_{}", plain(&node.label))));
        let whole = whole.collect();
        Self { boxes, whole }
    }
}

fn wanted(node: &Node) -> String {
    let of = node.element.to_string();
    let of = plain(of.split_once(':').map_or("journey", |(_, name)| name));
    match node.shape {
        Shape::Start => format!("start_{of}"),
        Shape::Fork => format!("fork_{of}"),
        Shape::Anywhere => "anywhere".to_owned(),
        Shape::Exit => "exit".to_owned(),
        _ => format!("s_{}", plain(&node.label)),
    }
}

fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn free(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{wanted}_{number}");
    }
    name
}
