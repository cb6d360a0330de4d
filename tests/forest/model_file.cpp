/* Model files: there and back, and every way in which one can be wrong. test_xgboost.py has XGBoost's own
 * word. */
#include "model_file.hpp"

#include <cfloat>

#include "hpp/check.hpp"
#include "output_file.hpp"

using namespace forest;

namespace
{

Model example()
{
    Model model;
    model.features = 2;
    model.names = {"a \"quoted\" name", "b"};
    model.target = std::string("y");
    model.roots = {0, 5};
    model.outputs = {0, 0};
    model.nodes = {{0.1F, 1, 4},  {-FLT_MAX, 0, 3}, {FLT_TRUE_MIN, 0, 0},
                   {-0.3F, 0, 0}, {16777216, 0, 0}, {3, 0, 0}};
    model.facts = {{2.5F, 10, 1}, {1e-20F, 7, 2}, {0, 4, 3}, {0, 3, 4}, {0, 3, 5.1F}, {0, 1, 6}};
    return model;
}

Model classifier()
{
    Model model = example();
    model.names.clear();
    model.classes = {"red, or [so]", "green", "\"blue\""};
    model.bases = {0, 0, 0};
    for (uint32_t output = 1; output < 3; output++)
        for (size_t tree = 0; tree < 2; tree++) {
            const size_t begin = model.roots[tree];
            const size_t end = tree == 0 ? model.roots[1] : 6;
            model.roots.push_back(static_cast<uint32_t>(model.nodes.size()));
            model.outputs.push_back(output);
            for (size_t i = begin; i < end; i++) {
                model.nodes.push_back(model.nodes[i]);
                model.facts.push_back(model.facts[i]);
            }
        }
    return model;
}

/* A stump over two features, as small as XGBoost's files get. */
const std::string stump = R"({"learner": {"attributes": {}, "feature_names": ["p", "q"], "gradient_booster": {
    "model": {"gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "1"}, "tree_info": [0],
    "trees": [{"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_conditions": [0.5, -1E0, 2.5E0],
    "split_indices": [1, 0, 0], "split_type": [0, 0, 0], "tree_param": {"size_leaf_vector": "1"}}]},
    "name": "gbtree"}, "learner_model_param": {"base_score": "[1.5E0]", "num_class": "0", "num_feature": "2",
    "num_target": "1"}, "objective": {"name": "reg:squarederror"}}, "version": [3, 2, 0]})";

/* The whole file's error with that for its only tree. */
std::string tree_error(const std::string &left, const std::string &right, const std::string &conditions,
                       const std::string &indices)
{
    const size_t begin = stump.find("[{\"left_children");
    const size_t end = stump.find("\"split_type", begin);
    const auto model =
        parse_model(stump.substr(0, begin) + "[{\"left_children\": " + left +
                    ", \"right_children\": " + right + ", \"split_conditions\": " + conditions +
                    ", \"split_indices\": " + indices + ", " + stump.substr(end));
    return model ? "no error" : model.error().text;
}

std::string error_of(std::string_view text)
{
    const auto model = parse_model(text);
    return model ? "no error" : model.error().text;
}

std::string error_with(std::string_view from, std::string_view to)
{
    const size_t at = stump.find(from);
    CHECK(at != std::string::npos);
    if (at == std::string::npos)
        return "";
    return error_of(stump.substr(0, at) + std::string(to) + stump.substr(at + from.size()));
}

std::string text_of(const Model &model)
{
    std::string text;
    for (const std::string &piece : write_model(model))
        text += piece;
    return text;
}

} // namespace

TEST(there_and_back)
{
    for (const Model &model : {example(), classifier()}) {
        const auto read = parse_model(text_of(model));
        if (!read)
            std::fprintf(stderr, "%s\n", read.error().text.c_str());
        CHECK(read && *read == model);
    }
}

TEST(through_a_file)
{
    const char *path = "forest_model_file_test.json";
    CHECK(!save_model(example(), path));
    CHECK(!save_model(example(), path)); /* over the first */
    const auto read = load_model(path);
    CHECK(read && *read == example());
    CHECK(!write_file(path, {"{"}));
    const auto damaged = load_model(path);
    CHECK(!damaged);
    CHECK_HAS(damaged.error().text, std::string(path) + ": not JSON, or only a part of it");
    std::remove(path);
    CHECK(!load_model(path));
    const auto error = save_model(example(), "no/such/folder/model.json");
    CHECK(error);
    CHECK_HAS(error ? error->text : "", "no/such/folder/model.json");
}

