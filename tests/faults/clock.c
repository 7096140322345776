/* Shows a process another time of day: so many seconds later as the file KESU_TEST_CLOCK says, a
   long in memory order, read at each look. What measures how long something takes stays as it is.
   Needs no header, so that the smallest compiler will do. */

struct timespec { long tv_sec, tv_nsec; };
struct timeval { long tv_sec, tv_usec; };

int open(const char *path, int flags, ...);
void *mmap(void *address, unsigned long size, int may, int flags, int file, long offset);
char *getenv(const char *name);
void *dlsym(void *library, const char *name);

#define NEXT ((void *)-1L)
#define FAILED ((void *)-1L)
enum { REALTIME = 0, REALTIME_COARSE = 5, READ = 1, SHARED = 1 };

static long nothing;
static volatile long *later;

static long ahead(void)
{
    if (!later) {
        char *place = getenv("KESU_TEST_CLOCK");
        int file = place ? open(place, 0) : -1;
        void *page = file < 0 ? FAILED : mmap(0, sizeof(long), READ, SHARED, file, 0);
        later = page == FAILED ? &nothing : page;
    }
    return *later;
}

int clock_gettime(int which, struct timespec *now)
{
    static int (*real)(int, struct timespec *);
    int failed;

    if (!real)
        real = (int (*)(int, struct timespec *))dlsym(NEXT, "clock_gettime");
    failed = real(which, now);
    if (!failed && (which == REALTIME || which == REALTIME_COARSE))
        now->tv_sec += ahead();
    return failed;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec exact;
    int failed = clock_gettime(REALTIME, &exact);

    (void)zone;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return failed;
}

long time(long *kept)
{
    struct timespec exact;

    clock_gettime(REALTIME, &exact);
    if (kept)
        *kept = exact.tv_sec;
    return exact.tv_sec;
}
