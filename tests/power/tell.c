/* Tells what a process writes to a ledger, what it syncs and what it says to its user, in the order in which that happens.
 *
 * Compiled and loaded before libc by tests/faults_power.rs, which cuts the power at random places of what was told. Every call is passed
 * on unchanged. A record: kind, file, six bytes of nothing, offset, length, and for 'W' the bytes.
 * Kinds: W written, S synced, T cut to a length, U removed, A said to the user. Files: 1 the ledger, 2 its log, 0 none.
 */
#include "files.h"
#include <pthread.h>
#include <stdint.h>
#include <sys/uio.h>

static int out = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static unsigned char which(const char *path) {
    return ends(path, "ledger.db") ? 1 : ends(path, "ledger.db-wal") ? 2 : 0;
}

static void tell(char kind, unsigned char file, uint64_t offset, uint64_t length, const void *bytes) {
    struct { char kind; unsigned char file; char none[6]; uint64_t offset, length; } head = {kind, file, {0}, offset, length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, bytes ? length : 0}};
    const char *path = getenv("POWER_LOG");
    if (!path) return;
    pthread_mutex_lock(&turn);
    if (out < 0) out = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out >= 0 && REAL(writev)(out, parts, bytes ? 2 : 1) < 0) abort();
    pthread_mutex_unlock(&turn);
}

#define WRITES(name, place)                                                \
    ssize_t name(int fd, const void *bytes, size_t length, place offset) { \
        ssize_t n = REAL(name)(fd, bytes, length, offset);                 \
        if (n > 0 && file_of(fd)) tell('W', file_of(fd), offset, n, bytes);\
        return n;                                                          \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define SYNCS(name)                                                        \
    int name(int fd) {                                                     \
        int done = REAL(name)(fd);                                         \
        if (done == 0 && file_of(fd)) tell('S', file_of(fd), 0, 0, 0);     \
        return done;                                                       \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define CUTS(name, place)                                                  \
    int name(int fd, place length) {                                       \
        int done = REAL(name)(fd, length);                                 \
        if (done == 0 && file_of(fd)) tell('T', file_of(fd), 0, length, 0);\
        return done;                                                       \
    }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)

int unlink(const char *path) {
    int done = REAL(unlink)(path);
    if (done == 0 && which(path)) tell('U', which(path), 0, 0, 0);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    ssize_t n = REAL(write)(fd, bytes, length);
    if (n > 0 && fd == 1) tell('A', 0, 0, 0, 0);
    return n;
}
