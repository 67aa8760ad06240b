using System.Diagnostics;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>A folder of programs with the names that blockers use, which do something else.</summary>
internal sealed class FakeTools
{
    private static readonly string[] Names = ["iptables", "iptables-restore", "ip6tables", "ip6tables-restore", "ipset", "ip"];

    public FakeTools(string folder, string script, string? copy = null)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var name in Names)
            Write(name, script);
        Write("cp", copy ?? script);
    }

    public string Folder { get; }

    // By a process of its own: what this one has open for writing, a program that another test starts in that moment holds open until
    // it runs, and a file that somebody writes cannot be executed.
    private void Write(string name, string script)
    {
        using var writer = Process.Start("/bin/sh", ["-c", "printf '#!/bin/sh\\n%s\\n' \"$2\" >\"$1\" && chmod 700 \"$1\"", "sh", Path.Combine(Folder, name), script]);
        writer.WaitForExit();
        Assert.Equal(0, writer.ExitCode);
    }
}
