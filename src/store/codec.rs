//! The bytes of a stored snapshot: variable-length integers, texts, a table of keys, tagged values.
//!
//! This file must not know files, compression or versions; it puts resources into bytes and back.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;

use super::SnapshotError;
use crate::model::{
    Address, Cloud, Key, Manager, Map, Missing, Number, Origin, Provenance, Reached, Resource, Scope, Secret,
    Snapshot, Source, Status, Value,
};

/// Nesting beyond this is neither written nor read; every collector refuses input long before.
pub(super) const MAX_DEPTH: usize = 256;

/// The first byte of every value. Numbers are never given another meaning, only new ones added.
mod tag {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    pub(super) const INTEGER: u8 = 3;
    pub(super) const DECIMAL: u8 = 4;
    pub(super) const STRING: u8 = 5;
    pub(super) const LIST: u8 = 6;
    pub(super) const MAP: u8 = 7;
    pub(super) const FINGERPRINT: u8 = 8;
    pub(super) const WITHHELD: u8 = 9;
    pub(super) const UNKNOWN: u8 = 10;
    pub(super) const EXPRESSION: u8 = 11;
}

/// What a resource has, in one byte.
mod flag {
    pub(super) const LIVE: u8 = 1;
    pub(super) const FILE: u8 = 2;
    pub(super) const LINE: u8 = 4;
    pub(super) const CODE: u8 = 8;
    /// Since version 2.
    pub(super) const REACHED: u8 = 16;
    /// Since version 3.
    pub(super) const OWNER: u8 = 32;
    /// Since version 3.
    pub(super) const MANAGERS: u8 = 64;
}

/// Puts what it is given into `bytes`, which the caller takes away now and then.
#[derive(Default)]
pub(super) struct Encoder<'a> {
    pub(super) bytes: Vec<u8>,
    /// The number of each key that was written; the first is 1.
    keys: HashMap<&'a str, u64, FixedState>,
}

impl<'a> Encoder<'a> {
    /// Writes everything but the resources.
    pub(super) fn header(&mut self, snapshot: &'a Snapshot) {
        self.text(&snapshot.environment);
        self.signed(snapshot.taken_at);
        self.text(&snapshot.tool);
        self.bytes.extend_from_slice(&snapshot.secret_key_id);
        self.count(snapshot.sources.len());
        for source in &snapshot.sources {
            self.source(source);
        }
    }

    fn source(&mut self, source: &'a Source) {
        self.text(&source.name);
        self.text(&source.format);
        match &source.status {
            Status::Complete => self.int(0),
            Status::Partial(missing) => {
                self.int(1);
                self.count(missing.len());
                for missing in missing {
                    self.text(&missing.what);
                    self.text(&missing.why);
                    self.optional(missing.kind.as_deref());
                    self.optional(missing.namespace.as_deref());
                }
            }
            Status::Failed(why) => {
                self.int(2);
                self.text(why);
            }
        }
        self.int(source.resources);
        self.count(source.warnings.len());
        for warning in &source.warnings {
            self.text(warning);
        }
        self.texts(&source.scope.without);
        self.texts(&source.scope.namespaces);
        self.int(u64::from(source.scope.cloud.is_some()));
        if let Some(cloud) = &source.scope.cloud {
            self.text(&cloud.account);
            self.texts(&cloud.regions);
            self.texts(&cloud.kinds);
        }
        self.optional(source.help.as_deref());
    }

