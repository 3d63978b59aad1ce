#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::OPTIONS;

/// A job of these settings, `key=value` or `spark.name=value`; a `?` is a value that is not
/// known, a number and `:` before it is another place.
fn job<'a>(program: Program, settings: &[&'a str]) -> Job<'a> {
    let mut job = Job::new(program);
    for text in settings {
        let (place, text) = match text.split_once(':') {
            Some((place, rest)) if place.parse::<u32>().is_ok() => (place.parse().unwrap(), rest),
            _ => (0, *text),
        };
        let (name, value) = text.split_once('=').unwrap();
        let value = (value != "?").then_some(value.into());
        let setting = if name.starts_with("spark.") {
            Setting::property(name, value)
        } else if name.starts_with(|c: char| c.is_uppercase()) {
            Setting::variable(name, value)
        } else {
            Setting::option(crate::by_key(name).unwrap(), value)
        };
        job.settings.push(setting.at(place));
    }
    job
}

/// `rule severity name` of each finding.
fn found(job: &Job<'_>) -> Vec<String> {
    let line = |finding: Finding| {
        assert!(!finding.problem.is_empty() && !finding.help.is_empty());
        format!(
            "{} {:?} {}",
            finding.rule,
            finding.severity,
            job.settings[finding.about].name.word()
        )
    };
    check(job).into_iter().map(line).collect()
}

fn of_jar(settings: &[&str]) -> Vec<String> {
    found(&job(Program::Jar, settings))
}

fn of_python(settings: &[&str]) -> Vec<String> {
    found(&job(Program::Python, settings))
}

fn whole(program: Program, settings: &[&str]) -> Vec<String> {
    let mut job = job(program, settings);
    job.whole = true;
    found(&job)
}

#[test]
fn what_spark_submit_refuses_is_an_error_wherever_it_is_written() {
    for (program, settings, expected) in [
        (
            Program::Jar,
            &["master=local[2]", "1:deploy_mode=cluster"][..],
            "cluster_mode_on_a_local_master Error deploy_mode",
        ),
        (
            Program::Python,
            &["master=spark://h:7077", "1:deploy_mode=cluster"],
            "cluster_mode_of_a_script_on_standalone Error deploy_mode",
        ),
        (
            Program::R,
            &["master=spark://h:7077", "deploy_mode=cluster"],
            "cluster_mode_of_a_script_on_standalone Error deploy_mode",
        ),
        (
            Program::Jar,
            &["1:remote=sc://h", "master=yarn"],
            "remote_with_master Error master",
        ),
        (
            Program::Jar,
            &["proxy_user=a", "principal=b", "keytab=?"],
            "proxy_user_with_principal Error principal",
        ),
        (
            Program::Jar,
            &["proxy_user=a", "spark.kerberos.principal=?", "keytab=k"],
            "proxy_user_with_principal Error spark.kerberos.principal",
        ),
        (
            Program::Jar,
            &[
                "class=org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                "deploy_mode=cluster",
            ],
            "shell_in_cluster_mode Error deploy_mode",
        ),
        (
            Program::Jar,
            &["MASTER=yarn"],
            "variable_for_an_option Error MASTER",
        ),
        (
            Program::Jar,
            &["driver_memory=1g", "SPARK_DRIVER_MEMORY=2g"],
            "set_twice Error SPARK_DRIVER_MEMORY",
        ),
        (
            Program::Jar,
            &["spark.driver.memory=1g", "driver_memory=1g"],
            "set_twice Error spark.driver.memory",
        ),
        (
            Program::Jar,
            &["jars=a.jar", "spark.yarn.dist.jars=b.jar"],
            "set_twice Error spark.yarn.dist.jars",
        ),
    ] {
        assert_eq!(found(&job(program, settings)), [expected], "{settings:?}");
    }
}

