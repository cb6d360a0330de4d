/* Model files: there and back, and every way in which one can be wrong. */
#include "model_file.hpp"

#include "file.hpp"
#include "hpp/check.hpp"

using namespace forest;

namespace
{

Forest example()
{
    Forest forest;
    forest.schema.features = {{"a \"quoted\" name", {0.1, 1e300}}, {"b", {}}};
    forest.schema.target_name = std::string("y");
    forest.schema.target_minimum = -150;
    forest.schema.target_decimals = 2;
    forest.roots = {0, 3};
    forest.nodes = {Node::inner(0, 1, 2), Node::leaf(3, 7), Node::leaf(1, 0), Node::leaf(65535, 4000000000u)};
    return forest;
}

const std::string head = R"({"format": "wasigpu-forest", "version": 1,
    "target": {"name": "y", "minimum": 0, "decimals": 0}, "features": [{"name": "x", "cuts": [1, 2]}], "trees": )";

/* Of a model with that for its trees. */
std::string trees_error(const std::string &trees)
{
    const auto forest = parse_model(head + trees + "}");
    return forest ? "no error" : forest.error().text;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const size_t at = text.find(from);
    CHECK(at != std::string::npos);
    if (at == std::string::npos)
        return text;
    return text.substr(0, at) + std::string(to) + text.substr(at + from.size());
}

std::string error_with(std::string_view from, std::string_view to)
{
    const auto forest = parse_model(replaced(head + "[[[1, 5]]]}", from, to));
    return forest ? "no error" : forest.error().text;
}

} // namespace

TEST(there_and_back)
{
    const auto read = parse_model(write_model(example()));
    CHECK(read && *read == example());
}

TEST(through_a_file)
{
    const char *path = "forest_model_file_test.json";
    CHECK(!save_model(example(), path));
    CHECK(!save_model(example(), path)); /* over the first */
    const auto read = load_model(path);
    CHECK(read && *read == example());
    CHECK(!write_file(path, "{"));
    const auto damaged = load_model(path);
    CHECK(!damaged);
    CHECK(damaged.error().text == std::string(path) + ": not a forest's model file");
    std::remove(path);
    CHECK(!load_model(path));
    const auto error = save_model(example(), "no/such/folder/model.json");
    CHECK(error);
    CHECK_HAS(error ? error->text : "", "no/such/folder/model.json");
}

/* A file may end anywhere: none of its beginnings is a model, and none brings the program down. */
TEST(truncated)
{
    const std::string whole = write_model(example());
    for (size_t size = 0; size + 2 < whole.size(); size++) {
        const auto read = parse_model(whole.substr(0, size));
        CHECK(!read);
        CHECK(!read && read.error().text == "not a forest's model file");
    }
}

/* Any byte may be another one: what is read then can still be walked. */
TEST(flipped)
{
    const std::string whole = write_model(example());
    for (size_t at = 0; at < whole.size(); at++) {
        for (const char byte : {'0', '9', '-', '.', 'e', '[', ']', ',', '"', '\0', '\xff'}) {
            std::string text = whole;
            text[at] = byte;
            const auto read = parse_model(text);
            if (!read)
                continue;
            for (const uint32_t root : read->roots)
                for (size_t node = root; !read->nodes[node].is_leaf(); node = root + read->nodes[node].value)
                    CHECK(node < read->nodes.size());
        }
    }
}

TEST(not_a_model)
{
    for (const char *text :
         {"", "null", "[]", "{}", "3", "nonsense", R"({"format": 1})", R"({"format": "other"})"}) {
        const auto read = parse_model(text);
        CHECK(!read);
        CHECK(!read && read.error().text == "not a forest's model file");
    }
    CHECK_HAS(error_with("\"version\": 1", "\"version\": 2"), "another version");
    CHECK_HAS(error_with("\"version\": 1,", ""), "another version");
}

