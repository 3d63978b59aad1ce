//! The ways of running Python, and every kind of parameter as Python sees it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use spark_pipeline::prelude::*;

/// A text of a month.
#[derive(ExternalTask)]
#[task(allow(parameter_without_effect))]
pub(crate) struct Book {
    month: Month,
    #[task(output = "examples/data/book.txt")]
    text: Output<File>,
}

/// A module in a file, a SparkContext, `setup`, and a package that is shipped.
#[derive(SparkTask)]
#[spark(
    python_file = "tests/programs/packaged.py",
    entry = "context",
    py_files = ["tests/programs/shipped"],
    driver_memory = "1g"
)]
pub(crate) struct Packaged {
    #[spark(default = 2)]
    times: u32,
    #[spark(input = Book::new(Month::new(2013, 2).expect("a month")))]
    book: Input<Book>,
    #[spark(output = "out/packaged/{times}")]
    lines: Output<Text>,
}

/// An enum as a parameter.
#[derive(Clone, Copy, Param)]
pub(crate) enum Color {
    Red,
    Green,
}

/// Every kind of parameter, and each shape of an input.
#[derive(SparkTask)]
#[spark(
    driver_memory = "1g",
    python = r#"
import datetime, os

def main(spark, task):
    assert task.big == 2**63 + 1, task.big
    assert task.small == -3
    assert task.ratio == 0.1
    assert task.no is False
    assert task.text == "é, 'x' = \"y\" \\"
    assert task.letter == "ß"
    assert task.path == "a/b c"
    assert task.day == datetime.date(2013, 1, 31)
    assert task.month == datetime.date(2013, 2, 1) and str(task.month) == "2013-02"
    assert task.hour == datetime.datetime(2013, 2, 3, 4) and str(task.hour) == "2013-02-03T04"
    assert task.at == datetime.datetime(2013, 1, 31, 5, 6, 7)
    assert task.long == datetime.timedelta(seconds=90)
    assert task.none is None
    assert task.list == [1, 2, 3]
    assert task.map == {1: "one", 2: "two"}
    assert task.paint in ("green", "Green"), task.paint
    assert task.maybe is None
    assert [str(book.month) for book in task.books] == ["2013-01", "2013-02"]
    assert spark.read.text(task.books).count() == 2 * spark.read.text(task.books[0].text).count()
    os.mkdir(task.folder)
    with open(os.path.join(task.folder, "done"), "w") as file:
        file.write(repr(task))
"#
)]
pub(crate) struct Kinds {
    #[spark(default = (1 << 63) + 1)]
    big: u64,
    #[spark(default = -3)]
    small: i8,
    #[spark(default = 0.1)]
    ratio: f32,
    no: bool,
    #[spark(default = "é, 'x' = \"y\" \\".to_owned())]
    text: String,
    #[spark(default = 'ß')]
    letter: char,
    #[spark(default = PathBuf::from("a/b c"))]
    path: PathBuf,
    #[spark(default = "2013-01-31".parse::<Date>().expect("a day"))]
    day: Date,
    #[spark(default = Month::new(2013, 2).expect("a month"))]
    month: Month,
    #[spark(default = <Hour as Param>::parse("2013-02-03T04").expect("an hour"))]
    hour: Hour,
    #[spark(default = "2013-01-31T05:06:07".parse::<DateTime>().expect("a moment"))]
    at: DateTime,
    #[spark(default = Duration::from_secs(90))]
    long: Duration,
    none: Option<u8>,
    #[spark(default = vec![1, 2, 3])]
    list: Vec<u8>,
    #[spark(default = BTreeMap::from([(1, "one".to_owned()), (2, "two".to_owned())]))]
    map: BTreeMap<u8, String>,
    #[spark(default = Color::Green)]
    paint: Color,
    #[spark(input = None)]
    maybe: Option<Input<Book>>,
    #[spark(input = [1, 2].map(|month| Book::new(Month::new(2013, month).expect("a month"))))]
    books: Inputs<Book>,
    #[spark(output = "out/kinds/{task_id}")]
    folder: Output<Directory>,
}

/// A module that the test writes.
#[derive(SparkTask)]
#[spark(python_file = file.clone(), driver_memory = "1g")]
pub(crate) struct Module {
    file: String,
    #[spark(output = "out/{file}")]
    rows: Output<Text>,
}
