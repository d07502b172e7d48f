using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class RecordBatchBuilderTests
{
    [Theory]
    [InlineData(nameof(RecordLimits.MaxTagBytes), RecordLimits.MaxTagBytes)]
    [InlineData(nameof(RecordLimits.MaxKeysBytes), RecordLimits.MaxKeysBytes)]
    [InlineData(nameof(RecordLimits.MaxPropertiesBytes), RecordLimits.MaxPropertiesBytes)]
    [InlineData(nameof(RecordLimits.MaxBodyBytes), RecordLimits.MaxBodyBytes)]
    public void A_part_is_taken_at_its_limit_and_refused_above_by_the_limits_name(string limitName, int limit)
    {
        using RecordBatchBuilder builder = new();
        Assert.True(builder.TryAdd(RecordWith(limitName, limit)));
        int size = builder.SizeInBytes;
        RecordTooLargeException error = Assert.Throws<RecordTooLargeException>(() => builder.TryAdd(RecordWith(limitName, limit + 1)));
        Assert.Equal(limitName, error.LimitName);
        Assert.Equal(limit, error.LimitBytes);
        Assert.Equal(limit + 1, error.ActualBytes);
        Assert.Equal("RECORD_TOO_LARGE", error.Code);
        Assert.Contains($"{limitName} allows {limit}", error.Message, StringComparison.Ordinal);

        Assert.Equal((1, size), (builder.Count, builder.SizeInBytes));
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(builder.Build(0, 0, 0).Span));
    }

    [Fact]
    public void Limits_count_bytes_and_not_characters()
    {
        using RecordBatchBuilder builder = new();
        Assert.True(builder.TryAdd(new RecordData { Tag = new string('订', 341) }));
        RecordTooLargeException error = Assert.Throws<RecordTooLargeException>(() => builder.TryAdd(new RecordData { Tag = new string('订', 342) }));
        Assert.Equal(1026, error.ActualBytes);
    }

    [Fact]
    public void Many_small_properties_reach_the_limit_together()
    {
        using RecordBatchBuilder builder = new();
        KeyValuePair<string, string>[] properties = [.. Enumerable.Range(0, 3_000).Select(i => new KeyValuePair<string, string>($"name{i:D4}", "value"))];
        RecordTooLargeException error = Assert.Throws<RecordTooLargeException>(() => builder.TryAdd(new RecordData { Properties = properties }));
        Assert.Equal(nameof(RecordLimits.MaxPropertiesBytes), error.LimitName);
    }

    [Fact]
    public void A_full_batch_refuses_a_record_and_takes_it_after_a_reset()
    {
        using RecordBatchBuilder builder = new(maxBytes: 1000);
        RecordData record = new() { Body = new byte[100], Tag = "TagA" };
        int taken = 0;
        while (builder.TryAdd(record))
        {
            taken++;
        }

        // 96 of header; 1 + 1 + 4 + 1 + 1 + 5 + 101 a record.
        Assert.Equal((1000 - 96) / 114, taken);
        Assert.Equal(96 + (taken * 114), builder.SizeInBytes);
        Assert.Equal(taken, builder.Count);
        Assert.Equal(builder.SizeInBytes, builder.Build(0, 0, 0).Length);

        builder.Reset();
        Assert.Equal((0, 96), (builder.Count, builder.SizeInBytes));
        Assert.True(builder.TryAdd(record));
    }

    [Fact]
    public void A_batch_takes_records_up_to_its_last_byte()
    {
        const int Size = 96 + 8 + 1 + 50;
        using RecordBatchBuilder exact = new(maxBytes: Size);
        Assert.True(exact.TryAdd(new RecordData { Body = new byte[50] }));
        Assert.Equal(Size, exact.Build(0, 0, 0).Length);
        Assert.False(exact.Count == 0);

        using RecordBatchBuilder small = new(maxBytes: Size - 1);
        RecordTooLargeException error = Assert.Throws<RecordTooLargeException>(() => small.TryAdd(new RecordData { Body = new byte[50] }));
        Assert.Equal(nameof(RecordLimits.MaxBatchBytes), error.LimitName);
        Assert.Equal((Size, Size - 1), (error.ActualBytes, error.LimitBytes));
    }

    [Fact]
    public void A_record_that_fits_no_batch_is_refused_even_behind_others()
    {
        using RecordBatchBuilder builder = new(maxBytes: 300);
        Assert.True(builder.TryAdd(new RecordData { Body = new byte[10] }));
        Assert.False(builder.TryAdd(new RecordData { Body = new byte[190] }));
        Assert.Throws<RecordTooLargeException>(() => builder.TryAdd(new RecordData { Body = new byte[300] }));
    }

    [Fact]
    public void A_batch_takes_65536_records_and_no_more()
    {
        using RecordBatchBuilder builder = new();
        for (int i = 0; i < RecordLimits.MaxRecordsPerBatch; i++)
        {
            Assert.True(builder.TryAdd(new RecordData { Tombstone = true }));
        }

        Assert.False(builder.TryAdd(default));
        Assert.Equal(65_536, builder.Count);
        ReadOnlyMemory<byte> batch = builder.Build(0, 0, 0);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(batch.Span));
        Assert.Equal(65_535, Batches.Views(Batches.Read(batch))[^1].Offset);
    }

    [Fact]
    public void Two_of_the_largest_bodies_fill_two_batches()
    {
        using RecordBatchBuilder builder = new();
        RecordData largest = new() { Body = new byte[RecordLimits.MaxBodyBytes] };
        Assert.True(builder.TryAdd(largest));
        Assert.False(builder.TryAdd(largest));
        Assert.InRange(builder.SizeInBytes, RecordLimits.MaxBodyBytes, RecordLimits.MaxBatchBytes);
    }

    [Fact]
    public void Growing_keeps_what_was_added()
    {
        using RecordBatchBuilder builder = new(initialCapacity: 1);
        RecordModel[] records = [.. Enumerable.Range(0, 200).Select(i => new RecordModel { Body = [.. Enumerable.Repeat((byte)i, i)], Born = i })];
        Assert.All(records, record => Assert.True(builder.TryAdd(record.ToData())));
        Assert.Equal(records, Batches.Views(Batches.Read(builder.Build(0, 0, 0))).Select(RecordModel.Of));
    }

    [Fact]
    public void A_reused_builder_leaves_nothing_of_the_batch_before()
    {
        using RecordBatchBuilder builder = new();
        builder.TryAdd(new RecordData { Tag = "TagC", BornTimestampMs = 99, Body = new byte[500] });
        builder.Build(5, 6, 7, BatchAttributes.Control);
        builder.Reset();
        foreach (RecordModel record in Batches.GoldenRecords)
        {
            builder.TryAdd(record.ToData());
        }

        Assert.Equal(Batches.Golden(), builder.Build(Batches.ProducerId, 3, 41).ToArray());
    }

    [Fact]
    public void A_batch_can_be_built_again_for_another_epoch_but_not_added_to()
    {
        using RecordBatchBuilder builder = new();
        builder.TryAdd(default);
        builder.Build(1, 0, 5);
        RecordBatch again = Batches.Read(builder.Build(2, 1, 6));
        again.Verify();
        Assert.Equal((2L, 1, 6), (again.ProducerId, again.ProducerEpoch, again.FirstSequence));
        Assert.Throws<InvalidOperationException>(() => builder.TryAdd(default));
    }

    [Fact]
    public void An_empty_batch_cannot_be_built()
    {
        using RecordBatchBuilder builder = new();
        Assert.Throws<InvalidOperationException>(() => builder.Build(0, 0, 0));
    }

    [Theory]
    [InlineData(-1, 0, 0, BatchAttributes.None)]
    [InlineData(0, -1, 0, BatchAttributes.None)]
    [InlineData(0, 0, -1, BatchAttributes.None)]
    [InlineData(0, 0, 0, BatchAttributes.Filtered)]
    [InlineData(0, 0, 0, BatchAttributes.Compacted)]
    [InlineData(0, 0, 0, (BatchAttributes)16)]
    public void Header_values_that_a_leader_would_refuse_are_refused_at_once(long producerId, int epoch, int sequence, BatchAttributes attributes)
    {
        using RecordBatchBuilder builder = new();
        builder.TryAdd(default);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Build(producerId, epoch, sequence, attributes));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(16, 103)]
    [InlineData(16, RecordLimits.MaxBatchBytes + 1)]
    public void Sizes_that_the_format_does_not_allow_are_refused(int initialCapacity, int maxBytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordBatchBuilder(initialCapacity, maxBytes));

    [Fact]
    public void Text_with_a_lone_surrogate_is_refused_by_name_and_adds_nothing()
    {
        using RecordBatchBuilder builder = new();
        AssertRefused("tag", new RecordData { Tag = "a\uD800" });
        AssertRefused("keys", new RecordData { Keys = "\uDC00b" });
        AssertRefused("property name", new RecordData { Properties = [new("\uD800", "")] });
        AssertRefused("property value", new RecordData { Properties = [new("", "\uD800")] });

        void AssertRefused(string part, RecordData record)
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => builder.TryAdd(record));
            Assert.Contains($"The {part} has a lone surrogate", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, builder.Count);
        }
    }

    [Fact]
    public void A_tombstone_with_a_body_and_a_null_property_are_refused()
    {
        using RecordBatchBuilder builder = new();
        Assert.Throws<ArgumentException>(() => builder.TryAdd(new RecordData { Tombstone = true, Body = new byte[1] }));
        Assert.Throws<ArgumentException>(() => builder.TryAdd(new RecordData { Properties = [default] }));
        Assert.Throws<ArgumentException>(() => builder.TryAdd(new RecordData { Properties = [new("name", null!)] }));
        Assert.Equal(0, builder.Count);
    }

    [Fact]
    public void Properties_that_change_while_they_are_encoded_add_nothing()
    {
        using RecordBatchBuilder builder = new();
        builder.TryAdd(default);
        Assert.Throws<InvalidOperationException>(() => builder.TryAdd(new RecordData { Properties = new ShrinkingList() }));
        Assert.Equal(1, builder.Count);
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(builder.Build(0, 0, 0).Span));
    }

    [Fact]
    public void A_disposed_builder_refuses_work_and_a_second_dispose_does_nothing()
    {
        RecordBatchBuilder builder = new();
        builder.Dispose();
        builder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => builder.TryAdd(default));
        Assert.Throws<ObjectDisposedException>(() => builder.Build(0, 0, 0));
    }

    private static RecordData RecordWith(string limitName, int bytes) => limitName switch
    {
        nameof(RecordLimits.MaxTagBytes) => new() { Tag = new string('t', bytes) },
        nameof(RecordLimits.MaxKeysBytes) => new() { Keys = new string('k', bytes) },
        // An empty name (1), the value's length (3) and the value.
        nameof(RecordLimits.MaxPropertiesBytes) => new() { Properties = [new("", new string('v', bytes - 4))] },
        _ => new() { Body = new byte[bytes] },
    };

    private sealed class ShrinkingList : IReadOnlyList<KeyValuePair<string, string>>
    {
        private int _reads;

        public int Count => 1;

        public KeyValuePair<string, string> this[int index] => new("name", _reads++ == 0 ? "long value" : "short");

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
