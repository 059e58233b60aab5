//! Functions of addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Arguments, Entry, Outcome, text_or_none};
use crate::model::{Number, Value};

pub(super) const TABLE: &[Entry] = &[
    ("cidr_contains", 2, 2, cidr_contains, "cidr_contains(outer, inner): whether all of inner is in outer"),
    ("cidr_size", 1, 1, cidr_size, "cidr_size(cidr): how many addresses it has; null when it is none"),
    (
        "cidrhost",
        2,
        2,
        cidrhost,
        "cidrhost(cidr, number): an address in it; a negative number counts from the end",
    ),
    ("cidrnetmask", 1, 1, cidrnetmask, "cidrnetmask(cidr): the mask of an IPv4 block"),
    ("cidrsubnet", 3, 3, cidrsubnet, "cidrsubnet(cidr, bits, number): a smaller block in it"),
    (
        "is_public_cidr",
        1,
        1,
        is_public_cidr,
        "is_public_cidr(cidr): whether it reaches beyond private addresses",
    ),
];

/// Ranges that no one on the Internet can be in. RFC 1918, 5735, 6598, 4193, 4291.
const PRIVATE: [&str; 10] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
    "0.0.0.0/32",
];

#[derive(Clone, Copy)]
struct Block {
    bits: u128,
    prefix: u32,
    width: u32,
}

impl Block {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let (bits, width) = match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
            IpAddr::V6(v6) => (v6.to_bits(), 128),
        };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().ok().filter(|prefix| *prefix <= width)?,
            None => width,
        };
        Some(Self { bits: bits & mask(width, prefix), prefix, width })
    }

    fn contains(self, other: Self) -> bool {
        self.width == other.width
            && other.prefix >= self.prefix
            && other.bits & mask(self.width, self.prefix) == self.bits
    }

    fn address(self, bits: u128) -> String {
        if self.width == 32 {
            Ipv4Addr::from_bits(u32::try_from(bits & u128::from(u32::MAX)).unwrap_or_default()).to_string()
        } else {
            Ipv6Addr::from_bits(bits).to_string()
        }
    }
}

fn mask(width: u32, prefix: u32) -> u128 {
    let host = width - prefix;
    let all = if width == 128 { u128::MAX } else { (1 << width) - 1 };
    if host >= 128 { 0 } else { all >> host << host }
}

fn block(text: &str) -> Result<Block, String> {
    Block::parse(text).ok_or_else(|| format!("{text:?} is no block of addresses such as 10.0.0.0/16"))
}

fn cidr_contains(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let read = |value: &Value| text_or_none(value).as_deref().and_then(Block::parse);
    let (outer, inner) = (read(&arguments.value()), read(&arguments.value()));
    Ok(Value::Bool(matches!((outer, inner), (Some(outer), Some(inner)) if outer.contains(inner))))
}

fn cidr_size(values: Vec<Value>) -> Outcome {
    let found = text_or_none(&Arguments::new(values).value()).as_deref().and_then(Block::parse);
    let Some(found) = found else { return Ok(Value::Null) };
    let size = 1_u128
        .checked_shl(found.width - found.prefix)
        .map_or_else(|| "340282366920938463463374607431768211456".to_owned(), |size| size.to_string());
    Ok(Number::parse(&size).map_or(Value::Null, Value::Number))
}

fn cidrhost(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (block, number) = (block(&arguments.text()?)?, arguments.int()?);
    let size = 1_u128.checked_shl(block.width - block.prefix).unwrap_or(u128::MAX);
    let offset = if number < 0 {
        size.checked_sub(u128::from(number.unsigned_abs()))
    } else {
        u128::try_from(number).ok().filter(|number| *number < size)
    };
    let offset = offset.ok_or("the block has fewer addresses")?;
    Ok(Value::string(block.address(block.bits | offset)))
}

fn cidrnetmask(values: Vec<Value>) -> Outcome {
    let block = block(&Arguments::new(values).text()?)?;
    if block.width != 32 {
        return Err("only IPv4 has netmasks".to_owned());
    }
    Ok(Value::string(block.address(mask(32, block.prefix))))
}

fn cidrsubnet(values: Vec<Value>) -> Outcome {
    let mut arguments = Arguments::new(values);
    let (block, bits, number) = (block(&arguments.text()?)?, arguments.int()?, arguments.int()?);
    let bits = u32::try_from(bits).ok().filter(|bits| block.prefix + bits <= block.width);
    let bits = bits.ok_or("the block cannot be divided that far")?;
    let number = u128::try_from(number).ok().filter(|number| bits >= 64 || *number < 1 << bits);
    let number = number.ok_or("there are fewer blocks of that size")?;
    let prefix = block.prefix + bits;
    let shift = block.width - prefix;
    let offset = if shift >= 128 { 0 } else { number << shift };
    Ok(Value::string(format!("{}/{prefix}", block.address(block.bits | offset))))
}

fn is_public_cidr(values: Vec<Value>) -> Outcome {
    let found = text_or_none(&Arguments::new(values).value()).as_deref().and_then(Block::parse);
    let Some(found) = found else { return Ok(Value::Bool(false)) };
    let private = PRIVATE.iter().filter_map(|text| Block::parse(text)).any(|private| private.contains(found));
    Ok(Value::Bool(!private))
}
