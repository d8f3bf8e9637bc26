# SPDX-License-Identifier: GPL-2.0-or-later
# What a user of the library may rely on.

# sources: begin
public_headers = \
	include/introfind/breadth.h \
	include/introfind/bridges.h \
	include/introfind/classes.h \
	include/introfind/clusters.h \
	include/introfind/context.h \
	include/introfind/graph.h \
	include/introfind/import.h \
	include/introfind/introfind.h \
	include/introfind/pages.h \
	include/introfind/paths.h \
	include/introfind/people.h \
	include/introfind/report.h \
	include/introfind/snapshot.h \
	include/introfind/status.h \
	include/introfind/summary.h \
	include/introfind/types.h
# sources: end

introfindincludedir = $(includedir)/introfind
introfindinclude_HEADERS = $(public_headers)
