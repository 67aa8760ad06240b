using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>The C library's calls, under their own names.</summary>
internal static unsafe partial class Libc
{
    public const int AF_UNSPEC = 0;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int AF_NETLINK = 16;
    public const int AF_PACKET = 17;

    public const int SOCK_DGRAM = 2;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;

    public const int SOL_SOCKET = 1;
    public const int SO_PEERCRED = 17;
    public const int SO_SNDBUFFORCE = 32;
    public const int SO_RCVBUFFORCE = 33;
    public const int SO_ATTACH_FILTER = 26;
    public const int SO_PROTOCOL = 38;
    public const int SOL_PACKET = 263;

    public const short POLLIN = 1;
    public const int EFD_CLOEXEC = 0x80000;
    public const int EFD_NONBLOCK = 0x800;

    public const int EPOLL_CLOEXEC = 0x80000;
    public const int EPOLL_CTL_ADD = 1;
    public const uint EPOLLIN = 1;

    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int MSG_DONTWAIT = 0x40;
    public const int MAP_SHARED = 1;
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_APPEND = 0x400;
    public const int O_CLOEXEC = 0x80000;

    [StructLayout(LayoutKind.Sequential)]
    public struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial FileDescriptor socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(FileDescriptor fd, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(FileDescriptor fd, int level, int option, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "getsockopt")]
    public static partial int getsockopt_number(int fd, int level, int option, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "getsockname")]
    public static partial int getsockname_number(int fd, void* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(FileDescriptor fd, void* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(FileDescriptor fd, void* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(FileDescriptor fd, void* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(FileDescriptor fd, void* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(pollfd* fds, nuint count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial FileDescriptor eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial FileDescriptor epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(FileDescriptor fd, int operation, int other, void* happening);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(FileDescriptor fd, void* happenings, int most, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(FileDescriptor fd, void* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(FileDescriptor fd, void* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint address, nuint length, int protection, int flags, FileDescriptor fd, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsid();

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int process, int signal);
}
