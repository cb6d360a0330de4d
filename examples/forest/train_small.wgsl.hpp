/* The GPU's trainer for small data: a workgroup grows a tree in its own memory.
 *
 * As on the CPU (trainer_cpu.cpp) a node is a segment of the tree's rows, but nothing is sorted: an
 * invocation takes a row's codes in three looks as splits, and adds up which of the segment's rows go left.
 * Candidates of a node compete by compare-and-swap, so their order is of no account; nor is that of rows in a
 * segment.
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
override quads: u32 = (looks + 2u) / 3u; // of a position
override row_quads: u32 = rows * quads;
override place_looks: u32 = places * looks;

struct Node {
    begin: u32,
    end: u32, // 0: no node is here
    all: u32, // its weight
    level: u32, // twice; and one more: it is a left child
    tries: u32, // how often its looks have gone on to further features
    found: u32, // a bit for each look that has a feature of use
}

// What becomes of a node's rows.
struct Parting {
    all_left: u32, // the weight of those that go left; 0: all stay where they are
    places: u32, // of the nodes they then belong to: right << 16 | left
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
var<workgroup> best: array<atomic<u32>, places>; // the best split's item + 1; 0: none is of use
var<workgroup> useful: array<atomic<u32>, places>; // as Node.found, in this round
var<workgroup> partings: array<Parting, places>;
var<workgroup> next_keys: array<atomic<u32>, places>; // the smallest that goes right
var<workgroup> left_ends: array<atomic<u32>, places>; // where the next row goes
var<workgroup> right_ends: array<atomic<u32>, places>;
var<workgroup> look_features: array<u32, place_looks>;
var<workgroup> node_count: atomic<u32>;
var<workgroup> rows_to_part: u32;
var<workgroup> going_on: u32;

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

// An item is a position and a look.
fn key_at(position: u32, look: u32) -> u32 {
    return quads_of[position * quads + look / 3u][1u + look % 3u];
}

fn key_of(item: u32) -> u32 {
    return key_at(item / looks, item % looks);
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
    let comes_first = look < other_look || (look == other_look && key_of(item) < key_of(other));
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

// A leaf, or work for the next round. Its place is told beforehand.
fn add_node(place: u32, node: Node) {
    if (place == nowhere) {
        set_leaf(number_of(node), side_of(node.all));
        return;
    }
    nodes[place] = node;
    atomicAdd(&node_count, 1u);
}

fn place_of(begin: u32, end: u32, level: u32) -> u32 {
    return select(begin / 2u, nowhere, end - begin < 2u || level == data.depth);
}

// ---- The steps of a round.

// The features that each node looks at: an invocation for each of its features.
fn choose_features(lane: u32, tree_key: u32) {
    for (var i = lane; i < (rows_to_part / 2u + 1u) * features; i += lanes) {
        let place = i / features;
        let feature = i % features;
        let node = nodes[place];
        if (node.end == 0u) {
            continue;
        }
        let key = node_key(tree_key, node.level / 2u, node.begin);
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
            atomicStore(&next_keys[place], 0xffffffffu);
            atomicStore(&left_ends[place], node.begin);
            if (node.tries == 0u) {
                atomicStore(&best[place], 0u);
            }
        }
    }
}

fn find_keys(lane: u32, all_quads: u32) {
    for (var i = lane; i < all_quads; i += lanes) {
        let entry = entries[i / quads];
        let place = place_at(i / quads);
        if (place == nowhere) {
            continue;
        }
        let node = nodes[place];
        let row = (entry >> 10u) & 0x3ffu;
        let first = i % quads * 3u;
        var quad = quads_of[i];
        quad.x = weight_of(row, entry & 0x3ffu);
        for (var look = first; look < min(first + 3u, looks); look++) {
            if (is_open(node, look)) {
                let feature = look_features[place * looks + look];
                quad[1u + look - first] = (feature << 16u) | code_of(feature, row);
            }
        }
        quads_of[i] = quad;
    }
}

// For each of three looks a row's weight, if it goes left of a split at the quad's key.
fn weights_below(quad: vec4u, row: vec4u) -> vec3u {
    return select(vec3u(), vec3u(row.x), row.yzw <= quad.yzw);
}

// An invocation takes three looks of a position.
fn weigh_splits(lane: u32, all_quads: u32) {
    for (var i = lane; i < all_quads; i += lanes) {
        let position = i / quads;
        let place = place_at(position);
        if (place == nowhere) {
            continue;
        }
        let node = nodes[place];
        let quad = quads_of[i];
        var left = vec3u();
        var other = node.begin * quads + i % quads;
        let end = node.end * quads;
        for (; other + 3u * quads < end; other += 4u * quads) { // without waiting for one after the other
            left += weights_below(quad, quads_of[other]) + weights_below(quad, quads_of[other + quads])
                + weights_below(quad, quads_of[other + 2u * quads])
                + weights_below(quad, quads_of[other + 3u * quads]);
        }
        for (; other < end; other += quads) {
            left += weights_below(quad, quads_of[other]);
        }
        let first = i % quads * 3u;
        for (var look = first; look < min(first + 3u, looks); look++) {
            if (is_open(node, look)) {
                left_weights[position * looks + look] = left[look - first];
            }
        }
    }
}

// The best of three looks of a position competes with those of others.
fn compete(lane: u32, all_quads: u32) {
    for (var i = lane; i < all_quads; i += lanes) {
        let position = i / quads;
        let place = place_at(position);
        if (place == nowhere) {
            continue;
        }
        let node = nodes[place];
        let first = i % quads * 3u;
        var mine = 0u; // item + 1
        var my_score = Score(0u, 1u);
        var found = 0u;
        for (var look = first; look < min(first + 3u, looks); look++) {
            let item = position * looks + look;
            let this_score = score(node.all, left_weights[item]);
            if (!is_open(node, look) || this_score.d == 0u) {
                continue;
            }
            found |= 1u << look;
            if (mine == 0u || better(this_score, my_score)) {
                mine = item + 1u;
                my_score = this_score;
            }
        }
        if (mine == 0u) {
            continue;
        }
        atomicOr(&useful[place], found);
        var other = atomicLoad(&best[place]);
        while (other == 0u || is_better(node.all, mine - 1u, my_score, other - 1u)) {
            let swap = atomicCompareExchangeWeak(&best[place], other, mine);
            if (swap.exchanged) {
                break;
            }
            other = swap.old_value;
        }
    }
}

// Whether a node tries again: with looks that have found no feature of use, and further ones for them to try.
fn goes_on(place: u32, node: Node) -> bool {
    let open = ~(node.found | atomicLoad(&useful[place])) & (0xffffffffu >> (32u - looks));
    return open != 0u && (node.tries + 1u) * looks + countTrailingZeros(open) < features;
}

// How many of a node's rows go left, and what the first key is that does not.
fn count_sides(lane: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        let place = place_at(position);
        if (place == nowhere || goes_on(place, nodes[place])) {
            continue;
        }
        let winner = atomicLoad(&best[place]);
        if (winner == 0u) {
            continue;
        }
        let key = key_at(position, (winner - 1u) % looks);
        if (key <= key_of(winner - 1u)) {
            atomicAdd(&left_ends[place], 1u);
        } else {
            atomicMin(&next_keys[place], key);
        }
    }
}

// Leaves are written, and for the others it is noted how their rows part.
fn decide(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        partings[place] = Parting(0u, nowhere);
        let node = nodes[place];
        if (node.end == 0u) {
            continue;
        }
        if (goes_on(place, node)) {
            nodes[place].found = node.found | atomicLoad(&useful[place]);
            nodes[place].tries = node.tries + 1u;
            partings[place].places = place;
            atomicAdd(&node_count, 1u);
            continue;
        }
        let winner = atomicLoad(&best[place]);
        if (winner == 0u) {
            nodes[place].end = 0u;
            set_leaf(number_of(node), side_of(node.all));
            continue;
        }
        split(place, node, winner - 1u);
    }
}

fn split(place: u32, node: Node, item: u32) {
    let key = key_of(item);
    let next = atomicLoad(&next_keys[place]);
    let middle = atomicLoad(&left_ends[place]);
    set_inner(number_of(node), key >> 16u, ((key & 0xffffu) + (next & 0xffffu)) / 2u, middle);
    let left_place = place_of(node.begin, middle, node.level / 2u + 1u);
    let right_place = place_of(middle, node.end, node.level / 2u + 1u);
    partings[place] = Parting(left_weights[item], (right_place << 16u) | left_place);
    atomicStore(&left_ends[place], node.begin);
    atomicStore(&right_ends[place], middle);
}

fn part_rows(lane: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        let place = place_at(position);
        var to = position;
        var to_place = nowhere;
        if (place != nowhere) {
            to_place = partings[place].places & 0xffffu;
            if (partings[place].all_left != 0u) {
                let item = atomicLoad(&best[place]) - 1u;
                if (key_at(position, item % looks) <= key_of(item)) {
                    to = atomicAdd(&left_ends[place], 1u);
                } else {
                    to = atomicAdd(&right_ends[place], 1u);
                    to_place = partings[place].places >> 16u;
                }
            }
        }
        atomicStore(&drawn[to], (to_place << 20u) | (entries[position] & 0xfffffu));
    }
}

fn take_entries(lane: u32) {
    for (var position = lane; position < rows_to_part; position += lanes) {
        entries[position] = atomicLoad(&drawn[position]);
    }
}

fn add_children(lane: u32) {
    for (var place = lane; place < places; place += lanes) {
        let parting = partings[place];
        if (parting.all_left == 0u) {
            continue;
        }
        let node = nodes[place];
        let middle = atomicLoad(&left_ends[place]);
        let level = node.level / 2u * 2u + 2u;
        nodes[place].end = 0u;
        add_node(parting.places & 0xffffu, Node(node.begin, middle, parting.all_left, level + 1u, 0u, 0u));
        add_node(parting.places >> 16u,
                 Node(middle, node.end, node.all - parting.all_left, level, 0u, 0u));
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
        add_node(place_of(0u, count, 0u), Node(0u, count, atomicLoad(&drawn_all), 0u, 0u, 0u));
    }
    let count = workgroupUniformLoad(&rows_to_part);
    loop {
        choose_features(lane, tree_key);
        if (lane == 0u) {
            going_on = atomicLoad(&node_count);
            atomicStore(&node_count, 0u);
        }
        if (workgroupUniformLoad(&going_on) == 0u) {
            break;
        }
        find_keys(lane, count * quads);
        workgroupBarrier();
        weigh_splits(lane, count * quads);
        workgroupBarrier();
        compete(lane, count * quads);
        workgroupBarrier();
        count_sides(lane);
        workgroupBarrier();
        decide(lane);
        workgroupBarrier();
        part_rows(lane);
        workgroupBarrier();
        take_entries(lane);
        add_children(lane);
        workgroupBarrier();
    }
}
)";

} // namespace forest

#endif
