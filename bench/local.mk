# SPDX-License-Identifier: GPL-2.0-or-later
# introfind-generate, which is installed, and measured programs. These are not
# built by `make`; `make bench SIZE=T|S|M|L` builds and runs them all and leaves
# one JSON object a line in bench-SIZE.jsonl.

# sources: begin
generate_support = \
	bench/network_gen.c \
	bench/network_gen.h \
	bench/network_impl.h \
	bench/network_linkedin.c \
	bench/network_text.c \
	bench/out.c \
	bench/out.h
bench_support = \
	bench/bench.c \
	bench/bench.h \
	bench/child.c \
	bench/desk.c \
	bench/desk.h \
	bench/group_desk.c \
	bench/group_desk.h \
	bench/group_igraph.c \
	bench/group_igraph.h \
	bench/peer_igraph.c \
	bench/peer_igraph.h \
	bench/peer_sax.c \
	bench/peer_sax.h \
	bench/zip_folder.c \
	bench/zip_folder.h
bench_programs = \
	bench/bench_breadth \
	bench/bench_bridges \
	bench/bench_clusters \
	bench/bench_command \
	bench/bench_gen \
	bench/bench_igraph \
	bench/bench_import \
	bench/bench_memory \
	bench/bench_paths \
	bench/bench_reach \
	bench/bench_sax \
	bench/bench_snapshot
bench_extra = \
	bench/.gitignore \
	bench/RESULTS.md \
	bench/cluster_quality.py \
	bench/compare.awk \
	bench/peer_boost.cc \
	bench/peers.py \
	bench/run.sh \
	bench/summary.awk \
	bench/table.sh \
	bench/tie_peers.py
bench_bench_breadth_SOURCES = bench/bench_breadth.c
bench_bench_breadth_LDADD = $(bench_ldadd)
bench_bench_bridges_SOURCES = bench/bench_bridges.c
bench_bench_bridges_LDADD = $(bench_ldadd)
bench_bench_clusters_SOURCES = bench/bench_clusters.c
bench_bench_clusters_LDADD = $(bench_ldadd)
bench_bench_command_SOURCES = bench/bench_command.c
bench_bench_command_LDADD = $(bench_ldadd)
bench_bench_gen_SOURCES = bench/bench_gen.c
bench_bench_gen_LDADD = $(bench_ldadd)
bench_bench_igraph_SOURCES = bench/bench_igraph.c
bench_bench_igraph_LDADD = $(bench_ldadd)
bench_bench_import_SOURCES = bench/bench_import.c
bench_bench_import_LDADD = $(bench_ldadd)
bench_bench_memory_SOURCES = bench/bench_memory.c
bench_bench_memory_LDADD = $(bench_ldadd)
bench_bench_paths_SOURCES = bench/bench_paths.c
bench_bench_paths_LDADD = $(bench_ldadd)
bench_bench_reach_SOURCES = bench/bench_reach.c
bench_bench_reach_LDADD = $(bench_ldadd)
bench_bench_sax_SOURCES = bench/bench_sax.c
bench_bench_sax_LDADD = $(bench_ldadd)
bench_bench_snapshot_SOURCES = bench/bench_snapshot.c
bench_bench_snapshot_LDADD = $(bench_ldadd)
# sources: end

noinst_LTLIBRARIES += %D%/libgenerate.la
%C%_libgenerate_la_SOURCES = $(generate_support)
bin_PROGRAMS += introfind-generate
introfind_generate_SOURCES = %D%/introfind_generate.c
introfind_generate_LDADD = %D%/libgenerate.la engine/libengine.la \
	$(ZLIB_LIBS) $(XXHASH_LIBS)
dist_man_MANS += %D%/introfind-generate.1

EXTRA_LTLIBRARIES += %D%/libbench.la
%C%_libbench_la_SOURCES = $(bench_support)
EXTRA_PROGRAMS += $(bench_programs)
EXTRA_DIST += $(bench_extra)

bench_ldadd = %D%/libbench.la %D%/libgenerate.la engine/libengine.la \
	$(foreign_libs)

SIZE = T
BENCH_FLAGS =

bench-programs: $(bench_programs)

bench: $(bench_programs) $(bin_PROGRAMS)
	@sh $(top_srcdir)/bench/run.sh --size $(SIZE) --source $(top_srcdir) \
	  $(bench_programs) -- $(BENCH_FLAGS)

# The figures of a run as the table of bench/RESULTS.md.
bench-table:
	@sh $(top_srcdir)/bench/table.sh bench-[TSML].jsonl

CLEANFILES += $(bench_programs) %D%/libbench.la bench-[TSML].jsonl bench.part

# Generated networks, up to 8 GB of them.
mostlyclean-local:
	-rm -rf %D%/data

.PHONY: bench bench-programs bench-table
