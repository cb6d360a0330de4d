/* The out-of-bag score of forests whose draws and leaves are known. */
#include "out_of_bag.hpp"

#include <cmath>

#include "random.hpp"
#include "tables.hpp"
#include "trainer_cpu.hpp"

using namespace forest;

namespace
{

bool draws(uint32_t seed, uint32_t tree, uint32_t row, uint32_t rows)
{
    for (uint32_t draw = 0; draw < rows; draw++)
        if (draw_row(rows_key(seed, tree), draw, rows) == row)
            return true;
    return false;
}

} // namespace

/* Trees of one leaf, each with a mean of its own: a row's prediction is the mean of those that did not draw
 * it. */
TEST(by_hand)
{
    const char *text = "x,y\n0,0\n0,10\n0,20\n0,30\n0,40\n";
    const Table table = table_of(text);
    const Dataset data = data_of(text);
    TrainOptions options{.trees = 4, .seed = 3};
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
            if (draws(options.seed, tree, row, 5))
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
    const auto score = out_of_bag_score(std::span(&forest, 1), data, *table.target, options);
    CHECK(score && std::abs(*score - (1 - off / total)) < 1e-12);
}

TEST(no_row_is_left)
{
    const Table table = table_of("x,y\n1,5\n");
    const Dataset data = data_of("x,y\n1,5\n");
    const TrainOptions options{.trees = 3};
    const Forest forest = train_on_cpu(data, options);
    CHECK(!out_of_bag_score(std::span(&forest, 1), data, *table.target, options));
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
    const auto score = out_of_bag_score(forests, data, *table.target, options);
    CHECK(score && *score > 0.9 && *score < 1.0001);
    std::swap(forests[0], forests[1]);
    const auto swapped = out_of_bag_score(forests, data, *table.target, options);
    CHECK(swapped && *swapped < 0.4);
}

int main()
{
    return RUN_TESTS();
}
