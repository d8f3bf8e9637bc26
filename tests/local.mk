# SPDX-License-Identifier: GPL-2.0-or-later
# test_*.c are cmocka programs, *.test are shell scripts over tap.sh; all speak
# TAP to Automake's driver, so `make check` shows one line a test.

# sources: begin
test_support = \
	tests/betweenness_oracle.c \
	tests/betweenness_oracle.h \
	tests/comma_locale.c \
	tests/comma_locale.h \
	tests/csv_rows.c \
	tests/csv_rows.h \
	tests/dense_oracle.c \
	tests/dense_oracle.h \
	tests/every_call.c \
	tests/every_call.h \
	tests/hand_compare.c \
	tests/hand_graph.c \
	tests/hand_graph.h \
	tests/igraph_betweenness.c \
	tests/igraph_betweenness.h \
	tests/igraph_oracle.c \
	tests/igraph_oracle.h \
	tests/markup.h \
	tests/oracle.c \
	tests/oracle.h \
	tests/small_graphs.c \
	tests/small_graphs.h \
	tests/small_groups.c \
	tests/small_groups.h \
	tests/snapshot_blob.h \
	tests/story_graph.c \
	tests/story_graph.h \
	tests/text_graph.h \
	tests/world.c \
	tests/world.h
test_programs = \
	tests/test_arena \
	tests/test_base_small \
	tests/test_batch \
	tests/test_betweenness \
	tests/test_betweenness_extremes \
	tests/test_betweenness_sample \
	tests/test_breadth \
	tests/test_bridges \
	tests/test_broad_bridges \
	tests/test_brokerage \
	tests/test_builder \
	tests/test_calendar \
	tests/test_cancelled \
	tests/test_chains \
	tests/test_class_hostile \
	tests/test_class_pairs \
	tests/test_class_reasons \
	tests/test_class_rows \
	tests/test_clusters \
	tests/test_communities \
	tests/test_csr \
	tests/test_csv_reader \
	tests/test_cut_ties \
	tests/test_distinct \
	tests/test_diversity \
	tests/test_encoders \
	tests/test_estimate \
	tests/test_evidence \
	tests/test_export \
	tests/test_graphml \
	tests/test_graphml_corpus \
	tests/test_graphml_scan \
	tests/test_group_ties \
	tests/test_groups \
	tests/test_guesses \
	tests/test_html_writer \
	tests/test_id_numbers \
	tests/test_identity \
	tests/test_igraph_adapter \
	tests/test_importer \
	tests/test_joined_sets \
	tests/test_layout \
	tests/test_leiden \
	tests/test_limits \
	tests/test_linkedin \
	tests/test_lookalikes \
	tests/test_lookup \
	tests/test_mapping \
	tests/test_median \
	tests/test_merge_sort \
	tests/test_my_doors \
	tests/test_names \
	tests/test_no_io \
	tests/test_no_memory \
	tests/test_order_statistics \
	tests/test_pages \
	tests/test_panel \
	tests/test_parallel \
	tests/test_paths \
	tests/test_radix \
	tests/test_reach \
	tests/test_report_info \
	tests/test_report_path \
	tests/test_selector \
	tests/test_sink \
	tests/test_snapshot \
	tests/test_snapshot_content \
	tests/test_snapshot_files \
	tests/test_source \
	tests/test_strbuf \
	tests/test_stream \
	tests/test_strength \
	tests/test_strpool \
	tests/test_structural_holes \
	tests/test_summary \
	tests/test_text \
	tests/test_trend \
	tests/test_triangles \
	tests/test_validate \
	tests/test_watch \
	tests/test_weak_graph \
	tests/test_weak_ties \
	tests/test_weight \
	tests/test_zip_layout \
	tests/test_zip_source \
	tests/fuzz/fuzz_csv \
	tests/fuzz/fuzz_encoders \
	tests/fuzz/fuzz_graphml \
	tests/fuzz/fuzz_gzip \
	tests/fuzz/fuzz_roundtrip \
	tests/fuzz/fuzz_snapshot \
	tests/fuzz/fuzz_who \
	tests/fuzz/fuzz_zip
