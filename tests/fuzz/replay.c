/* Runs a target on files, and on those in folders, without libFuzzer: the corpus is a test in every build. */
#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/target.h"

/* On the heap, and no byte larger than the file, so that a sanitizer sees what is read behind it. */
static bool
replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size);
    const bool good = file != NULL && (data != NULL || size == 0) && fread(data, 1, size, file) == size;
    if (file != NULL)
        fclose(file);
    if (good)
        LLVMFuzzerTestOneInput(data, size);
    else
        perror(path);
    free(data);
    return good;
}

/* *count: how many files there were. */
static bool
replay(const char *path, size_t *count)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        perror(path);
        return false;
    }
    if (!S_ISDIR(status.st_mode)) {
        ++*count;
        return replay_file(path, (size_t)status.st_size);
    }
    struct dirent **entries;
    const int entry_count = scandir(path, &entries, NULL, alphasort);
    bool good = entry_count >= 0;
    for (int i = 0; i < entry_count; i++) {
        char inner[4096];
        snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            good &= replay(inner, count);
        free(entries[i]);
    }
    if (entry_count >= 0)
        free(entries);
    return good;
}

int
main(int argc, char **argv)
{
    size_t count = 0;
    bool good = argc > 1;
    if (!good)
        fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++)
        good &= replay(argv[i], &count);
    printf("%zu inputs\n", count);
    return good && count > 0 ? 0 : 1;
}
