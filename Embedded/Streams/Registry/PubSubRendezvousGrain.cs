using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Streams;

/// <summary>
/// The explicit subscriptions to one stream, in the storage of the provider's name or in <c>PubSubStore</c>. Not reentrant: each change is written
/// before the next one begins. Agents answer it at once, so that it never waits for itself.
/// </summary>
[GrainType("pubsubrendezvous")]
internal sealed partial class PubSubRendezvousGrain(IServiceProvider services, StreamRuntime runtime, ISiloStatusOracle silos)
    : Grain, IPubSubRendezvousGrain
{
    private const string StateName = "PubSubRendezvousGrain";

    private readonly GrainState<PubSubGrainState> _state = new();
    private IGrainStorage _storage = null!;

    private List<GrainId> Producers => _state.State!.Producers;

    private List<PubSubSubscriptionState> Consumers => _state.State!.Consumers;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _storage = services.GetKeyedService<IGrainStorage>(key[..key.IndexOf('/', StringComparison.Ordinal)])
            ?? services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME);
        await _storage.ReadStateAsync(StateName, GrainContext.GrainId, _state, cancellationToken);
        _state.State ??= new PubSubGrainState();
    }

    public async Task<List<PubSubSubscriptionState>> RegisterProducer(GrainId producer)
    {
        if (!Producers.Contains(producer))
        {
            Producers.Add(producer);
            await Write();
        }

        return [.. Consumers.Where(static consumer => !consumer.IsFaulted)];
    }

    public async Task UnregisterProducer(GrainId producer)
    {
        if (Producers.Remove(producer))
        {
            await Write();
        }

        EndIfEmpty();
    }

    public async Task RegisterConsumer(GuidId subscription, QualifiedStreamId stream, GrainId consumer, string? filterData)
    {
        var known = Consumers.Find(each => each.SubscriptionId == subscription);
        if (known is { IsFaulted: true })
        {
            throw new FaultedSubscriptionException(subscription, stream);
        }

        if (known is null)
        {
            Consumers.Add(known = new PubSubSubscriptionState(subscription, stream, consumer));
        }

        known.FilterData = string.IsNullOrWhiteSpace(filterData) ? known.FilterData : filterData;
        await Write();
        await Tell(agent => agent.AddSubscriber(subscription, stream, consumer, filterData));
    }

    public async Task UnregisterConsumer(GuidId subscription, QualifiedStreamId stream)
    {
        if (Consumers.RemoveAll(each => each.SubscriptionId == subscription) > 0)
        {
            await Write();
        }

        // Also if it was not known: the one that asks may ask again because the agents were not told.
        await Tell(agent => agent.RemoveSubscriber(subscription, stream));
        EndIfEmpty();
    }

    public Task<List<Guid>> GetAllSubscriptions(GrainId consumer) =>
        Task.FromResult(Consumers.Where(each => each.Consumer == consumer).Select(static each => each.SubscriptionId.Guid).ToList());

    public async Task FaultSubscription(GuidId subscription, QualifiedStreamId stream)
    {
        if (Consumers.Find(each => each.SubscriptionId == subscription) is { } known)
        {
            known.IsFaulted = true;
            await Write();
            await Tell(agent => agent.RemoveSubscriber(subscription, stream));
        }
    }

    private async Task Write()
    {
        try
        {
            if (Producers.Count == 0 && Consumers.Count == 0)
            {
                await _storage.ClearStateAsync(StateName, GrainContext.GrainId, _state);
                _state.State ??= new PubSubGrainState();
            }
            else
            {
                await _storage.WriteStateAsync(StateName, GrainContext.GrainId, _state);
            }
        }
        catch
        {
            // What is here differs from what is stored: the next activation reads it anew.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Calls all agents; those whose silo is gone are forgotten.</summary>
    private async Task Tell(Func<IStreamProducerExtension, Task> call)
    {
        var told = Producers.ToList();
        var gone = await Task.WhenAll(told.Select(producer => IsGone(producer, call)));
        var remaining = Producers.Except(told.Where((_, index) => gone[index])).ToList();
        if (remaining.Count != Producers.Count)
        {
            _state.State!.Producers = remaining;
            await Write();
        }
    }

    private async Task<bool> IsGone(GrainId producer, Func<IStreamProducerExtension, Task> call)
    {
        try
        {
            await call((IStreamProducerExtension)(object)runtime.Calls.Refer(typeof(IStreamProducerExtension), producer));
            return false;
        }
        catch (ClientNotAvailableException exception)
        {
            LogGone(runtime.Logger, exception, producer, GrainContext.GrainId);
            return true;
        }
        catch (OrleansMessageRejectionException exception) when (!IsAlive(producer))
        {
            LogGone(runtime.Logger, exception, producer, GrainContext.GrainId);
            return true;
        }
    }

    private bool IsAlive(GrainId producer) =>
        silos.GetApproximateSiloStatus(ObserverId.NodeOf(producer)) is SiloStatus.Active or SiloStatus.Joining or SiloStatus.ShuttingDown;

    private void EndIfEmpty()
    {
        if (Producers.Count == 0 && Consumers.Count == 0)
        {
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(9101, LogLevel.Debug, "The agent {Agent} is gone; {Registry} forgets it.")]
    private static partial void LogGone(ILogger logger, Exception exception, GrainId agent, GrainId registry);
}
