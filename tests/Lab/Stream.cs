using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>A steady stream of questions from the attacker to the echo of a host, about a thousand a second, that shows when the host stops answering, and when it begins.</summary>
internal sealed class Stream : IAsyncDisposable
{
    private const int QuestionLength = 8;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);

    /// <summary>So many questions in a row without an answer are a block, not a loss.</summary>
    private const int SilenceLength = 50;

    private readonly TimeProvider _time;
    private readonly UdpClient _asker;
    private readonly ConcurrentDictionary<long, bool> _answered = new();
    private readonly List<DateTimeOffset> _asked = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _running;
    private long _firstAnswered = long.MaxValue;

    public Stream(NetHost attacker, IPAddress source, IPAddress host, TimeProvider time)
    {
        _time = time;
        _asker = attacker.Run(() => new UdpClient(new IPEndPoint(source, 0)));
        _running = [ListenAsync(), AskAsync(new IPEndPoint(host, Echo.Port))];
    }

    /// <summary>When the first question was asked that was answered; null before.</summary>
    public DateTimeOffset? AnsweredSince
    {
        get
        {
            var first = Volatile.Read(ref _firstAnswered);
            lock (_asked)
                return first < _asked.Count ? _asked[(int)first] : null;
        }
    }

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

    private Task ListenAsync() => UntilStopped(async () =>
    {
        var answer = await _asker.ReceiveAsync(_stopping.Token);
        if (answer.Buffer.Length != QuestionLength)
            return;
        var number = BitConverter.ToInt64(answer.Buffer);
        _answered[number] = true;
        if (number < _firstAnswered)
            Volatile.Write(ref _firstAnswered, number);
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
