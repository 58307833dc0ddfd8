// Loaded before a program (LD_PRELOAD), it kills the program at one of its durable writes: just before SQLite writes the
// first frame of a transaction into its log, or just after the transaction is on the disk. The program knows nothing of it.
//
//   SEMPER_FALL_FILE   while this file exists, transactions are counted: each leaves a byte in it; it is removed with the fall
//   SEMPER_FALL_AT     the number of the transaction, from 1
//   SEMPER_FALL_AFTER  set: after it is durable; otherwise before anything of it is written

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *file;
static long at;
static int isAfter;
static atomic_long durable;

__attribute__((constructor)) static void begin(void) {
  const char *number = getenv("SEMPER_FALL_AT");
  file = getenv("SEMPER_FALL_FILE");
  at = number ? atol(number) : 0;
  isAfter = getenv("SEMPER_FALL_AFTER") != NULL;
}

static int isCounted(int descriptor) {
  char link[64], path[4096];
  if (!file || at < 1) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path);
  return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0 && access(file, F_OK) == 0;
}

static void fall(void) {
  unlink(file);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void willWrite(int descriptor) {
  if (!isAfter && atomic_load(&durable) == at - 1 && isCounted(descriptor)) fall();
}

static void note(void) {
  int descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0) return;
  syscall(SYS_write, descriptor, ".", 1);
  close(descriptor);
}

static int didSync(int descriptor, int result) {
  if (result != 0 || !isCounted(descriptor)) return result;
  note();
  if (atomic_fetch_add(&durable, 1) + 1 == at && isAfter) fall();
  return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  willWrite(descriptor);
  return syscall(SYS_write, descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  willWrite(descriptor);
  return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  willWrite(descriptor);
  return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

int fsync(int descriptor) { return didSync(descriptor, (int)syscall(SYS_fsync, descriptor)); }

int fdatasync(int descriptor) { return didSync(descriptor, (int)syscall(SYS_fdatasync, descriptor)); }
