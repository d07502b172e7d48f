using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace OrleansRocket.Pop;

/// <summary>
/// The stored form of <see cref="PopChange"/>s: lines of text, so that a dump can be read. A record is either a snapshot, <c>snapshot NUMBER
/// INCARNATION</c> and what leads to the whole state, or what changed since one, <c>after NUMBER</c> and the changes.
/// </summary>
internal static class PopRecord
{
    private static ReadOnlySpan<byte> SnapshotWord => "snapshot"u8;

    private static ReadOnlySpan<byte> AfterWord => "after"u8;

    private static ReadOnlySpan<byte> StartWord => "start"u8;

    private static ReadOnlySpan<byte> NextWord => "next"u8;

    private static ReadOnlySpan<byte> LeaseWord => "lease"u8;

    private static ReadOnlySpan<byte> DoneWord => "done"u8;

    /// <summary>Writes the whole state.</summary>
    public static void WriteSnapshot(IBufferWriter<byte> output, long number, long incarnation, PopState state)
    {
        Line(output, SnapshotWord, [number, incarnation]);
        Write(output, PopChange.Start(state.Committed));
        foreach (var lease in state.Leases)
            Write(output, PopChange.Hand(lease));
        Write(output, PopChange.Next(state.Next));
    }

    /// <summary>Begins a record of changes.</summary>
    public static void WriteAfter(IBufferWriter<byte> output, long number) => Line(output, AfterWord, [number]);

    /// <summary>Writes a change.</summary>
    public static void Write(IBufferWriter<byte> output, in PopChange change)
    {
        var lease = change.Lease;
        switch (change.Kind)
        {
            case PopChangeKind.Start:
                Line(output, StartWord, [lease.First]);
                break;
            case PopChangeKind.Next:
                Line(output, NextWord, [lease.First]);
                break;
            case PopChangeKind.Lease:
                Line(output, LeaseWord, [lease.First, lease.Count, lease.Generation, lease.VisibleAtMs, lease.Attempt]);
                break;
            default:
                Line(output, DoneWord, [lease.First, lease.Count]);
                break;
        }
    }

    /// <summary>Reads a record's first line.</summary>
    /// <param name="record">The record.</param>
    /// <param name="rest">The changes.</param>
    /// <exception cref="FormatException">The bytes are not of this form.</exception>
    public static PopRecordHeader ReadHeader(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> rest)
    {
        Span<long> numbers = stackalloc long[2];
        rest = record;
        var word = ReadLine(ref rest, numbers, out var count);
        if (word.SequenceEqual(SnapshotWord) && count == 2)
            return new PopRecordHeader(IsSnapshot: true, numbers[0], numbers[1]);
        return word.SequenceEqual(AfterWord) && count == 1 ? new PopRecordHeader(IsSnapshot: false, numbers[0], 0) : throw Bad(record);
    }

    /// <summary>Reads the next change; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are not of this form.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> rest, out PopChange change)
    {
        change = default;
        if (rest.IsEmpty)
            return false;
        Span<long> numbers = stackalloc long[5];
        var line = rest;
        var word = ReadLine(ref rest, numbers, out var count);
        if (word.SequenceEqual(StartWord) && count == 1)
            change = PopChange.Start(numbers[0]);
        else if (word.SequenceEqual(NextWord) && count == 1)
            change = PopChange.Next(numbers[0]);
        else if (word.SequenceEqual(LeaseWord) && count == 5)
            change = PopChange.Hand(new PopLease(numbers[0], numbers[0] + numbers[1], numbers[2], numbers[3], (int)numbers[4]));
        else if (word.SequenceEqual(DoneWord) && count == 2)
            change = PopChange.Done(numbers[0], numbers[0] + numbers[1]);
        else
            throw Bad(line);
        return true;
    }

    private static void Line(IBufferWriter<byte> output, ReadOnlySpan<byte> word, ReadOnlySpan<long> numbers)
    {
        const int NumberBytes = 21;
        var line = output.GetSpan(word.Length + (numbers.Length * NumberBytes) + 1);
        word.CopyTo(line);
        var used = word.Length;
        foreach (var number in numbers)
        {
            line[used++] = (byte)' ';
            Utf8Formatter.TryFormat(number, line[used..], out var written);
            used += written;
        }

        line[used++] = (byte)'\n';
        output.Advance(used);
    }

    private static ReadOnlySpan<byte> ReadLine(ref ReadOnlySpan<byte> rest, scoped Span<long> numbers, out int count)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
            throw Bad(rest);
        var line = rest[..end];
        rest = rest[(end + 1)..];
        var space = line.IndexOf((byte)' ');
        var word = space < 0 ? line : line[..space];
        count = 0;
        for (var numbersLeft = line[word.Length..]; !numbersLeft.IsEmpty;)
        {
            if (count == numbers.Length || !Utf8Parser.TryParse(numbersLeft[1..], out numbers[count++], out int used))
                throw Bad(line);
            numbersLeft = numbersLeft[(1 + used)..];
        }

        return word;
    }

    private static FormatException Bad(ReadOnlySpan<byte> line) =>
        new($"'{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 100)])}' is not what is stored about handed out messages");
}
