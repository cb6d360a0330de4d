/* The out-of-bag score of forests whose draws and leaves are known. */
#include "out_of_bag.hpp"

#include <cmath>

#include "assemble.hpp"
#include "bootstrap.hpp"
#include "predictor_cpu.hpp"
#include "tables.hpp"
#include "trainer_binned_cpu.hpp"
#include "trainer_cpu.hpp"
#include "walk_forest.hpp"

using namespace forest;

namespace
{

bool draws(const TrainOptions &options, uint32_t tree, uint32_t row, uint32_t rows)
{
    const uint32_t seed = options.seed;
    if (options.bins > 0)
        return drawn_times(rows_key(seed, tree), row, sure_row(rows_key(seed, tree), rows)) > 0;
    for (uint32_t draw = 0; draw < rows; draw++)
        if (draw_row(rows_key(seed, tree), draw, rows) == row)
            return true;
    return false;
}

/* Trees of one leaf, each with a mean of its own: a row's prediction is the mean of those that did not draw
 * it. */
void check_by_hand(TrainOptions options)
{
    const char *text = "x,y\n0,0\n0,10\n0,20\n0,30\n0,40\n";
    const Table table = table_of(text);
    const Dataset data = data_of(text);
    options.trees = 4;
    Forest forest;
    forest.schema = data.schema;
    for (uint32_t tree = 0; tree < 4; tree++) {
        forest.roots.push_back(tree);
        forest.nodes.push_back(Node::leaf(2, 10 * tree + 3));
    }
    double off = 0;
    double mean = 0;
    std::vector<double> actual;
    for (uint32_t row = 0; row < 5; row++) {
        double sum = 0;
        int votes = 0;
        for (uint32_t tree = 0; tree < 4; tree++) {
            if (draws(options, tree, row, 5))
                continue;
            sum += (10 * tree + 3) / 2.0;
            votes++;
        }
        if (votes == 0)
            continue;
        off += (sum / votes - 10 * row) * (sum / votes - 10 * row);
        actual.push_back(10 * row);
        mean += 10 * row;
    }
    CHECK(actual.size() >= 3);
    mean /= static_cast<double>(actual.size());
    double total = 0;
    for (const double value : actual)
        total += (value - mean) * (value - mean);
    const auto score = out_of_bag_score(std::span(&forest, 1), data, table, options);
    CHECK(score && std::abs(*score - (1 - off / total)) < 1e-12);
}

} // namespace

TEST(by_hand)
{
    check_by_hand({.seed = 3});
    check_by_hand({.bins = 8, .seed = 3});
}

TEST(no_row_is_left)
{
    const Table table = table_of("x,y\n1,5\n");
    const Dataset data = data_of("x,y\n1,5\n");
    const TrainOptions options{.trees = 3};
    const Forest forest = train_on_cpu(data, options);
    CHECK(!out_of_bag_score(std::span(&forest, 1), data, table, options));
}

/* A forest in bins is scored like any other: it is right but where a bin has rows of two targets. */
TEST(bins)
{
    std::string text = "x,z,y\n";
    for (int i = 0; i < 400; i++)
        text += std::to_string(i) + "," + std::to_string(i * 37 % 101) + "," + std::to_string(i / 30) + "\n";
    const Table table = table_of(text);
    const auto data = make_dataset(table, true);
    CHECK(data);
    const TrainOptions options{.trees = 30, .features = 2, .bins = 64};
    const auto trained =
        train_binned_on_cpu({data->rows, data->features(), data->values}, data->numbers, options);
    CHECK(trained);
    const Forest forest = to_forest(*trained, data->schema);
    const auto score = out_of_bag_score(std::span(&forest, 1), *data, table, options);
    CHECK(score && *score > 0.9 && *score < 1);
    /* The mean of leaves and the model's prediction are the same in value. */
    const Model model = assemble(std::span(&forest, 1));
    const FloatRows rows{data->rows, data->features(), data->values};
    const auto values = predictions(model, predict_on_cpu(make_walk(model), rows));
    const auto votes = predict_on_cpu(make_walk(*trained), rows);
    for (uint32_t row = 0; row < data->rows; row++)
        CHECK(std::abs(values[row] - prediction(*trained, votes[row])) < 1e-4);
}

TEST(classes)
{
    std::string text = "x,y\n";
    for (int i = 0; i < 90; i++)
        text += std::to_string(i) + "," + std::to_string(i / 30) + "\n";
    const Wanted wanted{.target = "y", .classes = true};
    const Table table = table_of(text, wanted);
    Dataset data = data_of(text, wanted);
    const TrainOptions options{.trees = 40};
    std::vector<Forest> forests;
    for (uint32_t output = 0; output < data.outputs(); output++) {
        data.select(output);
        forests.push_back(train_on_cpu(data, options));
    }
    const auto score = out_of_bag_score(forests, data, table, options);
    CHECK(score && *score > 0.9 && *score < 1.0001);
    std::swap(forests[0], forests[1]);
    const auto swapped = out_of_bag_score(forests, data, table, options);
    CHECK(swapped && *swapped < 0.4);
}

int main()
{
    return RUN_TESTS();
}
