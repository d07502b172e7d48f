using OrleansRocket.Log.Records;
using OrleansRocket.Queues;

namespace OrleansRocket.Pop;

internal sealed partial class PopGrain
{
    /// <summary>Pieces that one hand-out takes of what comes back: each takes a read of the queue.</summary>
    private const int MaxPieces = 16;

    private static readonly PopReply NotBegun = new(HasBegun: false, default, []);
    private static readonly PopReply Nothing = new(HasBegun: true, default, []);

    public async Task<PopReply> Pop(PopRequest request)
    {
        Check(request);
        await Begun();
        ThrowIfEnding();
        if (!_state.HasBegun)
        {
            if (request.StartOffset is not { } start)
                return NotBegun;
            Restart(start);
            await Journal.Write();
        }

        UseFilter(request);
        if (_limit.Wait() > TimeSpan.Zero)
            return Nothing;
        var cut = new PopCut(request.MaxMessages, request.MaxBytes);
        var resets = _resets;
        var handouts = await HandOutAgain(request, cut);
        if (handouts.Count == 0 && resets == _resets)
            handouts = await HandOutNew(request, cut);
        if (handouts.Count == 0)
            return Nothing;
        _limit.Take(handouts.Sum(static handout => handout.Count), cut.Batches.Length);
        await Journal.Write();
        return new PopReply(HasBegun: true, cut.Batches, handouts);
    }

    /// <summary>One filter holds for all consumers of a group, since what it leaves out is done. It can be another one when nobody reads.</summary>
    private void UseFilter(PopRequest request)
    {
        if (_filter is { } own && own.Type == request.FilterType && own.Text == request.Filter)
            return;
        var wanted = FilterExpression.Parse(request.FilterType, request.Filter);
        if (_filter is not null && _waiting + _state.CountInvisible(NowMs) > 0)
            throw new RocketException(RocketError.SubscriptionConflict, $"{_name}: a simple consumer wants '{wanted}', and others, which wait or have messages, want '{_filter}'; all that read a topic for one group must have the same filter");
        _filter = wanted;
        _resets++;
        _buffer.MoveTo(_state.Next);
    }

    public async Task<IReadOnlyList<long>> Ack(IReadOnlyList<PopReceipt> receipts)
    {
        await Begun();
        ThrowIfEnding();
        var (owned, refused) = (new List<PopLease>(), new List<OffsetRange>());
        var wasFull = _state.InFlight >= PopRequest.MaxInFlight;
        foreach (var receipt in receipts)
        {
            owned.Clear();
            _state.Match(Range(receipt), receipt.Generation, owned, refused);
            foreach (var lease in owned)
                Journal.Change(PopChange.Done(lease.First, lease.End));
        }

        await Journal.Write();
        if (wasFull)
            Wake();
        return Offsets(refused);
    }

    public async Task<IReadOnlyList<long>> Extend(IReadOnlyList<PopReceipt> receipts, TimeSpan invisible)
    {
        if (invisible != TimeSpan.Zero)
            CheckInvisible(invisible);
        await Begun();
        ThrowIfEnding();
        var visibleAt = NowMs + (long)invisible.TotalMilliseconds;
        var (owned, refused) = (new List<PopLease>(), new List<OffsetRange>());
        foreach (var receipt in receipts)
        {
            owned.Clear();
            _state.Match(Range(receipt), receipt.Generation, owned, refused);
            AddDone(receipt, owned, refused);
            foreach (var lease in owned)
                Journal.Change(PopChange.Hand(lease with { VisibleAtMs = visibleAt }));
        }

        await Journal.Write();

        // Those who wait may have to wait less now.
        Wake();
        return Offsets(refused);
    }

    /// <summary>What is done has no time that could be changed.</summary>
    private void AddDone(PopReceipt receipt, List<PopLease> owned, List<OffsetRange> refused)
    {
        var range = Range(receipt);
        for (var offset = range.First; offset < Math.Min(range.End, _state.Next); offset++)
        {
            if (!owned.Exists(lease => lease.First <= offset && offset < lease.End) && !refused.Exists(other => other.First <= offset && offset < other.End))
                refused.Add(new OffsetRange(offset, offset + 1));
        }
    }

    private static OffsetRange Range(PopReceipt receipt) => receipt is { First: >= 0, Count: > 0 and <= PopRequest.MaxMessagesLimit }
        ? new OffsetRange(receipt.First, receipt.First + receipt.Count)
        : throw new RocketException(RocketError.InvalidArgument, $"a receipt is for {receipt.Count} messages from offset {receipt.First}; it must be 1 to {PopRequest.MaxMessagesLimit} from 0 or more");

    private static List<long> Offsets(List<OffsetRange> ranges)
    {
        if (ranges.Count == 0)
            return [];
        var offsets = new List<long>();
        foreach (var range in ranges)
        {
            for (var offset = range.First; offset < range.End; offset++)
                offsets.Add(offset);
        }

        return offsets;
    }

