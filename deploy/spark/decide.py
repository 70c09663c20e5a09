"""Decides every applicant of a file with Spark: partitions are piped through `dist/decide.mjs`.

spark-submit --files dist/decide.mjs deploy/spark/decide.py IN OUT [options of the batch filter]

IN is NDJSON, CSV or Parquet (.ndjson, .jsonl, .csv, .parquet; a file or a folder). A line of NDJSON is
{"id", "facts", "asOf"?, "possible"?}. A table has a column `id`, perhaps `asOf`, and a column for each fact, by its id
(`enterprise.employees`); a cell of a CSV file that is JSON is read as such (12, true, ["water"]), any other is a text.
OUT becomes Parquet, a row for each applicant and measure: id, asOf, measure, outcome, window; a line that cannot be
answered is one row with its error. Counts are printed as one line of JSON. The day of applicants that name none is said by
--as-of: a part that is decided again after midnight would otherwise have another.
"""

import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from threading import Thread

COUNTS = ("lines", "answers", "errors", "eligible", "undetermined", "ineligible")
ANSWER = """id string, asOf string, eligible array<struct<measure: string, window: string>>,
  undetermined array<string>, ineligible array<string>, line bigint, error struct<code: string, detail: string>"""
# The filter ends with 1 where some lines had errors: they are answers of a kind.
ANSWERED = (0, 1)


def fact_of(value, is_text):
    """A cell as a fact; None where nothing is known."""
    if value is None or value == "":
        return None
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if not is_text:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def line_of(row, is_text):
    """A row of a table as a line of the filter."""
    facts, line = {}, {"facts": {}}
    for name, cell in row.items():
        if "." in name:
            value = fact_of(cell, is_text)
            if value is not None:
                subject, key = name.split(".", 1)
                facts.setdefault(subject, {})[key] = value
        elif name in ("id", "asOf") and cell is not None:
            line[name] = fact_of(cell, False) if not isinstance(cell, int) else str(cell)
    line["facts"] = facts
    return json.dumps(line, ensure_ascii=False)


def lines_of(spark, path):
    """The lines of the input, in as many parts as Spark cuts it into."""
    kind = path.rstrip("/").rsplit(".", 1)[-1]
    if kind in ("ndjson", "jsonl", "json"):
        return spark.read.text(path).rdd.map(lambda row: row.value)
    if kind not in ("csv", "parquet"):
        sys.exit(f"{path}: .ndjson, .csv or .parquet, please")
    is_text = kind == "csv"
    table = spark.read.csv(path, header=True) if is_text else spark.read.parquet(path)
    return table.rdd.map(lambda row: line_of(row.asDict(), is_text))


def decided(lines, program, options, counters):
    """Pipes lines through a filter of their own; the counts of its last line are added up."""
    filter_ = subprocess.Popen(["node", program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        try:
            for line in lines:
                filter_.stdin.write(line.encode() + b"\n")
            filter_.stdin.close()
        except BrokenPipeError:
            pass  # the exit code says why it is gone

    failed = []

    def fed():
        try:
            feed()
        except BaseException as error:  # told by whoever reads the answers
            failed.append(error)
            filter_.kill()

    feeder = Thread(target=fed, daemon=True)
    feeder.start()
    before = None
    for answer in filter_.stdout:
        if before is not None:
            yield (before.decode(),)
        before = answer
    feeder.join()
    code = filter_.wait()
    if failed:
        raise failed[0]
    if code not in ANSWERED or before is None:
        raise RuntimeError(f"the filter ended with {code}")
    end = json.loads(before)["end"]
    for name in COUNTS:
        counters[name].add(end[name] if name in end else end["outcomes"][name])


def rows_of(answers):
    """A row for each applicant and measure."""
    from pyspark.sql import functions as f

    read = answers.select(f.from_json("answer", ANSWER).alias("a")).select("a.*")
    nothing = f.lit(None).cast("string")

    def outcome(name, measure, window):
        return f.transform(
            f.coalesce(f.col(name), f.array()),
            lambda one: f.struct(
                measure(one).alias("measure"), f.lit(name).alias("outcome"), window(one).alias("window")
            ),
        )

    results = f.concat(
        outcome("eligible", lambda one: one["measure"], lambda one: one["window"]),
        outcome("undetermined", lambda one: one, lambda one: nothing),
        outcome("ineligible", lambda one: one, lambda one: nothing),
    )
    # An applicant about whom nothing was asked, or a line in error, has one row.
    exploded = read.select("id", "asOf", "error", f.explode_outer(results).alias("result"))
    return exploded.select("id", "asOf", "result.*", f.to_json("error").alias("error"))


def main(source, target, options):
    from pyspark import SparkFiles
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("policy-rules").getOrCreate()
    context = spark.sparkContext
    counters = {name: context.accumulator(0) for name in COUNTS}
    answers = lines_of(spark, source).mapPartitions(
        lambda lines: decided(lines, SparkFiles.get("decide.mjs"), options, counters)
    )
    # No shuffle after this: each part is counted once, when it is written, however often it was begun.
    rows_of(spark.createDataFrame(answers, "answer string")).write.mode("overwrite").parquet(target)
    print(json.dumps({name: counter.value for name, counter in counters.items()}))
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
