using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Tests.Notify;

/// <summary>What a target is told and when, by a time that the test tells.</summary>
public sealed class TargetBookTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
    private static readonly SendOutcome No = new(false, "refused");

    [Fact]
    public void What_comes_within_the_window_is_one_message()
    {
        var book = Book(Target with { Every = Seconds(30) });
        book.Observe(Blocks(1, 2), Seconds(0), At);
        book.Observe(Blocks(3), Seconds(20), At);

        Assert.Null(book.Due(Seconds(29)));
        var message = book.Due(Seconds(30))!;
        Assert.Equal([1L, 2, 3], message.Events.Select(one => one.Number));
        book.Sent(Seconds(30), At);

        Assert.Null(book.Due(Seconds(1000)));
        Assert.Equal((3L, 1L, 0), (book.State.Decision, book.State.Sent, book.Waiting));
    }

    [Fact]
    public void Hour_has_room_for_so_many_and_the_rest_is_in_the_next()
    {
        var book = Book(Target with { Every = TimeSpan.Zero, AtMost = 2 });
        for (var number = 1; number <= 5; number++)
        {
            book.Observe(Blocks(number), Seconds(number), At);
            if (book.Due(Seconds(number)) is not null)
                book.Sent(Seconds(number), At);
        }

        Assert.Equal((2L, 3, 2L), (book.State.Sent, book.Waiting, book.State.Decision));
        Assert.Null(book.Due(Seconds(3600)));
        Assert.Equal([3L, 4, 5], book.Due(Seconds(3601))!.Events.Select(one => one.Number));
    }

    [Fact]
    public void Line_a_line_counts_as_a_message_each()
    {
        var book = Book(Target with { Kind = TargetKind.Syslog, Every = TimeSpan.Zero, AtMost = 3 });
        book.Observe(Blocks(1, 2, 3, 4, 5), Seconds(0), At);

        Assert.Equal(3, book.Due(Seconds(0))!.Events.Count);
        book.Sent(Seconds(0), At);

        Assert.Null(book.Due(Seconds(1)));
        Assert.Equal([4L, 5], book.Due(Seconds(3600))!.Events.Select(one => one.Number));
    }

    [Fact]
    public void What_fails_is_the_same_message_again_ever_later()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Blocks(1), Seconds(0), At);
        var first = book.Due(Seconds(0))!;
        book.Failed(No, Seconds(0), At, 0.5);
        book.Observe(Blocks(2), Seconds(0), At);

        Assert.Null(book.Due(Seconds(0.9)));
        Assert.Same(first, book.Due(Seconds(1)));
        book.Failed(No, Seconds(1), At, 0.5);
        Assert.Null(book.Due(Seconds(2.9)));
        Assert.Same(first, book.Due(Seconds(3)));
        Assert.Equal((2, "refused", At, 0L), (book.State.Failures, book.State.Problem, book.State.FailingSince, book.State.Decision));

        book.Sent(Seconds(3), At);
        Assert.Equal((0, "", 1L), (book.State.Failures, book.State.Problem, book.State.Decision));
        Assert.Equal([2L], book.Due(Seconds(3))!.Events.Select(one => one.Number));
    }

    [Fact]
    public void Target_that_asks_for_a_pause_gets_it()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Blocks(1), Seconds(0), At);
        book.Due(Seconds(0));
        book.Failed(No with { RetryAfter = TimeSpan.FromMinutes(10) }, Seconds(0), At, 0);

        Assert.Null(book.Due(Seconds(599)));
        Assert.NotNull(book.Due(Seconds(600)));
    }

    [Fact]
    public void What_fails_for_an_hour_is_left_out_and_the_next_message_says_so()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Blocks(1, 2), Seconds(0), At);
        book.Due(Seconds(0));
        book.Failed(No, Seconds(0), At, 0.5);
        book.Observe(Blocks(3), Seconds(3600), At);

        var next = book.Due(Seconds(3600))!;
        Assert.Equal((2L, 3L), (next.LeftOut, Assert.Single(next.Events).Number));
        Assert.Equal((2L, 2L), (book.State.LeftOut, book.State.Decision));
    }

    [Fact]
    public void Of_too_many_the_oldest_are_left_out_and_counted()
    {
        var book = Book(Target);
        book.Observe(Blocks([.. Enumerable.Range(1, TargetBook.MostWaiting + 7).Select(number => (long)number)]), Seconds(0), At);

        var message = book.Due(Seconds(30))!;
        Assert.Equal((TargetBook.MostWaiting, 8L, 7L), (message.Events.Count, message.Events[0].Number, message.LeftOut));
        Assert.Contains("7 not told", MessageWords.Title(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Need_is_told_once_and_once_as_settled()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Needs("silent:web1"), Seconds(0), At);
        Assert.Equal((NotifyEventKind.Need, "silent:web1"), KindOf(book.Due(Seconds(0))));
        book.Sent(Seconds(0), At);
        book.Observe(Needs("silent:web1"), Seconds(1), At);
        Assert.Null(book.Due(Seconds(1)));

        book.Observe(Needs(), Seconds(2), At);
        Assert.Equal((NotifyEventKind.Settled, "silent:web1"), KindOf(book.Due(Seconds(2))));
        book.Sent(Seconds(2), At);
        Assert.Empty(book.State.Told);
        book.Observe(Needs(), Seconds(3), At);
        Assert.Null(book.Due(Seconds(3)));
    }

    [Fact]
    public void Need_that_came_and_went_before_it_could_be_told_is_not_told()
    {
        var book = Book(Target with { Every = Seconds(30) });
        book.Observe(Needs("silent:web1"), Seconds(0), At);
        book.Observe(Needs(), Seconds(20), At);

        Assert.Null(book.Due(Seconds(60)));
    }

    [Fact]
    public void What_is_past_is_told_once_and_is_settled_by_nothing()
    {
        string[] past = ["refused:web1:192.0.2.1", "dropped:web2", "more:refused", "more:dropped"];
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Needs(past), Seconds(0), At);
        Assert.Equal(past, book.Due(Seconds(0))!.Events.Select(one => one.Key));
        book.Sent(Seconds(0), At);
        book.Observe(Needs(past), Seconds(1), At);
        Assert.Null(book.Due(Seconds(1)));

        book.Observe(Needs(), Seconds(2), At);
        Assert.Null(book.Due(Seconds(2)));
        Assert.Empty(book.State.Told);

        book.Observe(Needs(past[0]), Seconds(3), At);
        Assert.Equal((NotifyEventKind.Need, past[0]), KindOf(book.Due(Seconds(3))));
    }

    [Fact]
    public void What_is_past_is_told_also_when_it_is_shown_no_longer()
    {
        var book = Book(Target with { Every = Seconds(30) });
        book.Observe(Needs("refused:web1:192.0.2.1", "more:silent"), Seconds(0), At);
        book.Observe(Needs(), Seconds(20), At);

        Assert.Equal((NotifyEventKind.Need, "refused:web1:192.0.2.1"), KindOf(book.Due(Seconds(30))));
    }

    [Fact]
    public void Member_that_led_settles_only_what_each_member_tells_by_itself()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Needs("silent:web1", "store"), Seconds(0), At);
        book.Due(Seconds(0));
        book.Sent(Seconds(0), At);
        var stored = book.State;

        book.Rest();
        book.Observe(Needs() with { Leads = false }, Seconds(1), At);
        Assert.Equal((NotifyEventKind.Settled, "store"), KindOf(book.Due(Seconds(1))));
        book.Sent(Seconds(1), At);

        book.Begin(stored with { Told = new Dictionary<string, string> { ["silent:web1"] = "web1 silent" } });
        book.Observe(Needs(), Seconds(2), At);
        Assert.Equal((NotifyEventKind.Settled, "silent:web1"), KindOf(book.Due(Seconds(2))));
    }

    [Fact]
    public void Whom_a_message_did_not_reach_is_told_until_the_next_reaches_everyone()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        book.Observe(Blocks(1), Seconds(0), At);
        book.Due(Seconds(0));
        book.Sent(Seconds(0), At, "not for bob");
        Assert.Equal(("not for bob", 0, 1L), (book.State.Problem, book.State.Failures, book.State.Sent));

        book.Observe(Blocks(2), Seconds(1), At);
        book.Due(Seconds(1));
        book.Sent(Seconds(1), At);
        Assert.Equal("", book.State.Problem);
    }

    [Fact]
    public void Whoever_leads_next_goes_on_where_the_last_has_ended()
    {
        var first = Book(Target with { Every = TimeSpan.Zero });
        first.Observe(Blocks(1) with { Needs = Needs("silent:web1").Needs }, Seconds(0), At);
        first.Due(Seconds(0));
        first.Sent(Seconds(0), At);
        first.Observe(Blocks(2), Seconds(1), At);
        first.Due(Seconds(1));

        var second = Book(Target with { Every = TimeSpan.Zero });
        second.Begin(first.State);
        second.Observe(Blocks(1, 2) with { Needs = NeedsView.None }, Seconds(0), At);
        Assert.Equal([2L], second.Due(Seconds(0))!.Events.Select(one => one.Number));
        second.Sent(Seconds(0), At);
        second.Observe(Needs(), Seconds(1), At);
        Assert.Equal((NotifyEventKind.Settled, "silent:web1"), KindOf(second.Due(Seconds(1))));
    }

    [Fact]
    public void Target_is_told_only_of_what_it_is_about_and_never_of_itself()
    {
        var book = Book(Target with { Every = TimeSpan.Zero, About = Topics.Needs, Severity = NeedSeverity.Failed });
        book.Observe(Blocks(1) with { Needs = new NeedsView([new Need(NeedSeverity.Attention, "set-aside", "a", "/"), new Need(NeedSeverity.Failed, TargetNeeds.KeyOf("ops"), "b", "/"), new Need(NeedSeverity.Failed, "leader", "c", "/")], new HashSet<string>(), true) }, Seconds(0), At);

        Assert.Equal("leader", Assert.Single(book.Due(Seconds(0))!.Events).Key);
    }

    [Fact]
    public void What_was_left_out_is_counted_once_also_when_the_message_that_says_so_is_given_up()
    {
        var book = Book(Target with { Every = TimeSpan.Zero });
        for (var number = 1; number <= 3; number++)
        {
            var now = number * TargetBook.GiveUpAfter;
            book.Observe(Blocks(number), now, At);
            var message = book.Due(now)!;

            Assert.Equal((number, number - 1), (Assert.Single(message.Events).Number, message.LeftOut));
            Assert.Equal(message.LeftOut, book.State.LeftOut);
        }
    }

    [Fact]
    public void Every_event_is_told_once_or_counted_as_left_out_whatever_fails() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), steps =>
        {
            var book = Book(Target with { Every = Seconds(3), AtMost = 20 });
            var (now, next) = (TimeSpan.Zero, 1L);
            List<long> told = [];
            foreach (var step in steps)
            {
                now += Seconds(step % 16 * 40);
                book.Observe(Blocks([.. Enumerable.Range(0, step % 5).Select(_ => next++)]), now, At);
                if (book.Due(now) is not { } message)
                    continue;
                if (step >= 128)
                    book.Failed(No, now, At, step / 255.0);
                else
                    Take(message);
            }

            for (var tries = 0; book.Waiting > 0 && tries < 10; tries++)
            {
                now += TimeSpan.FromHours(2);
                if (book.Due(now) is { } message)
                    Take(message);
            }

            return told.Count + book.State.LeftOut == next - 1 && told.SequenceEqual(told.Distinct().Order()) && book.State.Decision == next - 1;

            void Take(NotifyMessage message)
            {
                told.AddRange(message.Events.Select(one => one.Number));
                book.Sent(now, At);
            }
        }).QuickCheckThrowOnFailure();

    private static NotifyTarget Target { get; } = new() { Name = "ops", Kind = TargetKind.Slack, Url = new Uri("http://127.0.0.1/"), Every = Seconds(30) };

    private static TargetBook Book(NotifyTarget target) => new(target, (events, leftOut) => new NotifyMessage(Guid.NewGuid().ToString("n"), At, "c1", events, leftOut, ""));

    private static News Blocks(params long[] numbers) => new(
        [.. numbers.Select(number => new NotifyEvent { Kind = NotifyEventKind.Block, Id = $"decision-{number}", At = At, Text = "blocked", Number = number })],
        numbers.DefaultIfEmpty(0).Max(),
        0,
        NeedsView.None,
        Leads: true);

    private static News Needs(params string[] keys) =>
        new([], 0, 0, new NeedsView([.. keys.Select(key => new Need(NeedSeverity.Failed, key, $"{key} needs you", "/"))], keys.ToHashSet(), true), Leads: true);

    private static (NotifyEventKind, string) KindOf(NotifyMessage? message) => Assert.Single(message!.Events) is var one ? (one.Kind, one.Key) : default;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
