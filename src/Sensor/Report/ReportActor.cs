using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Report;

/// <summary>Owns the files and sockets that events are told to. One that fails is told of at once and then at most once a minute; the others go on.</summary>
internal sealed partial class ReportActor : Actor<ReportEvent>
{
    private readonly List<IEventWriter> _writers;
    private readonly ILogger<ReportActor> _logger;
    private readonly Dictionary<IEventWriter, (Reminder Told, int Lost)> _failing = [];

    public ReportActor(IReadOnlyList<IEventWriter> writers, ILogger<ReportActor> logger)
    {
        (_writers, _logger) = ([.. writers], logger);
        Become(Ready);
    }

    private void Ready(ReportEvent happening)
    {
        if (happening is UseWriter use)
            _writers.Add(use.Writer);
        else
            WriteAll(happening);
    }

    private void WriteAll(ReportEvent happening)
    {
        foreach (var writer in _writers)
        {
            try
            {
                writer.Write(happening);
                Healed(writer);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Failed(writer, failure);
            }
        }
    }

    private void Failed(IEventWriter writer, Exception failure)
    {
        var (told, lost) = _failing.TryGetValue(writer, out var failing) ? failing : (new Reminder(), 0);
        if (told.IsDue(Context.Time))
            LogFailing(writer.Name, failure.Message);
        _failing[writer] = (told, lost + 1);
    }

    private void Healed(IEventWriter writer)
    {
        if (_failing.Count > 0 && _failing.Remove(writer, out var failing))
            LogHealed(writer.Name, failing.Lost);
    }

    [LoggerMessage(6001, LogLevel.Error, "{Writer} cannot be written: {Problem}; detection and blocking go on")]
    private partial void LogFailing(string writer, string problem);

    [LoggerMessage(6002, LogLevel.Information, "{Writer} is written again; {Lost} lines are missing from it")]
    private partial void LogHealed(string writer, int lost);
}
