#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares `introfind bridges --top 0 --format json` with NetworkX.

    bridges_oracle.py (EXPORTED.graphml ATTR BRIDGES.json)...

The graph is what `introfind export --as graphml` wrote, so that strengths and
merged ties are the same on both sides. Formulas that NetworkX does not have are
written out from their definitions. Prints what differs; ends with 0 when nothing
does.
"""
import collections
import itertools
import json
import math
import sys

import networkx as nx

wrong = 0


def same(what, ours, theirs):
    """Both undefined, or equal to nine digits."""
    global wrong
    undefined = theirs is None or (isinstance(theirs, float) and
                                   math.isnan(theirs))
    if undefined or ours is None:
        good = ours is None and undefined
    elif isinstance(theirs, (float, int)) and not isinstance(theirs, bool):
        good = abs(ours - theirs) <= 1e-9 * max(1, abs(theirs))
    else:
        good = ours == theirs
    if not good:
        wrong += 1
        if wrong <= 10:
            print(f"{what}: {ours}, but {theirs}")


def both_ways(graph):
    """z: ties in both directions together; NetworkX takes it undirected."""
    z = nx.Graph()
    z.add_nodes_from(graph)
    for a, b, data in graph.edges(data=True):
        old = z.get_edge_data(a, b, {"one": 0, "strength": 0})
        z.add_edge(a, b, one=old["one"] + 1,
                   strength=old["strength"] + data["strength"])
    return z


def weak_graph(graph):
    weak = nx.Graph()
    weak.add_nodes_from(graph)
    for a, b, data in graph.edges(data=True):
        old = weak.get_edge_data(a, b, {"strength": 0})
        weak.add_edge(a, b, strength=max(old["strength"], data["strength"]))
    return weak


def cross(graph, group, function):
    """Over pairs of different groups: all pairs of known ones less those of one
    group."""
    members = collections.defaultdict(list)
    for v, g in group.items():
        members[g].append(v)
    everybody = list(group)
    total = collections.Counter(function(graph, everybody, everybody))
    for people in members.values():
        total.subtract(function(graph, people, people))
    return total


def ties_across(graph, group):
    """Brandes, counting targets of other groups than the source's. Not
    edge_betweenness_centrality_subset(): where a person is no target, NetworkX
    3.6 gives each tie that leads there the same share, however many shortest
    paths come over it."""
    total = collections.Counter()
    for s in group:
        far, paths, order = {s: 0}, collections.Counter({s: 1}), [s]
        for v in order:
            for w in graph[v]:
                if w not in far:
                    far[w] = far[v] + 1
                    order.append(w)
                if far[w] == far[v] + 1:
                    paths[w] += paths[v]
        owed = collections.Counter()
        for w in reversed(order):
            own = w in group and group[w] != group[s]
            for v in graph.pred[w] if graph.is_directed() else graph[w]:
                if far.get(v) == far[w] - 1:
                    part = paths[v] / paths[w] * (own + owed[w])
                    owed[v] += part
                    total[v, w] += part
    half = 1 if graph.is_directed() else 2
    return {tie: part / half for tie, part in total.items()}


def roles(graph, weak, group, v):
    """Open two-paths around v by role; unordered pairs when undirected."""
    count = dict.fromkeys(["coordinator", "itinerant", "representative",
                           "gatekeeper", "liaison"], 0)
    into = graph.predecessors(v) if graph.is_directed() else graph[v]
    for a, c in itertools.product(list(into), list(graph[v])):
        if a == c or graph.has_edge(a, c) or a not in group or c not in group:
            continue
        triple = group[a], group[v], group[c]
        if triple[0] == triple[1] == triple[2]:
            role = "coordinator"
        elif triple[0] == triple[2]:
            role = "itinerant"
        elif triple[0] == triple[1]:
            role = "representative"
        elif triple[1] == triple[2]:
            role = "gatekeeper"
        else:
            role = "liaison"
        count[role] += 1
    if not graph.is_directed():
        for role in "coordinator", "itinerant", "liaison":
            count[role] //= 2
    parts = list(count) if graph.is_directed() else \
        [r for r in count if r != "gatekeeper"]
    count["brokerage"] = sum(count[r] for r in parts)
    return count


def check_brokers(found, graph, group):
    z, weak = both_ways(graph), weak_graph(graph)
    # Asked of a list of people, NetworkX takes its definition; of everybody, a
    # shortcut by matrices, whose weighted effective size differs (3.6).
    plain = nx.constraint(z, weight="one"), nx.effective_size(z, list(z), weight="one")
    strong = (nx.constraint(z, weight="strength"),
              nx.effective_size(z, list(z), weight="strength"))
    between = nx.betweenness_centrality(graph, normalized=False)
    across = cross(graph, group, lambda g, s, t: nx.betweenness_centrality_subset(
        g, s, t))
    cuts = set(nx.articulation_points(weak))
    same("people", len(found["brokers"]), len(graph))
    for b in found["brokers"]:
        v = b["id"]
        same(f"{v} group", b["group"], group.get(v))
        same(f"{v} degree", b["degree"], weak.degree(v))
        same(f"{v} constraint", b["constraint"], plain[0][v])
        same(f"{v} constraint_weighted", b["constraint_weighted"], strong[0][v])
        for key, value in (("effective_size", plain[1][v]),
                           ("effective_size_weighted", strong[1][v])):
            same(f"{v} {key}", b[key], value)
        same(f"{v} betweenness", b["betweenness"], between[v])
        same(f"{v} cross", b["cross_betweenness"], across[v])
        same(f"{v} cut", b["is_cut_person"], v in cuts)
        if v in group:
            for role, n in roles(graph, weak, group, v).items():
                same(f"{v} {role}", b[role], n)
        shares = collections.Counter(group[w] for w in weak[v] if w in group)
        known = sum(shares.values())
        same(f"{v} participation", b["participation"],
             1 - sum((n / known) ** 2 for n in shares.values())
             if known else None)
        if v in cuts:
            rest = weak.subgraph(nx.node_connected_component(weak, v) - {v})
            parts = sorted(nx.connected_components(rest), key=len)
            if len(parts[-1]) > len(parts[-2]):
                lost = {group[w] for p in parts[:-1] for w in p if w in group}
                same(f"{v} lost", b["groups_lost"], sorted(lost))


def check_ties(found, graph, group):
    weak = weak_graph(graph)
    cuts = {frozenset(e) for e in nx.bridges(weak)}
    across = ties_across(graph, group)
    wanted = {frozenset(e) for e in weak.edges
              if group.get(e[0], e[0]) != group.get(e[1], e[1])
              and e[0] in group and e[1] in group}
    same("ties", {frozenset((t["a"], t["b"])) for t in found["ties"]}, wanted)
    for t in found["ties"]:
        a, b = t["a"], t["b"]
        common = len(list(nx.common_neighbors(weak, a, b)))
        others = len((set(weak[a]) | set(weak[b])) - {a, b})
        same(f"{a}-{b} strength", t["strength"], weak[a][b]["strength"])
        same(f"{a}-{b} overlap", t["overlap"],
             common / others if others else None)
        same(f"{a}-{b} cut", t["is_cut_tie"], frozenset((a, b)) in cuts)
        without = nx.restricted_view(weak, [], [(a, b)])
        same(f"{a}-{b} span", t["span"],
             nx.shortest_path_length(without, a, b)
             if nx.has_path(without, a, b) else None)
        theirs = across.get((a, b), 0) + across.get((b, a), 0)
        same(f"{a}-{b} cross", t["cross_betweenness"], theirs)


def check_groups(found, graph, group):
    weak = weak_graph(graph).subgraph(group)
    mixing = collections.Counter()
    strength = collections.Counter()
    degree = collections.Counter()
    for a, b, data in weak.edges(data=True):
        pair = tuple(sorted((group[a], group[b]),
                            key=lambda g: g.encode("utf-8")))
        mixing[pair] += 1
        strength[pair] += data["strength"]
        degree[group[a]] += 1
        degree[group[b]] += 1
    m = weak.number_of_edges()
    for g in found["groups"]:
        inside = mixing[g["name"], g["name"]]
        outside = degree[g["name"]] - 2 * inside
        same(f"{g['name']} internal", g["internal_ties"], inside)
        same(f"{g['name']} external", g["external_ties"], outside)
        same(f"{g['name']} E-I", g["ei_index"],
             (outside - 2 * inside) / (outside + 2 * inside)
             if outside + inside else None)
    for p in found["pairs"]:
        a, b = p["a"], p["b"]
        expected = degree[a] * degree[b] / (4 * m if a == b else 2 * m) \
            if m else 0
        same(f"{a}|{b} ties", p["ties"], mixing[a, b])
        same(f"{a}|{b} strength", p["strength"], strength[a, b])
        same(f"{a}|{b} expected", p["expected"], expected)
        same(f"{a}|{b} ratio", p["ratio"],
             mixing[a, b] / expected if expected else None)


def check_order(found):
    def falling(value):
        return math.inf if value is None else -value

    def text(value):
        return value.encode("utf-8")

    for key, order in (
            ("groups", lambda g: (-g["people"], text(g["name"]))),
            ("pairs", lambda p: (-p["ties"], text(p["a"]), text(p["b"]))),
            ("brokers", lambda b: (falling(b["cross_betweenness"]),
                                   falling(b["brokerage"]), text(b["id"]))),
            ("ties", lambda t: (falling(t["cross_betweenness"]),
                                -t["strength"], text(t["a"]), text(t["b"])))):
        same(f"order of {key}", found[key] == sorted(found[key], key=order),
             True)


def compare(exported, attribute, result):
    graph = nx.read_graphml(exported)
    # Parallel ties are written as they came, each with the strength of all.
    graph = nx.DiGraph(graph) if graph.is_directed() else nx.Graph(graph)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    with open(result, encoding="utf-8") as file:
        found = json.load(file)
    group = {v: str(data[attribute]) for v, data in graph.nodes(data=True)
             if str(data.get(attribute, "")) != ""}
    check_groups(found, graph, group)
    check_brokers(found, graph, group)
    check_ties(found, graph, group)
    check_order(found)
    print(f"{result}: {len(graph)} people, {len(found['ties'])} ties between "
          f"groups, {wrong} differences so far")


for at in range(1, len(sys.argv), 3):
    compare(*sys.argv[at:at + 3])
sys.exit(1 if wrong else 0)
