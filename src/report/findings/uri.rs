//! Paths as references of RFC 3986: what is decoded is the path again.

use std::fmt::Write as _;
use std::path::Path;

/// The reference, and whether it is relative to the folder in which the check ran.
pub fn reference(path: &Path) -> (String, bool) {
    let is_relative = path.is_relative();
    let said = path.to_string_lossy();
    let said = if cfg!(windows) { said.replace('\\', "/") } else { said.into_owned() };
    let mut uri = String::new();
    if !is_relative {
        uri.push_str(if said.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in said.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    (uri, is_relative)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::reference;

    #[test]
    fn what_is_no_plain_letter_is_escaped() {
        for (path, uri, is_relative) in [
            ("journeys/welcome.yaml", "journeys/welcome.yaml", true),
            ("my flows/süß 100%.yaml", "my%20flows/s%C3%BC%C3%9F%20100%25.yaml", true),
            ("<stdin>", "%3Cstdin%3E", true),
            ("git:HEAD~1:a.yaml", "git%3AHEAD~1%3Aa.yaml", true),
            ("../a#b?.yaml", "../a%23b%3F.yaml", true),
            ("/srv/a b.yaml", "file:///srv/a%20b.yaml", false),
        ] {
            assert_eq!(reference(Path::new(path)), (uri.to_owned(), is_relative));
        }
    }
}
