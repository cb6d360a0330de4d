/* Rules of the WebGPU specification that a native library does not keep, and that the host cannot make it keep:
 * library, rule as the test names it, reason. Where one is kept after all, its test fails and the row goes. */
#ifndef DEVIATIONS_H
#define DEVIATIONS_H

#define DEVIATIONS(X)

#endif
