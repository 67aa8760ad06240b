using PortSentry.Coordinator.Api;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>What the owner of the book that questions are asked about is asked.</summary>
internal abstract record BookMessage
{
    private protected BookMessage()
    {
    }
}

/// <summary>Say which blocks a filter lets through, a page of them, or all.</summary>
internal sealed record FindBlocks(BlockFilter Filter, PageWish Wish, bool IsWhole, TaskCompletionSource<Page<BlockEntry>> Answer) : BookMessage;

/// <summary>Say what is ordered about a network.</summary>
internal sealed record FindAround(Cidr Network, TaskCompletionSource<OrdersAround> Answer) : BookMessage;

/// <summary>Say which of exactly these targets are blocked.</summary>
internal sealed record FindTargets(IReadOnlyCollection<Cidr> Targets, TaskCompletionSource<IReadOnlyList<BlockEntry>> Answer) : BookMessage;

/// <summary>Say what is ignored.</summary>
internal sealed record ListIgnored(TaskCompletionSource<IReadOnlyList<Cidr>> Answer) : BookMessage;

/// <summary>Say how the book is, what is done about these sources, and which blocks have changed since this was last asked.</summary>
internal sealed record LookOver(IReadOnlyList<Cidr> Sources, TaskCompletionSource<BookLook> Answer) : BookMessage;

/// <summary>What is ordered about a network.</summary>
internal sealed record OrdersAround(OrderPosition Position, IReadOnlyList<BlockEntry> Blocks, string Spared);

/// <summary>How the book is. Of changed blocks the latest are named, the latest first.</summary>
internal sealed record BookLook(OrderPosition Position, int Blocks, FleetPolicy Policy, IReadOnlyList<Cidr> Sources, IReadOnlyList<SourceCover> Covers, long Changed, IReadOnlyList<Cidr> Latest);