#[test]
fn what_spark_submit_takes_is_not_refused() {
    for (program, settings) in [
        (
            Program::Jar,
            &[
                "master=spark://h:7077",
                "deploy_mode=cluster",
                "supervise=true",
            ][..],
        ),
        (
            Program::Python,
            &[
                "master=yarn",
                "deploy_mode=cluster",
                "queue=etl",
                "num_executors=4",
            ],
        ),
        (
            Program::Python,
            &["master=spark://h:7077", "total_executor_cores=8"],
        ),
        (
            Program::Python,
            &["num_executors=4", "total_executor_cores=8"],
        ),
        (
            Program::R,
            &[
                "master=k8s://https://h",
                "deploy_mode=cluster",
                "driver_cores=2",
            ],
        ),
        (
            Program::Python,
            &["master=?", "deploy_mode=cluster", "driver_cores=2"],
        ),
        (
            Program::Python,
            &["master=local[*]", "deploy_mode=client", "driver_memory=1g"],
        ),
        (Program::Jar, &["master=local[*]", "supervise=false"]),
        (Program::Jar, &["principal=a", "keytab=b"]),
        (Program::Unknown, &["class=A", "py_files=a.py"]),
        (
            Program::Jar,
            &["remote=sc://h", "driver_memory=256m", "executor_memory=1g"],
        ),
        (
            Program::Jar,
            &["deploy_mode=cluster", "supervise=true", "driver_cores=2"],
        ),
        (
            Program::Jar,
            &["SPARK_DRIVER_MEMORY=1g", "HADOOP_CONF_DIR=/etc/hadoop"],
        ),
        (
            Program::Jar,
            &[
                "class=org.apache.spark.sql.connect.service.SparkConnectServer",
                "master=yarn",
                "deploy_mode=cluster",
            ],
        ),
    ] {
        assert_eq!(found(&job(program, settings)), [""; 0], "{settings:?}");
    }
}

#[test]
fn what_is_ignored_is_an_error_where_it_was_visible_and_a_note_elsewhere() {
    for (settings, expected) in [
        (
            &["master=local[*]", "num_executors=4"][..],
            "ignored_by_manager Error num_executors",
        ),
        (
            &["1:master=local[*]", "num_executors=4"],
            "ignored_by_manager Note num_executors",
        ),
        (
            &["master=spark://h:7077", "queue=?"],
            "ignored_by_manager Error queue",
        ),
        (
            &["master=yarn", "total_executor_cores=4"],
            "ignored_by_manager Error total_executor_cores",
        ),
        (
            &["deploy_mode=client", "driver_cores=2"],
            "ignored_by_manager Error driver_cores",
        ),
        (
            &["deploy_mode=client", "supervise=true"],
            "ignored_by_manager Error supervise",
        ),
        (
            &["master=local", "spark.yarn.maxAppAttempts=1"],
            "property_of_another_manager Error spark.yarn.maxAppAttempts",
        ),
        (
            &["1:master=k8s://h", "spark.yarn.tags=a"],
            "property_of_another_manager Note spark.yarn.tags",
        ),
        (
            &["deploy_mode=cluster", "spark.driver.host=h"],
            "property_of_another_mode Error spark.driver.host",
        ),
        (
            &["deploy_mode=cluster", "spark.yarn.am.memory=1g"],
            "property_of_another_mode Error spark.yarn.am.memory",
        ),
        (
            &["deploy_mode=client", "spark.driver.memoryOverhead=1g"],
            "property_of_another_mode Error spark.driver.memoryOverhead",
        ),
        (
            &["deploy_mode=client", "spark.yarn.maxAppAttempts=2"],
            "attempts_in_client_mode Warning spark.yarn.maxAppAttempts",
        ),
        (&["py_files=a.py"], "py_files_without_python Error py_files"),
        (
            &["1:py_files=a.py"],
            "py_files_without_python Note py_files",
        ),
        (&["repositories=r"], "without_packages Note repositories"),
        (&["keytab=k"], "keytab_without_principal Note keytab"),
        (
            &["load_spark_defaults=true"],
            "defaults_without_a_properties_file Note load_spark_defaults",
        ),
        (
            &[
                "spark.standalone.submit.waitAppCompletion=true",
                "spark.master.rest.enabled=true",
            ],
            "waiting_over_rest Error spark.standalone.submit.waitAppCompletion",
        ),
    ] {
        assert_eq!(of_jar(settings), [expected], "{settings:?}");
    }
    assert_eq!(of_python(&["class=A"]), ["class_without_a_jar Error class"]);
    assert_eq!(
        of_python(&["supervise=true"]),
        ["ignored_by_program Error supervise"]
    );
    // A script on a standalone cluster can only be a client.
    assert_eq!(
        of_python(&["master=spark://h:7077", "driver_cores=2"]),
        ["ignored_by_manager Error driver_cores"]
    );
    assert_eq!(
        whole(Program::Jar, &["exclude_packages=a:b"]),
        ["without_packages Warning exclude_packages"]
    );
    assert_eq!(
        whole(Program::Jar, &["principal=k"]),
        ["keytab_without_principal Warning principal"]
    );
    // Without a mode it is a client, once nobody sets one any more.
    assert_eq!(
        whole(Program::Jar, &["master=yarn", "driver_cores=2"]),
        ["ignored_by_manager Note driver_cores"]
    );
}

