using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>A steady stream of questions from the attacker to an open UDP port of the host, about a thousand a second, that shows when the host has stopped answering.</summary>
internal sealed class Stream : IAsyncDisposable
{
    private const int EchoPort = 7;
    private const int QuestionLength = 8;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);

    /// <summary>So many questions in a row without an answer are a block, not a loss.</summary>
    private const int SilenceLength = 50;

    private readonly TimeProvider _time;
    private readonly UdpClient _echo;
    private readonly UdpClient _asker;
    private readonly ConcurrentDictionary<long, bool> _answered = new();
    private readonly List<DateTimeOffset> _asked = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _running;

    public Stream(NetHost host, NetHost attacker, TimeProvider time)
    {
        _time = time;
        _echo = host.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, EchoPort)));
        _asker = attacker.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, 0)));
        _running = [EchoAsync(), ListenAsync(), AskAsync(new IPEndPoint(host.IPv4, EchoPort))];
    }

    /// <summary>True once it has been answered.</summary>
    public bool IsAnswered => !_answered.IsEmpty;

    /// <summary>When the first question was asked that found no answer; null while the host answers.</summary>
    public DateTimeOffset? SilentSince
    {
        get
        {
            lock (_asked)
            {
                var last = _asked.Count - 1;
                var first = last;
                while (first >= 0 && !_answered.ContainsKey(first))
                    first--;
                return last - first >= SilenceLength ? _asked[first + 1] : null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _echo.Dispose();
        _asker.Dispose();
        _stopping.Dispose();
    }

    private async Task AskAsync(IPEndPoint to)
    {
        using var beat = new PeriodicTimer(Gap, _time);
        await UntilStopped(async () =>
        {
            long number;
            lock (_asked)
            {
                number = _asked.Count;
                _asked.Add(_time.GetUtcNow());
            }

            await _asker.SendAsync(BitConverter.GetBytes(number), to, _stopping.Token);
            await beat.WaitForNextTickAsync(_stopping.Token);
        });
    }

    private Task EchoAsync() => UntilStopped(async () =>
    {
        var question = await _echo.ReceiveAsync(_stopping.Token);
        await _echo.SendAsync(question.Buffer, question.RemoteEndPoint, _stopping.Token);
    });

    private Task ListenAsync() => UntilStopped(async () =>
    {
        var answer = await _asker.ReceiveAsync(_stopping.Token);
        if (answer.Buffer.Length == QuestionLength)
            _answered[BitConverter.ToInt64(answer.Buffer)] = true;
    });

    private async Task UntilStopped(Func<Task> step)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
                await step();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
