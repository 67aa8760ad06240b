using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>What a listener answered.</summary>
internal sealed record SensorAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>The status, and why in one sentence.</summary>
    public (int Status, string Why) Refusal => ((int)Status, JsonSerializer.Deserialize(Body, WireJson.Default.LinkRefusal)!.Error);

    /// <summary>The answer of one that was not refused.</summary>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        Assert.Equal(HttpStatusCode.OK, Status);
        return JsonSerializer.Deserialize(Body, type)!;
    }
}
