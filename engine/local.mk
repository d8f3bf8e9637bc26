# SPDX-License-Identifier: GPL-2.0-or-later
# libengine (all layers below cli, nothing hidden: tests and benches link it)
# -> libintrofind (installed) -> introfind (the tool, which sees public headers
# only).

# sources: begin
engine_sources = \
	engine/analysis/chains.c \
	engine/analysis/chains.h \
	engine/analysis/paths.c \
	engine/analysis/traverse.c \
	engine/analysis/traverse.h \
	engine/analysis/yen.c \
	engine/analysis/yen.h \
	engine/base/alloc.c \
	engine/base/alloc.h \
	engine/base/arena.c \
	engine/base/arena.h \
	engine/base/bits.h \
	engine/base/calendar.c \
	engine/base/calendar.h \
	engine/base/checksum.c \
	engine/base/checksum.h \
	engine/base/common.h \
	engine/base/context.c \
	engine/base/context_impl.h \
	engine/base/kind.c \
	engine/base/kind.h \
	engine/base/mapping.c \
	engine/base/mapping.h \
	engine/base/names.c \
	engine/base/names.h \
	engine/base/osio.c \
	engine/base/osio.h \
	engine/base/parallel.c \
	engine/base/parallel.h \
	engine/base/random.c \
	engine/base/random.h \
	engine/base/sink.c \
	engine/base/sink.h \
	engine/base/siphash.c \
	engine/base/siphash.h \
	engine/base/source.c \
	engine/base/source.h \
	engine/base/strbuf.c \
	engine/base/strbuf.h \
	engine/base/strpool.c \
	engine/base/strpool.h \
	engine/base/text.c \
	engine/base/text.h \
	engine/base/topk.c \
	engine/base/topk.h \
	engine/base/vec.h \
	engine/base/version.c \
	engine/graph/build_column.c \
	engine/graph/builder.c \
	engine/graph/builder.h \
	engine/graph/builder_impl.h \
	engine/graph/columns.c \
	engine/graph/csr.c \
	engine/graph/csr.h \
	engine/graph/evidence.c \
	engine/graph/evidence.h \
	engine/graph/freeze.h \
	engine/graph/graph.c \
	engine/graph/graph_impl.h \
	engine/graph/identity.c \
	engine/graph/identity.h \
	engine/graph/restrength.c \
	engine/graph/restrength.h \
	engine/graph/strength.c \
	engine/graph/strength.h \
	engine/graph/validate.c \
	engine/graph/validate.h \
	engine/graph/validate_impl.h \
	engine/graph/validate_records.c \
	engine/graph/validate_ties.c \
	engine/graph/weight.c \
	engine/graph/weight.h \
	engine/import/aliases.c \
	engine/import/aliases.h \
	engine/import/csv_reader.c \
	engine/import/csv_reader.h \
	engine/import/graphml.c \
	engine/import/graphml.h \
	engine/import/graphml_keys.c \
	engine/import/graphml_keys.h \
	engine/import/graphml_sax.c \
	engine/import/graphml_sax.h \
	engine/import/linkedin_fields.c \
	engine/import/linkedin_fields.h \
	engine/import/linkedin_files.c \
	engine/import/linkedin_files.h \
	engine/import/linkedin_messages.c \
	engine/import/linkedin_messages.h \
	engine/import/linkedin_people.c \
	engine/import/linkedin_people.h \
	engine/import/zip_source.c \
	engine/import/zip_source.h \
	engine/snapshot/snapshot_check.c \
	engine/snapshot/snapshot_format.h \
	engine/snapshot/snapshot_impl.h \
	engine/snapshot/snapshot_open.c \
	engine/snapshot/snapshot_parts.c \
	engine/snapshot/snapshot_write.c
cli_sources = \
	engine/cli/cmd_export.c \
	engine/cli/cmd_import.c \
	engine/cli/cmd_info.c \
	engine/cli/cmd_path.c \
	engine/cli/command.c \
	engine/cli/command.h \
	engine/cli/open_graph.c \
	engine/cli/open_graph.h \
	engine/cli/option_table.c \
	engine/cli/options.c \
	engine/cli/options.h \
	engine/cli/signals.c \
	engine/cli/signals.h \
	engine/cli/targets.c \
	engine/cli/targets.h \
	engine/cli/terminal.c \
	engine/cli/terminal.h \
	engine/cli/values.c \
	engine/cli/values.h \
	engine/cli/who.c \
	engine/cli/who.h
man_pages =
bash_completion =
zsh_completion =
fish_completion =
engine_extra =
# sources: end

noinst_LTLIBRARIES += %D%/libengine.la
%C%_libengine_la_SOURCES = $(engine_sources)

lib_LTLIBRARIES += libintrofind.la
libintrofind_la_SOURCES =
libintrofind_la_LIBADD = %D%/libengine.la $(foreign_libs)
libintrofind_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info 0:0:0

pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = %D%/introfind.pc

# The tool without its main(), so that tests can reach the option table.
noinst_LTLIBRARIES += %D%/libcli.la
%C%_libcli_la_SOURCES = $(cli_sources)

dist_man_MANS = $(man_pages)
dist_bashcomp_DATA = $(bash_completion)
dist_zshcomp_DATA = $(zsh_completion)
dist_fishcomp_DATA = $(fish_completion)
EXTRA_DIST += $(engine_extra)
