"""Holds what Spark wrote against the answers of one process: rows, and a digest that knows no order."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from decide import rows_of  # noqa: E402
from pyspark.sql import SparkSession, functions as f  # noqa: E402

spark = SparkSession.builder.master("local[2]").getOrCreate()


def digest(rows):
    sha = f.sha2(f.to_json(f.struct("id", "asOf", "measure", "outcome", "window", "error")), 256)
    parts = [f.sum(f.conv(f.substring(sha, at, 15), 16, 10).cast("decimal(38,0)")) for at in (1, 16)]
    return [str(value) for value in rows.agg(f.count("*"), *parts).first()]


one = spark.read.text(sys.argv[2]).where(~f.col("value").startswith('{"end"'))
print(json.dumps({"one": digest(rows_of(one.withColumnRenamed("value", "answer"))), "spark": digest(spark.read.parquet(sys.argv[3]))}))
