# SPDX-License-Identifier: GPL-2.0-or-later
# Measured programs. They are not built by `make`; `make bench SIZE=T|S|M|L`
# builds and runs them all and leaves one JSON object a line in
# bench-SIZE.jsonl.

# sources: begin
bench_support =
bench_programs =
bench_extra =
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
