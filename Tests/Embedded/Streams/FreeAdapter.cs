using System.Diagnostics.CodeAnalysis;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OrleansRocket.Tests.Embedded.Streams;

/// <summary>An adapter that costs nothing: each stream has a number of events of 1 KB, all of them the same array.</summary>
internal sealed class FreeAdapter(string name, IReadOnlyList<StreamId> streams, int eventsPerStream)
    : IQueueAdapterFactory, IQueueAdapter, IQueueAdapterCache
{
    public const int Queues = 8;

    private static readonly byte[] Payload = new byte[1024];

    private readonly HashRingBasedStreamQueueMapper _mapper = new(new HashRingStreamQueueMapperOptions { TotalQueueCount = Queues }, name);

    public string Name => name;

    public bool IsRewindable => true;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    /// <summary>Nothing is there to be read before.</summary>
    public TaskCompletionSource Go { get; } = new();

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("There are events already.");

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new Receiver(this, queueId);

    public IQueueCache CreateQueueCache(QueueId queueId) => new Cache(eventsPerStream);

    private static Batch BatchAt(StreamId stream, long position) => new(stream, new EventSequenceTokenV2(position));

    private sealed class Batch(StreamId stream, EventSequenceTokenV2 token) : IBatchContainer
    {
        public StreamId StreamId => stream;

        public StreamSequenceToken SequenceToken => token;

        public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => [Tuple.Create<T, StreamSequenceToken>((T)(object)Payload, token)];

        public bool ImportRequestContext() => false;
    }

    private sealed class Receiver(FreeAdapter adapter, QueueId queue) : IQueueAdapterReceiver
    {
        private bool _read;

        public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

        /// <summary>The first event of each stream, as an announcement.</summary>
        public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
        {
            IList<IBatchContainer> read = [];
            if (adapter.Go.Task.IsCompleted && !_read)
            {
                _read = true;
                read = [.. adapter.Streams.Where(stream => adapter._mapper.GetQueueForStream(stream) == queue).Select(stream => BatchAt(stream, 0))];
            }

            return Task.FromResult(read);
        }

        public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

        public Task Shutdown(TimeSpan timeout) => Task.CompletedTask;
    }

    private IReadOnlyList<StreamId> Streams => streams;

    private sealed class Cache(int count) : IQueueCache
    {
        public int GetMaxAddCount() => 100;

        public void AddToCache(IList<IBatchContainer> messages)
        {
        }

        public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
        {
            purgedItems = null;
            return false;
        }

        public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) =>
            new Cursor(streamId, token?.SequenceNumber ?? count, count);

        public bool IsUnderPressure() => false;
    }

    private sealed class Cursor(StreamId stream, long next, int count) : IQueueCacheCursor
    {
        private long _next = next;
        private Batch? _current;

        public IBatchContainer? GetCurrent(out Exception? exception)
        {
            exception = null;
            return _current;
        }

        public bool MoveNext()
        {
            _current = _next < count ? BatchAt(stream, _next++) : null;
            return _current is not null;
        }

        public void Refresh(StreamSequenceToken token)
        {
        }

        public void RecordDeliveryFailure()
        {
        }

        public void Dispose()
        {
        }
    }
}