    fn texts(&mut self, texts: &'a [CompactString]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    /// Writes a resource; returns `false` when it is nested too deep.
    #[must_use]
    pub(super) fn resource(&mut self, resource: &'a Resource) -> bool {
        let Provenance { file, line, attributes, reached, managers } = &resource.provenance;
        let origin = match resource.origin {
            Origin::Declared => 0,
            Origin::Live => flag::LIVE,
            Origin::Code => flag::CODE,
        };
        let has_file = if file.is_some() { flag::FILE } else { 0 };
        let has_line = if line.is_some() { flag::LINE } else { 0 };
        let has_reach = if reached.is_empty() { 0 } else { flag::REACHED };
        let has_owner = if resource.owner.is_some() { flag::OWNER } else { 0 };
        let has_managers = if managers.is_empty() { 0 } else { flag::MANAGERS };
        self.text(&resource.kind);
        self.text(resource.address.as_str());
        self.bytes.push(origin | has_file | has_line | has_reach | has_owner | has_managers);
        self.int(u64::from(resource.source));
        let mut whole = self.map(&resource.attributes, 0);
        if let Some(file) = file {
            self.text(file);
        }
        if let Some(line) = line {
            self.int(u64::from(*line));
        }
        self.count(attributes.len());
        for (key, file, line) in attributes {
            self.key(key);
            self.text(file);
            self.int(u64::from(*line));
        }
        if !reached.is_empty() {
            self.count(reached.len());
            for Reached { attribute, instance, variables } in reached {
                self.key(attribute);
                self.text(instance);
                self.count(variables.len());
                for variable in variables {
                    self.text(variable);
                }
            }
        }
        if let Some(owner) = &resource.owner {
            self.text(owner);
        }
        if !managers.is_empty() {
            self.count(managers.len());
            for manager in managers {
                whole &= self.manager(manager);
            }
        }
        whole
    }

    fn manager(&mut self, manager: &'a Manager) -> bool {
        self.text(&manager.name);
        self.text(&manager.operation);
        self.text(&manager.subresource);
        self.int(u64::from(manager.time.is_some()));
        self.signed(manager.time.unwrap_or_default());
        self.map(&manager.fields, 0)
    }

    fn value(&mut self, value: &'a Value, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        match value {
            Value::Null => self.bytes.push(tag::NULL),
            Value::Bool(false) => self.bytes.push(tag::FALSE),
            Value::Bool(true) => self.bytes.push(tag::TRUE),
            Value::Number(number) => self.number(number),
            Value::String(text) => {
                self.bytes.push(tag::STRING);
                self.text(text);
            }
            Value::List(items) => {
                self.bytes.push(tag::LIST);
                self.count(items.len());
                return items.iter().all(|item| self.value(item, depth + 1));
            }
            Value::Map(map) => {
                self.bytes.push(tag::MAP);
                return self.map(map, depth);
            }
            Value::Secret(Secret::Fingerprint(fingerprint)) => {
                self.bytes.push(tag::FINGERPRINT);
                self.bytes.extend_from_slice(fingerprint);
            }
            Value::Secret(Secret::Withheld) => self.bytes.push(tag::WITHHELD),
            Value::Unknown => self.bytes.push(tag::UNKNOWN),
            Value::Expression(text) => {
                self.bytes.push(tag::EXPRESSION);
                self.text(text);
            }
        }
        true
    }

    fn number(&mut self, number: &Number) {
        if let Some(int) = number.as_i64() {
            self.bytes.push(tag::INTEGER);
            self.signed(int);
        } else {
            self.bytes.push(tag::DECIMAL);
            self.text(&number.to_string());
        }
    }

    fn map(&mut self, map: &'a Map, depth: usize) -> bool {
        self.count(map.len());
        map.iter().all(|(key, value)| {
            self.key(key);
            self.value(value, depth + 1)
        })
    }

