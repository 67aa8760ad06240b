namespace PortSentry.Coordinator.Accounts;

/// <summary>Roles and permissions as people write them. Pure.</summary>
internal static class RoleText
{
    private static readonly (Permission Permission, string Word)[] Words =
    [
        (Permission.Read, "read"), (Permission.Blocks, "blocks"), (Permission.BreakGlass, "break-glass"),
        (Permission.Policy, "policy"), (Permission.Sensors, "sensors"), (Permission.Users, "users"),
    ];

    /// <summary>The words for permissions, for help and errors.</summary>
    public static string Allowed { get; } = string.Join(", ", Words.Select(pair => pair.Word));

    /// <summary>The word for a role.</summary>
    public static string Name(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Operator => "operator",
        _ => "viewer",
    };

    /// <summary>The role of a word.</summary>
    public static bool TryParse(string? text, out Role role)
    {
        (var isKnown, role) = text switch
        {
            "viewer" => (true, Role.Viewer),
            "operator" => (true, Role.Operator),
            "admin" => (true, Role.Admin),
            _ => (false, Role.Viewer),
        };
        return isKnown;
    }

    /// <summary>What a role may do.</summary>
    public static Permission Permissions(this Role role) => role switch
    {
        Role.Admin => Permission.All,
        Role.Operator => Permission.Read | Permission.Blocks | Permission.BreakGlass,
        _ => Permission.Read,
    };

    /// <summary>The words for permissions.</summary>
    public static IReadOnlyList<string> Names(this Permission permissions) =>
        [.. Words.Where(pair => permissions.HasFlag(pair.Permission)).Select(pair => pair.Word)];

    /// <summary>The permissions of words; false when one is none.</summary>
    public static bool TryParse(IEnumerable<string> words, out Permission permissions)
    {
        permissions = Permission.None;
        foreach (var word in words)
        {
            var found = Words.FirstOrDefault(pair => pair.Word == word).Permission;
            if (found == Permission.None)
                return false;
            permissions |= found;
        }

        return true;
    }
}