    private async Task<List<Handout>> HandOutNew(PopRequest request, PopCut cut)
    {
        var room = PopRequest.MaxInFlight - _state.InFlight;
        if (room <= 0)
            return [];
        var resets = _resets;
        if (_buffer.IsEmpty)
            await FetchNow();
        if (resets != _resets)
            return [];
        cut.Limit(room);
        _buffer.Take(cut);
        var handouts = new List<Handout>(cut.Ranges.Count);
        if (cut.Ranges.Count > 0)
        {
            var generation = ++_generation;
            var visibleAt = VisibleAt(request);
            foreach (var range in cut.Ranges)
                handouts.Add(Hand(new PopLease(range.First, range.End, generation, visibleAt, Attempt: 1)));
        }

        // What brokers write for themselves is nobody's to acknowledge.
        if (_buffer.IsEmpty && _state.Next < _buffer.Position)
            Journal.Change(PopChange.Next(_buffer.Position));
        return handouts;
    }

    /// <summary>The new terms take effect before the messages are read again, or two calls would hand out the same.</summary>
    private async Task<List<Handout>> HandOutAgain(PopRequest request, PopCut cut)
    {
        var visible = _state.FindVisible(NowMs, request.MaxMessages, MaxPieces);
        if (visible.Count == 0)
            return [];
        var (generation, visibleAt, resets) = (++_generation, VisibleAt(request), _resets);
        var leases = visible.ConvertAll(lease => lease with { Generation = generation, VisibleAtMs = visibleAt, Attempt = lease.Attempt + 1 });
        foreach (var lease in leases)
            Journal.Change(PopChange.Hand(lease));
        var handouts = new List<Handout>();
        var index = 0;
        try
        {
            for (; index < leases.Count; index++)
            {
                var from = cut.IsFull ? leases[index].First : await ReadAgain(leases[index], cut);
                if (resets != _resets)
                    return [];
                handouts.AddRange(Settle(leases[index], from, cut));
            }
        }
        catch
        {
            for (; index < leases.Count && resets == _resets; index++)
                GiveBack(leases[index], TimeSpan.Zero);
            throw;
        }

        return handouts;
    }

    /// <summary>Reads messages that were handed out before; returns the offset up to which they were looked at. What does not exist below that is lost to
    /// retention.</summary>
    private async Task<long> ReadAgain(PopLease lease, PopCut cut)
    {
        var next = lease.First;
        while (next < lease.End && !cut.IsFull)
        {
            var reply = await _queue.Read(new ReadRequest { Offset = next, MaxBytes = cut.BytesLeft }, CancellationToken.None);

            // What lies behind the end cannot be read yet: a leader that has only begun may not know that it is committed.
            if (reply.Status != ReadStatus.Found && reply.NextOffset <= next)
                break;
            if (reply.Status != ReadStatus.Found)
            {
                next = reply.NextOffset;
                continue;
            }

            var verified = -1L;
            var chain = reply.Batches;
            var taken = cut.Take(ref chain, new OffsetRange(next, lease.End), ref verified);
            if (taken == next && cut.IsFull)
                break;
            next = taken == next ? reply.NextOffset : taken;
        }

        return Math.Min(next, lease.End);
    }

    /// <summary>What was read of a lease is handed out, what does not exist is done, and the rest is given back.</summary>
    private List<Handout> Settle(PopLease lease, long lookedAt, PopCut cut)
    {
        var handouts = new List<Handout>();
        var next = lease.First;
        foreach (var range in cut.Ranges)
        {
            var common = range.Intersect(lease.Range);
            if (common.Count <= 0)
                continue;
            if (next < common.First)
                Journal.Change(PopChange.Done(next, common.First));
            handouts.Add(new Handout(common.First, (int)common.Count, lease.Generation, lease.Attempt));
            next = common.End;
        }

        if (next < lookedAt)
            Journal.Change(PopChange.Done(next, lookedAt));
        if (lookedAt < lease.End)
            GiveBack(lease with { First = lookedAt }, cut.IsFull ? TimeSpan.Zero : FetchRetryDelay);
        return handouts;
    }

    private void GiveBack(PopLease lease, TimeSpan delay) =>
        Journal.Change(PopChange.Hand(lease with { VisibleAtMs = NowMs + (long)delay.TotalMilliseconds, Attempt = lease.Attempt - 1 }));

    private Handout Hand(PopLease lease)
    {
        Journal.Change(PopChange.Hand(lease));
        return new Handout(lease.First, lease.Count, lease.Generation, lease.Attempt);
    }

    private long VisibleAt(PopRequest request) => NowMs + (long)request.Invisible.TotalMilliseconds;

    private void Check(PopRequest request)
    {
        if (request.MaxMessages is < 1 or > PopRequest.MaxMessagesLimit)
            throw new RocketException(RocketError.InvalidArgument, $"{_name}: {nameof(request.MaxMessages)} is {request.MaxMessages}; it must be 1 to {PopRequest.MaxMessagesLimit}");
        if (request.MaxBytes is < 1024 or > PopRequest.MaxBytesLimit)
            throw new RocketException(RocketError.InvalidArgument, $"{_name}: {nameof(request.MaxBytes)} is {request.MaxBytes}; it must be 1024 to {PopRequest.MaxBytesLimit}");
        CheckInvisible(request.Invisible);
    }

    private void CheckInvisible(TimeSpan invisible)
    {
        if (invisible < PopRequest.MinInvisible || invisible > PopRequest.MaxInvisible)
            throw new RocketException(RocketError.InvalidArgument, $"{_name}: the invisible time is {invisible}; it must be {PopRequest.MinInvisible} to {PopRequest.MaxInvisible}");
    }
}
