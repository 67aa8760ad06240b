using PortSentry.Coordinator.Api;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>What is true of a source now, in few words. Pure.</summary>
/// <param name="State">blocked, partly, free or spared; for colour.</param>
/// <param name="Words">The words before the end; the end and the spread are figures of their own.</param>
/// <param name="Block">The block that holds it longest; null when none does.</param>
internal sealed record SourceHeadline(string State, string Words, BlockView? Block)
{
    /// <summary>Of a source.</summary>
    public static SourceHeadline Of(SourceView source, bool simulates)
    {
        var block = source.Blocks.FirstOrDefault(block => block.Target.Prefix <= source.Target.Prefix);
        return (source.Spared, block) switch
        {
            ("ignored", _) => new SourceHeadline("spared", "never blocked: it is on the ignore list", null),
            ({ Length: > 0 } role, _) when source.Target != Cidr.Host(source.Target.Base) => new SourceHeadline("spared", $"never blocked as a whole: the address of a {role} lies within it", null),
            ({ Length: > 0 } role, _) => new SourceHeadline("spared", $"never blocked: it is the address of a {role}", null),
            (_, null) when source.Blocks.Count > 0 => new SourceHeadline("partly", $"not blocked as a whole; {source.Blocks.Count} {(source.Blocks.Count == 1 ? "block lies" : "blocks lie")} within it", null),
            (_, null) => new SourceHeadline("free", "not blocked", null),
            _ when simulates => new SourceHeadline("partly", $"{By(source, block)}, but the fleet simulates: nothing is blocked", block),
            _ => new SourceHeadline(block.SensorsInForce < block.SensorsConnected ? "partly" : "blocked", By(source, block), block),
        };
    }

    private static string By(SourceView source, BlockView block) => block.Target == source.Target ? "blocked" : $"blocked with {block.Target}";
}
