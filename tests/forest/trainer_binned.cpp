/* The CPU's trainer of large data, and predictions: what can be said of any of its forests.
 * binned_reference.py has the rules once more. */
#include "trainer_binned_cpu.hpp"

#include <algorithm>
#include <cmath>

#include "hpp/check.hpp"
#include "limits.hpp"
#include "made_rows.hpp"
#include "predictor_cpu.hpp"

using namespace forest;

namespace
{

BinnedForest train(const MadeRows &data, const TrainOptions &options)
{
    auto forest = train_binned_on_cpu(data.rows(), data.targets, options);
    CHECK(forest);
    return forest ? std::move(*forest) : BinnedForest{};
}

double error_of(const BinnedForest &forest, const MadeRows &data)
{
    const auto votes = predict_on_cpu(make_walk(forest), data.rows());
    double sum = 0;
    for (uint32_t row = 0; row < data.count; row++)
        sum += std::pow(prediction(forest, votes[row]) - data.targets[row], 2);
    return sum / data.count;
}

} // namespace

TEST(it_learns)
{
    const MadeRows data = make_rows(20000, 12, 1);
    const BinnedForest forest = train(data, {.trees = 20, .depth = 8, .features = 4, .bins = 64});
    CHECK(forest.trees() == 20);
    CHECK(forest.cuts.size() == 12);
    for (const Cuts &cuts : forest.cuts)
        CHECK(cuts.size() == 63);
    const double stump = error_of(train(data, {.trees = 1, .depth = 1, .features = 12, .bins = 64}), data);
    const double unseen = error_of(forest, make_rows(5000, 12, 2));
    CHECK(unseen < 3.5); /* 1.3 of it is noise */
    CHECK(stump > 2 * unseen);
}

TEST(leaves_hold_all_that_was_drawn)
{
    const MadeRows data = make_rows(3000, 5, 3);
    for (const uint32_t least : {0u, 1u, 7u, 400u}) {
        const BinnedForest forest =
            train(data, {.trees = 3, .depth = 20, .features = 2, .min_leaf = least, .bins = 32});
        uint64_t count = 0;
        for (const Node &node : forest.nodes) {
            CHECK(!node.is_leaf() || node.count >= least);
            CHECK(node.is_leaf() || node.cut < 31);
            count += node.is_leaf() ? node.count : 0;
        }
        CHECK(count > 3 * 2700 && count < 3 * 3300);
    }
}

/* A feature that never changes is not looked at: the one that does is found in every look. */
TEST(constant_features_take_no_looks)
{
    MadeRows data{1000, 5, std::vector<float>(5000, 2.5f), std::vector<double>(1000)};
    for (uint32_t row = 0; row < 1000; row++) {
        data.values[row * 5 + 3] = static_cast<float>(row);
        data.targets[row] = row < 500 ? -1 : 1;
    }
    const BinnedForest forest = train(data, {.trees = 10, .depth = 1, .features = 1, .bins = 256});
    CHECK(forest.nodes.size() == 30);
    for (const uint32_t root : forest.roots)
        CHECK(forest.nodes[root].feature == 3);
    CHECK(forest.target_minimum == -1 && forest.target_step == 2);
    CHECK(error_of(forest, data) < 0.01);
}

TEST(nothing_to_split)
{
    const MadeRows constant{50, 2, std::vector<float>(100, 1.0f), std::vector<double>(50, 3.5)};
    const BinnedForest forest = train(constant, {.trees = 4, .depth = 5, .features = 2, .bins = 256});
    CHECK(forest.nodes.size() == 4);
    CHECK(error_of(forest, constant) == 0);
    const MadeRows one{1, 1, {7.0f}, {-2}};
    const BinnedForest of_one = train(one, {.trees = 30, .depth = 3, .features = 1, .bins = 2});
    CHECK(of_one.nodes.size() == 30);
    CHECK(error_of(of_one, one) == 0);
}

TEST(a_seed_is_a_forest)
{
    const MadeRows data = make_rows(500, 4, 4);
    const TrainOptions options{.trees = 6, .depth = 6, .features = 2, .bins = 16, .seed = 9};
    const BinnedForest forest = train(data, options);
    CHECK(train(data, options) == forest);
    TrainOptions other = options;
    other.seed = 10;
    CHECK(!(train(data, other) == forest));
    other = options;
    other.trees = 4; /* tree t is the same in any forest */
    const BinnedForest fewer = train(data, other);
    CHECK(std::equal(fewer.nodes.begin(), fewer.nodes.end(), forest.nodes.begin()));
}

TEST(what_does_not_fit_is_refused)
{
    const FloatRows wide{1, 257, std::vector<float>(257)};
    const auto error = train_binned_on_cpu(wide, std::vector<double>{1}, {});
    CHECK(!error);
    CHECK_HAS(error.error().text, "257 features, at most 256");
    const FloatRows many{max_binned_rows + 1, 1, {}};
    CHECK_HAS(train_binned_on_cpu(many, {}, {}).error().text, "67108865 rows, at most 67108864");
}

TEST(prediction_walks)
{
    BinnedForest forest;
    forest.cuts = {{1, 2}, {-0.5f}};
    forest.target_minimum = 10;
    forest.target_step = 0.5;
    forest.roots = {0, 5};
    forest.nodes = {Node::inner(0, 1, 2),     Node::leaf(2, 9), Node::inner(1, 0, 4),
                    Node::leaf(3, 65535 * 3), Node::leaf(7, 1), Node::leaf(4, 6)};
    const std::vector<float> values = {1.9f, 0, 2, -0.6f, 2, -0.5f};
    const auto votes = predict_on_cpu(make_walk(forest), {3, 2, values});
    CHECK(votes.size() == 3);
    CHECK((votes[0] == Vote{4 + 1, 32768 + 32768}));
    CHECK((votes[1] == Vote{65535 + 1, 32768}));
    CHECK((votes[2] == Vote{0 + 1, 9362 + 32768})); /* 65536 / 7 is 9362.3 */
    CHECK(prediction(forest, votes[0]) == 10 + 0.5 * 6 / 2);
}

int main()
{
    return RUN_TESTS();
}
