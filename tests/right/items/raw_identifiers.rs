use crate::prelude::*;

#[derive(SparkTask)]
#[spark(
    app = "tests/right/files/job.py",
    name = format!("{}-{}", r#type, r#in),
    conf("spark.x.loop" = r#loop)
)]
struct r#Match {
    #[spark(arg = "--type")]
    r#type: String,
    #[spark(arg, default = 3)]
    r#in: u8,
    #[spark(default = 1)]
    r#loop: u8,
    #[spark(arg, input = r#Use::new(r#in, r#loop))]
    r#use: Input<r#Use>,
    #[spark(arg, output = "out/{type}/{in:02}/{loop}")]
    r#move: Output<Directory>,
}

#[derive(ExternalTask)]
struct r#Use {
    r#fn: u8,
    r#dyn: u8,
    #[task(output = "data/{fn}-{dyn}")]
    r#static: Output<File>,
}

#[derive(Row)]
struct r#Struct {
    r#type: String,
}

pub fn roots() -> Roots {
    roots![r#Match::new("x").r#in(4)]
}
