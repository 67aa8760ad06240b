using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>A coordinator listens where its configuration says, and nowhere else.</summary>
public sealed class ListenerTests
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
        Assert.DoesNotContain("warning", coordinator.Errors, StringComparison.Ordinal);
    }
}
