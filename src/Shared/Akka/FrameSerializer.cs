using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace PortSentry.Shared.Akka;

/// <summary>Writes and reads the two messages of ours that go between members; their manifests carry their version, and no type's name is on the wire.</summary>
public sealed class FrameSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const int OwnIdentifier = 7446;
    private const string SealedManifest = "frame1";
    private const string NewsManifest = "news1";

    /// <inheritdoc/>
    public override int Identifier => OwnIdentifier;

    /// <inheritdoc/>
    public override string Manifest(object o) => o is News ? NewsManifest : SealedManifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        SealedFrame frame => frame.Encode(),
        News news => [news.What],
        _ => throw new SerializationException($"{obj.GetType()} does not go between members"),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        SealedManifest when SealedFrame.TryDecode(bytes, out var frame) => frame,
        NewsManifest when bytes is [var what] => new News(what),
        _ => throw new SerializationException("that is no message of this version"),
    };
}
