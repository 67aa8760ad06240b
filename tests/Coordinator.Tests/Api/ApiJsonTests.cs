using System.Text.Json;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class ApiJsonTests
{
    public static TheoryData<ScanKind> Kinds => [.. Enum.GetValues<ScanKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scan_kind_is_the_word_of_all_our_output(ScanKind kind)
    {
        var alarm = Alarm(kind);
        foreach (var json in new[] { ApiJson.Default, ApiJson.Indented })
        {
            var text = JsonSerializer.Serialize([alarm], json.IReadOnlyListAlarmRow);

            Assert.Equal(kind.Name(), JsonDocument.Parse(text).RootElement[0].GetProperty("kind").GetString());
            Assert.Equal([alarm], JsonSerializer.Deserialize(text, json.IReadOnlyListAlarmRow));
        }
    }

    [Fact]
    public void Scan_kind_of_a_contact_is_that_word_too()
    {
        var contact = new FirstContact(Address.Parse("192.0.2.7"), Cidr.Parse("192.0.2.7"), ScanKind.TinyFragment, 23, DateTimeOffset.UnixEpoch);
        var source = new SourceView { Target = contact.Network, Contacts = [new ContactRow("web1", contact)] };

        Assert.Contains("\"kind\":\"tiny-fragment\"", JsonSerializer.Serialize(source, ApiJson.Default.SourceView), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Syn\"")]
    [InlineData("\"\"")]
    [InlineData("2")]
    [InlineData("null")]
    public void Other_words_are_refused(string word)
    {
        var text = JsonSerializer.Serialize([Alarm(ScanKind.Syn)], ApiJson.Default.IReadOnlyListAlarmRow).Replace("\"syn\"", word, StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, ApiJson.Default.IReadOnlyListAlarmRow));
    }

    private static AlarmRow Alarm(ScanKind kind) => new()
    {
        Sensor = "web1",
        Source = Address.Parse("192.0.2.7"),
        Network = Cidr.Parse("192.0.2.7"),
        What = "port-scan",
        Mode = "stcp",
        Kind = kind,
        Port = 23,
        Probes = 2,
        FirstProbe = DateTimeOffset.UnixEpoch,
        At = DateTimeOffset.UnixEpoch,
    };
}
