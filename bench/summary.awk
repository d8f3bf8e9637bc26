# SPDX-License-Identifier: GPL-2.0-or-later
# The figures that have a goal, from JSON lines of the benches, as a table with a
# column for each size and the goals beside. Times of imports, openings and
# analyses are the least of the run, those of questions about paths are medians.
function member(line, key,    at, rest) {
    at = index(line, "\"" key "\":")
    if (at == 0) return ""
    rest = substr(line, at + length(key) + 3)
    if (rest ~ /^"/) {
        match(rest, /^"([^"\\]|\\.)*"/)
        return substr(rest, 2, RLENGTH - 2)
    }
    match(rest, /^[^,}]*/)
    return substr(rest, 1, RLENGTH)
}
{
    at = member($0, "size") "/" member($0, "bench") "/" member($0, "case")
    if (!(at in line)) line[at] = $0 # M runs the export of S again
    seen[member($0, "size")] = 1
}
# A figure of a case, or "" where the case was left out.
function get(size, name, key,    value) {
    value = member(line[size "/" name], key)
    return value + 0 > 0 ? value + 0 : ""
}
function ratio(a, b) {
    return a == "" || b == "" ? "" : a / b
}
function times(a, factor) {
    return a == "" ? "" : a * factor
}
function digits(value) {
    if (value == "") return "-"
    if (value >= 1000) return sprintf("%.0f", value)
    if (value >= 100) return sprintf("%.0f", value)
    return sprintf("%.3g", value)
}
function row(name, goal,    i, text) {
    text = "| " name " |"
    for (i = 1; i <= sizes; i++) text = text " " digits(value[i]) " |"
    print text " " goal " |"
}
# The same figure of each size, times `factor`.
function plain(title, name, key, factor, goal,    i) {
    for (i = 1; i <= sizes; i++) {
        value[i] = times(get(size[i], name, key), factor)
    }
    row(title, goal)
}
function quotient(title, name, key, below, below_key, goal,    i) {
    for (i = 1; i <= sizes; i++) {
        value[i] = ratio(get(size[i], name, key), get(size[i], below, below_key))
    }
    row(title, goal)
}
function growth(title, name, key, goal,    i, least) {
    least = ""
    for (i = 1; i <= sizes; i++) {
        value[i] = get(size[i], name, key)
        if (least == "") least = value[i]
        value[i] = ratio(value[i], least)
    }
    row(title, goal)
}
END {
    split("T S M L", all, " ")
    for (i = 1; i <= 4; i++) if (all[i] in seen) size[++sizes] = all[i]
    head = "| |"
    rule = "|---|"
    for (i = 1; i <= sizes; i++) {
        head = head " " size[i] " |"
        rule = rule "---:|"
    }
    print head " goal |"
    print rule "---|"
    plain("import, s", "import/graphml", "min_ms", 0.001, "")
    quotient("import / empty SAX handlers", "import/graphml", "min_ms", \
        "import/limit: SAX, empty handlers", "min_ms", "1.9, then below 1")
    quotient("import of .gz / plain", "import/graphml.gz", "min_ms", \
        "import/graphml", "min_ms", "1.1")
    plain("import, peak MiB", "import/graphml", "peak_mib", 1, "M: 668")
    plain("import, ns a tie", "import/graphml", "ns_a_tie", 1, "")
    growth("the same, times the least size", "import/graphml", "ns_a_tie", \
        "2.5 from S to L")
    plain("import, bytes of memory a tie", "import/graphml", "bytes_a_tie", 1, \
        "constant")
    plain("LinkedIn ZIP, s", "import/linkedin zip", "min_ms", 0.001, "0.3")
    plain("LinkedIn ZIP, peak MiB", "import/linkedin zip", "peak_mib", 1, "57")
    plain("snapshot, bytes a tie", "snapshot/write", "bytes_a_tie", 1, "")
    plain("snapshot written, GB/s", "snapshot/write", "gb_per_s", 1, \
        "1, in cache")
    plain("snapshot opened, ms", "snapshot/open", "min_ms", 1, "M: 5")
    plain("checked in full, GB/s", "snapshot/open, checked in full", \
        "gb_per_s", 1, "4")
    plain("one target, median, ms", "paths/one target, 4 ties", "median_ms", \
        1, "S 0.03, M 0.08, L 0.25")
    plain("one target, p95, ms", "paths/one target, 4 ties", "p95_ms", 1, \
        "S 0.15, M 0.6, L 2.5")
    plain("ten chains, median, ms", "paths/ten chains, 4 ties", "median_ms", \
        1, "M: 5")
    quotient("set of 10,000 / one target", "paths/set of targets, 4 ties", \
        "median_ms", "paths/one target, 4 ties", "median_ms", "10")
    plain("command path, ms", "command/path", "median_ms", 1, "M 15, L 25")
    plain("command path --targets, a second", "command/path --targets", \
        "a_second", 1, "M: 20000")
    split("NetworKit,graph-tool,NetworkX,Boost", peer, ",")
    quotient("import: igraph / introfind", "igraph/import", "min_ms", \
        "import/graphml", "min_ms", "")
    for (p = 1; p <= 4; p++) {
        quotient("import: " peer[p] " / introfind", \
            "peers/" peer[p] " import", "min_ms", \
            "import/graphml", "min_ms", "")
    }
    quotient("one target: igraph / introfind", "igraph/one target, anybody", \
        "median_ms", "paths/one target, 4 ties", "median_ms", "")
    for (p = 1; p <= 4; p++) {
        quotient("one target: " peer[p] " / introfind", \
            "peers/" peer[p] " one target", "median_ms", \
            "paths/one target, 4 ties", "median_ms", "")
    }
    plain("clusters of everybody, s", "clusters/communities", "min_ms", 0.001, \
        "S 0.2; M 4, then 2")
    plain("their modularity", "clusters/communities", "modularity", 1, \
        "that of the peers")
    quotient("NetworKit's parallel Leiden / ours", \
        "clusters/NetworKit ParallelLeiden, 3 rounds", "min_ms", \
        "clusters/communities", "min_ms", "at least 1")
    quotient("igraph's Leiden / ours", "clusters/igraph Leiden, 2 rounds", \
        "min_ms", "clusters/communities", "min_ms", "")
    plain("constraint of everybody, s", "bridges/constraint, everybody", \
        "min_ms", 0.001, "M 1.5, L 10")
    quotient("igraph / the same", "bridges/igraph: constraint", "min_ms", \
        "bridges/constraint, everybody", "min_ms", "M 122")
    quotient("NetworkX for ten people / the same", \
        "bridges/NetworkX: constraint of ten people", "min_ms", \
        "bridges/constraint, everybody", "min_ms", "")
    plain("common neighbours of every tie, s", \
        "bridges/common neighbours, every tie", "min_ms", 0.001, "M 1.2")
    quotient("NetworKit / the same", \
        "bridges/NetworKit: common neighbours, every tie", "min_ms", \
        "bridges/common neighbours, every tie", "min_ms", "M 2.2")
    plain("five roles of everybody, s", "bridges/five roles, everybody", \
        "min_ms", 0.001, "M 3")
    plain("cut people, s", "bridges/cut people", "min_ms", 0.001, "M 0.7")
    quotient("igraph / the same", "bridges/igraph: cut people", "min_ms", \
        "bridges/cut people", "min_ms", "M 4.3")
    plain("betweenness, 64 sources, s", "bridges/betweenness, 64 sources", \
        "min_ms", 0.001, "M 3, L 20")
    quotient("igraph / the same", "bridges/igraph: betweenness, 64 sources", \
        "min_ms", "bridges/betweenness, 64 sources", "min_ms", "M 20")
    plain("betweenness, exact, s", "bridges/betweenness, exact", "min_ms", \
        0.001, "T 2.5")
    quotient("igraph / the same", "bridges/igraph: betweenness, exact", \
        "min_ms", "bridges/betweenness, exact", "min_ms", "T 8")
    plain("command bridges, s", "bridges/bridges", "min_ms", 0.001, "")
    plain("command bridges, peak MiB", "bridges/bridges", "peak_mib", 1, \
        "L: 4300")
    plain("diversity, one attribute, s", "breadth/diversity, one attribute", \
        "min_ms", 0.001, "M 0.1")
    plain("diversity, five attributes, s", \
        "breadth/diversity, five attributes", "min_ms", 0.001, "M 0.4")
    plain("command breadth --all, s", "breadth/breadth --all", "min_ms", \
        0.001, "M 4")
    plain("command breadth --all, peak MiB", "breadth/breadth --all", \
        "peak_mib", 1, "M: snapshot + 191")
}
