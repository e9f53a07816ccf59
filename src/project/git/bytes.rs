//! Paths as git has them: bytes.

use std::ffi::OsString;

/// The name that `bytes` are.
#[cfg(unix)]
pub fn name_of(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(bytes.to_owned())
}

/// The name that `bytes` are; where names are no bytes, what is no text is lost.
#[cfg(not(unix))]
pub fn name_of(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
