/* The GPU's programs, each of them, grow the CPU's trees: on the diabetes data and on tables that are all
 * corners. */
#include "trainer_gpu.hpp"

#include <random>

#include "csv.hpp"
#include "hpp/check.hpp"
#include "predictor_cpu.hpp"
#include "predictor_gpu.hpp"
#include "trainer_cpu.hpp"

using namespace forest;

namespace
{

const char *diabetes_file;

Dataset data_of(const std::string &text, uint32_t trees)
{
    const auto table = parse_csv("t.csv", std::vector<char>(text.begin(), text.end()));
    CHECK(table);
    auto data = make_dataset(*table, "y", trees);
    CHECK(data);
    return std::move(*data);
}

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

const Gpu &device()
{
    static const Result<Gpu> opened = open_gpu();
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().text.c_str());
        std::exit(1);
    }
    return *opened;
}

/* Trains by one program, and predicts the training rows with the trees where they have grown. */
void check_program(GpuTrainer::Program program, const Dataset &data, const TrainOptions &options,
                   const Forest &wanted)
{
    GpuTrainer trainer(device(), program);
    const auto forest = trainer.train(data, options);
    if (!forest)
        std::fprintf(stderr, "%s\n", forest.error().text.c_str());
    CHECK(forest && *forest == wanted);

    Samples samples{data.rows, {}, {}};
    for (uint32_t row = 0; row < data.rows; row++)
        for (uint32_t feature = 0; feature < data.features(); feature++)
            samples.codes.push_back(data.codes[size_t{feature} * data.rows + row]);
    const std::vector<Vote> votes = predict_on_cpu(wanted, samples);
    static GpuPredictor predictor(device()); /* compiled once */
    CHECK(!trainer.prepare(data, options));
    wasi::webgpu::CommandEncoder commands(device().device);
    if (trainer.trees_at_once() < options.trees)
        return;
    trainer.record(commands, 0, options.trees);
    const auto grown = predictor.predict(trainer.forest(), samples, std::move(commands));
    CHECK(grown && *grown == votes);
    const auto loaded = predictor.load(wanted);
    CHECK(loaded);
    const auto again = predictor.predict(*loaded, samples, wasi::webgpu::CommandEncoder(device().device));
    CHECK(again && *again == votes);
}

void check_both(const Dataset &data, const TrainOptions &options)
{
    const Forest wanted = train_on_cpu(data, options);
    for (const auto program : {GpuTrainer::Program::Any, GpuTrainer::Program::Small})
        check_program(program, data, options, wanted);
}

void check_any(const Dataset &data, const TrainOptions &options)
{
    check_program(GpuTrainer::Program::Any, data, options, train_on_cpu(data, options));
    CHECK(GpuTrainer(device(), GpuTrainer::Program::Small).prepare(data, options));
    check_program(GpuTrainer::Program::Best, data, options, train_on_cpu(data, options));
}

} // namespace

TEST(diabetes)
{
    const auto table = read_csv(diabetes_file);
    CHECK(table);
    const auto data = make_dataset(*table, "target", 200);
    CHECK(data);
    check_both(*data, {});
    check_both(*data, {.trees = 20, .depth = 3, .features = 4, .seed = 7});
    check_both(*data, {.trees = 20, .depth = 64, .features = 1, .min_leaf = 5, .seed = 8});
}

TEST(one_row_and_two)
{
    check_both(data_of("x,y\n1,5\n", 3), {.trees = 3});
    check_both(data_of("x,y\n1,5\n2,5\n", 9), {.trees = 9});
    check_both(data_of("x,z,y\n1,5,1\n2,5,2\n", 9), {.trees = 9, .features = 1});
}

TEST(constant_columns)
{
    check_both(data_of(random_table(50, {1, 1, 1}, 9, 1), 5), {.trees = 5});
    check_both(data_of(random_table(120, {1, 2, 1, 1, 120, 1, 3}, 99, 2), 20), {.trees = 20, .features = 1});
    check_both(data_of(random_table(120, {1, 2, 1, 1, 120, 1, 3}, 99, 3), 20), {.trees = 20, .features = 3});
}

TEST(ties_and_equal_targets)
{
    check_both(data_of(random_table(90, {2, 3, 2, 3, 2}, 1, 4), 30), {.trees = 30, .features = 2});
    check_both(data_of(random_table(200, {2, 200, 200}, 2, 5), 30),
               {.trees = 30, .depth = 64, .features = 2});
}

/* As many features as a word has bits, all of them looked at; and one more, which is not small. */
TEST(many_features)
{
    const std::vector<uint32_t> levels(33, 40);
    const std::vector<uint32_t> fewer(levels.begin(), levels.end() - 1);
    check_both(data_of(random_table(40, fewer, 500, 6), 5), {.trees = 5, .features = 32});
    check_both(data_of(random_table(40, fewer, 500, 6), 5), {.trees = 5, .features = 31});
    check_any(data_of(random_table(40, levels, 500, 6), 5), {.trees = 5, .features = 33});
}

/* The widest targets of which a weight holds count and sum, and one step more. */
TEST(wide_targets)
{
    const std::vector<uint32_t> levels{200, 200, 17};
    check_both(data_of(random_table(200, levels, 83886, 7), 10),
               {.trees = 10, .features = 2}); /* 2^24 / 200 */
    check_any(data_of(random_table(200, levels, 83887, 7), 10), {.trees = 10, .features = 2});
    check_any(data_of(random_table(200, levels, 21474836, 8), 10),
              {.trees = 10, .features = 2}); /* 2^32 / 200 */
}

/* Most rows that fit, more or less, and more than a workgroup's memory holds. */
TEST(more_rows)
{
    const std::vector<uint32_t> levels{100000, 30, 100000, 2};
    uint32_t rows = 1000;
    while (!is_small(device(), TrainHead(data_of(random_table(rows, levels, 50, 9), 2), {.features = 1})))
        rows -= 10;
    check_both(data_of(random_table(rows, levels, 50, 9), 2), {.trees = 2, .features = 1});
    check_any(data_of(random_table(5000, levels, 50, 10), 2), {.trees = 2, .features = 2});
}

TEST(most_rows)
{
    check_any(data_of(random_table(65535, {100000, 5}, 3, 11), 1), {.trees = 1, .depth = 6, .features = 1});
}

/* What is kept from one training to the next fits the next. */
TEST(one_after_the_other)
{
    GpuTrainer trainer(device(), GpuTrainer::Program::Small);
    GpuTrainer best(device());
    for (const uint32_t rows : {60u, 61u, 60u, 30u}) {
        const Dataset data = data_of(random_table(rows, {60, 60}, 100, rows), 8);
        for (const uint32_t trees : {8u, 5u}) {
            const TrainOptions options{.trees = trees, .features = 1 + trees % 2};
            const Forest wanted = train_on_cpu(data, options);
            const auto small = trainer.train(data, options);
            CHECK(small && *small == wanted);
            const auto other = best.train(data, options);
            CHECK(other && *other == wanted);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    diabetes_file = argv[1];
    return RUN_TESTS();
}
