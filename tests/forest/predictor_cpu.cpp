/* The CPU's predictor against the plainest walk, on models and rows of many shapes. */
#include "predictor_cpu.hpp"

#include "hpp/check.hpp"
#include "models.hpp"

using namespace forest;

namespace
{

void compare(const Model &model, uint32_t rows)
{
    const std::vector<float> values = random_values(size_t{rows} * model.features);
    const FloatRows all{rows, model.features, values};
    CHECK(predict_on_cpu(make_walk(model), all) == plain_prediction(model, all));
}

} // namespace

TEST(any_number_of_rows)
{
    const Model model = random_model(5, 1, 20, 6, 30);
    for (const uint32_t rows : {0u, 1u, 7u, 8u, 9u, 63u, 64u, 65u, 200u})
        compare(model, rows);
}

TEST(several_outputs)
{
    compare(random_model(3, 5, 23, 4, 0), 77);
}

TEST(more_features_than_a_byte_has)
{
    compare(random_model(1000, 1, 3, 9, 0), 70);
}

TEST(lopsided_trees)
{
    compare(random_model(4, 2, 6, 3000, 100), 30);
}

TEST(nothing_but_leaves)
{
    compare(random_model(1, 1, 9, 0, 0), 10);
}

int main()
{
    return RUN_TESTS();
}
