"""The Spark engine: candidates by joins in Spark, and the same kernel on its executors."""

from socialmatch.engines.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
