//! Single files.

use std::io::{Read, Write};

use super::Verdict;
use super::trial::{Trial, expect, text};
use crate::target::store::Kind;

pub(super) fn nothing(trial: &Trial) -> Verdict {
    trial.expect_look("x", None)?;
    for (what, found) in [("list", trial.list("x")?), ("walk", trial.walk("x")?)] {
        expect(found.is_none(), || format!("{what} finds {found:?}"))?;
    }
    let version = trial.store.version(&trial.at("x"));
    let version = version.map_err(|error| text(&error))?;
    expect(version.is_none(), || format!("it has version {version:?}"))?;
    match trial.store.read(&trial.at("x")) {
        Ok(_) => return Err("it can be read".to_owned()),
        Err(error) => expect(error.is_not_there(), || {
            format!("`is_not_there` does not hold of: {}", text(&error))
        })?,
    }
    trial.remove("x")
}

pub(super) fn read_back(trial: &Trial) -> Verdict {
    let all: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    for bytes in [&b""[..], b"x", &all] {
        let name = format!("{}.bin", bytes.len());
        trial.put(&name, bytes)?;
        trial.expect_look(&name, Some(Kind::File))?;
        let read = trial.get(&name)?;
        expect(read == bytes, || {
            format!(
                "{} bytes were written, {} others read",
                bytes.len(),
                read.len()
            )
        })?;
    }
    Ok(())
}

/// A block of bytes that says where in the file it stands.
fn block(number: usize) -> Vec<u8> {
    let number = number.to_le_bytes();
    number.iter().copied().cycle().take(64 << 10).collect()
}

pub(super) fn big(trial: &Trial) -> Verdict {
    let blocks = trial.fixture.big.div_ceil(64 << 10);
    let mut upload = trial.begin("big", b"")?;
    for number in 0..blocks {
        upload
            .write_all(&block(number))
            .map_err(|error| format!("block {number}: {error}"))?;
    }
    trial.expect_look("big", None)?;
    upload.finish().map_err(|error| text(&error))?;
    let reader = trial.store.read(&trial.at("big"));
    let mut reader = reader.map_err(|error| text(&error))?;
    let mut read = vec![0; 64 << 10];
    for number in 0..blocks {
        reader
            .read_exact(&mut read)
            .map_err(|error| format!("reading block {number} of {blocks}: {error}"))?;
        expect(read == block(number), || {
            format!("block {number} is another")
        })?;
    }
    let more = reader.read(&mut read).map_err(|error| error.to_string())?;
    expect(more == 0, || "there is more than was written".to_owned())
}

pub(super) fn finished(trial: &Trial) -> Verdict {
    let mut upload = trial.begin("folder/x", b"half")?;
    upload.flush().map_err(|error| error.to_string())?;
    trial.expect_look("folder/x", None)?;
    let shown = trial.list("folder")?.unwrap_or_default();
    expect(!shown.contains_key("x"), || "it is listed".to_owned())?;
    upload
        .write_all(b" whole")
        .map_err(|error| error.to_string())?;
    upload.finish().map_err(|error| text(&error))?;
    trial.expect_look("folder/x", Some(Kind::File))?;
    let read = trial.get("folder/x")?;
    expect(read == b"half whole", || format!("{read:?}"))?;
    let shown = trial.list("folder")?.unwrap_or_default();
    expect(shown.len() == 1, || {
        format!("something else is left: {shown:?}")
    })
}

pub(super) fn dropped(trial: &Trial) -> Verdict {
    drop(trial.begin("folder/small", b"half")?);
    let mut upload = trial.begin("folder/big", b"")?;
    for number in 0..trial.fixture.big.div_ceil(64 << 10) {
        upload
            .write_all(&block(number))
            .map_err(|error| format!("block {number}: {error}"))?;
    }
    drop(upload);
    let shown = trial.list("folder")?.unwrap_or_default();
    expect(shown.is_empty(), || format!("left: {shown:?}"))?;
    trial.expect_look("folder/small", None)?;
    trial.expect_look("folder/big", None)
}

pub(super) fn replaced(trial: &Trial) -> Verdict {
    let long = vec![b'1'; 100_000];
    trial.put("x", &long)?;
    let upload = trial.begin("x", b"two")?;
    let before = trial.get("x")?;
    expect(before == long, || {
        "it changes before it is finished".to_owned()
    })?;
    upload.finish().map_err(|error| text(&error))?;
    let after = trial.get("x")?;
    expect(after == b"two", || {
        format!("{} bytes are there, not `two`", after.len())
    })?;
    drop(trial.begin("x", b"three")?);
    let after = trial.get("x")?;
    expect(after == b"two", || {
        "a writer that was dropped changed it".to_owned()
    })
}

pub(super) fn two_writers(trial: &Trial) -> Verdict {
    let (one, two) = (vec![b'1'; 70_000], vec![b'2'; 50_000]);
    let mut first = trial.begin("x", &one[..20_000])?;
    let second = trial.begin("x", &two)?;
    first
        .write_all(&one[20_000..])
        .map_err(|error| error.to_string())?;
    // Which of them may fail is not said; what is there afterwards is.
    let ended = [first.finish(), second.finish()];
    let won = ended.iter().filter(|ended| ended.is_ok()).count();
    expect(won > 0, || format!("neither could finish: {ended:?}"))?;
    let read = trial.get("x")?;
    expect(read == one || read == two, || {
        format!("{} bytes are there, of neither alone", read.len())
    })?;
    let shown = trial.list("")?.unwrap_or_default();
    expect(shown.len() == 1, || {
        format!("something else is left: {shown:?}")
    })
}

pub(super) fn version(trial: &Trial) -> Verdict {
    let version = || {
        let version = trial.store.version(&trial.at("x"));
        version
            .map_err(|error| text(&error))?
            .ok_or_else(|| "it has none".to_owned())
    };
    trial.put("x", b"one")?;
    let first = version()?;
    let again = version()?;
    expect(first == again, || {
        format!("{first} became {again} by itself")
    })?;
    trial.put("x", b"two")?;
    let second = version()?;
    expect(first != second, || format!("it stays {first}"))
}

pub(super) fn removed(trial: &Trial) -> Verdict {
    trial.put("x", b"one")?;
    trial.put("xy", b"two")?;
    trial.remove("x")?;
    trial.expect_look("x", None)?;
    trial.remove("x")?;
    let read = trial.get("xy")?;
    expect(read == b"two", || "another file changed".to_owned())
}
