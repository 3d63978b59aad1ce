//! An application in Java: compiled from its source here, then run on Spark.
//!
//! ```text
//! cargo run --example jar
//! ```
//!
//! Needs a JDK: `javac` in `JAVA_HOME` or on the PATH.

use std::path::{Path, PathBuf};
use std::process::Command;

use spark_pipeline::core::{Failure, FailureKind};
use spark_pipeline::prelude::*;
use spark_pipeline::spark::install::Spark;

/// Where the jar is, for the task that makes it and the one that runs it.
const JAR: &str = "out/jar/word-lengths.jar";

/// The Java source.
#[derive(ExternalTask)]
struct Source {
    #[task(output = "examples/jar/WordLengths.java")]
    java: Output<File>,
}

/// A short text.
#[derive(ExternalTask)]
struct Book {
    #[task(output = "examples/data/book.txt")]
    text: Output<File>,
}

/// The source, compiled against the Spark that will run it.
#[derive(Task)]
struct CompiledJar {
    #[task(input = Source::new())]
    source: Input<Source>,
    #[task(output = JAR)]
    jar: Output<File>,
}

impl Run for CompiledJar {
    async fn run(&self, cx: &Context) -> Result<()> {
        let javac = jdk_tool("javac")?;
        let spark = cx.extensions().get::<Spark>().ok_or_else(|| {
            TaskError::msg("no Spark is at hand: the jar is compiled where a Spark task follows")
        })?;
        let classes = cx.dir().join("classes");
        std::fs::create_dir_all(&classes)?;
        call(
            Command::new(&javac)
                // What the oldest Java of a supported Spark 4 can load.
                .args(["--release", "17", "-cp"])
                .arg(spark.home.join("jars").join("*"))
                .arg("-d")
                .arg(&classes)
                .arg(self.source.java.location()),
        )?;
        let made = cx.dir().join("made.jar");
        call(
            Command::new(jdk_tool("jar")?)
                .args(["--create", "--file"])
                .arg(&made)
                .arg("-C")
                .arg(&classes)
                .arg("."),
        )?;
        self.jar.write(std::fs::read(&made)?).await?;
        Ok(())
    }
}

/// A tool of the JDK, or an error that says where it was looked for.
fn jdk_tool(name: &str) -> Result<PathBuf> {
    let home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    home.into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|tool| tool.is_file())
        .ok_or_else(|| {
            let cause = format!("no `{name}`: neither JAVA_HOME nor the PATH has a JDK");
            Failure::new(FailureKind::Environment, cause)
                .hint("install a JDK, 17 or newer; a JRE, which runs Spark, cannot compile")
                .into()
        })
}

/// Calls a tool; what it prints is the error when it fails.
fn call(command: &mut Command) -> Result<()> {
    let done = command.output()?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let program = command.get_program().to_string_lossy();
    Err(TaskError::msg(format!("{program} failed:\n{said}")))
}

/// How many words of each length the book has.
#[derive(SparkTask)]
#[spark(app = JAR, class = "WordLengths", driver_memory = "1g")]
struct WordLengths {
    #[spark(input = CompiledJar::new())]
    jar: Input<CompiledJar>,
    #[spark(arg, input = Book::new())]
    book: Input<Book>,
    #[spark(arg, output = "out/word-lengths")]
    lengths: Output<Json<Length>>,
}

#[derive(Row)]
struct Length {
    letters: i32,
    words: i64,
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<WordLengths>()
}
