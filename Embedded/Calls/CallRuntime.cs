using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What makes and takes calls: the common part of a silo and a client.</summary>
internal abstract partial class CallRuntime : IGrainReferenceRuntime, IReferenceBinder, IClusterClient, INode
{
    private DeadlineQueues? _deadlines;

    protected CallRuntime(
        IServiceProvider services, EngineEnvironment environment, ClusterFabric fabric, SiloAddress address, MessagingOptions messaging)
    {
        ServiceProvider = services;
        Environment = environment;
        Fabric = fabric;
        Address = address;
        Messaging = messaging;
        Copier = new DeepCopier(this);
        Serializer = new Serializer(this);
        Observers = new ObserverTable(this);
        System = new SystemQueue(environment.Work, Gate);
        Outgoing = [.. services.GetServices<IOutgoingGrainCallFilter>()];
    }

    public IServiceProvider ServiceProvider { get; }

    public EngineEnvironment Environment { get; }

    public ClusterFabric Fabric { get; }

    public SiloAddress Address { get; }

    public MessagingOptions Messaging { get; }

    public DeepCopier Copier { get; }

    public Serializer Serializer { get; }

    public TurnGate Gate { get; } = new();

    public SystemQueue System { get; }

    public ObserverTable Observers { get; }

    public PendingCalls Pending { get; } = new();

    public InboundCalls Inbound { get; } = new();

    protected IOutgoingGrainCallFilter[] Outgoing { get; }

    private DeadlineQueues Deadlines => _deadlines ?? MakeDeadlines();

    public ValueTask<TResult> Invoke<TResult>(GrainReference target, GrainRequest<TResult> request) =>
        Outgoing.Length == 0
            ? new ValueTask<TResult>(Start(target.GrainId, request))
            : new ValueTask<TResult>(OutgoingCall<TResult>.Run(this, target, request, Outgoing));

    public void InvokeOneWay(GrainReference target, GrainRequest request)
    {
        if (Outgoing.Length != 0)
        {
            _ = OutgoingCall<VoidResult>.Run(this, target, (GrainRequest<VoidResult>)request, Outgoing);
            return;
        }

        StartOneWay(target.GrainId, request);
    }

    /// <summary>Sends a call past the filters and gives the task of its result.</summary>
    public Task<TResult> Start<TResult>(GrainId target, GrainRequest<TResult> request)
    {
        var call = new OutboundCall<TResult>(this, request)
        {
            Target = target,
            Source = RuntimeContext.Current?.GrainId ?? default,
            Context = ContextForCall(),
        };
        if (call.WatchCancellation())
        {
            Deadlines.Add(call, request.Method.ResponseTimeout);
            Send(call);
        }

        return call.Task;
    }

    public void StartOneWay(GrainId target, GrainRequest request) => Send(new OneWayCall((GrainRequest<VoidResult>)request)
    {
        Target = target,
        Source = RuntimeContext.Current?.GrainId ?? default,
        Context = ContextForCall(),
    });

    /// <summary>Brings a call to its grain, wherever that is. Never throws: a call that cannot be brought fails.</summary>
    public abstract void Send(Call call);

    public abstract void Receive(Message message);

    /// <summary>The end of a call at this node: nothing of it stays in the tables.</summary>
    public void Forget(Call call)
    {
        Pending.Remove(call);
        call.Queue?.Remove(call);
    }

    /// <summary>Fails what was sent and has no answer yet: this node hears of none any more.</summary>
    protected void StopCalls()
    {
        static SiloUnavailableException Stopped(Call call) =>
            new($"The local host is shutting down and can no longer process the request: {call}.");

        Pending.Fail(static _ => true, Stopped);
        _deadlines?.Stop(Stopped);
    }

    /// <summary>Tells the grain that runs the call, or will, that its caller has cancelled it.</summary>
    public void Cancel(RunnableCall call)
    {
        call.IsCancelled = true;
        if (call.SentTo is { } node)
        {
            Transmit(new Message { Kind = MessageKind.Cancel, Id = call.Id }, node);
        }
        else if (call is ICancellableCall { RunsIn: { } activation })
        {
            activation.PostCancel(call);
        }
    }

    public TimeSpan? TimeLeft(Call call) => call.Deadline == long.MaxValue
        ? null
        : Environment.Time.GetElapsedTime(Environment.Time.GetTimestamp(), call.Deadline);

    public bool IsExpired(Message message) => message.Deadline != long.MaxValue
        && Messaging.DropExpiredMessages
        && Environment.Time.GetTimestamp() > message.Deadline;

    private DeadlineQueues MakeDeadlines()
    {
        Interlocked.CompareExchange(ref _deadlines, new DeadlineQueues(this, Messaging.ResponseTimeout), null);
        return _deadlines;
    }

    private Dictionary<string, object>? ContextForCall()
    {
        if (RequestContext.Current is not { } values)
        {
            return null;
        }

        // The dictionary is never changed, but what is in it may be the caller's own.
        return Copier.Copy(values);
    }
}
