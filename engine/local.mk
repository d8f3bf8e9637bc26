# SPDX-License-Identifier: GPL-2.0-or-later
# libengine (all layers below cli, nothing hidden: tests and benches link it)
# -> libintrofind (installed) -> introfind (the tool, which sees public headers
# only).

# sources: begin
engine_sources = \
	engine/analysis/aggregation.c \
	engine/analysis/aggregation.h \
	engine/analysis/ahead.c \
	engine/analysis/arcs.h \
	engine/analysis/batch.c \
	engine/analysis/betweenness.c \
	engine/analysis/betweenness.h \
	engine/analysis/betweenness_impl.h \
	engine/analysis/betweenness_lanes.c \
	engine/analysis/betweenness_net.c \
	engine/analysis/betweenness_single.c \
	engine/analysis/betweenness_sources.c \
	engine/analysis/betweenness_warmth.c \
	engine/analysis/breadth.c \
	engine/analysis/breadth_figures.c \
	engine/analysis/breadth_impl.h \
	engine/analysis/breadth_order.c \
	engine/analysis/bridge_pairs.c \
	engine/analysis/bridge_people.c \
	engine/analysis/bridge_ties.c \
	engine/analysis/bridges.c \
	engine/analysis/bridges_impl.h \
	engine/analysis/broker_view.c \
	engine/analysis/broker_view.h \
	engine/analysis/brokerage.c \
	engine/analysis/brokerage.h \
	engine/analysis/chain_trace.c \
	engine/analysis/chains.c \
	engine/analysis/chains.h \
	engine/analysis/chains_impl.h \
	engine/analysis/cluster_facts.c \
	engine/analysis/cluster_labels.c \
	engine/analysis/cluster_labels.h \
	engine/analysis/clusters.c \
	engine/analysis/clusters_impl.h \
	engine/analysis/communities.c \
	engine/analysis/communities.h \
	engine/analysis/connected_parts.c \
	engine/analysis/connected_parts.h \
	engine/analysis/crew.c \
	engine/analysis/crew.h \
	engine/analysis/cut_ties.c \
	engine/analysis/cut_ties.h \
	engine/analysis/diversity.c \
	engine/analysis/diversity.h \
	engine/analysis/ego_net.c \
	engine/analysis/ego_net.h \
	engine/analysis/group_ties.c \
	engine/analysis/group_ties.h \
	engine/analysis/groups.c \
	engine/analysis/groups.h \
	engine/analysis/holes_formula.h \
	engine/analysis/hyperloglog.c \
	engine/analysis/hyperloglog.h \
	engine/analysis/joined_pair.c \
	engine/analysis/joined_sets.c \
	engine/analysis/joined_sets.h \
	engine/analysis/layers.c \
	engine/analysis/layout.c \
	engine/analysis/layout.h \
	engine/analysis/leiden.c \
	engine/analysis/leiden.h \
	engine/analysis/level.c \
	engine/analysis/level.h \
	engine/analysis/local_moving.c \
	engine/analysis/local_moving.h \
	engine/analysis/losses.c \
	engine/analysis/members.c \
	engine/analysis/members.h \
	engine/analysis/modularity.c \
	engine/analysis/modularity.h \
	engine/analysis/my_access.c \
	engine/analysis/my_access.h \
	engine/analysis/my_doors.c \
	engine/analysis/my_doors.h \
	engine/analysis/near_holes.c \
	engine/analysis/orientation.c \
	engine/analysis/orientation.h \
	engine/analysis/own_ties.c \
	engine/analysis/own_ties.h \
	engine/analysis/pair_brokers.c \
	engine/analysis/pair_brokers.h \
	engine/analysis/panel.c \
	engine/analysis/panel.h \
	engine/analysis/paths.c \
	engine/analysis/percentile.c \
	engine/analysis/percentile.h \
	engine/analysis/percolation.c \
	engine/analysis/percolation.h \
	engine/analysis/portrait.c \
	engine/analysis/reach.c \
	engine/analysis/reach.h \
	engine/analysis/reach_all.c \
	engine/analysis/reach_ball.h \
	engine/analysis/reach_groups.c \
	engine/analysis/reach_lines.c \
	engine/analysis/reach_lines.h \
	engine/analysis/refinement.c \
	engine/analysis/refinement.h \
	engine/analysis/registers.c \
	engine/analysis/registers.h \
	engine/analysis/role_chance.c \
	engine/analysis/role_chance.h \
	engine/analysis/role_tally.h \
	engine/analysis/searcher.h \
	engine/analysis/sectors.c \
	engine/analysis/sectors.h \
	engine/analysis/sieve.c \
	engine/analysis/sieve.h \
	engine/analysis/span.c \
	engine/analysis/span.h \
	engine/analysis/structural_holes.c \
	engine/analysis/structural_holes.h \
	engine/analysis/tie_facts.c \
	engine/analysis/tie_facts.h \
	engine/analysis/tie_score.c \
	engine/analysis/tie_score.h \
	engine/analysis/traverse.c \
	engine/analysis/traverse.h \
	engine/analysis/trend.c \
	engine/analysis/trend.h \
	engine/analysis/triangles.c \
	engine/analysis/triangles.h \
	engine/analysis/weak_bridges.c \
	engine/analysis/weak_bridges.h \
	engine/analysis/weak_graph.c \
	engine/analysis/weak_graph.h \
	engine/analysis/weak_ties.c \
	engine/analysis/weak_ties.h \
	engine/analysis/weight_sums.c \
	engine/analysis/weight_sums.h \
	engine/analysis/within.c \
	engine/analysis/within.h \
	engine/analysis/yen.c \
	engine/analysis/yen.h \
	engine/base/alloc.c \
	engine/base/alloc.h \
	engine/base/arena.c \
	engine/base/arena.h \
	engine/base/bits.h \
	engine/base/block_reader.c \
	engine/base/block_reader.h \
	engine/base/calendar.c \
	engine/base/calendar.h \
	engine/base/checksum.c \
	engine/base/checksum.h \
	engine/base/common.h \
	engine/base/company.c \
	engine/base/context.c \
	engine/base/context_impl.h \
	engine/base/kind.c \
	engine/base/kind.h \
	engine/base/mapping.c \
	engine/base/mapping.h \
	engine/base/median.c \
	engine/base/median.h \
	engine/base/merge_sort.c \
	engine/base/merge_sort.h \
	engine/base/name_words.c \
	engine/base/names.c \
	engine/base/names.h \
	engine/base/names_impl.h \
	engine/base/number_text.c \
	engine/base/number_write.c \
	engine/base/order_statistics.c \
	engine/base/order_statistics.h \
	engine/base/osio.c \
	engine/base/osio.h \
	engine/base/parallel.c \
	engine/base/parallel.h \
	engine/base/profile.c \
	engine/base/radix.c \
	engine/base/radix.h \
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
	engine/base/taxonomy.c \
	engine/base/taxonomy.h \
	engine/base/taxonomy_impl.h \
	engine/base/text.c \
	engine/base/text.h \
	engine/base/text_distance.c \
	engine/base/text_escape.c \
	engine/base/text_impl.h \
	engine/base/topk.c \
	engine/base/topk.h \
	engine/base/union_find.h \
	engine/base/utf8.c \
	engine/base/vec.h \
	engine/base/version.c \
	engine/graph/attribute.c \
	engine/graph/attribute.h \
	engine/graph/attribute_names.c \
	engine/graph/attribute_names.h \
	engine/graph/buckets.c \
	engine/graph/buckets.h \
	engine/graph/build_column.c \
	engine/graph/builder.c \
	engine/graph/builder.h \
	engine/graph/builder_impl.h \
	engine/graph/colleagues.c \
	engine/graph/colleagues.h \
	engine/graph/columns.c \
	engine/graph/condition.c \
	engine/graph/condition.h \
	engine/graph/csr.c \
	engine/graph/csr.h \
	engine/graph/csr_directed.c \
	engine/graph/csr_impl.h \
	engine/graph/csr_undirected.c \
	engine/graph/evidence.c \
	engine/graph/evidence.h \
	engine/graph/evidence_text.c \
	engine/graph/evidence_text.h \
	engine/graph/freeze.c \
	engine/graph/freeze.h \
	engine/graph/freeze_classes.c \
	engine/graph/freeze_columns.c \
	engine/graph/freeze_evidence.c \
	engine/graph/freeze_export.c \
	engine/graph/freeze_people.c \
	engine/graph/freeze_ties.c \
	engine/graph/graph.c \
	engine/graph/graph_impl.h \
	engine/graph/identity.c \
	engine/graph/identity.h \
	engine/graph/identity_impl.h \
	engine/graph/igraph_adapter.c \
	engine/graph/igraph_adapter.h \
	engine/graph/late_index.h \
	engine/graph/lookalikes.c \
	engine/graph/lookup.c \
	engine/graph/lower_halves.c \
	engine/graph/lower_halves.h \
	engine/graph/person_ids.c \
	engine/graph/person_order.c \
	engine/graph/restrength.c \
	engine/graph/restrength.h \
	engine/graph/selections.c \
	engine/graph/selector.c \
	engine/graph/strength.c \
	engine/graph/strength.h \
	engine/graph/summary.c \
	engine/graph/validate.c \
	engine/graph/validate.h \
	engine/graph/validate_impl.h \
	engine/graph/validate_records.c \
	engine/graph/validate_ties.c \
	engine/graph/value_index.c \
	engine/graph/value_index.h \
	engine/graph/watch.c \
	engine/graph/watch.h \
	engine/graph/weight.c \
	engine/graph/weight.h \
	engine/import/class_company.c \
	engine/import/class_company.h \
	engine/import/class_file.c \
	engine/import/class_file.h \
	engine/import/class_pattern.c \
	engine/import/class_pattern.h \
	engine/import/class_people.c \
	engine/import/class_people.h \
	engine/import/class_reason.c \
	engine/import/class_rows.h \
	engine/import/class_title.c \
	engine/import/class_title.h \
	engine/import/class_user.c \
	engine/import/class_user.h \
	engine/import/classify.c \
	engine/import/classify.h \
	engine/import/csv_decode.c \
	engine/import/csv_impl.h \
	engine/import/csv_reader.c \
	engine/import/csv_reader.h \
	engine/import/estimate.c \
	engine/import/estimate_colleagues.c \
	engine/import/estimate_colleagues.h \
	engine/import/fields.c \
	engine/import/fields.h \
	engine/import/graphml.c \
	engine/import/graphml.h \
	engine/import/graphml_attributes.c \
	engine/import/graphml_chars.c \
	engine/import/graphml_data.c \
	engine/import/graphml_document.c \
	engine/import/graphml_elements.c \
	engine/import/graphml_encoding.c \
	engine/import/graphml_encoding.h \
	engine/import/graphml_keys.c \
	engine/import/graphml_keys.h \
	engine/import/graphml_keys_impl.h \
	engine/import/graphml_lane.c \
	engine/import/graphml_lane.h \
	engine/import/graphml_machine.h \
	engine/import/graphml_people.c \
	engine/import/graphml_people.h \
	engine/import/graphml_sax.c \
	engine/import/graphml_sax.h \
	engine/import/graphml_scan.c \
	engine/import/graphml_scan.h \
	engine/import/graphml_scan_impl.h \
	engine/import/graphml_shapes.h \
	engine/import/graphml_tokens.c \
	engine/import/graphml_values.c \
	engine/import/graphml_words.c \
	engine/import/graphml_words.h \
	engine/import/id_numbers.c \
	engine/import/id_numbers.h \
	engine/import/importer.c \
	engine/import/importer.h \
	engine/import/linkedin.c \
	engine/import/linkedin.h \
	engine/import/linkedin_evidence.c \
	engine/import/linkedin_evidence.h \
	engine/import/linkedin_fields.c \
	engine/import/linkedin_fields.h \
	engine/import/linkedin_files.c \
	engine/import/linkedin_files.h \
	engine/import/linkedin_messages.c \
	engine/import/linkedin_messages.h \
	engine/import/linkedin_owner.c \
	engine/import/linkedin_owner.h \
	engine/import/linkedin_people.c \
	engine/import/linkedin_people.h \
	engine/import/phrases.c \
	engine/import/phrases.h \
	engine/import/rule_search.c \
	engine/import/title_parts.c \
	engine/import/title_parts.h \
	engine/import/words.c \
	engine/import/words.h \
	engine/import/zip_layout.c \
	engine/import/zip_layout.h \
	engine/import/zip_source.c \
	engine/import/zip_source.h \
	engine/report/breadth_missing.c \
	engine/report/breadth_parts.h \
	engine/report/breadth_report.c \
	engine/report/breadth_rows.c \
	engine/report/breadth_text.c \
	engine/report/breadth_view.c \
	engine/report/breadth_view.h \
	engine/report/bridges_groups.c \
	engine/report/bridges_json.c \
	engine/report/bridges_lines.c \
	engine/report/bridges_lines.h \
	engine/report/bridges_parts.h \
	engine/report/bridges_report.c \
	engine/report/bridges_text.c \
	engine/report/charts.c \
	engine/report/charts.h \
	engine/report/clusters_json.c \
	engine/report/clusters_parts.h \
	engine/report/clusters_report.c \
	engine/report/clusters_text.c \
	engine/report/csv_writer.c \
	engine/report/csv_writer.h \
	engine/report/distinct.c \
	engine/report/distinct.h \
	engine/report/export.c \
	engine/report/export_parts.c \
	engine/report/export_parts.h \
	engine/report/graphml_writer.c \
	engine/report/html_writer.c \
	engine/report/html_writer.h \
	engine/report/info_parts.h \
	engine/report/info_report.c \
	engine/report/info_text.c \
	engine/report/info_why.c \
	engine/report/json_writer.c \
	engine/report/json_writer.h \
	engine/report/labels.c \
	engine/report/labels.h \
	engine/report/numbers.c \
	engine/report/numbers.h \
	engine/report/output.c \
	engine/report/output.h \
	engine/report/page.c \
	engine/report/page_asks.c \
	engine/report/page_asks.h \
	engine/report/page_between.c \
	engine/report/page_between.h \
	engine/report/page_breadth.c \
	engine/report/page_breadth.h \
	engine/report/page_bridges.c \
	engine/report/page_bridges.h \
	engine/report/page_clusters.c \
	engine/report/page_clusters.h \
	engine/report/page_data.h \
	engine/report/page_files.c \
	engine/report/page_files.h \
	engine/report/page_lead.c \
	engine/report/page_lead.h \
	engine/report/page_names.c \
	engine/report/page_names.h \
	engine/report/page_parts.h \
	engine/report/page_person.c \
	engine/report/page_person.h \
	engine/report/page_reading.c \
	engine/report/page_reading.h \
	engine/report/page_spread.c \
	engine/report/page_spread.h \
	engine/report/page_team.c \
	engine/report/page_team.h \
	engine/report/page_trend.c \
	engine/report/page_trend.h \
	engine/report/pages.c \
	engine/report/path_json.c \
	engine/report/path_parts.h \
	engine/report/path_report.c \
	engine/report/path_text.c \
	engine/report/picture.c \
	engine/report/picture_labels.c \
	engine/report/picture_parts.h \
	engine/report/picture_plan.c \
	engine/report/picture_plan.h \
	engine/report/picture_table.c \
	engine/report/stream.c \
	engine/report/stream.h \
	engine/report/team_facts.c \
	engine/report/team_facts.h \
	engine/report/team_ways.c \
	engine/report/team_ways.h \
	engine/report/text_writer.c \
	engine/report/text_writer.h \
	engine/report/words.c \
	engine/report/words.h \
	engine/snapshot/snapshot_check.c \
	engine/snapshot/snapshot_format.h \
	engine/snapshot/snapshot_impl.h \
	engine/snapshot/snapshot_open.c \
	engine/snapshot/snapshot_parts.c \
	engine/snapshot/snapshot_write.c
