//! Names in the author's scope change nothing.

use super::*;

/// Shadows what generated code would use if it used short names.
mod shadowed {
    #![allow(dead_code)]

    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Vec;
    pub(super) struct Box;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Default;
    pub(super) struct Clone;
    pub(super) struct Iterator;
    #[allow(non_camel_case_types)]
    pub(super) struct str;

    use spark_pipeline::prelude::{Directory, ExternalTask, Input, Inputs, Output, Row, SparkTask};

    #[derive(ExternalTask)]
    pub(super) struct Base {
        pub(super) n: u8,
        #[task(output = "base/{n}")]
        pub(super) dir: Output<Directory>,
    }

    #[derive(SparkTask)]
    #[spark(app = later("x.py"), conf("spark.x" = n))]
    pub(super) struct Task {
        #[spark(arg, default = 3)]
        pub(super) n: u8,
        #[spark(arg, input = Base::new(n))]
        pub(super) one: Input<Base>,
        #[spark(input = [Base::new(1)])]
        pub(super) many: Inputs<Base>,
        #[spark(arg, output = "out/{n}")]
        pub(super) out: Output<Directory>,
    }

    #[derive(Row)]
    pub(super) struct Columns {
        pub(super) n: i64,
    }
}

#[test]
fn shadowed_names_of_the_standard_library_do_no_harm() {
    let task = connected(shadowed::Task::new().n(4));
    assert_eq!(task.out.location(), "out/4");
    assert_eq!(task.one.dir.location(), "base/4");
    assert_eq!((task.one.n, task.many.len()), (4, 1));
    assert_eq!(shadowed::Columns::COLUMNS[0].name, "n");
}

/// Nothing at all is in scope but what is named.
#[no_implicit_prelude]
mod bare {
    use ::spark_pipeline::prelude::{
        Directory, ExternalTask, Input, Inputs, Output, Param, Row, SparkTask, WrapperTask,
    };
    use ::std::clone::Clone;
    use ::std::option::Option;
    use ::std::string::String;

    #[derive(ExternalTask)]
    pub(super) struct Base {
        pub(super) name: String,
        #[task(output = "base/{name}")]
        pub(super) dir: Output<Directory>,
    }

    #[derive(Clone, Param)]
    pub(super) enum Mode {
        One,
        Two,
    }

    #[derive(SparkTask)]
    #[spark(app = later("x.py"), name = name.clone(), conf("spark.x" = name.clone()))]
    pub(super) struct Job {
        #[spark(arg, default = "x")]
        pub(super) name: String,
        #[spark(default = Mode::Two)]
        pub(super) mode: Mode,
        #[spark(arg, input = Base::new(name.clone()))]
        pub(super) one: Input<Base>,
        #[spark(input = Option::None)]
        pub(super) maybe: Option<Input<Base>>,
        #[spark(input = [Base::new(name)])]
        pub(super) many: Inputs<Base>,
        #[spark(arg, output = "out/{name}/{mode}")]
        pub(super) out: Output<Directory>,
    }

    #[derive(WrapperTask)]
    pub(super) struct Generic<T: Param, const N: ::core::primitive::usize> {
        pub(super) value: T,
    }

    #[derive(Row)]
    pub(super) struct Columns {
        pub(super) name: String,
    }
}

#[test]
fn no_prelude_is_needed() {
    let job = connected(bare::Job::new().name("y").mode(bare::Mode::One));
    assert_eq!(job.out.location(), "out/y/one");
    assert_eq!(job.one.dir.location(), "base/y");
    assert_eq!((job.maybe.is_some(), job.many.len()), (false, 1));
    assert_eq!(job.many[0].name, "y");
    assert_eq!(bare::Generic::<u8, 1>::new(3).value, 3);
    assert_eq!(bare::Columns::COLUMNS[0].name, "name");
}

/// Fields called as generated code calls its own things, and by keywords.
#[derive(SparkTask)]
#[spark(app = later("x.py"), conf("spark.f" = f + values, "spark.v" = visit))]
struct Awkward {
    #[spark(arg)]
    r#type: u8,
    #[spark(arg)]
    self_: u8,
    f: u8,
    values: u8,
    visit: u8,
    found: u8,
    resolved: u8,
    path: u8,
    cx: u8,
    application: u8,
    #[spark(default = 1)]
    schema: u8,
    #[spark(default = 1)]
    run: u8,
    #[spark(input = Leaf::new(found + resolved, r#type))]
    input: Input<Leaf>,
    #[spark(arg, output = "out/{type}/{self_}/{path}/{task_id}")]
    out: Output<Directory>,
}

#[derive(WrapperTask)]
struct Leaf {
    a: u8,
    r#match: u8,
}

#[test]
fn fields_may_be_called_as_they_like() {
    let task = connected(Awkward::new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).schema(2).run(3));
    assert!(task.out.location().starts_with("out/1/2/8/"));
    assert_eq!((task.input.a, task.input.r#match), (13, 1));
    assert_eq!(Awkward::SCHEMA.params[0].name, "type");
    let application = spark_pipeline::spark::SparkTask::application(&task);
    assert_eq!(application.conf["spark.f"], "7");
    assert_eq!(application.conf["spark.v"], "5");
    assert_eq!(
        (task.cx, task.application, task.schema, task.run),
        (9, 10, 2, 3)
    );
}

macro_rules! monthly {
    ($(#[$meta:meta])* $name:ident, $param:ident: $ty:ty, $input:ty = $expr:expr, $place:literal, $memory:literal) => {
        $(#[$meta])*
        #[derive(SparkTask)]
        #[spark(app = later("x.py"), driver_memory = $memory)]
        struct $name {
            $param: $ty,
            #[spark(input = $expr)]
            before: $input,
            #[spark(arg, output = $place)]
            out: Output<Directory>,
        }
    };
}

monthly!(
    /// Made by a macro.
    Monthly, month: u8, Input<Leaf> = Leaf::new(month, 0), "out/{month:02}", "2g"
);

#[test]
fn a_struct_may_come_from_macro_rules() {
    let task = connected(Monthly::new(3));
    assert_eq!(task.out.location(), "out/03");
    assert_eq!(task.before.a, 3);
    assert_eq!(Monthly::SCHEMA.doc, "Made by a macro.");
}

mod renamed {
    /// The crate under another path.
    pub(super) mod reexport {
        pub(in super::super) use spark_pipeline::__private;
    }
    use spark_pipeline::prelude::{Directory, ExternalTask, Output, Row, SparkTask};

    #[derive(SparkTask)]
    #[spark(crate = reexport, app = later("x.py"))]
    pub(super) struct Renamed {
        pub(super) n: u8,
    }

    #[derive(ExternalTask)]
    #[task(crate = crate::hygiene::renamed::reexport)]
    pub(super) struct Other {
        #[task(output = "x")]
        pub(super) out: Output<Directory>,
    }

    #[derive(Row)]
    #[row(crate = reexport)]
    pub(super) struct Rows {
        pub(super) n: i64,
    }
}

#[test]
fn the_crate_may_have_another_name() {
    assert_eq!(renamed::Renamed::new(1).n, 1);
    assert_eq!(renamed::Other::new().out.location(), "x");
    assert_eq!(renamed::Rows::COLUMNS.len(), 1);
}

#[test]
fn a_struct_may_stand_in_a_function() {
    #[derive(WrapperTask)]
    struct Local {
        n: u8,
    }
    assert_eq!(Local::new(1).n, 1);
    assert_eq!(Local::SCHEMA.path, "derive::hygiene::Local");
}
