using System.Diagnostics;

namespace PortSentry.TestKit;

/// <summary>Runs real programs.</summary>
public static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<CommandResult> RunAsync(params string[] words)
    {
        using var process = Start(words);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        using var outputs = process.StandardOutput;
        using var complaints = process.StandardError;
        var output = outputs.ReadToEndAsync(limit.Token);
        var errors = complaints.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"did not end: {string.Join(' ', words)}");
        }
    }

    /// <summary>Runs a program that must succeed and returns its output.</summary>
    public static async Task<string> MustAsync(params string[] words)
    {
        var result = await RunAsync(words);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"{string.Join(' ', words)}: exit {result.ExitCode}: {result.Errors}{result.Output}");
    }

    /// <summary>Starts a program that goes on.</summary>
    public static Process Start(params string[] words)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(words[0], words[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        return process;
    }
}
