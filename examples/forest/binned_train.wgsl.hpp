/* The GPU's trainer of large data: all nodes of a level of all trees at once, level by level.
 *
 * The codes stay where they are; a tree's drawn rows are a list in which each node has a segment. A level's
 * nodes are tasks, their segments cut into chunks are items, and a workgroup takes an item at a time. Per
 * level four steps run one after the other, each a dispatch:
 * - fill: the item's rows into bins, of all the columns its node looks at, in workgroup memory. Where a
 *   task has but one item, its best split is looked for at once; else the bins are added up in `sums`.
 * - split: looks for the best split of the tasks that have more.
 * - part: an item's rows that go left are written from the segment's begin on, the others from its end back.
 * - settle: of split tasks, children are made, and the next level's tasks and items of these.
 * Before the first level `draw` makes the lists, and `plant` the roots (binned_lists.wgsl.hpp). How bins are
 * filled and searched is in binned_splits.wgsl.hpp. Sums are integers and lists may come in any order, so
 * that the order in which lanes run makes no difference.
 *
 * Workgroup memory is written before it is read. */
#ifndef FOREST_BINNED_TRAIN_WGSL_HPP
#define FOREST_BINNED_TRAIN_WGSL_HPP

namespace forest
{

/* Follows score_wgsl, together with binned_lists_wgsl and binned_splits_wgsl, and these constants: lanes,
 * block_rows (a lane's of a block), columns, row_quads, looks, looks_at_once, bins, part_bins (of a look's
 * bins those that one lane searches) and parts (how many such a look has). */
inline constexpr char binned_train_wgsl[] = R"(
struct Options {
    rows: u32,
    seed: u32,
    range: u32, // of the targets
    min_leaf: u32,
    depth: u32,
    level: u32,
    trees: u32, // of this batch
    first_tree: u32,
    capacity: u32, // of a tree's list
    most_tasks: u32, // of a level
    most_items: u32,
    columns: u32, // the constant, for a loop that is not to be unrolled
}

struct Candidate {
    score: Score,
    split: u32, // column << 8 | code
    left: Side,
}

struct Task {
    node: u32,
    key: u32,
    begin: u32,
    end: u32,
    all: Side,
    place: u32, // in `sums`; none: it has one item
    split: u32, // none: of no use
    left: Side,
}

struct Node {
    split: u32, // none: a leaf
    child: u32, // the left one; the right one is next to it
    all: Side,
}

@group(0) @binding(0) var<uniform> options: Options;
// Row by row a byte for each column; the last word is the target.
@group(0) @binding(1) var<storage, read> rows: array<vec4u>;
// Tree by tree row << 2 | times, at even levels, and at odd ones. A row that was drawn more than 3 times is
// there more than once.
@group(0) @binding(2) var<storage, read> list: array<u32>;
@group(0) @binding(3) var<storage, read_write> next_list: array<u32>;
// Two times, for even and odd levels.
@group(0) @binding(4) var<storage, read_write> tasks: array<Task>;
// A task and where its chunk begins; then the tasks that have a place in `sums`.
@group(0) @binding(5) var<storage, read_write> items: array<vec2u>;
// The number of nodes; for each level those of tasks, items and places; for each tree the length of its list
// and its root's Side; for each task how many of its rows went left, and right.
@group(0) @binding(6) var<storage, read_write> counters: array<atomic<u32>>;
// For each place the bins of all groups of looks, as in `hist`; zero between levels.
@group(0) @binding(7) var<storage, read_write> sums: array<atomic<u32>>;
@group(0) @binding(8) var<storage, read_write> nodes: array<Node>;

const none = 0xffffffffu;
const chunk = lanes * 32u;
const block = lanes * block_rows; // of a chunk
const look_groups = (looks + looks_at_once - 1u) / looks_at_once;
const all_bins = looks_at_once * bins;
const rows_at_once = 4u; // a lane's
const useless = Candidate(Score(0u, 1u), none, Side(0u, 0u));

// Look by look the counts of its bins; then the sums of all.
var<workgroup> hist: array<atomic<u32>, all_bins * 2u>;
var<workgroup> ranks: array<u32, columns>;
var<workgroup> chosen: array<u32, looks>;
var<workgroup> in_order: array<u32, looks_at_once>; // the looks of a group, by column
var<workgroup> part_sums: array<Side, looks_at_once * parts>;
var<workgroup> part_bests: array<Candidate, looks_at_once * parts>;
var<workgroup> best: Candidate;
var<workgroup> count_here: u32;
var<workgroup> item_here: vec2u;
var<workgroup> task_here: Task;
var<workgroup> parted: array<u32, block>;
var<workgroup> tally: array<atomic<u32>, 3>;
var<workgroup> offsets: vec2u;

fn tasks_of(level: u32) -> u32 { return 1u + 3u * level; }
fn items_of(level: u32) -> u32 { return 2u + 3u * level; }
fn places_of(level: u32) -> u32 { return 3u + 3u * level; }
fn root_of(tree: u32) -> u32 { return 1u + 3u * (options.depth + 1u + tree); }

fn task_index(level: u32, number: u32) -> u32 {
    return (level & 1u) * options.most_tasks + number;
}

fn went_left(task: u32) -> u32 {
    return root_of(options.trees) + 2u * task;
}

fn target_of(row: u32) -> u32 {
    return rows[row * row_quads + row_quads - 1u].w;
}

// `quad` are the 16 columns among which it is.
fn code_of(quad: vec4u, column: u32) -> u32 {
    return (quad[(column / 4u) % 4u] >> (8u * (column % 4u))) & 255u;
}

fn count_of(counter: u32, lane: u32) -> u32 {
    if (lane == 0u) {
        count_here = atomicLoad(&counters[counter]);
    }
    return workgroupUniformLoad(&count_here);
}

// An item and its task, the same for all lanes.
fn fetch(index: u32, lane: u32) -> vec2u {
    if (lane == 0u) {
        item_here = items[index];
        task_here = tasks[item_here.x];
    }
    return workgroupUniformLoad(&item_here);
}

@compute @workgroup_size(lanes)
fn fill(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let count = count_of(items_of(options.level), lane);
    for (var index = group.x; index < count; index += groups.x) {
        let item = fetch(index, lane);
        let task = workgroupUniformLoad(&task_here);
        choose_columns(task.key, lane);
        begin_search(lane);
        for (var look = 0u; look < looks; look += looks_at_once) {
            clear_bins(lane);
            order_looks(look, lane);
            fill_bins(item.y, min(item.y + chunk, task.end), look, lane);
            if (task.place == none) {
                search(task.all, look, lane);
            } else {
                add_to_sums(task.place, look, lane);
            }
        }
        if (task.place == none) {
            end_search(item.x, lane);
        }
    }
}

@compute @workgroup_size(lanes)
fn split(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
    let count = count_of(places_of(options.level), lane);
    for (var index = group.x; index < count; index += groups.x) {
        let item = fetch(options.most_items + index, lane);
        let task = workgroupUniformLoad(&task_here);
        choose_columns(task.key, lane);
        begin_search(lane);
        for (var look = 0u; look < looks; look += looks_at_once) {
            take_from_sums(task.place, look, lane);
            search(task.all, look, lane);
        }
        end_search(item.x, lane);
    }
}

// Some of a task's rows, up to `block` from `begin` on. They are parted in workgroup memory first: lanes then
// write to the list side by side.
fn part_block(item_task: u32, task: Task, begin: u32, lane: u32) {
    clear_tally(lane);
    let end = min(begin + block, task.end);
    let column = task.split >> 8u;
    var lefts = 0u; // a bit a row
    var size = 0u;
    for (var at = begin + lane; at < end; at += lanes) {
        let code = code_of(rows[(list[at] >> 2u) * row_quads + column / 16u], column);
        lefts |= select(0u, 1u, code <= (task.split & 255u)) << size;
        size++;
    }
    var left = atomicAdd(&tally[0], countOneBits(lefts));
    var right = end - begin - 1u - atomicAdd(&tally[1], size - countOneBits(lefts));
    workgroupBarrier();
    if (lane == 0u) {
        let counter = went_left(item_task);
        offsets = vec2u(atomicAdd(&counters[counter], atomicLoad(&tally[0])),
                        atomicAdd(&counters[counter + 1u], atomicLoad(&tally[1])));
    }
    for (var at = begin + lane; at < end; at += lanes) {
        let goes_left = (lefts & 1u) == 1u;
        parted[select(right, left, goes_left)] = list[at];
        left += select(0u, 1u, goes_left);
        right -= select(1u, 0u, goes_left);
        lefts >>= 1u;
    }
    workgroupBarrier();
    // The right ones end where those begin that came before.
    let lefts_here = atomicLoad(&tally[0]);
    let to_left = task.begin + offsets.x;
    let to_right = task.end - offsets.y - (end - begin);
    for (var i = lane; i < end - begin; i += lanes) {
        next_list[select(to_right, to_left, i < lefts_here) + i] = parted[i];
    }
}

@compute @workgroup_size(lanes)
fn part(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let count = count_of(items_of(options.level), lane);
    for (var index = group.x; index < count; index += groups.x) {
        let item = fetch(index, lane);
        let task = workgroupUniformLoad(&task_here);
        if (task.split == none) {
            continue;
        }
        for (var begin = item.y; begin < min(item.y + chunk, task.end); begin += block) {
            part_block(item.x, task, begin, lane);
        }
    }
}

@compute @workgroup_size(lanes)
fn settle(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let count = atomicLoad(&counters[tasks_of(options.level)]);
    let next = options.level + 1u;
    for (var number = id.x; number < count; number += groups.x * lanes) {
        let index = task_index(options.level, number);
        let task = tasks[index];
        if (task.split == none) {
            continue;
        }
        let child = options.trees + atomicAdd(&counters[0], 2u);
        nodes[task.node].split = task.split;
        nodes[task.node].child = child;
        let middle = task.begin + atomicLoad(&counters[went_left(index)]);
        let right = Side(task.all.count - task.left.count, task.all.sum - task.left.sum);
        add_node(next, child, chain(task.key, 0x80000000u), task.begin, middle, task.left);
        add_node(next, child + 1u, chain(task.key, 0x80000001u), middle, task.end, right);
    }
}
)";

} // namespace forest

#endif
