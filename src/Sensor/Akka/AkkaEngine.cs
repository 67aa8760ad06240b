using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;

namespace PortSentry.Sensor.Akka;

/// <summary>The engine that makes this sensor a member of an Akka.NET cluster.</summary>
internal static class AkkaEngine
{
    /// <summary>A link for an enrolment.</summary>
    public static ICoordinatorLink Link(Enrolment enrolment, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        var identity = new MemberIdentity(() => enrolment.Identity.Certificate, () => enrolment.Identity.Authorities, time);
        var logger = loggers.CreateLogger<SensorMember>();
        return new AkkaCoordinatorLink(() => SensorMember.Start(enrolment.Members, Operators(enrolment.EngineFile), identity, time, logger), enrolment.Https(time), time);
    }

    private static string Operators(string? file)
    {
        try
        {
            return file is null ? "" : File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LinkException(LinkFault.Unreachable, $"AKKA_CONFIG: {file} cannot be read: {failure.Message}", failure);
        }
    }
}