test_scripts = \
	tests/bench_smoke.test \
	tests/breadth_peers.test \
	tests/bridges_peers.test \
	tests/catalogue_check.test \
	tests/cli_breadth.test \
	tests/cli_bridges.test \
	tests/cli_clusters.test \
	tests/cli_docs.test \
	tests/cli_export.test \
	tests/cli_generate.test \
	tests/cli_hostile_csv.test \
	tests/cli_hostile_graphml.test \
	tests/cli_hostile_gzip.test \
	tests/cli_hostile_output.test \
	tests/cli_hostile_resources.test \
	tests/cli_hostile_snapshot.test \
	tests/cli_hostile_xml.test \
	tests/cli_hostile_zip.test \
	tests/cli_import.test \
	tests/cli_info.test \
	tests/cli_kill.test \
	tests/cli_no_io.test \
	tests/cli_no_memory.test \
	tests/cli_output_faults.test \
	tests/cli_path.test \
	tests/cli_privacy.test \
	tests/cli_raw_names.test \
	tests/cli_report.test \
	tests/cli_report_browser.test \
	tests/cli_sandbox.test \
	tests/cli_usage.test \
	tests/random_networks.test \
	tests/readme.test \
	tests/test_public_headers.test
test_extra = \
	tests/breadth_oracle.py \
	tests/bridges_oracle.py \
	tests/browser/check_page.py \
	tests/browser/devtools.py \
	tests/catalogue.tsv \
	tests/classes/README.md \
	tests/classes/held-out.csv \
	tests/classes/traps.csv \
	tests/classes/tune.csv \
	tests/commands.sh \
	tests/fault.sh \
	tests/fuzz/.gitignore \
	tests/fuzz/README.md \
	tests/fuzz/corpus/csv/backslashes.csv \
	tests/fuzz/corpus/csv/connections.csv \
	tests/fuzz/corpus/csv/malformed.csv \
	tests/fuzz/corpus/csv/mark-alone.hex \
	tests/fuzz/corpus/csv/minimised.hex \
	tests/fuzz/corpus/csv/open-quote.csv \
	tests/fuzz/corpus/csv/quotes.csv \
	tests/fuzz/corpus/csv/tabs.csv \
	tests/fuzz/corpus/encoders/controls.hex \
	tests/fuzz/corpus/encoders/formulas.txt \
	tests/fuzz/corpus/encoders/minimised.hex \
	tests/fuzz/corpus/encoders/no-attributes.txt \
	tests/fuzz/corpus/encoders/not-utf8.hex \
	tests/fuzz/corpus/encoders/page_out_of_memory \
	tests/fuzz/corpus/encoders/wide.txt \
	tests/fuzz/corpus/graphml/all.graphml \
	tests/fuzz/corpus/graphml/converters.hex \
	tests/fuzz/corpus/graphml/nested.graphml \
	tests/fuzz/corpus/graphml/plain.graphml \
	tests/fuzz/corpus/gzip/damaged.txt \
	tests/fuzz/corpus/gzip/minimised.hex \
	tests/fuzz/corpus/gzip/not-packed.txt \
	tests/fuzz/corpus/gzip/one-member.txt \
	tests/fuzz/corpus/gzip/two-members.txt \
	tests/fuzz/corpus/roundtrip/all.graphml \
	tests/fuzz/corpus/roundtrip/default_surname.graphml \
	tests/fuzz/corpus/roundtrip/minimised.hex \
	tests/fuzz/corpus/roundtrip/name_by_id.graphml \
	tests/fuzz/corpus/roundtrip/nested.graphml \
	tests/fuzz/corpus/roundtrip/our_name_other_case.graphml \
	tests/fuzz/corpus/roundtrip/ours.graphml \
	tests/fuzz/corpus/roundtrip/plain.graphml \
	tests/fuzz/corpus/roundtrip/pooled.hex \
	tests/fuzz/corpus/roundtrip/two_names.graphml \
	tests/fuzz/corpus/snapshot/minimised.hex \
	tests/fuzz/corpus/snapshot/patched-0.txt \
	tests/fuzz/corpus/snapshot/patched-1.txt \
	tests/fuzz/corpus/snapshot/patched-2.txt \
	tests/fuzz/corpus/snapshot/patched-3.txt \
	tests/fuzz/corpus/snapshot/patched-4.txt \
	tests/fuzz/corpus/snapshot/patched-5.txt \
	tests/fuzz/corpus/snapshot/patched-6.txt \
	tests/fuzz/corpus/snapshot/patched-8.txt \
	tests/fuzz/corpus/snapshot/patched-H.txt \
	tests/fuzz/corpus/snapshot/unverified.hex \
	tests/fuzz/corpus/snapshot/whole-0.txt \
	tests/fuzz/corpus/snapshot/whole-1.txt \
	tests/fuzz/corpus/snapshot/whole-2.txt \
	tests/fuzz/corpus/snapshot/whole-3.txt \
	tests/fuzz/corpus/snapshot/whole-4.txt \
	tests/fuzz/corpus/snapshot/whole-5.txt \
	tests/fuzz/corpus/snapshot/whole-6.txt \
	tests/fuzz/corpus/snapshot/whole-8.txt \
	tests/fuzz/corpus/who/email.txt \
	tests/fuzz/corpus/who/fold.txt \
	tests/fuzz/corpus/who/id.txt \
	tests/fuzz/corpus/who/minimised.hex \
	tests/fuzz/corpus/who/name.txt \
	tests/fuzz/corpus/who/url.txt \
	tests/fuzz/corpus/zip/bare.txt \
	tests/fuzz/corpus/zip/damaged.txt \
	tests/fuzz/corpus/zip/export.txt \
	tests/fuzz/corpus/zip/minimised.hex \
	tests/fuzz/corpus/zip/owner.txt \
	tests/fuzz/corpus/zip/stored.txt \
	tests/fuzz/fuzz.h \
	tests/fuzz/fuzz_csv.c \
	tests/fuzz/fuzz_encoders.c \
	tests/fuzz/fuzz_graphml.c \
	tests/fuzz/fuzz_gzip.c \
	tests/fuzz/fuzz_roundtrip.c \
	tests/fuzz/fuzz_snapshot.c \
	tests/fuzz/fuzz_who.c \
	tests/fuzz/fuzz_zip.c \
	tests/fuzz/graphml.dict \
	tests/fuzz/replay.c \
	tests/hostile.sh \
	tests/installcheck.sh \
	tests/random_networks.py \
	tests/tap.sh \
	tests/tap_program.sh
