using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class CallerTests
{
    [Theory]
    [InlineData("anna", "anna")]
    [InlineData("", "control socket")]
    [InlineData(" ", "control socket")]
    public void Whoever_asks_at_the_control_socket_has_a_name_in_the_audit_log(string given, string name)
    {
        Assert.Equal(name, Caller.AtSocket(given).Name);
        Assert.False(UserNames.IsName("control socket"));
    }
}
