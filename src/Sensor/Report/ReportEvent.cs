using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>What is told to people and files.</summary>
public abstract record ReportEvent
{
    private protected ReportEvent()
    {
    }

    /// <summary>The name of its source, of the characters of host names alone; null when none is known or asked for.</summary>
    public string? SourceName { get; init; }
}

/// <summary>A probe was seen and judged.</summary>
public sealed record ProbeJudged(Probe Probe, Sighting Sighting, Verdict Verdict, string Mode) : ReportEvent
{
    /// <summary>What came of its block; null when none was asked for, or that is not known.</summary>
    public BlockOutcome? Outcome { get; init; }

    /// <summary>True when there is a KILL_RUN_CMD, which is all the answer where a command alone is asked for.</summary>
    public bool RunsCommand { get; init; }
}

/// <summary>What came of a block: whether it is in force, and until when (null: for ever, or not at all).</summary>
public sealed record BlockOutcome(bool IsInForce, DateTimeOffset? Until);

/// <summary>More probes of a source came within a minute than are logged one by one.</summary>
public sealed record ProbesOmitted(Address Source, int Count) : ReportEvent;

/// <summary>The block list changed, or refused to.</summary>
public sealed record BlockListChanged(BlockEvent Change) : ReportEvent;

/// <summary>KILL_RUN_CMD was run for an alarm.</summary>
public sealed record ExternalCommandRun(Alarm Alarm, string Command) : ReportEvent;

/// <summary>A sentence for the administrator in the classic log, such as <c>adminalert: …</c>.</summary>
public sealed record AdminNotice(string Text) : ReportEvent;

/// <summary>A host of the fleet, which is protected, touched a tripwire; told to the coordinator alone.</summary>
public sealed record FleetHostMet(FirstContact Contact) : ReportEvent;

/// <summary>Events are told to this place, too, from now on.</summary>
public sealed record UseWriter(IEventWriter Writer) : ReportEvent;

/// <summary>The alarm of a source was taken back: the port that raised it is served.</summary>
public sealed record AlarmTakenBack(Cidr Network) : ReportEvent;
