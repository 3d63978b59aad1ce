//! The pipeline that is killed: jobs that start children, and tasks in Rust that write.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use pipeline_core::cli::{ExitKind, Program, Stream, Surroundings};
use pipeline_core::config::Settings;
use pipeline_core::engine::{BoxFuture, Engine, Extensions, Key, Objection};
use pipeline_core::param::{AnyParam, Param};
use pipeline_core::run::Context;
use pipeline_core::target::{AnyTarget, Directory, File, Output, Parquet, Undeclared};
use pipeline_core::task::{
    AnyTask, Dependencies, InputSchema, OutputSchema, ParamSchema, ParamValues, Resolved, Task,
    TaskKind, TaskSchema,
};
use pipeline_core::{Failure, Result};
use pipeline_spark::application::{MainResource, OptionValue};
use pipeline_spark::install::Spark;
use pipeline_spark::{SparkApplication, SparkTask};

/// The variable that names the folder of the pipeline.
pub(crate) const PLACE: &str = "CRASH_PLACE";
/// The variable that says which root is asked for.
pub(crate) const ROOT: &str = "CRASH_ROOT";
/// How many jobs there are; with each job goes a note, a dataset and a chart.
pub(crate) const JOBS: u8 = 10;

/// What stands in for `spark-submit`. Its last three words are what it is, where it writes and
/// where that is going to be.
const SUBMIT: &str = r#"
while [ $# -gt 3 ]; do shift; done
what=$1 out=$2 final=$3
exec 9>>"$CRASH_PLACE/locks/$what"
flock -n 9 || echo "double $what" >> "$CRASH_PLACE/ledger"
case $what in
job-*) [ -e "$final" ] && echo "again $what" >> "$CRASH_PLACE/ledger" ;;
rows-*) [ -e "$final" ] && { echo "exists $what" >> "$CRASH_PLACE/ledger"; exit 1; } ;;
esac
echo "begin $what" >> "$CRASH_PLACE/ledger"
case $what in
job-*)
    sleep 0.0$((${what#job-} % 3 + 1))
    printf 'job ' > "$out"; echo "${what#job-}" >> "$out" ;;
rows-*)
    mkdir -p "$out" && printf 'rows ' > "$out/part-0"
    # A grandchild, which must not stay behind either.
    (sleep 0.02; echo "${what#rows-}" >> "$out/part-0") & wait
    : > "$out/_SUCCESS" ;;
esac
echo "end $what" >> "$CRASH_PLACE/ledger"
"#;

/// Makes the folder of a pipeline ready.
pub(crate) fn stand_in(dir: &Path) {
    std::fs::create_dir_all(dir.join("locks")).unwrap();
    super::common::stand_in::spark(&dir.join("spark"), SUBMIT, "");
}

/// Runs the pipeline in this process.
pub(crate) fn program(dir: &Path, root: &str) -> ExitKind {
    let program = Program::new().engine(StandIn(dir.to_owned()));
    let program = program.root::<All<0>>().root::<All<1>>();
    let name = if root == "all" { "all" } else { "some" };
    let words = ["crash", name, "--workers", "4"];
    program.main_in(&Surroundings {
        arguments: words.map(Into::into).to_vec(),
        environment: std::collections::BTreeMap::new(),
        cwd: dir.to_owned(),
        out: Stream::new(std::io::stdout(), false),
        err: Stream::new(std::io::stderr(), false),
        signals: true,
    })
}

/// Makes the stand-in ready in place of a Spark.
struct StandIn(PathBuf);

impl Engine for StandIn {
    fn name(&self) -> &'static str {
        pipeline_spark::engine::NAME
    }
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
    fn check(&self, _: &str, _: &toml::Value) -> std::result::Result<(), Objection> {
        Ok(())
    }
    fn prepare<'a>(
        &'a self,
        _: &'a Settings,
        extensions: &'a mut Extensions,
    ) -> BoxFuture<'a, std::result::Result<(), Failure>> {
        extensions.insert::<Spark>(Arc::new(Spark {
            home: self.0.join("spark"),
            version: "4.3.0".parse().unwrap(),
            java_home: None,
            python: None,
            found: pipeline_spark::install::Found::SparkHome,
        }));
        Box::pin(async { Ok(()) })
    }
}

const PARAMS: &[ParamSchema] = &[ParamSchema {
    name: "n",
    doc: "",
    kind: <u8 as Param>::KIND,
    type_name: "u8",
    default: None,
    significant: true,
    secret: false,
}];

const OUT: &[OutputSchema] = &[OutputSchema {
    name: "out",
    doc: "",
}];

const fn schema(name: &'static str, kind: TaskKind, one: bool) -> TaskSchema {
    TaskSchema {
        name,
        path: name,
        doc: "",
        kind,
        params: if one { PARAMS } else { &[] },
        inputs: &[],
        outputs: if one { OUT } else { &[] },
        unverified: &[],
    }
}

const SPARK: TaskKind = TaskKind::Engine(pipeline_spark::engine::NAME);

fn at<T: pipeline_core::target::Target>(what: &str) -> Output<T> {
    Output::at(format!("out/{what}"))
}

fn ledger(line: &str) {
    let file = std::fs::File::options()
        .append(true)
        .create(true)
        .open("ledger");
    // In one write, or others come between.
    file.unwrap()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}

