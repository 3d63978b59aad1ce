use crate::prelude::*;

macro_rules! job {
    ($(#[$meta:meta])* $vis:vis $name:ident { $($param:ident: $ty:ty = $default:expr),* $(,)? } on $app:literal to $place:literal) => {
        $(#[$meta])*
        #[derive(SparkTask)]
        #[spark(app = $app)]
        $vis struct $name {
            $(#[spark(arg, default = $default)] $param: $ty,)*
            #[spark(arg, output = $place)]
            out: Output<Directory>,
        }
    };
}

job! {
    /// Two parameters.
    pub(super) Two { month: u8 = 1, origin: String = "JFK" } on "tests/right/files/job.py" to "out/two/{month:02}/{origin}"
}
job!(pub None {} on "tests/right/files/job.R" to "out/none");

macro_rules! attribute {
    ($($attribute:tt)*) => {
        #[derive(SparkTask)]
        #[spark($($attribute)*)]
        struct Whole;
    };
}

attribute!(
    app = "tests/right/files/job.py",
    driver_memory = "1g",
    conf("spark.x.y" = 1)
);

pub fn roots() -> Roots {
    roots![Two::new().month(3), None::new(), Whole::new()]
}
