//! Bytes of one input: read, decompressed, decoded to text; every step bounded.
//!
//! This file must not look at what the text says, only at how it is packed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Compressed data inside compressed data beyond this is an attack, not an archive.
const MAX_LAYERS: usize = 3;

/// A decompressed input may always be this large, however small it was before.
const FREE_SIZE: u64 = 256 << 20;

/// A larger one may be this many times its compressed size: JSON of Terraform stays below 60.
const MAX_RATIO: u64 = 100;

/// No input may be larger than this once decompressed.
const MAX_SIZE: u64 = 8 << 30;

/// Why an input could not be turned into text.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The operating system refused.
    #[error("{}", io_reason(.0))]
    Io(io::Error),
    /// Nothing is in it.
    #[error("the file is empty; was the command that wrote it interrupted?")]
    Empty,
    /// A zip archive: what `terraform plan -out` writes.
    #[error(
        "this is a binary plan file, which only the Terraform that wrote it can read; \
         run `terraform show -json PLANFILE > plan.json` and give driftgate plan.json"
    )]
    BinaryPlan,
    /// Compressed data that does not decompress.
    #[error("the {format} data is damaged or truncated: {reason}")]
    Damaged {
        /// `gzip` or `zstd`.
        format: &'static str,
        /// What the decompressor said.
        reason: String,
    },
    /// Compressed too often or too well to be an honest file.
    #[error("refused: {0}; decompress it yourself if you trust it")]
    Bomb(String),
    /// Not text in any encoding that is read.
    #[error(
        "byte {offset} is not UTF-8 text; expected JSON, YAML, HCL or `terraform show` output in UTF-8 or UTF-16"
    )]
    NotText {
        /// Offset of the first byte that is wrong, after decompression.
        offset: usize,
    },
}

fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied; driftgate needs to read it".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads the whole of a file, or of standard input when `path` is `-`, and decompresses it.
///
/// # Errors
/// Any reason why there are no bytes in the end; see [`InputError`].
pub fn read(path: &Path) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MAX_SIZE).read_to_end(&mut bytes).map_err(InputError::Io)?;
    } else {
        let mut file = File::open(path).map_err(InputError::Io)?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        // One more byte than the file has, so that the end is seen without growing the buffer.
        bytes.reserve_exact(usize::try_from(size.min(MAX_SIZE) + 1).unwrap_or(0));
        Read::by_ref(&mut file).take(MAX_SIZE).read_to_end(&mut bytes).map_err(InputError::Io)?;
    }
    unpack(bytes)
}

/// Decompresses gzip and zstd, also one inside the other.
///
/// # Errors
/// Damaged data, and data that grows beyond every honest measure.
pub fn unpack(mut bytes: Vec<u8>) -> Result<Vec<u8>, InputError> {
    let mut layers = 0;
    loop {
        if bytes.is_empty() {
            return Err(InputError::Empty);
        }
        let format = match bytes.as_slice() {
            [0x1f, 0x8b, ..] => "gzip",
            [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstd",
            [b'P', b'K', 3, 4, ..] => return Err(InputError::BinaryPlan),
            _ => return Ok(bytes),
        };
        layers += 1;
        if layers > MAX_LAYERS {
            return Err(InputError::Bomb(format!("compressed more than {MAX_LAYERS} times over")));
        }
        let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(FREE_SIZE, MAX_SIZE);
        bytes = decompress(&bytes, format, limit)?;
    }
}

fn decompress(bytes: &[u8], format: &'static str, limit: u64) -> Result<Vec<u8>, InputError> {
    let damaged = |error: io::Error| InputError::Damaged { format, reason: error.to_string() };
    let mut unpacked = Vec::new();
    let read = if format == "gzip" {
        flate2::read::MultiGzDecoder::new(bytes).take(limit + 1).read_to_end(&mut unpacked)
    } else {
        zstd::stream::read::Decoder::new(bytes).map_err(damaged)?.take(limit + 1).read_to_end(&mut unpacked)
    };
    read.map_err(damaged)?;
    if unpacked.len() as u64 > limit {
        let from = bytes.len();
        return Err(InputError::Bomb(format!("{from} bytes of {format} grow beyond {limit} bytes")));
    }
    Ok(unpacked)
}

/// Decodes UTF-8 or UTF-16, with or without a byte order mark.
///
/// # Errors
/// [`InputError::NotText`] with the first byte that is wrong.
pub fn decode(bytes: Vec<u8>) -> Result<String, InputError> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // UTF-16 of ASCII text without a mark: every other byte is zero.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => utf16(&bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => utf16(&bytes, u16::from_be_bytes),
        _ => {
            let mut text = String::from_utf8(bytes)
                .map_err(|error| InputError::NotText { offset: error.utf8_error().valid_up_to() })?;
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            if text.trim_ascii().is_empty() { Err(InputError::Empty) } else { Ok(text) }
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, InputError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(InputError::NotText { offset: bytes.len() - 1 });
    }
    let mut text = String::with_capacity(pairs.len());
    for (i, c) in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).enumerate() {
        text.push(c.map_err(|_| InputError::NotText { offset: i * 2 })?);
    }
    if text.trim_ascii().is_empty() { Err(InputError::Empty) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_encoding_of_a_text_is_the_text() {
        let text = "{\"a\": \"é\"}";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", le.as_slice()].concat(),
            [b"\xfe\xff", be.as_slice()].concat(),
            le,
            be,
        ] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn compressed_input_is_unpacked() {
        assert_eq!(unpack(gzip(b"x")).unwrap(), b"x");
        assert_eq!(unpack(zstd::encode_all(&b"x"[..], 3).unwrap()).unwrap(), b"x");
        assert_eq!(unpack(gzip(&gzip(b"x"))).unwrap(), b"x");
    }

    #[test]
    fn a_ten_deep_gzip_is_refused() {
        let bomb = (0..10).fold(vec![b' '; 1 << 20], |inner, _| gzip(&inner));
        assert!(matches!(unpack(bomb), Err(InputError::Bomb(_))));
    }

    #[test]
    fn data_that_grows_beyond_measure_is_refused() {
        let bomb = gzip(&vec![b' '; usize::try_from(FREE_SIZE).unwrap() + 1]);
        assert!(matches!(unpack(bomb), Err(InputError::Bomb(_))));
    }

    #[test]
    fn damaged_and_empty_data_are_refused() {
        let mut half = gzip(b"some text that is long enough");
        half.truncate(half.len() / 2);
        assert!(matches!(unpack(half), Err(InputError::Damaged { .. })));
        assert!(matches!(unpack(Vec::new()), Err(InputError::Empty)));
        assert!(matches!(decode(b" \n".to_vec()), Err(InputError::Empty)));
        assert!(matches!(unpack(b"PK\x03\x04...".to_vec()), Err(InputError::BinaryPlan)));
        assert!(matches!(decode(vec![b'a', 0xff]), Err(InputError::NotText { offset: 1 })));
    }
}
