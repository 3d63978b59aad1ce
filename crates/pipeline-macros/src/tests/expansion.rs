//! What the derives print, as snapshots: `INSTA_UPDATE=always cargo test -p pipeline-macros`.

use super::*;

#[test]
fn a_spark_task() {
    insta::assert_snapshot!(expanded(
        Derive::SparkTask,
        r#"
        /// Mean departure delay per carrier.
        #[spark(app = "jobs/delays.py", driver_memory = "1g", executor_memory = Memory::gib(2 * ranks),
            conf("spark.sql.shuffle.partitions" = 8, "spark.x.password" = password.clone()))]
        pub struct Delays {
            /// The month.
            #[spark(arg = "--month")]
            month: u8,
            ranks: u64,
            #[spark(secret, insignificant, default = "x")]
            password: String,
            #[spark(arg = "--flights", input = Flights::new(month))]
            flights: Input<Flights>,
            #[spark(arg = "--out", output = "out/delays/{month:02}/{ranks}")]
            delays: Output<Parquet<CarrierDelay>>,
        }
        "#
    ));
}

#[test]
fn an_inline_python_module() {
    insta::assert_snapshot!(expanded(
        Derive::SparkTask,
        r##"
        #[spark(python = r#"
def main(spark, task):
    print(task.at_least)
"#, entry = "context")]
        struct WordCount {
            #[spark(default = 2)]
            at_least: u64,
        }
        "##
    ));
}

#[test]
fn a_task_with_every_shape_of_input() {
    insta::assert_snapshot!(expanded(
        Derive::Task,
        r#"
        struct Report {
            n: u32,
            #[task(input = Year::new(2013))]
            year: Input<Year>,
            #[task(input = (n > 0).then(|| Report::new(n - 1)))]
            before: Option<Input<Report>>,
            #[task(input = (1..=12).map(Delays::new))]
            months: Inputs<Delays>,
            #[task(output = "out/report-{task_id}.md")]
            report: Output<File>,
        }
        "#
    ));
}

#[test]
fn a_generic_external_task_of_a_renamed_crate() {
    insta::assert_snapshot!(expanded(
        Derive::ExternalTask,
        r#"
        #[task(crate = crate::reexport, name = "load")]
        pub(crate) struct Load<F, const N: usize = 3> where F: Format {
            month: u8,
            format: PhantomData<F>,
            #[task(output = place::<F>(month))]
            output: Output<File>,
        }
        "#
    ));
}

#[test]
fn a_wrapper_task_without_a_field() {
    insta::assert_snapshot!(expanded(Derive::WrapperTask, "struct All;"));
}

#[test]
fn a_task_with_a_mistake() {
    insta::assert_snapshot!(expanded(
        Derive::SparkTask,
        r#"
        #[spark(app = "job.py", driver_memroy = "1g")]
        struct Job {
            month: u8,
            #[spark(default = 1)]
            day: u8,
            #[spark(arg, output = "out/{month}")]
            out: Output<File>,
        }
        "#
    ));
}

#[test]
fn how_a_task_is_run() {
    let all = expanded(
        Derive::Task,
        r#"
        #[task(priority = -1, retries = tries, backoff = "1.5s", resources(cluster = 2, gpu = n),
            on_success = Self::told, on_failure = notify::<Self>)]
        struct Job {
            n: u32,
            tries: u32,
        }
        "#,
    );
    let from = all.find("fn control(").unwrap();
    let to = all.find("impl __spark_pipeline").or_else(|| {
        all[from..]
            .find("#[automatically_derived]")
            .map(|at| from + at)
    });
    insta::assert_snapshot!(&all[from..to.unwrap_or(all.len())]);
}

#[test]
fn a_row() {
    insta::assert_snapshot!(expanded(
        Derive::Row,
        r#"
        struct CarrierDelay {
            carrier: String,
            #[row(rename = "mean delay")]
            delay: Option<f64>,
        }
        "#
    ));
}

#[test]
fn a_choice() {
    insta::assert_snapshot!(expanded(
        Derive::Param,
        r#"
        enum Mode {
            Fast,
            VerySlow,
            #[param(rename = "half")]
            Between,
        }
        "#
    ));
}

#[test]
fn the_words_of_a_task_in_an_editor() {
    let words = |entries: &str| {
        let item = format!(
            "#[spark({entries})] #[task()] struct Job {{ #[spark(default = f::<A, B>(), secret)] n: u8 }}"
        );
        let surroundings = Surroundings::in_an_editor();
        let tokens = expand(Derive::SparkTask, item.parse().unwrap(), &surroundings);
        let text = prettyplease::unparse(&syn::parse2(tokens).unwrap());
        text.split_inclusive("\n};\n").next().unwrap().to_owned()
    };
    insta::assert_snapshot!(
        [
            words("app = \"x.py\", allow(unused_field), crate = c"),
            words("app = , driver_me, \"spark.x\", env(\"A\" = 1)"),
        ]
        .join("\n")
    );
}
