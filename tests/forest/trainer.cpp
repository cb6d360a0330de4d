/* The CPU's trainer on data whose trees are known beforehand. reference.py has the rules once more. */
#include "trainer_cpu.hpp"

#include <algorithm>

#include "tables.hpp"

using namespace forest;

namespace
{

uint32_t depth_of(const Node *root, const Node *node)
{
    if (node->is_leaf())
        return 0;
    return 1 + std::max(depth_of(root, node + 1), depth_of(root, root + node->value));
}

/* x tells y, z does not. */
const char *const two_groups = "x,z,y\n1,5,0\n2,5,0\n3,5,0\n4,5,0\n7,5,10\n8,5,10\n9,5,10\n10,5,10\n";

} // namespace

TEST(the_best_split)
{
    const Dataset data = data_of(two_groups);
    const Forest forest = train_on_cpu(data, {.trees = 50, .depth = 5, .features = 2, .seed = 1});
    CHECK(forest.trees() == 50);
    for (const uint32_t root : forest.roots) {
        const Node &node = forest.nodes[root];
        if (node.is_leaf()) { /* the draws had but one of the groups: 2 in 256 do */
            CHECK(node.value == 0 || node.value == 10 * node.count);
            continue;
        }
        CHECK(node.feature == 0);
        const Node &low = forest.nodes[root + 1];
        const Node &high = forest.nodes[root + node.value];
        CHECK(low.is_leaf() && low.value == 0);
        CHECK(high.is_leaf() && high.value == 10 * high.count);
        CHECK(low.count + high.count == 8);
        /* Codes 0 to 3 are of one group, 4 to 7 of the other; the cut is halfway between those drawn. */
        CHECK(node.cut >= 1 && node.cut <= 5);
    }
}

/* One look at random: at z, which says nothing, it goes on to x. */
TEST(a_useless_feature_is_passed_over)
{
    const Dataset data = data_of(two_groups);
    const Forest forest = train_on_cpu(data, {.trees = 50, .depth = 1, .features = 1, .seed = 2});
    CHECK(forest.nodes.size() >= 50 * 3 - 4);
    for (const Node &node : forest.nodes)
        CHECK(node.is_leaf() || node.feature == 0);
}

TEST(leaves_have_their_least_size)
{
    std::string text = "x,y\n";
    for (int i = 0; i < 200; i++)
        text += std::to_string(i) + "," + std::to_string((i * 7919) % 1000) + "\n";
    const Dataset data = data_of(text);
    for (const uint32_t least : {2u, 10u, 100u, 101u}) {
        const Forest forest = train_on_cpu(data, {.trees = 10, .features = 1, .min_leaf = least});
        for (const Node &node : forest.nodes)
            CHECK(!node.is_leaf() || node.count >= least);
        CHECK((forest.nodes.size() == 10) == (least == 101));
        CHECK(least > 10 || forest.nodes.size() > 60);
    }
}

TEST(nothing_to_split)
{
    for (const char *text : {"x,y\n1,5\n2,5\n3,5\n", "x,y\n1,5\n1,6\n1,7\n", "x,y\n1,5\n"}) {
        const Dataset data = data_of(text);
        const Forest forest = train_on_cpu(data, {.trees = 3, .depth = 4, .features = 3, .seed = 3});
        CHECK(forest.nodes.size() == 3);
        for (const Node &node : forest.nodes)
            CHECK(node.is_leaf() && node.count == data.rows);
    }
}

TEST(depth)
{
    std::string text = "x,y\n";
    for (int i = 0; i < 300; i++)
        text += std::to_string(i) + "," + std::to_string((i * 7919) % 1000) + "\n";
    const Dataset data = data_of(text);
    for (const uint32_t depth : {1u, 2u, 5u, 64u}) {
        const Forest forest = train_on_cpu(data, {.trees = 4, .depth = depth, .features = 1, .seed = 4});
        uint32_t deepest = 0;
        for (const uint32_t root : forest.roots)
            deepest = std::max(deepest, depth_of(&forest.nodes[root], &forest.nodes[root]));
        CHECK(deepest <= depth);
        CHECK(depth == 64 || deepest == depth);
    }
}

TEST(every_draw_is_in_a_leaf)
{
    std::string text = "x,z,y\n";
    uint64_t total = 0;
    for (int i = 0; i < 100; i++)
        text += std::to_string(i % 17) + "," + std::to_string(i % 5) + "," + std::to_string(i) + "\n";
    const Dataset data = data_of(text);
    const Forest forest = train_on_cpu(data, {.trees = 20, .depth = 6, .features = 1, .seed = 5});
    for (const Node &node : forest.nodes)
        total += node.is_leaf() ? node.count : 0;
    CHECK(total == 20 * 100);
}

TEST(a_seed_is_a_forest)
{
    const Dataset data = data_of(two_groups);
    const TrainOptions options{.trees = 20, .depth = 3, .features = 1, .seed = 6};
    const Forest forest = train_on_cpu(data, options);
    CHECK(train_on_cpu(data, options) == forest);
    TrainOptions other = options;
    other.seed = 7;
    CHECK(!(train_on_cpu(data, other) == forest));
    other = options;
    other.trees = 10; /* tree t is the same in any forest */
    const Forest fewer = train_on_cpu(data, other);
    CHECK(std::equal(fewer.nodes.begin(), fewer.nodes.end(), forest.nodes.begin()));
}

TEST(large_data)
{
    std::string text = "x,z,y\n";
    for (int i = 0; i < 20000; i++)
        text += std::to_string((i * 7919) % 20011) + "," + std::to_string(i % 3) + "," +
                std::to_string((i * 104729) % 1009) + "\n";
    const Dataset data = data_of(text);
    const Forest forest = train_on_cpu(data, {.trees = 1, .depth = 64, .features = 2, .seed = 8});
    uint64_t count = 0;
    uint64_t sum = 0;
    for (const Node &node : forest.nodes) {
        count += node.is_leaf() ? node.count : 0;
        sum += node.is_leaf() ? node.value : 0;
    }
    CHECK(count == 20000);
    CHECK(sum > 0 && sum < uint64_t{1} << 32);
    CHECK(forest.nodes.size() > 10000);
}

TEST(progress_is_told)
{
    const Dataset data = data_of(two_groups);
    std::vector<uint32_t> told;
    (void)train_on_cpu(data, {.trees = 3}, [&](uint32_t trees) { told.push_back(trees); });
    CHECK((told == std::vector<uint32_t>{1, 2, 3}));
}

int main()
{
    return RUN_TESTS();
}
