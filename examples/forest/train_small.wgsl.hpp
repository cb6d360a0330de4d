/* The GPU's trainer for small data: a workgroup grows a tree in its own memory.
 *
 * As on the CPU (trainer_cpu.cpp) a node is a segment of the tree's rows, whose order in it is of no account.
 *
 * All nodes take part in each round, in steps with barriers between them. A node whose looks have not all
 * found a feature of use takes part in the next round with the features further on; the others are split, or
 * become leaves, and their children follow. Features of which a node was seen to have one value only are
 * passed over below it, which saves rounds. A node stands in the place half of where its segment begins:
 * segments have two rows or more, so no two share a place.
 *
 * A weight is a number of rows, counted as often as they were drawn, and their targets' sum, in one word. */
#ifndef FOREST_TRAIN_SMALL_WGSL_HPP
#define FOREST_TRAIN_SMALL_WGSL_HPP

namespace forest
{

/* Follows train_data_wgsl, together with small_splits_wgsl. */
inline constexpr char train_small_wgsl[] = R"(
override lanes: u32 = 64;
override rows: u32 = 2; // of the data
override features: u32 = 1; // of the data, at most 32
override looks: u32 = 1;
override places: u32 = rows / 2u + 1u; // of nodes
override row_looks: u32 = rows * looks;
override quads: u32 = (looks + 2u) / 3u; // of a position
override row_quads: u32 = rows * quads;
override first_look: u32 = 1; // of the features in a node's order, a bit for each that its first look has
override order_words: u32 = (features + 5u) / 6u; // of a node
override place_words: u32 = places * order_words;

struct Node {
    begin: u32,
    end: u32, // 0: no node is here
    all: u32, // its weight
    level: u32, // four times; two more: it has not been looked at; one more: it is a left child
    constant: u32, // a bit for each feature that is known to have one value
}

const nowhere = 0x3ffu;

// By row: how often; then, by position, the entries to come.
var<workgroup> drawn: array<atomic<u32>, rows>;
var<workgroup> drawn_rows: atomic<u32>; // different ones
var<workgroup> drawn_all: atomic<u32>; // weight
// By position.
var<workgroup> entries: array<u32, rows>; // place << 20 | row << 10 | how often
var<workgroup> quads_of: array<vec4u, row_quads>; // the row's weight, then keys of three looks: feature << 16 | code
var<workgroup> left_weights: array<u32, row_looks>; // by item: of the node's rows with at most this key
// By place.
var<workgroup> nodes: array<Node, places>;
var<workgroup> orders: array<atomic<u32>, place_words>; // the features as they are looked at, six in a word
var<workgroup> ahead: array<atomic<u32>, places>; // in this order, a bit for each that is still to be looked at
var<workgroup> useful: array<atomic<u32>, places>; // a bit for each look whose feature is of use,
var<workgroup> varied: array<atomic<u32>, places>; // or has several values all the same
var<workgroup> tops: array<atomic<u32>, places>; // the best score there is, as a float that is nearly right
var<workgroup> best: array<atomic<u32>, places>; // the best split's item + 1; 0: none is of use
var<workgroup> next_keys: array<atomic<u32>, places>; // the smallest that goes right
var<workgroup> left_ends: array<atomic<u32>, places>; // rows that go left end here so far; or `nowhere`
var<workgroup> right_begins: array<atomic<u32>, places>; // and here begin those that go right
var<workgroup> live: array<u32, places>; // the places where nodes are
var<workgroup> node_count: atomic<u32>; // of them
var<workgroup> going_on: u32;
var<workgroup> rows_to_part: u32;

fn side_of(weight: u32) -> Side {
    return Side(weight >> sum_bits, weight & ((1u << sum_bits) - 1u));
}

// Children are numbered by the place where their parent has parted its rows: a left one ends there, a right one
// begins there.
fn number_of(node: Node) -> u32 {
    return select(left_child(node.begin) + 1u, left_child(node.end), (node.level & 1u) == 1u);
}

fn place_at(position: u32) -> u32 {
    return entries[position] >> 20u;
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

fn weight_of(row: u32, count: u32) -> u32 {
    return (count << sum_bits) | (count * target_of(row));
}

fn weigh_rows(lane: u32) {
    for (var row = lane; row < rows; row += lanes) {
        let count = atomicLoad(&drawn[row]);
        if (count > 0u) {
            atomicAdd(&drawn_all, weight_of(row, count));
            entries[atomicAdd(&drawn_rows, 1u)] = (row << 10u) | count;
        }
    }
}

// A leaf, or work for the next round.
fn add_node(node: Node) {
    if (node.end - node.begin < 2u || node.level / 4u == data.depth) {
        let all = side_of(node.all);
        set_leaf(number_of(node), all.count, all.sum);
        return;
    }
    let place = node.begin / 2u;
    nodes[place] = node;
    for (var i = 0u; i < order_words; i++) {
        atomicStore(&orders[place * order_words + i], 0u);
    }
    atomicStore(&ahead[place], 0xffffffffu >> (32u - features));
    live[atomicAdd(&node_count, 1u)] = place;
}

// ---- The steps of a round.

// Rows belong to the children of their node now, if these go on.
fn take_entries(lane: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        let entry = atomicLoad(&drawn[position]);
        let parent = entry >> 20u;
        var place = nowhere;
        if (parent != nowhere) {
            let middle = atomicLoad(&left_ends[parent]);
            let to = select(middle / 2u, parent, position < middle);
            if (nodes[to].begin <= position && position < nodes[to].end) {
                place = to;
            }
        }
        entries[position] = (place << 20u) | (entry & 0xfffffu);
    }
}

// Where no node is, there is none to split.
fn clear_ends(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        let node = nodes[place];
        atomicStore(&left_ends[place], select(node.begin, nowhere, node.end == 0u));
        atomicStore(&right_begins[place], node.end);
    }
}

