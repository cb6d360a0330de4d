/* Large data: the GPU's forests are the CPU's, and so are its predictions, for data of many shapes. */
#include "trainer_binned_gpu.hpp"

#include <iterator>
#include <random>

#include "gpu_device.hpp"
#include "hpp/check.hpp"
#include "made_rows.hpp"
#include "predictor_cpu.hpp"
#include "predictor_stream_gpu.hpp"
#include "trainer_binned_cpu.hpp"

using namespace forest;

namespace
{

std::optional<GpuBinnedTrainer> trainer;

bool open()
{
    if (trainer)
        return true;
    auto made = GpuBinnedTrainer::create(device());
    CHECK(made);
    if (made)
        trainer = std::move(*made);
    return trainer.has_value();
}

/* Trains and predicts on both. */
void compare(const MadeRows &data, const TrainOptions &options)
{
    if (!open())
        return;
    const auto on_cpu = train_binned_on_cpu(data.rows(), data.targets, options);
    const auto on_gpu = trainer->train(data.rows(), data.targets, options);
    if (!on_gpu)
        std::fprintf(stderr, "%s\n", on_gpu.error().text.c_str());
    CHECK(on_cpu && on_gpu);
    if (!on_cpu || !on_gpu)
        return;
    CHECK(*on_cpu == *on_gpu);
    const WalkForest walk = make_walk(*on_cpu);
    auto predictor = GpuStreamPredictor::create(device());
    CHECK(predictor && !predictor->load(walk));
    const auto votes = predictor->predict(data.rows());
    CHECK(votes && *votes == predict_on_cpu(walk, data.rows()));
}

/* Values that numbers rarely are: zeros of both signs, the smallest, the largest, few distinct ones; of the
 * zeros so many that their bin is emptied while it is filled, with targets of all 12 bits. */
MadeRows odd_rows(uint32_t count, uint32_t features)
{
    const float tiny = 1e-45f;
    const float pool[] = {tiny, -tiny, 2 * tiny, 3e38f, -3e38f, 1, -1, -0.0f};
    std::mt19937 random(1);
    MadeRows data{count, features, {}, {}};
    for (uint32_t i = 0; i < count * features; i++) {
        const size_t choice = random() % 24;
        data.values.push_back(choice < std::size(pool) ? pool[choice] : 0);
    }
    for (uint32_t row = 0; row < count; row++)
        data.targets.push_back(static_cast<double>(random()) + (data.values[row * features] > 0 ? 2e9 : 0));
    return data;
}

} // namespace

/* Many columns and levels; nodes of several items, and of one. Then again in the same buffers, and in others.
 */
TEST(the_large_set_in_little)
{
    TrainOptions options{.trees = 8, .depth = 8, .features = 9, .bins = 256, .seed = 5};
    const MadeRows data = make_rows(20000, 28, 1);
    compare(data, options);
    options.seed = 6;
    options.depth = 2;
    compare(data, options);
    options.trees = 3;
    options.min_leaf = 700;
    compare(data, options);
    compare(make_rows(70000, 28, 2), options); /* sent in more than one part */
}

/* Leaves of more rows than 16 bits count. */
TEST(large_leaves)
{
    const TrainOptions options{.trees = 1, .depth = 2, .features = 2, .min_leaf = 66000, .bins = 64};
    const MadeRows data = make_rows(150000, 2, 5);
    compare(data, options);
    const auto forest = train_binned_on_cpu(data.rows(), data.targets, options);
    CHECK(forest && forest->nodes.size() == 3);
    for (const Node &node : forest->nodes)
        CHECK(!node.is_leaf() || node.count >= options.min_leaf);
}

/* More looks than a workgroup has memory for at once. */
TEST(all_features)
{
    compare(make_rows(4000, 61, 3), {.trees = 2, .depth = 5, .features = 61, .bins = 256});
}

TEST(deep_trees)
{
    compare(make_rows(3000, 5, 4), {.trees = 3, .depth = 40, .features = 2, .bins = 33});
}

TEST(odd_values)
{
    compare(odd_rows(9000, 6), {.trees = 4, .depth = 6, .features = 3, .bins = 256});
}

TEST(little_data)
{
    const TrainOptions options{.trees = 5, .depth = 3, .features = 1, .bins = 2};
    for (const uint32_t rows : {1u, 2u, 3u, 40u})
        compare(make_rows(rows, 1, rows), options);
    compare({9, 1, std::vector<float>(9, 4), std::vector<double>(9, 2)}, options);
}

TEST(what_does_not_fit_is_refused)
{
    if (!open())
        return;
    Gpu little = device();
    little.largest_binding = 1 << 16;
    auto small = GpuBinnedTrainer::create(little);
    CHECK(small);
    const MadeRows data = make_rows(5000, 28, 1);
    const auto refused = small->train(data.rows(), data.targets, {});
    CHECK(!refused);
    CHECK_HAS(refused.error().text, "train on fewer rows");
    little.largest_binding = 170000; /* a tree at a time */
    small = GpuBinnedTrainer::create(little);
    const TrainOptions options{.trees = 4, .depth = 6, .features = 9, .bins = 256};
    const auto in_turn = small->train(data.rows(), data.targets, options);
    const auto on_cpu = train_binned_on_cpu(data.rows(), data.targets, options);
    CHECK(in_turn && on_cpu && *in_turn == *on_cpu);
}

int main()
{
    return RUN_TESTS();
}
