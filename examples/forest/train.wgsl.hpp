/* The GPU's trainer: a workgroup grows a tree, level by level, with a barrier after each step.
 *
 * As on the CPU (trainer_cpu.cpp) a node is a segment of the tree's rows; here each feature has an order
 * of its own in which the rows of every segment are sorted, kept by parting each order stably. So no step
 * sorts or counts, and all work of a level is in independent pieces for the lanes. There is no workgroup
 * memory, which not every implementation clears: lanes share storage buffers.
 *
 * A tree's nodes need no allocator. An inner node's number is the place where it parts its segment, a
 * leaf's the place where it begins: both are unique and the same however lanes are scheduled. */
#ifndef FOREST_TRAIN_WGSL_HPP
#define FOREST_TRAIN_WGSL_HPP

namespace forest
{

/* Follows score_wgsl. */
inline constexpr char train_wgsl[] = R"(
override lanes: u32 = 64;

struct Options {
    rows: u32,
    features: u32,
    looks: u32, // how many features a node looks at
    depth: u32,
    seed: u32,
    range: u32, // of the targets
    first_tree: u32, // of this dispatch
    min_leaf: u32,
}

struct Node {
    begin: u32,
    end: u32,
    all: Side,
    home: u32, // where in `children` its number goes
    middle: u32, // where it parts; 0: nowhere, or it makes no difference
    split: u32, // feature << 16 | cut
}

struct Candidate {
    d: u32, // of its score; 0: no use
    split: u32,
    size: u32, // of the left part, in rows without their counts
    left: Side,
}

@group(0) @binding(0) var<uniform> options: Options;
// Feature by feature the rows' codes, then the targets.
@group(0) @binding(1) var<storage, read> columns: array<u32>;
// Feature by feature code << 16 | row, ascending.
@group(0) @binding(2) var<storage, read> sorted: array<u32>;
// The rest is for each tree of the dispatch. How often each row was drawn; the sum of the drawn targets;
// how many nodes each level has.
@group(0) @binding(3) var<storage, read_write> counters: array<atomic<u32>>;
// How often a row was drawn, and its share of the sum.
@group(0) @binding(4) var<storage, read_write> drawn: array<Side>;
// Two times, for even and odd levels: feature by feature as `sorted`, but of the drawn rows, by segment.
@group(0) @binding(5) var<storage, read_write> orders: array<u32>;
// Two times, for even and odd levels.
@group(0) @binding(6) var<storage, read_write> nodes: array<Node>;
@group(0) @binding(7) var<storage, read_write> candidates: array<Candidate>;
// The result: of each inner node its children's numbers and feature << 16 | cut, of each leaf its Side.
@group(0) @binding(8) var<storage, read_write> trees: array<u32>;

const leaf_flag = 0x80000000u;
const useless = Candidate(0u, 0u, 0u, Side(0u, 0u));

var<private> slot: u32; // the tree's place in the dispatch
var<private> tree_key: u32;

fn counter(index: u32) -> u32 {
    return slot * (options.rows + 1u + options.depth + 1u) + index;
}

fn level_counter(level: u32) -> u32 {
    return counter(options.rows + 1u + level);
}

fn order(level: u32, feature: u32) -> u32 {
    return ((slot * 2u + (level & 1u)) * options.features + feature) * options.rows;
}

// At least two rows each.
fn most_nodes() -> u32 {
    return options.rows / 2u + 1u;
}

fn node(level: u32, index: u32) -> u32 {
    return (slot * 2u + (level & 1u)) * most_nodes() + index;
}

fn candidate(index: u32, place: u32) -> u32 {
    return (slot * most_nodes() + index) * options.looks + place;
}

fn result(index: u32) -> u32 {
    return slot * 5u * options.rows + index;
}

fn set_leaf(home: u32, begin: u32, all: Side) {
    trees[result(home)] = leaf_flag | begin;
    trees[result(3u * options.rows + 2u * begin)] = all.count;
    trees[result(3u * options.rows + 2u * begin + 1u)] = all.sum;
}

// A leaf, or work for its level.
fn add_node(level: u32, begin: u32, end: u32, all: Side, home: u32) {
    if (level == options.depth || end - begin < 2u) {
        set_leaf(home, begin, all);
        return;
    }
    let index = atomicAdd(&counters[level_counter(level)], 1u);
    nodes[node(level, index)] = Node(begin, end, all, home, 0u, 0u);
}

// ---- The steps of a tree. Each ends before the next begins.

fn clear(lane: u32) {
    for (var i = lane; i < options.rows + 1u + options.depth + 1u; i += lanes) {
        atomicStore(&counters[counter(i)], 0u);
    }
}

fn draw_rows(lane: u32, tree: u32) {
    let key = rows_key(options.seed, tree);
    for (var draw = lane; draw < options.rows; draw += lanes) {
        atomicAdd(&counters[counter(chain(key, draw) % options.rows)], 1u);
    }
}

fn add_up(lane: u32) {
    for (var row = lane; row < options.rows; row += lanes) {
        let count = atomicLoad(&counters[counter(row)]);
        let sum = count * columns[options.features * options.rows + row];
        drawn[slot * options.rows + row] = Side(count, sum);
        atomicAdd(&counters[counter(options.rows)], sum);
    }
}

fn make_root(lane: u32) {
    for (var feature = lane; feature < options.features; feature += lanes) {
        var to = order(0u, feature);
        for (var i = feature * options.rows; i < (feature + 1u) * options.rows; i++) {
            let entry = sorted[i];
            if (drawn[slot * options.rows + (entry & 0xffffu)].count > 0u) {
                orders[to] = entry;
                to++;
            }
        }
        if (feature == 0u) {
            let sum = atomicLoad(&counters[counter(options.rows)]);
            add_node(0u, 0u, to - order(0u, 0u), Side(options.rows, sum), 0u);
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
    var best = Rank(0xffffffffu, options.features);
    for (var feature = 0u; feature < options.features; feature++) {
        let rank = chain(key, feature);
        let is_later = is_first || rank > last.rank || (rank == last.rank && feature > last.feature);
        if (is_later && (rank < best.rank || best.feature == options.features)) {
            best = Rank(rank, feature);
        }
    }
    return best;
}

fn best_split(level: u32, parent: Node, feature: u32) -> Candidate {
    let entries = order(level, feature);
    let shift = score_shift(parent.all.count, options.range);
    var best = useless;
    var best_score = Score(0u, 1u);
    var left = Side(0u, 0u);
    var next = orders[entries + parent.begin];
    for (var i = parent.begin + 1u; i < parent.end; i++) {
        let entry = next;
        next = orders[entries + i];
        let row = drawn[slot * options.rows + (entry & 0xffffu)];
        left.count += row.count;
        left.sum += row.sum;
        if ((entry >> 16u) == (next >> 16u)) {
            continue;
        }
        let right = Side(parent.all.count - left.count, parent.all.sum - left.sum);
        if (min(left.count, right.count) < options.min_leaf) {
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
    let count = atomicLoad(&counters[level_counter(level)]) * options.looks;
    for (var item = lane; item < count; item += lanes) {
        let index = item / options.looks;
        let look = item % options.looks;
        let parent = nodes[node(level, index)];
        let key = node_key(tree_key, level, parent.begin);
        var best = useless;
        var rank = Rank(0u, 0u);
        var is_first = true;
        var steps = look + 1u;
        for (var place = look; place < options.features && best.d == 0u; place += options.looks) {
            for (var i = 0u; i < steps; i++) {
                rank = next_feature(key, rank, is_first);
                is_first = false;
            }
            steps = options.looks;
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
        for (var look = 0u; look < options.looks; look++) {
            let other = candidates[candidate(index, look)];
            let score = Score(other.d, other.left.count * (parent.all.count - other.left.count));
            if (better(score, best_score)) {
                best_score = score;
                best = other;
            }
        }
        if (best.d == 0u) {
            set_leaf(parent.home, parent.begin, parent.all);
            continue;
        }
        let middle = parent.begin + best.size;
        let right = Side(parent.all.count - best.left.count, parent.all.sum - best.left.sum);
        trees[result(parent.home)] = middle;
        trees[result(2u * options.rows + middle)] = best.split;
        add_node(level + 1u, parent.begin, middle, best.left, 2u * middle);
        add_node(level + 1u, middle, parent.end, right, 2u * middle + 1u);
        if (parent.end - parent.begin > 2u) { // else both children are leaves, and need no order
            nodes[node(level, index)].middle = middle;
            nodes[node(level, index)].split = best.split;
        }
    }
}

fn part(lane: u32, level: u32) {
    let count = atomicLoad(&counters[level_counter(level)]) * options.features;
    for (var item = lane; item < count; item += lanes) {
        let parent = nodes[node(level, item / options.features)];
        if (parent.middle == 0u) {
            continue;
        }
        let feature = item % options.features;
        let codes = (parent.split >> 16u) * options.rows;
        let entries = order(level, feature);
        let parted = order(level + 1u, feature);
        var left = parent.begin;
        var right = parent.middle;
        for (var i = parent.begin; i < parent.end; i++) {
            let entry = orders[entries + i];
            let goes_left = columns[codes + (entry & 0xffffu)] <= (parent.split & 0xffffu);
            orders[parted + select(right, left, goes_left)] = entry;
            left += select(0u, 1u, goes_left);
            right += select(1u, 0u, goes_left);
        }
    }
}

@compute @workgroup_size(lanes)
fn train(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
    slot = group.x;
    let tree = options.first_tree + slot;
    tree_key = features_key(options.seed, tree);
    clear(lane);
    storageBarrier();
    draw_rows(lane, tree);
    storageBarrier();
    add_up(lane);
    storageBarrier();
    make_root(lane);
    for (var level = 0u; level < options.depth; level++) {
        storageBarrier();
        search(lane, level);
        storageBarrier();
        decide(lane, level);
        storageBarrier();
        if (level + 1u < options.depth) {
            part(lane, level);
        }
    }
}
)";

} // namespace forest

#endif
