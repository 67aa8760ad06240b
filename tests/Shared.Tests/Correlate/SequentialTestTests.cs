using PortSentry.Shared.Correlate;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class SequentialTestTests
{
    [Fact]
    public void Four_failures_in_a_row_decide_for_a_scanner() => Assert.Equal(4, SequentialTest.FailuresToAlarm);

    [Fact]
    public void Four_successes_in_a_row_decide_for_an_honest_host() => Assert.Equal(4, SequentialTest.SuccessesToClear);
}