// What each look has had does not lie ahead any longer; nor does anything, if that was of use.
fn ahead_of(place: u32) -> u32 {
    let before = atomicLoad(&ahead[place]);
    let done = atomicLoad(&useful[place]);
    var after = 0u;
    for (var look = 0u; look < looks; look++) {
        let its = before & (first_look << look);
        after |= select(its & (its - 1u), 0u, its == 0u || ((done >> look) & 1u) == 1u);
    }
    return after;
}

// What is known of a node's features, after its looks.
fn constant_of(place: u32, node: Node) -> u32 {
    let before = atomicLoad(&ahead[place]);
    let others = atomicLoad(&varied[place]) | atomicLoad(&useful[place]);
    var constant = node.constant;
    for (var look = 0u; look < looks; look++) {
        if (is_open(before, look) && ((others >> look) & 1u) == 0u) {
            constant |= 1u << feature_of(place, before, look);
        }
    }
    return constant;
}

// Rows that go left fill their node's segment from its begin, the others from its end.
fn part_rows(lane: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        let entry = entries[position];
        let place = entry >> 20u;
        if (place == nowhere || ahead_of(place) != 0u) {
            atomicStore(&drawn[position], entry);
            continue;
        }
        let winner = atomicLoad(&best[place]);
        if (winner == 0u) {
            atomicStore(&drawn[position], entry | (nowhere << 20u));
            continue;
        }
        let key = key_at(position, (winner - 1u) % looks);
        var to: u32;
        if (key <= key_of(winner - 1u)) {
            to = atomicAdd(&left_ends[place], 1u);
        } else {
            to = atomicSub(&right_begins[place], 1u) - 1u;
            atomicMin(&next_keys[place], key);
        }
        atomicStore(&drawn[to], entry);
    }
}

// What becomes of the nodes: leaves, or two children, or another try.
fn decide(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        let middle = atomicLoad(&left_ends[place]);
        if (middle == nowhere) {
            continue;
        }
        let node = nodes[place];
        let constant = constant_of(place, node);
        let further = ahead_of(place);
        if (further != 0u) {
            atomicStore(&ahead[place], further);
            nodes[place].constant = constant;
            nodes[place].level = node.level & ~2u;
            live[atomicAdd(&node_count, 1u)] = place;
            continue;
        }
        nodes[place].end = 0u;
        let winner = atomicLoad(&best[place]);
        if (winner == 0u) {
            let all = side_of(node.all);
            set_leaf(number_of(node), all.count, all.sum);
        } else {
            split(node, winner - 1u, atomicLoad(&next_keys[place]), middle, constant);
        }
    }
}

fn split(node: Node, item: u32, next: u32, middle: u32, constant: u32) {
    let key = key_of(item);
    let cut = ((key & 0xffffu) + (next & 0xffffu)) / 2u;
    set_inner(number_of(node), Split(key >> 16u, cut, left_child(middle)));
    let left = left_weights[item];
    let level = (node.level / 4u + 1u) * 4u + 2u;
    add_node(Node(node.begin, middle, left, level + 1u, constant));
    add_node(Node(middle, node.end, node.all - left, level, constant));
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
        add_node(Node(0u, count, atomicLoad(&drawn_all), 2u, 0u));
    }
    let count = workgroupUniformLoad(&rows_to_part);
    loop {
        choose_features(lane, tree_key);
        if (lane == 0u) {
            going_on = atomicLoad(&node_count);
        }
        if (workgroupUniformLoad(&going_on) == 0u) {
            break;
        }
        if (lane == 0u) {
            atomicStore(&node_count, 0u);
        }
        clear_ends(lane);
        find_keys(lane, count * quads);
        workgroupBarrier();
        weigh_splits(lane, count * quads);
        workgroupBarrier();
        part_rows(lane);
        workgroupBarrier();
        decide(lane);
        workgroupBarrier();
        take_entries(lane);
    }
}
)";

} // namespace forest

#endif
