//! Values that a machine made up: ids, timestamps. In another environment they are others, and that means nothing.
//!
//! This file must not look at kinds; it judges texts by their form and the name of their attribute.

/// Prefixes of AWS ids that a person chooses among rather than being given: which image or snapshot
/// runs is a decision, so they are compared as they stand.
const CHOSEN: [&str; 3] = ["ami", "snap", "aki"];

/// Returns the class of a made-up value, such as `subnet` for `subnet-0a1b2c3d`; two of one class are
/// not told apart. `key` is the name of the attribute that holds it.
pub fn class<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    if !text.is_ascii() || text.len() < 8 {
        return None;
    }
    if let Some(prefix) = aws_id(text) {
        return (!CHOSEN.contains(&prefix)).then_some(prefix);
    }
    if is_uuid(text) {
        return Some("uuid");
    }
    if is_timestamp(text) && !means_a_date(key) {
        return Some("timestamp");
    }
    if names_an_id(key) && is_generated(text) {
        return Some("id");
    }
    None
}

/// Returns the prefix of an id such as `i-0a1b2c3d` or `eipalloc-0123456789abcdef0`.
///
/// Form: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.
pub fn aws_id(text: &str) -> Option<&str> {
    let (prefix, digits) = text.rsplit_once('-')?;
    let hex = digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let named = !prefix.is_empty()
        && prefix.len() <= 20
        && prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    // Words such as `web-deadbeef` exist, but a generated id of eight letters without a digit hardly does.
    let has_digit = digits.bytes().any(|b| b.is_ascii_digit());
    (matches!(digits.len(), 8 | 17) && hex && named && has_digit).then_some(prefix)
}

/// Returns whether a part of an ARN is what a service made up for it, as in `targetgroup/shop/943f017f100becff`.
///
/// Form: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html>.
pub fn is_part_id(word: &str) -> bool {
    word.len() == 16
        && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        && word.bytes().any(|b| b.is_ascii_digit())
}

/// Returns where the part of a name begins that Terraform made up, as in `web-20260131142530123400000001`,
/// which `name_prefix = "web-"` leads to.
///
/// Form: 18 digits of a time in UTC and 8 hexadecimal digits of a counter, by `PrefixedUniqueId` of
/// <https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go>.
pub fn unique_suffix(text: &str) -> Option<usize> {
    let at = text.len().checked_sub(26)?;
    let suffix = text.as_bytes().get(at..)?;
    let (time, counter) = suffix.split_at(18);
    let hex = counter.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !hex || !time.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |from: usize| (time[from] - b'0') * 10 + (time[from + 1] - b'0');
    let is_time = two(0) == 20
        && (1..=12).contains(&two(4))
        && (1..=31).contains(&two(6))
        && two(8) < 24
        && two(10) < 60
        && two(12) < 60;
    is_time.then_some(at)
}

/// Returns where the hash of the content begins that kustomize appends to a name, as in `settings-g6h87f6754`.
///
/// Form: a hyphen and ten characters of the hash in hexadecimal, of which those that may spell words are
/// replaced, by `encode` of <https://github.com/kubernetes-sigs/kustomize/blob/master/api/hasher/hasher.go>.
pub fn content_suffix(text: &str) -> Option<usize> {
    let at = text.len().checked_sub(11)?;
    let suffix = text.as_bytes().get(at..)?.strip_prefix(b"-")?;
    let hash = suffix.iter().all(|b| b"2456789bcdfghkmt".contains(b));
    let mixed = suffix.iter().any(u8::is_ascii_digit) && suffix.iter().any(u8::is_ascii_alphabetic);
    (at > 0 && hash && mixed).then_some(at)
}

/// Returns whether the text is a UUID.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// Returns whether the text is a point in time in RFC 3339 or as Go prints it.
pub fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.len() < 19 || text.len() > 40 {
        return false;
    }
    let form = b"dddd-dd-ddTdd:dd:dd";
    let matches = form.iter().zip(bytes).all(|(form, byte)| match form {
        b'd' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        other => other == byte,
    });
    let rest = &bytes[19..];
    matches
        && rest.iter().all(|b| {
            b.is_ascii_digit()
                || matches!(b, b'.' | b'Z' | b'z' | b'+' | b'-' | b':' | b' ' | b'U' | b'T' | b'C')
        })
}

/// Returns whether an attribute of this name holds a date that somebody chose.
fn means_a_date(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["expir", "until", "end", "valid", "retire", "not_after", "not_before", "schedule", "deadline", "start"]
        .iter()
        .any(|word| key.contains(word))
}

/// Returns whether an attribute of this name holds an id.
fn names_an_id(key: &str) -> bool {
    ["_id", "_ids", "Id", "Ids", "_uid", "_uuid", "_arn"].iter().any(|end| key.ends_with(end))
        || matches!(key, "id" | "uid" | "uuid" | "ids")
}

/// Returns whether a text looks made by a machine: one run of letters and digits with enough of both in it.
fn is_generated(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let one_run = text.bytes().all(|b| b.is_ascii_alphanumeric());
    one_run && digits >= 2 && (digits * 4 >= text.len() || text.len() >= 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terraform_appends_to_a_prefix_is_made_up() {
        for (text, expected) in [
            ("web-20260131142530123400000001", Some(4)),
            ("2026013114253012340000000a", Some(0)),
            ("web-20261331142530123400000001", None),
            ("web-20260131142530123400000xyz", None),
            ("web-20260131", None),
        ] {
            assert_eq!(unique_suffix(text), expected, "{text}");
        }
    }

    #[test]
    fn what_kustomize_appends_is_told_from_words() {
        for (text, expected) in [
            ("settings-g6h87f6754", Some(8)),
            ("boutique-config-5tk2m9dbcf", Some(15)),
            ("-g6h87f6754", None),
            ("settings-dddddddddd", None),
            ("settings-frontend12", None),
            ("settings-6754", None),
        ] {
            assert_eq!(content_suffix(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_have_the_class_of_their_prefix() {
        for (text, key, expected) in [
            ("subnet-0a1b2c3d4e5f60718", "x", Some("subnet")),
            ("i-0a1b2c3d", "x", Some("i")),
            ("ami-0a1b2c3d4e5f60718", "ami", None),
            ("56cf1173-fae7-2a3c-6d23-7ad2c3efb2f1", "x", Some("uuid")),
            ("2026-11-23T20:22:09Z", "created", Some("timestamp")),
            ("2026-11-23T20:22:09Z", "expiration_date", None),
            ("Z0123456789ABCDEFGHIJ", "hosted_zone_id", Some("id")),
            ("Z0123456789ABCDEFGHIJ", "name", None),
            ("web-frontend", "name", None),
            ("postgres14", "family_id", None),
            ("10.0.1.0/24", "cidr", None),
        ] {
            assert_eq!(class(text, key), expected, "{text}");
        }
    }
}
