using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using OrleansRocket.Log.Records;
using OrleansRocket.Pop;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Grains.Pop;

public sealed class PopStateTests
{
    private static readonly Gen<PopChange> Changes =
        from kind in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)), (10, Gen.Constant(2)), (10, Gen.Constant(3)))
        from first in Gen.Choose(0, 30)
        from count in Gen.Choose(1, 8)
        from generation in Gen.Choose(1, 4)
        from visibleAt in Gen.Choose(0, 5)
        from attempt in Gen.Choose(1, 2)
        select kind switch
        {
            0 => PopChange.Start(first),
            1 => PopChange.Next(first),
            2 => PopChange.Hand(new PopLease(first, first + count, generation, visibleAt, attempt)),
            _ => PopChange.Done(first, first + count),
        };

    [Fact]
    public void The_state_says_of_every_offset_what_a_table_of_all_offsets_would_say()
    {
        var cases = from changes in Changes.NonEmptyListOf()
                    from now in Gen.Choose(0, 6)
                    from most in Gen.Choose(1, 10)
                    from first in Gen.Choose(0, 35)
                    from count in Gen.Choose(1, 8)
                    from generation in Gen.Choose(1, 4)
                    select (changes, now, most, new OffsetRange(first, first + count), generation);
        Seeded.ForAll(cases, value =>
        {
            var (state, model) = Run(value.changes);
            AssertSame(model, state);
            var visible = state.FindVisible(value.now, value.most, int.MaxValue);
            Assert.Equal(
                model.Leased.Where(entry => entry.Value.VisibleAtMs <= value.now).Select(entry => entry.Key).Take(value.most),
                visible.SelectMany(lease => Offsets(lease.Range)));
            Assert.Equal(visible.Count > 0, state.HasVisible(value.now));
            Assert.Equal(model.Leased.Values.Count(lease => lease.VisibleAtMs > value.now), state.CountInvisible(value.now));
            AssertSame(model, state);
            CheckMatch(model, state, value.Item4, value.generation);
        }, tests: 1000);
    }

    [Fact]
    public void The_state_is_the_same_when_it_has_been_stored_and_read_back()
    {
        var cases = from before in Changes.NonEmptyListOf()
                    from after in Changes.ListOf()
                    select (before, after);
        Seeded.ForAll(cases, value =>
        {
            var (state, _) = Run(value.before);
            var snapshot = new ArrayBufferWriter<byte>();
            PopRecord.WriteSnapshot(snapshot, 7, 99, state);
            var changes = new ArrayBufferWriter<byte>();
            PopRecord.WriteAfter(changes, 7);
            foreach (var change in value.after)
                PopRecord.Write(changes, change);

            var read = new PopState();
            Assert.Equal(new PopRecordHeader(true, 7, 99), Read(snapshot.WrittenSpan, read));
            AssertSame(Run(value.before).Model, read);
            Assert.Equal(new PopRecordHeader(false, 7, 0), Read(changes.WrittenSpan, read));
            AssertSame(Run([.. value.before, .. value.after]).Model, read);
        });
    }

    [Fact]
    public void Neighbours_that_are_handed_out_together_are_one_lease()
    {
        var state = new PopState();
        state.Apply(PopChange.Start(0));
        state.Apply(PopChange.Hand(new PopLease(0, 5, 9, 100, 1)));
        state.Apply(PopChange.Hand(new PopLease(5, 8, 9, 100, 1)));
        Assert.Equal(new PopLease(0, 8, 9, 100, 1), Assert.Single(state.Leases));
    }

    [Theory]
    [InlineData("")]
    [InlineData("snapshot 1 2")]
    [InlineData("snapshot 1\n")]
    [InlineData("after 1 2\n")]
    [InlineData("before 1\n")]
    [InlineData("snapshot 1 2\nlease 1 2 3 4\n")]
    [InlineData("snapshot 1 2\ndone 1 x\n")]
    [InlineData("snapshot 1 2\ndone 1 2 3 4 5 6\n")]
    [InlineData("snapshot 1 2\nstart\n")]
    public void What_was_not_written_by_this_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Read(System.Text.Encoding.UTF8.GetBytes(text), new PopState()));

    private static (PopState State, PopModel Model) Run(IEnumerable<PopChange> changes)
    {
        var (state, model) = (new PopState(), new PopModel());
        foreach (var change in changes.Prepend(PopChange.Start(0)))
        {
            state.Apply(change);
            model.Apply(change);
        }

        return (state, model);
    }

    private static PopRecordHeader Read(ReadOnlySpan<byte> record, PopState state)
    {
        var header = PopRecord.ReadHeader(record, out var rest);
        while (PopRecord.TryRead(ref rest, out var change))
            state.Apply(change);
        return header;
    }

    private static void AssertSame(PopModel model, PopState state)
    {
        Assert.Equal((model.Next, model.Committed, model.Leased.Count), (state.Next, state.Committed, state.InFlight));
        Assert.Equal(
            model.Leased.Select(entry => (entry.Key, entry.Value)),
            state.Leases.SelectMany(lease => Offsets(lease.Range).Select(offset => (offset, (lease.Generation, lease.VisibleAtMs, lease.Attempt)))));
    }

    private static void CheckMatch(PopModel model, PopState state, OffsetRange range, long generation)
    {
        var (owned, refused) = (new List<PopLease>(), new List<OffsetRange>());
        state.Match(range, generation, owned, refused);
        var expected = Offsets(range).ToLookup(offset =>
            model.Leased.TryGetValue(offset, out var lease) ? lease.Generation == generation ? "owned" : "refused" : offset >= model.Next ? "refused" : "done");
        Assert.Equal(expected["owned"], owned.SelectMany(lease => Offsets(lease.Range)));
        Assert.Equal(expected["refused"], refused.SelectMany(Offsets));
    }

    private static IEnumerable<long> Offsets(OffsetRange range) => Enumerable.Range(0, (int)range.Count).Select(index => range.First + index);
}
