namespace PortSentry.Coordinator.Api;

/// <summary>A parameter of a question, for the document that describes the API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What it means.</param>
internal sealed record ApiParameter(string Name, string Words);
