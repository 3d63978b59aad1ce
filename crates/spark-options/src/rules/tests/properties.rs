use super::*;

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
        // Spark SQL judges a value before it does so.
        (
            "spark.sql.shuffle.partitions=${env:PARTITIONS}",
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
        // Spark puts the variable in its place.
        "spark.task.maxFailures=${env:FAILURES}",
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
fn a_unit_that_only_a_newer_spark_knows_is_held_against_the_version() {
    for (memory, spark, expected) in [
        ("executor_memory=2gib", Some((3, 5)), 1),
        ("executor_memory=2gib", Some((4, 3)), 0),
        ("executor_memory=2gib", None, 0),
        ("executor_memory=2gb", Some((3, 5)), 0),
    ] {
        let mut job = job(Program::Jar, &[memory]);
        job.target.spark = spark;
        assert_eq!(check(&job).len(), expected, "{memory} {spark:?}");
    }
}
