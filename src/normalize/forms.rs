//! Texts that write one meaning in several forms: amounts, lengths of time, and names of images.
//!
//! Each form has one canonical text, so two texts mean the same exactly when their canonical texts are equal.
//! This file must not look at environments; what a registry is called in another one is replaced later.

/// What a text writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An amount: `500m` is `0.5`, `1Gi` is `1024Mi`.
    Quantity,
    /// A length of time: `60s` is `1m`.
    Duration,
    /// A container image: `nginx` is `docker.io/library/nginx:latest`.
    Image,
    /// An internet protocol: `tcp` is `6`.
    Protocol,
}

impl Form {
    /// Returns the canonical text; `None` when `text` is not of this form, and then means itself.
    pub fn canonical(self, text: &str) -> Option<String> {
        match self {
            Self::Quantity => quantity(text),
            Self::Duration => duration(text),
            Self::Image => image(text),
            Self::Protocol => protocol(text),
        }
    }
}

/// An exact decimal: a whole number and the power of ten that it is multiplied by.
#[derive(Clone, Copy)]
struct Decimal {
    whole: u128,
    exponent: i32,
}

impl Decimal {
    /// Reads digits with at most one point; `None` also for what has too many digits to be exact.
    fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let exponent = i32::try_from(fraction.len()).ok()?;
        let all = format!("0{whole}{fraction}");
        Some(Self { whole: all.parse().ok()?, exponent: -exponent })
    }

    fn times(self, factor: u128) -> Option<Self> {
        Some(Self { whole: self.whole.checked_mul(factor)?, ..self })
    }

    fn times_ten_to(self, power: i32) -> Option<Self> {
        Some(Self { exponent: self.exponent.checked_add(power)?, ..self })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |decimal: Self| {
            let power = u32::try_from(decimal.exponent - exponent).ok()?;
            decimal.whole.checked_mul(10u128.checked_pow(power)?)
        };
        Some(Self { whole: scaled(self)?.checked_add(scaled(other)?)?, exponent })
    }

    /// Returns the one text of this number.
    fn text(mut self, negative: bool) -> String {
        if self.whole == 0 {
            return "0".to_owned();
        }
        while self.whole.is_multiple_of(10) {
            self.whole /= 10;
            self.exponent += 1;
        }
        let sign = if negative { "-" } else { "" };
        format!("{sign}{}e{}", self.whole, self.exponent)
    }
}

/// Takes the sign off.
fn unsigned(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Grammar: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.
fn quantity(text: &str) -> Option<String> {
    let (negative, rest) = unsigned(text.trim());
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(end);
    let number = Decimal::parse(number)?;
    let scaled = match suffix {
        "" => number,
        "Ki" => number.times(1 << 10)?,
        "Mi" => number.times(1 << 20)?,
        "Gi" => number.times(1 << 30)?,
        "Ti" => number.times(1 << 40)?,
        "Pi" => number.times(1 << 50)?,
        "Ei" => number.times(1 << 60)?,
        "n" => number.times_ten_to(-9)?,
        "u" => number.times_ten_to(-6)?,
        "m" => number.times_ten_to(-3)?,
        "k" => number.times_ten_to(3)?,
        "M" => number.times_ten_to(6)?,
        "G" => number.times_ten_to(9)?,
        "T" => number.times_ten_to(12)?,
        "P" => number.times_ten_to(15)?,
        "E" => number.times_ten_to(18)?,
        exponent => number.times_ten_to(exponent.strip_prefix(['e', 'E'])?.parse().ok()?)?,
    };
    Some(scaled.text(negative))
}

/// Reads Go's form and that of Prometheus, which has days, weeks and years too, as nanoseconds.
///
/// Grammars: <https://pkg.go.dev/time#ParseDuration>,
/// <https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file>.
fn duration(text: &str) -> Option<String> {
    const UNITS: [(&str, u128); 11] = [
        ("ns", 1),
        ("us", 1_000),
        ("µs", 1_000),
        ("μs", 1_000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
        ("d", 86_400_000_000_000),
        ("w", 604_800_000_000_000),
        ("y", 31_536_000_000_000_000),
    ];
    let (negative, mut rest) = unsigned(text.trim());
    if rest == "0" {
        return Some("0".to_owned());
    }
    let mut sum: Option<Decimal> = None;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let unit_end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let part = Decimal::parse(number)?.times(*factor)?;
        sum = Some(match sum {
            Some(sum) => sum.plus(part)?,
            None => part,
        });
        rest = after;
    }
    Some(sum?.text(negative))
}

/// Completes the name of an image: registry, repository, and the digest if there is one, else the tag.
///
/// A digest names the content, so a tag beside it says nothing more.
/// Grammar: <https://pkg.go.dev/github.com/distribution/reference>.
fn image(text: &str) -> Option<String> {
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (text, None),
    };
    // A colon after the last slash begins the tag; one before it belongs to the port of the registry.
    let name_at = rest.rfind('/').map_or(0, |at| at + 1);
    let tag_at = rest.get(name_at..)?.find(':').map(|at| name_at + at);
    let (name, tag) = match tag_at {
        Some(at) => (rest.get(..at)?, rest.get(at + 1..)),
        None => (rest, None),
    };
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':');
    if name.is_empty() || !name.chars().all(valid) {
        return None;
    }
    let is_registry = |first: &str| first.contains(['.', ':']) || first == "localhost";
    let (registry, repository) = match name.split_once('/') {
        Some((first, repository)) if is_registry(first) => (first, repository),
        _ => ("docker.io", name),
    };
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    let library = if registry == "docker.io" && !repository.contains('/') { "library/" } else { "" };
    Some(match digest {
        Some(digest) => format!("{registry}/{library}{repository}@{digest}"),
        None => format!("{registry}/{library}{repository}:{}", tag.unwrap_or("latest")),
    })
}

