/* How train_small.wgsl.hpp finds the best split of each node: nothing is sorted. An invocation takes a row's
 * codes in three looks as splits, and adds up which of the node's rows go left. Then the splits of a node
 * compete: those that floats cannot tell from the best, by compare-and-swap, so that their order is of no
 * account. */
#ifndef FOREST_SMALL_SPLITS_WGSL_HPP
#define FOREST_SMALL_SPLITS_WGSL_HPP

namespace forest
{

/* Belongs to train_small_wgsl. */
inline constexpr char small_splits_wgsl[] = R"(
// An item is a position and a look.
fn key_at(position: u32, look: u32) -> u32 {
    return quads_of[position * quads + look / 3u][1u + look % 3u];
}

fn key_of(item: u32) -> u32 {
    return key_at(item / looks, item % looks);
}

// Whether a look still searches, and has a feature to search, when these lie ahead.
fn is_open(its_ahead: u32, look: u32) -> bool {
    return (its_ahead & (first_look << look)) != 0u;
}

// The one that an open look is at.
fn feature_of(place: u32, its_ahead: u32, look: u32) -> u32 {
    let at = countTrailingZeros(its_ahead & (first_look << look));
    return (atomicLoad(&orders[place * order_words + at / 6u]) >> (5u * (at % 6u))) & 31u;
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

// What scores are compared by at first: the square root.
fn nearly(score: Score) -> f32 {
    return f32(score.d) * inverseSqrt(f32(score.product));
}

// Whether a split of a node is to be preferred to another one. Ties are frequent: in a node of two rows all looks have
// the same score.
fn is_better(all: u32, item: u32, this_score: Score, other: u32) -> bool {
    let other_score = score(all, left_weights[other]);
    if (this_score.d != other_score.d || this_score.product != other_score.product) {
        let order = order_of_scores(this_score, other_score);
        if (order != 0) {
            return order > 0;
        }
    }
    let look = item % looks;
    let other_look = other % looks;
    return look < other_look || (look == other_look && key_of(item) < key_of(other));
}

// The order in which each new node looks at the features: an invocation for each of its features.
fn choose_features(lane: u32, tree_key: u32) {
    for (var i = lane; i < atomicLoad(&node_count) * features; i += lanes) {
        let place = live[i / features];
        let feature = i % features;
        let node = nodes[place];
        let is_new = (node.level & 2u) != 0u;
        if (feature == 0u) {
            atomicStore(&varied[place], 0u);
            atomicStore(&useful[place], 0u);
            atomicStore(&next_keys[place], 0xffffffffu);
            if (is_new) {
                atomicStore(&tops[place], 0u);
                atomicStore(&best[place], 0u);
            }
        }
        if (!is_new) {
            continue;
        }
        let key = node_key(tree_key, node.level / 4u, node.begin);
        let rank = chain(key, feature);
        var before = 0u;
        for (var other = 0u; other < features; other++) {
            let other_rank = chain(key, other);
            before += select(0u, 1u, other_rank < rank || (other_rank == rank && other < feature));
        }
        atomicOr(&orders[place * order_words + before / 6u], feature << (5u * (before % 6u)));
        if (((node.constant >> feature) & 1u) == 1u) {
            atomicAnd(&ahead[place], ~(1u << before));
        }
    }
}

// The weights and keys of all positions whose nodes are there.
fn find_keys(lane: u32, all_quads: u32) {
    for (var i = lane; i < all_quads; i += lanes) {
        let entry = entries[i / quads];
        let place = place_at(i / quads);
        if (place == nowhere) {
            continue;
        }
        let its_ahead = atomicLoad(&ahead[place]);
        let row = (entry >> 10u) & 0x3ffu;
        let first = i % quads * 3u;
        var quad = quads_of[i];
        quad.x = weight_of(row, entry & 0x3ffu);
        for (var look = first; look < min(first + 3u, looks); look++) {
            if (is_open(its_ahead, look)) {
                let feature = feature_of(place, its_ahead, look);
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

// Three looks of a position.
struct Splits {
    found: u32, // a bit for each look whose split here is of use
    scores: vec3f, // nearly
}

// An invocation takes three looks of a position, and weighs what goes left of a split at its keys.
fn weighed(position: u32, quad_index: u32) -> Splits {
    var splits = Splits();
    let place = place_at(position);
    if (place == nowhere) {
        return splits;
    }
    let node = nodes[place];
    let quad = quads_of[position * quads + quad_index];
    var left = vec3u();
    var only_varied = 0u;
    var other = node.begin * quads + quad_index;
    let end = node.end * quads;
    for (; other + 3u * quads < end; other += 4u * quads) { // without waiting for one after the other
        left += weights_below(quad, quads_of[other]) + weights_below(quad, quads_of[other + quads])
            + weights_below(quad, quads_of[other + 2u * quads])
            + weights_below(quad, quads_of[other + 3u * quads]);
    }
    for (; other < end; other += quads) {
        left += weights_below(quad, quads_of[other]);
    }
    let first = 3u * quad_index;
    let its_ahead = atomicLoad(&ahead[place]);
    for (var look = first; look < min(first + 3u, looks); look++) {
        if (is_open(its_ahead, look)) {
            left_weights[position * looks + look] = left[look - first];
            let this_score = nearly(score(node.all, left[look - first]));
            splits.scores[look - first] = this_score;
            if (this_score > 0.0) {
                splits.found |= 1u << look;
            } else if (left[look - first] != node.all) {
                only_varied |= 1u << look;
            }
        }
    }
    if (only_varied != 0u) {
        atomicOr(&varied[place], only_varied);
    }
    if (splits.found != 0u) {
        atomicOr(&useful[place], splits.found);
        atomicMax(&tops[place], bitcast<u32>(max(splits.scores.x, max(splits.scores.y, splits.scores.z))));
    }
    return splits;
}

// Those of a position's splits that are as good as the best, as far as floats tell, compete with those of others.
fn compete(splits: Splits, position: u32, quad_index: u32) {
    let place = place_at(position);
    let all = nodes[place].all;
    let least = bitcast<f32>(atomicLoad(&tops[place])) * 0.99999;
    let among = select(vec3u(), vec3u(1u, 2u, 4u), splits.scores >= vec3f(least));
    var left = among.x | among.y | among.z;
    while (left != 0u) {
        let item = position * looks + 3u * quad_index + countTrailingZeros(left);
        left &= left - 1u;
        let this_score = score(all, left_weights[item]);
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

// As many splits at a time as there are lanes.
fn weigh_splits(lane: u32, all_quads: u32) {
    for (var first = 0u; first < all_quads; first += lanes) {
        let i = first + lane;
        var splits = Splits();
        if (i < all_quads) {
            splits = weighed(i / quads, i % quads);
        }
        workgroupBarrier();
        if (splits.found != 0u) {
            compete(splits, i / quads, i % quads);
        }
    }
}
)";

} // namespace forest

#endif
