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

    private void Write(string name, string script)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }
}
