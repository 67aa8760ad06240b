namespace PortSentry.Sensor.Host;

/// <summary>Runs other programs of this host for what they say: an argument list, a time limit, a checked exit status; never a shell.</summary>
internal static class Programs
{
    /// <summary>The program's standard output; null when it is not installed, failed, or took too long.</summary>
    public static async ValueTask<string?> TryRunAsync(string program, IReadOnlyList<string> arguments, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var result = await new Toolbox(Toolbox.HostFolders, patience, time).RunAsync(program, arguments, "", cancel).ConfigureAwait(false);
            return result.IsGood ? result.Output : null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
