using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

public sealed class RoundTripTests
{
    [Fact]
    public void Any_records_come_out_of_a_batch_as_they_went_in() => Seeded.ForAll(RecordModel.BatchGenerator, records =>
    {
        byte[] bytes = Batches.StoredAt(1_000_000, records);
        RecordBatch batch = Batches.Read(bytes);
        batch.Verify();
        Assert.Equal(records, Batches.Views(batch).Select(RecordModel.Of));
    });

    [Fact]
    public void Any_batch_that_the_builder_makes_is_accepted_by_a_leader() => Seeded.ForAll(RecordModel.BatchGenerator, records =>
        Assert.Equal(BatchCheck.Ok, RecordBatchHeader.CheckProduced(Batches.Produced(records))));

    [Fact]
    public void Encoding_what_was_decoded_gives_the_same_bytes() => Seeded.ForAll(RecordModel.BatchGenerator, records =>
    {
        byte[] bytes = Batches.Produced(records);
        RecordModel[] decoded = [.. Batches.Views(Batches.Read(bytes)).Select(RecordModel.Of)];
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Batches.Produced(decoded)));
    });

    [Fact]
    public void Offsets_sequences_tag_hashes_and_ids_count_on_from_the_header() => Seeded.ForAll(RecordModel.BatchGenerator, records =>
    {
        ulong mask = 0;
        long index = 0;
        RecordBatch batch = Batches.Read(Batches.StoredAt(77, records));
        foreach (RecordView view in batch.Records)
        {
            Assert.Equal(77 + index, view.Offset);
            Assert.Equal(41 + index, view.Sequence);
            Assert.Equal(new MessageId(Batches.ProducerId, view.Sequence), view.Id);
            Assert.Equal(TagHash.Of(records[index].Tag), view.TagHash);
            Assert.Equal(Batches.Stored, view.StoreTimestampMs);
            mask |= TagHash.MaskBit(view.TagHash);
            index++;
        }

        Assert.Equal(records.Length, index);
        Assert.Equal(mask, batch.TagMask);
        Assert.Equal(77 + index - 1, batch.LastOffset);
    });

    [Fact]
    public void Raw_tag_and_keys_are_the_utf8_of_the_strings()
    {
        RecordView view = Batches.Views(Batches.Read(Batches.Produced(new RecordModel { Tag = "订单", Keys = "a b" })))[0];
        Assert.Equal("订单"u8.ToArray(), view.TagUtf8.ToArray());
        Assert.Equal("a b"u8.ToArray(), view.KeysUtf8.ToArray());
        Assert.Equal("010203040506070800000029", view.MessageId());
    }

    [Fact]
    public void No_tag_and_an_empty_tag_stay_apart()
    {
        List<RecordView> views = Batches.Views(Batches.Read(Batches.Produced(new() { Tag = null, Keys = "" }, new() { Tag = "", Keys = null })));
        Assert.Equal([null, ""], views.Select(view => view.Tag));
        Assert.Equal(["", null], views.Select(view => view.Keys));
    }

    [Fact]
    public void A_flag_of_zero_is_stored_only_when_it_is_asked_for()
    {
        Assert.True(new RecordData { Flag = 5 }.HasFlag);
        Assert.False(default(RecordData).HasFlag);
        List<RecordView> views = Batches.Views(Batches.Read(Batches.Produced(new() { Flag = 0 }, new() { Flag = null }, new() { Flag = 9 })));
        Assert.Equal([true, false, true], views.Select(view => view.HasFlag));
        Assert.Equal([0, 0, 9], views.Select(view => view.Flag));
    }

    [Fact]
    public void Properties_are_found_by_name()
    {
        RecordModel record = new() { Properties = [new("a", "1"), new("城市", "上海"), new("\U0001F680", "go"), new("a", "2"), new("", "empty")] };
        RecordView view = Batches.Views(Batches.Read(Batches.Produced(record)))[0];

        Assert.Equal("1", Find(view, "a"));
        Assert.Equal("上海", Find(view, "城市"));
        Assert.Equal("go", Find(view, "\U0001F680"));
        Assert.Equal("empty", Find(view, ""));
        Assert.Null(Find(view, "A"));
        Assert.Null(Find(view, "aa"));
        Assert.Null(Find(view, "城"));
        Assert.Null(Find(view, "\uD83D"));
        Assert.Equal(record.Properties, view.Properties.ToList());
        Assert.False(view.Properties.IsEmpty);
    }

    [Fact]
    public void Sequences_go_on_from_the_largest_number_with_zero()
    {
        using RecordBatchBuilder builder = new();
        for (int i = 0; i < 4; i++)
        {
            builder.TryAdd(default);
        }

        RecordBatch batch = Batches.Read(builder.Build(1, 0, firstSequence: int.MaxValue - 1));
        Assert.Equal([int.MaxValue - 1, int.MaxValue, 0, 1], Batches.Views(batch).Select(view => view.Sequence));
        Assert.Equal(1, batch.LastSequence);
    }

    private static string? Find(RecordView view, string name)
    {
        bool found = view.TryGetProperty(name, out string? value);
        Assert.Equal(found, value is not null);
        return value;
    }
}
