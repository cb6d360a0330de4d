/* How binned_train.wgsl.hpp fills the bins of a node, and finds its best split. */
#ifndef FOREST_BINNED_SPLITS_WGSL_HPP
#define FOREST_BINNED_SPLITS_WGSL_HPP

namespace forest
{

/* Belongs to binned_train_wgsl. */
inline constexpr char binned_splits_wgsl[] = R"(
// Ends with `chosen` there for all.
fn choose_columns(key: u32, lane: u32) {
    for (var column = lane; column < columns; column += lanes) {
        ranks[column] = chain(key, column);
    }
    workgroupBarrier();
    for (var column = lane; column < columns; column += lanes) {
        let rank = ranks[column];
        var place = 0u;
        for (var other = 0u; other < options.columns; other++) {
            let it = ranks[other];
            place += select(0u, 1u, it < rank || (it == rank && other < column));
        }
        if (place < looks) {
            chosen[place] = column;
        }
    }
    workgroupBarrier();
}

fn looks_here(first_look: u32) -> u32 {
    return min(looks_at_once, looks - first_look);
}

fn clear_bins(lane: u32) {
    for (var i = lane; i < all_bins * 2u; i += lanes) {
        atomicStore(&hist[i], 0u);
    }
    workgroupBarrier();
}

// The looks of a group, in the order of their columns: so a row's words are read once.
fn order_looks(first_look: u32, lane: u32) {
    let count = looks_here(first_look);
    if (lane < count) {
        let column = chosen[first_look + lane];
        var place = 0u;
        for (var look = 0u; look < count; look++) {
            place += select(0u, 1u, chosen[first_look + look] < column);
        }
        in_order[place] = lane;
    }
    workgroupBarrier();
}

// A lane takes some rows at a time, so that it waits for all their words together.
fn fill_bins(begin: u32, end: u32, first_look: u32, lane: u32) {
    for (var first = begin + lane; first < end; first += rows_at_once * lanes) {
        var row: array<u32, rows_at_once>;
        var times: array<u32, rows_at_once>; // 0: there is no row
        var sum: array<u32, rows_at_once>;
        var quad: array<vec4u, rows_at_once>;
        for (var i = 0u; i < rows_at_once; i++) {
            let at = first + i * lanes;
            let entry = list[min(at, end - 1u)];
            row[i] = entry >> 2u;
            times[i] = select(0u, entry & 3u, at < end);
        }
        for (var i = 0u; i < rows_at_once; i++) {
            sum[i] = times[i] * target_of(row[i]);
        }
        var number = none; // of the quad
        for (var place = 0u; place < looks_here(first_look); place++) {
            let look = in_order[place];
            let column = chosen[first_look + look];
            if (column / 16u != number) {
                number = column / 16u;
                for (var i = 0u; i < rows_at_once; i++) {
                    quad[i] = rows[row[i] * row_quads + number];
                }
            }
            for (var i = 0u; i < rows_at_once; i++) {
                let bin = look * bins + code_of(quad[i], column);
                atomicAdd(&hist[bin], times[i]);
                atomicAdd(&hist[all_bins + bin], sum[i]);
            }
        }
    }
    workgroupBarrier();
}

fn bin_at(index: u32) -> Side {
    return Side(atomicLoad(&hist[index]), atomicLoad(&hist[all_bins + index]));
}

fn plus(a: Side, b: Side) -> Side {
    return Side(a.count + b.count, a.sum + b.sum);
}

fn sum_part(first: u32, end: u32) -> Side {
    var sum = Side(0u, 0u);
    for (var i = first; i < end; i++) {
        sum = plus(sum, bin_at(i));
    }
    return sum;
}

fn best_of_part(look: u32, column: u32, part: u32, all: Side) -> Candidate {
    let shift = score_shift(all.count, options.range);
    let shift_of_product = product_shift(all.count);
    var left = Side(0u, 0u);
    for (var i = 0u; i < part; i++) {
        left = plus(left, part_sums[look * parts + i]);
    }
    var found = useless;
    for (var code = part * part_bins; code < min((part + 1u) * part_bins, bins); code++) {
        let bin = bin_at(look * bins + code);
        if (bin.count == 0u) { // the same split as the code before
            continue;
        }
        left = plus(left, bin);
        let right = Side(all.count - left.count, all.sum - left.sum);
        if (min(left.count, right.count) < options.min_leaf) {
            continue;
        }
        let score = large_score_of(left, right, shift, shift_of_product);
        if (better(score, found.score)) {
            found = Candidate(score, (column << 8u) | code, left);
        }
    }
    return found;
}

// From the bins of some looks the best split so far, in `best`. Earlier looks and codes win.
fn search(all: Side, first_look: u32, lane: u32) {
    for (var i = lane; i < looks_at_once * parts; i += lanes) {
        let base = (i / parts) * bins;
        let part = i % parts;
        part_sums[i] = sum_part(base + part * part_bins, base + min((part + 1u) * part_bins, bins));
    }
    workgroupBarrier();
    for (var i = lane; i < looks_at_once * parts; i += lanes) {
        let look = i / parts;
        if (first_look + look < looks) {
            part_bests[i] = best_of_part(look, chosen[first_look + look], i % parts, all);
        } else {
            part_bests[i] = useless;
        }
    }
    workgroupBarrier();
    for (var look = lane; look < looks_at_once; look += lanes) {
        var found = part_bests[look * parts];
        for (var i = look * parts + 1u; i < (look + 1u) * parts; i++) {
            let other = part_bests[i];
            if (better(other.score, found.score)) {
                found = other;
            }
        }
        part_bests[look * parts] = found;
    }
    workgroupBarrier();
    if (lane == 0u) {
        var found = best;
        for (var look = 0u; look < looks_here(first_look); look++) {
            let other = part_bests[look * parts];
            if (better(other.score, found.score)) {
                found = other;
            }
        }
        best = found;
    }
    workgroupBarrier();
}

fn begin_search(lane: u32) {
    if (lane == 0u) {
        best = useless;
    }
}

fn end_search(task: u32, lane: u32) {
    if (lane == 0u) {
        tasks[task].split = best.split;
        tasks[task].left = best.left;
    }
}

// Where the group of looks has its part of `sums`; all such parts are as long as `hist`.
fn place_in_sums(place: u32, first_look: u32) -> u32 {
    return (place * look_groups + first_look / looks_at_once) * all_bins * 2u;
}

fn add_to_sums(place: u32, first_look: u32, lane: u32) {
    let begin = place_in_sums(place, first_look);
    for (var i = lane; i < all_bins * 2u; i += lanes) {
        let value = atomicLoad(&hist[i]);
        if (value > 0u) {
            atomicAdd(&sums[begin + i], value);
        }
    }
    workgroupBarrier();
}

fn take_from_sums(place: u32, first_look: u32, lane: u32) {
    let begin = place_in_sums(place, first_look);
    for (var i = lane; i < all_bins * 2u; i += lanes) {
        atomicStore(&hist[i], atomicLoad(&sums[begin + i]));
        atomicStore(&sums[begin + i], 0u);
    }
    workgroupBarrier();
}
)";

} // namespace forest

#endif
