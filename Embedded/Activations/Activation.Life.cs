using Microsoft.Extensions.Logging;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <content>Activation and deactivation.</content>
internal sealed partial class Activation
{
    private readonly Lock _endLock = new();
    private DeactivationReason? _reason;
    private CancellationToken _deactivationToken;
    private Exception? _failure;
    private bool _wasActivated;

    private bool IsEnding => _reason is not null;

    /// <summary>Registers, constructs and activates, in turns of this activation.</summary>
    public void Begin() => Post(() => _ = Activate());

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_endLock)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = deactivationReason;
            _deactivationToken = cancellationToken;
        }

        Post(OnDeactivationRequested);
    }

    private async Task Activate()
    {
        try
        {
            if (Class.Placement.IsUsingGrainDirectory)
            {
                var winner = await Silo.System.Run(() => Silo.Directory.Register(this));
                if (winner != Registration)
                {
                    Silo.Locator.Remember(GrainId, winner.Silo);
                    await End(new DeactivationReason(
                        DeactivationReasonCode.DuplicateActivation, $"{GrainId} is active at {winner.Silo}."));
                    return;
                }
            }

            GrainInstance = Class.Create(ActivationServices);
            if (GrainInstance is IGrainBase grain)
            {
                var timeout = Silo.Collection.ActivationTimeout;
                using var expiry = new CancellationTokenSource(timeout, Silo.Environment.Time);
                await grain.OnActivateAsync(expiry.Token).WaitAsync(timeout, Silo.Environment.Time);
            }
        }
        catch (Exception exception)
        {
            // The callers that wait get what the grain's constructor or OnActivateAsync threw.
            _failure = exception;
            LogActivationFailed(Silo.Logger, exception, GrainId);
            await End(new DeactivationReason(DeactivationReasonCode.ActivationFailed, exception, "The activation failed."));
            return;
        }

        // One that ends itself while it is activated never was active; its callers are sent on.
        _wasActivated = !IsEnding;
        State = ActivationState.Active;
        StartWaiting();
    }

    private void OnDeactivationRequested()
    {
        if (State == ActivationState.Active && _runningCount == 0)
        {
            BeginDeactivation();
        }
        else if (State == ActivationState.Active)
        {
            _patience = Silo.Environment.Time.CreateTimer(
                _ => Post(BeginDeactivation), null, Silo.Collection.DeactivationTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private ITimer? _patience;

    private void BeginDeactivation()
    {
        if (State == ActivationState.Active)
        {
            _patience?.Dispose();
            _ = End(_reason!.Value);
        }
    }

    private async Task End(DeactivationReason reason)
    {
        lock (_endLock)
        {
            _reason ??= reason;
        }

        State = ActivationState.Deactivating;
        DisposeTimers();
        CleanContext.Enter();
        if (_wasActivated && GrainInstance is IGrainBase grain)
        {
            await RunOnDeactivate(grain, reason);
        }

        if (IsRegistered)
        {
            await Silo.System.Run(() => Silo.Directory.Unregister(this));
        }

        Silo.Catalog.Remove(this);
        State = ActivationState.Ended;
        await DisposeGrain();
        _deactivated.TrySet(true);
        while (_firstWaiting is { } waiting)
        {
            Unlink(waiting, null);
            if (_failure is null)
            {
                Silo.Redirect(waiting);
            }
            else
            {
                waiting.Fail(_failure);
            }
        }
    }

    private async Task RunOnDeactivate(IGrainBase grain, DeactivationReason reason)
    {
        var timeout = Silo.Collection.DeactivationTimeout;
        using var expiry = new CancellationTokenSource(timeout, Silo.Environment.Time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, _deactivationToken);
        try
        {
            await grain.OnDeactivateAsync(reason, token.Token).WaitAsync(timeout, Silo.Environment.Time);
        }
        catch (Exception exception)
        {
            // The activation ends whatever its grain says; the failure is for the log.
            LogDeactivationFailed(Silo.Logger, exception, GrainId);
        }
    }

    private async Task DisposeGrain()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            await _scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            // As above.
            LogDeactivationFailed(Silo.Logger, exception, GrainId);
        }
    }

    [LoggerMessage(9010, LogLevel.Warning, "The activation of {Grain} failed.")]
    private static partial void LogActivationFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(9011, LogLevel.Warning, "The deactivation of {Grain} failed; it is gone nevertheless.")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception exception, GrainId grain);
}
