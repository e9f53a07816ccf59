//! The whole text of what a picture shows shortened.

use crate::picture::chart::{Node, Words};

/// All that is said of a box, line by line.
pub fn node(node: &Node) -> String {
    let mut lines: Vec<&str> = vec![node.label.as_str()];
    lines.extend(node.title.as_deref());
    lines.extend(node.description.as_deref());
    let tags = (!node.tags.is_empty()).then(|| format!("tags: {}", node.tags.join(", ")));
    let goals = (!node.goals.is_empty()).then(|| format!("goal: {}", node.goals.join(", ")));
    lines.extend(tags.as_deref());
    lines.extend(goals.as_deref());
    joined(&lines)
}

/// All that is said of a step, a rule or a block, line by line.
pub fn words(words: &Words) -> String {
    let guard = words.guard.as_ref().map(|guard| format!("if {guard}"));
    let effects: Vec<String> = words
        .effects
        .iter()
        .map(|effect| format!("{}{}", "  ".repeat(usize::from(effect.depth)), effect.full))
        .collect();
    let mut lines: Vec<&str> = vec![words.id.as_str()];
    lines.extend(words.title.as_deref());
    lines.extend(words.description.as_deref());
    lines.push(words.trigger.as_str());
    lines.extend(guard.as_deref());
    lines.extend(words.reenter.then_some("leaves the state and enters it again"));
    lines.extend(effects.iter().map(String::as_str));
    joined(&lines)
}

fn joined(lines: &[&str]) -> String {
    let told: Vec<&str> = lines.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty()).collect();
    told.join("\n")
}
