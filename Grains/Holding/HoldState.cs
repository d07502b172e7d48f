using System.Globalization;
using System.Text;
using OrleansRocket.State;

namespace OrleansRocket.Holding;

/// <summary>
/// What is written down of the releases of one queue: a record for each, under its number, first when it is decided and again when it is
/// settled. See <c>docs/format/holds.md</c>.
/// </summary>
internal sealed class HoldState(QueueName queue, StateLog log) : IDisposable
{
    private readonly string _prefix = $"hold/{queue}/";
    private readonly SortedDictionary<long, HeldRelease> _open = [];

    /// <summary>The settled releases by number, with their highest offset.</summary>
    private readonly SortedDictionary<long, long> _settled = [];
    private readonly List<StateRecord> _pending = [];
    private long _nextNumber = 1;

    /// <summary>The releases of which nobody knows whether they were carried out, by number.</summary>
    public IReadOnlyCollection<HeldRelease> Open => _open.Values;

    /// <summary>Whether anything waits to be written.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>Claims the state and tells the index what has been settled.</summary>
    public async Task Load(HeldIndex index)
    {
        var all = new SortedDictionary<long, HeldRelease>();
        await log.Open((record, _) =>
        {
            if (!record.Key.StartsWith(_prefix, StringComparison.Ordinal))
                return;
            var number = long.Parse(record.Key.AsSpan(_prefix.Length), CultureInfo.InvariantCulture);
            _nextNumber = Math.Max(_nextNumber, number + 1);
            if (record.Value is { } value)
                all[number] = Decode(number, value);
            else
                all.Remove(number);
        });
        foreach (var release in all.Values)
        {
            if (!release.IsSettled)
            {
                _open.Add(release.Number, release);
                continue;
            }

            _settled.Add(release.Number, release.Offsets.Max());
            foreach (var offset in release.Offsets)
                index.Close(offset, isDropped: release.Target is null);
        }
    }

    /// <summary>A number for a release.</summary>
    public long TakeNumber() => _nextNumber++;

    /// <summary>Notes a release, to be written with the next <see cref="Write"/>.</summary>
    public void Add(HeldRelease release)
    {
        if (release.IsSettled)
        {
            _open.Remove(release.Number);
            _settled.Add(release.Number, release.Offsets.Max());
        }
        else
        {
            _open.Add(release.Number, release);
        }

        _pending.Add(new StateRecord(Key(release.Number), Encode(release)));
    }

    /// <summary>Notes that a release is not carried out, to be written with the next <see cref="Write"/>.</summary>
    public void Abandon(HeldRelease release)
    {
        _open.Remove(release.Number);
        _pending.Add(new StateRecord(Key(release.Number), null));
    }

    /// <summary>Forgets what lies far enough below the head, to be written with the next <see cref="Write"/>.</summary>
    public void Forget(long head)
    {
        while (_settled.Count > 0 && _settled.First() is var first && first.Value < head - HeldIndex.Memory)
        {
            _settled.Remove(first.Key);
            _pending.Add(new StateRecord(Key(first.Key), null));
        }
    }

    /// <summary>Writes what was noted.</summary>
    /// <exception cref="RocketException">It was not written, or nobody knows: the grain must deactivate and load it anew.</exception>
    public async Task Write()
    {
        await log.Write(_pending);
        _pending.Clear();
    }

    public void Dispose() => log.Dispose();

    private string Key(long number) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{number}");

    private static byte[] Encode(HeldRelease release)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(release.IsSettled);
        writer.Write(release.Target?.ToString() ?? "");
        writer.Write(release.ProducerId);
        writer.Write7BitEncodedInt(release.Sequence);
        writer.Write7BitEncodedInt(release.Offsets.Count);
        var before = 0L;
        foreach (var offset in release.Offsets)
        {
            var step = offset - before;
            writer.Write7BitEncodedInt64((step << 1) ^ (step >> 63));
            before = offset;
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static HeldRelease Decode(long number, ReadOnlyMemory<byte> value)
    {
        using var reader = new BinaryReader(new MemoryStream(value.ToArray()), Encoding.UTF8);
        var isSettled = reader.ReadBoolean();
        var target = reader.ReadString();
        var release = new HeldRelease
        {
            Number = number,
            Target = target.Length == 0 ? null : QueueName.Parse(target),
            ProducerId = reader.ReadInt64(),
            Sequence = reader.Read7BitEncodedInt(),
            IsSettled = isSettled,
        };
        var before = 0L;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var step = reader.Read7BitEncodedInt64();
            before += (long)((ulong)step >> 1) ^ -(step & 1);
            release.Offsets.Add(before);
        }

        return release;
    }
}
