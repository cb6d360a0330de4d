/* The memory mappings of the process, of which Linux gives it a number (vm.max_map_count, 65530 as a rule).
 *
 * Drivers take one or more for each object of some kinds, lavapipe one for each bind group, and do not live
 * through being refused one: so objects are no longer made when few are left. */
#ifndef GPU_MAPS_H
#define GPU_MAPS_H

#include <stdbool.h>

/* Whether there are enough for one object more. Any thread; nearly always one atomic operation. */
bool gpu_maps_left(void);

/* How many the process may have; -1: unknown. */
long gpu_maps_limit(void);

#endif
