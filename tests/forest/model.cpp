/* Models: made of forests, walked by the CPU, added up, and what they say of features and classes. */
#include "model.hpp"

#include <cfloat>
#include <cmath>

#include "assemble.hpp"
#include "predictor_cpu.hpp"
#include "tables.hpp"

using namespace forest;

namespace
{

Model leaves(const std::vector<float> &values)
{
    Model model;
    model.features = 1;
    for (const float value : values) {
        model.roots.push_back(static_cast<uint32_t>(model.nodes.size()));
        model.outputs.push_back(0);
        model.nodes.push_back({value, 0, 0});
    }
    return model;
}

std::vector<double> predicted_by(const Model &model, const Table &table)
{
    return predictions(model, predict_on_cpu(make_walk(model), {table.rows, model.features, table.values}));
}

/* The model's prediction of whatever row. */
double sum_of(const Model &model)
{
    Table table;
    table.rows = 1;
    CHECK(table.values.extend(model.features));
    return predicted_by(model, table)[0];
}

/* Two trees over x and z, the first with two splits. */
Forest two_trees()
{
    Forest forest;
    forest.schema.features = {{"x", {1, 2}}, {"z", {5}}};
    forest.schema.target_name = std::string("y");
    forest.schema.target = {-150, 100};
    forest.roots = {0, 5};
    forest.nodes = {Node::inner(0, 0, 2), Node::leaf(2, 9),    Node::inner(1, 0, 4),
                    Node::leaf(3, 100),   Node::leaf(1, 1000), Node::leaf(4, 6)};
    return forest;
}

} // namespace

TEST(assembled)
{
    Forest forest = two_trees();
    const Model model = assemble(std::span(&forest, 1));
    CHECK(model.features == 2 && (model.names == std::vector<std::string>{"x", "z"}) && model.target == "y");
    CHECK(model.bases == std::vector<float>{0} && model.roots == forest.roots);
    CHECK((model.nodes[0] == ModelNode{1, 0, 2}) && (model.nodes[2] == ModelNode{5, 1, 4}));
    CHECK(model.nodes[1].is_leaf() && model.nodes[1].value == static_cast<float>((-150 + 4.5) / 100 / 2));
    CHECK(model.nodes[3].value == static_cast<float>((-150 + 100.0 / 3) / 100 / 2));
    CHECK(model.nodes[5].value == static_cast<float>((-150 + 1.5) / 100 / 2));
    CHECK(model.facts[0].cover == 6 && model.facts[2].cover == 4 && model.facts[5].cover == 4);
    CHECK(model.facts[1].mean == static_cast<float>((-150 + 4.5) / 100));
    CHECK(model.facts[2].mean == static_cast<float>((-150 + 275) / 100.0));
    /* 3 rows of mean 100/3, 1 of 1000: the squared error falls by 3*1/4 * (1000 - 100/3)^2, in hundredths. */
    CHECK(std::abs(model.facts[2].gain - 0.75 * (1000 - 100.0 / 3) * (1000 - 100.0 / 3) / 1e4) < 1e-4);
    CHECK(model.facts[1].gain == 0);
    forest.schema.named = false;
    CHECK(assemble(std::span(&forest, 1)).names.empty());
}

TEST(walked)
{
    const Forest forest = two_trees();
    const Model model = assemble(std::span(&forest, 1));
    Table table;
    table.rows = 4;
    for (const float value : {0.999F, 5.0F, 1.0F, 4.0F, 1.0F, 5.0F, 2.5F, 4.9999995F})
        CHECK(table.values.push(value));
    const std::vector<double> predicted = predicted_by(model, table);
    const double last = model.nodes[5].value;
    CHECK((predicted == std::vector<double>{model.nodes[1].value + last, model.nodes[3].value + last,
                                            model.nodes[4].value + last, model.nodes[3].value + last}));
}

TEST(several_outputs)
{
    const Forest forest = two_trees();
    const std::vector<Forest> forests{forest, forest, forest};
    Model model = assemble(forests);
    CHECK(model.output_count() == 3 && model.trees() == 6);
    CHECK((model.outputs == std::vector<uint32_t>{0, 0, 1, 1, 2, 2}));
    for (ModelNode &node : std::span(model.nodes).subspan(6, 6))
        node.value = node.is_leaf() ? 7 : node.value;
    model.bases = {0, 0.5, -1};
    Table table;
    table.rows = 1;
    for (const float value : {0.0F, 0.0F})
        CHECK(table.values.push(value));
    const std::vector<double> predicted = predicted_by(model, table);
    CHECK(predicted.size() == 3 && predicted[1] == 14.5 && predicted[2] == predicted[0] - 1);
}

