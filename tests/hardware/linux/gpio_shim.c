/* GPIO chips made of files, for the real libgpiod.
 *
 * Preloaded into a process, this file stands where the kernel's character devices would: it answers the ioctls of the GPIO
 * uAPI v2 for every file called gpiochip<N> in $GPIO_TREE/dev, or in the testbed of umockdev. In the directory lines beside
 * dev, the file <N> holds one character per line, '0' or '1': its physical level; <N>.<line> is the FIFO through which a
 * requested line tells its edges; <N>.<line>.broken, once it exists, makes every write to that line fail with EIO. A line
 * is taken by whoever holds a lock on its FIFO, so that a second process gets EBUSY and a killed one holds nothing. Levels
 * stay when a line is given back. writes.log has a row for every level that was driven.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/gpio.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LINES 32
#define MAX_FD 4096
#define GPIO_MAJOR 254

struct taken { unsigned chip, line; unsigned long long flags; };
static struct taken taken[MAX_FD];
static int chip_behind[MAX_FD]; /* number + 1 */

/* the labels of an i.MX6ULL */
static const char *const label_of[] = {"209c000.gpio", "20a0000.gpio", "20a4000.gpio", "20a8000.gpio", "20ac000.gpio"};

static const char *tree(void)
{
    const char *dir = getenv("GPIO_TREE");
    if (!dir || !*dir)
        dir = getenv("UMOCKDEV_DIR"); /* the testbed of umockdev, which shows its files as devices by itself */
    return dir && *dir ? dir : NULL;
}

/* The number of the chip behind path, or -1. */
static int chip_of_path(const char *path)
{
    char start[PATH_MAX];
    int chip, length;
    if (!tree() || !path)
        return -1;
    snprintf(start, sizeof start, "%s/dev/gpiochip", tree());
    if (getenv("UMOCKDEV_DIR") && strncmp(path, "/dev/", 5) == 0) /* its testbed goes by its public name */
        snprintf(start, sizeof start, "/dev/gpiochip");
    length = strlen(start);
    if (strncmp(path, start, length) != 0 || sscanf(path + length, "%d", &chip) != 1)
        return -1;
    return chip >= 0 && chip < 5 ? chip : -1;
}

/* libgpiod opens a chip with this; what the descriptor really is (umockdev makes it a pty) does not matter. */
int open(const char *path, int flags, ...)
{
    static int (*next)(const char *, int, ...);
    va_list more;
    int fd, mode;
    va_start(more, flags);
    mode = va_arg(more, int);
    va_end(more);
    if (!next)
        next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    fd = next(path, flags, mode);
    if (fd >= 0 && fd < MAX_FD)
        chip_behind[fd] = chip_of_path(path) + 1;
    return fd;
}

static int chip_of_fd(int fd)
{
    return fd >= 0 && fd < MAX_FD ? chip_behind[fd] - 1 : -1;
}

static void path_of_line(char *path, size_t size, unsigned chip, unsigned line, const char *end)
{
    snprintf(path, size, "%s/lines/%u.%u%s", tree(), chip, line, end);
}

static int level_file(unsigned chip)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/lines/%u", tree(), chip);
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
}

static int read_level(const struct taken *t)
{
    char level = '0';
    int fd = level_file(t->chip), ok = fd >= 0 && pread(fd, &level, 1, t->line) >= 0;
    if (fd >= 0)
        close(fd);
    if (!ok) {
        errno = EIO;
        return -1;
    }
    return (level == '1') ^ !!(t->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW);
}

static int write_level(const struct taken *t, int active)
{
    char path[PATH_MAX], row[64];
    int level = active ^ !!(t->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW), fd, log, ok;
    path_of_line(path, sizeof path, t->chip, t->line, ".broken");
    if (access(path, F_OK) == 0) {
        errno = EIO;
        return -1;
    }
    fd = level_file(t->chip);
    ok = fd >= 0 && pwrite(fd, level ? "1" : "0", 1, t->line) == 1;
    if (fd >= 0)
        close(fd);
    if (!ok) {
        errno = EIO;
        return -1;
    }
    snprintf(path, sizeof path, "%s/writes.log", tree());
    log = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (log >= 0) {
        int length = snprintf(row, sizeof row, "%u %d\n", t->chip * LINES + t->line, level);
        if (write(log, row, length) != length)
            abort();
        close(log);
    }
    return 0;
}

