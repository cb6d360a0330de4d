/* The GPU's predictor of many rows: what it says is what the CPU says, of models of many shapes. */
#include "predictor_stream_gpu.hpp"

#include "device.hpp"
#include "gpu_device.hpp"
#include "hpp/check.hpp"
#include "models.hpp"
#include "predictor_cpu.hpp"

using namespace forest;

namespace
{

std::optional<GpuStreamPredictor> predictor;

bool open()
{
    if (predictor)
        return true;
    auto made = GpuStreamPredictor::create(device());
    CHECK(made);
    if (made)
        predictor = std::move(*made);
    return predictor.has_value();
}

void compare(const Model &model, uint32_t rows)
{
    if (!open())
        return;
    const std::vector<float> values = random_values(size_t{rows} * model.features);
    const FloatRows all{rows, model.features, values};
    const WalkForest walk = make_walk(model);
    CHECK(!predictor->load(walk));
    const auto votes = predictor->predict(all);
    CHECK(votes && *votes == predict_on_cpu(walk, all));
    const auto again = predictor->predict(all);
    CHECK(again && *again == *votes);
}

} // namespace

/* One model after the other, in the same buffers and in others. */
TEST(models_of_many_shapes)
{
    compare(random_model(5, 1, 20, 6, 30), 1000);
    compare(random_model(5, 1, 20, 6, 30), 1);
    compare(random_model(3, 5, 23, 4, 0), 777);
    compare(random_model(4, 2, 6, 300, 100), 130);
    compare(random_model(1, 1, 9, 0, 0), 10);
}

/* Rows that are sent in several parts; each has so many features that few go at once. */
TEST(more_than_is_sent_at_once)
{
    compare(random_model(30000, 2, 7, 5, 0), 200);
}

/* So many outputs that votes are read back in between. */
TEST(more_votes_than_at_once)
{
    compare(random_model(1, 2000, 2500, 2, 0), 2500);
}

TEST(what_does_not_fit_is_refused)
{
    if (!open())
        return;
    const Model wide = random_model(1u << 20, 1, 1, 1, 0);
    const std::vector<float> row(wide.features);
    CHECK(!predictor->load(make_walk(wide)));
    const auto refused = predictor->predict({1, wide.features, row});
    CHECK(!refused);
    CHECK_HAS(refused.error().text, "rows of 1048576 features are too long");
    Gpu little = device();
    little.largest_binding = 1000;
    auto small = GpuStreamPredictor::create(little);
    CHECK(small);
    const auto error = small->load(make_walk(random_model(5, 1, 20, 6, 0)));
    CHECK(error);
    CHECK_HAS(error->text, "predict with --device cpu");
}

/* Small tables and large ones in turn, of two models: whichever predictor the device takes. */
TEST(tables_of_any_size)
{
    const auto cpu = open_cpu_device();
    const auto gpu = open_gpu_device();
    CHECK(gpu);
    if (!gpu)
        return;
    for (const uint32_t outputs : {1u, 3u}) {
        const Model model = random_model(6, outputs, 10, 4, 20);
        CHECK(!cpu->load(model) && !(*gpu)->load(model));
        for (const uint32_t rows : {1u, 60000u, 5u, 50000u}) {
            Table table;
            table.rows = rows;
            for (const float value : random_values(size_t{rows} * model.features))
                CHECK(table.values.push(value));
            const auto on_cpu = cpu->predict(table);
            const auto on_gpu = (*gpu)->predict(table);
            CHECK(on_cpu && on_gpu && *on_cpu == *on_gpu);
        }
    }
}

int main()
{
    return RUN_TESTS();
}
