//! What an application reads against what is written, column by column, while compiling.
//!
//! Everything here is a `const fn`, so that it works across modules, crates, aliases and
//! generics alike: the compiler hands over the columns, whatever the names of the types are.

use super::text::Text;
use super::{Column, DataType};

/// What does not fit, one line for each column.
pub struct Misfits {
    lines: Text,
    /// Where in a nested column the comparison is: `address.zip`.
    path: Text,
    found: bool,
}

/// Compares the columns that are read with those that are written.
///
/// As in Spark, names are compared without regard to case, the order does not matter, and more
/// may be written than is read. A number may be read as a wider one, as Spark itself does. Fields of structs, elements of arrays, keys and values of maps are
/// compared too.
#[must_use]
pub const fn misfits(reads: &[Column], writes: &[Column]) -> Misfits {
    let mut misfits = Misfits {
        lines: Text::new(),
        path: Text::new(),
        found: false,
    };
    misfits.columns(reads, writes);
    misfits
}

impl Misfits {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !self.found
    }

    /// Each on a line of its own, between a head and a help; the help ends in the columns that
    /// are written.
    ///
    /// # Panics
    /// Always: the message is the compile error.
    #[track_caller]
    pub const fn panic(&self, head: &str, help: &str, writes: &[Column]) -> ! {
        let mut text = Text::new();
        text.push(head);
        text.push(self.lines.as_str());
        text.push("\nhelp: ");
        text.push(help);
        text.push_columns(writes, " ");
        panic!("{}", text.as_str())
    }

    const fn columns(&mut self, reads: &[Column], writes: &[Column]) {
        let (mut at, mut last) = (0, writes.len().wrapping_sub(1));
        while at < reads.len() {
            let read = &reads[at];
            let len = self.enter(read.name);
            match find(read.name, writes, last) {
                Found::At(place) => {
                    last = place;
                    let written = &writes[place];
                    self.types(read.data_type, written.data_type);
                    self.nulls(read.nullable, written.nullable);
                }
                Found::Perhaps => {}
                Found::Nowhere => {
                    self.begin();
                    self.lines.push("no such column");
                    if let Some(near) = nearest(read.name, writes) {
                        self.lines.push("; did you mean `");
                        self.lines.push(writes[near].name);
                        self.lines.push("`?");
                    }
                }
            }
            self.path.truncate(len);
            at += 1;
        }
    }

    const fn types(&mut self, read: &DataType, written: &DataType) {
        match (read, written) {
            (DataType::Array(read, read_null), DataType::Array(written, null)) => {
                self.part("element", read, written);
                self.part_nulls("element", *read_null, *null);
            }
            (DataType::Map(key, value, read_null), DataType::Map(key2, value2, null)) => {
                self.part("key", key, key2);
                self.part("value", value, value2);
                self.part_nulls("value", *read_null, *null);
            }
            (DataType::Struct(read), DataType::Struct(written)) => self.columns(read, written),
            _ if is_read_as(read, written) => {}
            _ => {
                self.begin();
                self.lines.push("read as ");
                self.lines.push_type(read);
                self.lines.push(", written as ");
                self.lines.push_type(written);
            }
        }
    }

    const fn part(&mut self, name: &str, read: &DataType, written: &DataType) {
        let len = self.enter(name);
        self.types(read, written);
        self.path.truncate(len);
    }

    const fn part_nulls(&mut self, name: &str, read: bool, written: bool) {
        let len = self.enter(name);
        self.nulls(read, written);
        self.path.truncate(len);
    }

    const fn nulls(&mut self, read: bool, written: bool) {
        if written && !read {
            self.begin();
            self.lines
                .push("written with NULLs, and read without: read it as an `Option`");
        }
    }

    /// Goes one name deeper; returns what to go back to.
    const fn enter(&mut self, name: &str) -> usize {
        let len = self.path.len();
        if len > 0 {
            self.path.push(".");
        }
        self.path.push(name);
        len
    }

    const fn begin(&mut self) {
        self.found = true;
        self.lines.push("\n  `");
        self.lines.push(self.path.as_str());
        self.lines.push("`: ");
    }
}

enum Found {
    At(usize),
    /// A name that may be the same in another case, which only Spark can tell.
    Perhaps,
    Nowhere,
}

