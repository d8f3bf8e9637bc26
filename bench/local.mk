# SPDX-License-Identifier: GPL-2.0-or-later
# Measured programs. They are not built by `make`; `make bench SIZE=T|S|M|L`
# builds and runs them all and leaves one JSON object a line in
# bench-SIZE.jsonl.

# sources: begin
bench_support = \
	bench/bench.c \
	bench/bench.h \
	bench/child.c \
	bench/network_gen.c \
	bench/network_gen.h \
	bench/network_impl.h \
	bench/network_linkedin.c \
	bench/network_text.c \
	bench/out.c \
	bench/out.h \
	bench/peer_igraph.c \
	bench/peer_igraph.h \
	bench/peer_sax.c \
	bench/peer_sax.h \
	bench/zip_folder.c \
	bench/zip_folder.h
bench_programs = \
	bench/bench_gen \
	bench/bench_igraph \
	bench/bench_import \
	bench/bench_memory \
	bench/bench_sax \
	bench/bench_snapshot
bench_extra =
bench_bench_gen_SOURCES = bench/bench_gen.c
bench_bench_gen_LDADD = $(bench_ldadd)
bench_bench_igraph_SOURCES = bench/bench_igraph.c
bench_bench_igraph_LDADD = $(bench_ldadd)
bench_bench_import_SOURCES = bench/bench_import.c
bench_bench_import_LDADD = $(bench_ldadd)
bench_bench_memory_SOURCES = bench/bench_memory.c
bench_bench_memory_LDADD = $(bench_ldadd)
bench_bench_sax_SOURCES = bench/bench_sax.c
bench_bench_sax_LDADD = $(bench_ldadd)
bench_bench_snapshot_SOURCES = bench/bench_snapshot.c
bench_bench_snapshot_LDADD = $(bench_ldadd)
# sources: end

EXTRA_LTLIBRARIES += %D%/libbench.la
%C%_libbench_la_SOURCES = $(bench_support)
EXTRA_PROGRAMS += $(bench_programs)
EXTRA_DIST += $(bench_extra)

bench_ldadd = %D%/libbench.la tests/libsupport.la engine/libengine.la \
	$(foreign_libs)

SIZE = T
BENCH_FLAGS =

bench-programs: $(bench_programs)

# Every program runs even when an earlier one fails; the status tells.
bench: $(bench_programs)
	@rm -f bench-$(SIZE).jsonl; failed=0; \
	for program in $(bench_programs); do \
	  if ./$$program --size $(SIZE) $(BENCH_FLAGS) >bench.part; then \
	    echo "PASS: $$program --size $(SIZE)"; \
	  else \
	    echo "FAIL: $$program --size $(SIZE)"; failed=1; \
	  fi; \
	  cat bench.part; cat bench.part >>bench-$(SIZE).jsonl; \
	done; rm -f bench.part; exit $$failed

CLEANFILES += $(bench_programs) %D%/libbench.la bench-[TSML].jsonl bench.part

.PHONY: bench bench-programs
