#include "dataset.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include "limits.hpp"

namespace forest
{

namespace
{

std::vector<float> cuts_between(std::vector<float> values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<float> cuts;
    for (size_t i = 1; i < values.size(); i++)
        cuts.push_back(cut_between(values[i - 1], values[i]));
    return cuts;
}

void add_feature(const Table &table, size_t column, Dataset &out)
{
    std::vector<float> values(table.rows);
    for (size_t row = 0; row < table.rows; row++)
        values[row] = table.values[row * table.features.size() + column];
    const Feature feature{table.features[column], cuts_between(values)};
    const size_t begin = out.sorted.size();
    for (uint32_t row = 0; row < out.rows; row++) {
        const uint32_t code = feature.code(values[row]);
        out.codes.push_back(static_cast<uint16_t>(code));
        out.sorted.push_back(code << 16 | row);
    }
    std::sort(out.sorted.begin() + static_cast<std::ptrdiff_t>(begin), out.sorted.end());
    out.schema.features.push_back(feature);
}

std::optional<Error> check_size(const Table &table)
{
    const uint64_t rows = table.rows;
    const uint64_t features = table.features.size();
    if (rows > max_rows)
        return Error{table.file + ": " + std::to_string(rows) + " rows, at most " + std::to_string(max_rows) +
                     " can be trained on with exact splits: use --bins " + std::to_string(max_bins)};
    if (rows * features > max_cells)
        return Error{table.file + ": rows times features is " + std::to_string(rows * features) +
                     ", at most " + std::to_string(max_cells) +
                     " can be trained on with exact splits: use --bins " + std::to_string(max_bins)};
    return std::nullopt;
}

std::optional<Error> add_classes(const Target &target, Dataset &out)
{
    if (target.classes.size() < 2)
        return Error{"all rows are of class " + in_quotes(target.classes[0]) +
                     ": there is nothing to tell apart"};
    const ClassOrder order = order_classes(target.classes);
    out.schema.classes = order.classes;
    for (uint32_t row = 0; row < out.rows; row++)
        out.labels.push_back(order.places[target.labels[row]]);
    out.select(0);
    return std::nullopt;
}

std::optional<Error> add_target(const Target &target, Dataset &out)
{
    if (!target.classes.empty())
        return add_classes(target, out);
    if (!out.values.empty()) {
        const std::span<const double> numbers = target.numbers;
        out.numbers.assign(numbers.begin(), numbers.end());
        return std::nullopt;
    }
    auto fixed = make_fixed_point(target);
    if (!fixed)
        return fixed.error();
    out.schema.target = fixed->scale;
    out.range = fixed->range;
    out.targets = std::move(fixed->targets);
    return std::nullopt;
}

std::optional<int64_t> as_integer(const std::string &text)
{
    int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

ClassOrder order_classes(const std::vector<std::string> &names)
{
    std::vector<uint32_t> order(names.size());
    std::iota(order.begin(), order.end(), 0u);
    const bool integers = std::all_of(names.begin(), names.end(),
                                      [](const std::string &name) { return as_integer(name).has_value(); });
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        const int64_t left = integers ? *as_integer(names[a]) : 0;
        const int64_t right = integers ? *as_integer(names[b]) : 0;
        return left != right ? left < right : names[a] < names[b];
    });
    ClassOrder out{{}, std::vector<uint32_t>(names.size())};
    for (uint32_t place = 0; place < order.size(); place++) {
        out.classes.push_back(names[order[place]]);
        out.places[order[place]] = place;
    }
    return out;
}

void Dataset::select(uint32_t output)
{
    if (schema.classes.empty())
        return;
    const uint32_t chosen = schema.classes.size() == 2 ? 1 : output;
    targets.resize(rows);
    for (uint32_t row = 0; row < rows; row++)
        targets[row] = labels[row] == chosen ? 1 : 0;
    if (!values.empty())
        numbers.assign(targets.begin(), targets.end());
    range = 1;
}

Result<Dataset> make_dataset(const Table &table, bool binned)
{
    const auto too_large = binned ? std::nullopt : check_size(table);
    if (too_large)
        return *too_large;
    Dataset out;
    if (binned)
        out.values = table.values;
    out.rows = table.rows;
    out.schema.named = table.named;
    out.schema.target_name = table.target->name;
    if (const auto error = add_target(*table.target, out))
        return Error{table.file + ": " + error->text};
    for (size_t column = 0; column < table.features.size(); column++) {
        if (binned)
            out.schema.features.push_back({table.features[column], {}});
        else
            add_feature(table, column, out);
    }
    return out;
}

} // namespace forest
