/* The score against 128-bit arithmetic and by hand. */
#include "score.hpp"

#include <algorithm>
#include <random>

#include "hpp/check.hpp"

using namespace forest;

__extension__ typedef unsigned __int128 Wide;

TEST(by_hand)
{
    /* Targets 0 0 | 10 10: d = 2 * 0 - 2 * 20. */
    const Score even = score_of({2, 0}, {2, 20}, 0);
    CHECK(even.d == 40 && even.product == 4);
    const Score lopsided = score_of({1, 0}, {3, 20}, 0);
    CHECK(lopsided.d == 20 && lopsided.product == 3);
    CHECK(better(even, lopsided) && !better(lopsided, even));
    CHECK(!better(even, even));
    CHECK(score_of({3, 30}, {1, 10}, 0).d == 0); /* equal means: of no use */
    CHECK(!better(score_of({3, 30}, {1, 10}, 0), Score{}));
    CHECK(better(score_of({3, 30}, {1, 11}, 0), Score{}));
}

TEST(sides_can_be_swapped)
{
    const Score a = score_of({2, 7}, {5, 100}, 3);
    const Score b = score_of({5, 100}, {2, 7}, 3);
    CHECK(a.d == b.d && a.product == b.product);
}

TEST(better_is_exact)
{
    std::mt19937 random(1);
    int close = 0;
    for (int i = 0; i < 1000000; i++) {
        Score a{static_cast<uint32_t>(random() >> random() % 32),
                static_cast<uint32_t>(random() % (1u << 30) + 1)};
        Score b{static_cast<uint32_t>(random() >> random() % 32),
                static_cast<uint32_t>(random() % (1u << 30) + 1)};
        if (i % 2 == 0) { /* near misses: the same fraction, or one step beside it */
            a = {static_cast<uint32_t>(random() % 65536), static_cast<uint32_t>(random() % 65536 + 1)};
            const uint32_t factor = static_cast<uint32_t>(random() % 120 + 1);
            b = {a.d * factor + static_cast<uint32_t>(random() % 2), a.product * factor * factor};
        }
        const Wide left = Wide{a.d} * a.d * b.product;
        const Wide right = Wide{b.d} * b.d * a.product;
        close += left == right ? 1 : 0;
        CHECK(better(a, b) == (left > right));
        CHECK(better(b, a) == (right > left));
        CHECK(!better(a, b) || may_be_better(a, bound_of(b)));
        CHECK(!better(b, a) || may_be_better(b, bound_of(a)));
        CHECK(left >= right - right / 1000000 || !may_be_better(a, bound_of(b)));
        if (check::failures > 0)
            break;
    }
    CHECK(close > 1000);
}

/* With the shift, |d| fits 32 bits for every split of a node, and no bit is dropped without need. */
TEST(shift_is_the_smallest)
{
    for (const uint32_t count : {2u, 3u, 353u, 4096u, 10000u, 65534u, 65535u}) {
        for (const uint64_t range :
             {uint64_t{1}, uint64_t{321}, uint64_t{65535}, uint64_t{0xffffffff} / count}) {
            const uint32_t shift = score_shift(count, static_cast<uint32_t>(range));
            const uint64_t worst = uint64_t{count / 2} * (count - count / 2) * range;
            CHECK(worst >> shift <= 0xffffffff);
            CHECK(shift == 0 || worst >> (shift - 1) > 0xffffffff);
            const Side left{count / 2, 0};
            const Side right{count - count / 2, static_cast<uint32_t>((count - count / 2) * range)};
            CHECK(score_of(left, right, shift).d == worst >> shift);
        }
    }
    CHECK(score_shift(353, 321) == 0);
    CHECK(score_shift(1, 0xffffffff) == 0);
    CHECK(score_shift(1000, 0) == 0);
}

