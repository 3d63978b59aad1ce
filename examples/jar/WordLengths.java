import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.split;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How many words of each length a text has: WordLengths TEXT OUT. */
public final class WordLengths {
  private WordLengths() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: WordLengths TEXT OUT");
      System.exit(2);
    }
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> words =
        spark.read().text(args[0])
            .select(explode(split(regexp_replace(col("value"), "[^A-Za-z ]", ""), " +")).as("word"))
            .where(col("word").notEqual(""));
    words
        .groupBy(length(col("word")).as("letters"))
        .count()
        .withColumnRenamed("count", "words")
        .orderBy("letters")
        .coalesce(1)
        .write()
        .json(args[1]);
    spark.stop();
  }
}
