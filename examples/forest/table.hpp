/* A table of numbers: what the files hold that are trained on and predicted.
 *
 * Features are floats. Rows come from CSV (csv.hpp) or .npy (npy.hpp), one at a time: what a file takes in
 * memory is four bytes a feature and eight or four a target, and not its text. */
#ifndef FOREST_TABLE_HPP
#define FOREST_TABLE_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cells.hpp"
#include "number.hpp"
#include "result.hpp"

namespace forest
{

/* Which of a file's columns are wanted. */
struct Wanted {
    std::string target{};    /* a name; in .npy a number, from 0; empty: "target", in .npy the last one */
    bool classes = false;    /* whether targets are names of classes and not numbers */
    bool training = true;    /* the target is needed, and all others are features; else: */
    bool has_target = false; /* it is needed all the same */
    uint32_t features = 0;
    std::vector<std::string> names{}; /* of the features; empty: they are known by their places */
};

/* The column that is predicted. */
struct Target {
    std::string name; /* empty in .npy */
    Cells<double> numbers;
    uint32_t decimals = 0;            /* of all numbers, or no_decimals */
    Cells<uint32_t> labels;           /* instead of numbers: a class for each row */
    std::vector<std::string> classes; /* in the order of their first rows */
};

struct Table {
    std::string file;
    bool named = true;                 /* whether the names below are the file's own */
    std::vector<std::string> features; /* their names */
    uint32_t rows = 0;
    Cells<float> values; /* row by row; -0 is 0 */
    std::optional<Target> target;
};

/* What a file's columns are for, and the table that its rows are added to. */
class TableBuilder
{
  public:
    TableBuilder(std::string file, const Wanted &wanted);

    /* `names` of all columns. */
    std::optional<Error> set_columns(const std::vector<std::string> &names);
    /* A file without names. */
    std::optional<Error> set_columns(size_t count);

    /* Makes room for so many in all, if there is memory: growing bit by bit takes more of it. */
    void expect(uint64_t rows);

    /* Before the cells of a row are set. */
    std::optional<Error> add_row();
    /* Of the last row, or of any where rows are added before. The error is about the cell alone. */
    std::optional<Error> set_cell(size_t column, std::string_view text);
    std::optional<Error> set_cell(uint32_t row, size_t column, double value);

    uint32_t rows() const { return table_.rows; }
    size_t columns() const { return roles_.size(); }
    Table finish() { return std::move(table_); }

  private:
    static constexpr int32_t is_target = -1;
    static constexpr int32_t is_ignored = -2;

    std::optional<Error> set_by_name(size_t count, const std::unordered_map<std::string_view, size_t> &places,
                                     size_t target);
    void set_by_place(size_t count, size_t target);
    std::optional<Error> set_label(uint32_t row, std::string_view text);
    void set_target(uint32_t row, const Number &number);
    float &feature(uint32_t row, int32_t role);

    Wanted wanted_;
    Table table_;
    std::vector<int32_t> roles_; /* by column: a feature's number, or one of the above */
    std::map<std::string, uint32_t, std::less<>> classes_;
};

/* By the name's ending: .npy, or CSV. */
Result<Table> read_table(const std::string &path, const Wanted &wanted);

} // namespace forest

#endif
