namespace PortSentry.Coordinator.Accounts;

/// <summary>Why what a user wanted for herself was not done.</summary>
internal abstract record OwnAccountFault
{
    private protected OwnAccountFault()
    {
    }

    /// <summary>The present password is another one.</summary>
    public static OwnAccountFault WrongPassword { get; } = new WrongInput("that is not your present password");
}

/// <summary>Something that was given is wrong: one sentence.</summary>
internal sealed record WrongInput(string Text) : OwnAccountFault;

/// <summary>There were too many attempts at the password; the next one counts after a while.</summary>
internal sealed record PasswordHeldBack(TimeSpan For) : OwnAccountFault;
