using System.Collections.Concurrent;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Engine.Streams;

/// <summary>The queues of a test provider: logs in the memory of the test's process, which every silo and client of the cluster sees.</summary>
internal sealed class EventLog
{
    private static readonly ConcurrentDictionary<string, EventLog> All = new();

    private readonly ConcurrentDictionary<QueueId, List<EventBatch>> _queues = new();
    private readonly ConcurrentDictionary<QueueId, long> _done = new();
    private readonly ConcurrentDictionary<(QueueId Queue, string Silo), bool> _readers = new();

    /// <summary>What failed, as the failure handler was told.</summary>
    public ConcurrentQueue<(Guid Subscription, StreamId Stream, long Position)> Failures { get; } = new();

    /// <summary>How far the subscriptions of a queue were when its agents ended.</summary>
    public ConcurrentQueue<long> Progress { get; } = new();

    /// <summary>Positions before this one count as dropped.</summary>
    public long Oldest { get; set; }

    /// <summary>Which silo reads which queue; a silo that was killed does not say that it reads no more.</summary>
    public IEnumerable<(QueueId Queue, string Silo)> Readers => _readers.Keys;

    public static EventLog Of(string cluster, string provider) => All.GetOrAdd($"{cluster}/{provider}", static _ => new EventLog());

    public void Append(QueueId queue, StreamId stream, IReadOnlyList<object> events, Dictionary<string, object>? context)
    {
        var log = Queue(queue);
        lock (log)
        {
            log.Add(new EventBatch(stream, new EventSequenceTokenV2(log.Count), [.. events], context));
        }
    }

    public IList<IBatchContainer> Read(QueueId queue, long from, int limit)
    {
        var log = Queue(queue);
        lock (log)
        {
            return [.. log.Skip((int)from).Take(limit)];
        }
    }

    /// <summary>The next batch of a stream from a position on.</summary>
    public EventBatch? Next(QueueId queue, StreamId stream, long from)
    {
        var log = Queue(queue);
        lock (log)
        {
            for (var i = (int)from; i < log.Count; i++)
            {
                if (log[i].StreamId == stream)
                {
                    return log[i];
                }
            }

            return null;
        }
    }

    public long End(QueueId queue)
    {
        var log = Queue(queue);
        lock (log)
        {
            return log.Count;
        }
    }

    /// <summary>Where a new agent begins to read.</summary>
    public long Open(QueueId queue, string silo)
    {
        _readers[(queue, silo)] = true;
        return _done.GetValueOrDefault(queue);
    }

    public void Close(QueueId queue, string silo) => _readers.TryRemove((queue, silo), out _);

    public void Done(QueueId queue, long position)
    {
        _done[queue] = position + 1;
        Progress.Enqueue(position);
    }

    private List<EventBatch> Queue(QueueId queue) => _queues.GetOrAdd(queue, static _ => []);
}