#[test]
fn what_somebody_may_read_is_not_called_ignored() {
    for settings in [
        &["master=yarn", "driver_cores=2"][..],
        &["master=yarn", "spark.yarn.am.memory=1g"],
        &[
            "master=yarn",
            "deploy_mode=client",
            "spark.yarn.am.memory=1g",
        ],
        &["deploy_mode=cluster", "spark.driver.memoryOverhead=1g"],
        &["master=k8s://h", "spark.kubernetes.namespace=etl"],
        &["spark.yarn.tags=a", "spark.kubernetes.namespace=etl"],
        &["deploy_mode=client", "spark.yarn.maxAppAttempts=1"],
        &["deploy_mode=client", "spark.driver.host=10.0.0.1"],
        &["exclude_packages=a:b", "packages=a:b:1"],
        &["exclude_packages=a:b", "spark.jars.packages=?"],
        &["properties_file=f", "load_spark_defaults=true"],
        &["spark.standalone.submit.waitAppCompletion=true"],
    ] {
        assert_eq!(of_jar(settings), [""; 0], "{settings:?}");
    }
}

#[test]
fn a_property_is_held_against_the_table() {
    for (setting, expected) in [
        ("spark.executor.memmory=1g", "unknown_property Error"),
        ("spark.sql.shuffle.partitons=8", "unknown_property Error"),
        (
            "spark.sql.nothingLikeThis.atAll=8",
            "unknown_property Warning",
        ),
        (
            "spark.sql.shuffle.partitions=0",
            "value_of_a_property Error",
        ),
        (
            "spark.sql.shuffle.partitions=many",
            "value_of_a_property Error",
        ),
        (
            "spark.sql.adaptive.enabled=yes",
            "value_of_a_property Error",
        ),
        (
            "spark.yarn.executor.memoryOverhead=1g",
            "deprecated_property Warning",
        ),
        (
            "spark.sql.fromJsonForceNullableSchema=false",
            "removed_property Error",
        ),
        (
            "spark.history.ui.port=18081",
            "property_of_a_daemon Warning",
        ),
    ] {
        let name = setting.split_once('=').unwrap().0;
        assert_eq!(of_jar(&[setting]), [format!("{expected} {name}")]);
    }
    for right in [
        "spark.sql.shuffle.partitions=8",
        "spark.sql.shuffle.partitions=?",
        "spark.hadoop.fs.s3a.endpoint=http://h",
        "spark.sql.catalog.mine=org.example.Catalog",
        "spark.myteam.owner=etl",
        "spark.sql.fromJsonForceNullableSchema=true",
        "spark.pyspark.python=/opt/python",
    ] {
        assert_eq!(of_jar(&[right]), [""; 0], "{right}");
    }
    let dropped = Job::new(Program::Jar).with(Setting::property("a.b", None));
    assert_eq!(found(&dropped), ["property_without_spark Error a.b"]);
    let mut own = job(Program::Jar, &["spark.executor.memmory=1g"]);
    own.settings[0].custom = true;
    assert_eq!(found(&own), [""; 0]);
    let name = "spark.checkpoint.local.verifyChecksum.enabled";
    let setting = format!("{name}=true");
    let mut new = job(Program::Jar, &[&setting]);
    assert_eq!(found(&new), [""; 0]);
    new.target.spark = Some((4, 0));
    assert_eq!(found(&new), [format!("property_not_yet Warning {name}")]);
    new.target.spark = Some((4, 3));
    assert_eq!(found(&new), [""; 0]);
    assert_eq!(
        of_jar(&["proxy_user=a", "spark.yarn.principal=b", "keytab=k"]),
        [
            "deprecated_property Warning spark.yarn.principal",
            "proxy_user_with_principal Error spark.yarn.principal"
        ]
    );
}

