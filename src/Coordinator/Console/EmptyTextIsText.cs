using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace PortSentry.Coordinator.Console;

/// <summary>A field that was sent empty is empty text, not none at all.</summary>
internal sealed class EmptyTextIsText : IDisplayMetadataProvider
{
    /// <inheritdoc/>
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context) => context.DisplayMetadata.ConvertEmptyStringToNull = false;
}
