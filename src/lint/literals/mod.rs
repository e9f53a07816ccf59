//! What looks like a person's data or like a secret in the text of a file.

pub mod accounts;
pub mod addresses;
pub mod domains;
pub mod national;
pub mod phones;
pub mod text;
pub mod tokens;
