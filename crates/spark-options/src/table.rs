//! The table.
//!
//! Source: `SparkSubmitOptionParser` (flags), `SparkSubmitArguments` (variables, properties),
//! `SparkSubmit.prepareSubmitEnvironment` (what is filtered by manager and mode), each of
//! Spark 3.5.9, 4.0.5 and 4.3.0, executed for every manager and mode.

use crate::option::Version;
use crate::{Effect, Kind, SparkOption};

use Effect::{Applies as A, Ignored as I, Rejected as R};

/// Every option of `org.apache.spark.launcher.SparkSubmitOptionParser`, Spark 3.5 to 4.3.
pub const OPTIONS: &[SparkOption] = &[
    // What is run, and where.
    option("master", "--master", Kind::Master, "Master URL: `local[*]` (Spark's default), `spark://host:7077`, `yarn` or `k8s://https://host:443`.")
        .property("spark.master")
        .default_is("local[*]")
        .variables(&["MASTER"]),
    option("remote", "--remote", Kind::Remote, "Spark Connect server, `sc://host:15002`, in place of a master.")
        .property("spark.remote")
        .variables(&["SPARK_REMOTE"])
        .effect_is([R, R, R, R, R, R, R]),
    option("deploy_mode", "--deploy-mode", Kind::DeployMode, "Where the driver runs: `client` (here, Spark's default) or `cluster`.")
        .property("spark.submit.deployMode")
        .default_is("client")
        .variables(&["DEPLOY_MODE"]),
    option("class", "--class", Kind::ClassName, "Main class of a jar; without it the jar's manifest must name one."),
    option("name", "--name", Kind::Text, "Name of the application; Spark's default is the class or the file.")
        .property("spark.app.name")
        .variables(&["SPARK_YARN_APP_NAME"]),
    // What comes along.
    option("jars", "--jars", Kind::Uris, "Jars for the class paths of driver and executors.")
        .property("spark.jars")
        .other_properties(&["spark.yarn.dist.jars"]),
    option("packages", "--packages", Kind::Coordinates, "Maven packages, `group:artifact:version`, resolved when submitting.")
        .property("spark.jars.packages"),
    option("exclude_packages", "--exclude-packages", Kind::Exclusions, "Packages, `group:artifact`, to leave out when resolving `packages`.")
        .property("spark.jars.excludes"),
    option("repositories", "--repositories", Kind::Uris, "Maven repositories to search for `packages`, after Maven Central.")
        .looks_like(r#"["https://repo.example.org/maven"]"#)
        .property("spark.jars.repositories"),
    option("py_files", "--py-files", Kind::Uris, "Python files for the PYTHONPATH: `.py`, `.zip` or `.egg`.")
        .looks_like(r#"["lib/helpers.py", "lib/package.zip"]"#)
        .property("spark.submit.pyFiles")
        .other_properties(&["spark.yarn.dist.pyFiles"]),
    option("files", "--files", Kind::Uris, "Files for the working folder of every executor; `path#alias` renames.")
        .looks_like(r#"["conf/app.conf"]"#)
        .property("spark.files")
        .other_properties(&["spark.yarn.dist.files"]),
    option("archives", "--archives", Kind::Uris, "Archives to unpack in the working folder of every executor; `path#alias` renames.")
        .looks_like(r#"["env/python.tar.gz#environment"]"#)
        .property("spark.archives")
        .other_properties(&["spark.yarn.dist.archives"]),
    // Properties.
    option("conf", "--conf", Kind::Property, "A property of Spark, `name = value`.")
        .aliases(&["-c"]),
    option("properties_file", "--properties-file", Kind::Path, "File of properties, below every other setting; Spark then reads no spark-defaults.conf.")
        .looks_like(r#""conf/spark.conf""#),
    option("extra_properties_file", "--extra-properties-file", Kind::Path, "File of properties laid over `properties_file`.")
        .looks_like(r#""conf/extra.conf""#)
        // SPARK-54313; absent in 4.0.5, there in 4.3.0.
        .since((4, 2)),
    option("load_spark_defaults", "--load-spark-defaults", Kind::Switch, "Read spark-defaults.conf even if there is a `properties_file`, which wins.")
        .since((4, 0)),
    // The driver.
    option("driver_memory", "--driver-memory", Kind::Memory, "Memory of the driver, such as `1g`; Spark's default is 1g.")
        .property("spark.driver.memory")
        .default_is("1g")
        .variables(&["SPARK_DRIVER_MEMORY", "SPARK_MEM"]),
    option("driver_java_options", "--driver-java-options", Kind::JavaOptions, "Java options of the driver, such as `-Dname=value`; the heap is `driver_memory`.")
        .property("spark.driver.extraJavaOptions"),
    option("driver_library_path", "--driver-library-path", Kind::ClassPath, "Folders of native libraries for the driver, joined by colons.")
        .looks_like(r#""/opt/hadoop/lib/native""#)
        .property("spark.driver.extraLibraryPath"),
    option("driver_class_path", "--driver-class-path", Kind::ClassPath, "Entries for the driver's class path, joined by colons; `jars` are there by themselves.")
        .property("spark.driver.extraClassPath"),
    option("driver_default_class_path", "--driver-default-class-path", Kind::ClassPath, "Spark's own part of the driver's class path; internal to Spark.")
        .property("spark.driver.defaultExtraClassPath")
        .since((4, 0))
        .asked_of_spark_submit(),
    option("driver_cores", "--driver-cores", Kind::Count, "Cores of the driver in cluster mode; Spark's default is 1.")
        .property("spark.driver.cores")
        .default_is("1")
        .effect_is([I, I, A, I, A, I, A]),
    option("supervise", "--supervise", Kind::Switch, "Start the driver again when it fails; standalone clusters in cluster mode.")
        .property("spark.driver.supervise")
        .effect_is([I, I, A, I, I, I, I]),
    // The executors.
    option("executor_memory", "--executor-memory", Kind::SparkMemory, "Memory of each executor, such as `2g`; Spark's default is 1g.")
        .property("spark.executor.memory")
        .default_is("1g")
        .variables(&["SPARK_EXECUTOR_MEMORY", "SPARK_MEM"])
        .effect_is([I, A, A, A, A, A, A]),
    option("executor_cores", "--executor-cores", Kind::Count, "Cores of each executor; Spark's default is 1, on standalone clusters all of a worker.")
        .property("spark.executor.cores")
        .variables(&["SPARK_EXECUTOR_CORES"])
        .effect_is([I, A, A, A, A, A, A]),
    option("num_executors", "--num-executors", Kind::Count, "How many executors, on YARN and Kubernetes; Spark's default is 2.")
        .property("spark.executor.instances")
        .default_is("2")
        .effect_is([I, I, I, A, A, A, A]),
    option("total_executor_cores", "--total-executor-cores", Kind::Count, "Cores of all executors together, on standalone clusters.")
        .property("spark.cores.max")
        .effect_is([I, A, A, I, I, I, I]),
    // The cluster's accounts.
    option("queue", "--queue", Kind::Text, "YARN queue; Spark's default is `default`.")
        .looks_like(r#""etl""#)
        .property("spark.yarn.queue")
        .default_is("default")
        .effect_is([I, I, I, A, A, I, I]),
    option("proxy_user", "--proxy-user", Kind::Text, "User to impersonate when submitting; not together with `principal`.")
        .looks_like(r#""analyst""#),
    option("principal", "--principal", Kind::Text, "Kerberos principal to log in with, together with `keytab`.")
        .looks_like(r#""etl@EXAMPLE.ORG""#)
        .property("spark.kerberos.principal")
        .other_properties(&["spark.yarn.principal"]),
    option("keytab", "--keytab", Kind::Path, "File with the keytab of `principal`.")
        .looks_like(r#""/etc/security/etl.keytab""#)
        .property("spark.kerberos.keytab")
        .other_properties(&["spark.yarn.keytab"]),
    // spark-submit itself.
    option("verbose", "--verbose", Kind::Switch, "Print what spark-submit makes of its options.")
        .aliases(&["-v"]),
    option("kill", "--kill", Kind::SubmissionId, "Kill a submission instead of making one.")
        .effect_is([R, A, A, R, R, A, A])
        .asked_of_spark_submit(),
    option("status", "--status", Kind::SubmissionId, "Ask for the status of a submission instead of making one.")
        .effect_is([R, A, A, R, R, A, A])
        .asked_of_spark_submit(),
    option("version", "--version", Kind::Switch, "Print the version of Spark.").asked_of_spark_submit(),
    option("help", "--help", Kind::Switch, "Print the options.")
        .aliases(&["-h"])
        .asked_of_spark_submit(),
    option("usage_error", "--usage-error", Kind::Switch, "Print the options and fail; internal to Spark's scripts.")
        .asked_of_spark_submit(),
];

/// A row of an option that every version knows, that applies everywhere and sets no property.
const fn option(
    key: &'static str,
    flag: &'static str,
    kind: Kind,
    doc: &'static str,
) -> SparkOption {
    SparkOption {
        key,
        flag,
        aliases: &[],
        property: None,
        other_properties: &[],
        variables: &[],
        kind,
        default: None,
        since: (3, 5),
        settable: true,
        doc,
        example: None,
        effect: [A; 7],
    }
}

impl SparkOption {
    const fn property(mut self, property: &'static str) -> Self {
        self.property = Some(property);
        self
    }

    const fn other_properties(mut self, properties: &'static [&'static str]) -> Self {
        self.other_properties = properties;
        self
    }

    const fn variables(mut self, variables: &'static [&'static str]) -> Self {
        self.variables = variables;
        self
    }

    const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn default_is(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    const fn since(mut self, since: Version) -> Self {
        self.since = since;
        self
    }

    const fn effect_is(mut self, effect: [Effect; 7]) -> Self {
        self.effect = effect;
        self
    }

    const fn looks_like(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    const fn asked_of_spark_submit(mut self) -> Self {
        self.settable = false;
        self
    }
}
