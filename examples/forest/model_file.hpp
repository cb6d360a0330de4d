/* A forest in a file: JSON.
 *
 *     {"format": "wasigpu-forest", "version": 1,
 *      "target": {"name": "target", "minimum": 25, "decimals": 0},
 *      "features": [{"name": "age", "cuts": [19.5, 20.5, ...]}, ...],
 *      "trees": [[[2, 57, 5], [0, 3, 4], [7, 1210], ...], ...]}
 *
 * A tree is its nodes in pre-order, each inner node as [feature, cut, right child] and each leaf as
 * [rows, sum of their targets]. Rows go left whose value of features[feature] is at most cuts[cut]; the left
 * child is the next node, the right one is counted from the tree's root. Targets are in units of
 * 10^-decimals above `minimum`, itself in these units. */
#ifndef FOREST_MODEL_FILE_HPP
#define FOREST_MODEL_FILE_HPP

#include <optional>
#include <string>

#include "model.hpp"
#include "result.hpp"

namespace forest
{

std::string write_model(const Forest &forest);

/* Trusts nothing: what it returns can be walked. The error says what is wrong, without the file's name. */
Result<Forest> parse_model(const std::string &text);

/* The error, if it could not be saved. A file is there whole or not changed at all. */
std::optional<Error> save_model(const Forest &forest, const std::string &path);

Result<Forest> load_model(const std::string &path);

} // namespace forest

#endif
