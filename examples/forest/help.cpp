/* What forest --help prints. */
#include "options.hpp"

namespace forest
{

const char *const help_text = R"(Trains a random forest on the CPU or the GPU, and predicts with it.

forest train --train FILE -o MODEL [options]   trains, and saves the model
forest predict -m MODEL --test FILE [options]  prints a prediction per row
forest bench [options]                         trains and predicts on both, and compares

train and bench:
  --train FILE          what to train on: CSV with a header line, or .npy (bench: data/diabetes_train.csv)
  --task TASK           regression, or classification: the targets are classes (regression)
  --trees N             how many are trained (200)
  --depth N             how deep they get at most (16)
  --max-features N      how many features a split looks at (3)
  --min-samples-leaf N  how many drawn rows either side of a split has at least (1)
  --bins N              for large data: how many values of a feature are told apart; 0: all (0)
  --seed N              of all random choices (42)
  --progress WHEN       always, never, or auto: on a terminal (auto)

train:
  -o, --output MODEL    where the model is saved
  --oob-score           the score on rows by the trees that did not draw them
  --importances         how much each feature tells

predict and bench:
  --test FILE           what to predict; with the target among its columns, the error is reported
                        (bench: data/diabetes_test.csv)
predict:
  -m, --model MODEL     where it is read from
bench:
  --runs N              how often each device is measured, after its first run (5)

all:
  --target COLUMN       what is predicted (target); in .npy a column's number (the last)
  --device DEVICE       cpu, gpu, or auto: the GPU if there is one (auto)
  --json                print one JSON object instead of text
  -h, --help            print this
)";

} // namespace forest