TEST(another_program_s)
{
    const auto model = parse_model(stump);
    if (!model)
        std::fprintf(stderr, "%s\n", model.error().text.c_str());
    CHECK(model && model->features == 2 && (model->names == std::vector<std::string>{"p", "q"}));
    CHECK(model && (model->bases == std::vector<float>{1.5}) && model->target.empty());
    CHECK(model && (model->nodes == std::vector<ModelNode>{{0.5, 1, 2}, {-1, 0, 0}, {2.5, 0, 0}}));
    CHECK(error_with("[1.5E0]", "5E-1") == "no error");
    CHECK(error_with("\"num_target\": \"1\"", "\"x\": \"1\"") == "no error"); /* files before 2.0 */
    CHECK(error_with("\"feature_names\": [\"p\", \"q\"], ", "") == "no error");
}

/* A file may end anywhere: none of its beginnings is a model, and none brings the program down. */
TEST(truncated)
{
    const std::string whole = text_of(example());
    for (size_t size = 0; size + 2 < whole.size(); size++)
        CHECK_HAS(error_of(whole.substr(0, size)), "not JSON, or only a part of it");
}

/* Any byte may be another one: what is read then can still be walked. */
TEST(flipped)
{
    const std::string whole = text_of(example());
    for (size_t at = 0; at < whole.size(); at++) {
        for (const char byte : {'0', '1', '3', '9', '-', '.', 'e', '[', ']', ',', '"', '\0', '\xff'}) {
            std::string text = whole;
            text[at] = byte;
            const auto read = parse_model(text);
            if (!read)
                continue;
            for (size_t tree = 0; tree < read->trees(); tree++) {
                const size_t size = read->tree_end(tree) - read->roots[tree];
                for (size_t i = 0; i < size; i++) {
                    const ModelNode &node = read->nodes[read->roots[tree] + i];
                    CHECK(node.is_leaf() || (node.right > i + 1 && node.right < size));
                    CHECK(node.feature < read->features);
                }
            }
        }
    }
}

TEST(not_a_model)
{
    for (const char *text : {"null", "[]", "{}", "3", R"({"learner": 1})",
                             R"({"learner": {"gradient_booster": {}}})", R"({"format": "other"})"})
        CHECK(error_of(text) == "not a model of XGBoost or of this program");
    for (const char *text : {"", "nonsense", "a,b\n1,2\n", "{L\x00"})
        CHECK_HAS(error_of(text), "not JSON");
    CHECK_HAS(error_of(std::string(1000000, '[')), "not JSON");
}

TEST(models_of_another_kind)
{
    CHECK_HAS(error_with("\"gbtree\"}", "\"dart\"}"), "its booster is 'dart'");
    CHECK_HAS(error_with("\"gbtree\"}", "\"gblinear\"}"), "its booster is 'gblinear'");
    CHECK_HAS(error_with("reg:squarederror", "binary:logistic"), "its objective is 'binary:logistic'");
    CHECK_HAS(error_with("\"num_class\": \"0\"", "\"num_class\": \"3\""),
              "it has classes as XGBoost trains them");
    CHECK_HAS(error_with("\"num_parallel_tree\": \"1\"", "\"num_parallel_tree\": \"2\""),
              "its trees were boosted");
    CHECK_HAS(error_with("\"split_type\": [0, 0, 0]", "\"split_type\": [1, 0, 0]"),
              "it splits by categories");
    CHECK_HAS(error_with("\"size_leaf_vector\": \"1\"", "\"size_leaf_vector\": \"2\""),
              "its leaves hold vectors");
}

