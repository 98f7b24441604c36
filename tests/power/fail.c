/* Lets one call on a ledger's files fail, or every call from one on.
 *
 * Compiled and loaded before libc by tests/faults_disk.rs. FAIL_OP says which calls count (write, sync, cut, read, shm: writes to the
 * file that readers share), FAIL_AT which of them fails, FAIL_ERRNO how, FAIL_STICKY that those after it do too. FAIL_TOLD is a file that is made
 * when a call was failed, so that the test knows when there are no more.
 */
#include "files.h"
#include <errno.h>

static long count;

/* 1 the ledger or its log, 2 what its readers share */
static unsigned char which(const char *path) {
    return ends(path, "ledger.db-shm") ? 2 : ends(path, "ledger.db") || ends(path, "ledger.db-wal");
}

static int fails(int fd, const char *call) {
    const char *op = getenv("FAIL_OP"), *at = getenv("FAIL_AT"), *told = getenv("FAIL_TOLD");
    if (!op || !at || !file_of(fd)) return 0;
    if (file_of(fd) == 2) call = strcmp(call, "write") ? "none" : "shm";
    if (strcmp(op, call)) return 0;
    count++;
    if (count != atol(at) && !(getenv("FAIL_STICKY") && count > atol(at))) return 0;
    if (told) {
        int made = REAL(open)(told, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (made >= 0) REAL(close)(made);
    }
    errno = getenv("FAIL_ERRNO") ? atoi(getenv("FAIL_ERRNO")) : EIO;
    return 1;
}

#define WRITES(name, place)                                                  \
    ssize_t name(int fd, const void *bytes, size_t length, place offset) {   \
        return fails(fd, "write") ? -1 : REAL(name)(fd, bytes, length, offset); \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

#define READS(name, place)                                                   \
    ssize_t name(int fd, void *bytes, size_t length, place offset) {         \
        return fails(fd, "read") ? -1 : REAL(name)(fd, bytes, length, offset); \
    }
READS(pread, off_t)
READS(pread64, off64_t)

#define SYNCS(name)                                                          \
    int name(int fd) { return fails(fd, "sync") ? -1 : REAL(name)(fd); }
SYNCS(fsync)
SYNCS(fdatasync)

#define CUTS(name, place)                                                    \
    int name(int fd, place length) { return fails(fd, "cut") ? -1 : REAL(name)(fd, length); }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)
