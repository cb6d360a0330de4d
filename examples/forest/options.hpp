/* The command line. */
#ifndef FOREST_OPTIONS_HPP
#define FOREST_OPTIONS_HPP

#include <cstdint>
#include <string>

#include "result.hpp"
#include "trainer.hpp"

namespace forest
{

enum class Command { Help, Train, Predict, Bench };
enum class Place { Cpu, Gpu, Auto };
enum class When { Never, Always, Auto };

struct Options {
    Command command = Command::Help;
    Place device = Place::Auto;
    When progress = When::Auto;
    bool json = false;
    bool classify = false;
    bool oob_score = false;
    bool importances = false;
    TrainOptions train;
    uint32_t runs = 5;      /* of each device in a bench, after the first */
    std::string train_file; /* a bench has one without asking, as of the next */
    std::string test_file;
    std::string model_file;
    std::string target; /* as Wanted has it */
};

extern const char *const help_text;

/* The error is one line about what cannot be understood. Not to be called twice: getopt has a state. */
Result<Options> parse_options(int argc, char **argv);

} // namespace forest

#endif
