namespace PortSentry.System.Tests.Packages;

/// <summary>Tests that share the packages, one after the other.</summary>
[CollectionDefinition(nameof(BuiltPackages))]
public sealed class PackagesCollection : ICollectionFixture<BuiltPackages>;
