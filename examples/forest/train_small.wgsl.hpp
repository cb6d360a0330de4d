/* The GPU's trainer for small data: a workgroup grows a tree in its own memory.
 *
 * As on the CPU (trainer_cpu.cpp) a node is a segment of the tree's rows, but nothing is sorted: an
 * invocation takes one row's code as a split, and adds up which of the segment's rows go left. Candidates of
 * a node compete by compare-and-swap, so their order is of no account; nor is that of rows in a segment.
 *
 * All nodes take part in each round, in steps with barriers between them. A node whose looks have not all
 * found a feature of use takes part in the next round with the features further on; the others are split, or
 * become leaves, and their children follow. A node stands in the place half of where its segment begins:
 * segments have two rows or more, so no two share a place.
 *
 * A weight is a number of rows, counted as often as they were drawn, and their targets' sum, in one word. */
#ifndef FOREST_TRAIN_SMALL_WGSL_HPP
#define FOREST_TRAIN_SMALL_WGSL_HPP

namespace forest
{

/* Follows train_data_wgsl. */
inline constexpr char train_small_wgsl[] = R"(
override lanes: u32 = 64;
override rows: u32 = 2; // of the data
override features: u32 = 1; // of the data, at most 32
override looks: u32 = 1;
override sum_bits: u32 = 16; // of a weight: the sum, below the count
override places: u32 = rows / 2u + 1u; // of nodes
override row_looks: u32 = rows * looks;
override place_looks: u32 = places * looks;

struct Node {
    begin: u32,
    end: u32, // 0: no node is here
    all: u32, // its weight
    level: u32,
    number: u32, // in its tree
    tries: u32, // how often its looks have gone on to further features
    found: u32, // a bit for each look that has a feature of use
}

// What becomes of a node's rows. 0 for `middle`: they stay where they are.
struct Parting {
    middle: u32,
    left_place: u32, // of the node they then belong to
    right_place: u32,
    item: u32, // the split
    all_left: u32, // weight
}

const nowhere = 0xffffu;

var<workgroup> drawn: array<atomic<u32>, rows>; // by row: how often; then its weight
var<workgroup> drawn_rows: atomic<u32>; // different ones
var<workgroup> drawn_all: atomic<u32>; // weight
// By position, of even and odd rounds: place << 16 | row.
var<workgroup> even_entries: array<u32, rows>;
var<workgroup> odd_entries: array<u32, rows>;
var<workgroup> weights: array<u32, rows>; // by position
// By item, which is position * looks + look.
var<workgroup> keys: array<u32, row_looks>; // feature << 16 | code
var<workgroup> left_weights: array<u32, row_looks>; // of the rows with at most this code
// By place.
var<workgroup> nodes: array<Node, places>;
var<workgroup> best: array<atomic<u32>, places>; // the best split's item + 1; 0: none is of use
var<workgroup> useful: array<atomic<u32>, places>; // as Node.found, in this round
var<workgroup> partings: array<Parting, places>;
var<workgroup> left_ends: array<atomic<u32>, places>; // where the next row goes
var<workgroup> right_ends: array<atomic<u32>, places>;
var<workgroup> look_features: array<u32, place_looks>;
var<workgroup> node_count: atomic<u32>;
var<workgroup> rows_to_part: u32;
var<workgroup> going_on: u32;

fn side_of(weight: u32) -> Side {
    return Side(weight >> sum_bits, weight & ((1u << sum_bits) - 1u));
}

fn entry_at(round: u32, position: u32) -> u32 {
    if ((round & 1u) == 0u) {
        return even_entries[position];
    }
    return odd_entries[position];
}

fn set_entry(round: u32, position: u32, entry: u32) {
    if ((round & 1u) == 0u) {
        even_entries[position] = entry;
    } else {
        odd_entries[position] = entry;
    }
}

// Whether a look still searches, and has a feature to search.
fn is_open(node: Node, look: u32) -> bool {
    return ((node.found >> look) & 1u) == 0u && node.tries * looks + look < features;
}

fn score(all: u32, left: u32) -> Score {
    let l = side_of(left);
    let r = side_of(all - left);
    if (min(l.count, r.count) < data.min_leaf) {
        return Score(0u, 1u);
    }
    let a = r.count * l.sum;
    let b = l.count * r.sum;
    return Score(max(a, b) - min(a, b), l.count * r.count);
}

// Whether a split of a node is to be preferred to another one.
fn is_better(all: u32, item: u32, this_score: Score, other: u32) -> bool {
    let other_score = score(all, left_weights[other]);
    if (better(this_score, other_score)) {
        return true;
    }
    let look = item % looks;
    let other_look = other % looks;
    let comes_first = look < other_look || (look == other_look && keys[item] < keys[other]);
    return comes_first && !better(other_score, this_score);
}

// ---- The steps of a tree.

fn clear(lane: u32) {
    for (var i = lane; i < rows; i += lanes) {
        atomicStore(&drawn[i], 0u);
    }
    for (var place = lane; place < places; place += lanes) {
        nodes[place].end = 0u;
    }
    if (lane == 0u) {
        atomicStore(&drawn_rows, 0u);
        atomicStore(&drawn_all, 0u);
        atomicStore(&node_count, 0u);
    }
}

fn draw_rows(lane: u32, tree: u32) {
    let key = rows_key(data.seed, tree);
    for (var draw = lane; draw < rows; draw += lanes) {
        atomicAdd(&drawn[chain(key, draw) % rows], 1u);
    }
}

fn weigh_rows(lane: u32) {
    for (var row = lane; row < rows; row += lanes) {
        let count = atomicLoad(&drawn[row]);
        if (count > 0u) {
            let weight = (count << sum_bits) | (count * target_of(row));
            atomicStore(&drawn[row], weight);
            atomicAdd(&drawn_all, weight);
            even_entries[atomicAdd(&drawn_rows, 1u)] = row;
        }
    }
}

// A leaf, or work for the next round. Its place is told beforehand.
fn add_node(place: u32, begin: u32, end: u32, all: u32, level: u32, number: u32) {
    if (place == nowhere) {
        set_leaf(number, side_of(all));
        return;
    }
    nodes[place] = Node(begin, end, all, level, number, 0u, 0u);
    atomicAdd(&node_count, 1u);
}

fn place_of(begin: u32, end: u32, level: u32) -> u32 {
    return select(begin / 2u, nowhere, end - begin < 2u || level == data.depth);
}

// ---- The steps of a round.

// The features that each node looks at: an invocation for each of its features.
fn choose_features(lane: u32, tree_key: u32) {
    for (var i = lane; i < places * features; i += lanes) {
        let place = i / features;
        let feature = i % features;
        let node = nodes[place];
        if (node.end == 0u) {
            continue;
        }
        let key = node_key(tree_key, node.level, node.begin);
        let rank = chain(key, feature);
        var before = 0u;
        for (var other = 0u; other < features; other++) {
            let other_rank = chain(key, other);
            before += select(0u, 1u, other_rank < rank || (other_rank == rank && other < feature));
        }
        if (before / looks == node.tries) {
            look_features[place * looks + before % looks] = feature;
        }
        if (feature == 0u) {
            atomicStore(&useful[place], 0u);
            if (node.tries == 0u) {
                atomicStore(&best[place], 0u);
            }
        }
    }
}

fn find_keys(lane: u32, round: u32, items: u32) {
    for (var item = lane; item < items; item += lanes) {
        let position = item / looks;
        let look = item % looks;
        let entry = entry_at(round, position);
        let place = entry >> 16u;
        let row = entry & 0xffffu;
        if (look == 0u) {
            weights[position] = atomicLoad(&drawn[row]);
        }
        if (place != nowhere && is_open(nodes[place], look)) {
            let feature = look_features[place * looks + look];
            keys[item] = (feature << 16u) | code_of(feature, row);
        }
    }
}

fn weigh_splits(lane: u32, round: u32, items: u32) {
    for (var item = lane; item < items; item += lanes) {
        let look = item % looks;
        let place = entry_at(round, item / looks) >> 16u;
        if (place == nowhere || !is_open(nodes[place], look)) {
            continue;
        }
        let key = keys[item];
        let end = nodes[place].end;
        var left = 0u;
        for (var i = nodes[place].begin; i < end; i++) {
            left += select(0u, weights[i], keys[i * looks + look] <= key);
        }
        left_weights[item] = left;
    }
}

fn compete(lane: u32, round: u32, items: u32) {
    for (var item = lane; item < items; item += lanes) {
        let look = item % looks;
        let place = entry_at(round, item / looks) >> 16u;
        if (place == nowhere || !is_open(nodes[place], look)) {
            continue;
        }
        let all = nodes[place].all;
        let this_score = score(all, left_weights[item]);
        if (this_score.d == 0u) {
            continue;
        }
        atomicOr(&useful[place], 1u << look);
        var other = atomicLoad(&best[place]);
        while (other == 0u || is_better(all, item, this_score, other - 1u)) {
            let swap = atomicCompareExchangeWeak(&best[place], other, item + 1u);
            if (swap.exchanged) {
                break;
            }
            other = swap.old_value;
        }
    }
}

// Leaves are written, and for the others it is noted how their rows part.
fn decide(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        partings[place] = Parting(0u, nowhere, nowhere, 0u, 0u);
        let node = nodes[place];
        if (node.end == 0u) {
            continue;
        }
        let found = node.found | atomicLoad(&useful[place]);
        let open = ~found & (0xffffffffu >> (32u - looks));
        if (open != 0u && (node.tries + 1u) * looks + countTrailingZeros(open) < features) {
            nodes[place].found = found;
            nodes[place].tries = node.tries + 1u;
            partings[place].left_place = place;
            atomicAdd(&node_count, 1u);
            continue;
        }
        let winner = atomicLoad(&best[place]);
        if (winner == 0u) {
            nodes[place].end = 0u;
            set_leaf(node.number, side_of(node.all));
            continue;
        }
        split(place, node, winner - 1u);
    }
}

