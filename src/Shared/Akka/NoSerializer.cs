using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace PortSentry.Shared.Akka;

/// <summary>Stands where Akka's JSON serializer stood, which makes whatever type the sender names: it writes and reads nothing.</summary>
public sealed class NoSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private const int OwnIdentifier = 7447;

    /// <inheritdoc/>
    public override int Identifier => OwnIdentifier;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} does not go between nodes");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("nothing is read that names its own type");
}
