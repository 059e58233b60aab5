//! Files that are there whole or not at all.
//!
//! This file must not know what is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Why a file was not written; reads after its name. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file could be made in its folder.
    #[error("no file can be made in its folder: {0}")]
    Create(#[source] io::Error),
    /// The contents could not be written.
    #[error("could not be written: {0}")]
    Write(#[source] io::Error),
    /// The finished file could not be given its name.
    #[error("could not be put in its place: {0}")]
    Rename(#[source] io::Error),
}

/// Writes a file under another name in the same folder, and gives it its name when all of it is on disk.
///
/// Devices and pipes such as `/dev/stdout` cannot be replaced and are written to as they are.
///
/// # Errors
/// [`StoreError`] says at which step; a file that was there before is untouched.
pub fn write_whole(
    path: &Path,
    contents: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    // The file that a link points to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&target).ok();
    if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        let file = OpenOptions::new().write(true).open(&target).map_err(StoreError::Write)?;
        return fill(&file, contents).map_err(StoreError::Write);
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let unfinished = Unfinished::create(&folder, &target)?;
    fill(&unfinished.file, contents).map_err(StoreError::Write)?;
    if let Some(before) = before {
        unfinished.file.set_permissions(before.permissions()).map_err(StoreError::Write)?;
    }
    unfinished.file.sync_all().map_err(StoreError::Write)?;
    fs::rename(&unfinished.path, &target).map_err(StoreError::Rename)?;
    // Without this the new name may be lost when the machine stops; file systems that cannot do it need not.
    drop(File::open(&folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

fn fill(file: &File, contents: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    contents(&mut out)?;
    out.flush()
}

/// A file under its temporary name, which is removed unless it was renamed before.
struct Unfinished {
    path: PathBuf,
    file: File,
}

impl Unfinished {
    fn create(folder: &Path, target: &Path) -> Result<Self, StoreError> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| StoreError::Create(error.into()))?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.join(format!(".{name}.{:016x}.tmp", u64::from_le_bytes(random)));
        let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(StoreError::Create)?;
        Ok(Self { path, file })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After the renaming there is nothing to remove.
        drop(fs::remove_file(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dev.snapshot");
        for contents in ["a longer text", "short"] {
            write_whole(&path, |out| out.write_all(contents.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), contents);
        }
        assert_eq!(names(folder.path()), ["dev.snapshot"]);
    }

    #[test]
    fn what_fails_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dev.snapshot");
        fs::write(&path, "old").unwrap();
        let error = write_whole(&path, |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("the source broke off"))
        });
        assert_eq!(error.unwrap_err().to_string(), "could not be written: the source broke off");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["dev.snapshot"]);
        let error = write_whole(&folder.path().join("none/dev.snapshot"), |_| Ok(()));
        assert!(matches!(error, Err(StoreError::Create(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_permissions_and_devices_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("dev.snapshot"), folder.path().join("latest"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        symlink("dev.snapshot", &link).unwrap();
        write_whole(&link, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        write_whole(Path::new("/dev/null"), |out| out.write_all(b"new")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