fn split(place: u32, node: Node, item: u32) {
    let look = item % looks;
    let key = keys[item];
    var middle = node.begin;
    var next = 0xffffffffu; // the smallest key that goes right
    for (var i = node.begin; i < node.end; i++) {
        let other = keys[i * looks + look];
        middle += select(0u, 1u, other <= key);
        next = min(next, select(0xffffffffu, other, other > key));
    }
    set_inner(node.number, key >> 16u, ((key & 0xffffu) + (next & 0xffffu)) / 2u, middle);
    let left_place = place_of(node.begin, middle, node.level + 1u);
    let right_place = place_of(middle, node.end, node.level + 1u);
    partings[place] = Parting(middle, left_place, right_place, item, left_weights[item]);
    atomicStore(&left_ends[place], node.begin);
    atomicStore(&right_ends[place], middle);
}

fn part_rows(lane: u32, round: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        let entry = entry_at(round, position);
        let place = entry >> 16u;
        let row = entry & 0xffffu;
        var to = position;
        var to_place = nowhere;
        if (place != nowhere) {
            let middle = partings[place].middle;
            let item = partings[place].item;
            to_place = partings[place].left_place;
            if (middle != 0u) {
                if (keys[position * looks + item % looks] <= keys[item]) {
                    to = atomicAdd(&left_ends[place], 1u);
                } else {
                    to = atomicAdd(&right_ends[place], 1u);
                    to_place = partings[place].right_place;
                }
            }
        }
        set_entry(round + 1u, to, (to_place << 16u) | row);
    }
}

