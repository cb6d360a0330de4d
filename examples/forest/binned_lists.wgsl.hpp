/* What binned_train.wgsl.hpp begins with: each tree's list of drawn rows, and its root; and how a node
 * becomes a task. */
#ifndef FOREST_BINNED_LISTS_WGSL_HPP
#define FOREST_BINNED_LISTS_WGSL_HPP

namespace forest
{

/* Belongs to binned_train_wgsl. */
inline constexpr char binned_lists_wgsl[] = R"(
var<private> tree_key: u32;
var<private> sure_row: u32;

fn times_of(row: u32) -> u32 {
    const limits = array(0x5e2d58d9u, 0xbc5ab1b1u, 0xeb715e1eu, 0xfb239797u, 0xff1025f6u, 0xffd90f3cu,
                         0xfffa8b72u, 0xffff540cu, 0xffffed1fu, 0xfffffe21u, 0xffffffd5u, 0xfffffffcu);
    let hash = chain(tree_key, row);
    var times = select(0u, 1u, row == sure_row);
    times += select(0u, 1u, hash >= limits[0]) + select(0u, 1u, hash >= limits[1])
        + select(0u, 1u, hash >= limits[2]) + select(0u, 1u, hash >= limits[3])
        + select(0u, 1u, hash >= limits[4]) + select(0u, 1u, hash >= limits[5])
        + select(0u, 1u, hash >= limits[6]) + select(0u, 1u, hash >= limits[7])
        + select(0u, 1u, hash >= limits[8]) + select(0u, 1u, hash >= limits[9])
        + select(0u, 1u, hash >= limits[10]) + select(0u, 1u, hash >= limits[11]);
    return times;
}

fn clear_tally(lane: u32) {
    workgroupBarrier();
    if (lane < 3u) {
        atomicStore(&tally[lane], 0u);
    }
    workgroupBarrier();
}

// A workgroup for each chunk of the rows, in x and y, and each tree, in z.
@compute @workgroup_size(lanes)
fn draw(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
    let tree = group.z;
    tree_key = rows_key(options.seed, options.first_tree + tree);
    sure_row = chain(tree_key, none) % options.rows;
    let first = (group.y * groups.x + group.x) * chunk + lane;
    let end = min(first - lane + chunk, options.rows);
    clear_tally(lane);

    var all = Side(0u, 0u);
    var length = 0u;
    for (var row = first; row < end; row += lanes) {
        let times = times_of(row);
        if (times > 0u) {
            length += (times + 2u) / 3u;
            all.count += times;
            all.sum += times * target_of(row);
        }
    }
    let place = atomicAdd(&tally[0], length);
    atomicAdd(&tally[1], all.count);
    atomicAdd(&tally[2], all.sum);
    workgroupBarrier();
    if (lane == 0u) {
        let root = root_of(tree);
        offsets.x = atomicAdd(&counters[root], atomicLoad(&tally[0]));
        atomicAdd(&counters[root + 1u], atomicLoad(&tally[1]));
        atomicAdd(&counters[root + 2u], atomicLoad(&tally[2]));
    }
    workgroupBarrier();
    var to = offsets.x + place;
    for (var row = first; row < end; row += lanes) {
        for (var times = times_of(row); times > 0u; times -= min(times, 3u)) {
            if (to < options.capacity) { // else the host finds out
                next_list[tree * options.capacity + to] = (row << 2u) | min(times, 3u);
            }
            to++;
        }
    }
}

// A leaf, or work for its level.
fn add_node(level: u32, node: u32, key: u32, begin: u32, end: u32, all: Side) {
    nodes[node] = Node(none, 0u, all);
    if (level == options.depth || end - begin < 2u) {
        return;
    }
    let number = atomicAdd(&counters[tasks_of(level)], 1u);
    let task = task_index(level, number);
    let chunks = (end - begin + chunk - 1u) / chunk;
    var place = none;
    if (chunks > 1u) {
        place = atomicAdd(&counters[places_of(level)], 1u);
        items[options.most_items + place] = vec2u(task, 0u);
    }
    tasks[task] = Task(node, key, begin, end, all, place, none, Side(0u, 0u));
    atomicStore(&counters[went_left(task)], 0u);
    atomicStore(&counters[went_left(task) + 1u], 0u);
    let first = atomicAdd(&counters[items_of(level)], chunks);
    for (var i = 0u; i < chunks; i++) {
        items[first + i] = vec2u(task, begin + i * chunk);
    }
}

@compute @workgroup_size(lanes)
fn plant(@builtin(global_invocation_id) id: vec3u) {
    let tree = id.x;
    if (tree >= options.trees) {
        return;
    }
    let root = root_of(tree);
    let length = min(atomicLoad(&counters[root]), options.capacity);
    let all = Side(atomicLoad(&counters[root + 1u]), atomicLoad(&counters[root + 2u]));
    let begin = tree * options.capacity;
    add_node(0u, tree, features_key(options.seed, options.first_tree + tree), begin, begin + length, all);
}
)";

} // namespace forest

#endif