cli_sources = \
	engine/cli/cmd_breadth.c \
	engine/cli/cmd_bridges.c \
	engine/cli/cmd_clusters.c \
	engine/cli/cmd_export.c \
	engine/cli/cmd_import.c \
	engine/cli/cmd_info.c \
	engine/cli/cmd_path.c \
	engine/cli/cmd_report.c \
	engine/cli/command.c \
	engine/cli/command.h \
	engine/cli/completion.c \
	engine/cli/fault.c \
	engine/cli/fault.h \
	engine/cli/help.c \
	engine/cli/help.h \
	engine/cli/manual.c \
	engine/cli/memory.c \
	engine/cli/memory.h \
	engine/cli/open_graph.c \
	engine/cli/open_graph.h \
	engine/cli/option_table.c \
	engine/cli/options.c \
	engine/cli/options.h \
	engine/cli/sandbox.c \
	engine/cli/sandbox.h \
	engine/cli/signals.c \
	engine/cli/signals.h \
	engine/cli/target_set.c \
	engine/cli/target_set.h \
	engine/cli/targets.c \
	engine/cli/targets.h \
	engine/cli/terminal.c \
	engine/cli/terminal.h \
	engine/cli/values.c \
	engine/cli/values.h \
	engine/cli/who.c \
	engine/cli/who.h
