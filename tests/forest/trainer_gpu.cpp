/* The GPU's programs, each of them, grow the CPU's trees: on the diabetes data and on tables that are all
 * corners. */
#include "trainer_gpu.hpp"

#include <random>

#include "assemble.hpp"
#include "gpu_device.hpp"
#include "predictor_cpu.hpp"
#include "predictor_gpu.hpp"
#include "tables.hpp"
#include "trainer_cpu.hpp"

using namespace forest;

namespace
{

const char *diabetes_file;

/* Each column has its number of distinct values; targets are up to `widest`. */
std::string random_table(uint32_t rows, const std::vector<uint32_t> &levels, uint32_t widest, uint32_t seed)
{
    std::mt19937 random(seed);
    std::string text;
    for (size_t i = 0; i < levels.size(); i++)
        text.append("x").append(std::to_string(i)).append(",");
    text += "y\n";
    for (uint32_t row = 0; row < rows; row++) {
        for (const uint32_t level : levels)
            text.append(std::to_string(random() % level)).append(",");
        const uint64_t target = row == 0 ? 0 : row == 1 ? widest : random() % (uint64_t{widest} + 1);
        text.append(std::to_string(target)).append("\n");
    }
    return text;
}

/* Each training row, as the CPU and the GPU predict it. */
void check_predictions(const Table &table, const Forest &forest)
{
    const Model model = assemble(std::span(&forest, 1));
    static GpuPredictor predictor(device()); /* compiled once */
    CHECK(!predictor.load(make_walk(model)));
    const auto votes = predictor.predict(table);
    CHECK(votes && *votes == predict_on_cpu(make_walk(model), {table.rows, model.features, table.values}));
}

/* The trees, and what the training rows are predicted as that walk down them meanwhile. */
void check_program(GpuTrainer::Program program, const Table &table, const TrainOptions &options,
                   const Forest &wanted)
{
    const auto data = make_dataset(table);
    Walkers walkers = make_walkers(data->schema, table);
    const auto forest = GpuTrainer(device(), program).train(*data, options, {}, &walkers);
    if (!forest)
        std::fprintf(stderr, "%s\n", forest.error().text.c_str());
    CHECK(forest && *forest == wanted);
    const Model model = assemble(std::span(&wanted, 1));
    CHECK(forest && votes_of(model, walkers) ==
                        predict_on_cpu(make_walk(model), {table.rows, model.features, table.values}));
}

void check_both(const Table &table, const TrainOptions &options)
{
    const auto data = make_dataset(table);
    CHECK(data);
    const Forest wanted = train_on_cpu(*data, options);
    for (const auto program : {GpuTrainer::Program::Any, GpuTrainer::Program::Small})
        check_program(program, table, options, wanted);
    check_predictions(table, wanted);
}

void check_any(const Table &table, const TrainOptions &options)
{
    const auto data = make_dataset(table);
    CHECK(data);
    const Forest wanted = train_on_cpu(*data, options);
    for (const auto program : {GpuTrainer::Program::Any, GpuTrainer::Program::Best})
        check_program(program, table, options, wanted);
    CHECK(!GpuTrainer(device(), GpuTrainer::Program::Small).train(*data, options));
    check_predictions(table, wanted);
}

} // namespace

TEST(diabetes)
{
    const auto table = read_table(diabetes_file, {});
    CHECK(table);
    check_both(*table, {});
    check_both(*table, {.trees = 20, .depth = 3, .features = 4, .seed = 7});
    check_both(*table, {.trees = 20, .depth = 64, .features = 1, .min_leaf = 5, .seed = 8});
}

TEST(one_row_and_two)
{
    check_both(table_of("x,y\n1,5\n"), {.trees = 3});
    check_both(table_of("x,y\n1,5\n2,5\n"), {.trees = 9});
    check_both(table_of("x,z,y\n1,5,1\n2,5,2\n"), {.trees = 9, .features = 1});
}

TEST(constant_columns)
{
    check_both(table_of(random_table(50, {1, 1, 1}, 9, 1)), {.trees = 5});
    check_both(table_of(random_table(120, {1, 2, 1, 1, 120, 1, 3}, 99, 2)), {.trees = 20, .features = 1});
    check_both(table_of(random_table(120, {1, 2, 1, 1, 120, 1, 3}, 99, 3)), {.trees = 20, .features = 3});
}

