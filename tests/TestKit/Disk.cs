using System.Globalization;

namespace PortSentry.TestKit;

/// <summary>A small disk of its own under a sensor's state directory, which can become full, or fail and be read-only from then on.</summary>
public sealed class Disk : IAsyncDisposable
{
    private const int Size = 256 * 1024;

    private readonly string _path;
    private readonly string? _image;

    private Disk(string path, string? image = null) => (_path, _image) = (path, image);

    private string Filler => Path.Combine(_path, "filler");

    /// <summary>Puts one under the state directory.</summary>
    public static async Task<Disk> MountAsync(SensorFiles files)
    {
        Directory.CreateDirectory(files.State);
        await Command.MustAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={Size},mode=700"), "portsentry-test", files.State);
        return new Disk(files.State);
    }

    /// <summary>Puts one of a size over a folder, with what the folder holds.</summary>
    public static async Task<Disk> MountAsync(string folder, int size, string aside)
    {
        Directory.Move(folder, aside);
        Directory.CreateDirectory(folder);
        await Command.MustAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={size},mode=700"), "portsentry-test", folder);
        await Command.MustAsync("cp", "-a", $"{aside}/.", folder);
        return new Disk(folder);
    }

    /// <summary>Puts one under the state directory that can fail.</summary>
    public static async Task<Disk> MountImageAsync(SensorFiles files)
    {
        Directory.CreateDirectory(files.State);
        var image = files.Add("image", "");
        await Command.MustAsync("truncate", "-s", "4M", image);
        await Command.MustAsync("mkfs.ext4", "-q", "-O", "^has_journal", image);
        await Command.MustAsync("mount", "-o", "loop,errors=remount-ro", image, files.State);
        return new Disk(files.State, image);
    }

    /// <summary>Leaves no byte free.</summary>
    public async Task FillAsync() => await Command.RunAsync("dd", "if=/dev/zero", $"of={Filler}", "bs=4096");

    /// <summary>Makes room again.</summary>
    public Task FreeAsync()
    {
        File.Delete(Filler);
        return Task.CompletedTask;
    }

    /// <summary>Lets it fail: the kernel makes it read-only, open files included.</summary>
    public async Task FailAsync()
    {
        var device = (await Command.MustAsync("losetup", "-n", "-O", "NAME", "-j", _image!)).Trim();
        await File.WriteAllTextAsync(Path.Combine("/sys/fs/ext4", Path.GetFileName(device), "trigger_fs_error"), "1");
    }

    /// <summary>Takes it away, whoever still uses it.</summary>
    public async ValueTask DisposeAsync() => await Command.MustAsync("umount", "-l", _path);
}