TEST(heads)
{
    for (const char *value : {"\"0\"", "\"-1\"", "\"x\"", "\"2x\"", "2", "\"\"", "\"99999999999\"", "null"})
        CHECK(error_with("\"num_feature\": \"2\"", std::string("\"num_feature\": ") + value) ==
              "damaged: no valid 'num_feature'");
    for (const char *value : {"\"\"", "\"[]\"", "\"x\"", "\"[1,2]\"", "\"nan\"", "\"1e99\"", "1.5", "[1.5]"})
        CHECK(error_with("\"[1.5E0]\"", value) == "damaged: no valid 'base_score'");
    CHECK(error_with("\"num_target\": \"1\"", "\"num_target\": \"0\"") == "damaged: no valid 'num_target'");
    CHECK(error_with("\"num_target\": \"1\"", "\"num_target\": \"4000000000\"") ==
          "damaged: no valid 'num_target'");
    CHECK(error_with("[\"p\", \"q\"]", "[\"p\"]") == "damaged: no valid 'feature_names'");
    CHECK(error_with("[\"p\", \"q\"]", "[\"p\", 2]") == "damaged: no valid 'feature_names'");
    CHECK(error_with("\"tree_info\": [0]", "\"tree_info\": [1]") == "damaged: no valid 'tree_info'");
    CHECK(error_with("\"tree_info\": [0]", "\"tree_info\": [-1]") == "damaged: no valid 'tree_info'");
    CHECK(error_with("\"tree_info\": [0]", "\"tree_info\": [0, 0]") == "damaged: no valid 'tree_info'");
    CHECK(error_with("\"tree_info\": [0]", "\"tree_info\": 0") == "damaged: no valid 'tree_info'");
    CHECK(error_with("\"num_parallel_tree\": \"1\"", "\"x\": \"1\"") ==
          "damaged: no valid 'num_parallel_tree'");
    CHECK(error_with("\"trees\"", "\"shrubs\"") == "damaged: no valid 'trees'");
    CHECK(error_with("\"objective\"", "\"aim\"") == "damaged: no valid 'objective'");
    for (const char *classes : {"x", "[]", "[1, 2]", "[\\\"a\\\"]", "[\\\"a\\\", \\\"b\\\", \\\"c\\\"]"})
        CHECK(error_with("\"attributes\": {}", std::string(R"("attributes": {"forest_classes": ")") +
                                                   classes + "\"}") == "damaged: no valid 'forest_classes'");
    CHECK(error_with("\"attributes\": {}", R"("attributes": {"forest_classes": "[\"a\", \"b\"]"})") ==
          "no error");
}

TEST(trees)
{
    CHECK(tree_error("[1, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[0, 0, 0]") == "no error");
    CHECK(tree_error("[-1]", "[-1]", "[5]", "[0]") == "no error");
    /* Nodes that were pruned away stay in XGBoost's arrays. */
    CHECK(tree_error("[-1, -1]", "[-1, -1]", "[5, 6]", "[0, 9]") == "no error");
    const struct {
        const char *left, *right, *conditions, *indices, *said;
    } rows[] = {
        {"[1, -1, -1]", "[2, -1]", "[1, 2, 3]", "[0, 0, 0]", "arrays are missing or of different lengths"},
        {"[1, -1, -1]", "[2, -1, -1]", "[1, 2]", "[0, 0, 0]", "arrays are missing or of different lengths"},
        {"[1, -1, -1]", "7", "[1, 2, 3]", "[0, 0, 0]", "arrays are missing or of different lengths"},
        {"[]", "[]", "[]", "[]", "arrays are missing or of different lengths"},
        {"[1, -1, -1]", "[3, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[1, -1, -1]", "[-1, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[-1, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[-2, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[1.0, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[4294967297, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[0, 0, 0]",
         "node 0 has a child that is not there"},
        {"[1, -1, -1]", "[1, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 1 is the child of two nodes"},
        {"[0, -1, -1]", "[1, -1, -1]", "[1, 2, 3]", "[0, 0, 0]", "node 0 has a child that is not there"},
        {"[1, 1, -1]", "[2, 2, -1]", "[1, 2, 3]", "[0, 0, 0]",
         "node 1 is the child of two nodes, or of itself"},
        {"[1, 2, 1]", "[2, 2, 1]", "[1, 2, 3]", "[0, 0, 0]", "is the child of two nodes"},
        {"[1, -1, -1]", "[2, -1, -1]", "[1, null, 3]", "[0, 0, 0]",
         "node 1: its leaf is not a finite number"},
        {"[1, -1, -1]", "[2, -1, -1]", "[\"1\", 2, 3]", "[0, 0, 0]",
         "node 0: its split condition is not a finite"},
        {"[1, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[2, 0, 0]",
         "node 0 splits by a feature that is not there"},
        {"[1, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[-1, 0, 0]",
         "node 0 splits by a feature that is not there"},
        {"[1, -1, -1]", "[2, -1, -1]", "[1, 2, 3]", "[null, 0, 0]",
         "node 0 splits by a feature that is not there"},
    };
    for (const auto &row : rows) {
        const std::string error = tree_error(row.left, row.right, row.conditions, row.indices);
        CHECK_HAS(error, "damaged: tree 0: ");
        CHECK_HAS(error, row.said);
    }
    /* JSON has no NaN and no infinity, and no numbers that become one. */
    for (const char *leaf : {"NaN", "Infinity", "1e999", "-1E39"})
        CHECK_HAS(tree_error("[-1]", "[-1]", std::string("[") + leaf + "]", "[0]"), "not JSON");
}

int main()
{
    return RUN_TESTS();
}
