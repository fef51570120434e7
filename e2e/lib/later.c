/* Shows a program the time of day SUPPLE_E2E_LATER_S seconds later. For tests of what grows old. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, at);
    const char *later = getenv("SUPPLE_E2E_LATER_S");
    if (result == 0 && later && id == CLOCK_REALTIME) at->tv_sec += atol(later);
    return result;
}
