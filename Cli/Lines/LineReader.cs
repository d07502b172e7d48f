using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Cli.Lines;

/// <summary>
/// Splits a stream at line feeds. Lines are bytes: whatever is between two line feeds is a line, be it empty, long, or no text at all.
/// A line without a line feed at the end of the stream counts.
/// </summary>
internal sealed class LineReader(Stream input, string name)
{
    /// <summary>Below the size from which the runtime puts arrays on the large object heap: blocks are many and live for a moment.</summary>
    private const int BlockBytes = 80_000;

    private byte[] _block = new byte[BlockBytes];
    private int _start;
    private int _searched;
    private int _end;
    private bool _ended;
    private long _lines;

    /// <summary>Takes the next line of what has been read so far.</summary>
    /// <param name="line">A view that stays as it is: blocks are not used again.</param>
    /// <returns>False when more has to be read first, or nothing is left.</returns>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var lineFeed = _block.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (lineFeed >= 0)
        {
            line = Take(_searched + lineFeed - _start);
            _start++;
            _searched = _start;
            return true;
        }

        _searched = _end;
        if (_ended && _end > _start)
        {
            line = Take(_end - _start);
            return true;
        }

        line = default;
        return false;
    }

    /// <summary>Reads more.</summary>
    /// <returns>False when nothing is left.</returns>
    /// <exception cref="CommandException">A line is larger than a message can be.</exception>
    public async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        if (_ended)
            return false;
        CheckLength(_end - _start);
        if (_end == _block.Length)
            BeginBlock();

        // Standard input does not heed cancellation while it waits for somebody to type.
        var reading = input.ReadAsync(_block.AsMemory(_end), cancellationToken);
        var read = reading.IsCompleted ? await reading : await reading.AsTask().WaitAsync(cancellationToken);
        _ended = read == 0;
        _end += read;
        return !_ended || _end > _start;
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        CheckLength(length);
        _lines++;
        var line = _block.AsMemory(_start, length);
        _start += length;
        return line;
    }

    private void BeginBlock()
    {
        var left = _end - _start;
        var block = new byte[Math.Max(BlockBytes, left * 2)];
        _block.AsSpan(_start, left).CopyTo(block);
        (_block, _start, _searched, _end) = (block, 0, left, left);
    }

    private void CheckLength(int length)
    {
        if (length > RecordLimits.MaxBodyBytes)
            throw new CommandException(ExitCode.Failed, $"line {Figures.Count(_lines + 1)} of {name} has more than {Figures.Count(RecordLimits.MaxBodyBytes)} bytes, the limit of a message");
    }
}
