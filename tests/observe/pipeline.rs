//! The pipeline that the tests of observers run: a program, as a user's is.

use spark_pipeline::prelude::*;

/// What a shop sold in a day.
#[derive(ExternalTask)]
struct Sales {
    day: Date,
    #[task(output = "in/{day}.csv")]
    csv: Output<Csv<Sale>>,
}

#[derive(Row)]
struct Sale {
    article: String,
    price: Option<f64>,
    tags: Vec<String>,
    place: Place,
    counts: std::collections::BTreeMap<String, i64>,
}

#[derive(Row)]
struct Place {
    town: String,
    floor: Option<i32>,
}

#[derive(Row)]
struct Total {
    article: String,
    sum: Option<f64>,
}

/// Totals of a day, by article.
#[derive(Task)]
struct Totals {
    day: Date,
    /// What to do: `well`, `fail`, `again` (at the second try), `slow`, `env`.
    #[task(default = "well".to_owned())]
    how: String,
    #[task(secret, insignificant, default = String::new())]
    password: String,
    #[task(input = Sales::new(day))]
    sales: Input<Sales>,
    #[task(output = "out/{day}/{how}")]
    totals: Output<Parquet<Total>>,
}

impl Run for Totals {
    async fn run(&self, cx: &Context) -> Result<()> {
        cx.message(format!("counting with {}", self.password));
        let counting = tracing::info_span!("counting", shop = 7);
        counting.in_scope(|| tracing::info!(password = self.password, "counts"));
        tracing::debug!("every article");
        match self.how.as_str() {
            "fail" => return Err(TaskError::msg("no \"sum\" today\\n")),
            "again" if cx.attempt() == 1 => return Err(TaskError::msg("not yet")),
            "slow" => std::future::pending().await,
            "env" => std::fs::write("traceparent", cx.traceparent().unwrap_or_default())?,
            _ => {}
        }
        std::fs::create_dir_all(self.totals.location())?;
        std::fs::write(format!("{}/_SUCCESS", self.totals.location()), "")?;
        Ok(())
    }
}

/// Everything of a day.
#[derive(Task)]
struct Report {
    day: Date,
    #[task(default = "well".to_owned())]
    how: String,
    #[task(secret, insignificant, default = String::new())]
    password: String,
    #[task(input = Totals::new(day).how(how.clone()).password(password.clone()))]
    totals: Input<Totals>,
    #[task(output = "s3://bucket/reports/{day}/{how}.md")]
    report: Output<File>,
}

impl Run for Report {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

fn main() -> std::process::ExitCode {
    spark_pipeline::main::<(Totals, Report)>()
}