man_pages = \
	engine/cli/introfind-breadth.1 \
	engine/cli/introfind-bridges.1 \
	engine/cli/introfind-clusters.1 \
	engine/cli/introfind-export.1 \
	engine/cli/introfind-import.1 \
	engine/cli/introfind-info.1 \
	engine/cli/introfind-path.1 \
	engine/cli/introfind-report.1 \
	engine/cli/introfind.1
bash_completion = \
	engine/cli/completion/introfind
zsh_completion = \
	engine/cli/completion/_introfind
fish_completion = \
	engine/cli/completion/introfind.fish
engine_extra = \
	engine/report/embed.sh \
	engine/report/page.css \
	engine/report/page.js \
	engine/snapshot/FORMAT.md \
	engine/tables.awk
bin_PROGRAMS += introfind
introfind_SOURCES = engine/cli/main.c
introfind_LDADD = engine/libcli.la libintrofind.la
# sources: end

noinst_LTLIBRARIES += %D%/libengine.la
%C%_libengine_la_SOURCES = $(engine_sources)
nodist_%C%_libengine_la_SOURCES = \
	%D%/base/taxonomy_rows.c \
	%D%/import/class_rows.c \
	%D%/report/page_data.c
CLEANFILES += $(nodist_%C%_libengine_la_SOURCES)

