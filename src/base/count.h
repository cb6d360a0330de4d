/* The number of elements of an array. */
#ifndef BASE_COUNT_H
#define BASE_COUNT_H

#define BASE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
