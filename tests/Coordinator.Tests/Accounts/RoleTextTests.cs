using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class RoleTextTests
{
    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public void A_role_is_read_as_it_is_written(Role role)
    {
        Assert.True(RoleText.TryParse(role.Name(), out var read));
        Assert.Equal(role, read);
    }

    [Fact]
    public void Each_role_may_all_that_the_one_below_may()
    {
        Assert.Equal(Permission.Read, Role.Viewer.Permissions());
        Assert.Equal(Role.Operator.Permissions(), Role.Operator.Permissions() | Role.Viewer.Permissions());
        Assert.Equal(Permission.All, Role.Admin.Permissions());
        Assert.False(Role.Operator.Permissions().HasFlag(Permission.Users));
    }

    [Fact]
    public void Permissions_are_read_as_they_are_written()
    {
        Assert.True(RoleText.TryParse(Permission.All.Names(), out var read));
        Assert.Equal(Permission.All, read);
        Assert.False(RoleText.TryParse(["read", "root"], out _));
    }
}
