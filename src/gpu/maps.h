/* The memory mappings of the process, of which Linux gives it a number (vm.max_map_count, 65530 as a rule).
 *
 * Drivers take one or more for each object of some kinds, lavapipe one for each bind group, and do not live
 * through being refused one: so objects are no longer made when few are left. Dawn makes bind groups ahead,
 * as many as GPU_MAPS_POOL for one layout. */
#ifndef GPU_MAPS_H
#define GPU_MAPS_H

#include <stdbool.h>

#define GPU_MAPS_OBJECT 8u     /* what an object takes at most, of most kinds */
#define GPU_MAPS_BIND_GROUP 2u /* and one of those, */
#define GPU_MAPS_POOL 512u     /* besides what is made ahead with the first of a layout */

/* Whether there are so many more, which are taken then. Any thread; nearly always one atomic operation. */
bool gpu_maps_left(unsigned maps);

/* How often they have been counted: until the next time, what was taken is taken. */
unsigned gpu_maps_counts(void);

/* How many the process may have; -1: unknown. */
long gpu_maps_limit(void);

#endif