tests_test_arena_SOURCES = tests/test_arena.c
tests_test_arena_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_arena_LDADD = $(tests_ldadd)
tests_test_base_small_SOURCES = tests/test_base_small.c
tests_test_base_small_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_base_small_LDADD = $(tests_ldadd)
tests_test_batch_SOURCES = tests/test_batch.c
tests_test_batch_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_batch_LDADD = $(tests_ldadd)
tests_test_betweenness_SOURCES = tests/test_betweenness.c
tests_test_betweenness_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_betweenness_LDADD = $(tests_ldadd)
tests_test_betweenness_extremes_SOURCES = tests/test_betweenness_extremes.c
tests_test_betweenness_extremes_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_betweenness_extremes_LDADD = $(tests_ldadd)
tests_test_betweenness_sample_SOURCES = tests/test_betweenness_sample.c
tests_test_betweenness_sample_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_betweenness_sample_LDADD = $(tests_ldadd)
tests_test_breadth_SOURCES = tests/test_breadth.c
tests_test_breadth_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_breadth_LDADD = $(tests_ldadd)
tests_test_bridges_SOURCES = tests/test_bridges.c
tests_test_bridges_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_bridges_LDADD = $(tests_ldadd)
tests_test_broad_bridges_SOURCES = tests/test_broad_bridges.c
tests_test_broad_bridges_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_broad_bridges_LDADD = $(tests_ldadd)
tests_test_brokerage_SOURCES = tests/test_brokerage.c
tests_test_brokerage_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_brokerage_LDADD = $(tests_ldadd)
tests_test_builder_SOURCES = tests/test_builder.c
tests_test_builder_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_builder_LDADD = $(tests_ldadd)
tests_test_calendar_SOURCES = tests/test_calendar.c
tests_test_calendar_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_calendar_LDADD = $(tests_ldadd)
tests_test_cancelled_SOURCES = tests/test_cancelled.c
tests_test_cancelled_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_cancelled_LDADD = $(tests_ldadd)
tests_test_chains_SOURCES = tests/test_chains.c
tests_test_chains_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_chains_LDADD = $(tests_ldadd)
tests_test_class_hostile_SOURCES = tests/test_class_hostile.c
tests_test_class_hostile_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_class_hostile_LDADD = $(tests_ldadd)
tests_test_class_pairs_SOURCES = tests/test_class_pairs.c
tests_test_class_pairs_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_class_pairs_LDADD = $(tests_ldadd)
tests_test_class_reasons_SOURCES = tests/test_class_reasons.c
tests_test_class_reasons_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_class_reasons_LDADD = $(tests_ldadd)
tests_test_class_rows_SOURCES = tests/test_class_rows.c
tests_test_class_rows_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_class_rows_LDADD = $(tests_ldadd)
tests_test_clusters_SOURCES = tests/test_clusters.c
tests_test_clusters_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_clusters_LDADD = $(tests_ldadd)
tests_test_communities_SOURCES = tests/test_communities.c
tests_test_communities_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_communities_LDADD = $(tests_ldadd)
tests_test_csr_SOURCES = tests/test_csr.c
tests_test_csr_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_csr_LDADD = $(tests_ldadd)
tests_test_csv_reader_SOURCES = tests/test_csv_reader.c
tests_test_csv_reader_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_csv_reader_LDADD = $(tests_ldadd)
tests_test_cut_ties_SOURCES = tests/test_cut_ties.c
tests_test_cut_ties_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_cut_ties_LDADD = $(tests_ldadd)
tests_test_distinct_SOURCES = tests/test_distinct.c
tests_test_distinct_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_distinct_LDADD = $(tests_ldadd)
tests_test_diversity_SOURCES = tests/test_diversity.c
tests_test_diversity_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_diversity_LDADD = $(tests_ldadd)
tests_test_encoders_SOURCES = tests/test_encoders.c
tests_test_encoders_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_encoders_LDADD = $(tests_ldadd)
tests_test_estimate_SOURCES = tests/test_estimate.c
tests_test_estimate_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_estimate_LDADD = $(tests_ldadd)
tests_test_evidence_SOURCES = tests/test_evidence.c
tests_test_evidence_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_evidence_LDADD = $(tests_ldadd)
tests_test_export_SOURCES = tests/test_export.c
tests_test_export_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_export_LDADD = $(tests_ldadd)
tests_test_graphml_SOURCES = tests/test_graphml.c
tests_test_graphml_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_graphml_LDADD = $(tests_ldadd)
tests_test_graphml_corpus_SOURCES = tests/test_graphml_corpus.c
tests_test_graphml_corpus_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_graphml_corpus_LDADD = $(tests_ldadd)
tests_test_graphml_scan_SOURCES = tests/test_graphml_scan.c
tests_test_graphml_scan_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_graphml_scan_LDADD = $(tests_ldadd)
tests_test_group_ties_SOURCES = tests/test_group_ties.c
tests_test_group_ties_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_group_ties_LDADD = $(tests_ldadd)
tests_test_groups_SOURCES = tests/test_groups.c
tests_test_groups_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_groups_LDADD = $(tests_ldadd)
tests_test_guesses_SOURCES = tests/test_guesses.c
tests_test_guesses_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_guesses_LDADD = $(tests_ldadd)
tests_test_html_writer_SOURCES = tests/test_html_writer.c
tests_test_html_writer_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_html_writer_LDADD = $(tests_ldadd)
tests_test_id_numbers_SOURCES = tests/test_id_numbers.c
tests_test_id_numbers_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_id_numbers_LDADD = $(tests_ldadd)
tests_test_identity_SOURCES = tests/test_identity.c
tests_test_identity_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_identity_LDADD = $(tests_ldadd)
tests_test_igraph_adapter_SOURCES = tests/test_igraph_adapter.c
tests_test_igraph_adapter_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_igraph_adapter_LDADD = $(tests_ldadd)
tests_test_importer_SOURCES = tests/test_importer.c
tests_test_importer_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_importer_LDADD = $(tests_ldadd)
tests_test_joined_sets_SOURCES = tests/test_joined_sets.c
tests_test_joined_sets_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_joined_sets_LDADD = $(tests_ldadd)
tests_test_layout_SOURCES = tests/test_layout.c
tests_test_layout_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_layout_LDADD = $(tests_ldadd)
tests_test_leiden_SOURCES = tests/test_leiden.c
tests_test_leiden_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_leiden_LDADD = $(tests_ldadd)
tests_test_limits_SOURCES = tests/test_limits.c
tests_test_limits_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_limits_LDADD = $(tests_ldadd)
tests_test_linkedin_SOURCES = tests/test_linkedin.c
tests_test_linkedin_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_linkedin_LDADD = $(tests_ldadd)
tests_test_lookalikes_SOURCES = tests/test_lookalikes.c
tests_test_lookalikes_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_lookalikes_LDADD = $(tests_ldadd)
tests_test_lookup_SOURCES = tests/test_lookup.c
tests_test_lookup_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_lookup_LDADD = $(tests_ldadd)
tests_test_mapping_SOURCES = tests/test_mapping.c
tests_test_mapping_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_mapping_LDADD = $(tests_ldadd)
tests_test_median_SOURCES = tests/test_median.c
tests_test_median_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_median_LDADD = $(tests_ldadd)
tests_test_merge_sort_SOURCES = tests/test_merge_sort.c
tests_test_merge_sort_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_merge_sort_LDADD = $(tests_ldadd)
tests_test_my_doors_SOURCES = tests/test_my_doors.c
tests_test_my_doors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_my_doors_LDADD = $(tests_ldadd)
tests_test_names_SOURCES = tests/test_names.c
tests_test_names_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_names_LDADD = $(tests_ldadd)
tests_test_no_io_SOURCES = tests/test_no_io.c
tests_test_no_io_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_no_io_LDADD = $(tests_ldadd)
tests_test_no_memory_SOURCES = tests/test_no_memory.c
tests_test_no_memory_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_no_memory_LDADD = $(tests_ldadd)
tests_test_order_statistics_SOURCES = tests/test_order_statistics.c
tests_test_order_statistics_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_order_statistics_LDADD = $(tests_ldadd)
tests_test_pages_SOURCES = tests/test_pages.c
tests_test_pages_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_pages_LDADD = $(tests_ldadd)
tests_test_panel_SOURCES = tests/test_panel.c
tests_test_panel_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_panel_LDADD = $(tests_ldadd)
tests_test_parallel_SOURCES = tests/test_parallel.c
tests_test_parallel_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_parallel_LDADD = $(tests_ldadd)
tests_test_paths_SOURCES = tests/test_paths.c
tests_test_paths_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_paths_LDADD = $(tests_ldadd)
tests_test_radix_SOURCES = tests/test_radix.c
tests_test_radix_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_radix_LDADD = $(tests_ldadd)
tests_test_reach_SOURCES = tests/test_reach.c
tests_test_reach_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_reach_LDADD = $(tests_ldadd)
tests_test_report_info_SOURCES = tests/test_report_info.c
tests_test_report_info_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_report_info_LDADD = $(tests_ldadd)
tests_test_report_path_SOURCES = tests/test_report_path.c
tests_test_report_path_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_report_path_LDADD = $(tests_ldadd)
tests_test_selector_SOURCES = tests/test_selector.c
tests_test_selector_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_selector_LDADD = $(tests_ldadd)
tests_test_sink_SOURCES = tests/test_sink.c
tests_test_sink_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_sink_LDADD = $(tests_ldadd)
tests_test_snapshot_SOURCES = tests/test_snapshot.c
tests_test_snapshot_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_snapshot_LDADD = $(tests_ldadd)
tests_test_snapshot_content_SOURCES = tests/test_snapshot_content.c
tests_test_snapshot_content_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_snapshot_content_LDADD = $(tests_ldadd)
tests_test_snapshot_files_SOURCES = tests/test_snapshot_files.c
tests_test_snapshot_files_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_snapshot_files_LDADD = $(tests_ldadd)
tests_test_source_SOURCES = tests/test_source.c
tests_test_source_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_source_LDADD = $(tests_ldadd)
tests_test_strbuf_SOURCES = tests/test_strbuf.c
tests_test_strbuf_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_strbuf_LDADD = $(tests_ldadd)
tests_test_stream_SOURCES = tests/test_stream.c
tests_test_stream_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_stream_LDADD = $(tests_ldadd)
tests_test_strength_SOURCES = tests/test_strength.c
tests_test_strength_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_strength_LDADD = $(tests_ldadd)
tests_test_strpool_SOURCES = tests/test_strpool.c
tests_test_strpool_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_strpool_LDADD = $(tests_ldadd)
tests_test_structural_holes_SOURCES = tests/test_structural_holes.c
tests_test_structural_holes_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_structural_holes_LDADD = $(tests_ldadd)
tests_test_summary_SOURCES = tests/test_summary.c
tests_test_summary_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_summary_LDADD = $(tests_ldadd)
tests_test_text_SOURCES = tests/test_text.c
tests_test_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_text_LDADD = $(tests_ldadd)
tests_test_trend_SOURCES = tests/test_trend.c
tests_test_trend_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_trend_LDADD = $(tests_ldadd)
tests_test_triangles_SOURCES = tests/test_triangles.c
tests_test_triangles_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_triangles_LDADD = $(tests_ldadd)
tests_test_validate_SOURCES = tests/test_validate.c
tests_test_validate_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_validate_LDADD = $(tests_ldadd)
tests_test_watch_SOURCES = tests/test_watch.c
tests_test_watch_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_watch_LDADD = $(tests_ldadd)
tests_test_weak_graph_SOURCES = tests/test_weak_graph.c
tests_test_weak_graph_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_weak_graph_LDADD = $(tests_ldadd)
tests_test_weak_ties_SOURCES = tests/test_weak_ties.c
tests_test_weak_ties_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_weak_ties_LDADD = $(tests_ldadd)
tests_test_weight_SOURCES = tests/test_weight.c
tests_test_weight_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_weight_LDADD = $(tests_ldadd)
tests_test_zip_layout_SOURCES = tests/test_zip_layout.c
tests_test_zip_layout_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_zip_layout_LDADD = $(tests_ldadd)
tests_test_zip_source_SOURCES = tests/test_zip_source.c
tests_test_zip_source_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_test_zip_source_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_csv_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_csv_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_encoders_SOURCES = tests/fuzz/fuzz_encoders.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_encoders_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_encoders_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_graphml_SOURCES = tests/fuzz/fuzz_graphml.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_graphml_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_graphml_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_gzip_SOURCES = tests/fuzz/fuzz_gzip.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_gzip_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_gzip_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_roundtrip_SOURCES = tests/fuzz/fuzz_roundtrip.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_roundtrip_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_roundtrip_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_snapshot_SOURCES = tests/fuzz/fuzz_snapshot.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_snapshot_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_snapshot_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_who_SOURCES = tests/fuzz/fuzz_who.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_who_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_who_LDADD = $(tests_ldadd)
tests_fuzz_fuzz_zip_SOURCES = tests/fuzz/fuzz_zip.c tests/fuzz/fuzz.h tests/fuzz/replay.c
tests_fuzz_fuzz_zip_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_fuzz_fuzz_zip_LDADD = $(tests_ldadd)
# sources: end