TEST(ties_and_equal_targets)
{
    check_both(table_of(random_table(90, {2, 3, 2, 3, 2}, 1, 4)), {.trees = 30, .features = 2});
    check_both(table_of(random_table(200, {2, 200, 200}, 2, 5)), {.trees = 30, .depth = 64, .features = 2});
}

/* As many features as a word has bits, all of them looked at; and one more, which is not small. */
TEST(many_features)
{
    const std::vector<uint32_t> levels(33, 40);
    const std::vector<uint32_t> fewer(levels.begin(), levels.end() - 1);
    check_both(table_of(random_table(40, fewer, 500, 6)), {.trees = 5, .features = 32});
    check_both(table_of(random_table(40, fewer, 500, 6)), {.trees = 5, .features = 31});
    check_any(table_of(random_table(40, levels, 500, 6)), {.trees = 5, .features = 33});
}

/* The widest targets of which a weight holds count and sum, and one step more. */
TEST(wide_targets)
{
    const std::vector<uint32_t> levels{200, 200, 17};
    check_both(table_of(random_table(200, levels, 41943, 7)), {.trees = 10, .features = 2}); /* 2^23 / 200 */
    check_any(table_of(random_table(200, levels, 41944, 7)), {.trees = 10, .features = 2});
    check_any(table_of(random_table(200, levels, 21474836, 8)),
              {.trees = 10, .features = 2}); /* 2^32 / 200 */
}

/* Most rows that fit, more or less, and more than a workgroup's memory holds. */
TEST(more_rows)
{
    const std::vector<uint32_t> levels{100000, 30, 100000, 2};
    uint32_t rows = 1000;
    while (!is_small(device(), TrainHead(data_of(random_table(rows, levels, 50, 9)), {.features = 1})))
        rows -= 10;
    check_both(table_of(random_table(rows, levels, 50, 9)), {.trees = 2, .features = 1});
    check_any(table_of(random_table(5000, levels, 50, 10)), {.trees = 2, .features = 2});
}

TEST(most_rows)
{
    check_any(table_of(random_table(65535, {100000, 5}, 3, 11)), {.trees = 1, .depth = 6, .features = 1});
}

/* What is kept from one training to the next fits the next. */
TEST(one_after_the_other)
{
    GpuTrainer trainer(device(), GpuTrainer::Program::Small);
    GpuTrainer best(device());
    for (const uint32_t rows : {60u, 61u, 60u, 30u}) {
        const Dataset data = data_of(random_table(rows, {60, 60}, 100, rows));
        for (const uint32_t trees : {8u, 5u}) {
            const TrainOptions options{.trees = trees, .features = 1 + trees % 2};
            const Forest wanted = train_on_cpu(data, options);
            Walkers walkers;
            walkers.rows = trees == 5 ? rows / 2 : 0;
            walkers.codes.assign(2 * walkers.rows, 0);
            const auto small = trainer.train(data, options, {}, walkers.rows > 0 ? &walkers : nullptr);
            CHECK(small && *small == wanted);
            CHECK(walkers.leaves.size() == walkers.rows * trees);
            const auto other = best.train(data, options);
            CHECK(other && *other == wanted);
        }
    }
}

/* So many that trees take turns; and one more than may walk. */
TEST(many_walkers)
{
    const Dataset data = data_of("x,y\n1,5\n2,7\n");
    const TrainOptions options{.trees = 600};
    const Forest wanted = train_on_cpu(data, options);
    Walkers walkers;
    walkers.rows = most_walkers;
    for (uint32_t row = 0; row < walkers.rows; row++)
        walkers.codes.push_back(row % 3 == 0 ? 1 : 0);
    GpuTrainer trainer(device());
    const auto forest = trainer.train(data, options, {}, &walkers);
    CHECK(forest && *forest == wanted);
    bool all = walkers.leaves.size() == size_t{options.trees} * walkers.rows;
    for (size_t i = 0; all && i < walkers.leaves.size(); i++) {
        const uint32_t root = wanted.roots[i / walkers.rows];
        const uint32_t leaf = wanted.nodes[root].is_leaf() ? 0 : 1 + walkers.codes[i % walkers.rows];
        all = walkers.leaves[i] == leaf;
    }
    CHECK(all);
    walkers.rows++;
    walkers.codes.push_back(0);
    CHECK(!trainer.train(data, options, {}, &walkers));
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    diabetes_file = argv[1];
    return RUN_TESTS();
}
