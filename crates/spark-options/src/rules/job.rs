//! What the rules are asked about, and what they answer.

use std::borrow::Cow;

use crate::{SparkOption, Version, by_key};

/// One application, as far as it is known.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// What is run.
    pub program: Program,
    /// The place that says what is run, as in [`Setting::place`].
    pub program_place: u32,
    /// What is set. Where a setting of a higher layer takes the place of another, only the one
    /// that counts stands here.
    pub settings: Vec<Setting<'a>>,
    /// What is known of where it will run.
    pub target: Target,
    /// Whether this is all: nobody sets anything else before the application runs, and what is
    /// not set has Spark's default. The literals of an attribute are never all.
    pub whole: bool,
}

/// What is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Program {
    /// A jar.
    Jar,
    /// A Python application.
    Python,
    /// A Python module with a `main` of its own; on the command line, a Python application.
    PythonModule,
    /// An R application.
    R,
    /// Not known yet: its ending will tell.
    #[default]
    Unknown,
}

/// Something that is set.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// What is set.
    pub name: Name<'a>,
    /// To what, if that is known; the elements of a list are joined by commas.
    pub value: Option<Cow<'a, str>>,
    /// Where it is written: any number, the same for whatever stands in one attribute or in
    /// one profile.
    pub place: u32,
    /// Whether the author says that the name is one of their own, which nobody knows.
    pub custom: bool,
}

/// What a setting sets.
#[derive(Clone, Copy, Debug)]
pub enum Name<'a> {
    /// An option of the table.
    Option(&'static SparkOption),
    /// A property, by `conf`.
    Property(&'a str),
    /// A variable of the driver's environment, by `env`.
    Variable(&'a str),
}

/// Where an application will run; nothing where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The version of Spark.
    pub spark: Option<Version>,
    /// What one driver or executor may get, overhead included, in MiB.
    pub max_container_memory_mib: Option<u64>,
    /// How many cores one driver or executor may get.
    pub max_container_cores: Option<u32>,
}

/// Something that a rule has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, which stays: `cluster_mode_on_a_local_master`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which of the job's settings it is about.
    pub about: usize,
    /// What is wrong about it.
    pub part: Part,
    /// Another setting that it is about.
    pub other: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to write.
    pub help: String,
}

/// What a finding is about in a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// That it is set at all.
    Name,
    /// What it is set to.
    Value,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; in another place or with another setting it is right.
    Note,
    /// Probably wrong, but it runs.
    Warning,
    /// It cannot work as it is written.
    Error,
}

impl<'a> Job<'a> {
    /// An application with nothing set and nothing known.
    #[must_use]
    pub const fn new(program: Program) -> Self {
        Self {
            program,
            program_place: 0,
            settings: Vec::new(),
            target: Target {
                spark: None,
                max_container_memory_mib: None,
                max_container_cores: None,
            },
            whole: false,
        }
    }

    /// The same with one more setting.
    #[must_use]
    pub fn with(mut self, setting: Setting<'a>) -> Self {
        self.settings.push(setting);
        self
    }
}

impl Program {
    /// What it is called in a sentence: `a jar`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jar => "a jar",
            Self::Python => "a Python application",
            Self::PythonModule => "a Python module",
            Self::R => "an R application",
            Self::Unknown => "an application by its ending",
        }
    }

    /// Whether it is Python in either form.
    #[must_use]
    pub const fn is_python(self) -> bool {
        matches!(self, Self::Python | Self::PythonModule)
    }
}

impl<'a> Setting<'a> {
    /// An option, in place 0; a value that is not known is `None`.
    #[must_use]
    pub const fn option(option: &'static SparkOption, value: Option<Cow<'a, str>>) -> Self {
        Self::of(Name::Option(option), value)
    }

    /// The option of a key with this value, in place 0; nothing if the key is unknown.
    #[must_use]
    pub fn key(key: &str, value: &'a str) -> Option<Self> {
        Some(Self::option(by_key(key)?, Some(Cow::Borrowed(value))))
    }

    /// A property, in place 0.
    #[must_use]
    pub const fn property(name: &'a str, value: Option<Cow<'a, str>>) -> Self {
        Self::of(Name::Property(name), value)
    }

    /// A variable of the environment, in place 0.
    #[must_use]
    pub const fn variable(name: &'a str, value: Option<Cow<'a, str>>) -> Self {
        Self::of(Name::Variable(name), value)
    }

    /// The same, written in another place.
    #[must_use]
    pub const fn at(mut self, place: u32) -> Self {
        self.place = place;
        self
    }

    const fn of(name: Name<'a>, value: Option<Cow<'a, str>>) -> Self {
        Self {
            name,
            value,
            place: 0,
            custom: false,
        }
    }
}

impl<'a> Name<'a> {
    /// As an author writes it: `driver_memory`, `spark.ui.port`.
    #[must_use]
    pub const fn word(&self) -> &'a str {
        match self {
            Self::Option(option) => option.key,
            Self::Property(name) | Self::Variable(name) => name,
        }
    }
}
