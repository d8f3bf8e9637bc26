# SPDX-License-Identifier: GPL-2.0-or-later
# Small text inputs; the tables of words that classify people are installed.

# sources: begin
datasets_installed = \
	datasets/companies.csv \
	datasets/company_words.csv \
	datasets/functions.csv \
	datasets/industries.csv \
	datasets/seniorities.csv \
	datasets/titles.csv
datasets_extra = \
	datasets/.gitattributes \
	datasets/EXPECTED.tsv \
	datasets/README.md \
	datasets/bad-duplicate-node.graphml \
	datasets/bad-entity.graphml \
	datasets/bad-no-end.graphml \
	datasets/bad-no-graph.graphml \
	datasets/bad-no-id.graphml \
	datasets/bad-truncated.graphml \
	datasets/bad-value.graphml \
	datasets/bad-weight.graphml \
	datasets/bad-xxe.graphml \
	datasets/count_graphml.py \
	datasets/demo.sh \
	datasets/dialects/cytoscape.graphml \
	datasets/dialects/gephi.graphml \
	datasets/dialects/graph-tool.graphml \
	datasets/dialects/graphstream.graphml \
	datasets/dialects/igraph.graphml \
	datasets/dialects/jung.graphml \
	datasets/dialects/neo4j-apoc.graphml \
	datasets/dialects/netlogo.graphml \
	datasets/dialects/networkx.graphml \
	datasets/dialects/nodexl.graphml \
	datasets/dialects/prefixed.graphml \
	datasets/dialects/socnetv.graphml \
	datasets/dialects/tinkerpop.graphml \
	datasets/dialects/yed.graphml \
	datasets/dialects/yfiles.graphml \
	datasets/florentine.graphml \
	datasets/good-defaults.graphml \
	datasets/good-empty.graphml \
	datasets/good-hyper.graphml \
	datasets/good-loops-parallel.graphml \
	datasets/good-mixed-direction.graphml \
	datasets/good-multi-key.graphml \
	datasets/good-nested.graphml \
	datasets/good-office.graphml \
	datasets/good-two-graphs.graphml \
	datasets/karate.graphml \
	datasets/make_sample.py \
	datasets/sample/alumni.graphml \
	datasets/sample/mei-castellanos \
	datasets/sample/nora-lindqvist \
	datasets/sample/older-2021 \
	datasets/sample/tomas-okafor
# sources: end

dist_pkgdata_DATA = $(datasets_installed)
EXTRA_DIST += $(datasets_extra)