#[test]
fn java_options_that_spark_refuses_are_found_before_it_does() {
    for (settings, expected) in [
        (
            "spark.driver.defaultJavaOptions=-Xmx1g",
            "java_options_of_the_driver Error",
        ),
        (
            "spark.driver.defaultJavaOptions=-Da='b",
            "java_options_of_the_driver Error",
        ),
        (
            "spark.executor.extraJavaOptions=-Da=b -Dspark.x=1",
            "spark_settings_in_java_options Error",
        ),
        (
            "spark.executor.extraJavaOptions=-Xmx1g",
            "heap_in_java_options Error",
        ),
        (
            "spark.executor.defaultJavaOptions=-Xmx1g",
            "heap_in_java_options Warning",
        ),
        (
            "spark.yarn.am.extraJavaOptions=-Xmx1g",
            "heap_in_java_options Error",
        ),
    ] {
        let (name, _) = settings.split_once('=').unwrap();
        assert_eq!(of_jar(&[settings]), [format!("{expected} {name}")]);
    }
    let mut job = job(Program::Jar, &["spark.executor.defaultJavaOptions=-Xmx1g"]);
    job.target.spark = Some((4, 3));
    assert_eq!(check(&job)[0].severity, Severity::Error);
    job.target.spark = Some((3, 5));
    assert_eq!(check(&job)[0].severity, Severity::Note);
    for right in [
        "spark.executor.extraJavaOptions=-XX:+UseG1GC -Xms1g -Dlog4j.x=1",
        "spark.driver.defaultJavaOptions=-Dspark.x=1",
        "spark.executor.extraJavaOptions=?",
    ] {
        assert_eq!(of_jar(&[right]), [""; 0], "{right}");
    }
}

#[test]
fn what_the_driver_would_die_of_is_found() {
    for (settings, expected) in [
        (
            &[
                "spark.network.timeout=5000ms",
                "spark.executor.heartbeatInterval=10000ms",
            ][..],
            "heartbeat_longer_than_the_timeout Error spark.network.timeout",
        ),
        (
            &["spark.network.timeout=5"],
            "heartbeat_longer_than_the_timeout Warning spark.network.timeout",
        ),
        (
            &["spark.executor.heartbeatInterval=3min"],
            "heartbeat_longer_than_the_timeout Warning spark.executor.heartbeatInterval",
        ),
        (
            &["spark.memory.fraction=1.5"],
            "fraction_out_of_range Error spark.memory.fraction",
        ),
        (
            &[
                "spark.network.crypto.enabled=true",
                "spark.authenticate=false",
            ],
            "encryption_without_authentication Error spark.network.crypto.enabled",
        ),
        (
            &["total_executor_cores=2", "executor_cores=4"],
            "executor_larger_than_all_cores Error total_executor_cores",
        ),
        (
            &["total_executor_cores=10", "executor_cores=4"],
            "cores_left_over Warning total_executor_cores",
        ),
        (
            &["master=yarn", "executor_cores=1", "spark.task.cpus=2"],
            "task_larger_than_an_executor Error spark.task.cpus",
        ),
        (
            &[
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.minExecutors=4",
                "spark.dynamicAllocation.maxExecutors=2",
            ],
            "fewest_executors_above_the_most Error spark.dynamicAllocation.maxExecutors",
        ),
        (
            &["spark.dynamicAllocation.enabled=true", "num_executors=2"],
            "executors_to_begin_with Note num_executors",
        ),
        (
            &["driver_memory=300m"],
            "memory_too_small_to_start Error driver_memory",
        ),
        (
            &["executor_memory=449m"],
            "memory_too_small_to_start Error executor_memory",
        ),
    ] {
        assert_eq!(of_jar(settings), [expected], "{settings:?}");
    }
}

