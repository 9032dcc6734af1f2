# examples: scripts people want. NAME.dat is a recording that shows NAME.stp working.
examplesdir = $(pkgdatadir)/examples
dist_examples_DATA = \
	examples/call-trace.stp \
	examples/connect-arguments.stp \
	examples/dropwatch.dat examples/dropwatch.stp \
	examples/fork-time.stp \
	examples/open-arguments.stp \
	examples/open-errors.stp \
	examples/run-queue-latency.stp \
	examples/schedule-count.stp
