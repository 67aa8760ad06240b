using PortSentry.Sensor.Decode;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Decode;

public sealed class ProbeBatchTests
{
    [Fact]
    public void Batch_keeps_its_order_until_it_is_full_and_is_empty_when_cleared()
    {
        var probes = new Probes();
        var (first, second) = (probes.Next("192.0.2.7"), probes.Next("192.0.2.8"));
        var answer = new ServiceAnswer(1, Probes.Local, 80, first.Source);
        var batch = new ProbeBatch(2);
        Assert.True(batch.IsEmpty);

        batch.Add(answer);
        batch.Add(first);
        Assert.False(batch.IsFull);
        batch.Add(second);

        Assert.True(batch.IsFull);
        Assert.Equal([first, second], batch.Probes.ToArray());
        Assert.Equal([answer], batch.Answers.ToArray());
        batch.Clear();
        Assert.True(batch.IsEmpty);
    }

    [Fact]
    public void Batch_is_full_when_no_answer_finds_room()
    {
        var batch = new ProbeBatch(1);

        batch.Add(new ServiceAnswer(1, Probes.Local, 80, Probes.Local));

        Assert.True(batch.IsFull);
    }
}
