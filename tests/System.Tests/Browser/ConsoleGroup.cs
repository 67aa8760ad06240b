namespace PortSentry.System.Tests.Browser;

/// <summary>The tests that share a fleet with a console, one after the other.</summary>
[CollectionDefinition(ConsoleFleet.Name)]
public sealed class ConsoleGroup : ICollectionFixture<ConsoleFleet>;
