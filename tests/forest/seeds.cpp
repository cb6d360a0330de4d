/* Forests of the diabetes data for seeds 0 to 59: the GPU's are the CPU's, and they are as good as they
 * should be on average. scikit-learn's mean is 2849 for the same data and options.
 *
 * seeds TRAIN.csv TEST.csv */
#include <cstdio>

#include "assemble.hpp"
#include "dataset.hpp"
#include "device.hpp"
#include "evaluation.hpp"

using namespace forest;

namespace
{

constexpr uint32_t seed_count = 60;
constexpr double least_mean = 2820;
constexpr double most_mean = 2880;

int fail(const std::string &what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3)
        return fail("seeds TRAIN.csv TEST.csv");
    const auto train = read_table(argv[1], {});
    const auto test = read_table(argv[2], {});
    if (!train || !test)
        return fail(!train ? train.error().text : test.error().text);
    TrainOptions options;
    const auto data = make_dataset(*train);
    if (!data)
        return fail(data.error().text);
    const auto cpu = open_cpu_device();
    const auto gpu = open_gpu_device();
    if (!gpu)
        return fail(gpu.error().text);

    double sum = 0;
    for (options.seed = 0; options.seed < seed_count; options.seed++) {
        const std::string seed = "seed " + std::to_string(options.seed);
        const auto on_cpu = cpu->train(*data, options);
        const auto on_gpu = (*gpu)->train(*data, options);
        if (!on_cpu || !on_gpu)
            return fail(seed + ": " + (!on_cpu ? on_cpu.error().text : on_gpu.error().text));
        if (!(*on_cpu == *on_gpu))
            return fail(seed + ": the forests differ");
        const Model model = assemble(std::span(&*on_cpu, 1));
        if (const auto error = cpu->load(model))
            return fail(seed + ": " + error->text);
        if (const auto error = (*gpu)->load(model))
            return fail(seed + ": " + error->text);
        const auto cpu_votes = cpu->predict(*test);
        const auto gpu_votes = (*gpu)->predict(*test);
        if (!cpu_votes || !gpu_votes)
            return fail(seed + ": " + (!cpu_votes ? cpu_votes.error().text : gpu_votes.error().text));
        if (*cpu_votes != *gpu_votes)
            return fail(seed + ": the predictions differ");
        const double mse = evaluate(model, *test, *cpu_votes).mse;
        std::printf("%s: MSE %.1f\n", seed.c_str(), mse);
        sum += mse;
    }
    const double mean = sum / seed_count;
    std::printf("%s: all forests identical; mean MSE %.1f\n", (*gpu)->name().c_str(), mean);
    if (mean < least_mean || mean > most_mean)
        return fail("the mean is not between 2820 and 2880");
    return 0;
}