# What every page carries, compiled in.
page_parts = $(srcdir)/%D%/report/page.css $(srcdir)/%D%/report/page.js
%D%/report/page_data.c: $(page_parts) %D%/report/embed.sh
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
		$(SHELL) $(srcdir)/%D%/report/embed.sh $(page_parts) >$@.tmp && \
		mv $@.tmp $@

# Tables of datasets/, compiled in: the program needs no file to run.
taxonomy_tables = \
	$(top_srcdir)/datasets/industries.csv \
	$(top_srcdir)/datasets/functions.csv \
	$(top_srcdir)/datasets/seniorities.csv
class_tables = \
	$(top_srcdir)/datasets/companies.csv \
	$(top_srcdir)/datasets/company_words.csv \
	$(top_srcdir)/datasets/titles.csv
make_table = $(MKDIR_P) $(@D) && LC_ALL=C $(AWK) -f $(srcdir)/%D%/tables.awk

%D%/base/taxonomy_rows.c: $(taxonomy_tables) %D%/tables.awk
	$(AM_V_GEN)$(make_table) -v want=taxonomy $(taxonomy_tables) >$@.tmp && \
		mv $@.tmp $@
%D%/import/class_rows.c: $(class_tables) %D%/tables.awk
	$(AM_V_GEN)$(make_table) -v want=rules $(class_tables) >$@.tmp && \
		mv $@.tmp $@

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