static int take(unsigned chip, struct gpio_v2_line_request *request)
{
    struct taken t = {chip, request->offsets[0], request->config.flags};
    char path[PATH_MAX];
    int fd, initial = 0;
    unsigned k;
    if (request->num_lines != 1 || t.line >= LINES) {
        errno = EINVAL; /* one line, one request: that is all that is asked of this shim */
        return -1;
    }
    snprintf(path, sizeof path, "%s/lines", tree());
    mkdir(path, 0777);
    path_of_line(path, sizeof path, t.chip, t.line, "");
    if (mkfifo(path, 0666) != 0 && errno != EEXIST)
        return -1;
    fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fd >= MAX_FD)
        return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        errno = EBUSY;
        return -1;
    }
    taken[fd] = t;
    chip_behind[fd] = 0;
    for (k = 0; k < request->config.num_attrs; k++)
        if (request->config.attrs[k].attr.id == GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES)
            initial = request->config.attrs[k].attr.values & 1;
    if (t.flags & GPIO_V2_LINE_FLAG_OUTPUT && write_level(&t, initial) != 0) {
        close(fd);
        errno = EIO;
        return -1;
    }
    request->fd = fd;
    return 0;
}

static int answer_chip(int chip, unsigned long request, void *argument)
{
    if (request == GPIO_GET_CHIPINFO_IOCTL) {
        struct gpiochip_info *info = argument;
        memset(info, 0, sizeof *info);
        snprintf(info->name, sizeof info->name, "gpiochip%d", chip);
        snprintf(info->label, sizeof info->label, "%s", label_of[chip]);
        info->lines = LINES;
        return 0;
    }
    if (request == GPIO_V2_GET_LINEINFO_IOCTL) {
        struct gpio_v2_line_info *info = argument;
        unsigned line = info->offset;
        memset(info, 0, sizeof *info);
        info->offset = line;
        info->flags = GPIO_V2_LINE_FLAG_INPUT;
        return 0;
    }
    if (request == GPIO_V2_GET_LINE_IOCTL)
        return take(chip, argument);
    errno = ENOTTY;
    return -1;
}

static int answer_line(const struct taken *t, unsigned long request, void *argument)
{
    struct gpio_v2_line_values *values = argument;
    int level;
    if (request == GPIO_V2_LINE_SET_VALUES_IOCTL)
        return write_level(t, values->bits & 1);
    if (request == GPIO_V2_LINE_GET_VALUES_IOCTL) {
        level = read_level(t);
        values->bits = level > 0;
        return level < 0 ? -1 : 0;
    }
    errno = ENOTTY;
    return -1;
}

int ioctl(int fd, unsigned long request, ...)
{
    static int (*next)(int, unsigned long, ...);
    va_list more;
    void *argument;
    int chip;
    va_start(more, request);
    argument = va_arg(more, void *);
    va_end(more);
    if (!next)
        next = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
    if (_IOC_TYPE(request) != 0xB4 || !tree())
        return next(fd, request, argument);
    request = (unsigned)request;
    chip = chip_of_fd(fd);
    if (chip >= 0)
        return answer_chip(chip, request, argument);
    if (fd >= 0 && fd < MAX_FD)
        return answer_line(&taken[fd], request, argument);
    errno = ENOTTY;
    return -1;
}

/* libgpiod asks whether the path is a character device of the GPIO subsystem before it opens it. */

static void make_device(int chip, struct stat *status)
{
    status->st_mode = (status->st_mode & 07777) | S_IFCHR;
    status->st_rdev = makedev(GPIO_MAJOR, chip);
}

#define STAT(name, ...)                                                             \
    static int (*next)(__VA_ARGS__);                                                \
    int result, chip = chip_of_path(path);                                          \
    if (!next)                                                                      \
        next = (int (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);

int __xstat(int version, const char *path, struct stat *status)
{
    STAT(__xstat, int, const char *, struct stat *)
    result = next(version, path, status);
    if (result == 0 && chip >= 0)
        make_device(chip, status);
    return result;
}

int __lxstat(int version, const char *path, struct stat *status)
{
    STAT(__lxstat, int, const char *, struct stat *)
    result = next(version, path, status);
    if (result == 0 && chip >= 0)
        make_device(chip, status);
    return result;
}

int stat(const char *path, struct stat *status)
{
    STAT(stat, const char *, struct stat *)
    result = next(path, status);
    if (result == 0 && chip >= 0)
        make_device(chip, status);
    return result;
}

int lstat(const char *path, struct stat *status)
{
    STAT(lstat, const char *, struct stat *)
    result = next(path, status);
    if (result == 0 && chip >= 0)
        make_device(chip, status);
    return result;
}

char *realpath(const char *path, char *resolved)
{
    static char *(*next)(const char *, char *);
    char *result;
    unsigned chip;
    if (!next)
        next = (char *(*)(const char *, char *))dlsym(RTLD_NEXT, "realpath");
    result = next(path, resolved);
    if (!result && tree() && sscanf(path, "/sys/dev/char/254:%u/subsystem", &chip) == 1) {
        if (!resolved)
            return strdup("/sys/bus/gpio");
        return strcpy(resolved, "/sys/bus/gpio");
    }
    return result;
}