/* In a narrow node the narrow score is exact, and its order the other's. */
TEST(narrow_scores)
{
    std::mt19937 random(2);
    int narrow = 0;
    for (int i = 0; i < 1000000; i++) {
        const uint32_t count = 2 + static_cast<uint32_t>(random()) % (random() % 2 == 0 ? 400u : 65534u);
        const uint32_t range = static_cast<uint32_t>(random() % (0xffffffffu / count)) >> random() % 28;
        if (!is_narrow(count, range))
            continue;
        narrow++;
        const auto up_to = [&](uint64_t limit) {
            return random() % 8 == 0 ? limit : (uint64_t{random()} << 32 | random()) % (limit + 1);
        };
        const auto part = [&](uint32_t rows, uint64_t all) {
            const uint64_t rest = uint64_t{count - rows} * range;
            const uint64_t least = all > rest ? all - rest : 0;
            const uint64_t most = std::min(all, uint64_t{rows} * range);
            return Side{rows, static_cast<uint32_t>(least + up_to(most - least))};
        };
        const Side all{count, static_cast<uint32_t>(up_to(uint64_t{count} * range))};
        const Side a = part(1 + static_cast<uint32_t>(up_to(count - 2)), all.sum);
        const Side b = random() % 4 == 0 ? a : part(1 + static_cast<uint32_t>(up_to(count - 2)), all.sum);
        const auto rest_of = [&](Side side) { return Side{all.count - side.count, all.sum - side.sum}; };
        const NarrowScore narrow_a = narrow_score_of(a, all);
        const NarrowScore narrow_b = narrow_score_of(b, all);
        CHECK(Wide{narrow_a.square} * narrow_b.product <= UINT64_MAX);
        CHECK(score_shift(count, range) == 0);
        const Score wide_a = score_of(a, rest_of(a), 0);
        const Score wide_b = score_of(b, rest_of(b), 0);
        CHECK(narrow_a.square == uint64_t{wide_a.d} * wide_a.d && narrow_a.product == wide_a.product);
        CHECK(better(narrow_a, narrow_b) == better(wide_a, wide_b));
        CHECK(better(narrow_a, NarrowScore{}) == better(wide_a, Score{}));
        CHECK(!better(narrow_a, narrow_b) || may_be_better(narrow_a, bound_of(narrow_b)));
        CHECK(!better(narrow_a, NarrowScore{}) || may_be_better(narrow_a, bound_of(NarrowScore{})));
        if (check::failures > 0)
            break;
    }
    CHECK(narrow > 100000);
    CHECK(is_narrow(353, 321) && !is_narrow(353, 600) && !is_narrow(65535, 65535));
}

/* Nodes of up to 2^26 rows, whose targets still fit 32 bits: |d| and nL*nR lose no bit without need, and no
 * nL*nR all of them. */
TEST(large_nodes)
{
    for (const uint32_t count : {131071u, 131072u, 1000000u, 4194304u, 67108863u, 67108864u}) {
        const uint32_t range = 0xffffffffu / count;
        const uint32_t half = count / 2;
        const uint32_t other = count - half;
        const uint32_t shift = score_shift(count, range);
        const uint32_t of_product = product_shift(count);
        const Wide worst = Wide{half} * other * range;
        CHECK(worst >> shift <= 0xffffffff && (shift == 0 || worst >> (shift - 1) > 0xffffffff));
        const uint64_t product = uint64_t{half} * other;
        CHECK(product >> of_product <= 0xffffffff);
        CHECK((of_product == 0) == (count <= 131071));
        CHECK(of_product == 0 || product >> (of_product - 1) > 0xffffffff);
        const Score score = score_of({half, 0}, {other, other * range}, shift, of_product);
        CHECK(score.d == static_cast<uint32_t>(worst >> shift));
        CHECK(score.product == product >> of_product);
        const Score lopsided = score_of({1, range}, {count - 1, 0}, shift, of_product);
        CHECK(lopsided.product == (count - 1) >> of_product && lopsided.product > 100);
        CHECK(better(score, lopsided));
    }
}

int main()
{
    return RUN_TESTS();
}