    /// Writes the number of a key, or 0 and its text where it comes first.
    fn key(&mut self, key: &'a Key) {
        let next = self.keys.len() as u64 + 1;
        let number = *self.keys.entry(key.as_str()).or_insert(next);
        if number == next {
            self.int(0);
            self.text(key);
        } else {
            self.int(number);
        }
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        self.int(u64::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    fn count(&mut self, count: usize) {
        self.int(count as u64);
    }

    /// Writes an integer with its sign in the lowest bit, so that small negative ones are short, too.
    fn signed(&mut self, int: i64) {
        self.int(((int << 1) ^ (int >> 63)).cast_unsigned());
    }

    /// Writes seven bits a byte, lowest first; the highest bit says that more follow.
    fn int(&mut self, mut int: u64) {
        loop {
            let [low, ..] = int.to_le_bytes();
            int >>= 7;
            if int == 0 {
                self.bytes.push(low & 0x7f);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }
}

type Outcome<T> = Result<T, SnapshotError>;

fn damaged<T>(what: &'static str) -> Outcome<T> {
    Err(SnapshotError::Damaged(what))
}

/// Reads what [`Encoder`] wrote. Nothing is allocated for more than the bytes that are really there.
pub(super) struct Decoder<'a> {
    rest: &'a [u8],
    /// Every key seen so far, shared by all blocks of a snapshot.
    keys: &'a mut Vec<Key>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8], keys: &'a mut Vec<Key>) -> Self {
        Self { rest: bytes, keys }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads everything but the resources, as a version wrote it.
    pub(super) fn header(&mut self, version: u16) -> Outcome<Snapshot> {
        let mut snapshot = Snapshot {
            environment: self.text()?.to_owned(),
            taken_at: self.signed()?,
            tool: self.text()?.to_owned(),
            secret_key_id: self.array()?,
            ..Snapshot::default()
        };
        for _ in 0..self.count()? {
            snapshot.sources.push(self.source(version)?);
        }
        Ok(snapshot)
    }

    fn source(&mut self, version: u16) -> Outcome<Source> {
        // Since version 3 a source says which kinds and namespaces are missing or were not asked for.
        let has_extent = version >= 3;
        let (name, format) = (self.text()?.to_owned(), self.text()?.to_owned());
        let status = match self.int()? {
            0 => Status::Complete,
            1 => {
                let mut missing = Vec::new();
                for _ in 0..self.count()? {
                    let (what, why) = (self.text()?.to_owned(), self.text()?.to_owned());
                    let kind = if has_extent { self.optional()? } else { None };
                    let namespace = if has_extent { self.optional()? } else { None };
                    missing.push(Missing {
                        what,
                        why,
                        kind: kind.map(Into::into),
                        namespace: namespace.map(Into::into),
                    });
                }
                Status::Partial(missing)
            }
            2 => Status::Failed(self.text()?.to_owned()),
            _ => return damaged("the status of a source is unknown"),
        };
        let resources = self.int()?;
        let mut warnings = Vec::new();
        for _ in 0..self.count()? {
            warnings.push(self.text()?.to_owned());
        }
        let (mut scope, mut help) = (Scope::default(), None);
        if has_extent {
            (scope.without, scope.namespaces) = (self.texts()?, self.texts()?);
            // Since version 4 one of a cloud says how far it reaches.
            if version >= 4 && self.flag("a cloud is neither there nor not there")? {
                scope.cloud = Some(Cloud {
                    account: self.text()?.into(),
                    regions: self.texts()?,
                    kinds: self.texts()?,
                });
            }
            help = self.optional()?.map(str::to_owned);
        }
        Ok(Source { name, format, status, resources, warnings, scope, help })
    }

    fn texts(&mut self) -> Outcome<Vec<CompactString>> {
        (0..self.count()?).map(|_| Ok(self.text()?.into())).collect()
    }

    fn optional(&mut self) -> Outcome<Option<&'a str>> {
        let is_there = self.flag("a text is neither there nor not there")?;
        if is_there { self.text().map(Some) } else { Ok(None) }
    }

    fn flag(&mut self, otherwise: &'static str) -> Outcome<bool> {
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => damaged(otherwise),
        }
    }

    /// Reads a resource of one of `sources` sources.
    pub(super) fn resource(&mut self, sources: usize) -> Outcome<Resource> {
        let kind = self.text()?.into();
        let address = Address::new(self.text()?);
        let [flags] = self.array()?;
        let known =
            flag::LIVE | flag::FILE | flag::LINE | flag::CODE | flag::REACHED | flag::OWNER | flag::MANAGERS;
        if flags & !known != 0 {
            return damaged("a resource has unknown flags");
        }
        let origin = match flags & (flag::LIVE | flag::CODE) {
            0 => Origin::Declared,
            flag::LIVE => Origin::Live,
            flag::CODE => Origin::Code,
            _ => return damaged("a resource has two origins"),
        };
        let source = self.small()?;
        if usize::try_from(source).is_ok_and(|source| source >= sources) {
            return damaged("a resource comes from an unknown source");
        }
        let attributes = self.map(0)?;
        let file = if flags & flag::FILE == 0 { None } else { Some(self.text()?.into()) };
        let line = if flags & flag::LINE == 0 { None } else { Some(self.small()?) };
        let mut elsewhere = Vec::new();
        for _ in 0..self.count()? {
            elsewhere.push((self.key()?, self.text()?.into(), self.small()?));
        }
        let mut reached = Vec::new();
        if flags & flag::REACHED != 0 {
            for _ in 0..self.count()? {
                let (attribute, instance) = (self.key()?, self.text()?.into());
                let mut variables = Vec::new();
                for _ in 0..self.count()? {
                    variables.push(self.text()?.into());
                }
                reached.push(Reached { attribute, instance, variables: variables.into() });
            }
        }
        let owner = if flags & flag::OWNER == 0 { None } else { Some(self.text()?.into()) };
        let mut managers = Vec::new();
        if flags & flag::MANAGERS != 0 {
            for _ in 0..self.count()? {
                managers.push(self.manager()?);
            }
        }
        Ok(Resource {
            kind,
            address,
            origin,
            owner,
            source,
            attributes,
            provenance: Provenance { file, line, attributes: elsewhere, reached, managers },
        })
    }

    fn manager(&mut self) -> Outcome<Manager> {
        let (name, operation, subresource) = (self.text()?.into(), self.text()?.into(), self.text()?.into());
        let is_known = match self.int()? {
            0 => false,
            1 => true,
            _ => return damaged("a time is neither known nor unknown"),
        };
        let time = Some(self.signed()?).filter(|_| is_known);
        Ok(Manager { name, operation, subresource, time, fields: self.map(0)? })
    }

    fn value(&mut self, depth: usize) -> Outcome<Value> {
        if depth > MAX_DEPTH {
            return damaged("a value is nested too deep");
        }
        let [tag] = self.array()?;
        Ok(match tag {
            tag::NULL => Value::Null,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::INTEGER => Value::int(self.signed()?),
            tag::DECIMAL => match Number::parse(self.text()?) {
                Some(number) => Value::Number(number),
                None => return damaged("a number is none"),
            },
            tag::STRING => Value::string(self.text()?),
            tag::LIST => {
                let count = self.count()?;
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    items.push(self.value(depth + 1)?);
                }
                Value::list(items)
            }
            tag::MAP => Value::Map(self.map(depth)?),
            tag::FINGERPRINT => Value::Secret(Secret::Fingerprint(self.array()?)),
            tag::WITHHELD => Value::Secret(Secret::Withheld),
            tag::UNKNOWN => Value::Unknown,
            tag::EXPRESSION => Value::Expression(self.text()?.into()),
            _ => return damaged("a value is of an unknown type"),
        })
    }

