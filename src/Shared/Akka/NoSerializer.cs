using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace PortSentry.Shared.Akka;

/// <summary>Stands where Akka's JSON serializer stood, which makes whatever type the sender names: it writes and reads nothing.</summary>
public sealed class NoSerializer : Serializer
{
    private const int OwnIdentifier = 7447;

    /// <summary>Made with the settings of the serializer in whose place it stands.</summary>
    public NoSerializer(ExtendedActorSystem system, Config _)
        : base(system)
    {
    }

    /// <inheritdoc/>
    public override int Identifier => OwnIdentifier;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} does not go between members");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("nothing is read that names its own type");
}
