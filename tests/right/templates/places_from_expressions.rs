use crate::prelude::*;

use std::path::{Path, PathBuf};

const ROOT: &str = "data";

fn place(root: &str, n: u8) -> String {
    format!("{root}/call/{n}")
}

#[derive(ExternalTask)]
struct Data {
    n: u8,
    root: PathBuf,
    #[task(output = place(ROOT, n))]
    call: Output<File>,
    #[task(output = format!("{ROOT}/format/{n:02}"))]
    format: Output<File>,
    #[task(output = root.join(n.to_string()))]
    path: Output<File>,
    #[task(output = Path::new(ROOT))]
    borrowed: Output<File>,
    #[task(output = concat!("data", "/", "concat"))]
    joined: Output<File>,
    #[task(output = if n > 3 { "data/many".to_owned() } else { format!("data/few/{n}") })]
    branch: Output<File>,
    #[task(output = std::borrow::Cow::Borrowed("data/cow"))]
    cow: Output<File>,
    #[task(output = ROOT.to_owned() + "/sum")]
    sum: Output<File>,
}

pub fn roots() -> Roots {
    roots![Data::new(3, "x")]
}