/// Finds a column. Both lists are mostly in one order, so the neighbours of the one that was
/// found last come first.
const fn find(name: &str, columns: &[Column], last: usize) -> Found {
    let before = last.wrapping_sub(1);
    if before < columns.len() && is_same(name.as_bytes(), columns[before].name.as_bytes()) {
        return Found::At(before);
    }
    let mut step = 1;
    while step <= columns.len() {
        let at = (last + step) % columns.len();
        if is_same(name.as_bytes(), columns[at].name.as_bytes()) {
            return Found::At(at);
        }
        step += 1;
    }
    if !name.is_ascii() {
        let mut at = 0;
        while at < columns.len() {
            if is_perhaps_same(name.as_bytes(), columns[at].name.as_bytes()) {
                return Found::Perhaps;
            }
            at += 1;
        }
    }
    Found::Nowhere
}

/// Whether two names are one. From behind, since names that differ mostly differ there; a
/// compiler takes its time over every step.
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = a.len();
    while at > 0 {
        at -= 1;
        if a[at] != b[at] && !a[at].eq_ignore_ascii_case(&b[at]) {
            return false;
        }
    }
    true
}

/// Whether two names are the same but for letters beyond ASCII, of whose case a `const fn`
/// knows nothing.
const fn is_perhaps_same(a: &[u8], b: &[u8]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].is_ascii() != b[j].is_ascii() {
            return false;
        }
        if a[i].is_ascii() {
            if !a[i].eq_ignore_ascii_case(&b[j]) {
                return false;
            }
            i += 1;
            j += 1;
        } else {
            while i < a.len() && !a[i].is_ascii() {
                i += 1;
            }
            while j < b.len() && !b[j].is_ascii() {
                j += 1;
            }
        }
    }
    i == a.len() && j == b.len()
}

/// Whether Spark reads what is written as this type without losing anything.
const fn is_read_as(read: &DataType, written: &DataType) -> bool {
    match (read, written) {
        (DataType::Boolean, DataType::Boolean)
        | (DataType::String, DataType::String)
        | (DataType::Binary, DataType::Binary)
        | (DataType::Date, DataType::Date)
        | (DataType::Timestamp, DataType::Timestamp)
        | (DataType::TimestampNtz, DataType::TimestampNtz)
        | (DataType::TinyInt, DataType::TinyInt)
        | (DataType::SmallInt, DataType::SmallInt | DataType::TinyInt)
        | (DataType::Int, DataType::Int | DataType::SmallInt | DataType::TinyInt)
        | (DataType::Float, DataType::Float) => true,
        (DataType::BigInt, written) => {
            matches!(written, DataType::BigInt) || is_read_as(&DataType::Int, written)
        }
        (DataType::Double, written) => {
            matches!(written, DataType::Double | DataType::Float)
                || is_read_as(&DataType::Int, written)
        }
        _ => false,
    }
}

/// The column whose name is nearest, if it is near enough to be what was meant.
const fn nearest(name: &str, columns: &[Column]) -> Option<usize> {
    let mut best = None;
    let mut least = {
        let third = name.len() / 3;
        if third > 1 { third + 1 } else { 2 }
    };
    let mut at = 0;
    while at < columns.len() {
        let far = distance(name.as_bytes(), columns[at].name.as_bytes());
        if far < least && far < name.len() {
            (best, least) = (Some(at), far);
        }
        at += 1;
    }
    best
}

