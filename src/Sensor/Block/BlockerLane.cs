using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Block;

/// <summary>A blocker at work in an actor of its own: whatever it takes, or however long, it delays no other.</summary>
/// <param name="Name">The blocker's name.</param>
/// <param name="Actor">Its actor.</param>
/// <param name="Duty">Whose blocks it carries out.</param>
/// <param name="Describe">A block as a person would put it into force.</param>
internal sealed record BlockerLane(string Name, ActorRef<BlockerCommand> Actor, BlockerDuty Duty, Func<Decide.Block, string> Describe);
