using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Correlate;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class ContactWalkTests
{
    private const long Window = 1000;

    [Fact]
    public void Four_ports_that_nobody_serves_are_a_scan_and_three_are_none()
    {
        var walk = Walk("ffff");

        Assert.Equal((false, true), (Walk("fff").IsScanner, walk.IsScanner));
    }

    [Theory]
    [InlineData("fsfff", false)]
    [InlineData("fsffff", true)]
    [InlineData("fffsf", false)]
    [InlineData("sssssssffff", false)] // Seven: four begin anew, three are taken back.
    [InlineData("ssssffff", true)]
    [InlineData("sssffff", false)]
    public void Served_port_takes_back_one_that_is_not_and_four_begin_anew(string contacts, bool isScanner) => Assert.Equal(isScanner, Walk(contacts).IsScanner);

    [Fact]
    public void Port_counts_once_however_often_it_is_touched()
    {
        var walk = new ContactWalk();
        for (var i = 0; i < 100; i++)
            walk.Fail(Mark(7), 1, Window);
        Assert.False(walk.IsScanner);

        for (var i = 0; i < 100; i++)
            walk.Succeed(Mark(7), 1, Window);
        foreach (var port in new ulong[] { 8, 9, 10 })
            walk.Fail(Mark(port), 1, Window);
        Assert.False(walk.IsScanner);
        walk.Fail(Mark(11), 1, Window);
        Assert.True(walk.IsScanner);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(-1001, false)] // The clock was set back.
    public void Contacts_older_than_the_window_no_longer_count(long later, bool isScanner)
    {
        const long start = 5000;
        var walk = new ContactWalk();
        foreach (var port in new ulong[] { 1, 2, 3 })
            walk.Fail(Mark(port), start, Window);

        walk.Fail(Mark(4), start + later, Window);

        Assert.Equal(isScanner, walk.IsScanner);
    }

    [Fact]
    public void More_served_ports_than_others_are_never_a_scan_in_whatever_order() => Prop.ForAll(
        (from failed in Gen.Choose(0, 3)
         from contacts in Gen.Shuffle(Enumerable.Repeat('f', failed).Concat(Enumerable.Repeat('s', 40)))
         select new string(contacts)).ToArbitrary(),
        contacts => !Walk(contacts).IsScanner).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 7)]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    public void Served_ports_that_were_touched_before_speak_for_the_source_as_if_they_came_now(int served, int failures)
    {
        var walk = new ContactWalk();
        walk.Begin((1ul << served) - 1, 1);

        for (ulong port = 0; port < (ulong)failures - 1; port++)
            walk.Fail(Mark(port), 1, Window);
        var before = walk.IsScanner;
        walk.Fail(Mark(63), 1, Window);

        Assert.Equal((false, true), (before, walk.IsScanner));
    }

    /// <summary>The hashes of a source's ports may differ in few bits, wherever those are: of some sources' factor only the upper ones do.</summary>
    [Fact]
    public void Ports_whose_hashes_differ_in_some_bits_alone_have_marks_of_their_own()
    {
        for (var bits = 0; bits < 58; bits++)
        {
            ulong marks = 0;
            for (ulong port = 1; port <= 20; port++)
                marks |= ContactWalk.MarkOf(port << bits);

            Assert.True(BitOperations.PopCount(marks) >= 2 * SequentialTest.FailuresToAlarm, $"bits from {bits} on: {BitOperations.PopCount(marks)} marks");
        }
    }

    private static ulong Mark(ulong port) => ContactWalk.MarkOf(port);

    /// <summary>First contacts in their order: f with a port that nobody serves, s with a served one.</summary>
    private static ContactWalk Walk(string contacts)
    {
        var walk = new ContactWalk();
        foreach (var (port, contact) in contacts.Index())
        {
            if (contact == 'f')
                walk.Fail(Mark((ulong)port), 1, Window);
            else
                walk.Succeed(Mark((ulong)port), 1, Window);
        }

        return walk;
    }
}
