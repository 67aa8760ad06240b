namespace PortSentry.Coordinator.Accounts;

/// <summary>A secret for an authenticator app, before a first code proves that it has it.</summary>
/// <param name="Secret">Base 32, to be typed.</param>
/// <param name="Uri">otpauth://, to be opened or drawn.</param>
public sealed record TotpOffer(string Secret, string Uri);
