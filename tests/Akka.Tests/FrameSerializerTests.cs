using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using PortSentry.Shared.Akka;
using AkkaTestKit = Akka.TestKit.Xunit2.TestKit;

namespace PortSentry.Akka.Tests;

public sealed class FrameSerializerTests() : AkkaTestKit(Nodes.Settings())
{
    private Serialization Serialization => ((ExtendedActorSystem)Sys).Serialization;

    [Fact]
    public void Messages_of_ours_are_read_as_they_were_written_by_versioned_manifests()
    {
        var frame = new SealedFrame(new byte[] { 1 }, new byte[] { 2, 3 }, new byte[] { 4 });
        var serializer = Assert.IsType<FrameSerializer>(Serialization.FindSerializerFor(frame));

        var read = Assert.IsType<SealedFrame>(serializer.FromBinary(serializer.ToBinary(frame), serializer.Manifest(frame)));

        Assert.Equal(frame.Encode(), read.Encode());
        Assert.Equal("frame1", serializer.Manifest(frame));
        Assert.Equal(new News(3), serializer.FromBinary(serializer.ToBinary(new News(3)), "news1"));
        Assert.DoesNotContain("PortSentry", Encoding.UTF8.GetString(serializer.ToBinary(frame)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_message_of_ours_is_neither_written_nor_read()
    {
        var serializer = Serialization.FindSerializerFor(new Uri("https://192.0.2.1"));

        Assert.IsType<NoSerializer>(serializer);
        Assert.Throws<SerializationException>(() => serializer.ToBinary(new Uri("https://192.0.2.1")));
        Assert.Throws<SerializationException>(() => Serialization.FindSerializerFor(new News(1)).FromBinary<News>([1, 2]));
    }

    /// <summary>Akka's own JSON serializer makes whatever type the sender names; its number is 1.</summary>
    [Fact]
    public void Nothing_is_read_that_names_its_own_type()
    {
        var json = Encoding.UTF8.GetBytes("""{"$type":"System.IO.FileInfo, System.Private.CoreLib","fileName":"/etc/passwd"}""");

        Assert.ThrowsAny<SerializationException>(() => Serialization.Deserialize(json, 1, "System.IO.FileInfo"));
    }
}
