using System.Collections.Frozen;
using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Replays a capture in passes: whose it is, what that host serves, and then what the sensor would have done.</summary>
internal sealed class CaptureReplay(ReplaySettings settings, Action<ReplayProgress>? progress = null)
{
    private const int FramesBetweenProgress = 4096;

    /// <summary>Replays one file. What is wrong with it is in the result; what comes before that is judged all the same.</summary>
    public ReplayedFile Replay(string file)
    {
        try
        {
            return ReplayWhole(file);
        }
        catch (IOException failure)
        {
            return new ReplayedFile { File = file, Problem = $"cannot be read: {failure.Message}" };
        }
    }

    private ReplayedFile ReplayWhole(string file)
    {
        var viewpoint = new Viewpoint(OwnIn(file).ToFrozenSet());
        var host = new ReplayHost(viewpoint, ServicesIn(file, viewpoint), settings);
        var counts = new ReplayCounts();
        var detection = new ReplayDetection(host, settings, counts);
        var problem = Read(file, "judging", counts, detection.See);
        return new ReplayedFile
        {
            File = file,
            Problem = problem,
            Own = [.. viewpoint.Own.Order()],
            Open = host.Open,
            Alarms = [.. detection.Alarms.OrderBy(alarm => alarm.Alarm.At)],
            Contacts = detection.Contacts,
            Counts = counts,
        };
    }

    private IReadOnlyList<Address> OwnIn(string file)
    {
        if (settings.Own.Count > 0)
            return settings.Own;

        var survey = new AddressSurvey();
        Read(file, "looking for the host", new ReplayCounts(), survey.See);
        return survey.Own();
    }

    private Dictionary<Transport, IReadOnlyCollection<ServicePort>> ServicesIn(string file, Viewpoint viewpoint)
    {
        var survey = new ServiceSurvey(viewpoint);
        Read(file, "looking for its services", new ReplayCounts(), survey.See);
        var given = settings.Open.ToRanges().SelectMany(range => Enumerable.Range(range.First, range.Count)).SelectMany(port => Everywhere((ushort)port)).ToList();
        return Enum.GetValues<Transport>().ToDictionary(transport => transport, IReadOnlyCollection<ServicePort> (transport) => [.. survey.Of(transport), .. given]);
    }

    private static IEnumerable<ServicePort> Everywhere(ushort port) =>
        [new(ServicePort.AnyIPv4, port), new(ServicePort.AnyIPv6, port)];

    /// <summary>Hands every frame of a file on; what is wrong with the file, or null.</summary>
    private string? Read(string file, string what, ReplayCounts counts, FrameHandler handle)
    {
        var (reader, problem) = CaptureFile.Open(file);
        if (reader is null)
            return problem;

        using (reader)
        {
            while (reader.TryRead(out var frame))
            {
                counts.See(frame.Ticks);
                if (LinkDecoder.TryDecode(frame, out var network))
                    handle(network);
                else
                    counts.NoIp++;
                if (counts.Frames % FramesBetweenProgress == 0)
                    progress?.Invoke(new ReplayProgress(file, what, reader.Position, reader.Length));
            }

            return reader.Problem;
        }
    }
}
