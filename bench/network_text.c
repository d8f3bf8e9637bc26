/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names, companies and positions, from syllables: nobody's. */
#include "network_impl.h"

#include <stdio.h>

static const char *const given_names[64] = {
    "Mira",    "Tomas", "Nora",   "Ansel",   "Ilse",    "Ravi",  "Chiara",
    "Emeka",   "Yuki",  "Rahel",  "Joaquín", "Saga",    "Petra", "Oskar",
    "Leila",   "Bruno", "Ayo",    "Greta",   "Milan",   "Zofia", "Hana",
    "Kofi",    "Élise", "Marek",  "Ines",    "Tariq",   "Freya", "Andrés",
    "Noor",    "Viggo", "Amara",  "Stefan",  "Lucía",   "Bjørn", "Salma",
    "Pavel",   "Maren", "Idris",  "Clara",   "Jun",     "Agnès", "Dario",
    "Wanjiru", "Felix", "Oriane", "Samir",   "Tuva",    "Mateo", "Priya",
    "Henrik",  "Alma",  "Luan",   "Sören",   "Nadia",   "Ivo",   "Thandi",
    "Ronan",   "Esma",  "Kaito",  "Vera",    "Gustavo", "Mei",   "Anouk",
    "Darius"};
static const char *const heads[24] = {
    "Bal", "Cor", "Dun", "El",  "Far", "Gren", "Hal", "Ist",
    "Jor", "Kel", "Lom", "Mar", "Nav", "Ost",  "Pel", "Quin",
    "Ros", "Sel", "Tor", "Ulm", "Var", "Wes",  "Yar", "Zol"};
static const char *const hearts[24] = {
    "a", "be", "da", "e",  "fi", "go", "ha", "i",  "ka", "lo", "ma", "ni",
    "o", "pe", "ra", "sa", "ti", "u",  "va", "wi", "ya", "ze", "é",  "ö"};
static const char *const tails[24] = {
    "berg",   "den",   "feld", "gard",  "kova", "lund",   "mann",  "nez",
    "poulos", "quist", "rini", "sen",   "ski",  "strand", "tti",   "vic",
    "wood",   "xa",    "yan",  "zadeh", "mura", "diaye",  "gupta", "ford"};
static const char *const firms[16] = {
    " Labs",     " Systems", " GmbH",      ", Inc.",   " Foundation", " Hotels",
    " Textiles", " & Co",    " Logistics", " Health",  " Partners",   " Bank",
    " Media",    " Foods",   " Energy",    " Software"};
static const char *const industries[BENCH_INDUSTRIES] = {
    "Accounting",
    "Advertising Services",
    "Airlines and Aviation",
    "Banking",
    "Biotechnology Research",
    "Book Publishing",
    "Civil Engineering",
    "Construction",
    "Education",
    "Farming",
    "Financial Services",
    "Food and Beverage Services",
    "Government Administration",
    "Hospitality",
    "Hospitals and Health Care",
    "Insurance",
    "Legal Services",
    "Manufacturing",
    "Non-profit Organizations",
    "Real Estate",
    "Retail",
    "Telecommunications",
    "Software Development",
    "Transportation"};
static const char *const ranks[8] = {"",           "Junior ",   "Senior ",
                                     "Lead ",      "Head, ",    "Principal ",
                                     "Assistant ", "Director, "};
static const char *const jobs[16] = {"Software Engineer",
                                     "Data Analyst",
                                     "Product Manager",
                                     "Account Executive",
                                     "Nurse",
                                     "Research Scientist",
                                     "Recruiter",
                                     "Controller",
                                     "Operations Manager",
                                     "Marketing Manager",
                                     "Mechanical Engineer",
                                     "Teacher",
                                     "Legal Counsel",
                                     "Buyer",
                                     "Project Manager",
                                     "Designer"};

void bench_network_person(const bench_network *net, uint32_t id,
                          bench_person *person)
{
    const uint32_t planted = net->planted_of[id];
    const uint32_t company = net->company_of_team[net->team_of[planted]];
    uint64_t drawn = bench_i_mix(net->salt ^ (planted + 1));
    snprintf(person->given, sizeof person->given, "%s",
             given_names[drawn % 64]);
    drawn /= 64;
    snprintf(person->family, sizeof person->family, "%s%s%s", heads[drawn % 24],
             hearts[drawn / 24 % 24], tails[drawn / 576 % 24]);
    drawn /= 13824;
    snprintf(person->position, sizeof person->position, "%s%s",
             ranks[drawn % 8], jobs[drawn / 8 % 16]);
    /* Its digits to the base 24, so that no two companies share a name. */
    const uint32_t more = company / 221184;
    char number[16] = "";
    if (more > 0) {
        snprintf(number, sizeof number, " %u", (unsigned)more);
    }
    snprintf(person->company, sizeof person->company, "%s%s%s%s%s",
             heads[company % 24], hearts[company / 24 % 24],
             tails[company / 576 % 24],
             firms[company / 13824 % 16 ^ company % 16], number);
    person->industry = industries[bench_i_industry_of(net, planted)];
}

static void write_node(const bench_network *net, uint32_t id, bench_out *out)
{
    bench_person person;
    bench_network_person(net, id, &person);
    bench_out_text(out, "    <node id=\"n");
    bench_out_number(out, id);
    bench_out_text(out, "\">\n      <data key=\"d0\">");
    bench_out_xml(out, person.given);
    bench_out_text(out, " ");
    bench_out_xml(out, person.family);
    bench_out_text(out, "</data>\n      <data key=\"d1\">");
    bench_out_xml(out, person.company);
    bench_out_text(out, "</data>\n      <data key=\"d2\">");
    bench_out_xml(out, person.position);
    bench_out_text(out, "</data>\n      <data key=\"d3\">");
    bench_out_xml(out, person.industry);
    bench_out_text(out, "</data>\n    </node>\n");
}

static void write_edge(const bench_tie *tie, bench_out *out)
{
    bench_out_text(out, "    <edge source=\"n");
    bench_out_number(out, tie->a);
    bench_out_text(out, "\" target=\"n");
    bench_out_number(out, tie->b);
    bench_out_text(out, "\"><data key=\"d4\">");
    bench_out_1024th(out, tie->strength);
    bench_out_text(out, "</data></edge>\n");
}

void bench_network_graphml(const bench_network *net, bench_out *out)
{
    bench_out_text(
        out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
             "  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
             "  xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
             "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n"
             "  <key id=\"d0\" for=\"node\" attr.name=\"name\" "
             "attr.type=\"string\"/>\n"
             "  <key id=\"d1\" for=\"node\" attr.name=\"company\" "
             "attr.type=\"string\"/>\n"
             "  <key id=\"d2\" for=\"node\" attr.name=\"position\" "
             "attr.type=\"string\"/>\n"
             "  <key id=\"d3\" for=\"node\" attr.name=\"industry\" "
             "attr.type=\"string\"/>\n"
             "  <key id=\"d4\" for=\"edge\" attr.name=\"weight\" "
             "attr.type=\"double\"/>\n"
             "  <graph id=\"G\" edgedefault=\"undirected\">\n");
    for (uint64_t id = 0; id < net->spec.people; id++) {
        write_node(net, (uint32_t)id, out);
    }
    uint64_t at = 0;
    bench_tie tie;
    while (bench_network_next(net, &at, &tie)) {
        write_edge(&tie, out);
    }
    bench_out_text(out, "  </graph>\n</graphml>\n");
}
