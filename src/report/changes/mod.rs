//! What changed between two versions, in every format.

pub mod catalogue;
pub mod counterfactual;
pub mod groups;
pub mod html;
mod inline;
pub mod json;
pub mod markdown;
pub mod marks;
mod markup;
mod migration;
pub mod pictured;
pub mod several;
pub mod several_json;
pub mod several_markdown;
pub mod several_text;
pub mod sides;
pub mod style;
pub mod text;
pub mod written;
