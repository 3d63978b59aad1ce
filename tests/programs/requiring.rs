//! A task that learns while it runs which others it needs.

use std::io::Write;

use spark_pipeline::prelude::*;

/// Names, one a line.
#[derive(ExternalTask)]
pub(crate) struct Names {
    #[task(output = "names.txt")]
    file: Output<File>,
}

/// What is known of one name.
#[derive(Task)]
pub(crate) struct Part {
    name: String,
    #[task(output = "out/parts/{name}.txt")]
    text: Output<File>,
}

impl Run for Part {
    async fn run(&self, _: &Context) -> Result<()> {
        note(&self.name)?;
        if std::fs::exists(format!("refuse-{}", self.name))? {
            return Err(TaskError::msg(format!("no such name: {}", self.name)));
        }
        let text = format!("{} has {} letters\n", self.name, self.name.len());
        self.text.write(text).await?;
        Ok(())
    }
}

/// All of them in one file.
#[derive(Task)]
pub(crate) struct Parts {
    /// Learns a password as well.
    #[task(insignificant, default = false)]
    learns: bool,
    #[task(input = Names::new())]
    names: Input<Names>,
    #[task(output = "out/all.txt")]
    all: Output<File>,
}

impl Run for Parts {
    async fn run(&self, cx: &Context) -> Result<()> {
        note("the list is read")?;
        if self.learns {
            cx.require(Login::new("hunter2hunter2")).await?;
        }
        let names = std::fs::read_to_string(self.names.file.location())?;
        let parts = cx.require_all(names.lines().map(Part::new)).await?;
        let mut all = String::new();
        for part in &parts {
            all.push_str(&std::fs::read_to_string(part.text.location())?);
        }
        // A second time, when all of them are done: nothing is waited for.
        let first = names.lines().next().unwrap_or_default();
        let again = cx.require(Part::new(first)).await?;
        assert_eq!(again.text.location(), parts[0].text.location());
        note("the parts are there")?;
        self.all.write(all).await?;
        Ok(())
    }
}

/// Keeps what happened in the order of time.
fn note(what: &str) -> Result<()> {
    let mut file = std::fs::OpenOptions::new();
    let mut file = file.create(true).append(true).open("notes.txt")?;
    writeln!(file, "{what}")?;
    Ok(())
}

/// A task with a secret that no plan shows.
#[derive(Task)]
pub(crate) struct Login {
    #[task(secret)]
    word: String,
    #[task(output = "out/login-{task_id}.txt")]
    done: Output<File>,
}

impl Run for Login {
    async fn run(&self, cx: &Context) -> Result<()> {
        cx.message(format!("login with {}", self.word));
        Err(TaskError::msg(format!("{} was refused", self.word)))
    }
}
