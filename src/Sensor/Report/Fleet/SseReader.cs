using System.Buffers;
using System.Text;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Reads server-sent events (WHATWG HTML, 9.2) from bytes as they come, however they are cut. Pure; bounded: a line or an event that is too long ends the stream.</summary>
internal sealed class SseReader(int maxBytes = SseReader.DefaultMaxBytes)
{
    /// <summary>Bytes of one event at the most.</summary>
    public const int DefaultMaxBytes = 1024 * 1024;

    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';
    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly StringBuilder _data = new();
    private string _name = "";
    private string _id = "";
    private bool _hasData;
    private bool _isAfterReturn;
    private bool _isFirstLine = true;

    /// <summary>Takes more bytes and adds the events that they complete; false when the stream is too long to be one of ours, and nothing more can be read from it.</summary>
    public bool TryRead(ReadOnlySpan<byte> bytes, List<SseEvent> events)
    {
        while (bytes.Length > 0)
        {
            // "\r\n" is one line end, even when it is cut in two.
            if (_isAfterReturn && bytes[0] == LineFeed)
                bytes = bytes[1..];
            _isAfterReturn = false;

            var end = bytes.IndexOfAny(CarriageReturn, LineFeed);
            var part = end < 0 ? bytes : bytes[..end];
            if (_line.WrittenCount + part.Length + _data.Length > maxBytes)
                return false;

            _line.Write(part);
            if (end < 0)
                return true;

            _isAfterReturn = bytes[end] == CarriageReturn;
            bytes = bytes[(end + 1)..];
            EndLine(events);
        }

        return true;
    }

    private void EndLine(List<SseEvent> events)
    {
        var line = _line.WrittenSpan;
        if (_isFirstLine && line.StartsWith(ByteOrderMark))
            line = line[ByteOrderMark.Length..];
        _isFirstLine = false;
        if (line.Length == 0)
            EndEvent(events);
        else
            Take(Encoding.UTF8.GetString(line));
        _line.ResetWrittenCount();
    }

    private void Take(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (field)
        {
            case "event":
                _name = value;
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                _id = value;
                break;
            case "data":
                _data.Append(_hasData ? "\n" : "").Append(value);
                _hasData = true;
                break;
        }
    }

    private void EndEvent(List<SseEvent> events)
    {
        // An event without data is none.
        if (_hasData)
            events.Add(new SseEvent(_name.Length == 0 ? "message" : _name, _id, _data.ToString()));
        _name = "";
        _hasData = false;
        _data.Clear();
    }
}

/// <summary>One server-sent event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The last id that the stream gave; empty for none.</param>
/// <param name="Data">Its text.</param>
internal sealed record SseEvent(string Name, string Id, string Data);