#[test]
fn what_the_driver_starts_with_is_right() {
    for settings in [
        &[
            "spark.network.timeout=300",
            "spark.executor.heartbeatInterval=20s",
        ][..],
        &[
            "spark.network.timeout=?",
            "spark.executor.heartbeatInterval=10min",
        ],
        &[
            "spark.memory.fraction=0.6",
            "spark.memory.storageFraction=0.9",
        ],
        &["spark.memory.fraction=NaN"],
        &["spark.network.crypto.enabled=true"],
        &[
            "spark.network.crypto.enabled=true",
            "spark.authenticate=true",
        ],
        &["total_executor_cores=8", "executor_cores=4"],
        &["total_executor_cores=?", "executor_cores=4"],
        &["master=yarn", "executor_cores=4", "spark.task.cpus=2"],
        &["master=local[8]", "spark.task.cpus=2"],
        &[
            "spark.dynamicAllocation.minExecutors=2",
            "spark.dynamicAllocation.maxExecutors=2",
        ],
        &["driver_memory=450m"],
        &["driver_memory=300m", "spark.testing.reservedMemory=1"],
    ] {
        assert_eq!(of_jar(settings), [""; 0], "{settings:?}");
    }
}

fn capped(program: Program, settings: &[&str], memory: u64) -> Vec<String> {
    let mut job = job(program, settings);
    job.target.max_container_memory_mib = Some(memory);
    job.target.max_container_cores = Some(4);
    found(&job)
}

