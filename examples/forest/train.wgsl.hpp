/* The GPU's trainer for data of any size: a workgroup grows a tree, level by level, with a barrier after each
 * step.
 *
 * As on the CPU (trainer_cpu.cpp) a node is a segment of the tree's rows; here each feature has an order
 * of its own in which the rows of every segment are sorted, kept by parting each order stably. So no step
 * sorts or counts, and all work of a level is in independent pieces for the lanes. There is no workgroup
 * memory, which not every implementation clears: lanes share storage buffers. */
#ifndef FOREST_TRAIN_WGSL_HPP
#define FOREST_TRAIN_WGSL_HPP

namespace forest
{

/* Follows train_data_wgsl. */
inline constexpr char train_wgsl[] = R"(
override lanes: u32 = 64;

struct Node {
    begin: u32,
    end: u32,
    all: Side,
    number: u32, // in its tree
    middle: u32, // where it parts; 0: nowhere, or it makes no difference
    split: u32, // feature << 16 | cut
}

struct Candidate {
    d: u32, // of its score; 0: no use
    split: u32,
    size: u32, // of the left part, in rows without their counts
    left: Side,
}

// All of it for each tree of the dispatch. How often each row was drawn; the sum of the drawn targets; how many
// nodes each level has.
@group(0) @binding(2) var<storage, read_write> counters: array<atomic<u32>>;
// How often a row was drawn, and its share of the sum.
@group(0) @binding(3) var<storage, read_write> drawn: array<Side>;
// Two times, for even and odd levels: feature by feature code << 16 | row, of the drawn rows, by segment.
@group(0) @binding(4) var<storage, read_write> orders: array<u32>;
// Two times, for even and odd levels.
@group(0) @binding(5) var<storage, read_write> nodes: array<Node>;
@group(0) @binding(6) var<storage, read_write> candidates: array<Candidate>;

const useless = Candidate(0u, 0u, 0u, Side(0u, 0u));

var<private> tree_key: u32;

fn counter(index: u32) -> u32 {
    return slot * (data.rows + 1u + data.depth + 1u) + index;
}

fn level_counter(level: u32) -> u32 {
    return counter(data.rows + 1u + level);
}

fn order(level: u32, feature: u32) -> u32 {
    return ((slot * 2u + (level & 1u)) * data.features + feature) * data.rows;
}

// At least two rows each.
fn most_nodes() -> u32 {
    return data.rows / 2u + 1u;
}

fn node(level: u32, index: u32) -> u32 {
    return (slot * 2u + (level & 1u)) * most_nodes() + index;
}

fn candidate(index: u32, place: u32) -> u32 {
    return (slot * most_nodes() + index) * data.looks + place;
}

// A leaf, or work for its level.
fn add_node(level: u32, begin: u32, end: u32, all: Side, number: u32) {
    if (level == data.depth || end - begin < 2u) {
        set_leaf(number, all.count, all.sum);
        return;
    }
    let index = atomicAdd(&counters[level_counter(level)], 1u);
    nodes[node(level, index)] = Node(begin, end, all, number, 0u, 0u);
}

// ---- The steps of a tree. Each ends before the next begins.

fn clear(lane: u32) {
    for (var i = lane; i < data.rows + 1u + data.depth + 1u; i += lanes) {
        atomicStore(&counters[counter(i)], 0u);
    }
}

fn draw_rows(lane: u32, tree: u32) {
    let key = rows_key(data.seed, tree);
    for (var draw = lane; draw < data.rows; draw += lanes) {
        atomicAdd(&counters[counter(chain(key, draw) % data.rows)], 1u);
    }
}

fn add_up(lane: u32) {
    for (var row = lane; row < data.rows; row += lanes) {
        let count = atomicLoad(&counters[counter(row)]);
        let sum = count * target_of(row);
        drawn[slot * data.rows + row] = Side(count, sum);
        atomicAdd(&counters[counter(data.rows)], sum);
    }
}

fn make_root(lane: u32) {
    for (var feature = lane; feature < data.features; feature += lanes) {
        var to = order(0u, feature);
        for (var i = feature * data.rows; i < (feature + 1u) * data.rows; i++) {
            let entry = sorted_entry(i);
            if (drawn[slot * data.rows + (entry & 0xffffu)].count > 0u) {
                orders[to] = entry;
                to++;
            }
        }
        if (feature == 0u) {
            let sum = atomicLoad(&counters[counter(data.rows)]);
            add_node(0u, 0u, to - order(0u, 0u), Side(data.rows, sum), 0u);
        }
    }
}

// ---- The steps of a level.

struct Rank {
    rank: u32,
    feature: u32,
}

// The feature that comes after `last` in the order the node looks at them.
fn next_feature(key: u32, last: Rank, is_first: bool) -> Rank {
    var best = Rank(0xffffffffu, data.features);
    for (var feature = 0u; feature < data.features; feature++) {
        let rank = chain(key, feature);
        let is_later = is_first || rank > last.rank || (rank == last.rank && feature > last.feature);
        if (is_later && (rank < best.rank || best.feature == data.features)) {
            best = Rank(rank, feature);
        }
    }
    return best;
}

fn best_split(level: u32, parent: Node, feature: u32) -> Candidate {
    let entries = order(level, feature);
    let shift = score_shift(parent.all.count, data.range);
    var best = useless;
    var best_score = Score(0u, 1u);
    var left = Side(0u, 0u);
    var next = orders[entries + parent.begin];
    for (var i = parent.begin + 1u; i < parent.end; i++) {
        let entry = next;
        next = orders[entries + i];
        let row = drawn[slot * data.rows + (entry & 0xffffu)];
        left.count += row.count;
        left.sum += row.sum;
        if ((entry >> 16u) == (next >> 16u)) {
            continue;
        }
        let right = Side(parent.all.count - left.count, parent.all.sum - left.sum);
        if (min(left.count, right.count) < data.min_leaf) {
            continue;
        }
        let score = score_of(left, right, shift);
        if (better(score, best_score)) {
            best_score = score;
            let cut = ((entry >> 16u) + (next >> 16u)) / 2u;
            best = Candidate(score.d, (feature << 16u) | cut, i - parent.begin, left);
        }
    }
    return best;
}

// A lane for each look of each node.
fn search(lane: u32, level: u32) {
    let count = atomicLoad(&counters[level_counter(level)]) * data.looks;
    for (var item = lane; item < count; item += lanes) {
        let index = item / data.looks;
        let look = item % data.looks;
        let parent = nodes[node(level, index)];
        let key = node_key(tree_key, level, parent.begin);
        var best = useless;
        var rank = Rank(0u, 0u);
        var is_first = true;
        var steps = look + 1u;
        for (var place = look; place < data.features && best.d == 0u; place += data.looks) {
            for (var i = 0u; i < steps; i++) {
                rank = next_feature(key, rank, is_first);
                is_first = false;
            }
            steps = data.looks;
            best = best_split(level, parent, rank.feature);
        }
        candidates[candidate(index, look)] = best;
    }
}

fn decide(lane: u32, level: u32) {
    let count = atomicLoad(&counters[level_counter(level)]);
    for (var index = lane; index < count; index += lanes) {
        let parent = nodes[node(level, index)];
        var best = useless;
        var best_score = Score(0u, 1u);
        for (var look = 0u; look < data.looks; look++) {
            let other = candidates[candidate(index, look)];
            let score = Score(other.d, other.left.count * (parent.all.count - other.left.count));
            if (better(score, best_score)) {
                best_score = score;
                best = other;
            }
        }
        if (best.d == 0u) {
            set_leaf(parent.number, parent.all.count, parent.all.sum);
            continue;
        }
        let middle = parent.begin + best.size;
        let right = Side(parent.all.count - best.left.count, parent.all.sum - best.left.sum);
        set_inner(parent.number, Split(best.split >> 16u, best.split & 0xffffu, left_child(middle)));
        add_node(level + 1u, parent.begin, middle, best.left, left_child(middle));
        add_node(level + 1u, middle, parent.end, right, left_child(middle) + 1u);
        if (parent.end - parent.begin > 2u) { // else both children are leaves, and need no order
            nodes[node(level, index)].middle = middle;
            nodes[node(level, index)].split = best.split;
        }
    }
}

fn part(lane: u32, level: u32) {
    let count = atomicLoad(&counters[level_counter(level)]) * data.features;
    for (var item = lane; item < count; item += lanes) {
        let parent = nodes[node(level, item / data.features)];
        if (parent.middle == 0u) {
            continue;
        }
        let feature = item % data.features;
        let entries = order(level, feature);
        let parted = order(level + 1u, feature);
        var left = parent.begin;
        var right = parent.middle;
        for (var i = parent.begin; i < parent.end; i++) {
            let entry = orders[entries + i];
            let goes_left = code_of(parent.split >> 16u, entry & 0xffffu) <= (parent.split & 0xffffu);
            orders[parted + select(right, left, goes_left)] = entry;
            left += select(0u, 1u, goes_left);
            right += select(1u, 0u, goes_left);
        }
    }
}

@compute @workgroup_size(lanes)
fn train(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    begin_tree(group.x, groups.x, lane);
    let tree = data.first_tree + slot;
    tree_key = features_key(data.seed, tree);
    clear(lane);
    storageBarrier();
    draw_rows(lane, tree);
    storageBarrier();
    add_up(lane);
    storageBarrier();
    make_root(lane);
    for (var level = 0u; level < data.depth; level++) {
        storageBarrier();
        search(lane, level);
        storageBarrier();
        decide(lane, level);
        storageBarrier();
        if (level + 1u < data.depth) {
            part(lane, level);
        }
    }
}
)";

} // namespace forest

#endif
