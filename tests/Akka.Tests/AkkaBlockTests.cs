using Akka.Configuration;
using PortSentry.Coordinator.Akka;
using PortSentry.Coordinator.Config;

namespace PortSentry.Akka.Tests;

public sealed class AkkaBlockTests
{
    [Fact]
    public void Block_of_the_coordinators_configuration_says_to_Akka_what_it_says()
    {
        var read = CoordinatorConfig.Read("/etc/portsentry/coordinator.hocon", """
            portsentry { engine = akka }
            akka {
              remote.dot-netty.tcp { port = 7999, public-hostname = "c1.example" }, loglevel = "WARN\"ING"
              cluster { seed-nodes = ["akka.ssl.tcp://portsentry@c1.example:7446", "akka.ssl.tcp://portsentry@c2.example:7446"], role { "a.b".min-nr-of-members = 2 } }
            }
            """);

        Assert.Empty(read.Errors);
        var config = ConfigurationFactory.ParseString(AkkaBlock.Text(read.Options.Akka!));

        Assert.Equal(7999, config.GetInt("akka.remote.dot-netty.tcp.port"));
        Assert.Equal("c1.example", config.GetString("akka.remote.dot-netty.tcp.public-hostname"));
        Assert.Equal(2, config.GetStringList("akka.cluster.seed-nodes").Count);
    }

    [Fact]
    public void Akka_is_an_engine_of_this_build_and_another_word_is_none()
    {
        var read = CoordinatorConfig.Read("/etc/portsentry/coordinator.hocon", "portsentry { engine = orleans }");

        Assert.Contains("allowed: https, akka", Assert.Single(read.Errors), StringComparison.Ordinal);
    }
}