TEST_EXTENSIONS = .test
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_LOG_DRIVER = $(LOG_DRIVER)
LOG_COMPILER = $(SHELL) $(top_srcdir)/%D%/tap_program.sh
TEST_LOG_COMPILER = $(LOG_COMPILER) $(SHELL)

# What a test may rely on in its environment, beside Automake's srcdir. Files
# of the world outside are looked for beside the sources; a test that wants
# them and does not find them skips.
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	INTROFIND='$(abs_top_builddir)/introfind$(EXEEXT)'; export INTROFIND; \
	MAKE_ZIP='$(abs_top_builddir)/%D%/make_zip$(EXEEXT)'; export MAKE_ZIP; \
	INTRO_SHARED_DATA="$${INTRO_SHARED_DATA-$(abs_top_srcdir)/../shared/data}"; \
	export INTRO_SHARED_DATA; \
	CC='$(CC)'; export CC; \
	ASAN_OPTIONS="$${ASAN_OPTIONS-detect_leaks=1:allocator_may_return_null=1}"; \
	export ASAN_OPTIONS; \
	UBSAN_OPTIONS="$${UBSAN_OPTIONS-print_stacktrace=1}"; \
	export UBSAN_OPTIONS; \
	TSAN_OPTIONS="$${TSAN_OPTIONS-halt_on_error=1}"; export TSAN_OPTIONS;

