//! The stored form of a snapshot: a mark, a version, and one zstd stream of blocks with a checksum.
//!
//! ```text
//! mark (8 bytes)  version (u16)  zstd { block(header)  block(resources)…  0 (u32)  resources (u64) }
//! block = length (u32)  bytes; all integers here little-endian
//! ```
//!
//! A form of our own, because the usual ones break a promise of the model: JSON has no secrets,
//! unknown values or expressions without a convention on top, and the binary serde formats squeeze
//! numbers through floats. Keys are written once, so reading needs no hashing; a block holds whole
//! resources, so neither side ever has all of it in memory uncompressed. The same snapshot always
//! gives the same bytes.
//!
//! This file must not change what a version means: a new form is a new version, and old ones are
//! still read.

use std::io::{self, Read, Write};
use std::path::Path;

use super::codec::{Decoder, Encoder, MAX_DEPTH};
use super::whole_file::{StoreError, write_whole};
use crate::model::{Key, Snapshot};

/// No text begins like this, and a transfer that takes it for text and changes line ends breaks it.
const MARK: &[u8; 8] = b"\x89drift\r\n";

/// The version of the form that this build writes; it reads this one and those before it.
pub const VERSION: u16 = 4;

/// The compression level: higher ones take more time than they save in transfer.
const LEVEL: i32 = 3;

/// A block is written when it has grown to this.
const BLOCK: usize = 1 << 16;

/// A snapshot may always decompress to this, however small it is stored.
const FREE_SIZE: u64 = 256 << 20;

/// A larger one may be this many times its stored size: environments of equal resources reach 100.
const MAX_RATIO: u64 = 1000;

/// No snapshot may decompress to more than this.
const MAX_SIZE: u64 = 4 << 30;

/// Why bytes are not read as a snapshot; reads after the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Something else.
    #[error("not a driftgate snapshot")]
    NotASnapshot,
    /// Written by a newer program.
    #[error(
        "a driftgate snapshot of format {found}, and this driftgate reads formats up to {VERSION}: \
         upgrade driftgate, or take the snapshot again with this version"
    )]
    Newer {
        /// The version of the snapshot.
        found: u16,
    },
    /// Its end is missing.
    #[error("a driftgate snapshot that is truncated; copy it again from where it came, or take it again")]
    Truncated,
    /// Not what was written.
    #[error("a driftgate snapshot that is damaged ({0}); copy it again from where it came, or take it again")]
    Damaged(&'static str),
    /// More than an honest snapshot holds.
    #[error("a driftgate snapshot that grows beyond {limit} bytes when decompressed, which is refused")]
    TooLarge {
        /// How many bytes it may hold.
        limit: u64,
    },
}

