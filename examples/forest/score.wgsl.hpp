/* random.hpp and score.hpp once more, in WGSL: the same numbers, to the last bit. */
#ifndef FOREST_SCORE_WGSL_HPP
#define FOREST_SCORE_WGSL_HPP

namespace forest
{

inline constexpr char score_wgsl[] = R"(
// ---- random.hpp

fn mix_bits(value: u32) -> u32 {
    var x = value;
    x ^= x >> 16u;
    x *= 0x85ebca6bu;
    x ^= x >> 13u;
    x *= 0xc2b2ae35u;
    return x ^ (x >> 16u);
}

fn chain(hash: u32, value: u32) -> u32 {
    return mix_bits(hash + value + 0x9e3779b9u);
}

fn rows_key(seed: u32, tree: u32) -> u32 {
    return chain(chain(chain(0u, seed), tree), 1u);
}

fn features_key(seed: u32, tree: u32) -> u32 {
    return chain(chain(chain(0u, seed), tree), 2u);
}

fn node_key(key: u32, level: u32, begin: u32) -> u32 {
    return chain(chain(key, level), begin);
}

// ---- score.hpp

struct Side {
    count: u32,
    sum: u32,
}

struct Score {
    d: u32,
    product: u32,
}

// The 64 bits of a * b: low, high.
fn multiply(a: u32, b: u32) -> vec2u {
    let a0 = a & 0xffffu;
    let a1 = a >> 16u;
    let b0 = b & 0xffffu;
    let b1 = b >> 16u;
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 16u); // at most 0xffff * 0xffff + 0xffff: no carry is lost
    let other = a0 * b1 + (middle & 0xffffu);
    return vec2u((other << 16u) | (low & 0xffffu), a1 * b1 + (middle >> 16u) + (other >> 16u));
}

// Neither a half's targets nor the numbers of rows exceed 32 bits.
fn score_shift(count: u32, range: u32) -> u32 {
    let half = count / 2u;
    return 32u - countLeadingZeros(multiply(half * range, count - half).y);
}

fn product_shift(count: u32) -> u32 {
    let half = count / 2u;
    return 32u - countLeadingZeros(multiply(half, count - half).y);
}

// Shifts are taken modulo 32: where nothing is dropped, `high` is 0.
fn shifted(low: u32, high: u32, shift: u32) -> u32 {
    return (high << (32u - shift)) | (low >> shift);
}

fn difference_of(left: Side, right: Side, shift: u32) -> u32 {
    let a = multiply(right.count, left.sum);
    let b = multiply(left.count, right.sum);
    let a_is_more = a.y > b.y || (a.y == b.y && a.x > b.x);
    let more = select(b, a, a_is_more);
    let less = select(a, b, a_is_more);
    let low = more.x - less.x;
    let high = more.y - less.y - select(0u, 1u, more.x < less.x);
    return shifted(low, high, shift);
}

// Of a node with at most 131,071 rows.
fn score_of(left: Side, right: Side, shift: u32) -> Score {
    return Score(difference_of(left, right, shift), left.count * right.count);
}

fn large_score_of(left: Side, right: Side, shift: u32, shift_of_product: u32) -> Score {
    let product = multiply(left.count, right.count);
    return Score(difference_of(left, right, shift), shifted(product.x, product.y, shift_of_product));
}

// The 96 bits of d * d * product, from the top down.
fn cross(d: u32, product: u32) -> vec3u {
    let square = multiply(d, d);
    let low = multiply(square.x, product);
    let high = multiply(square.y, product);
    let middle = low.y + high.x;
    return vec3u(high.y + select(0u, 1u, middle < low.y), middle, low.x);
}

fn order_of(a: u32, b: u32) -> i32 {
    return select(select(0, 1, a > b), -1, a < b);
}

fn exact_order(a: Score, b: Score) -> i32 {
    let x = cross(a.d, b.product);
    let y = cross(b.d, a.product);
    if (x.x != y.x) {
        return order_of(x.x, y.x);
    }
    if (x.y != y.y) {
        return order_of(x.y, y.y);
    }
    return order_of(x.z, y.z);
}

// 1: `a` is better; -1: `b` is. Floats decide where they are further apart than they can be wrong: five roundings each, to
// either neighbour, are less than a millionth.
fn order_of_scores(a: Score, b: Score) -> i32 {
    let x = f32(a.d) * f32(a.d) * f32(b.product);
    let y = f32(b.d) * f32(b.d) * f32(a.product);
    if (x > y * 1.00001) {
        return 1;
    }
    if (y > x * 1.00001) {
        return -1;
    }
    return exact_order(a, b);
}

fn better(a: Score, b: Score) -> bool {
    return order_of_scores(a, b) > 0;
}
)";

} // namespace forest

#endif