# Packs ZIPs, good and hostile, when tests and the demo run: no binary files in
# the tree.
check_PROGRAMS += %D%/make_zip
%C%_make_zip_SOURCES = %D%/make_zip.c %D%/make_zip.h %D%/make_zip_hostile.c
%C%_make_zip_CFLAGS = $(AM_CFLAGS) $(LIBZIP_CFLAGS)
%C%_make_zip_LDADD = $(LIBZIP_LIBS) $(ZLIB_LIBS)

# Runs the program under limits, signals and terminals.
check_PROGRAMS += %D%/hostile_run
%C%_hostile_run_SOURCES = %D%/hostile_run.c
%C%_hostile_run_CFLAGS = $(AM_CFLAGS)

# Runs the program while its k-th request fails, for many k. What it loads for
# mallocs is built by the test.
check_PROGRAMS += %D%/fault_loop
%C%_fault_loop_SOURCES = %D%/fault_loop.c
%C%_fault_loop_CFLAGS = $(AM_CFLAGS)
%C%_fault_loop_LDADD = $(tests_ldadd)
EXTRA_DIST += %D%/fault_malloc.c %D%/fault_clock.c

# Runs the program and cuts the power; its calls of the system come here first.
check_PROGRAMS += %D%/fault_power
%C%_fault_power_SOURCES = %D%/fault_power.c
%C%_fault_power_CFLAGS = $(AM_CFLAGS)
%C%_fault_power_LDADD = $(tests_ldadd)
%C%_fault_power_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=openat -Wl,--wrap=write -Wl,--wrap=fsync \
	-Wl,--wrap=renameat -Wl,--wrap=unlinkat -Wl,--wrap=close