/// How many letters must be changed, added or taken away to make one name of the other.
const fn distance(a: &[u8], b: &[u8]) -> usize {
    const LONGEST: usize = 64;
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return usize::MAX;
    }
    let mut row = [0; LONGEST];
    let mut j = 0;
    while j <= b.len() {
        row[j] = j;
        j += 1;
    }
    let mut i = 0;
    while i < a.len() {
        let mut corner = row[0];
        row[0] = i + 1;
        let mut j = 0;
        while j < b.len() {
            let changed = corner + !a[i].eq_ignore_ascii_case(&b[j]) as usize;
            corner = row[j + 1];
            let other = 1 + if row[j] < row[j + 1] {
                row[j]
            } else {
                row[j + 1]
            };
            row[j + 1] = if changed < other { changed } else { other };
            j += 1;
        }
        i += 1;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn column(name: &'static str, data_type: &'static DataType, nullable: bool) -> Column {
        Column {
            name,
            data_type,
            nullable,
        }
    }

    const INT: &DataType = &DataType::Int;
    const LONG: &DataType = &DataType::BigInt;
    const TEXT: &DataType = &DataType::String;

    fn lines(reads: &[Column], writes: &[Column]) -> Vec<String> {
        let misfits = misfits(reads, writes);
        let lines = misfits.lines.as_str().lines();
        lines.skip(1).map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn order_case_and_further_columns_do_not_matter() {
        let writes = [
            column("a", INT, false),
            column("b", TEXT, true),
            column("Größe", LONG, false),
        ];
        assert!(misfits(&[column("B", TEXT, true), column("A", INT, true)], &writes).is_empty());
        assert!(misfits(&[column("größe", LONG, false)], &writes).is_empty());
        assert!(misfits(&[column("GRÖßE", LONG, false)], &writes).is_empty());
        assert!(misfits(&[], &writes).is_empty());
        assert!(!misfits(&[column("Grosse", LONG, false)], &writes).is_empty());
    }

    #[test]
    fn every_misfit_is_a_line() {
        let writes = [
            column("dep_delay", &DataType::Double, true),
            column("origin", TEXT, false),
            column("distance", TEXT, false),
        ];
        let reads = [
            column("dep_dely", &DataType::Double, true),
            column("distance", LONG, false),
            column("dep_delay", &DataType::Double, false),
            column("zzz", INT, false),
        ];
        assert_eq!(
            lines(&reads, &writes),
            [
                "`dep_dely`: no such column; did you mean `dep_delay`?",
                "`distance`: read as bigint, written as string",
                "`dep_delay`: written with NULLs, and read without: read it as an `Option`",
                "`zzz`: no such column",
            ]
        );
    }

    #[test]
    fn nested_columns_are_told_with_their_path() {
        const ADDRESS: &DataType = &DataType::Struct(&[
            column("zip", TEXT, true),
            column("tags", &DataType::Array(TEXT, true), false),
        ]);
        const READ: &DataType = &DataType::Struct(&[
            column("Zip", INT, false),
            column("tags", &DataType::Array(TEXT, false), false),
            column("city", TEXT, false),
        ]);
        let writes = [column("by", &DataType::Map(TEXT, ADDRESS, true), false)];
        let reads = [column("by", &DataType::Map(INT, READ, true), false)];
        assert_eq!(
            lines(&reads, &writes),
            [
                "`by.key`: read as int, written as string",
                "`by.value.Zip`: read as int, written as string",
                "`by.value.Zip`: written with NULLs, and read without: read it as an `Option`",
                "`by.value.tags.element`: written with NULLs, and read without: read it as an `Option`",
                "`by.value.city`: no such column",
            ]
        );
    }

    #[test]
    fn a_number_is_read_as_a_wider_one_and_as_no_other() {
        for (read, written, fits) in [
            (LONG, INT, true),
            (INT, LONG, false),
            (&DataType::Double, INT, true),
            (&DataType::Double, LONG, false),
            (&DataType::Double, &DataType::Float, true),
            (&DataType::Float, INT, false),
            (LONG, TEXT, false),
            (TEXT, INT, false),
            (&DataType::Timestamp, &DataType::TimestampNtz, false),
        ] {
            assert_eq!(is_read_as(read, written), fits, "{read} from {written}");
        }
    }

    #[test]
    fn a_message_that_is_too_long_is_cut() {
        let many = [column("a_rather_long_name_of_a_column", TEXT, false); 400];
        let misfits = misfits(&many, &[]);
        assert!(misfits.lines.as_str().ends_with('…'));
    }

    #[test]
    #[should_panic(expected = "no\n  `a`: no such column\nhelp: these are written: b int NOT NULL")]
    fn the_message_has_a_head_the_lines_and_what_is_written() {
        let writes = [column("b", INT, false)];
        // One letter for another is no suggestion where there is but one.
        misfits(&[column("a", INT, false)], &writes).panic("no", "these are written: ", &writes);
    }
}
