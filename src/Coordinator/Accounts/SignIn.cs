namespace PortSentry.Coordinator.Accounts;

/// <summary>What became of an attempt to sign in.</summary>
public abstract record SignIn
{
    private protected SignIn()
    {
    }
}

/// <summary>It succeeded; the cookie takes the session.</summary>
public sealed record SignedIn(string Session) : SignIn;

/// <summary>The password is right, and a one-time code is wanted, too.</summary>
public sealed record CodeWanted : SignIn;

/// <summary>Name, password or code are wrong; which is not told.</summary>
public sealed record SignInRefused : SignIn;

/// <summary>There were too many attempts; the next one counts after a while.</summary>
public sealed record SignInHeldBack(TimeSpan For) : SignIn;
