using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Block;

/// <summary>Runs the programs that blockers block with.</summary>
internal static class BlockerTools
{
    /// <summary>What the program wrote to standard output; throws BlockerException when it is missing, failed, or hung.</summary>
    public static async ValueTask<string> MustRunAsync(this Toolbox tools, string program, IReadOnlyList<string> arguments, string input, CancellationToken cancel)
    {
        var result = await tools.RunAsync(program, arguments, input, cancel).ConfigureAwait(false);
        return result.IsGood ? result.Output : throw new BlockerException($"{program}: {result.Words}");
    }
}