TEST(sums)
{
    CHECK(sum_of(leaves({0})) == 0);
    CHECK(sum_of(leaves({-0.75F, 0.5F})) == -0.25);
    CHECK(sum_of(leaves({-0.75F, -0.5F, 1000000})) == 999998.75);
    CHECK(sum_of(leaves({FLT_MAX, FLT_MAX, -FLT_MAX})) == static_cast<double>(FLT_MAX));
    CHECK(sum_of(leaves({FLT_TRUE_MIN, FLT_TRUE_MIN})) == 2 * static_cast<double>(FLT_TRUE_MIN));
    CHECK(sum_of(leaves({-FLT_TRUE_MIN})) == -static_cast<double>(FLT_TRUE_MIN));
    Model model = leaves({0.1F, 0.2F});
    model.bases = {152.5F};
    CHECK(sum_of(model) == 152.5 + (static_cast<double>(0.1F) + static_cast<double>(0.2F)));
}

/* What model.hpp promises. */
TEST(sums_of_many)
{
    for (const float sign : {1.0F, -1.0F}) {
        std::vector<float> values;
        double sum = 0;
        for (int i = 0; i < 65535; i++) {
            values.push_back(sign * 0.3F / static_cast<float>(1 + i % 7));
            sum += values.back();
        }
        const double error = std::abs(sum_of(leaves(values)) - sum);
        CHECK(error <= std::abs(sum) * 0x1p-30);
    }
}

/* To the nearest unit; halves away from zero. */
TEST(vote_is_rounded)
{
    const auto units = [](float leaf, int exponent) {
        const Vote vote = vote_of(leaf, exponent);
        CHECK(vote.fraction < 65536);
        return int64_t{static_cast<int32_t>(vote.whole)} * 65536 + int64_t{vote.fraction};
    };
    for (const int exponent : {-98, -20, -1, 0, 1, 20, 46}) {
        for (int half = -9; half <= 9; half++)
            CHECK(units(std::ldexp(static_cast<float>(half), -1 - exponent), exponent) ==
                  std::llround(half / 2.0));
        for (float leaf = std::ldexp(1.0F, -exponent); leaf < std::ldexp(1e7F, -exponent); leaf *= 1.0173F) {
            const int64_t wanted = std::llround(std::ldexp(static_cast<double>(leaf), exponent));
            CHECK(units(leaf, exponent) == wanted && units(-leaf, exponent) == -wanted);
        }
    }
    CHECK(units(FLT_TRUE_MIN, 195) == int64_t{1} << 46 && units(FLT_MAX, -98) == (1 << 30) - 64);
    CHECK(units(std::nextafter(0.5F, 0.0F), 0) == 0 && units(std::nextafter(-0.5F, 0.0F), 0) == 0);
}

/* Any order gives the same votes. */
TEST(votes)
{
    const int exponent = unit_exponent(leaves({-3, 1e-3F, 2.5F}));
    Vote forward;
    Vote backward;
    const std::vector<float> values{-3, 1e-3F, 2.5F};
    for (size_t i = 0; i < values.size(); i++) {
        const Vote a = vote_of(values[i], exponent);
        const Vote b = vote_of(values[values.size() - 1 - i], exponent);
        CHECK(a.fraction < 65536);
        forward = {forward.whole + a.whole, forward.fraction + a.fraction};
        backward = {backward.whole + b.whole, backward.fraction + b.fraction};
    }
    CHECK(forward == backward);
}

TEST(classes)
{
    CHECK(class_of(std::vector<double>{0.5}) == 0 && class_of(std::vector<double>{0.500001}) == 1);
    CHECK(class_of(std::vector<double>{0.1, 0.3, 0.3}) == 1);
}

TEST(feature_importances)
{
    Model model;
    model.features = 3;
    model.roots = {0, 3, 6, 7};
    model.outputs = {0, 0, 0, 0};
    model.nodes = {{1, 0, 2}, {0, 0, 0}, {0, 0, 0}, {1, 2, 2}, {0, 0, 0}, {0, 0, 0},
                   {0, 0, 0}, {1, 0, 4}, {1, 2, 3}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    model.nodes[7] = {1, 0, 4};
    model.nodes[8] = {1, 2, 3};
    model.facts.resize(model.nodes.size());
    model.facts[0].gain = 100; /* all of its tree */
    model.facts[3].gain = 1;   /* so is this */
    model.facts[7].gain = 3;
    model.facts[8].gain = 1;
    const std::vector<double> found = importances(model);
    CHECK(std::abs(found[0] - 1.75 / 3) < 1e-12 && found[1] == 0 && std::abs(found[2] - 1.25 / 3) < 1e-12);
    CHECK((importances(leaves({1})) == std::vector<double>{0}));
}

int main()
{
    return RUN_TESTS();
}
