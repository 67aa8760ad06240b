using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Accounts;

/// <summary>How often somebody may try to sign in: from one network (an IPv4 address, an IPv6 /64) five times and then every 30 seconds, at one name 30 times and then every 10 seconds, but where that name has signed in before, so that a stranger can neither guess a password nor keep its owner out. Bounded; when it is full, what is nearest to having all its tries again is forgotten. Time comes with the question, as what has passed since some beginning: a clock that is set neither holds anybody back nor gives tries away.</summary>
internal sealed class LoginBudget
{
    private const int MostEntries = 4096;
    private const int IPv6Prefix = 64;
    private static readonly Allowance OfNetwork = new(5, TimeSpan.FromSeconds(30));
    private static readonly Allowance OfName = new(30, TimeSpan.FromSeconds(10));

    private readonly Dictionary<string, TimeSpan> _usedUpTo = [];
    private readonly HashSet<string> _known = [];

    /// <summary>How many networks and names have used tries up, as far as it is remembered.</summary>
    public int Count => _usedUpTo.Count;

    /// <summary>Takes a try and says zero; or takes none and says how long to wait.</summary>
    public TimeSpan Take(string name, Address from, TimeSpan now)
    {
        var (network, user) = (NetworkKey(from), NameKey(name));
        var isKnown = _known.Contains(KnownKey(network, user));
        var wait = Longer(OfNetwork.PauseFor(Used(network, now), now), isKnown ? TimeSpan.Zero : OfName.PauseFor(Used(user, now), now));
        if (wait > TimeSpan.Zero)
            return wait;

        Use(network, OfNetwork, now);
        if (!isKnown)
            Use(user, OfName, now);
        return TimeSpan.Zero;
    }

    /// <summary>Who signed in was no stranger: this try is given back, and the name is known there. Those of before are not: whoever has an account of his own would guess another's between two of his own sign-ins.</summary>
    public void Forgive(string name, Address from)
    {
        var (network, user) = (NetworkKey(from), NameKey(name));
        if (_usedUpTo.TryGetValue(network, out var usedUpTo))
            _usedUpTo[network] = usedUpTo - OfNetwork.Pause;
        if (_known.Count >= MostEntries)
            _known.Clear();
        _known.Add(KnownKey(network, user));
    }

    /// <summary>Forgets what has all its tries again.</summary>
    public void Trim(TimeSpan now)
    {
        foreach (var (key, usedUpTo) in _usedUpTo)
        {
            if (usedUpTo <= now)
                _usedUpTo.Remove(key);
        }
    }

    private TimeSpan Used(string key, TimeSpan now) => _usedUpTo.TryGetValue(key, out var until) && until > now ? until : now;

    private void Use(string key, Allowance allowance, TimeSpan now)
    {
        if (!_usedUpTo.ContainsKey(key) && _usedUpTo.Count >= MostEntries)
            _usedUpTo.Remove(_usedUpTo.MinBy(entry => entry.Value).Key);
        _usedUpTo[key] = Used(key, now) + allowance.Pause;
    }

    private static string NetworkKey(Address from) => $"from {(from.IsIPv4 ? Cidr.Host(from) : new Cidr(from, IPv6Prefix))}";

    private static string KnownKey(string network, string user) => $"{network} {user}";

    private static string NameKey(string name) => $"name {name}";

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>So many tries at once, and one more each pause: what is used stands as the moment at which all are there again.</summary>
    private sealed record Allowance(int Tries, TimeSpan Pause)
    {
        public TimeSpan PauseFor(TimeSpan usedUpTo, TimeSpan now)
        {
            var over = usedUpTo + Pause - now - (Tries * Pause);
            return over > TimeSpan.Zero ? over : TimeSpan.Zero;
        }
    }
}