#[test]
fn memory_with_its_overhead_is_held_against_the_cap() {
    let yarn = |settings: &[&'static str], cap| {
        let mut all = vec!["master=yarn"];
        all.extend_from_slice(settings);
        capped(Program::Python, &all, cap)
    };
    let too_much = |name: &str| vec![format!("memory_above_the_cap Error {name}")];
    let fits = Vec::<String>::new;
    // 10240 + 1024 = 11264, and 1024 + 384 = 1408.
    assert_eq!(
        yarn(&["executor_memory=10g"], 11263),
        too_much("executor_memory")
    );
    assert_eq!(yarn(&["executor_memory=10g"], 11264), fits());
    assert_eq!(
        yarn(&["executor_memory=1g"], 1407),
        too_much("executor_memory")
    );
    assert_eq!(yarn(&["executor_memory=1g"], 1408), fits());
    let overhead = "spark.executor.memoryOverhead=2048";
    assert_eq!(
        yarn(&[overhead], 3071),
        too_much("spark.executor.memoryOverhead")
    );
    assert_eq!(yarn(&[overhead], 3072), fits());
    let python = "spark.executor.pyspark.memory=1g";
    assert_eq!(
        yarn(&[python], 2431),
        too_much("spark.executor.pyspark.memory")
    );
    assert_eq!(capped(Program::Jar, &["master=yarn", python], 2431), fits());
    let off_heap = [
        "spark.memory.offHeap.size=1g",
        "spark.memory.offHeap.enabled=true",
    ];
    assert_eq!(yarn(&off_heap, 2431), too_much("spark.memory.offHeap.size"));
    assert_eq!(yarn(&off_heap[..1], 2431), fits());
    // The driver has a container in cluster mode; in client mode it is the application master's.
    let driver = ["driver_memory=10g", "deploy_mode=cluster"];
    assert_eq!(yarn(&driver, 11263), too_much("driver_memory"));
    assert_eq!(yarn(&driver[..1], 11263), fits());
    let am = ["spark.yarn.am.memory=2g", "deploy_mode=client"];
    assert_eq!(yarn(&am, 2431), too_much("spark.yarn.am.memory"));
    // 40 % for Python in a cluster of Kubernetes: 10240 + 4096.
    let k8s = [
        "master=k8s://h",
        "executor_memory=10g",
        "deploy_mode=cluster",
    ];
    assert_eq!(
        capped(Program::Python, &k8s, 14335),
        too_much("executor_memory")
    );
    assert_eq!(capped(Program::Python, &k8s, 14336), fits());
    assert_eq!(capped(Program::Python, &k8s[..2], 11264), fits());
    assert_eq!(capped(Program::Jar, &k8s, 11264), fits());
    // No overhead on standalone clusters, no container on a local master, and no guess where
    // the manager or an amount is not known.
    assert_eq!(
        capped(
            Program::Jar,
            &["master=spark://h:1", "executor_memory=10g"],
            10240
        ),
        fits()
    );
    assert_eq!(
        capped(Program::Jar, &["master=local", "driver_memory=10g"], 1024),
        fits()
    );
    assert_eq!(capped(Program::Jar, &["executor_memory=10g"], 1024), fits());
    assert_eq!(yarn(&["executor_memory=?"], 1024), fits());
    assert_eq!(
        capped(Program::Jar, &["executor_cores=8"], 1024),
        ["cores_above_the_cap Error executor_cores"]
    );
}

#[test]
fn an_option_that_the_version_does_not_know_is_an_error() {
    let mut job = job(
        Program::Jar,
        &["load_spark_defaults=true", "properties_file=f"],
    );
    assert_eq!(found(&job), [""; 0]);
    job.target.spark = Some((3, 5));
    assert_eq!(found(&job), ["option_too_new Error load_spark_defaults"]);
}

proptest! {
    #[test]
    fn no_text_makes_a_rule_panic(
        settings in proptest::collection::vec((0usize..60, any::<String>(), 0u32..2), 0..8),
        numbers in proptest::collection::vec((0usize..60, "[0-9]{0,20}[a-z]{0,2}", 0u32..2), 0..8),
        program in 0usize..5,
        cap in any::<Option<u64>>(),
        whole in any::<bool>(),
    ) {
        const PROPERTIES: [&str; 12] = [
            "spark.network.timeout", "spark.executor.heartbeatInterval", "spark.task.cpus",
            "spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor",
            "spark.memory.fraction", "spark.memory.offHeap.size", "spark.memory.offHeap.enabled",
            "spark.dynamicAllocation.enabled", "spark.dynamicAllocation.maxExecutors",
            "spark.executor.extraJavaOptions", "spark.yarn.am.memory",
        ];
        let programs = [Program::Jar, Program::Python, Program::PythonModule, Program::R, Program::Unknown];
        let mut job = Job::new(programs[program]);
        job.whole = whole;
        job.target.max_container_memory_mib = cap;
        job.target.spark = whole.then_some((4, 1));
        for (which, text, place) in settings.iter().chain(&numbers) {
            let setting = match which.checked_sub(48) {
                Some(which) => Setting::property(PROPERTIES[which], Some(text.as_str().into())),
                None => Setting::option(&OPTIONS[which % OPTIONS.len()], Some(text.as_str().into())),
            };
            job.settings.push(setting.at(*place));
        }
        for master in ["yarn", "k8s://h"] {
            let mut job = job.clone();
            job.settings.push(Setting::key("master", master).unwrap());
            for finding in check(&job) {
                prop_assert!(finding.about < job.settings.len());
            }
        }
        let _ = check(&job);
    }
}
