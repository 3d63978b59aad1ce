use super::*;

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
            "heap_in_java_options Warning",
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
    let am = "spark.yarn.am.extraJavaOptions=-Dspark.x=1";
    let name = "spark.yarn.am.extraJavaOptions";
    assert_eq!(
        of_jar(&["master=yarn", "deploy_mode=client", am]),
        [format!("spark_settings_in_java_options Error {name}")]
    );
    assert_eq!(
        of_jar(&["1:master=local", am]),
        [
            format!("property_of_another_manager Note {name}"),
            format!("spark_settings_in_java_options Note {name}")
        ]
    );
    assert_eq!(
        of_jar(&["remote=sc://h", "spark.executor.extraJavaOptions=-Xmx1g"]),
        [""; 0]
    );
    for right in [
        "spark.executor.extraJavaOptions=-XX:+UseG1GC -Xms1g -Dlog4j.x=1",
        "spark.driver.defaultJavaOptions=-Dspark.x=1",
        "spark.executor.extraJavaOptions=?",
    ] {
        assert_eq!(of_jar(&[right]), [""; 0], "{right}");
    }
}
