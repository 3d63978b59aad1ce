//! The crates that are compiled: the same structs under different derives.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How many structs a module holds: nobody writes a thousand into one file.
const A_MODULE: usize = 50;

/// What is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing: what rustc takes for the structs themselves.
    Nothing,
    Ours,
    /// Ours without the checks of Python, which can be switched off.
    OursAlone,
    Clap,
    Serde,
}

impl Kind {
    /// What is compared struct by struct.
    pub(crate) const ALL: [Self; 4] = [Self::Nothing, Self::Ours, Self::Clap, Self::Serde];

    /// What is compared by what it brings along.
    pub(crate) const WITH_DEPENDENCIES: [Self; 4] =
        [Self::Ours, Self::OursAlone, Self::Clap, Self::Serde];

    fn is_ours(self) -> bool {
        matches!(self, Self::Ours | Self::OursAlone)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no derive",
            Self::Ours => "SparkTask",
            Self::OursAlone => "SparkTask, no features",
            Self::Clap => "clap's Parser",
            Self::Serde => "serde's both",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Ours => "ours",
            Self::OursAlone => "alone",
            Self::Clap => "clap",
            Self::Serde => "serde",
        }
    }

    fn dependency(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Ours | Self::OursAlone => format!(
                "spark-pipeline = {{ path = {:?}, default-features = {} }}\n",
                env!("CARGO_MANIFEST_DIR"),
                self == Self::Ours,
            ),
            Self::Clap => "clap = { version = \"4\", features = [\"derive\"] }\n".to_owned(),
            Self::Serde => "serde = { version = \"1\", features = [\"derive\"] }\n".to_owned(),
        }
    }
}

/// A crate of one kind and size.
#[derive(Clone, Debug)]
pub(crate) struct Crate {
    pub(crate) kind: Kind,
    pub(crate) size: usize,
    pub(crate) name: String,
    folder: PathBuf,
}

impl Crate {
    /// Writes a crate into the workspace.
    pub(crate) fn write(workspace: &Path, kind: Kind, size: usize) -> std::io::Result<Self> {
        let name = format!("{}-{size}", kind.word());
        let folder = workspace.join(&name);
        std::fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}",
            kind.dependency()
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        let made = Self {
            kind,
            size,
            name,
            folder,
        };
        let mut root = String::from("//! Structs.\n\n");
        // Where nothing is derived, nothing reads the fields: no time for saying so.
        root.push_str("#![allow(dead_code)]\n\n");
        for module in 0..size.div_ceil(A_MODULE) {
            let _ = writeln!(root, "pub mod m{module};");
            made.module(module, 0)?;
        }
        write(&made.folder.join("src/lib.rs"), &root)?;
        Ok(made)
    }

    /// Changes one attribute of one struct in the middle.
    pub(crate) fn edit(&self, revision: usize) -> std::io::Result<()> {
        self.module(self.size / 2 / A_MODULE, revision)
    }

    fn module(&self, module: usize, revision: usize) -> std::io::Result<()> {
        let first = module * A_MODULE;
        let mut text = String::from(match self.kind {
            Kind::Nothing => "",
            Kind::Ours | Kind::OursAlone => "use spark_pipeline::prelude::*;\n",
            Kind::Clap => "use clap::Parser;\n",
            Kind::Serde => "use serde::{Deserialize, Serialize};\n",
        });
        if self.kind.is_ours() {
            text.push_str(FLIGHTS);
        }
        for number in first..(first + A_MODULE).min(self.size) {
            let edited = number == self.size / 2;
            text.push_str(&task(self.kind, number, if edited { revision } else { 0 }));
        }
        write(&self.folder.join(format!("src/m{module}.rs")), &text)
    }
}

/// Writes a file, but leaves one alone that is as it should be.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    std::fs::write(path, text)
}

/// What the tasks of a module read.
const FLIGHTS: &str = "
/// Flights that left New York in one month.
#[derive(ExternalTask)]
pub struct Flights {
    /// The month.
    month: u8,
    /// The flights, as the airlines reported them.
    #[task(output = \"data/flights-{month:02}.csv\")]
    csv: Output<File>,
}
";

fn task(kind: Kind, number: usize, revision: usize) -> String {
    let partitions = 8 + revision;
    match kind {
        Kind::Ours | Kind::OursAlone => format!(
            "
/// Mean departure delay per carrier, number {number}.
#[derive(SparkTask)]
#[spark(
    app = \"https://example.org/jobs/delays.py\",
    driver_memory = \"1g\",
    executor_memory = \"4g\",
    executor_cores = 4,
    conf(\"spark.sql.shuffle.partitions\" = {partitions}, \"spark.sql.ansi.enabled\" = true)
)]
pub struct Delays{number} {{
    /// The month that is read.
    #[spark(arg = \"--month\")]
    month: u8,
    /// Where the flights left.
    #[spark(arg = \"--origin\", default = \"JFK\")]
    origin: String,
    /// Carriers with fewer flights are left out.
    #[spark(arg = \"--at-least\", default = 10)]
    at_least: u64,
    /// The flights of the month.
    #[spark(arg = \"--flights\", input = Flights::new(month))]
    flights: Input<Flights>,
    /// A row for each carrier.
    #[spark(arg = \"--out\", output = \"out/delays-{number}/{{month:02}}-{{origin}}-{{at_least}}\")]
    delays: Output<Directory>,
}}
"
        ),
        _ => {
            let (derive, plain, origin, at_least) = match kind {
                Kind::Clap => (
                    format!(
                        "#[derive(Parser)]\n#[command(name = \"delays-{number}\", version = \"{partitions}\")]"
                    ),
                    "#[arg(long)]",
                    "#[arg(long, default_value = \"JFK\")]",
                    "#[arg(long, default_value_t = 10)]",
                ),
                Kind::Serde => (
                    format!(
                        "#[derive(Serialize, Deserialize)]\n#[serde(rename = \"delays-{partitions}\")]"
                    ),
                    "#[serde(alias = \"from\")]",
                    "#[serde(default)]",
                    "#[serde(default)]",
                ),
                _ => (format!("#[must_use = \"{partitions}\"]"), "", "", ""),
            };
            format!(
                "
/// Mean departure delay per carrier, number {number}.
{derive}
pub struct Delays{number} {{
    /// The month that is read.
    {plain}
    month: u8,
    /// Where the flights left.
    {origin}
    origin: String,
    /// Carriers with fewer flights are left out.
    {at_least}
    at_least: u64,
    /// The flights of the month.
    {}
    flights: std::path::PathBuf,
    /// A row for each carrier.
    {}
    delays: std::path::PathBuf,
}}
",
                if kind == Kind::Serde { "" } else { plain },
                if kind == Kind::Serde { "" } else { plain },
            )
        }
    }
}
