use crate::prelude::*;

#[derive(Task)]
struct Load {
    a: u8,
    b: u8,
    #[task(output = "out/{a}-{b}/rows")]
    rows: Output<Text>,
    #[task(output = "out/{a}-{b}/rows-more")]
    more: Output<Text>,
    #[task(output = "out/{b}-{a}/rows")]
    swapped: Output<Text>,
    #[task(output = "out/{a}-{b}/rows/_report.json")]
    hidden: Output<File>,
    /// A folder that the task arranges as it likes.
    #[task(output = "out/own/{a:02}{b:02}")]
    own: Output<Directory>,
    #[task(output = "out/own/{a:02}{b:02}/report.md")]
    report: Output<File>,
}

impl Run for Load {
    async fn run(&self, _cx: &Context) -> Result<()> {
        Ok(())
    }
}

pub fn roots() -> Roots {
    roots![Load::new(1, 2)]
}
