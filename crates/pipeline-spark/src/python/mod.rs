//! Python modules with `main(spark, task)`, and the packages shipped with them.
