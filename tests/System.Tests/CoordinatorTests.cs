using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>A coordinator does what its configuration says, and nothing that what it is made of would read or write besides.</summary>
public sealed class CoordinatorTests
{
    [Fact]
    public async Task Coordinator_opens_nothing_that_an_appsettings_file_or_a_variable_of_its_web_server_names()
    {
        await using var lab = await NetLab.CreateAsync();
        var home = await lab.AddHostAsync("c1");
        using var files = new CoordinatorFiles("c1", home.IPv4.ToString());
        await File.WriteAllTextAsync(Path.Combine(files.Folder, "appsettings.json"), """{ "Kestrel": { "Endpoints": { "FromFile": { "Url": "http://0.0.0.0:0" } } } }""");
        files.StartedBy = ["env", "-C", files.Folder, "Kestrel__Endpoints__FromVariable__Url=http://0.0.0.0:0", "ASPNETCORE_URLS=http://0.0.0.0:0"];

        await using var coordinator = await CoordinatorProcess.StartAsync(home, files.With("metrics.listen", "\"0.0.0.0:9100\"").With("crowdsec.listen", "\"0.0.0.0:8080\""));

        var sockets = (await home.MustAsync("ss", "-Htln")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0.0.0.0:7443", "0.0.0.0:8080", "0.0.0.0:9100", "127.0.0.1:7444"], sockets.Select(socket => socket.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("0.0.0.0:0", coordinator.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinator_leaves_nothing_in_the_home_of_who_starts_it()
    {
        await using var lab = await NetLab.CreateAsync();
        var host = await lab.AddHostAsync("c1");
        using var home = new TemporaryFolder();
        using var files = new CoordinatorFiles("c1", host.IPv4.ToString());
        files.StartedBy = ["env", "-C", home.Name, $"HOME={home.Name}", "DOTNET_BUNDLE_EXTRACT_BASE_DIR=" + Path.Combine(files.Folder, "unpacked")];

        await using var coordinator = await CoordinatorProcess.StartAsync(host, files);

        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Name));
        Assert.DoesNotContain("DataProtection", coordinator.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("XML encryptor", coordinator.Errors, StringComparison.Ordinal);
    }
}
