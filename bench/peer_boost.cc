// SPDX-License-Identifier: GPL-2.0-or-later
// Boost.Graph on the questions of peers.py, which compiles and runs this:
//
//   peer_boost FILE.graphml < pairs > answers
//
// A line "from to" is a pair of vertices by their order in the file; first comes
// a line "people ties import_ms peak_mib", then "ms distance" for each pair.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graphml.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

struct Tie {
    double weight;
    double cost;
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS,
                                    boost::undirectedS, boost::no_property, Tie>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;

struct Reached {};

// Ends the search at the target.
struct Stop : boost::default_dijkstra_visitor {
    explicit Stop(Vertex target) : target(target) {}
    void examine_vertex(Vertex v, const Graph &) const
    {
        if (v == target) {
            throw Reached();
        }
    }
    Vertex target;
};

static double now_ms()
{
    using namespace std::chrono;
    return duration<double, std::milli>(
               steady_clock::now().time_since_epoch())
        .count();
}

static double find_distance(const Graph &graph, Vertex from, Vertex to)
{
    std::vector<double> distance(num_vertices(graph));
    try {
        boost::dijkstra_shortest_paths(
            graph, from,
            boost::weight_map(boost::get(&Tie::cost, graph))
                .distance_map(boost::make_iterator_property_map(
                    distance.begin(), boost::get(boost::vertex_index, graph)))
                .visitor(Stop(to)));
    } catch (const Reached &) {
    }
    return distance[to];
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: peer_boost FILE.graphml < pairs\n");
        return 2;
    }
    Graph graph;
    boost::dynamic_properties properties{boost::ignore_other_properties};
    properties.property("weight", boost::get(&Tie::weight, graph));
    const double start = now_ms();
    std::ifstream file(argv[1]);
    boost::read_graphml(file, graph, properties);
    const double import_ms = now_ms() - start;
    for (auto [e, end] = boost::edges(graph); e != end; ++e) {
        graph[*e].cost = -std::log(graph[*e].weight);
    }
    rusage used;
    getrusage(RUSAGE_SELF, &used);
    std::printf("%zu %zu %.6f %.1f\n", num_vertices(graph), num_edges(graph),
                import_ms, used.ru_maxrss / 1024.0);
    unsigned long from, to;
    while (std::scanf("%lu %lu", &from, &to) == 2) {
        const double asked = now_ms();
        const double distance = find_distance(graph, from, to);
        std::printf("%.6f %.17g\n", now_ms() - asked, distance);
    }
    return 0;
}