fn add_children(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        let parting = partings[place];
        if (parting.middle == 0u) {
            continue;
        }
        let node = nodes[place];
        let left = left_child(parting.middle);
        let level = node.level + 1u;
        nodes[place].end = 0u;
        add_node(parting.left_place, node.begin, parting.middle, parting.all_left, level, left);
        add_node(parting.right_place, parting.middle, node.end, node.all - parting.all_left, level, left + 1u);
    }
}

@compute @workgroup_size(lanes)
fn train(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    begin_tree(group.x, groups.x, lane);
    let tree = data.first_tree + slot;
    let tree_key = features_key(data.seed, tree);
    clear(lane);
    workgroupBarrier();
    draw_rows(lane, tree);
    workgroupBarrier();
    weigh_rows(lane);
    workgroupBarrier();
    if (lane == 0u) {
        let count = atomicLoad(&drawn_rows);
        rows_to_part = count;
        add_node(place_of(0u, count, 0u), 0u, count, atomicLoad(&drawn_all), 0u, 0u);
    }
    let items = workgroupUniformLoad(&rows_to_part) * looks;
    for (var round = 0u; ; round++) {
        choose_features(lane, tree_key);
        if (lane == 0u) {
            going_on = atomicLoad(&node_count);
            atomicStore(&node_count, 0u);
        }
        if (workgroupUniformLoad(&going_on) == 0u) {
            break;
        }
        find_keys(lane, round, items);
        workgroupBarrier();
        weigh_splits(lane, round, items);
        workgroupBarrier();
        compete(lane, round, items);
        workgroupBarrier();
        decide(lane);
        workgroupBarrier();
        part_rows(lane, round);
        add_children(lane);
        workgroupBarrier();
    }
}
)";

} // namespace forest

#endif
