#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "csv.hpp"
#include "limits.hpp"
#include "npy.hpp"

namespace forest
{

namespace
{

constexpr size_t nowhere = std::numeric_limits<size_t>::max();

/* Where each column is. */
using Places = std::unordered_map<std::string_view, size_t>;

size_t place_of(const Places &places, std::string_view name)
{
    const auto found = places.find(name);
    return found == places.end() ? nowhere : found->second;
}

std::optional<Error> too_many(const std::string &file, size_t features)
{
    if (features <= max_features)
        return std::nullopt;
    return Error{file + ": " + std::to_string(features) + " features, at most " +
                 std::to_string(max_features) + " can be trained on: leave columns out"};
}

Error no_column(const std::string &file, const std::string &name, const char *what)
{
    return {file + ": no column " + in_quotes(name) + ", " + what};
}

/* A column's number as --target has it for a file without names; `nowhere` if it is none. */
size_t number_of(const std::string &text, size_t count)
{
    if (text.empty())
        return count - 1;
    const Result<Number> number = parse_number(text);
    if (!number || number->decimals != 0 || number->value < 0 || number->value >= static_cast<double>(count))
        return nowhere;
    return static_cast<size_t>(number->value);
}

} // namespace

TableBuilder::TableBuilder(std::string file, const Wanted &wanted) : wanted_(wanted)
{
    table_.file = std::move(file);
}

std::optional<Error> TableBuilder::set_columns(const std::vector<std::string> &names)
{
    Places places;
    for (size_t i = 0; i < names.size(); i++)
        if (const auto [at, is_new] = places.emplace(names[i], i); !is_new)
            return Error{table_.file + ": columns " + std::to_string(at->second + 1) + " and " +
                         std::to_string(i + 1) + " are both named " + in_quotes(names[i])};
    const std::string wanted = wanted_.target.empty() ? "target" : wanted_.target;
    const size_t target = place_of(places, wanted);
    if (target == nowhere && (wanted_.training || wanted_.has_target))
        return no_column(table_.file, wanted, "which is to be predicted (choose another with --target)");
    if (target != nowhere) {
        table_.target.emplace();
        table_.target->name = wanted;
    }
    if (wanted_.training)
        if (auto error = too_many(table_.file, names.size() - 1))
            return error;
    if (wanted_.training || wanted_.names.empty()) {
        set_by_place(names.size(), target);
        for (size_t i = 0; i < names.size(); i++)
            if (roles_[i] >= 0)
                table_.features.push_back(names[i]);
    } else if (auto error = set_by_name(names.size(), places, target)) {
        return error;
    }
    const size_t count = table_.features.size();
    if (!wanted_.training && count != wanted_.features)
        return Error{table_.file + ": " + std::to_string(count) +
                     " features, but the forest was trained on " + std::to_string(wanted_.features)};
    if (count == 0)
        return Error{table_.file + ": the target is the only column, there is nothing to learn from"};
    return std::nullopt;
}

std::optional<Error> TableBuilder::set_columns(size_t count)
{
    /* To predict, the target may be missing: there is a column less then. */
    const bool has_target = wanted_.training || count == size_t{wanted_.features} + 1;
    const size_t target = has_target ? number_of(wanted_.target, count) : nowhere;
    if (has_target && target == nowhere)
        return Error{table_.file + ": it has no names, so --target is a column's number, from 0 to " +
                     std::to_string(count - 1) + ", and not " + in_quotes(wanted_.target)};
    if (!wanted_.training && !has_target && count != wanted_.features)
        return Error{table_.file + ": " + std::to_string(count) + " columns, but the forest was trained on " +
                     std::to_string(wanted_.features) + " features"};
    if (!has_target && wanted_.has_target)
        return Error{table_.file +
                     ": no column is more than the forest was trained on, so none can be --target " +
                     wanted_.target};
    if (wanted_.training)
        if (auto error = too_many(table_.file, count - 1))
            return error;
    if (has_target)
        table_.target.emplace();
    table_.named = false;
    set_by_place(count, target);
    for (size_t i = 0; i + (has_target ? 1 : 0) < count; i++)
        table_.features.push_back(std::string("f").append(std::to_string(i)));
    if (table_.features.empty())
        return Error{table_.file + ": the target is the only column, there is nothing to learn from"};
    return std::nullopt;
}

std::optional<Error> TableBuilder::set_by_name(size_t count,
                                               const std::unordered_map<std::string_view, size_t> &places,
                                               size_t target)
{
    roles_.assign(count, is_ignored);
    if (target != nowhere)
        roles_[target] = is_target;
    for (const std::string &name : wanted_.names) {
        const size_t column = place_of(places, name);
        if (column == nowhere)
            return no_column(table_.file, name, "which the forest was trained on");
        roles_[column] = static_cast<int32_t>(table_.features.size());
        table_.features.push_back(name);
    }
    if (target != nowhere && roles_[target] != is_target) /* it is a feature here */
        table_.target.reset();
    return std::nullopt;
}

void TableBuilder::set_by_place(size_t count, size_t target)
{
    int32_t next = 0;
    for (size_t i = 0; i < count; i++)
        roles_.push_back(i == target ? is_target : next++);
}

void TableBuilder::expect(uint64_t rows)
{
    const uint64_t cells = rows * table_.features.size();
    if (cells > PTRDIFF_MAX / sizeof(float))
        return;
    (void)table_.values.reserve(static_cast<size_t>(cells));
    if (table_.target && wanted_.classes)
        (void)table_.target->labels.reserve(static_cast<size_t>(rows));
    else if (table_.target)
        (void)table_.target->numbers.reserve(static_cast<size_t>(rows));
}

std::optional<Error> TableBuilder::add_row()
{
    bool fits =
        table_.rows < std::numeric_limits<uint32_t>::max() && table_.values.extend(table_.features.size());
    if (table_.target)
        fits = fits && (wanted_.classes ? table_.target->labels.push(0) : table_.target->numbers.push(0));
    if (!fits)
        return Error{"row " + std::to_string(uint64_t{table_.rows} + 1) +
                     " and those after it do not fit into memory: use a part of the rows or of the columns"};
    table_.rows++;
    return std::nullopt;
}

std::optional<Error> TableBuilder::set_cell(size_t column, std::string_view text)
{
    const int32_t role = roles_[column];
    const uint32_t row = table_.rows - 1;
    if (role == is_ignored)
        return std::nullopt;
    if (role == is_target && wanted_.classes)
        return set_label(row, trim(text));
    const Result<Number> number = parse_number(text);
    if (!number)
        return number.error();
    if (role == is_target)
        set_target(row, *number);
    else
        feature(row, role) = static_cast<float>(number->value) + 0.0F; /* -0 becomes 0 */
    return std::nullopt;
}

std::optional<Error> TableBuilder::set_cell(uint32_t row, size_t column, double value)
{
    const int32_t role = roles_[column];
    if (std::isnan(value))
        return Error{"not a number (NaN): leave such rows out, or fill the gaps"};
    const float single = static_cast<float>(value);
    if (!std::isfinite(single))
        return Error{"too large: numbers go up to 3.4e38"};
    if (role != is_target) {
        feature(row, role) = single + 0.0F;
        return std::nullopt;
    }
    if (wanted_.classes) {
        constexpr double exact = 9007199254740992.0;
        if (value != std::trunc(value) || std::abs(value) > exact)
            return Error{"a class is an integer, and this is not one"};
        return set_label(row, std::to_string(static_cast<int64_t>(value)));
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.15g", value);
    const Result<Number> number = parse_number(text);
    const bool same = number && number->value == value;
    set_target(row, {value, same ? number->decimals : no_decimals});
    return std::nullopt;
}

std::optional<Error> TableBuilder::set_label(uint32_t row, std::string_view text)
{
    if (text.empty())
        return Error{"an empty cell where a class should be"};
    auto found = classes_.find(text);
    if (found == classes_.end()) {
        if (classes_.size() == max_classes)
            return Error{"more than " + std::to_string(max_classes) +
                         " classes: if the target is a number, use --task regression"};
        found = classes_.emplace(text, static_cast<uint32_t>(classes_.size())).first;
        table_.target->classes.emplace_back(text);
    }
    table_.target->labels[row] = found->second;
    return std::nullopt;
}

void TableBuilder::set_target(uint32_t row, const Number &number)
{
    Target &target = *table_.target;
    target.numbers[row] = number.value;
    target.decimals = std::max(target.decimals, number.decimals);
}

float &TableBuilder::feature(uint32_t row, int32_t role)
{
    return table_.values[size_t{row} * table_.features.size() + static_cast<size_t>(role)];
}

Result<Table> read_table(const std::string &path, const Wanted &wanted)
{
    auto file = open_file(path);
    if (!file)
        return file.error();
    return path.ends_with(".npy") ? read_npy(std::move(*file), path, wanted)
                                  : read_csv(std::move(*file), path, wanted);
}

} // namespace forest
