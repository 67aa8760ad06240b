using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Akka;

namespace PortSentry.Akka.Tests;

public sealed class FrameTests
{
    private static readonly FrameKind[] Kinds = Enum.GetValues<FrameKind>();

    [Fact]
    public void Frame_is_read_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int, Guid, long, byte[])>(),
        parts =>
        {
            var frame = new Frame(Kinds[(parts.Item1 & 0xffff) % Kinds.Length], parts.Item2, parts.Item3, parts.Item4 ?? []);

            Assert.True(Frame.TryDecode(frame.Encode(), out var read));
            Assert.Equal((frame.Kind, frame.Conversation, frame.Number), (read.Kind, read.Conversation, read.Number));
            Assert.Equal(frame.Body.ToArray(), read.Body.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_frame_or_none() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            bytes ??= [];
            // What is no frame by its head alone is the likely case, so heads of ours are tried as well.
            foreach (var tried in new[] { bytes, [1, 17, .. bytes], [1, 200, .. bytes], [2, 17, .. bytes] })
            {
                var isFrame = Frame.TryDecode(tried, out var frame);
                Assert.Equal(isFrame, frame is not null);
                Assert.True(!isFrame || frame!.Encode().AsSpan().SequenceEqual(tried));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_sealed_frame_or_none() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            bytes ??= [];
            foreach (var tried in new[] { bytes, [1, 0, 0, 0, 1, 0, 0, 0, .. bytes], [255, 255, 255, 127, 1, 0, 0, 0, .. bytes] })
                Assert.True(!SealedFrame.TryDecode(tried, out var frame) || frame.Encode().AsSpan().SequenceEqual(tried));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Seal_opens_for_the_certificate_that_signed_and_for_no_other()
    {
        using var fleet = new Certificates();
        using var signer = fleet.Sensor("s1");
        using var other = fleet.Sensor("s2");
        var frame = new Frame(FrameKind.Reports, Guid.NewGuid(), 7, new byte[] { 1, 2, 3 });

        Assert.True(SealedFrame.TryDecode(SealedFrame.Seal(frame, signer).Encode(), out var came));
        Assert.True(came.TryOpen(signer, out var opened));
        Assert.Equal(frame.Encode(), opened.Encode());
        Assert.False(came.TryOpen(other, out _));
    }

    [Fact]
    public void Seal_is_broken_by_any_change()
    {
        using var fleet = new Certificates();
        using var signer = fleet.Sensor("s1");
        var came = SealedFrame.Seal(new Frame(FrameKind.Reports, Guid.NewGuid(), 7, new byte[] { 1, 2, 3 }), signer);

        for (var place = 0; place < came.Content.Length; place++)
        {
            var changed = came.Content.ToArray();
            changed[place] ^= 1;
            Assert.False((came with { Content = changed }).TryOpen(signer, out _));
        }
    }

    [Fact]
    public void Refusal_is_read_as_it_was_written_and_anything_else_is_none()
    {
        var refusal = new FrameRefusal(403, "s1 was revoked", TimeSpan.FromSeconds(3));

        Assert.Equal(refusal, FrameRefusal.Decode(refusal.Encode()));
        Assert.Null(FrameRefusal.Decode("{}"u8.ToArray()));
        Assert.Null(FrameRefusal.Decode(new byte[] { 1, 2 }));
    }
}