# Small graphs, slow solvers and the like; benches check against them too.
EXTRA_LTLIBRARIES += %D%/libsupport.la
%C%_libsupport_la_SOURCES = $(test_support)
%C%_libsupport_la_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

tests_ldadd = %D%/libsupport.la engine/libcli.la engine/libengine.la \
	$(CMOCKA_LIBS) $(foreign_libs)

if HAVE_CMOCKA
check_PROGRAMS += $(test_programs)
TESTS += $(test_programs)
else
check-local: say-no-cmocka
say-no-cmocka:
	@echo "cmocka is missing: the tests written in C were left out"
endif
TESTS += $(test_scripts)

EXTRA_DIST += $(test_scripts) $(test_extra)

# Tests under valgrind; a leak or a bad access fails the test. It has no room for
# a map of a terabyte: tests that want one skip that.
VALGRIND = valgrind
VALGRIND_FLAGS = -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite --num-callers=30
check-valgrind: $(check_PROGRAMS)
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(test_programs)' \
	  LOG_FLAGS='$(VALGRIND) $(VALGRIND_FLAGS)' \
	  TESTS_ENVIRONMENT='TEST_TIMEOUT=1800 INTRO_TEST_VALGRIND=1'

# What an installed library is good for: compile, link and run against it as a
# stranger would, through pkg-config.
installcheck-local:
	CC='$(CC)' CFLAGS='$(CFLAGS) $(intro_LDFLAGS)' \
	PKG_CONFIG='$(PKG_CONFIG)' DESTDIR='$(DESTDIR)' \
	pkgconfigdir='$(pkgconfigdir)' bindir='$(bindir)' \
	$(SHELL) $(srcdir)/%D%/installcheck.sh

# Lines run by the tests, file by file. Wants --enable-coverage; without, a
# build of its own is made.
if COVERAGE
coverage: check
	sh $(top_srcdir)/.ci/coverage.sh $(top_srcdir) .
else
coverage:
	+$(ci_build) coverage
endif

# Tests leave their folders here.
clean-local:
	-rm -rf %D%/tmp %D%/libsupport.la
	-find . -name '*.gcda' -o -name '*.gcno' | xargs rm -f

.PHONY: check-valgrind coverage say-no-cmocka
