using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>A real fail2ban reads our line by the filter made for portsentry 2.x, and bans through our block list.</summary>
public sealed class Fail2banTests : OneHostTests
{
    private string Package => Path.Combine(Files.Folder, "fail2ban");

    private string Python => $"PYTHONPATH={Package}/usr/lib/python3/dist-packages";

    [Fact]
    public async Task Filter_made_for_2_x_finds_the_source_in_our_lines()
    {
        await UnpackAsync();
        var log = Files.Add("log", """
            2026-11-22T07:50:40.000+0000 Scan from: [192.0.2.7] (192.0.2.7) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan] IP opts: [not set] ignored: [false] triggered: [true] noblock: [true] blocked: [false]
            2026-11-22T07:50:41.000+0000 Scan from: [2001:db8::7] (scanner.example) protocol: [UDP] port: [7] type: [UDP] IP opts: [not set] ignored: [false] triggered: [true] noblock: [true] blocked: [false]
            2026-11-22T07:51:00.000+0000 30 more probes from: [192.0.2.9] (192.0.2.9) within a minute are not logged

            """);

        var result = await Command.RunAsync("env", Python, "python3", $"{Package}/usr/bin/fail2ban-regex", "-v", log, @"^[^ ]* Scan from: \[<HOST>\]");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("192.0.2.7", result.Output, StringComparison.Ordinal);
        Assert.Contains("2001:db8::7", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 lines, 0 ignored, 2 matched, 1 missed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jail_blocks_through_the_block_list_and_frees_again()
    {
        await UnpackAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "0").With("HISTORY_FORMAT", "v2"));
        File.WriteAllText(Files.History, "");
        WriteJail();
        var server = $"{Package}/usr/bin/fail2ban-server";
        string[] to = ["-c", $"{Package}/etc/fail2ban", "-s", Path.Combine(Files.Folder, "f.sock"), "-p", Path.Combine(Files.Folder, "f.pid")];
        using var running = Victim.Start(["env", Python, "python3", server, "-f", .. to, "start"]);
        try
        {
            var client = $"{Package}/usr/bin/fail2ban-client";
            await Eventually.True(async () => (await Victim.RunAsync(["env", Python, "python3", client, .. to, "status", "scans"])).ExitCode == 0, () => "the jail is up");

            await Other.CanConnectAsync(Victim.IPv4, 111);
            await sensor.BlocksAre(Other.IPv4.ToString());
            var block = Assert.Single(await sensor.BlocksAsync());
            Assert.Equal(("operator", "fail2ban: scans"), (block.GetProperty("origin").GetString(), block.GetProperty("reason").GetString()));

            await Victim.MustAsync(["env", Python, "python3", client, .. to, "unban", Other.IPv4.ToString()]);
            await sensor.BlocksAre();
        }
        finally
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
        }
    }

    private Task<string> UnpackAsync() => Command.MustAsync("sh", "-c", $"cd {Files.Folder} && apt-get download fail2ban && dpkg-deb -x fail2ban_*.deb {Package}");

    private void WriteJail()
    {
        var etc = Path.Combine(Package, "etc/fail2ban");
        File.Copy(Path.Combine(Dist.Root, "packaging/fail2ban/portsentry.conf"), Path.Combine(etc, "action.d/portsentry.conf"));
        File.WriteAllText(Path.Combine(etc, "filter.d/portsentry.conf"), "[Definition]\nfailregex = ^[^ ]* Scan from: \\[<HOST>\\]\n");
        File.WriteAllText(Path.Combine(etc, "fail2ban.local"), $"[DEFAULT]\nlogtarget = {Files.Folder}/f.log\ndbfile = None\n");
        foreach (var jail in Directory.GetFiles(Path.Combine(etc, "jail.d")))
            File.Delete(jail);
        File.WriteAllText(Path.Combine(etc, "jail.d/scans.conf"), $"""
            [scans]
            enabled = true
            filter = portsentry
            backend = polling
            logpath = {Files.History}
            maxretry = 1
            bantime = 600
            action = portsentry[name=scans, portsentry="{Dist.Sensor} -c {Files.Config}"]

            """);
    }
}