/// Returns whether bytes begin as a stored snapshot does.
pub fn is_snapshot(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// Writes a snapshot; the same one always gives the same bytes.
///
/// # Errors
/// What `out` says, and a snapshot that could not be read back: nested deeper than any collector
/// makes it, or with a resource of a source that it does not have.
pub fn write(snapshot: &Snapshot, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(MARK)?;
    out.write_all(&VERSION.to_le_bytes())?;
    let mut stream = zstd::stream::write::Encoder::new(out, LEVEL)?;
    stream.include_checksum(true)?;
    let mut encoder = Encoder::default();
    encoder.header(snapshot);
    write_block(&mut encoder.bytes, &mut stream)?;
    for resource in &snapshot.resources {
        let address = &resource.address;
        if usize::try_from(resource.source).is_ok_and(|source| source >= snapshot.sources.len()) {
            return Err(io::Error::other(format!(
                "{address} comes from a source that the snapshot does not have"
            )));
        }
        if !encoder.resource(resource) {
            return Err(io::Error::other(format!("{address} is nested deeper than {MAX_DEPTH} levels")));
        }
        if encoder.bytes.len() >= BLOCK {
            write_block(&mut encoder.bytes, &mut stream)?;
        }
    }
    if !encoder.bytes.is_empty() {
        write_block(&mut encoder.bytes, &mut stream)?;
    }
    stream.write_all(&0_u32.to_le_bytes())?;
    stream.write_all(&(snapshot.resources.len() as u64).to_le_bytes())?;
    stream.finish()?;
    Ok(())
}

/// Writes a snapshot to a file, whole or not at all.
///
/// # Errors
/// [`StoreError`] says at which step; a file that was there before is untouched.
pub fn write_file(snapshot: &Snapshot, path: &Path) -> Result<(), StoreError> {
    write_whole(path, |out| write(snapshot, out))
}

fn write_block(bytes: &mut Vec<u8>, stream: &mut impl Write) -> io::Result<()> {
    let length =
        u32::try_from(bytes.len()).map_err(|_| io::Error::other("a resource is larger than 4 GiB"))?;
    stream.write_all(&length.to_le_bytes())?;
    stream.write_all(bytes)?;
    bytes.clear();
    Ok(())
}

/// Reads a stored snapshot.
///
/// # Errors
/// [`SnapshotError`] says what is wrong and what to do.
pub fn read(bytes: &[u8]) -> Result<Snapshot, SnapshotError> {
    let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(FREE_SIZE, MAX_SIZE);
    read_within(bytes, limit)
}

fn read_within(bytes: &[u8], limit: u64) -> Result<Snapshot, SnapshotError> {
    let rest = bytes.strip_prefix(MARK).ok_or(SnapshotError::NotASnapshot)?;
    let (version, compressed) = rest.split_first_chunk().ok_or(SnapshotError::Truncated)?;
    let version = match u16::from_le_bytes(*version) {
        0 => return Err(SnapshotError::Damaged("there is no format 0")),
        // Later versions can say more; of what earlier ones say, the decoder knows how they said it.
        known @ 1..=VERSION => known,
        found => return Err(SnapshotError::Newer { found }),
    };
    let stream = zstd::stream::read::Decoder::with_buffer(compressed).map_err(|error| of_stream(&error))?;
    // One byte more than the limit tells what is too large from what ends there.
    let mut blocks = Blocks { stream: stream.single_frame().take(limit + 1), limit, bytes: Vec::new() };
    let snapshot = read_blocks(&mut blocks, version)?;
    if blocks.stream.into_inner().finish().is_empty() {
        Ok(snapshot)
    } else {
        Err(SnapshotError::Damaged("something follows its end"))
    }
}

fn read_blocks(blocks: &mut Blocks<impl Read>, version: u16) -> Result<Snapshot, SnapshotError> {
    let mut keys: Vec<Key> = Vec::new();
    let mut header =
        Decoder::new(blocks.next()?.ok_or(SnapshotError::Damaged("there is no header"))?, &mut keys);
    let mut snapshot = header.header(version)?;
    if !header.is_at_end() {
        return Err(SnapshotError::Damaged("the header is too long"));
    }
    while let Some(block) = blocks.next()? {
        let mut decoder = Decoder::new(block, &mut keys);
        while !decoder.is_at_end() {
            snapshot.resources.push(decoder.resource(snapshot.sources.len())?);
        }
    }
    if u64::from_le_bytes(blocks.array()?) != snapshot.resources.len() as u64 {
        return Err(SnapshotError::Damaged("resources are missing"));
    }
    // Asking for what follows is what makes the decompressor compare its checksum.
    if blocks.fill(1)? > 0 {
        return Err(SnapshotError::Damaged("something follows its end"));
    }
    // Later stages rely on the order, so it is not left to whoever wrote the bytes.
    snapshot.sort();
    Ok(snapshot)
}

/// The blocks of a decompressed stream, one at a time in one buffer.
struct Blocks<R> {
    stream: io::Take<R>,
    limit: u64,
    bytes: Vec<u8>,
}

impl<R: Read> Blocks<R> {
    /// Returns the next block, or `None` for the empty one that ends them.
    fn next(&mut self) -> Result<Option<&[u8]>, SnapshotError> {
        let length = u32::from_le_bytes(self.array()?);
        if length == 0 {
            return Ok(None);
        }
        if self.fill(u64::from(length))? < u64::from(length) {
            return Err(SnapshotError::Truncated);
        }
        Ok(Some(&self.bytes))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SnapshotError> {
        self.fill(N as u64)?;
        self.bytes.as_slice().try_into().map_err(|_| SnapshotError::Truncated)
    }

    /// Reads up to `length` bytes; the buffer grows with what is there, not with what is announced.
    fn fill(&mut self, length: u64) -> Result<u64, SnapshotError> {
        self.bytes.clear();
        let read = self.stream.by_ref().take(length).read_to_end(&mut self.bytes);
        let read = read.map_err(|error| of_stream(&error))?;
        if self.stream.limit() == 0 {
            Err(SnapshotError::TooLarge { limit: self.limit })
        } else {
            Ok(read as u64)
        }
    }
}

/// Tells a stream that breaks off from one that is wrong.
fn of_stream(error: &io::Error) -> SnapshotError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SnapshotError::Truncated,
        _ => SnapshotError::Damaged("its checksum or its compression is wrong"),
    }
}

#[cfg(test)]
mod tests;
