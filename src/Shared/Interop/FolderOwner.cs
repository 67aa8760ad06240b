using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PortSentry.Shared.Interop;

/// <summary>Whose a folder is: what root's commands make in the state directory of a service that is not root's must be the service's, or it cannot start again.</summary>
public static unsafe partial class FolderOwner
{
    internal const int AT_FDCWD = -100;
    internal const uint STATX_UID = 0x8;
    internal const uint STATX_GID = 0x10;

    // statx(2), linux/stat.h: the same on every architecture. What we do not ask for has no name here.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Statx
    {
        [FieldOffset(20)]
        public uint stx_uid;

        [FieldOffset(24)]
        public uint stx_gid;
    }

    /// <summary>Gives an open file to whom the folder belongs. Nothing where we are not root; where it cannot be given, it stays ours.</summary>
    public static void Give(SafeFileHandle file, string folder)
    {
        if (Of(folder) is var (user, group))
            _ = fchown(file, user, group);
    }

    /// <summary>The same for a folder and the folder that it lies in.</summary>
    public static void GiveFolder(string made, string folder)
    {
        // lchown: whoever owns the folder around it may have put a link to something else there.
        if (Of(folder) is var (user, group))
            _ = lchown(made, user, group);
    }

    private static (uint User, uint Group)? Of(string folder)
    {
        Statx found = default;
        return Environment.IsPrivilegedProcess && statx(AT_FDCWD, folder, 0, STATX_UID | STATX_GID, &found) == 0 ? (found.stx_uid, found.stx_gid) : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint wanted, Statx* found);

    [LibraryImport("libc")]
    private static partial int fchown(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint user, uint group);
}
