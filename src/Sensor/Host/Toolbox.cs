namespace PortSentry.Sensor.Host;

/// <summary>The programs of a host that sensors use: found in known folders, run with an argument list and a time limit.</summary>
public sealed class Toolbox(IReadOnlyList<string> folders, TimeSpan limit, TimeProvider time)
{
    private const string Shell = "/bin/sh";
    private const int LargestCommandOutput = 4096;

    /// <summary>Where the programs of a host lie.</summary>
    public static IReadOnlyList<string> HostFolders { get; } = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The programs of this host.</summary>
    public static Toolbox OfHost { get; } = new(HostFolders, TimeSpan.FromSeconds(10), TimeProvider.System);

    /// <summary>The path of a program; null when it is not installed.</summary>
    public string? Find(string program) => folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end; that it is missing, fails or hangs is in the result.</summary>
    public ValueTask<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancel) =>
        Find(program) is { } path
            ? ProgramRun.RunAsync(new ProgramCall(path, arguments, limit) { Input = input }, time, cancel)
            : new(new ProgramResult(ProgramEnd.Missing, -1, "", ""));

    /// <summary>Runs the administrator's own command line by the shell.</summary>
    public ValueTask<ProgramResult> RunShellAsync(string command, CancellationToken cancel) =>
        ProgramRun.RunAsync(new ProgramCall(Shell, ["-c", command], limit) { LargestOutput = LargestCommandOutput }, time, cancel);
}
