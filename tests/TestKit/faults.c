/* Loaded into a program by LD_PRELOAD: its clock, and what it hears from the kernel over netlink, go wrong as the files in
   $PORTSENTRY_FAULTS say, each of which holds one number:
     clock     seconds by which the clock is wrong; monotonic time stays right
     watch-P   the errno that a netlink socket of protocol P which joined groups ends with; the message that came is lost
     ask-P     the errno that a netlink socket of protocol P which asks ends with; the answer is lost
     packet    the errno that opening a packet socket ends with */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif
#define NETLINK_LIST_MEMBERSHIPS 9

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static ssize_t (*real_recv)(int, void *, size_t, int);
static int (*real_socket)(int, int, int);
static void *(*real_dlsym)(void *, const char *);
static const char *folder;

static void find_real(void)
{
    /* The versions that x86-64 and arm64 have. */
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (unsigned int i = 0; real_dlsym == NULL && i < sizeof versions / sizeof versions[0]; i++)
        real_dlsym = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    real_clock_gettime = real_dlsym(RTLD_NEXT, "clock_gettime");
    real_recv = real_dlsym(RTLD_NEXT, "recv");
    real_socket = real_dlsym(RTLD_NEXT, "socket");
    folder = getenv("PORTSENTRY_FAULTS");
}

__attribute__((constructor)) static void begin(void)
{
    if (real_dlsym == NULL)
        find_real();
}

/* .NET looks a call up in the library that it names: what is loaded before that library is not asked. */
void *dlsym(void *restrict library, const char *restrict name)
{
    if (real_dlsym == NULL)
        find_real();
    if (strcmp(name, "recv") == 0)
        return (void *)recv;
    return strcmp(name, "socket") == 0 ? (void *)socket : real_dlsym(library, name);
}

/* The number in a file; 0 when it is not there. errno stays as it was. */
static long number_in(const char *name)
{
    char path[4096], text[32] = "";
    int before = errno, file;
    if (folder == NULL || snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return 0;

    if ((file = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
        if (read(file, text, sizeof text - 1) < 0)
            text[0] = 0;
        close(file);
    }

    errno = before;
    return strtol(text, NULL, 10);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (real_dlsym == NULL)
        find_real();
    int result = real_clock_gettime(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += number_in("clock");
    return result;
}

time_t time(time_t *result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL)
        *result = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone)
{
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    result->tv_sec = now.tv_sec;
    result->tv_usec = now.tv_nsec / 1000;
    return 0;
}

/* What a socket is to end with; 0 for nothing. */
static int error_of(int socket)
{
    int domain = 0, protocol = 0;
    unsigned int groups[32] = { 0 };
    socklen_t length = sizeof domain, count = sizeof groups;
    char name[32];
    if (getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &length) != 0 || domain != AF_NETLINK)
        return 0;

    length = sizeof protocol;
    getsockopt(socket, SOL_SOCKET, SO_PROTOCOL, &protocol, &length);
    getsockopt(socket, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, groups, &count);
    int joined = 0;
    for (unsigned int i = 0; i < count / sizeof groups[0] && i < 32; i++)
        joined |= groups[i] != 0;
    snprintf(name, sizeof name, "%s-%d", joined ? "watch" : "ask", protocol);
    return (int)number_in(name);
}

ssize_t recv(int socket, void *buffer, size_t length, int flags)
{
    int before = errno, error = error_of(socket);
    errno = before;
    ssize_t result = real_recv(socket, buffer, length, flags);
    if (error == 0 || result < 0)
        return result;

    errno = error;
    return -1;
}

int socket(int domain, int type, int protocol)
{
    if (real_dlsym == NULL)
        find_real();
    int error = domain == AF_PACKET ? (int)number_in("packet") : 0;
    if (error == 0)
        return real_socket(domain, type, protocol);

    errno = error;
    return -1;
}
