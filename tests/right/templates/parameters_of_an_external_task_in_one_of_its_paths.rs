use crate::prelude::*;

#[derive(ExternalTask)]
struct Flights {
    year: u16,
    month: u8,
    /// All months are in one file.
    #[task(output = "data/{year}.csv")]
    csv: Output<File>,
    #[task(output = "data/{year}/{month}")]
    folder: Output<Directory>,
    /// The same folder, as a dataset, and a part of it.
    #[task(output = "data/{year}/{month}")]
    rows: Output<Text>,
    #[task(output = "data/{year}/{month}/part-0.txt")]
    part: Output<File>,
}

#[derive(ExternalTask)]
#[task(allow(parameter_without_effect))]
struct Book {
    language: String,
    #[task(output = "data/book.txt")]
    text: Output<File>,
}

pub fn roots() -> Roots {
    roots![
        Flights::new(2013, 1),
        Flights::new(2013, 2),
        Book::new("en"),
        Book::new("de")
    ]
}