/// Returns the number of a protocol; -1 stands for all of them.
///
/// Source: <https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml>, and those names that AWS and
/// its provider for Terraform have for them.
fn protocol(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 16] = [
        ("all", "-1"),
        ("icmp", "1"),
        ("igmp", "2"),
        ("ipv4", "4"),
        ("tcp", "6"),
        ("udp", "17"),
        ("ipv6", "41"),
        ("gre", "47"),
        ("esp", "50"),
        ("ah", "51"),
        ("icmpv6", "58"),
        ("ipv6-icmp", "58"),
        ("ospfigp", "89"),
        ("vrrp", "112"),
        ("sctp", "132"),
        ("udplite", "136"),
    ];
    if let Some((_, number)) = NAMES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)) {
        return Some((*number).to_owned());
    }
    text.parse::<i16>().ok().map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(form: Form, texts: &[&str]) -> bool {
        let canonical: Vec<_> = texts.iter().map(|text| form.canonical(text).unwrap()).collect();
        canonical.windows(2).all(|pair| pair[0] == pair[1])
    }

    proptest! {
        #[test]
        fn a_canonical_quantity_is_its_own(whole in 0u64..1_000_000, fraction in 0u32..1000, suffix in "(Ki|Mi|Gi|m|k|M|G|e3)?") {
            let once = quantity(&format!("{whole}.{fraction:03}{suffix}")).unwrap();
            prop_assert_eq!(quantity(&once), Some(once.clone()));
        }

        #[test]
        fn no_text_is_too_strange(text in ".{0,40}") {
            for form in [Form::Quantity, Form::Duration, Form::Image, Form::Protocol] {
                let _ = form.canonical(&text);
            }
        }

        #[test]
        fn a_thousand_millis_are_one(number in 0u64..1_000_000_000) {
            prop_assert_eq!(quantity(&number.to_string()), quantity(&format!("{number}000m")));
            prop_assert_ne!(quantity(&number.to_string()), quantity(&format!("{number}001m")));
        }
    }

    #[test]
    fn equal_quantities_have_one_text() {
        assert!(same(Form::Quantity, &["0.5", "500m", ".5", "0.500", "500000u", "5e-1"]));
        assert!(same(Form::Quantity, &["1Gi", "1024Mi", "1048576Ki", "1073741824", "1073741824000m"]));
        assert!(same(Form::Quantity, &["1G", "1000M", "1e9", "1E9", "1000000k"]));
        assert!(same(Form::Quantity, &["0", "0m", "0Gi", "-0"]));
        assert!(!same(Form::Quantity, &["500m", "600m"]));
        assert!(!same(Form::Quantity, &["1G", "1Gi"]));
        assert!(!same(Form::Quantity, &["1", "-1"]));
        for text in
            ["", "Gi", "1.2.3", "1Xi", "abc", "1 Gi", "1e", "99999999999999999999999999999999999999999Ei"]
        {
            assert_eq!(quantity(text), None, "{text}");
        }
    }

    #[test]
    fn equal_durations_have_one_text() {
        assert!(same(Form::Duration, &["60s", "1m", "1m0s", "0h1m", "60000ms", "0.5m30s"]));
        assert!(same(Form::Duration, &["24h", "1d", "24h0m0s"]));
        assert!(same(Form::Duration, &["0", "0s", "0h0m"]));
        assert!(!same(Form::Duration, &["1m", "1ms"]));
        for text in ["", "5", "1x", "h", "1h30", "P1D"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn equal_images_have_one_text() {
        let nginx =
            ["nginx", "nginx:latest", "library/nginx", "docker.io/nginx", "docker.io/library/nginx:latest"];
        assert!(same(Form::Image, &nginx));
        assert!(same(Form::Image, &["index.docker.io/acme/web:1", "acme/web:1"]));
        assert!(same(Form::Image, &["acme/web:1.2@sha256:ab", "acme/web@sha256:ab"]));
        assert!(same(Form::Image, &["localhost:5000/web", "localhost:5000/web:latest"]));
        for (left, right) in [
            ("nginx:1.25", "nginx:1.26"),
            ("ghcr.io/acme/web", "acme/web"),
            ("registry:5000/web", "registry/web:5000"),
            ("web@sha256:ab", "web@sha256:ac"),
        ] {
            assert!(!same(Form::Image, &[left, right]), "{left} {right}");
        }
        for text in ["", ":1", "${IMAGE}", "a b"] {
            assert_eq!(image(text), None, "{text}");
        }
    }

    #[test]
    fn equal_protocols_have_one_text() {
        assert!(same(Form::Protocol, &["tcp", "TCP", "6", "06"]));
        assert!(same(Form::Protocol, &["all", "-1"]));
        assert!(same(Form::Protocol, &["icmpv6", "ipv6-icmp", "58"]));
        assert!(!same(Form::Protocol, &["tcp", "udp"]));
        assert!(!same(Form::Protocol, &["udp", "6"]));
        assert_eq!(Form::Protocol.canonical("no protocol"), None);
    }
}
