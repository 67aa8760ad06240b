using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;

namespace PortSentry.Sensor.Akka;

/// <summary>Reads what a coordinator answers. Pure; a refusal is a LinkException.</summary>
internal static class LinkAnswers
{
    /// <summary>The answer, JSON in a frame of this kind.</summary>
    public static T Read<T>(Frame frame, FrameKind kind, JsonTypeInfo<T> type)
    {
        Require(frame, kind);
        try
        {
            return JsonSerializer.Deserialize(frame.Body.Span, type) ?? throw Malformed("it is empty");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw Malformed(failure.Message);
        }
    }

    /// <summary>Throws when it is a refusal, or of another kind.</summary>
    public static void Require(Frame frame, FrameKind kind)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Kind == FrameKind.Refusal && FrameRefusal.Decode(frame.Body) is { } refusal)
            throw Failure(refusal);
        if (frame.Kind != kind)
            throw Malformed($"it is of the kind {frame.Kind}");
    }

    /// <summary>The failure that a refusal stands for.</summary>
    public static LinkException Failure(FrameRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new LinkException(LinkRefusals.FaultOf((HttpStatusCode)refusal.Status), LinkRefusals.OneLine(refusal.Error)) { RetryAfter = refusal.RetryAfter };
    }

    private static LinkException Malformed(string why) => new(LinkFault.Malformed, $"the coordinator's answer is not understood: {why}");
}