TEST(heads)
{
    CHECK(error_with("\"name\": \"y\"", "\"name\": 5") == "damaged: no valid 'target'");
    CHECK(error_with("\"minimum\": 0", "\"minimum\": 0.5") == "damaged: no valid 'target'");
    CHECK(error_with("\"decimals\": 0", "\"decimals\": 10") == "damaged: no valid 'target'");
    CHECK(error_with("\"decimals\": 0", "\"decimals\": -1") == "damaged: no valid 'target'");
    CHECK(error_with(", \"decimals\": 0", "") == "damaged: no valid 'target'");
    CHECK(error_with("[{\"name\": \"x\", \"cuts\": [1, 2]}]", "[]") == "damaged: no valid 'features'");
    CHECK(error_with("[{\"name\": \"x\", \"cuts\": [1, 2]}]", "{}") == "damaged: no valid 'features'");
    CHECK(error_with("[1, 2]", "[2, 1]") == "damaged: feature 1 is invalid");
    CHECK(error_with("[1, 2]", "[1, 1]") == "damaged: feature 1 is invalid");
    CHECK(error_with("[1, 2]", "[1, \"2\"]") == "damaged: feature 1 is invalid");
    CHECK(error_with("[1, 2]", "null") == "damaged: feature 1 is invalid");
    CHECK(error_with("\"name\": \"x\"", "\"name\": null") == "damaged: feature 1 is invalid");
}

TEST(trees)
{
    CHECK(trees_error("[[[1, 5]]]") == "no error");
    CHECK(trees_error("[[[0, 1, 2], [1, 5], [2, 6]]]") == "no error");
    CHECK(trees_error("[[[0, 1, 4], [0, 0, 3], [1, 1], [1, 1], [2, 6]]]") == "no error");
    CHECK(trees_error("[]") == "damaged: no valid 'trees'");
    CHECK(trees_error("7") == "damaged: no valid 'trees'");
    for (const char *trees : {
             "[7]",                                              /* no tree */
             "[[]]",                                             /* no root */
             "[[[1]]]",                                          /* no node */
             "[[[1, 2, 3, 4]]]",                                 /* none either */
             "[[[1, -5]]]",                                      /* negative */
             "[[[1, 5.0]]]",                                     /* not an integer */
             "[[[1, 4294967296]]]",                              /* more than 32 bits */
             "[[[0, 5]]]",                                       /* a leaf of no rows */
             "[[[65536, 5]]]",                                   /* of too many */
             "[[[0, 1, 2], [1, 5]]]",                            /* no right child */
             "[[[0, 1, 2], [1, 5], [2, 6], [2, 6]]]",            /* a node too many */
             "[[[0, 1, 1], [1, 5], [2, 6]]]",                    /* no left child */
             "[[[0, 1, 0], [1, 5], [2, 6]]]",                    /* a loop */
             "[[[0, 1, 3], [1, 5], [2, 6]]]",                    /* past the end */
             "[[[1, 0, 2], [1, 5], [2, 6]]]",                    /* no such feature */
             "[[[0, 2, 2], [1, 5], [2, 6]]]",                    /* no such cut */
             "[[[0, 1, 3], [0, 1, 4], [1, 5], [2, 6], [2, 6]]]", /* into the neighbour's subtree */
         }) {
        const std::string error = trees_error(trees);
        if (error != "damaged: tree 1 is invalid")
            std::fprintf(stderr, "%s: %s\n", trees, error.c_str());
        CHECK(error == "damaged: tree 1 is invalid");
    }
    CHECK(trees_error("[[[1, 5]], [[0, 5]]]") == "damaged: tree 2 is invalid");
    /* The sum of the trees' predictions has 32 bits. */
    CHECK(trees_error("[[[1, 4294967295]]]") == "no error");
    CHECK(trees_error("[[[1, 4294967295]], [[1, 0]]]") == "damaged: tree 1 is invalid");
    CHECK(trees_error("[[[2, 4294967295]], [[1, 0]]]") == "no error");
}

int main()
{
    return RUN_TESTS();
}
