using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The addresses of a network as columns have them: 16 bytes, IPv4 in its mapped form, so that a comparison of bytes is one of addresses.</summary>
internal static class NetworkRange
{
    private const int Length = 16;
    private static readonly Cidr AllOfIPv4 = Cidr.Parse("0.0.0.0/0");

    /// <summary>An address as a column has it.</summary>
    public static byte[] Bytes(Address address)
    {
        var bytes = new byte[Length];
        if (address.IsIPv4)
        {
            bytes.AsSpan(Length - 6, 2).Fill(byte.MaxValue);
            address.WriteBytes(bytes.AsSpan(Length - 4));
        }
        else
        {
            address.WriteBytes(bytes);
        }

        return bytes;
    }

    /// <summary>The last address of a network as a column has it.</summary>
    public static byte[] LastBytes(Cidr network)
    {
        var bytes = Bytes(network.Base);
        var free = network.Base.Bits - network.Prefix;
        for (var at = Length - 1; free > 0; at--, free -= 8)
            bytes[at] |= free >= 8 ? byte.MaxValue : (byte)((1 << free) - 1);
        return bytes;
    }

    /// <summary>A condition that a column of addresses lies within @first and @last. IPv4 has its place among IPv6 addresses, but is in none of their networks.</summary>
    public static string Condition(string column, Cidr within) =>
        $"{column} between @first and @last" + (within.IsIPv4 ? "" : $" and not ({column} between @ipv4First and @ipv4Last)");

    /// <summary>Gives the values that the condition needs.</summary>
    public static void Add(Dictionary<string, object?> values, Cidr within)
    {
        values["first"] = Bytes(within.Base);
        values["last"] = LastBytes(within);
        values["ipv4First"] = Bytes(AllOfIPv4.Base);
        values["ipv4Last"] = LastBytes(AllOfIPv4);
    }
}
