using System.IO.Pipelines;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Contracts;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Broadcast;

/// <summary>A stream that writes into a pipe, read by a test.</summary>
internal sealed class OpenedStream : IDisposable
{
    private readonly StreamReader _reader;
    private readonly Task _writing;

    public OpenedStream(OrderStream stream, StreamBeginning beginning, Pipe pipe)
    {
        Stream = stream;
        _reader = new StreamReader(pipe.Reader.AsStream());
        var hello = StreamText.Hello(new SensorGreeting(stream.Sensor, "web-01", new Dictionary<string, string>(), "", DateTimeOffset.UnixEpoch));
        _writing = stream.WriteAsync(pipe.Writer.AsStream(), hello, beginning, default);
    }

    public OrderStream Stream { get; }

    public SensorId Sensor => Stream.Sensor;

    /// <summary>The next events: the id of orders, the name of others.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(int count)
    {
        List<string> events = [];
        List<string> lines = [];
        while (events.Count < count)
        {
            var line = await _reader.ReadLineAsync().WaitAsync(Deadline.Generous) ?? throw new EndOfStreamException();
            if (line.Length > 0)
            {
                lines.Add(line);
                continue;
            }

            events.Add(lines.Find(line => line.StartsWith("id:", StringComparison.Ordinal)) ?? lines[0]);
            lines.Clear();
        }

        return events;
    }

    /// <summary>Why the stream was ended, once it is.</summary>
    public async Task<string?> EndAsync()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _writing.Soon());
        return Stream.EndedBecause;
    }

    public void Dispose() => _reader.Dispose();
}
