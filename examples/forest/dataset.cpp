#include "dataset.hpp"

#include <algorithm>
#include <optional>

#include "limits.hpp"
#include "number.hpp"

namespace forest
{

namespace
{

Error in_cell(const CsvTable &table, size_t row, size_t column, const Error &error)
{
    return {table.where(row, column) + ": " + error.text};
}

Error no_column(const CsvTable &table, const std::string &name, const std::string &what)
{
    return {table.name + ": no column '" + name + "', " + what};
}

/* A cut between two neighbours: at least the lower, less than the upper, whatever their distance. */
double midpoint(double lower, double upper)
{
    const double middle = lower / 2 + upper / 2;
    return middle >= lower && middle < upper ? middle : lower;
}

std::vector<double> cuts_between(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<double> cuts;
    for (size_t i = 1; i < values.size(); i++)
        cuts.push_back(midpoint(values[i - 1], values[i]));
    return cuts;
}

std::optional<Error> add_feature(const CsvTable &table, size_t column, Dataset &out)
{
    std::vector<double> values(table.rows());
    for (size_t row = 0; row < table.rows(); row++) {
        const Result<double> value = parse_double(table.cell(row, column));
        if (!value)
            return in_cell(table, row, column, value.error());
        values[row] = *value;
    }
    const Feature feature{std::string(table.header[column]), cuts_between(values)};
    const size_t begin = out.sorted.size();
    for (uint32_t row = 0; row < out.rows; row++) {
        const uint32_t code = feature.code(values[row]);
        out.codes.push_back(static_cast<uint16_t>(code));
        out.sorted.push_back(code << 16 | row);
    }
    std::sort(out.sorted.begin() + static_cast<std::ptrdiff_t>(begin), out.sorted.end());
    out.schema.features.push_back(feature);
    return std::nullopt;
}

/* Brings `value` to `decimals`; false where it leaves the 18 digits that parse_decimal keeps to. */
bool rescale(Decimal &value, uint32_t decimals)
{
    constexpr int64_t limit = 1'000'000'000'000'000'000;
    const int64_t factor = power_of_ten(decimals - value.decimals);
    if (value.digits > limit / factor || value.digits < -limit / factor)
        return false;
    value = {value.digits * factor, decimals};
    return true;
}

Error too_wide(const CsvTable &table, size_t column, uint32_t decimals, uint64_t most)
{
    return {table.name + ": column " + std::to_string(column + 1) + " (" + std::string(table.header[column]) +
            "): targets with " + std::to_string(decimals) +
            " decimals over so wide a range do not fit; with " +
            "these rows and trees, largest minus smallest may be " + std::to_string(most) +
            " steps of the last decimal: round the targets or scale them down"};
}

std::optional<Error> add_target(const CsvTable &table, size_t column, uint32_t trees, Dataset &out)
{
    std::vector<Decimal> values(table.rows());
    uint32_t decimals = 0;
    for (size_t row = 0; row < table.rows(); row++) {
        const Result<Decimal> value = parse_decimal(table.cell(row, column));
        if (!value)
            return in_cell(table, row, column, value.error());
        values[row] = *value;
        decimals = std::max(decimals, value->decimals);
    }
    const uint64_t most = (sum_limit - 1) / std::max(out.rows, trees);
    for (Decimal &value : values)
        if (!rescale(value, decimals))
            return too_wide(table, column, decimals, most);
    const auto less = [](const Decimal &a, const Decimal &b) { return a.digits < b.digits; };
    const auto [smallest, largest] = std::minmax_element(values.begin(), values.end(), less);
    const int64_t minimum = smallest->digits;
    const uint64_t range = static_cast<uint64_t>(largest->digits - minimum);
    if (range > most)
        return too_wide(table, column, decimals, most);
    out.range = static_cast<uint32_t>(range);
    for (const Decimal &value : values)
        out.targets.push_back(static_cast<uint32_t>(value.digits - minimum));
    out.schema.target_name = table.header[column];
    out.schema.target_minimum = minimum;
    out.schema.target_decimals = decimals;
    return std::nullopt;
}

std::optional<Error> check_size(const CsvTable &table)
{
    const uint64_t rows = table.rows();
    const uint64_t features = table.columns() - 1;
    if (features == 0)
        return Error{table.name + ": the target is the only column, there is nothing to learn from"};
    if (rows > max_rows)
        return Error{table.name + ": " + std::to_string(rows) + " rows, at most " + std::to_string(max_rows) +
                     " can be trained on"};
    if (features > max_features)
        return Error{table.name + ": " + std::to_string(features) + " features, at most " +
                     std::to_string(max_features) + " can be trained on"};
    if (rows * features > max_cells)
        return Error{table.name + ": rows times features is " + std::to_string(rows * features) +
                     ", at most " + std::to_string(max_cells) + " can be trained on"};
    return std::nullopt;
}

} // namespace

Result<Dataset> make_dataset(const CsvTable &table, const std::string &target, uint32_t trees)
{
    const std::optional<size_t> target_column = table.find(target);
    if (!target_column)
        return no_column(table, target, "which is to be predicted (choose another with --target)");
    if (const auto error = check_size(table))
        return *error;
    Dataset out;
    out.rows = static_cast<uint32_t>(table.rows());
    if (const auto error = add_target(table, *target_column, trees, out))
        return *error;
    for (size_t column = 0; column < table.columns(); column++)
        if (column != *target_column)
            if (const auto error = add_feature(table, column, out))
                return *error;
    return out;
}

Result<Samples> make_samples(const CsvTable &table, const Schema &schema)
{
    std::vector<size_t> columns;
    for (const Feature &feature : schema.features) {
        const std::optional<size_t> column = table.find(feature.name);
        if (!column)
            return no_column(table, feature.name, "which the forest was trained on");
        columns.push_back(*column);
    }
    const std::optional<size_t> target = table.find(schema.target_name);
    Samples out;
    out.rows = static_cast<uint32_t>(table.rows());
    for (size_t row = 0; row < table.rows(); row++) {
        for (size_t i = 0; i < columns.size(); i++) {
            const Result<double> value = parse_double(table.cell(row, columns[i]));
            if (!value)
                return in_cell(table, row, columns[i], value.error());
            out.codes.push_back(schema.features[i].code(*value));
        }
        if (!target)
            continue;
        const Result<double> value = parse_double(table.cell(row, *target));
        if (!value)
            return in_cell(table, row, *target, value.error());
        out.targets.push_back(*value);
    }
    return out;
}

} // namespace forest
