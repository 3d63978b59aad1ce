//! Generic tasks, markers, visibility.

use super::*;

trait Format: Send + Sync + 'static {
    const ENDING: &'static str;
}

struct Wide;
struct Long;

impl Format for Wide {
    const ENDING: &'static str = "wide";
}
impl Format for Long {
    const ENDING: &'static str = "long";
}

fn place<F: Format>(month: u8) -> String {
    format!("out/{month}.{}", F::ENDING)
}

#[derive(ExternalTask)]
struct Load<F, P = u8, const N: usize = 3>
where
    F: Format,
    P: Param + Default,
{
    month: u8,
    #[task(default)]
    param: P,
    format: PhantomData<F>,
    #[task(output = place::<F>(month))]
    output: Output<File>,
    #[task(output = "out/{param}")]
    other: Output<File>,
}

#[derive(WrapperTask)]
struct After<T: Task, F: Make<T>> {
    #[task(input = F::make())]
    before: Input<T>,
    make: PhantomData<F>,
}

#[test]
fn a_generic_task_is_another_task_for_each_of_its_arguments() {
    let wide = Load::<Wide>::new(1);
    let long = Load::<Long>::new(1);
    assert_eq!(wide.output.location(), "out/1.wide");
    assert_eq!(long.output.location(), "out/1.long");
    assert_ne!(TaskId::of(&wide), TaskId::of(&long));
    assert_ne!(TaskId::of(&Load::<Wide, u8, 4>::new(1)), TaskId::of(&wide));
    assert_eq!(wide.format, PhantomData);
    let path = Load::<Wide>::type_path();
    assert!(
        path.ends_with("Load<derive::generics::Wide, u8, 3>"),
        "{path}"
    );
    assert_eq!(wide.param(7).other.location(), "out/7");
}

/// Makes a task of a type.
trait Make<T>: Send + Sync + 'static {
    fn make() -> T;
}

struct June;

impl Make<Load<Wide>> for June {
    fn make() -> Load<Wide> {
        Load::new(6)
    }
}

#[test]
fn bounds_and_where_clauses_are_carried_over() {
    let after = connected(After::<Load<Wide>, June>::new());
    assert_eq!(after.before.month, 6);
    assert_eq!(after.make, PhantomData);
}

mod inner {
    use super::*;

    #[derive(WrapperTask)]
    pub(in crate::generics) struct Seen {
        hidden: u8,
        open: bool,
    }

    impl Seen {
        pub(in crate::generics) fn read(&self) -> (u8, bool) {
            (self.hidden, self.open)
        }
    }
}

#[test]
fn new_and_the_setters_are_as_visible_as_the_struct() {
    assert_eq!(inner::Seen::new(1).open(true).read(), (1, true));
}
