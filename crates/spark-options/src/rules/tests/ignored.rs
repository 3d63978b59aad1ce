use super::*;

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
        (
            &["py_files=a.py"],
            "py_files_without_python Warning py_files",
        ),
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
            "waiting_over_rest Warning spark.standalone.submit.waitAppCompletion",
        ),
        (
            &[
                "master=yarn",
                "deploy_mode=cluster",
                "spark.yarn.submit.waitAppCompletion=false",
            ],
            "nobody_waits_for_the_end Error spark.yarn.submit.waitAppCompletion",
        ),
        (
            &["spark.kubernetes.submission.waitAppCompletion=FALSE"],
            "nobody_waits_for_the_end Warning spark.kubernetes.submission.waitAppCompletion",
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
    // A default is to blame, which nobody wrote beside it.
    assert_eq!(
        whole(Program::Jar, &["spark.driver.memoryOverhead=1g"]),
        ["property_of_another_mode Note spark.driver.memoryOverhead"]
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
        &["spark.standalone.submit.waitAppCompletion=false"],
        &[
            "master=yarn",
            "deploy_mode=cluster",
            "spark.yarn.submit.waitAppCompletion=true",
        ],
        // Delegation tokens of Hadoop are got for every manager.
        &[
            "master=k8s://h",
            "spark.yarn.kerberos.renewal.excludeHadoopFileSystems=hdfs://h",
        ],
    ] {
        assert_eq!(of_jar(settings), [""; 0], "{settings:?}");
    }
}
