using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>
/// Reads one queue and delivers its batches, in its own turns. Each subscription has its own cursor and its own loop; one batch of it is under way
/// at any time.
/// </summary>
internal sealed partial class PullingAgent : IStreamProducerExtension
{
    private readonly PullingSettings _settings;
    private readonly QueueId _queue;
    private readonly IStreamFailureHandler _failures;
    private readonly SystemQueue _turns;
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _timer;
    private GrainId _id;
    private IQueueCache? _cache;
    private IQueueAdapterReceiver? _receiver;
    private Task _initialized = Task.CompletedTask;
    private Task _pump = Task.CompletedTask;

    public PullingAgent(PullingSettings settings, QueueId queue, IStreamFailureHandler failures)
    {
        _settings = settings;
        _queue = queue;
        _failures = failures;
        _turns = new SystemQueue(settings.Silo.Environment.Work, settings.Silo.Gate);
        _timer = CleanContext.NewTimer(settings.Time, static agent => ((PullingAgent)agent!).OnTimer(), this);
        _lastCleaning = settings.Time.GetTimestamp();
    }

    private bool IsEnding => _ending.IsCancellationRequested;

    private ILogger Logger => _settings.Logger;

    /// <exception cref="Exception">The adapter could make no cache or receiver.</exception>
    public Task Start() => _turns.Run(() =>
    {
        _cache = _settings.Caches?.CreateQueueCache(_queue);
        _receiver = _settings.Adapter.CreateReceiver(_queue);
        _id = _settings.Silo.Observers.Add(this);
        _initialized = InitializeReceiver(_receiver);

        // The queues of a silo are not all read at the same instant.
        var period = _settings.Options.GetQueueMsgsTimerPeriod;
        _timer.Change(TimeSpan.FromMilliseconds(_settings.Silo.Environment.Randomness.Next((int)period.TotalMilliseconds + 1)), period);
        return Task.FromResult(true);
    });

    /// <summary>
    /// Stops reading, tells the cache how far all subscriptions are, and the receiver that it is done with. What is being delivered is not waited for.
    /// </summary>
    public Task Stop() => _turns.Run(async () =>
    {
        End();
        await _initialized;
        await _pump;
        TellProgress();
        _cache = null;
        await ShutDownReceiver();
        await Task.WhenAll(_streams.Values.Select(static stream => stream.Registration));
        var streams = _streams.Keys.ToList();
        foreach (var stream in _streams.Values)
        {
            DisposeCursors(stream);
        }

        _streams.Clear();
        await Task.WhenAll(streams.Select(Unregister));
        _settings.Silo.Observers.Remove(_id);
        return true;
    });

    public Task AddSubscriber(GuidId subscription, QualifiedStreamId stream, GrainId consumer, string? filterData)
    {
        _turns.Post(() => _ = AddSubscriber(stream, subscription, consumer, filterData, null));
        return Task.CompletedTask;
    }

    public Task RemoveSubscriber(GuidId subscription, QualifiedStreamId stream)
    {
        _turns.Post(() => Remove(stream, subscription));
        return Task.CompletedTask;
    }

    public override string ToString() => $"agent of {_queue:H}";

    private void OnTimer() => _turns.Post(() =>
    {
        if (!IsEnding && _pump.IsCompleted)
        {
            _pump = Pump();
        }
    });

    // Not CancelAsync, which goes to the thread pool.
    private void End()
    {
        _timer.Dispose();
        _ending.Cancel();
    }

    private async Task InitializeReceiver(IQueueAdapterReceiver receiver)
    {
        try
        {
            await receiver.Initialize(_settings.Options.InitQueueTimeout, _ending.Token);
        }
        catch (Exception exception)
        {
            // The adapter's code. It is read nevertheless: to try again is the receiver's business.
            LogNotInitialized(Logger, exception, _queue);
        }
    }

    private async Task ShutDownReceiver()
    {
        try
        {
            await _receiver!.Shutdown(_settings.Options.InitQueueTimeout, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The adapter's code; the queue goes to another silo whatever it says.
            LogNotShutDown(Logger, exception, _queue);
        }
    }

    private async Task Unregister(QualifiedStreamId stream)
    {
        try
        {
            await _settings.Registry.UnregisterProducer(stream, _id);
        }
        catch (Exception exception)
        {
            // The registry forgets agents that do not answer.
            LogNotUnregistered(Logger, exception, stream);
        }
    }

    /// <summary>Waits, in turns of this agent; less if the agent ends.</summary>
    private async Task Wait(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _settings.Time, _ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller looks whether the agent ends.
        }
    }

    [LoggerMessage(9112, LogLevel.Error, "The receiver of the queue {Queue} failed to initialize; reading is tried nevertheless.")]
    private static partial void LogNotInitialized(ILogger logger, Exception exception, QueueId queue);

    [LoggerMessage(9113, LogLevel.Warning, "The receiver of the queue {Queue} failed to shut down.")]
    private static partial void LogNotShutDown(ILogger logger, Exception exception, QueueId queue);

    [LoggerMessage(9114, LogLevel.Warning, "The registry was not told that {Stream} is not read here any more.")]
    private static partial void LogNotUnregistered(ILogger logger, Exception exception, QualifiedStreamId stream);
}
