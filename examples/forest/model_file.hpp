/* A model in a file: the JSON that XGBoost writes for a random forest and reads.
 *
 * The objective is reg:squarederror, whose prediction is the plain sum of leaves, and the booster gbtree,
 * with all trees in one round (num_parallel_tree). Of more than two classes each has trees of its own
 * (num_target), and what they predict is its share; of two, the second one's share is predicted. Classes and
 * the target's name are among the attributes, which XGBoost keeps: forest_target, and forest_classes as JSON.
 *
 * Rows go left whose value of a feature is less than the split condition; where a value is missing, which no
 * row of ours may have, XGBoost goes right (default_left is 0). */
#ifndef FOREST_MODEL_FILE_HPP
#define FOREST_MODEL_FILE_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model.hpp"
#include "result.hpp"

namespace forest
{

/* In pieces, one behind the other: a large model's text is not held twice, as a string that grows is. */
std::vector<std::string> write_model(const Model &model);

/* Trusts nothing: what it returns can be walked. The error says what is wrong, without the file's name. */
Result<Model> parse_model(std::string_view text);

/* The error, if it could not be saved. A file is there whole or not changed at all. */
std::optional<Error> save_model(const Model &model, const std::string &path);

Result<Model> load_model(const std::string &path);

} // namespace forest

#endif
