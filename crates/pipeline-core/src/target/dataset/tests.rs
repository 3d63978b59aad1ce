use std::io::Read;

use serde::Deserialize;

use super::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Count {
    word: String,
    count: Option<u64>,
}

fn at<T: Target>(temp: &tempfile::TempDir) -> T {
    T::at(temp.path().join("x").to_str().expect("UTF-8").to_owned())
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, bytes).expect("written");
}

fn gzip(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
        .read_to_end(&mut bytes)
        .expect("compressed");
    bytes
}

#[test]
fn the_data_files_are_sorted_and_what_spark_hides_is_left_out() {
    let temp = tempfile::tempdir().expect("a folder");
    let dataset: Parquet = at(&temp);
    for name in [
        "_SUCCESS",
        "._SUCCESS.crc",
        "k=2/part-0",
        "k=1/part-1",
        "k=1/part-0",
        "k=1/.part-0.crc",
        "_temporary/0/part-9",
        "_k=3/part-0",
        "part-7._COPYING_",
    ] {
        write(dataset.path(), name, "");
    }
    let files = dataset.files().expect("listed");
    let names: Vec<_> = files
        .iter()
        .map(|path| {
            path.path()
                .strip_prefix(dataset.path())
                .expect("below")
                .to_str()
                .expect("UTF-8")
        })
        .collect();
    assert_eq!(
        names,
        ["_k=3/part-0", "k=1/part-0", "k=1/part-1", "k=2/part-0"]
    );
}

#[test]
fn a_partial_dataset_is_never_read() {
    let temp = tempfile::tempdir().expect("a folder");
    let dataset: Json = at(&temp);
    write(dataset.path(), "part-0", "{}");
    let error = dataset.files().expect_err("no _SUCCESS");
    assert!(matches!(error, StoreError::Incomplete { .. }));
    assert!(dataset.rows::<Count>().is_err());
    assert!(Text::at(dataset.location().to_owned()).lines().is_err());
}

#[test]
fn rows_are_read_from_all_files_plain_or_gzip() {
    let temp = tempfile::tempdir().expect("a folder");
    let dataset: Json = at(&temp);
    write(
        dataset.path(),
        "part-0.json",
        "{\"word\":\"a\",\"count\":1}\n{\"word\":\"b\"}\n",
    );
    write(
        dataset.path(),
        "part-1.json.gz",
        gzip("{\"word\":\"c\",\"count\":3}"),
    );
    write(dataset.path(), "part-2.json", "");
    write(dataset.path(), "_SUCCESS", "");
    let rows: Vec<Count> = dataset
        .rows()
        .expect("complete")
        .map(|row| row.expect("a row"))
        .collect();
    let row = |word: &str, count| Count {
        word: word.to_owned(),
        count,
    };
    assert_eq!(rows, [row("a", Some(1)), row("b", None), row("c", Some(3))]);
}

#[test]
fn a_row_that_does_not_fit_is_named_by_file_and_line() {
    let temp = tempfile::tempdir().expect("a folder");
    let dataset: Json = at(&temp);
    write(
        dataset.path(),
        "part-0.json",
        "{\"word\":\"a\"}\n{\"word\":7}\n",
    );
    write(dataset.path(), "part-1.json.bz2", "");
    write(dataset.path(), "_SUCCESS", "");
    let mut rows = dataset.rows::<Count>().expect("complete");
    assert!(rows.next().is_some_and(|row| row.is_ok()));
    let error = rows.next().expect("a row").expect_err("no text");
    assert!(
        error.to_string().ends_with("part-0.json, line 2"),
        "{error}"
    );
    let error = rows.next().expect("a file").expect_err("compressed");
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert!(rows.next().is_none());
}

#[test]
fn what_is_written_without_spark_is_complete_and_reads_back() {
    let temp = tempfile::tempdir().expect("a folder");
    let json: Json = at(&temp);
    let rows = [Count {
        word: "a".to_owned(),
        count: None,
    }];
    json.write_rows(&rows).expect("written");
    assert!(json.exists().expect("local"));
    let read: Vec<Count> = json
        .rows()
        .expect("complete")
        .map(|row| row.expect("a row"))
        .collect();
    assert_eq!(read, rows);

    let text: Text = at(&temp);
    text.write_lines(["one", "", "two"])
        .expect("written over it");
    let lines: Vec<_> = text
        .lines()
        .expect("complete")
        .map(|line| line.expect("a line"))
        .collect();
    assert_eq!(lines, ["one", "", "two"]);
    assert!(text.write_lines(["a\nb"]).is_err());
    assert_eq!(text.files().expect("still there").len(), 1);
    assert_eq!(
        fs::read_dir(temp.path()).expect("listed").count(),
        1,
        "nothing is left"
    );
}

#[test]
fn the_columns_are_those_of_the_row() {
    struct Leg;
    impl Row for Leg {
        const COLUMNS: &'static [Column] = &[Column {
            name: "delay",
            data_type: &DataType::Double,
            nullable: true,
        }];
    }
    assert_eq!(<Parquet as Target>::COLUMNS, None);
    assert_eq!(
        <Parquet<Leg> as Target>::COLUMNS,
        Some(<Leg as Row>::COLUMNS)
    );
    assert_eq!(
        <Text as Target>::COLUMNS.map(|columns| columns[0].name),
        Some("value")
    );
}
