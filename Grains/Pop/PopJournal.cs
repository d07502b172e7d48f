using System.Buffers;
using System.Globalization;
using OrleansRocket.State;

namespace OrleansRocket.Pop;

/// <summary>
/// Keeps a <see cref="PopState"/>: every change is written before those who wait for it go on. Changes that come while a write is under way
/// share the next one.
/// <para>
/// The keys of a compacted topic are few here, whatever happens: slot 0 holds a snapshot, and the changes since then take the slots after it
/// in turn. When they have become as many bytes as the snapshot, or the slots are used up, a new snapshot voids them all.
/// </para>
/// </summary>
internal sealed class PopJournal : IDisposable
{
    /// <summary>Records between two snapshots.</summary>
    private const int MaxSlots = 63;

    /// <summary>Snapshots smaller than this are not worth sparing.</summary>
    private const int MinBytesBetweenSnapshots = 4096;

    private readonly StateLog _log;
    private readonly PopState _state;
    private readonly long _incarnation;
    private readonly string[] _keys;
    private readonly Action _failed;
    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly ArrayBufferWriter<byte> _record = new();
    private TaskCompletionSource? _waiting;
    private Exception? _failure;
    private bool _isWriting;
    private bool _hasSnapshot;
    private long _snapshot;
    private int _slot;
    private int _bytesSince;
    private int _snapshotBytes;

    /// <param name="name">Whose state it is.</param>
    /// <param name="log">Where it is kept.</param>
    /// <param name="state">The state; nothing but this changes it.</param>
    /// <param name="incarnation">What was stored under another one is void.</param>
    /// <param name="failed">Told when a write has failed: only a new activation can find out what was written.</param>
    public PopJournal(PopName name, StateLog log, PopState state, long incarnation, Action failed)
    {
        _log = log;
        _state = state;
        _incarnation = incarnation;
        _failed = failed;
        _keys = [.. Enumerable.Range(0, MaxSlots + 1).Select(slot => string.Create(CultureInfo.InvariantCulture, $"pop/{name}/{slot}"))];
    }

    /// <summary>Claims the state and reads it.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.StoreUnavailable"/> when a newer activation was faster.</exception>
    public Task Open() => _log.Open((record, _) => Load(record));

    /// <summary>Makes a change. It is stored with the next <see cref="Write"/>.</summary>
    public void Change(in PopChange change)
    {
        _state.Apply(change);
        PopRecord.Write(_pending, change);
    }

    /// <summary>Completes when all changes so far are stored.</summary>
    /// <exception cref="RocketException">Nobody knows whether they are.</exception>
    public Task Write()
    {
        if (_failure is not null)
            return Task.FromException(_failure);

        // Those who wait go on later: they must not find a write between two of its steps.
        var stored = _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_isWriting)
            _ = WriteAll();
        return stored.Task;
    }

    public void Dispose() => _log.Dispose();

    private async Task WriteAll()
    {
        _isWriting = true;
        while (_waiting is { } waiting)
        {
            _waiting = null;
            try
            {
                if (_pending.WrittenCount > 0 || !_hasSnapshot)
                    await _log.Write([NextRecord()]);
                waiting.SetResult();
            }
            catch (Exception failure)
            {
                _failure = failure;
                _failed();
                waiting.SetException(failure);
                _waiting?.SetException(failure);
                return;
            }
        }

        _isWriting = false;
    }

    private StateRecord NextRecord()
    {
        _record.ResetWrittenCount();
        if (!_hasSnapshot || _slot == MaxSlots || _bytesSince > Math.Max(MinBytesBetweenSnapshots, _snapshotBytes))
        {
            PopRecord.WriteSnapshot(_record, ++_snapshot, _incarnation, _state);
            (_hasSnapshot, _slot, _bytesSince, _snapshotBytes) = (true, 0, 0, _record.WrittenCount);
        }
        else
        {
            PopRecord.WriteAfter(_record, _snapshot);
            _record.Write(_pending.WrittenSpan);
            _slot++;
            _bytesSince += _record.WrittenCount;
        }

        _pending.ResetWrittenCount();
        return new StateRecord(_keys[_slot], _record.WrittenMemory);
    }

    private void Load(StateRecord record)
    {
        // The topic holds the state of many queues.
        if (!record.Key.StartsWith(_keys[0].AsSpan(..^1), StringComparison.Ordinal) || record.Value is not { } value)
            return;
        var header = PopRecord.ReadHeader(value.Span, out var changes);
        if (header.IsSnapshot)
        {
            _snapshot = header.Number;
            _hasSnapshot = header.Incarnation == _incarnation;
            (_slot, _bytesSince, _snapshotBytes) = (0, 0, value.Length);
        }
        else if (header.Number == _snapshot)
        {
            _slot++;
            _bytesSince += value.Length;
        }

        if (!_hasSnapshot || header.Number != _snapshot)
            return;
        while (PopRecord.TryRead(ref changes, out var change))
            _state.Apply(change);
    }
}
