using System.Threading.Channels;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cluster;

/// <summary>What a member of a cluster was told.</summary>
internal sealed class MemberRecord : IClusterEvents
{
    private readonly Channel<ILeaderSession> _sessions = Channel.CreateUnbounded<ILeaderSession>();
    private readonly Channel<ClusterNews> _news = Channel.CreateUnbounded<ClusterNews>();

    public void Elected(ILeaderSession session) => _sessions.Writer.TryWrite(session);

    public void NewsCame(ClusterNews news) => _news.Writer.TryWrite(news);

    /// <summary>The next session that this member got.</summary>
    public Task<ILeaderSession> NextSessionAsync() => _sessions.Reader.ReadAsync().AsTask().Soon();

    /// <summary>True when a session waits that nobody took.</summary>
    public bool HasSession => _sessions.Reader.TryPeek(out _);

    /// <summary>Completes when this was told, whatever was told before it.</summary>
    public async Task HeardAsync(params ClusterNews[] all)
    {
        foreach (var wanted in all)
        {
            while (await _news.Reader.ReadAsync().AsTask().Soon() != wanted)
            {
            }
        }
    }
}