    fn map(&mut self, depth: usize) -> Outcome<Map> {
        let count = self.count()?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            entries.push((self.key()?, self.value(depth + 1)?));
        }
        Ok(Map::from_entries(entries))
    }

    fn key(&mut self) -> Outcome<Key> {
        let number = self.int()?;
        if number == 0 {
            let key = Key::new(self.text()?);
            self.keys.push(key.clone());
            return Ok(key);
        }
        let known = usize::try_from(number - 1).ok().and_then(|at| self.keys.get(at));
        known.cloned().map_or_else(|| damaged("a key is unknown"), Ok)
    }

    fn text(&mut self) -> Outcome<&'a str> {
        let length = self.count()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_or_else(|_| damaged("a text is not UTF-8"), Ok)
    }

    /// Reads how many bytes or elements follow; an element takes one byte at least.
    fn count(&mut self) -> Outcome<usize> {
        match usize::try_from(self.int()?) {
            Ok(count) if count <= self.rest.len() => Ok(count),
            _ => damaged("a length is beyond the end"),
        }
    }

    fn small(&mut self) -> Outcome<u32> {
        u32::try_from(self.int()?).map_or_else(|_| damaged("an index or line is too large"), Ok)
    }

    fn signed(&mut self) -> Outcome<i64> {
        let int = self.int()?;
        Ok((int >> 1).cast_signed() ^ -(int & 1).cast_signed())
    }

    fn int(&mut self) -> Outcome<u64> {
        let mut int = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            int |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(int);
            }
        }
        damaged("an integer is too long")
    }

    fn array<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        match self.rest.split_first_chunk() {
            Some((array, rest)) => {
                self.rest = rest;
                Ok(*array)
            }
            None => damaged("a block ends too soon"),
        }
    }

    fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        match self.rest.split_at_checked(length) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => damaged("a block ends too soon"),
        }
    }
}
