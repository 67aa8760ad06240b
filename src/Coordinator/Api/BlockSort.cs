namespace PortSentry.Coordinator.Api;

/// <summary>An order of blocks.</summary>
public enum BlockSort
{
    /// <summary>What was ordered last comes first.</summary>
    Latest = 1,

    /// <summary>What ends soonest comes first.</summary>
    EndsSoonest = 2,

    /// <summary>By address.</summary>
    Target = 3,
}
