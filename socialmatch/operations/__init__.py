"""Looking after an installation: what it counts, what it logs, and whether it is well. Nothing here names anybody.

metrics   counters, gauges and histograms of this process, as plain values or for Prometheus
logs      structured records, and how they are written
measured  what the facade wraps its verbs in, so that each is counted and logged
health    healthy, degraded or failing, with reasons as codes
"""
