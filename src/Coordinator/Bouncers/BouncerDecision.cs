using System.Text.Json.Serialization;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>A block as CrowdSec's bouncers read it (its local API, version 1).</summary>
/// <param name="Id">A number: the place of the order.</param>
/// <param name="Origin">crowdsec for a decision of the coordinator's, cscli for an operator's, lists for a block list's.</param>
/// <param name="Type">ban.</param>
/// <param name="Scope">Ip for an address, Range for a network.</param>
/// <param name="Value">What is blocked.</param>
/// <param name="Scenario">What led to it.</param>
/// <param name="Duration">How long from now, as Go writes it, in whole hours, minutes and seconds; a minus sign where it is over.</param>
internal sealed record BouncerDecision(long Id, string Origin, string Type, string Scope, string Value, string Scenario, string Duration);

/// <summary>What a bouncer is to add and to take away; it takes away first.</summary>
/// <param name="New">Blocks in force.</param>
/// <param name="Deleted">Blocks that are over, or begin anew.</param>
internal sealed record BouncerStream(IReadOnlyList<BouncerDecision> New, IReadOnlyList<BouncerDecision> Deleted);

/// <summary>Something that was refused.</summary>
/// <param name="Message">Why.</param>
internal sealed record BouncerProblem(string Message);

/// <summary>That the listener lives.</summary>
/// <param name="Status">up.</param>
internal sealed record BouncerHealth(string Status);

/// <summary>Writes them without reflection, as CrowdSec does.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BouncerStream))]
[JsonSerializable(typeof(IReadOnlyList<BouncerDecision>))]
[JsonSerializable(typeof(BouncerProblem))]
[JsonSerializable(typeof(BouncerHealth))]
internal sealed partial class BouncerJson : JsonSerializerContext;
