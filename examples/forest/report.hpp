/* What a bench has found, as a table or as JSON. */
#ifndef FOREST_REPORT_HPP
#define FOREST_REPORT_HPP

#include <string>
#include <vector>

#include "options.hpp"

namespace forest
{

/* Medians of the runs after the first. */
struct Measured {
    std::string name;
    bool is_gpu = false;
    double cold_ms = 0;  /* training and predicting, with all between, for the first time */
    double both_ms = 0;  /* and again */
    double train_ms = 0; /* training alone, to forests in memory */
    /* Of these two, how long they waited for the GPU, from the submit until the result could be read. */
    double both_waited_ms = 0, train_waited_ms = 0;
    double predict_ms = 0; /* rows that are in memory, to votes that are */
    double quality = 0;    /* the mean squared error, or the accuracy */
};

struct BenchReport {
    size_t train_rows = 0;
    size_t test_rows = 0;
    size_t features = 0;
    size_t nodes = 0;
    bool classify = false;
    std::vector<Measured> devices;
    std::string difference; /* between the devices' forests; empty: none */
};

std::string bench_table(const Options &options, const BenchReport &report);
std::string bench_json(const Options &options, const BenchReport &report);

} // namespace forest

#endif
