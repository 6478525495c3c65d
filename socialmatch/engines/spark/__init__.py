"""Apache Spark: candidates by joins in Spark, and the same kernel on its executors.

``rows`` is what the executors run; it knows no Spark, and is there without it.
"""
