namespace PortSentry.TestKit;

/// <summary>The names that one host of the lab knows: files which <c>ip netns exec</c> puts in the place of /etc/hosts and /etc/resolv.conf.</summary>
public sealed class HostsFile : IAsyncDisposable
{
    private readonly string _folder;

    private HostsFile(string folder) => _folder = folder;

    /// <summary>What is started on the host from now on knows these names, and asks these name servers, of which there are none unless said.</summary>
    public static async Task<HostsFile> WriteAsync(NetHost host, string hosts, string resolvers = "")
    {
        var folder = Path.Combine("/etc/netns", host.Name);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "hosts"), hosts);
        await File.WriteAllTextAsync(Path.Combine(folder, "resolv.conf"), resolvers);
        return new HostsFile(folder);
    }

    /// <summary>Takes them away.</summary>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
