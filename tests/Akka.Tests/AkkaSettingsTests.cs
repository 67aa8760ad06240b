using Akka.Actor;
using Akka.Configuration;
using PortSentry.Shared.Akka;

namespace PortSentry.Akka.Tests;

public sealed class AkkaSettingsTests
{
    [Fact]
    public void Operator_says_where_it_listens_and_how_long_it_waits()
    {
        var config = Of("""
            akka.remote.dot-netty.tcp { port = 7999, hostname = "192.0.2.1" }
            akka.cluster.split-brain-resolver.stable-after = 9s
            """);

        Assert.Equal(7999, config.GetInt("akka.remote.dot-netty.tcp.port"));
        Assert.Equal("192.0.2.1", config.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(TimeSpan.FromSeconds(9), config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
    }

    [Fact]
    public void What_keeps_the_fleet_safe_nobody_switches_off()
    {
        var config = Of("""
            akka {
              remote { untrusted-mode = off, trusted-selection-paths = ["/user/anything"], dot-netty.tcp.enable-ssl = off }
              actor.serializers.json = "Akka.Serialization.NewtonSoftJsonSerializer, Akka"
              cluster.roles = ["coordinator", "sensor"]
            }
            """);

        Assert.True(config.GetBoolean("akka.remote.untrusted-mode"));
        Assert.True(config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
        Assert.DoesNotContain("/user/anything", config.GetStringList("akka.remote.trusted-selection-paths"));
        Assert.Contains(nameof(NoSerializer), config.GetString("akka.actor.serializers.json"), StringComparison.Ordinal);
        Assert.Equal([AkkaNames.Sensor], config.GetStringList("akka.cluster.roles"));
    }

    [Fact]
    public void Split_brain_resolver_is_on() =>
        Assert.Contains("SplitBrainResolverProvider", Of("").GetString("akka.cluster.downing-provider-class"), StringComparison.Ordinal);

    private static Config Of(string operators)
    {
        using var fleet = new Certificates();
        return Nodes.Settings(fleet.Coordinator, fleet.Trusted, AkkaNames.Sensor, operators).Get<BootstrapSetup>().Value.Config.Value;
    }
}
