namespace PortSentry.Shared.Hocon;

/// <summary>Where files come from; failures are values.</summary>
public interface IHoconFiles
{
    /// <summary>Reads a file of at most <see cref="HoconLimits.FileSize"/> bytes.</summary>
    HoconText Read(string path);
}
