//! Tasks that do nothing, in graphs of several shapes.

use std::path::{Path, PathBuf};

use spark_pipeline::core::task::AnyTask;
use spark_pipeline::prelude::*;

/// The shapes of graphs.
pub(crate) const SHAPES: [&str; 5] = ["flat", "chain", "layered", "fan", "there"];

/// How wide a layer is at most.
const WIDEST: u32 = 1000;

/// The width of the layers of a graph of so many tasks: a tenth of it, up to 1,000.
pub(crate) fn width(size: u32) -> u32 {
    (size / 10).clamp(1, WIDEST)
}

/// The roots of a graph of this shape and so many tasks.
pub(crate) fn roots(shape: &str, size: u32, dir: &Path) -> Option<Vec<Box<dyn AnyTask>>> {
    let boxed = |task| Box::new(task) as Box<dyn AnyTask>;
    Some(match shape {
        "flat" => (0..size).map(|n| Box::new(Single::new(n)) as _).collect(),
        "chain" => vec![Box::new(Link::new(size - 1))],
        "layered" => {
            let width = width(size);
            let last = (size / width).saturating_sub(1);
            let roots = (0..width).map(|place| Layered::new(last, place, width));
            roots.map(|task| Box::new(task) as _).collect()
        }
        "fan" => vec![Box::new(Fan::new(size - 1))],
        "there" => (0..size)
            .map(|n| boxed(Written::new(n, dir.to_owned())))
            .collect(),
        _ => return None,
    })
}

/// Nobody needs it, and it needs nobody.
#[derive(Task)]
struct Single {
    n: u32,
}

impl Run for Single {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// It needs the one before it.
#[derive(Task)]
struct Link {
    n: u32,
    #[task(input = (n > 0).then(|| Link::new(n - 1)))]
    before: Option<Input<Link>>,
}

impl Run for Link {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// It needs three of the layer before it.
#[derive(Task)]
struct Layered {
    layer: u32,
    place: u32,
    width: u32,
    #[task(input = neighbours(layer, place, width))]
    before: Inputs<Layered>,
}

fn neighbours(layer: u32, place: u32, width: u32) -> Vec<Layered> {
    let steps = 0..if layer == 0 { 0 } else { width.min(3) };
    steps
        .map(|step| Layered::new(layer - 1, (place + step) % width, width))
        .collect()
}

impl Run for Layered {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// It needs all the others.
#[derive(Task)]
struct Fan {
    inputs: u32,
    #[task(input = (0..inputs).map(Single::new))]
    all: Inputs<Single>,
}

impl Run for Fan {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(())
    }
}

/// Its output is there already, beside those of the others.
#[derive(Task)]
struct Written {
    n: u32,
    dir: PathBuf,
    #[task(output = format!("{}/{n}.txt", dir.display()))]
    file: Output<File>,
}

impl Run for Written {
    async fn run(&self, _: &Context) -> Result<()> {
        Ok(self.file.write("").await?)
    }
}
