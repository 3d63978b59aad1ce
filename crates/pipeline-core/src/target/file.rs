//! A single file.

use std::fmt;
use std::future::Future;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::location::{Location, located};
use super::store::{self, Upload, known};
use super::{Completion, StoreError, Target};

/// A single file, which becomes visible whole: by one rename, or in an object store by the request
/// that ends its upload.
///
/// ```
/// # async fn report() -> Result<(), pipeline_core::target::StoreError> {
/// use pipeline_core::target::{File, Target};
/// let report = File::at("out/report.md".to_owned());
/// report.write("# Delays\n").await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    location: String,
    path: PathBuf,
}

impl Target for File {
    const FORMAT: &'static str = "file";
    const COMPLETION: Completion = Completion::Exists;

    located!();
}

impl File {
    /// Its path. (Of a location with another scheme than `file:` it is the location as it is.)
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is there. Blocks for a moment.
    ///
    /// # Errors
    /// Nobody can tell, or a folder is there.
    pub fn exists(&self) -> Result<bool, StoreError> {
        store::is_complete(self)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub async fn read(&self) -> Result<Vec<u8>, StoreError> {
        let file = self.clone();
        blocking("read", &self.location, move || {
            let mut bytes = Vec::new();
            file.reader()?
                .read_to_end(&mut bytes)
                .map_err(StoreError::at("read", &file.place()))?;
            Ok(bytes)
        })
        .await
    }

    /// Its text.
    ///
    /// # Errors
    /// It is not there, cannot be read, or is not UTF-8.
    pub async fn read_to_string(&self) -> Result<String, StoreError> {
        let bytes = self.read().await?;
        String::from_utf8(bytes).map_err(|error| {
            let error = io::Error::new(io::ErrorKind::InvalidData, error);
            StoreError::at("read", &self.place())(error)
        })
    }

    /// A reader over it, for what is large: it holds a part of it in memory. It blocks.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub fn reader(&self) -> Result<FileReader, StoreError> {
        let at = self.place();
        let bytes = known().of(&at)?.read(&at)?;
        Ok(FileReader(BufReader::new(bytes)))
    }

    /// Writes it whole: it is there with all these bytes, or as it was before. Folders that
    /// are missing are made.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(
        &self,
        bytes: impl AsRef<[u8]>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        let bytes = bytes.as_ref().to_vec();
        let file = self.clone();
        async move {
            let location = file.location.clone();
            blocking("write", &location, move || file.write_blocking(bytes)).await
        }
    }

    /// [`File::write`] for code that is not asynchronous.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_blocking(&self, bytes: impl AsRef<[u8]>) -> Result<(), StoreError> {
        let at = self.place();
        store::write(known().of(&at)?, &at, bytes.as_ref())
    }

    /// A writer, for what is large: it holds a part of it in memory. The file is there when
    /// [`FileWriter::finish`] returns; a writer that is dropped before leaves nothing. It blocks.
    ///
    /// # Errors
    /// No file can be made there.
    pub fn writer(&self) -> Result<FileWriter, StoreError> {
        let at = self.place();
        let upload = known().of(&at)?.write(&at)?;
        Ok(FileWriter {
            upload: BufWriter::new(upload),
            at,
        })
    }

    fn place(&self) -> Location {
        Location::parse(&self.location)
    }
}

/// Does something that blocks on a thread for that.
async fn blocking<T: Send + 'static>(
    action: &'static str,
    location: &str,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            let at = Location::parse(location);
            Err(StoreError::at(action, &at)(io::Error::other(error)))
        })
}

/// Reads a [`File`], wherever it is.
pub struct FileReader(BufReader<Box<dyn Read + Send>>);

impl Read for FileReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl io::BufRead for FileReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl fmt::Debug for FileReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileReader")
    }
}

/// Writes a [`File`], which nobody sees before it is finished.
pub struct FileWriter {
    upload: BufWriter<Box<dyn Upload>>,
    at: Location,
}

impl FileWriter {
    /// Brings the bytes to where they belong and makes the file visible.
    ///
    /// # Errors
    /// The disk is full, or the name is a folder's. Nothing is left then.
    pub fn finish(self) -> Result<(), StoreError> {
        let upload = self.upload.into_inner();
        let fail = StoreError::at("write", &self.at);
        upload.map_err(|error| fail(error.into_error()))?.finish()
    }
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.upload.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.upload.flush()
    }
}

impl fmt::Debug for FileWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileWriter").field(&self.at.text()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn file(folder: &Path, name: &str) -> File {
        File::at(folder.join(name).to_str().expect("UTF-8").to_owned())
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("listed")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            })
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn what_is_written_is_read() {
        let temp = tempfile::tempdir().expect("a folder");
        let file = file(temp.path(), "deep/er/report.md");
        assert!(!file.exists().expect("local"));
        file.write("one").await.expect("written");
        file.write(String::from("two"))
            .await
            .expect("written again");
        assert!(file.exists().expect("local"));
        assert_eq!(file.read().await.expect("read"), b"two");
        assert_eq!(file.read_to_string().await.expect("read"), "two");
        assert_eq!(
            names(file.path().parent().expect("a folder")),
            ["report.md"]
        );
    }

    #[test]
    fn a_writer_that_is_dropped_leaves_nothing() {
        let temp = tempfile::tempdir().expect("a folder");
        let file = file(temp.path(), "x");
        let mut writer = file.writer().expect("a writer");
        writer.write_all(b"half").expect("written");
        assert!(!file.exists().expect("local"), "not before it is finished");
        drop(writer);
        assert!(names(temp.path()).is_empty());

        let mut writer = file.writer().expect("a writer");
        writer.write_all(b"whole").expect("written");
        writer.finish().expect("finished");
        assert_eq!(names(temp.path()), ["x"]);
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::create_dir(temp.path().join("x")).expect("made");
        let error = file(temp.path(), "x")
            .write_blocking("y")
            .expect_err("a folder is there");
        assert!(error.to_string().starts_with("cannot write"), "{error}");
        assert_eq!(names(temp.path()), ["x"]);
    }

    #[test]
    fn a_new_file_has_the_permissions_of_any_new_file() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join("plain"), "").expect("written");
        file(temp.path(), "ours")
            .write_blocking("")
            .expect("written");
        let mode = |name: &str| {
            fs::metadata(temp.path().join(name))
                .expect("there")
                .permissions()
                .mode()
        };
        assert_eq!(mode("ours"), mode("plain"));
    }

    #[tokio::test]
    async fn another_scheme_is_an_error_that_names_it() {
        let file = File::at("s3://bucket/x".to_owned());
        for error in [
            file.exists().map(|_| ()).expect_err("no store"),
            file.write("x").await.expect_err("no store"),
            file.read().await.map(|_| ()).expect_err("no store"),
        ] {
            assert!(error.to_string().contains("no store for `s3:`"), "{error}");
        }
        assert_eq!(
            File::at("file:/tmp/x".to_owned()).path(),
            Path::new("/tmp/x")
        );
    }
}
