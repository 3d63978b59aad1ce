//! Reading and writing an object in pieces, for all stores of `object_store`.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::mpsc;

use bytes::Bytes;
use futures::StreamExt;
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{Error as Refused, GetOptions, ObjectStore};
use pipeline_core::target::StoreError;
use pipeline_core::target::location::Location;
use pipeline_core::target::store::Upload;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use crate::drive::{handle, wait};
use crate::refusal::{Advice, error};

/// How much is sent as one part. S3 takes 10,000 parts: files of up to 160 GB.
const PART: usize = 16 << 20;

/// How many parts are under way at once.
const PARTS_AT_ONCE: usize = 4;

/// How much is gathered before it is handed over.
const GATHERED: usize = 1 << 20;

/// How many pieces are read ahead.
const AHEAD: usize = 8;

/// An object store and what its refusals mean.
#[derive(Clone, Debug)]
pub(crate) struct Objects {
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) advice: Advice,
}

impl Objects {
    pub(crate) fn read(&self, at: &Location, path: Path) -> Result<Reader, StoreError> {
        let store = Arc::clone(&self.store);
        let found = wait(async move { store.get_opts(&path, GetOptions::default()).await });
        let found = found.map_err(StoreError::at("read", at))?;
        let found = found.map_err(|refused| error("read", at, &refused, &self.advice))?;
        let mut pieces = found.into_stream();
        let (send, receive) = mpsc::channel();
        let room = Arc::new(Semaphore::new(AHEAD));
        let taken = Arc::clone(&room);
        let handle = handle().map_err(StoreError::at("read", at))?;
        handle.spawn(async move {
            // Who reads no more closes the semaphore.
            while let Ok(permit) = taken.acquire().await {
                permit.forget();
                let Some(piece) = pieces.next().await else {
                    return;
                };
                if send.send(piece).is_err() {
                    return;
                }
            }
        });
        Ok(Reader {
            receive,
            room,
            piece: Bytes::new(),
            at: at.clone(),
            advice: self.advice,
        })
    }

    pub(crate) fn write(&self, at: &Location, path: Path) -> Writer {
        let writer = BufWriter::with_capacity(Arc::clone(&self.store), path, PART)
            .with_max_concurrency(PARTS_AT_ONCE);
        Writer {
            gathered: Vec::new(),
            writer: Some(writer),
            at: at.clone(),
            advice: self.advice,
        }
    }
}

/// The bytes of an object as they come, a few pieces ahead.
pub(crate) struct Reader {
    receive: mpsc::Receiver<Result<Bytes, Refused>>,
    room: Arc<Semaphore>,
    piece: Bytes,
    at: Location,
    advice: Advice,
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.receive.recv() {
                // The sender is gone when all was sent.
                Err(_) => return Ok(0),
                Ok(Err(refused)) => {
                    let error = error("read", &self.at, &refused, &self.advice);
                    return Err(io::Error::other(error));
                }
                Ok(Ok(piece)) => {
                    self.piece = piece;
                    self.room.add_permits(1);
                }
            }
        }
        let size = into.len().min(self.piece.len());
        into[..size].copy_from_slice(&self.piece.split_to(size));
        Ok(size)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.room.close();
    }
}

/// An object that is being written: one request if it is small, else many parts, which one last
/// request makes an object.
pub(crate) struct Writer {
    gathered: Vec<u8>,
    /// Nothing once it has failed or is finished.
    writer: Option<BufWriter>,
    at: Location,
    advice: Advice,
}

impl Writer {
    fn hand_over(&mut self) -> Result<(), StoreError> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let bytes = Bytes::from(std::mem::take(&mut self.gathered));
        let mut writer = self.taken()?;
        let done = wait(async move {
            let done = writer.put(bytes).await;
            if done.is_err() {
                // The first error is the one to tell.
                let _ = writer.abort().await;
            }
            (done, writer)
        });
        let (done, writer) = done.map_err(StoreError::at("write", &self.at))?;
        done.map_err(|refused| error("write", &self.at, &refused, &self.advice))?;
        self.writer = Some(writer);
        Ok(())
    }

    fn taken(&mut self) -> Result<BufWriter, StoreError> {
        self.writer.take().ok_or_else(|| {
            let error = io::Error::other("an earlier part of it could not be written");
            StoreError::at("write", &self.at)(error)
        })
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.hand_over().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    /// Nothing: a part of an object cannot be made visible.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Upload for Writer {
    fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        self.hand_over()?;
        let mut writer = self.taken()?;
        let done = wait(async move { writer.shutdown().await });
        let done = done.map_err(StoreError::at("write", &self.at))?;
        done.map_err(|failed| match failed.downcast::<Refused>() {
            Ok(refused) => error("write", &self.at, &refused, &self.advice),
            Err(failed) => StoreError::at("write", &self.at)(failed),
        })
    }
}

impl Drop for Writer {
    /// Takes back the parts that were sent, which would cost their owner money for ever.
    fn drop(&mut self) {
        if let Some(mut writer) = self.writer.take() {
            // Nobody is left to tell.
            let _ = wait(async move { writer.abort().await });
        }
    }
}
