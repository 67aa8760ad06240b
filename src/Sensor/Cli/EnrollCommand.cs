using System.CommandLine;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Pki;

namespace PortSentry.Sensor.Cli;

/// <summary><c>portsentry enroll</c>: makes this sensor one of a fleet.</summary>
internal sealed class EnrollCommand(CommonOptions common, TimeProvider time)
{
    private readonly Argument<string> _url = new("url") { Description = "where the coordinator listens for sensors, such as https://coordinator.example:7443" };
    private readonly Option<string> _token = new("--token") { Description = "the token that portsentry-coordinator tokens add printed", HelpName = "TOKEN", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "what this sensor is called in the fleet (default: SENSOR_NAME, or the host's name)", HelpName = "NAME" };

    public Command Make()
    {
        var command = new Command("enroll", "Make this sensor one of a fleet: get a certificate from its coordinator, by a token") { _url, _token, _name };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var options = ConfigReader.ReadFile(parsed.GetRequiredValue(common.ConfigFile)).Options;
        var url = parsed.GetRequiredValue(_url);
        if (ConfigValues.Member(url) is not { } member)
            return Output.Fail(ExitCode.BadUsage, $"{url} is not allowed; allowed: https://HOST:PORT");
        if (!EnrolmentToken.TryParse(parsed.GetRequiredValue(_token).Trim(), out var token))
            return Output.Fail(ExitCode.BadUsage, "that is no token; allowed: what portsentry-coordinator tokens add printed, whole");
        var name = parsed.GetValue(_name) ?? options.SensorName ?? Environment.MachineName;
        if (ConfigValues.SensorName(name) is null)
            return Output.Fail(ExitCode.BadUsage, $"\"{name}\" is no name for a sensor; --name NAME gives another: 1 to 64 letters, digits, dots, dashes and underscores");

        try
        {
            var id = await Enroller.EnrolAsync(member, token, name, options.StateDir, time).ConfigureAwait(false);
            Console.Out.WriteLine($"{name} is enrolled (sensor {id}); portsentry reload, or its next start, makes a running sensor follow {member.Authority}");
            if (options.Coordinators.Count > 0 && !options.Coordinators.Contains(member))
                Console.Error.WriteLine($"portsentry: COORDINATOR in the configuration names others than {member.Authority}, and counts");
            return ExitCode.Ok;
        }
        catch (LinkException failure)
        {
            return Output.Fail(ExitCode.Failed, $"not enrolled: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Missing, $"not enrolled: {options.StateDir} (STATE_DIR) cannot be written: {failure.Message}");
        }
    }
}
