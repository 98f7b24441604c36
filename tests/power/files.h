/* What both libraries know of a process's files: which of them are a ledger's, from the names they were opened by. Each says in `which`
 * what counts for it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* What an open file is, by its number; 0 is none of ours. */
static unsigned char of[FILES];

static unsigned char which(const char *path);

static int ends(const char *path, const char *with) {
    size_t n = strlen(path), m = strlen(with);
    return n >= m && strcmp(path + n - m, with) == 0;
}

static unsigned char file_of(int fd) {
    return fd >= 0 && fd < FILES ? of[fd] : 0;
}

#define OPENS(name)                                                          \
    int name(const char *path, int flags, ...) {                             \
        mode_t mode = 0;                                                     \
        if (flags & (O_CREAT | O_TMPFILE)) {                                 \
            va_list more;                                                    \
            va_start(more, flags);                                           \
            mode = va_arg(more, mode_t);                                     \
            va_end(more);                                                    \
        }                                                                    \
        int fd = REAL(name)(path, flags, mode);                              \
        if (fd >= 0 && fd < FILES) of[fd] = which(path);                     \
        return fd;                                                           \
    }
OPENS(open)
OPENS(open64)

int close(int fd) {
    if (fd >= 0 && fd < FILES) of[fd] = 0;
    return REAL(close)(fd);
}