/// A task with a number that does what its script or its `run` says.
macro_rules! one {
    ($name:ident, $kind:expr, $text:literal, $target:ty, $needs:expr, $run:expr) => {
        struct $name(u8, Output<$target>);

        impl $name {
            fn of(n: u8) -> Self {
                Self(n, at(&format!(concat!($text, "-{}"), n)))
            }
            #[allow(dead_code)]
            fn word(&self) -> String {
                format!(concat!($text, "-{}"), self.0)
            }
        }

        impl Task for $name {
            const SCHEMA: &'static TaskSchema = &schema(stringify!($name), $kind, true);
            fn visit_params(&self, visit: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {
                visit(&PARAMS[0], &self.0);
            }
            fn from_params(_: &mut ParamValues) -> Option<Self> {
                None
            }
            fn dependencies(&self, found: &mut Dependencies) {
                let needs: fn(u8) -> Vec<Box<dyn AnyTask>> = $needs;
                found.groups.push(needs(self.0));
            }
            fn connect(&mut self, _: &mut Resolved) {}
            fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
            fn visit_outputs(&self, visit: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {
                visit(&OUT[0], self.1.as_any());
            }
            async fn run(&self, cx: &Context) -> Result<()> {
                ($run)(self, cx).await
            }
        }
    };
}

/// Written by a child under a temporary name.
async fn submit(task: &impl SparkTask, cx: &Context) -> Result<()> {
    pipeline_spark::task::run(task, cx).await
}

one!(Job, SPARK, "job", File, |_| Vec::new(), submit);
one!(
    Note,
    TaskKind::Rust,
    "note",
    File,
    |n| vec![Box::new(Job::of(n))],
    async |task: &Note, _: &Context| alone(&task.word(), async || {
        let mut writer = task.1.writer()?;
        writer.write_all(b"note ")?;
        writer.flush()?;
        tokio::time::sleep(Duration::from_millis(10)).await;
        writeln!(writer, "{}", task.0)?;
        Ok(writer.finish()?)
    })
    .await
);
one!(
    Rows,
    SPARK,
    "rows",
    Parquet<Undeclared>,
    |n| vec![Box::new(Note::of(n)), Box::new(Job::of((n + 1) % JOBS))],
    submit
);
one!(
    Chart,
    TaskKind::Rust,
    "chart",
    Directory,
    |n| vec![Box::new(Rows::of(n))],
    async |task: &Chart, _: &Context| alone(&task.word(), async || {
        let writer = task.1.builder()?;
        std::fs::write(writer.path().join("a"), "chart ")?;
        tokio::time::sleep(Duration::from_millis(10)).await;
        std::fs::write(writer.path().join("a"), format!("chart {}\n", task.0))?;
        Ok(writer.finish()?)
    })
    .await
);

/// Does the work of a task in Rust, and writes down if another does it, or has done it.
async fn alone(what: &str, work: impl AsyncFnOnce() -> Result<()>) -> Result<()> {
    let lock = std::fs::File::options()
        .append(true)
        .create(true)
        .open(format!("locks/{what}"))?;
    if lock.try_lock().is_err() {
        ledger(&format!("double {what}"));
    }
    if Path::new(&format!("out/{what}")).exists() {
        ledger(&format!("again {what}"));
    }
    ledger(&format!("begin {what}"));
    work().await?;
    ledger(&format!("end {what}"));
    Ok(())
}

fn application(what: &str, output: &dyn AnyTarget) -> SparkApplication {
    SparkApplication::new(MainResource::Jar {
        path: "s3://b/a.jar".into(),
    })
    .option("master", OptionValue::text("local[1]"))
    .argument(what)
    .output(None, output)
    .argument(
        std::path::absolute(output.location())
            .unwrap()
            .display()
            .to_string()
            .as_str(),
    )
}

impl SparkTask for Job {
    fn application(&self) -> SparkApplication {
        application(&self.word(), self.1.as_any())
    }
}

impl SparkTask for Rows {
    fn application(&self) -> SparkApplication {
        application(&self.word(), self.1.as_any())
    }
}

/// Everything (0), or the charts of even numbers (1).
struct All<const SOME: u8>;

const SCHEMAS: [&TaskSchema; 2] = [
    &schema("All", TaskKind::Wrapper, false),
    &schema("Some", TaskKind::Wrapper, false),
];

impl<const SOME: u8> Task for All<SOME> {
    const SCHEMA: &'static TaskSchema = SCHEMAS[SOME as usize];
    fn visit_params(&self, _: &mut dyn FnMut(&'static ParamSchema, &dyn AnyParam)) {}
    fn from_params(_: &mut ParamValues) -> Option<Self> {
        Some(Self)
    }
    fn dependencies(&self, found: &mut Dependencies) {
        let numbers = (0..JOBS).filter(|n| SOME == 0 || n % 2 == 0);
        let charts = numbers.map(|n| Box::new(Chart::of(n)) as Box<dyn AnyTask>);
        found.groups.push(charts.collect());
    }
    fn connect(&mut self, _: &mut Resolved) {}
    fn visit_inputs(&self, _: &mut dyn FnMut(&'static InputSchema, &[&dyn AnyTask])) {}
    fn visit_outputs(&self, _: &mut dyn FnMut(&'static OutputSchema, &dyn AnyTarget)) {}
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}
