use crate::prelude::*;

/// A type parameter, a secret and a list in one path.
#[derive(SparkTask)]
#[spark(
    python = "def main(spark, task): print(task.a, task.password, task.names, task.rows, task.all, task.other)"
)]
struct Load<T: Param + Clone, const N: usize> {
    a: T,
    password: String,
    names: Vec<String>,
    #[spark(output = "out/rows-{task_id}")]
    rows: Output<Directory>,
    #[spark(output = format!("out/all/{task_id}"))]
    all: Output<Directory>,
    #[spark(output = join("out/other", &task_id))]
    other: Output<Directory>,
}

fn join(folder: &str, name: &str) -> String {
    format!("{folder}/{name}")
}

/// A function of that name is the function.
fn task_id(month: u8) -> String {
    format!("out/by-function/{month}")
}

#[derive(SparkTask)]
#[spark(python = "def main(spark, task): print(task.month, task.rows)")]
struct ByFunction {
    month: u8,
    #[spark(output = task_id(month))]
    rows: Output<Directory>,
}

/// A parameter of that name is the parameter.
#[derive(SparkTask)]
#[spark(python = "def main(spark, task): print(task.task_id, task.rows)")]
struct OfThatName {
    task_id: String,
    #[spark(output = "out/named/{task_id}")]
    rows: Output<Directory>,
}

pub fn roots() -> Roots {
    let load = |name: &str| Load::<u8, 3>::new(1, "geheim").names([name]);
    roots![
        load("x"),
        load("y"),
        Load::<u8, 4>::new(1, "geheim"),
        ByFunction::new(2),
        OfThatName::new("x")
    ]
}
