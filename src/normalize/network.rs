//! Addresses and CIDR blocks, taken relative to the network that an environment declares.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    first: u128,
    prefix: u8,
    v6: bool,
}

impl Cidr {
    /// Reads `10.0.0.0/16` or `fd00::/8`; a plain address is a block of one.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
            None => (text, None),
        };
        // Texts that cannot be addresses are told by their first byte, before the standard parser runs.
        if !address.starts_with(|c: char| c.is_ascii_hexdigit() || c == ':') {
            return None;
        }
        let (bits, v6) = match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()), false),
            IpAddr::V6(v6) => (v6.to_bits(), true),
        };
        let width = if v6 { 128 } else { 32 };
        let prefix = prefix.unwrap_or(width);
        if prefix > width {
            return None;
        }
        let size = u32::from(width - prefix);
        let first = if size >= 128 { 0 } else { bits >> size << size };
        Some(Self { first: if prefix == width { bits } else { first }, prefix, v6 })
    }

    /// Returns how many leading bits all addresses share.
    pub fn prefix(self) -> u8 {
        self.prefix
    }

    /// Returns whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        let width = if self.v6 { 128 } else { 32 };
        let size = u32::from(width - self.prefix);
        let same_network = size >= 128 || self.first >> size == other.first >> size;
        self.v6 == other.v6 && other.prefix >= self.prefix && same_network
    }

    /// Returns where `inner` begins inside this block, counted in addresses.
    pub fn offset_of(self, inner: Self) -> Option<u128> {
        self.contains(inner).then(|| inner.first - self.first)
    }

    /// Returns whether this is everything there is, as `0.0.0.0/0`.
    pub fn is_everything(self) -> bool {
        self.prefix == 0
    }

    /// Returns the first address.
    pub fn first(self) -> IpAddr {
        if self.v6 {
            IpAddr::V6(Ipv6Addr::from_bits(self.first))
        } else {
            IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(self.first).unwrap_or_default()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_relative_to_the_parent() {
        let parent = Cidr::parse("10.20.0.0/16").unwrap();
        assert_eq!(parent.offset_of(Cidr::parse("10.20.1.0/24").unwrap()), Some(256));
        assert_eq!(parent.offset_of(Cidr::parse("10.20.0.5").unwrap()), Some(5));
        assert_eq!(parent.offset_of(Cidr::parse("10.21.0.0/24").unwrap()), None);
        assert_eq!(parent.offset_of(Cidr::parse("10.0.0.0/8").unwrap()), None);
        assert!(Cidr::parse("::/0").unwrap().contains(Cidr::parse("fd00::1").unwrap()));
    }

    #[test]
    fn what_is_no_block_is_none() {
        for text in ["", "10.0.0.0/33", "1.2.3", "v1.2.3.4", "10.0.0.0/-1", "::/129"] {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }
}
