//! Errors of the language: one file a rule, all of them found by the reader and the compiler.

pub mod action_params;
pub mod bad_name;
pub mod bad_target;
pub mod duplicate_id;
pub mod effect_in_expression;
pub mod expression_needs_quotes;
pub mod expression_syntax;
pub mod missing_key;
pub mod no_initial;
pub mod not_available_here;
pub mod nullable_use;
pub mod several_triggers;
pub mod split_weights;
pub mod type_mismatch;
pub mod unknown_key;
pub mod unknown_name;
pub mod unsupported_language_version;
pub mod wrong_shape;
pub mod yaml_syntax;
