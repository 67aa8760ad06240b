using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Accounts;

/// <summary>What whoever lets users in is asked.</summary>
internal abstract record SignInMessage
{
    private protected SignInMessage()
    {
    }
}

/// <summary>Somebody wants to sign in, under what can be a name.</summary>
internal sealed record TrySignIn(string Name, string Password, string Code, Address From, TaskCompletionSource<SignIn> Answer) : SignInMessage;

/// <summary>Somebody who is signed in gives the present password; the answer is what is wrong, null when it is right.</summary>
internal sealed record CheckPassword(string Name, PresentPassword Given, TaskCompletionSource<OwnAccountFault?> Answer) : SignInMessage;

/// <summary>Forget what counts no longer.</summary>
internal sealed record TrimAccounts : SignInMessage;
